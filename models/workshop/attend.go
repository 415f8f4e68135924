package workshop

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

// SessionFor gives a session with its attendance to who keeps the workshop.
func SessionFor(tx *db.Tx, publicID, session string) (*Workshop, Session, []Place, error) {
	w, s, err := sessionOf(tx, publicID, session)
	if err != nil {
		return nil, s, nil, err
	}
	list, err := places(tx, w, s)
	return w, s, list, err
}

// Marking says why the attendance of a session cannot be marked; nil when it can: from its day on.
func (s Session) Marking(today models.Date) *models.Problem {
	switch {
	case s.Cancelled():
		return models.Refuse("workshop.session_cancelled", models.Facts{"date": s.HeldOn})
	case today < s.HeldOn:
		return models.Refuse("workshop.not_yet", models.Facts{"date": s.HeldOn})
	}
	return nil
}

// MarkOne says whether a dossier came to a session. While the attendance is open the last word counts, so that two who mark at once
// do not disturb each other. Once it is closed the version at which the session was read guards the correction,
// and the meeting of those who came follows. Saying again what stands changes nothing.
func MarkOne(tx *db.Tx, publicID, session string, version int, ref string, mark Mark) error {
	w, s, list, err := SessionFor(tx, publicID, session)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(p Place) bool { return p.Ref == ref })
	if i < 0 {
		return models.Missing("workshop_place")
	}
	if !slices.Contains(Marks(), mark) {
		return models.Fields(models.FieldProblem{Field: "mark", Code: "oneof"})
	}
	if list[i].Mark == mark {
		return nil
	}
	return markAll(tx, w, s, version, map[int64]Mark{list[i].ProjectID: mark})
}

// MarkRest says of everybody who is not marked that they came.
func MarkRest(tx *db.Tx, publicID, session string, version int) error {
	w, s, list, err := SessionFor(tx, publicID, session)
	if err != nil {
		return err
	}
	if rest := unmarked(list, Present); len(rest) > 0 {
		return markAll(tx, w, s, version, rest)
	}
	return nil
}

func unmarked(list []Place, mark Mark) map[int64]Mark {
	rest := map[int64]Mark{}
	for _, p := range list {
		if p.Mark == "" {
			rest[p.ProjectID] = mark
		}
	}
	return rest
}

// WalkIn notes that a dossier of the site came to a session without having a place on the workshop.
func WalkIn(tx *db.Tx, publicID, session string, version int, ref string) error {
	w, s, list, err := SessionFor(tx, publicID, session)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Ref == ref {
			return MarkOne(tx, publicID, session, version, ref, Present)
		}
	}
	p, err := dossierFor(tx, w, ref)
	if err != nil {
		return err
	}
	return markAll(tx, w, s, version, map[int64]Mark{p.ID: Present})
}

// markAll writes marks, raises the session's version, and lets a closed session's meeting follow.
func markAll(tx *db.Tx, w *Workshop, s Session, version int, marks map[int64]Mark) error {
	if problem := s.Marking(tx.Today()); problem != nil {
		return problem
	}
	if s.Closed() && s.Version != version {
		return models.Stale("workshop_attendance", nil)
	}
	if err := touch(tx, s); err != nil {
		return err
	}
	s.Version++
	before, err := places(tx, w, s)
	if err != nil {
		return err
	}
	if err := storeMarks(tx, s, marks); err != nil {
		return err
	}
	for _, id := range sortedKeys(marks) {
		was := Mark("")
		if i := slices.IndexFunc(before, func(p Place) bool { return p.ProjectID == id }); i >= 0 {
			was = before[i].Mark
		}
		facts := models.Facts{"title": w.Title, "held_on": s.HeldOn, "mark": []any{was, marks[id]}}
		if err := tx.Audit("workshop.mark", "workshop_session", s.ID, id, facts); err != nil {
			return err
		}
	}
	if !s.Closed() {
		return nil
	}
	return record(tx, w, s)
}

// Close ends the attendance of a session: who is not marked was absent, and those who came get one meeting with its minutes. What
// was closed can be closed again, to correct how long it took or what was done; the same twice is done once.
func Close(tx *db.Tx, publicID, session string, version int, c Closing) error {
	w, s, list, err := SessionFor(tx, publicID, session)
	if err != nil {
		return err
	}
	c.Summary = strings.TrimSpace(c.Summary)
	if s.Closed() && s.HeldMinutes == c.Minutes && s.Summary == c.Summary {
		return nil
	}
	if s.Version != version {
		return models.Stale("workshop_attendance", nil)
	}
	if problem := s.closable(tx.Now()); problem != nil {
		return problem
	}
	if problem := models.Fields(c.check()...); problem != nil {
		return problem
	}
	what := "workshop.correct"
	if !s.Closed() {
		what = "workshop.close"
		if err := storeMarks(tx, s, unmarked(list, Absent)); err != nil {
			return err
		}
	}
	s.HeldMinutes, s.Summary = c.Minutes, c.Summary
	if err := storeClosed(tx, s); err != nil {
		return err
	}
	facts := models.Facts{"held_on": s.HeldOn, "minutes": c.Minutes, "present": len(present(list))}
	if err := tx.Audit(what, "workshop_session", s.ID, 0, facts); err != nil {
		return err
	}
	return record(tx, w, s)
}

// closable says why the attendance of a session cannot be closed; nil when it can: once it has begun.
func (s Session) closable(now models.Instant) *models.Problem {
	if problem := s.Marking(now.Date()); problem != nil {
		return problem
	}
	if now < s.StartsAt {
		return models.Refuse("workshop.not_begun", models.Facts{"at": s.StartsAt})
	}
	return nil
}

// record lets the meeting of those who came follow a closed attendance.
func record(tx *db.Tx, w *Workshop, s Session) error {
	list, err := places(tx, w, s)
	if err != nil {
		return err
	}
	g := coaching.Group{HeldOn: s.HeldOn, StartsAt: s.StartsAt, Minutes: s.HeldMinutes, Medium: s.medium(), Place: s.Place, Summary: w.summary(s), Projects: present(list)}
	for _, l := range s.Leaders {
		g.Coaches = append(g.Coaches, l.AccountID)
	}
	id, err := coaching.RecordGroup(tx, s.MeetingID, g)
	if err != nil || id == s.MeetingID {
		return err
	}
	return storeMeeting(tx, s, id)
}
