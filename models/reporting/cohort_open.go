package reporting

import (
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Two more units: what most figures count, and points of a checklist.
const (
	InDossiers Unit = "dossiers"
	InItems    Unit = "items"
)

// Total is a number of a report that opens on the dossiers it adds up.
type Total struct {
	Code   string
	Unit   Unit
	Value  int
	Masked bool
}

// Totals lists every number of the report that can be opened: the figures, the months, the meetings and
// hours, the money and the sections of the checklist.
func (c *Cohort) Totals() []Total {
	var list []Total
	for _, f := range c.Figures {
		list = append(list, Total{f.Code, InDossiers, f.Count, f.Masked})
	}
	for _, m := range c.Months {
		for _, e := range events {
			list = append(list, Total{MonthCode(e.code, m.First), InDossiers, *e.count(&m), false})
		}
		list = append(list, Total{MonthCode("meetings", m.First), InMeetings, m.Meetings, false}, Total{MonthCode("minutes", m.First), InMinutes, m.Minutes, false})
	}
	held := func(rest string, meetings, minutes int, masked bool) {
		list = append(list, Total{"meetings" + rest, InMeetings, meetings, masked}, Total{"minutes" + rest, InMinutes, minutes, masked})
	}
	held("", c.Meetings.All(), c.Meetings.AllMinutes(), c.Meetings.Masked)
	held(".carried", c.Meetings.CarriedMeetings, c.Meetings.CarriedMinutes, c.Meetings.Masked || c.Meetings.CarriedMasked)
	for _, l := range c.Meetings.Lines {
		held(".kind."+l.Kind, l.Meetings, l.Minutes, l.Masked)
	}
	for _, code := range Amounts() {
		sum, masked := c.Grants.Amount(code)
		list = append(list, Total{code, InCents, int(sum), masked})
	}
	var all Section
	for _, s := range c.Sections {
		list = append(list, s.totals(strconv.FormatInt(s.ID, 10))...)
		all.Items, all.Validated, all.Claimed, all.Masked = all.Items+s.Items, all.Validated+s.Validated, all.Claimed+s.Claimed, all.Masked || s.Masked
	}
	if len(c.Sections) > 0 {
		list = append(list, all.totals("all")...)
	}
	return list
}

func (s Section) totals(name string) []Total {
	return []Total{{"section." + name + ".items", InItems, s.Items, s.Masked}, {"section." + name + ".validated", InItems, s.Validated, s.Masked},
		{"section." + name + ".claimed", InItems, s.Claimed, s.Masked}}
}

// MonthCode is the code of what happened in a month: of an event of Events, "meetings" or "minutes".
func MonthCode(event string, first models.Date) string {
	return "month." + string(first[:7]) + "." + event
}

// Opened is a number of a cohort's report with the dossiers behind it. Dossiers are
// counted by their lines; other units are added up, less Shared: what several of them attended counts once.
type Opened struct {
	Cohort  programme.Cohort
	Today   models.Date
	Code    string
	Unit    Unit
	Value   int
	Shared  Line
	Section string // the title of a section of the checklist
	Lines   []Line
}

// Line is a dossier with its part in the number.
type Line struct {
	Member
	Amount                int // in the unit of the list
	HeldHere, MinutesHere int // of the meetings of the list
}

// OpenCohort lists the dossiers behind a number of the cohort's report. A masked report opens on nobody.
func OpenCohort(tx *db.Tx, q CohortAsk, code string) (Opened, error) {
	c, r, err := readCohort(tx, q)
	if err != nil {
		return Opened{}, err
	}
	if q.Masked {
		return Opened{}, models.Refuse("report.masked", nil)
	}
	o := Opened{Cohort: c, Today: tx.Today(), Code: code}
	head, rest, _ := strings.Cut(code, ".")
	switch {
	case head == "meetings" || head == "minutes":
		return o, r.openHeld(&o, head, rest)
	case head == "month":
		return o, r.openMonth(&o, rest)
	case head == "money":
		return o, r.openMoney(&o)
	case head == "section":
		return o, r.openSection(&o, rest)
	}
	people, err := set{r.list, cohortQuestions(r.list, q.Period)}.people(code)
	o.count(people)
	return o, err
}

// count makes a list of dossiers that is its own number.
func (o *Opened) count(people []Member) {
	o.Unit, o.Value = InDossiers, len(people)
	for _, m := range people {
		o.Lines = append(o.Lines, Line{Member: m})
	}
}

func (r *reading) openMonth(o *Opened, rest string) error {
	text, name, _ := strings.Cut(rest, ".")
	month, ok := monthOf(text)
	if !ok {
		return models.Missing("figure")
	}
	if name == "meetings" || name == "minutes" {
		return r.openMeetings(o, name, chosen{month: month}, false)
	}
	period, shared := both(r.period, month)
	for _, e := range events {
		if e.code == name {
			var people []Member
			for i := range r.list {
				if shared && e.in(&r.list[i], period) {
					people = append(people, r.list[i])
				}
			}
			o.count(people)
			return nil
		}
	}
	return models.Missing("figure")
}

func (r *reading) openHeld(o *Opened, unit, rest string) error {
	kind, isKind := strings.CutPrefix(rest, "kind.")
	switch {
	case rest == "":
		return r.openMeetings(o, unit, chosen{}, true)
	case rest == "carried":
		for i := range r.list {
			if m := &r.list[i]; m.CarriedMeetings > 0 || m.CarriedMinutes > 0 {
				o.addHeld(unit, m, m.CarriedMeetings, m.CarriedMinutes)
			}
		}
		o.settle(unit, o.HeldHere(), o.MinutesHere())
		return nil
	case isKind && kind != "":
		return r.openMeetings(o, unit, chosen{kind: kind}, false)
	}
	return models.Missing("figure")
}

// openMeetings lists who attended the meetings of what is chosen, with those carried over when they are asked.
func (r *reading) openMeetings(o *Opened, unit string, s chosen, carried bool) error {
	by, err := r.attended(s)
	if err != nil {
		return err
	}
	held, err := r.held(s)
	if err != nil {
		return err
	}
	meetings, minutes := 0, 0
	for _, h := range held {
		meetings, minutes = meetings+h.meetings, minutes+h.minutes
	}
	for i := range r.list {
		m := &r.list[i]
		n, length := by[m.ID][0], by[m.ID][1]
		if carried {
			n, length = n+m.CarriedMeetings, length+m.CarriedMinutes
			meetings, minutes = meetings+m.CarriedMeetings, minutes+m.CarriedMinutes
		}
		if n > 0 || length > 0 {
			o.addHeld(unit, m, n, length)
		}
	}
	o.settle(unit, meetings, minutes)
	return nil
}

func (o *Opened) addHeld(unit string, m *Member, meetings, minutes int) {
	l := Line{Member: *m, Amount: meetings, HeldHere: meetings, MinutesHere: minutes}
	if Unit(unit) == InMinutes {
		l.Amount = minutes
	}
	o.Lines = append(o.Lines, l)
}

// settle says the number, and what the lines have more than it.
func (o *Opened) settle(unit string, meetings, minutes int) {
	o.Unit, o.Value = Unit(unit), meetings
	o.Shared.HeldHere, o.Shared.MinutesHere = o.HeldHere()-meetings, o.MinutesHere()-minutes
	o.Shared.Amount = o.Shared.HeldHere
	if o.Unit == InMinutes {
		o.Value, o.Shared.Amount = minutes, o.Shared.MinutesHere
	}
}

// HeldHere adds up the meetings of the lines.
func (o *Opened) HeldHere() (n int) {
	for i := range o.Lines {
		n += o.Lines[i].HeldHere
	}
	return n
}

// MinutesHere adds up their length.
func (o *Opened) MinutesHere() (n int) {
	for i := range o.Lines {
		n += o.Lines[i].MinutesHere
	}
	return n
}

func (r *reading) openMoney(o *Opened) error {
	for _, a := range amounts {
		if a.code == o.Code {
			o.add(InCents, r.list, func(m *Member) int { return int(a.of(m)) })
			return nil
		}
	}
	return models.Missing("figure")
}

// add lists the dossiers that have a part in a sum.
func (o *Opened) add(unit Unit, list []Member, of func(*Member) int) {
	o.Unit = unit
	for i := range list {
		if n := of(&list[i]); n != 0 {
			o.Lines = append(o.Lines, Line{Member: list[i], Amount: n})
			o.Value += n
		}
	}
}

func (r *reading) openSection(o *Opened, rest string) error {
	name, what, _ := strings.Cut(rest, ".")
	part, known := map[string]func(Section) int{"items": func(s Section) int { return s.Items }, "validated": func(s Section) int { return s.Validated },
		"claimed": func(s Section) int { return s.Claimed }}[what]
	id, err := strconv.ParseInt(name, 10, 64)
	if !known || (err != nil || id <= 0) && name != "all" {
		return models.Missing("figure")
	}
	by, title, err := r.sectionWork(id)
	if err != nil {
		return err
	}
	if by == nil {
		return models.Missing("figure")
	}
	o.Section = title
	o.add(InItems, r.list, func(m *Member) int { return part(by[m.ID]) })
	return nil
}
