package coaching

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Logged is where a form that was sent led.
type Logged struct {
	ID       int64
	Ref      string // the dossier that the meeting is reached through
	PublicID string
	Again    bool      // the same form had been sent before: nothing was changed
	Overlaps []Overlap // other meetings of its coaches at the same time
}

// LogMeeting stores a meeting of a dossier, with its other holders, its coaches, its
// note, its actions and the meeting that follows. The same form key makes one
// meeting: a later submission gets the first's. Refusals: "meeting.phase" when a
// dossier is not accompanied, and fields.
func LogMeeting(tx *db.Tx, ref string, d Draft) (Logged, error) {
	if err := lockInOrder(tx, ref, d.Holders); err != nil {
		return Logged{}, err
	}
	p, err := programme.Load(tx, ref, access.MeetingLog)
	if err != nil {
		return Logged{}, err
	}
	if first, found, err := loggedBefore(tx, d.Key, ref); err != nil || found {
		return first, err
	}
	g, fields, err := gather(tx, p, d, nil)
	if err != nil {
		return Logged{}, err
	}
	fields = append(d.check(tx.Today(), g.first, nil), fields...)
	if problem := models.Gather(fields, g.refusals...); problem != nil {
		return Logged{}, problem
	}
	m := Meeting{PublicID: newPublicID(), State: d.State}
	m.fill(d)
	found, err := insertMeeting(tx, &m, d.Key)
	if err != nil {
		return Logged{}, err
	}
	if !found { // the same form, sent at the same moment, was first
		first, _, err := loggedBefore(tx, d.Key, ref)
		return first, err
	}
	if err := g.store(tx, &m, d); err != nil {
		return Logged{}, err
	}
	for _, h := range g.holders {
		if err := tx.Audit("meeting.log", "meeting", m.ID, h.id, m.facts()); err != nil {
			return Logged{}, err
		}
	}
	if err := TellMinutes(tx, m, nil, g.projectIDs(), true); err != nil {
		return Logged{}, err
	}
	overlaps, err := overlapsOf(tx, m, g.coachIDs())
	return Logged{ID: m.ID, Ref: ref, PublicID: m.PublicID, Overlaps: overlaps}, err
}

// newPublicID makes an id for addresses: 80 random bits.
func newPublicID() string { return strings.ToLower(rand.Text()[:16]) }

// fill takes over what the draft says of the meeting itself.
func (m *Meeting) fill(d Draft) {
	m.State, m.HeldOn, m.StartsAt, m.Minutes = d.State, d.HeldOn, d.start(), d.Minutes
	m.Kind, m.Medium, m.Place, m.Summary = d.Kind, d.Medium, strings.TrimSpace(d.Place), strings.TrimSpace(d.Summary)
	if m.State == Held || m.State == Planned {
		m.Reason = ""
	}
}

// facts are what the audit keeps of a new meeting. They name no other dossier: a
// holder may read their own history.
func (m Meeting) facts() models.Facts {
	return models.Facts{"state": m.State, "held_on": m.HeldOn, "minutes": m.Minutes, "kind": m.Kind, "medium": m.Medium}
}

// lockInOrder locks the dossiers of a group in one order, so that two group
// meetings logged at once wait for each other instead of blocking each other.
func lockInOrder(tx *db.Tx, ref string, others []string) error {
	if len(others) == 0 || len(others) > MaxHolders {
		return nil
	}
	in, args := db.In(append([]string{ref}, others...))
	return tx.Each(func(*sql.Rows) error { return nil },
		`SELECT p.id FROM projects p WHERE p.ref IN `+in+` ORDER BY p.id`+tx.ForUpdate("p"), args...)
}

// guest is a dossier at a meeting.
type guest struct {
	id    int64
	ref   string
	phase programme.Phase
	first models.Date
}

// gathering is who is at a meeting, checked.
type gathering struct {
	holders  []guest // the dossier itself first
	kept     []int64 // dossiers that the actor may not touch, left as they are
	coaches  []Coach
	first    models.Date // the earliest day that all the dossiers allow
	refusals []*models.Problem
}

func (g gathering) coachIDs() []int64 {
	ids := make([]int64, len(g.coaches))
	for i, c := range g.coaches {
		ids[i] = c.AccountID
	}
	return ids
}

// projectIDs gives every dossier of the meeting, in ascending order.
func (g gathering) projectIDs() []int64 {
	ids := slices.Clone(g.kept)
	for _, h := range g.holders {
		ids = append(ids, h.id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// gather finds the people that a draft names, among those whom the actor may name.
// was is the meeting as it stands, nil for a new one: who is at it already stays possible.
func gather(tx *db.Tx, p *programme.Project, d Draft, was *Meeting) (g gathering, fields problems, err error) {
	g.holders = []guest{{p.ID, p.Ref, p.Phase, firstDay(p)}}
	if was == nil {
		g.refusals = append(g.refusals, checkPhase(p.Ref, p.Phase))
	}
	g.first = g.holders[0].first
	if len(d.Holders) <= MaxHolders {
		if err := g.addHolders(tx, d.Holders, was, &fields); err != nil {
			return g, nil, err
		}
	}
	if len(d.Coaches) <= MaxCoaches {
		if err := g.addCoaches(tx, p, d.Coaches, was, &fields); err != nil {
			return g, nil, err
		}
	}
	for _, a := range d.Actions {
		if a.Coach != "" && !slices.ContainsFunc(g.coaches, func(c Coach) bool { return c.PublicID == a.Coach }) {
			fields.addField(ActionField(a.Row, "owner"), "oneof", nil)
		}
	}
	return g, fields, nil
}

func (g *gathering) addHolders(tx *db.Tx, refs []string, was *Meeting, fields *problems) error {
	refs = slices.DeleteFunc(unique(refs), func(ref string) bool { return ref == g.holders[0].ref })
	found, err := guests(tx, refs)
	if err != nil {
		return err
	}
	if len(found) != len(refs) {
		fields.addField("holders", "oneof", nil)
		return nil
	}
	for _, h := range found {
		if was == nil || !was.has(h.id) {
			g.refusals = append(g.refusals, checkPhase(h.ref, h.phase))
		}
		g.first = max(g.first, h.first)
		g.holders = append(g.holders, h)
	}
	return nil
}

func (m Meeting) has(projectID int64) bool {
	return slices.ContainsFunc(m.Holders, func(h Holder) bool { return h.ProjectID == projectID })
}

func (g *gathering) addCoaches(tx *db.Tx, p *programme.Project, ids []string, was *Meeting, fields *problems) error {
	a := tx.Actor()
	if len(ids) == 0 {
		if !a.SignedIn() {
			fields.addField("coaches", "required", nil)
			return nil
		}
		self := Coach{AccountID: a.AccountID, Name: a.Name}
		_, err := tx.Get([]any{&self.PublicID}, `SELECT public_id FROM accounts WHERE id = ?`, a.AccountID)
		g.coaches = []Coach{self}
		return err
	}
	ids = unique(ids)
	offered, err := OfferedCoaches(tx, p, was)
	if err != nil {
		return err
	}
	for _, c := range offered {
		if slices.Contains(ids, c.PublicID) {
			g.coaches = append(g.coaches, c)
		}
	}
	if len(g.coaches) != len(ids) {
		fields.addField("coaches", "oneof", nil)
	}
	return nil
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// store writes all that hangs on a new meeting.
func (g gathering) store(tx *db.Tx, m *Meeting, d Draft) error {
	if err := g.link(tx, m); err != nil {
		return err
	}
	if note := strings.TrimSpace(d.Note); note != "" {
		if err := writeNote(tx, m.ID, note); err != nil {
			return err
		}
	}
	if err := g.storeActions(tx, m.ID, d.Actions); err != nil {
		return err
	}
	if err := g.plan(tx, *m, d.Next); err != nil {
		return err
	}
	if err := announce(tx, nil, m, nil, g.projectIDs(), Word{}); err != nil {
		return err
	}
	return refresh(tx, g.projectIDs())
}

// link ties the meeting to its dossiers and coaches.
func (g gathering) link(tx *db.Tx, m *Meeting) error {
	var dossiers, coaches [][]any
	for _, id := range g.projectIDs() {
		dossiers = append(dossiers, []any{id, m.ID})
	}
	for _, c := range g.coaches {
		coaches = append(coaches, []any{m.ID, c.AccountID, m.StartsAt})
	}
	if err := tx.Bulk("meeting_projects", []string{"project_id", "meeting_id"}, dossiers); err != nil {
		return err
	}
	return tx.Bulk("meeting_coaches", []string{"meeting_id", "account_id", "starts_at"}, coaches)
}

// storeActions adds the actions of a meeting: a holder's to each dossier that the
// actor works on, a coach's to the dossier that the meeting is logged on.
func (g gathering) storeActions(tx *db.Tx, meetingID int64, drafts []ActionDraft) error {
	for _, a := range drafts {
		if a.Coach != "" {
			i := slices.IndexFunc(g.coaches, func(c Coach) bool { return c.PublicID == a.Coach })
			if err := insertAction(tx, g.holders[0].id, meetingID, a, g.coaches[i].AccountID); err != nil {
				return err
			}
			continue
		}
		for _, h := range g.holders {
			if err := insertAction(tx, h.id, meetingID, a, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// plan adds the meeting that follows, with the same people.
func (g gathering) plan(tx *db.Tx, m Meeting, next *NextDraft) error {
	if next == nil {
		return nil
	}
	planned := Meeting{PublicID: newPublicID(), State: Planned, HeldOn: next.On, StartsAt: next.Time.on(next.On),
		Minutes: nextMinutes, Kind: m.Kind, Medium: m.Medium, Place: strings.TrimSpace(next.Place)}
	if _, err := insertMeeting(tx, &planned, ""); err != nil {
		return err
	}
	if err := g.link(tx, &planned); err != nil {
		return err
	}
	for _, h := range g.holders {
		if err := tx.Audit("meeting.plan", "meeting", planned.ID, h.id, planned.facts()); err != nil {
			return fmt.Errorf("plan the next meeting: %w", err)
		}
	}
	return announce(tx, nil, &planned, nil, g.projectIDs(), Word{})
}

// refresh keeps on each dossier the day of its last meeting and the moment of its
// next one: of the planned meetings that were still to come when it was written.
func refresh(tx *db.Tx, projectIDs []int64) error {
	in, args := db.In(projectIDs)
	_, err := tx.Exec(`UPDATE projects SET
		last_meeting_on = (SELECT MAX(m.held_on) FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
			WHERE k.project_id = projects.id AND m.state = 'held'),
		next_meeting_at = (SELECT MIN(m.starts_at) FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
			WHERE k.project_id = projects.id AND m.state = 'planned' AND m.starts_at >= ?)
		WHERE id IN `+in, append([]any{tx.Now()}, args...)...)
	if err != nil {
		return fmt.Errorf("keep the dossiers' meetings: %w", err)
	}
	return nil
}
