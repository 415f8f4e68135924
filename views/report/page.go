package report

import (
	"context"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Around is what a page shows besides the paper: where to print it, what was
// issued, and for those who may the form that issues it.
type Around struct {
	Links  []ui.Link // the first is the main one
	Issued []reporting.Issued
	Issue  []IssueForm     // for who may issue; the first is the paper on the page
	Filter templ.Component // what narrows the paper; nil for nothing
}

// IssueForm issues one paper; the fields say which one exactly.
type IssueForm struct {
	Label  string
	Form   ui.Form
	Fields map[string]string
}

// names are those of the hidden fields, in a fixed order.
func (i IssueForm) names() []string { return slices.Sorted(maps.Keys(i.Fields)) }

func (a Around) filter() templ.Component {
	if a.Filter == nil {
		return templ.NopComponent
	}
	return a.Filter
}

// Period is the filter of a progress report.
type Period struct {
	Form    ui.Form // du, au
	Ref     string
	Reports templ.Component // the reports that were written, above the free preview
}

// CohortLine is a line of the list of cohorts.
type CohortLine struct {
	Cohort programme.Cohort
	Counts map[programme.Phase]int
}

func (l CohortLine) sum(phases ...programme.Phase) int {
	n := 0
	for _, p := range phases {
		n += l.Counts[p]
	}
	return n
}

// cohortName says which cohort it is, in words.
func cohortName(c programme.Cohort) string {
	name := c.ProgrammeName + " · " + c.SiteName
	if c.Name != c.Ref {
		name = c.Name + " · " + name
	}
	return name
}

// CohortLabel names a cohort in a list of choices.
func CohortLabel(c programme.Cohort) string { return c.Ref + " · " + cohortName(c) }

// intakeState says where the intake window stands.
func intakeState(c programme.Cohort, today models.Date) string {
	switch {
	case c.Imported:
		return "imported"
	case c.TakesApplications(today):
		return "open"
	case today < c.IntakeOpensOn:
		return "future"
	}
	return "closed"
}

func cohortFacts(ctx context.Context, c programme.Cohort) []ui.SummaryRow {
	capacity := wording.T(ctx, "non limitée")
	if c.Capacity > 0 {
		capacity = wording.Count(c.Capacity)
	}
	return []ui.SummaryRow{
		{Term: wording.T(ctx, "Programme"), Value: c.ProgrammeName}, {Term: wording.T(ctx, "Site"), Value: c.SiteName},
		{Term: wording.T(ctx, "Candidatures"), Value: wording.T(ctx, "du %s au %s", wording.LongDate(c.IntakeOpensOn), wording.LongDate(c.IntakeClosesOn))},
		{Term: wording.T(ctx, "Début"), Value: wording.LongDate(c.StartsOn)}, {Term: wording.T(ctx, "Capacité"), Value: capacity},
	}
}

// The widths of a chart on the page: a column of text, a phone.
const (
	wideChart  = 640
	phoneChart = 330
)

// label names the column of a cell, for the cards of a phone.
func (t Table) label(i int) string {
	if i < len(t.Columns) {
		return t.Columns[i].Title
	}
	return ""
}

// class says how a cell stands. Behind the row's first figure a nought is idle: a
// phone, where each cell is a line, leaves it out.
func (t Table) class(i int, text string) string {
	switch {
	case i >= len(t.Columns) || !t.Columns[i].Num:
		return ""
	case i > 1 && text == "0":
		return "num idle"
	}
	return "num"
}

func (f Figures) list() []ui.Figure {
	list := make([]ui.Figure, len(f))
	for i, x := range f {
		list[i] = ui.Figure{Value: x.Value, Label: x.Label, Note: x.Note, Href: x.Href}
	}
	return list
}

func (d Defs) facts() []ui.SummaryRow {
	rows := make([]ui.SummaryRow, len(d))
	for i, x := range d {
		value := x.Value
		if value == "" || value == blank {
			value = "—"
		}
		rows[i] = ui.SummaryRow{Term: x.Term, Value: value}
	}
	return rows
}

// printed reports whether a section has something for the screen: boxes to sign
// in are for paper.
func (p part) printed() bool {
	return slices.ContainsFunc(p.Blocks, func(b Block) bool {
		switch b.(type) {
		case Signatures, Lines, Break:
			return false
		}
		return true
	})
}

func anchor(id string) templ.OrderedAttributes {
	if id == "" {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("id", id)}
}

func titleOf(ctx context.Context, text string) string { return title(ctx, text) }
