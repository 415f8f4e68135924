package participant

import (
	"slices"

	"eclosion/models"
	"eclosion/models/programme"
)

// Indicator is a line of the table. Counts names its definition; its code and label are data.
type Indicator struct {
	ID          int64
	Counts      string
	Code, Label string
	Active      bool
	Position    int
	Version     int
}

// Row is one participation as the indicators read it.
type Row struct {
	ProjectID           int64
	Ref, First, Last    string
	SiteName, Programme string
	Phase               programme.Phase
	EnteredOn, LeftOn   models.Date
	Recorded            bool // something was asked of them at all
	Entry               Entry
	Rules               Rules // those of the day of entry for what is frozen, today's for windows
	Exit, Later         *Result
}

// Holder is the person's name.
func (r *Row) Holder() string { return programme.FullName(r.First, r.Last) }

// Result gives what was recorded of a moment; nil for nothing.
func (r *Row) Result(m Moment) *Result {
	if m == Later {
		return r.Later
	}
	return r.Exit
}

// Late reports whether the answers of a moment came after their window: they are kept, and not counted.
func (r *Row) Late(m Moment) bool {
	x := r.Result(m)
	return x != nil && x.ObservedOn > r.Rules.Window(m, r.LeftOn).To
}

// scopes are the people among whom an indicator counts.
type scope func(r *Row, p models.Period, today models.Date) bool

func entered(r *Row, p models.Period, _ models.Date) bool { return p.Contains(r.EnteredOn) }

func left(r *Row, p models.Period, _ models.Date) bool {
	return r.LeftOn != "" && p.Contains(r.LeftOn)
}

// looked is who came to the day on which it is asked again.
func looked(r *Row, p models.Period, today models.Date) bool {
	if r.LeftOn == "" {
		return false
	}
	due := r.Rules.Window(Later, r.LeftOn).From
	return due <= today && p.Contains(due)
}

// definition is what an indicator counts: the answer to its question, among those of its scope.
type definition struct {
	counts string
	among  scope
	answer func(*Row) Answer
}

func is(yes, known bool) Answer {
	switch {
	case !known:
		return ""
	case yes:
		return Yes
	}
	return No
}

func labour(l Labour) func(*Row) Answer {
	return func(r *Row) Answer { return is(r.Entry.Labour == l, r.Entry.Labour != "") }
}

func aged(from, to int) func(*Row) Answer {
	return func(r *Row) Answer {
		if r.Entry.BirthOn == "" {
			return ""
		}
		age := ageOn(r.Entry.BirthOn, r.EnteredOn)
		return is(age >= from && age <= to, true)
	}
}

func schooled(level string) func(*Row) Answer {
	return func(r *Row) Answer { return is(r.Entry.Schooling == level, r.Entry.Schooling != "") }
}

func resulted(m Moment, of func(*Result) Answer) func(*Row) Answer {
	return func(r *Row) Answer {
		x := r.Result(m)
		if x == nil || r.Late(m) {
			return ""
		}
		return of(x)
	}
}

func longTerm(r *Row) Answer {
	if r.Entry.Labour == "" {
		return ""
	}
	return r.Rules.LongTerm(r.Entry, r.EnteredOn)
}

// definitions are all that can be counted of people. Ages are those on the day of entry.
var definitions = []definition{
	{"all", entered, func(*Row) Answer { return Yes }},
	{"unemployed", entered, labour(Unemployed)},
	{"long_term", entered, longTerm},
	{"inactive", entered, labour(Inactive)},
	{"employed", entered, labour(Employed)},
	{"under_18", entered, aged(0, 17)},
	{"18_29", entered, aged(18, 29)},
	{"55_more", entered, aged(55, 200)},
	{"isced_0_2", entered, schooled("isced_0_2")},
	{"isced_3_4", entered, schooled("isced_3_4")},
	{"isced_5_8", entered, schooled("isced_5_8")},
	{"disability", entered, func(r *Row) Answer { return r.Entry.Disability }},
	{"third_country", entered, func(r *Row) Answer { return r.Entry.ThirdCountry }},
	{"foreign", entered, func(r *Row) Answer { return r.Entry.Foreign }},
	{"minority", entered, func(r *Row) Answer { return r.Entry.Minority }},
	{"homeless", entered, func(r *Row) Answer { return r.Entry.Homeless }},
	{"rural", entered, func(r *Row) Answer { return r.Entry.Rural }},
	{"exit_search", left, resulted(Exit, func(x *Result) Answer { return x.JobSearch })},
	{"exit_training", left, resulted(Exit, func(x *Result) Answer { return x.Training })},
	{"exit_qualification", left, resulted(Exit, func(x *Result) Answer { return x.Qualification })},
	{"exit_employment", left, resulted(Exit, func(x *Result) Answer { return x.Employment })},
	{"later_employment", looked, resulted(Later, func(x *Result) Answer { return x.Employment })},
	{"later_improved", looked, resulted(Later, func(x *Result) Answer { return x.Improved })},
}

func definitionOf(counts string) (definition, bool) {
	i := slices.IndexFunc(definitions, func(d definition) bool { return d.counts == counts })
	if i < 0 {
		return definition{}, false
	}
	return definitions[i], true
}

// CountsPeople reports whether a definition counts people; the others count what is not in this table: organisations.
func CountsPeople(counts string) bool { _, people := definitionOf(counts); return people }

// Column is one of the figures of an indicator.
type Column string

// The columns. Total is the sum of the first four; Missing and Refused are of whom the answer is not known.
const (
	Women    Column = "F"
	Men      Column = "M"
	NonBin   Column = "X"
	NoGender Column = "sans_genre"
	Total    Column = "total"
	Missing  Column = "manquant"
	Refused  Column = "refus"
)

// Columns lists the columns, in order; the first four share out the total.
func Columns() []Column { return []Column{Women, Men, NonBin, NoGender, Total, Missing, Refused} }

// holds says whether a cell counts somebody of the scope.
func (d definition) holds(r *Row, c Column) bool {
	a := d.answer(r)
	switch c {
	case Total:
		return a == Yes
	case Missing:
		return a == ""
	case Refused:
		return a == Declined
	case NoGender:
		return a == Yes && r.Entry.Gender == ""
	}
	return a == Yes && r.Entry.Gender == string(c)
}

// Cell is one figure.
type Cell struct {
	Column Column
	Count  int
	Masked bool // a small group whose figure is not shown
}

// Line is an indicator with its figures, in the order of Columns.
type Line struct {
	Indicator
	Among int // how many people it was asked of
	Cells []Cell
}

// Cell gives the figure of a column.
func (l Line) Cell(c Column) Cell {
	i := slices.Index(Columns(), c)
	if i < 0 || i >= len(l.Cells) {
		return Cell{Column: c}
	}
	return l.Cells[i]
}

// count fills in a line.
func (d definition) count(i Indicator, rows []Row, p models.Period, today models.Date) Line {
	l := Line{Indicator: i}
	for _, c := range Columns() {
		l.Cells = append(l.Cells, Cell{Column: c})
	}
	for k := range rows {
		r := &rows[k]
		if !d.among(r, p, today) {
			continue
		}
		l.Among++
		for c := range l.Cells {
			if d.holds(r, l.Cells[c].Column) {
				l.Cells[c].Count++
			}
		}
	}
	return l
}

// Smallest is the smallest group that is shown when small groups are masked.
const Smallest = 5

// shares are the lines that share out the people of whom an answer is known: one of them alone could be worked out from the others.
var shares = [][]string{{"unemployed", "inactive", "employed"}, {"isced_0_2", "isced_3_4", "isced_5_8"}}

// mask hides the small groups, and a second one where the first could be worked out: within a line, whose total is the sum of four, between the
// lines of a share from all people. It goes on until neither is left.
func mask(lines []Line) {
	for i := range lines {
		for c := range lines[i].Cells {
			n := lines[i].Cells[c].Count
			lines[i].Cells[c].Masked = n > 0 && n < Smallest
		}
	}
	for again := true; again; {
		again = false
		for i := range lines {
			again = maskSecond(cellsOf(lines[i].Cells[:5])) || again
		}
		for _, share := range shares {
			for c := range Columns()[:5] {
				var cells []*Cell
				for i := range lines {
					if slices.Contains(share, lines[i].Counts) {
						cells = append(cells, &lines[i].Cells[c])
					}
				}
				again = maskSecond(cells) || again
			}
		}
	}
}

func cellsOf(cells []Cell) (list []*Cell) {
	for i := range cells {
		list = append(list, &cells[i])
	}
	return list
}

// maskSecond hides the smallest shown figure of a whole of which one alone is hidden; it says whether it did.
func maskSecond(cells []*Cell) bool {
	hidden := 0
	var next *Cell
	for _, c := range cells {
		switch {
		case c.Masked:
			hidden++
		case c.Count > 0 && (next == nil || c.Count < next.Count):
			next = c
		}
	}
	if hidden != 1 || next == nil {
		return false
	}
	next.Masked = true
	return true
}
