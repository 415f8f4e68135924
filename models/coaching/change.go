package coaching

import (
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// MayChange reports whether the actor may change a meeting that it reached
// through the dossier: its coaches may, and whoever logged it while still a coach. That of a
// workshop follows the attendance of its session and changes with nothing else.
func MayChange(a access.Actor, p *programme.Project, m Meeting) bool {
	if m.Kind == Workshop {
		return false
	}
	return p.May(a, access.MeetingLog) || m.CreatedBy == a.AccountID && a.Has(access.Coach)
}

// ChangeMeeting writes a meeting over again, guarded by the version at which it was
// read (models.Stale), and adds further actions and a further meeting. Other
// dossiers at the meeting that the actor does not work on stay at it.
func ChangeMeeting(tx *db.Tx, ref, publicID string, d Draft, version int) (Logged, error) {
	if err := lockInOrder(tx, ref, d.Holders); err != nil {
		return Logged{}, err
	}
	p, err := programme.Load(tx, ref, access.MeetingRead)
	if err != nil {
		return Logged{}, err
	}
	was, err := meetingOf(tx, p, publicID)
	if err != nil {
		return Logged{}, err
	}
	if !MayChange(tx.Actor(), p, was) {
		return Logged{}, models.Denied(string(access.MeetingLog))
	}
	g, fields, err := gather(tx, p, d, &was)
	if err != nil {
		return Logged{}, err
	}
	fields = append(d.check(tx.Today(), g.first, &was), fields...)
	if problem := models.Gather(fields, g.refusals...); problem != nil {
		return Logged{}, problem
	}
	if g.kept, err = untouchable(tx, p, was); err != nil {
		return Logged{}, err
	}
	m := was
	m.fill(d)
	if err := updateMeeting(tx, m, version); err != nil {
		return Logged{}, err
	}
	if err := g.rewrite(tx, &m, was, d); err != nil {
		return Logged{}, err
	}
	moved := len(changes(was, m)) > 0 || !slices.Equal(was.coachIDs(), m.coachIDs()) || len(d.Actions) > 0
	if err := TellMinutes(tx, m, &was, g.projectIDs(), moved); err != nil {
		return Logged{}, err
	}
	overlaps, err := overlapsOf(tx, m, g.coachIDs())
	return Logged{ID: m.ID, Ref: ref, PublicID: m.PublicID, Overlaps: overlaps}, err
}

func updateMeeting(tx *db.Tx, m Meeting, version int) error {
	n, err := tx.Exec(`UPDATE meetings SET state = ?, held_on = ?, starts_at = ?, minutes = ?, kind = ?, medium = ?, place = ?, summary = ?, reason = ?,
		updated_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		m.State, m.HeldOn, m.StartsAt, m.Minutes, m.Kind, m.Medium, m.Place, m.Summary, m.Reason, tx.Now(), m.ID, version)
	if err != nil {
		return fmt.Errorf("update meeting %d: %w", m.ID, err)
	}
	if n == 0 {
		return models.Stale("meeting", nil)
	}
	return nil
}

// untouchable gives the dossiers at the meeting that the form did not offer.
func untouchable(tx *db.Tx, p *programme.Project, was Meeting) ([]int64, error) {
	offered, err := OfferedHolders(tx, p, &was)
	if err != nil {
		return nil, err
	}
	at, err := projectsAt(tx, was.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(at, func(id int64) bool {
		return id == p.ID || slices.ContainsFunc(offered, func(h Holder) bool { return h.ProjectID == id })
	}), nil
}

// rewrite replaces who is at the meeting, writes the note, and tells the audit of
// every dossier concerned what changed.
func (g gathering) rewrite(tx *db.Tx, m *Meeting, was Meeting, d Draft) error {
	before, err := projectsAt(tx, m.ID)
	if err != nil {
		return err
	}
	if err := g.relink(tx, m); err != nil {
		return err
	}
	if err := rewriteNote(tx, m.ID, was.Note, strings.TrimSpace(d.Note)); err != nil {
		return err
	}
	if err := g.storeActions(tx, m.ID, d.Actions); err != nil {
		return err
	}
	if err := g.plan(tx, *m, d.Next); err != nil {
		return err
	}
	concerned := append(before, g.projectIDs()...)
	slices.Sort(concerned)
	concerned = slices.Compact(concerned)
	if err := g.auditChange(tx, *m, was, before, concerned); err != nil {
		return err
	}
	m.Coaches = g.coaches
	if err := announce(tx, &was, m, before, g.projectIDs(), Word{}); err != nil {
		return err
	}
	return refresh(tx, concerned)
}

// rewriteNote changes the private note. An emptied one is emptied, its row stays;
// the audit says that it changed, apart from what a holder may read, and never its text.
func rewriteNote(tx *db.Tx, meetingID int64, was *Note, body string) error {
	if was == nil && body == "" || was != nil && was.Body == body {
		return nil
	}
	if err := writeNote(tx, meetingID, body); err != nil {
		return err
	}
	return tx.Audit("note.change", "meeting_note", meetingID, 0, nil)
}

func (g gathering) auditChange(tx *db.Tx, m, was Meeting, before, concerned []int64) error {
	changed := changes(was, m)
	m.Coaches = g.coaches
	if !slices.Equal(was.coachIDs(), m.coachIDs()) {
		changed["coaches"] = []any{was.coachIDs(), m.coachIDs()}
	}
	for _, id := range concerned {
		facts := models.Facts{}
		for k, v := range changed {
			facts[k] = v
		}
		at, stays := slices.Contains(before, id), slices.Contains(g.projectIDs(), id)
		if at != stays {
			facts["present"] = []any{at, stays}
		}
		if len(facts) == 0 {
			continue
		}
		if err := tx.Audit("meeting.change", "meeting", m.ID, id, facts); err != nil {
			return err
		}
	}
	return nil
}

// changes tells what differs, as pairs of before and after.
func changes(was, m Meeting) models.Facts {
	list := models.Facts{}
	put := func(name string, before, after any) {
		if before != after {
			list[name] = []any{before, after}
		}
	}
	put("state", was.State, m.State)
	put("held_on", was.HeldOn, m.HeldOn)
	put("time", was.Time().String(), m.Time().String())
	put("minutes", was.Minutes, m.Minutes)
	put("kind", was.Kind, m.Kind)
	put("medium", was.Medium, m.Medium)
	put("place", was.Place, m.Place)
	put("summary", was.Summary, m.Summary)
	put("reason", was.Reason, m.Reason)
	return list
}
