package reporting

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Progress is what one project did over a period. It carries what the holder may
// read: no private note is part of it.
type Progress struct {
	Couveuse programme.Couveuse
	Project  *programme.Project
	Today    models.Date
	Period   models.Period
	Coaches  []programme.Coach
	Terms    programme.Terms
	Clock    *programme.Clock // nil for a phase without one

	Meetings                       []ProgressMeeting // of the period, oldest first
	Plan                           []ProgressSection
	Events                         []PlanEvent // of the period, oldest first
	Actions                        []Action
	Requests                       []GrantRequest
	Agreement                      *programme.StatusAgreement
	Status                         programme.StatusState
	StatusEnd                      models.Date
	History                        []programme.Change // of the period
	EarlierMeetings, LaterMeetings int                // held outside the period
}

// ProgressMeeting is a meeting as the holder knows it.
type ProgressMeeting struct {
	ID                  int64
	PublicID            string
	HeldOn              models.Date
	State, Kind, Medium string
	Minutes             int
	Summary             string
	Coaches             []string
}

// Held sums the meetings that took place in the period, by kind in order of appearance.
func (p Progress) Held() (lines []KindLine, meetings, minutes int) {
	at := map[string]int{}
	for _, m := range p.Meetings {
		if m.State != "held" {
			continue
		}
		i, known := at[m.Kind]
		if !known {
			i = len(lines)
			at[m.Kind] = i
			lines = append(lines, KindLine{Kind: m.Kind})
		}
		lines[i].Meetings++
		lines[i].Minutes += m.Minutes
		meetings++
		minutes += m.Minutes
	}
	return lines, meetings, minutes
}

// ProgressSection is a section at the end of the period, and before it.
type ProgressSection struct {
	ID                             int64
	Title                          string
	Items, Validated, Before, Said int // Said: claimed by the holder, not validated
}

// PlanEvent is one change of the checklist.
type PlanEvent struct {
	ItemID, SectionID   int64
	Section, Item       string
	Event, Comment, Who string
	On                  models.Date
}

// Action is something that was agreed to be done.
type Action struct {
	Title         string
	DueOn, DoneOn models.Date
	MadeOn        models.Date
}

// Missed reports whether the action was due by the day and not done by then.
func (a Action) Missed(on models.Date) bool {
	return a.DueOn != "" && a.DueOn <= on && (a.DoneOn == "" || a.DoneOn > a.DueOn)
}

// GrantRequest is one request with what became of it.
type GrantRequest struct {
	Ref, Purpose, State             string
	AskedOn, DecidedOn              models.Date
	Asked, Awarded, Paid, Recovered models.Cents
}

// LoadProgress makes the progress report of a project over a period. An open
// start is the day the dossier was opened, an open end today.
func LoadProgress(tx *db.Tx, ref string, period models.Period) (Progress, error) {
	p, err := programme.Load(tx, ref, access.PaperRead)
	if err != nil {
		return Progress{}, err
	}
	r := Progress{Project: p, Today: tx.Today(), Period: period}
	if r.Period.From == "" {
		r.Period.From = p.CreatedAt.Date()
		if p.EnteredOn != "" {
			r.Period.From = min(r.Period.From, p.EnteredOn)
		}
	}
	if r.Period.To == "" {
		r.Period.To = max(tx.Today(), r.Period.From)
	}
	if r.Period.From > r.Period.To {
		return r, models.Fields(models.FieldProblem{Field: "au", Code: "not_before", Facts: models.Facts{"date": r.Period.From}})
	}
	for _, step := range []func(*db.Tx) error{r.frame, r.loadMeetings, r.loadPlan, r.loadActions, r.loadGrants, r.loadStatus} {
		if err := step(tx); err != nil {
			return r, fmt.Errorf("progress of %s: %w", ref, err)
		}
	}
	return r, nil
}

func (r *Progress) frame(tx *db.Tx) (err error) {
	if r.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return err
	}
	coaches, err := programme.Coaches(tx, []int64{r.Project.ID})
	if err != nil {
		return err
	}
	r.Coaches = coaches[r.Project.ID]
	if r.Terms, err = programme.TermsOf(tx, r.Project); err != nil {
		return err
	}
	if r.Clock, err = programme.LoadClock(tx, r.Project, r.Terms); err != nil {
		return err
	}
	history, err := programme.History(tx, r.Project.ID)
	for _, c := range history {
		if r.Period.Contains(c.EffectiveOn) {
			r.History = append(r.History, c)
		}
	}
	return err
}

func (r *Progress) loadMeetings(tx *db.Tx) error {
	at := map[int64]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var m ProgressMeeting
		if err := rows.Scan(&m.ID, &m.PublicID, &m.HeldOn, &m.State, &m.Kind, &m.Medium, &m.Minutes, &m.Summary); err != nil {
			return err
		}
		at[m.ID] = len(r.Meetings)
		r.Meetings = append(r.Meetings, m)
		return nil
	}, `SELECT m.id, m.public_id, m.held_on, m.state, m.kind, m.medium, m.minutes, m.summary FROM meeting_projects x JOIN meetings m ON m.id = x.meeting_id
		WHERE x.project_id = ? AND m.state IN ('held', 'absent', 'excused') AND m.held_on >= ? AND m.held_on <= ? ORDER BY m.starts_at, m.id`,
		r.Project.ID, r.Period.From, r.Period.To)
	if err != nil {
		return err
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return err
		}
		if i, ok := at[id]; ok {
			r.Meetings[i].Coaches = append(r.Meetings[i].Coaches, name)
		}
		return nil
	}, `SELECT k.meeting_id, a.name FROM meeting_projects x JOIN meeting_coaches k ON k.meeting_id = x.meeting_id
		JOIN accounts a ON a.id = k.account_id WHERE x.project_id = ? ORDER BY k.meeting_id, a.name, a.id`, r.Project.ID)
	if err != nil {
		return err
	}
	_, err = tx.Get([]any{&r.EarlierMeetings, &r.LaterMeetings}, `SELECT COALESCE(SUM(CASE WHEN m.held_on < ? THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN m.held_on > ? THEN 1 ELSE 0 END), 0) FROM meeting_projects x JOIN meetings m ON m.id = x.meeting_id
		WHERE x.project_id = ? AND m.state = 'held'`, r.Period.From, r.Period.To, r.Project.ID)
	r.EarlierMeetings += r.Project.CarriedMeetings
	return err
}

// loadPlan reads the checklist as it stood at both ends of the period.
func (r *Progress) loadPlan(tx *db.Tx) error {
	if r.Project.TemplateID == 0 {
		return nil
	}
	sections, err := planOf(tx, r.Project.TemplateID, r.Project.ID)
	if err != nil {
		return err
	}
	events, err := r.planEvents(tx)
	if err != nil {
		return err
	}
	for _, s := range sections {
		line := ProgressSection{ID: s.ID, Title: s.Title}
		for _, i := range s.Items {
			before := itemOn(i, events[i.ID], r.Period.From.AddDays(-1))
			after := itemOn(i, events[i.ID], r.Period.To)
			if after != "not_applicable" {
				line.Items++
			}
			if before == "validated" {
				line.Before++
			}
			switch after {
			case "validated":
				line.Validated++
			case "claimed":
				line.Said++
			}
		}
		r.Plan = append(r.Plan, line)
	}
	return nil
}

func (r *Progress) planEvents(tx *db.Tx) (map[int64][]PlanEvent, error) {
	events := map[int64][]PlanEvent{}
	err := tx.Each(func(rows *sql.Rows) error {
		var e PlanEvent
		if err := rows.Scan(&e.ItemID, &e.SectionID, &e.Section, &e.Item, &e.Event, &e.Comment, &e.On, &e.Who); err != nil {
			return err
		}
		events[e.ItemID] = append(events[e.ItemID], e)
		if r.Period.Contains(e.On) {
			r.Events = append(r.Events, e)
		}
		return nil
	}, `SELECT e.item_id, s.id, s.title, i.title, e.event, e.comment, e.on_date, e.actor_name FROM plan_events e
		JOIN plan_items i ON i.id = e.item_id JOIN plan_sections s ON s.id = i.section_id WHERE e.project_id = ? ORDER BY e.on_date, e.id`, r.Project.ID)
	return events, err
}

// itemOn gives the state of an item at the end of a day: replayed from its
// events, or from its dates when it came without (imported, invented).
func itemOn(i PlanItem, events []PlanEvent, day models.Date) string {
	state, replayed := "", false
	for _, e := range events {
		if e.Event == "commented" {
			continue
		}
		replayed = true
		if e.On > day {
			continue
		}
		switch e.Event {
		case "validated", "claimed", "not_applicable":
			state = e.Event
		case "unclaimed", "applicable":
			state = ""
		case "reopened":
			state = "claimed"
		}
	}
	switch {
	case replayed:
		return state
	case !i.Applies():
		return "not_applicable"
	case i.ValidatedOn != "" && i.ValidatedOn <= day:
		return "validated"
	case i.ClaimedOn != "" && i.ClaimedOn <= day:
		return "claimed"
	}
	return ""
}

// loadActions reads what of the holder's was open at some time of the period. A
// coach's own actions are the coach's business: the holder reads this report.
func (r *Progress) loadActions(tx *db.Tx) error {
	return tx.Each(func(rows *sql.Rows) error {
		var a Action
		var made models.Instant
		if err := rows.Scan(&a.Title, &a.DueOn, &a.DoneOn, &made); err != nil {
			return err
		}
		a.MadeOn = made.Date()
		if a.DoneOn != "" && a.DoneOn < r.Period.From || min(a.MadeOn, orLater(a.DueOn, a.MadeOn), orLater(a.DoneOn, a.MadeOn)) > r.Period.To {
			return nil
		}
		if a.DoneOn > r.Period.To {
			a.DoneOn = "" // not yet, at the end of the period
		}
		r.Actions = append(r.Actions, a)
		return nil
	}, `SELECT x.title, x.due_on, x.done_on, x.created_at FROM actions x
		WHERE x.project_id = ? AND x.owner = 'holder' ORDER BY COALESCE(x.due_on, x.done_on), x.id`, r.Project.ID)
}

func orLater(d, other models.Date) models.Date {
	if d == "" {
		return other
	}
	return d
}

func (r *Progress) loadGrants(tx *db.Tx) error {
	return tx.Each(func(rows *sql.Rows) error {
		var g GrantRequest
		err := rows.Scan(&g.Ref, &g.Purpose, &g.State, &g.AskedOn, &g.DecidedOn, &g.Asked, &g.Awarded, &g.Paid, &g.Recovered)
		r.Requests = append(r.Requests, g)
		return err
	}, `SELECT q.ref, q.purpose, q.state, q.asked_on, q.decided_on,
		COALESCE((SELECT SUM(l.amount) FROM grant_lines l WHERE l.request_id = q.id), 0),
		COALESCE((SELECT SUM(l.amount) FROM grant_awards l WHERE l.request_id = q.id), 0) - COALESCE((SELECT SUM(l.amount) FROM grant_reductions l WHERE l.request_id = q.id), 0),
		COALESCE((SELECT SUM(y.amount) FROM grant_payments y JOIN grant_tranches t ON t.id = y.tranche_id WHERE t.request_id = q.id), 0),
		COALESCE((SELECT SUM(l.amount) FROM grant_recoveries l WHERE l.request_id = q.id), 0)
		FROM grant_requests q WHERE q.project_id = ? AND q.asked_on <= ? ORDER BY q.number`, r.Project.ID, r.Period.To)
}

func (r *Progress) loadStatus(tx *db.Tx) error {
	var a programme.StatusAgreement
	found, err := tx.Get([]any{&a.Number, &a.SignedOn, &a.StartsOn, &a.EndsOn, &a.EndedOn}, `SELECT number, signed_on, starts_on, ends_on, ended_on
		FROM agreements WHERE project_id = ? AND kind = 'status'`, r.Project.ID)
	if err != nil || !found {
		return err
	}
	r.Agreement = &a
	var clock programme.Clock
	if r.Clock != nil {
		clock = *r.Clock
	}
	r.Status, _ = programme.StateOfStatus(&a, r.Project.Phase, clock, r.Today)
	r.StatusEnd = a.EndsOn
	if r.Project.Phase == programme.Test && a.EndsOn != "" {
		r.StatusEnd = a.LastDay(clock, r.Today)
	}
	return nil
}
