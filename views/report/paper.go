// Package report turns the values of models/reporting into papers: a title and
// blocks in order. The page (this package) and the PDF (views/pdf) both draw
// these blocks, so that they say the same with the same words and figures.
//
// A paper queries nothing and counts nothing. It knows which figure opens which
// list, and leaves it to the reader of the blocks to make a link of it.
package report

import (
	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/views/chart"
	"eclosion/views/ui"
)

// Paper is a report before it is drawn.
type Paper struct {
	Kind             string // of models/reporting; "" for a blank form
	Subject          string // the reference it is about, as its address has it
	House, HouseLine string
	Title, Subtitle  string
	Reference        string
	Options          string // what was chosen for it, in words; "" for what is usual
	Date             models.Date
	Plain            bool // neither draft nor issued: a blank form
	Letter           bool // laid out as one: no title, the receiver where a window shows it
	Blocks           []Block
}

// Block is a part of a paper; the types of this file are all there are.
type Block interface{ block() }

// Heading announces blocks; level 1 begins a section. ID can be linked to.
type Heading struct {
	Level    int
	ID, Text string
}

// Text is a paragraph; a Note is small, a Quote is what a person wrote.
type Text struct {
	Body        string
	Note, Quote bool
}

// Figures are key figures side by side.
type Figures []Figure

// Figure is one of them; Href opens its people, "" on paper.
type Figure struct{ Value, Label, Note, Href string }

// Chart draws itself at the width it is given; a phone gets its own.
type Chart struct {
	Draw func(width float64) chart.Scene
}

// Callout must not be overlooked.
type Callout struct {
	Tone        ui.Tone
	Title, Text string
}

// Defs are terms with their values.
type Defs []Def

// Def is one of them.
type Def struct{ Term, Value string }

// Table is a table; Caption names it for those who do not see the heading.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
	Foot    []Cell
	Empty   string
}

// Column heads a table; Width is its share on paper.
type Column struct {
	Title string
	Width float64
	Num   bool
}

// Row is a line, or with Group the title of the next lines.
type Row struct {
	Group string
	Cells []Cell
}

// Cell is a field. Phase puts a phase's mark before the text; Head names the row.
type Cell struct {
	Text, Href, Phase string
	Head              bool
}

// Check is a line with a box. Off is what does not apply.
type Check struct {
	Done, Off, Mandatory, Changed bool
	Label, Note                   string
}

// Address is the receiver of a letter, line by line.
type Address []string

// List is a list of short texts.
type List []string

// Signatures are boxes to sign in; only paper has them.
type Signatures []Signature

// Signature is one box.
type Signature struct{ Role, Name, Mention string }

// Lines leaves room to write by hand; only paper has it.
type Lines int

// Break begins a new page on paper.
type Break struct{}

func (Heading) block()    {}
func (Text) block()       {}
func (Figures) block()    {}
func (Chart) block()      {}
func (Callout) block()    {}
func (Defs) block()       {}
func (Table) block()      {}
func (Check) block()      {}
func (Address) block()    {}
func (List) block()       {}
func (Signatures) block() {}
func (Lines) block()      {}
func (Break) block()      {}

// From begins a paper of the couveuse.
func From(c programme.Couveuse) Paper {
	var p Paper
	p.house(c)
	return p
}

// Add puts blocks at the end of a paper.
func (p *Paper) Add(blocks ...Block) { p.add(blocks...) }

func (p *Paper) add(blocks ...Block) { p.Blocks = append(p.Blocks, blocks...) }

// section begins a section.
func (p *Paper) section(id, title string, blocks ...Block) {
	p.add(Heading{1, id, title})
	p.add(blocks...)
}

// part is a section of a page: its heading and what follows.
type part struct {
	Heading
	Blocks []Block
}

// parts groups the blocks under their first-level headings.
func (p Paper) parts() []part {
	var list []part
	for _, b := range p.Blocks {
		if h, ok := b.(Heading); ok && h.Level == 1 {
			list = append(list, part{Heading: h})
			continue
		}
		if len(list) == 0 {
			list = append(list, part{})
		}
		last := &list[len(list)-1]
		last.Blocks = append(last.Blocks, b)
	}
	return list
}
