package coaching

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/programme"
)

// Limits of what a form may send.
const (
	MaxMinutes = 720    // a longer meeting is a slip of the finger
	MaxText    = 20_000 // characters of a summary or a note
	MaxPlace   = 200
	MaxTitle   = 300 // of an action
	MaxActions = 10  // new ones with one meeting
	MaxHolders = 60
	MaxCoaches = 20

	// planAhead bounds a planned meeting; beyond, the year was mistyped.
	planAheadMonths = 24
)

// Draft is what a meeting is made or changed from.
type Draft struct {
	Key     string // the form's own; the same key makes one meeting
	State   State
	HeldOn  models.Date // in Brussels
	Time    TimeOfDay
	Minutes int // 1 to MaxMinutes
	Kind    Kind
	Medium  Medium
	Place   string
	Summary string   // shared with the holders
	Note    string   // never shown to them; "" for none
	Holders []string // references of the other dossiers at the meeting
	Coaches []string // public ids; none means whoever logs
	Actions []ActionDraft
	Next    *NextDraft // a further meeting to plan, nil for none
}

// ActionDraft is an action to add. Coach is the public id of the coach whose it
// is; "" makes it the holders', one for each dossier of the meeting.
type ActionDraft struct {
	Title string
	Coach string
	DueOn models.Date
	Row   int // of the form, to say where something is wrong
}

// NextDraft is the meeting that follows; kind, medium and people are the same.
type NextDraft struct {
	On    models.Date
	Time  TimeOfDay
	Place string
}

// nextMinutes is how long a further meeting is planned for, until somebody says
// otherwise.
const nextMinutes = 60

// start is when the drafted meeting begins.
func (d Draft) start() models.Instant { return d.Time.on(d.HeldOn) }

// ActionField names a field of the nth row of actions (from 1): "action_1_title".
func ActionField(row int, part string) string { return fmt.Sprintf("action_%d_%s", row, part) }

// checkPhase refuses a new meeting on a dossier that is not accompanied.
func checkPhase(ref string, phase programme.Phase) *models.Problem {
	if phase.IsJourney() {
		return nil
	}
	return models.Refuse("meeting.phase", models.Facts{"ref": ref, "phase": phase})
}

// firstDay is the first day on which something of the dossier can have happened:
// an imported journey began before its record did.
func firstDay(p *programme.Project) models.Date {
	first := p.CreatedAt.Date()
	for _, d := range []models.Date{p.EnteredOn, p.PhaseStartedOn} {
		if !d.IsZero() && d < first {
			first = d
		}
	}
	return first
}

// problems gathers what is wrong with a form, in the order of its fields.
type problems []models.FieldProblem

func (l *problems) addField(field, code string, facts models.Facts) {
	*l = append(*l, models.FieldProblem{Field: field, Code: code, Facts: facts})
}

func (l *problems) text(field, value string, limit int) {
	if utf8.RuneCountInString(value) > limit {
		l.addField(field, "max", models.Facts{"param": limit, "kind": "text"})
	}
}

// check says what is wrong with the draft by itself; was is the meeting as it
// stands, nil for a new one, and first the earliest day that its dossiers allow.
func (d Draft) check(today, first models.Date, was *Meeting) []models.FieldProblem {
	var list problems
	allowed := newStates
	if was != nil {
		allowed = was.State.Next()
	}
	if !slices.Contains(allowed, d.State) {
		list.addField("meeting_state", "oneof", nil)
	}
	d.checkDay(&list, today, first, was)
	switch {
	case d.Minutes < 1:
		list.addField("minutes", "gte", models.Facts{"param": 1})
	case d.Minutes > MaxMinutes:
		list.addField("minutes", "lte", models.Facts{"param": MaxMinutes})
	}
	if !slices.Contains(FormKinds(), d.Kind) {
		list.addField("meeting_kind", "oneof", nil)
	}
	if !slices.Contains(Media(), d.Medium) {
		list.addField("medium", "oneof", nil)
	}
	list.text("place", d.Place, MaxPlace)
	list.text("meeting_summary", d.Summary, MaxText)
	list.text("private_note", d.Note, MaxText)
	if len(d.Holders) > MaxHolders {
		list.addField("holders", "max", models.Facts{"param": MaxHolders, "kind": "list"})
	}
	if len(d.Coaches) > MaxCoaches {
		list.addField("coaches", "max", models.Facts{"param": MaxCoaches, "kind": "list"})
	}
	for _, a := range d.Actions {
		a.check(&list, today)
	}
	d.checkNext(&list, today)
	return list
}

func (d Draft) checkDay(list *problems, today, first models.Date, was *Meeting) {
	if _, err := models.ParseDate(string(d.HeldOn)); err != nil {
		list.addField("meeting_on", "date", nil)
		return
	}
	unmoved := was != nil && was.HeldOn == d.HeldOn
	latest := today.AddMonths(planAheadMonths)
	switch {
	case d.HeldOn < first && !unmoved:
		list.addField("meeting_on", "not_before", models.Facts{"date": first})
	case d.State == Planned && d.HeldOn < today && !unmoved:
		list.addField("meeting_on", "past", nil)
	case d.State == Planned && d.HeldOn > latest:
		list.addField("meeting_on", "not_after", models.Facts{"date": latest})
	case (d.State == Held || d.State == Absent) && d.HeldOn > today:
		list.addField("meeting_on", "future", nil)
	case d.HeldOn > latest:
		list.addField("meeting_on", "not_after", models.Facts{"date": latest})
	}
}

func (d Draft) checkNext(list *problems, today models.Date) {
	if d.Next == nil {
		return
	}
	_, err := models.ParseDate(string(d.Next.On))
	latest := today.AddMonths(planAheadMonths)
	switch {
	case err != nil:
		list.addField("next_on", "date", nil)
	case d.Next.On < today:
		list.addField("next_on", "past", nil)
	case d.Next.On > latest:
		list.addField("next_on", "not_after", models.Facts{"date": latest})
	case d.Next.On < d.HeldOn:
		list.addField("next_on", "not_before", models.Facts{"date": d.HeldOn})
	}
	list.text("next_place", d.Next.Place, MaxPlace)
}

func (a ActionDraft) check(list *problems, today models.Date) {
	title, due := ActionField(a.Row, "title"), ActionField(a.Row, "due")
	if strings.TrimSpace(a.Title) == "" {
		list.addField(title, "required", nil)
	}
	list.text(title, a.Title, MaxTitle)
	checkDue(list, due, a.DueOn, today)
}

// checkDue bounds the day of an action; one that has gone by is taken, people
// write down late what was agreed.
func checkDue(list *problems, field string, due, today models.Date) {
	if due.IsZero() {
		return
	}
	if _, err := models.ParseDate(string(due)); err != nil {
		list.addField(field, "date", nil)
		return
	}
	if latest := today.AddMonths(planAheadMonths); due > latest {
		list.addField(field, "not_after", models.Facts{"date": latest})
	} else if earliest := today.AddMonths(-planAheadMonths); due < earliest {
		list.addField(field, "not_before", models.Facts{"date": earliest})
	}
}

// CheckLog refuses to log meetings on a dossier that is not accompanied, with the
// code "meeting.phase"; nil when one can.
func CheckLog(p *programme.Project) *models.Problem { return checkPhase(p.Ref, p.Phase) }
