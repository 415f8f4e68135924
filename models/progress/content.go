package progress

import (
	"encoding/json"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/reporting"
)

// Content is what a report says: the facts of the period and the words of three people. It is what is
// submitted, shown, and laid out on paper.
type Content struct {
	Progress reporting.Progress // the summaries of meetings left out are not in it
	Groups   []Group            // its meetings by section of the plan; those under none last
	Left     Left
	Figures  []Figure

	Asked                bool
	Paragraph            string // the holder's
	ParagraphAt          models.Instant
	Synthesis, NextSteps string
	Submitter            string // "" while it is a draft
	SubmittedOn          models.Date
}

// Group is the meetings under one section of the plan, oldest first.
type Group struct {
	SectionID int64 // 0: under none
	Title     string
	Meetings  []Placed
}

// Placed is a meeting in its group; ID is that of a meeting of Content.Progress.
type Placed struct {
	ID      int64
	Also    []string // other sections that moved on its day
	LeftOut bool     // its summary is not told
}

// Left counts what the report does not tell.
type Left struct {
	Earlier, Later int // held before or after the period
	NotHeld        int // of the period: planned, or called off
	Unwritten      int // held, without a summary
	LeftOut        int // whose summary the coach left out
}

// Meeting finds a placed meeting.
func (c Content) Meeting(id int64) reporting.ProgressMeeting {
	for _, m := range c.Progress.Meetings {
		if m.ID == id {
			return m
		}
	}
	return reporting.ProgressMeeting{}
}

// choice is what the coach chose about a meeting.
type choice struct {
	placed    bool
	sectionID int64 // with placed; 0: under none
	leftOut   bool
}

// Derive tells under which sections of the plan a meeting stands when nobody said: those of
// which the couveuse validated, reopened or commented items on its day, the one with most such movements first.
// What the holder announced alone does not count: that can be done at home.
func Derive(on models.Date, events []reporting.PlanEvent) []int64 {
	var order []int64
	n := map[int64]int{}
	for _, e := range events {
		if e.On != on || e.Event == "claimed" || e.Event == "unclaimed" {
			continue
		}
		if n[e.SectionID] == 0 {
			order = append(order, e.SectionID)
		}
		n[e.SectionID]++
	}
	slices.SortStableFunc(order, func(a, b int64) int { return n[b] - n[a] })
	return order
}

// group lays the meetings out by section: as chosen, or as derived. A summary that is left out goes.
func (c *Content) group(choices map[int64]choice) {
	groups := make([]Group, 0, len(c.Progress.Plan)+1)
	at := map[int64]int{}
	for _, s := range c.Progress.Plan {
		at[s.ID] = len(groups)
		groups = append(groups, Group{SectionID: s.ID, Title: s.Title})
	}
	groups = append(groups, Group{})
	none := len(groups) - 1
	for i := range c.Progress.Meetings {
		m := &c.Progress.Meetings[i]
		chosen := choices[m.ID]
		p := Placed{ID: m.ID, LeftOut: chosen.leftOut && m.Summary != ""}
		sections := Derive(m.HeldOn, c.Progress.Events)
		if chosen.placed {
			sections = []int64{chosen.sectionID}
		}
		to, found := none, false
		for _, id := range sections {
			switch g, known := at[id]; {
			case known && !found:
				to, found = g, true
			case known:
				p.Also = append(p.Also, groups[g].Title)
			}
		}
		switch {
		case p.LeftOut:
			m.Summary = ""
			c.Left.LeftOut++
		case m.State == "held" && m.Summary == "":
			c.Left.Unwritten++
		}
		groups[to].Meetings = append(groups[to].Meetings, p)
	}
	c.Groups = slices.DeleteFunc(groups, func(g Group) bool { return len(g.Meetings) == 0 })
}

// gather makes the content of a report as the facts are now.
func gather(tx *db.Tx, r Report) (c Content, err error) {
	if c.Progress, err = reporting.LoadProgress(tx, r.Project.Ref, r.Period); err != nil {
		return c, err
	}
	choices, err := choicesOf(tx, r.ID)
	if err != nil {
		return c, err
	}
	c.Left = Left{Earlier: c.Progress.EarlierMeetings, Later: c.Progress.LaterMeetings}
	if c.Left.NotHeld, err = notHeld(tx, r); err != nil {
		return c, err
	}
	c.group(choices)
	if c.Figures, err = figuresOf(tx, r); err != nil {
		return c, err
	}
	project := *c.Progress.Project // how who reads it stands to it is nobody else's
	project.Standing = access.Standing{}
	c.Progress.Project = &project
	c.Asked, c.Paragraph, c.ParagraphAt = !r.AskedAt.IsZero(), r.Paragraph, r.ParagraphAt
	c.Synthesis, c.NextSteps = r.Synthesis, r.NextSteps
	return c, nil
}

// pack and unpack keep a content as it was submitted.
func pack(c Content) (string, error) {
	text, err := json.Marshal(c)
	return string(text), err
}

func unpack(r Report) (c Content, err error) {
	if err := json.Unmarshal([]byte(r.snapshot), &c); err != nil {
		return c, fmt.Errorf("snapshot of report %s: %w", r.PublicID, err)
	}
	return c, nil
}

// ContentOf gives what a report says: as it was submitted once it was, as the facts are now while it is written.
func ContentOf(tx *db.Tx, r Report) (Content, error) {
	if r.State == Submitted || r.State == Issued {
		return unpack(r)
	}
	return gather(tx, r)
}

// A Part of a report can change after it was submitted.
type Part string

// The parts.
const (
	Meetings Part = "meetings"
	Plan     Part = "plan"
	Actions  Part = "actions"
	Grant    Part = "grant"
	Status   Part = "status"
	History  Part = "history"
)

// Changes names the parts of which the facts are not any more what was submitted.
func Changes(tx *db.Tx, r Report) ([]Part, error) {
	if r.State != Submitted {
		return nil, nil
	}
	was, err := unpack(r)
	if err != nil {
		return nil, err
	}
	now, err := gather(tx, r)
	if err != nil {
		return nil, err
	}
	return compare(was, now)
}

func compare(was, now Content) (list []Part, err error) {
	a, b := was.Progress, now.Progress
	for _, part := range []struct {
		name     Part
		was, now any
	}{
		{Meetings, []any{a.Meetings, was.Left}, []any{b.Meetings, now.Left}},
		{Plan, []any{a.Plan, a.Events}, []any{b.Plan, b.Events}},
		{Actions, a.Actions, b.Actions},
		{Grant, a.Requests, b.Requests},
		{Status, a.Agreement, b.Agreement},
		{History, a.History, b.History},
	} {
		x, err := json.Marshal(part.was)
		if err != nil {
			return nil, err
		}
		y, err := json.Marshal(part.now)
		if err != nil {
			return nil, err
		}
		if string(x) != string(y) {
			list = append(list, part.name)
		}
	}
	return list, nil
}
