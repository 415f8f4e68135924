package report

import (
	"context"
	"net/url"

	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// speaker words the figures of one report. people is the address that lists those
// behind a figure; "" when nobody may open them.
type speaker struct {
	ctx    context.Context
	people string
	whole  bool // shares in whole per cents
}

func (s speaker) href(f reporting.Figure) string {
	return s.open(f.Code, f.Count, f.Masked)
}

// open is the address of what a number counts.
func (s speaker) open(code string, n int, masked bool) string {
	if s.people == "" || masked || n == 0 {
		return ""
	}
	u, err := url.Parse(s.people)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("chiffre", code)
	u.RawQuery = q.Encode()
	return u.String()
}

func (s speaker) value(f reporting.Figure) string {
	if f.Masked {
		return wording.T(s.ctx, "masqué")
	}
	return wording.Count(f.Count)
}

func (s speaker) share(f reporting.Figure) string {
	switch {
	case f.OfCode == "":
		return ""
	case f.Masked || f.OfMasked:
		return "—"
	case s.whole:
		return wording.Share(f.Count, f.Of)
	}
	return wording.Percent(f.Count, f.Of)
}

// of names the denominator, with its number unless that is masked.
func (s speaker) of(f reporting.Figure) string {
	switch {
	case f.OfCode == "":
		return ""
	case f.OfMasked:
		return wording.T(s.ctx, "masqué")
	}
	return wording.FigureOf(s.ctx, f.OfCode, f.Of)
}

// unknown is what is not known yet; masked with the figure, from which it could be worked out.
func (s speaker) unknown(f reporting.Figure) string {
	switch {
	case f.Masked || f.UnknownMasked:
		return "—"
	case f.Unknown == 0:
		return "0"
	}
	return wording.Count(f.Unknown)
}

// note says the denominator and what is not known yet, in one line.
func (s speaker) note(f reporting.Figure) string {
	if f.OfCode == "" || f.Masked || f.OfMasked {
		return ""
	}
	text := wording.T(s.ctx, "sur %s", wording.FigureOf(s.ctx, f.OfCode, f.Of))
	if f.Of > 0 {
		text = wording.T(s.ctx, "%s des %s", s.share(f), wording.FigureOf(s.ctx, f.OfCode, f.Of))
		if f.Of == 1 {
			text = wording.T(s.ctx, "sur %s", wording.FigureOf(s.ctx, f.OfCode, f.Of))
		}
	}
	if f.Unknown > 0 && !f.UnknownMasked {
		text += "\u202f; " + wording.N(s.ctx, "%s pas encore connu", "%s pas encore connus", f.Unknown, wording.Count(f.Unknown))
	}
	return text
}

// tile is a key figure.
func (s speaker) tile(f reporting.Figure) Figure {
	return Figure{Value: s.value(f), Label: wording.FigureLabel(s.ctx, f.Code), Note: s.note(f), Href: s.href(f)}
}

// table sets figures in lines, with their denominators. Groups may head them.
func (s speaker) table(caption string, rows ...Row) Table {
	return Table{Caption: caption, Rows: rows, Empty: wording.T(s.ctx, "Rien à compter."), Columns: []Column{
		{Title: wording.T(s.ctx, "Chiffre"), Width: 4.6}, {Title: wording.T(s.ctx, "Nombre"), Width: 1.3, Num: true},
		{Title: wording.T(s.ctx, "Part"), Width: 1.2, Num: true}, {Title: wording.T(s.ctx, "Sur"), Width: 3.1},
		{Title: wording.T(s.ctx, "Pas encore connus"), Width: 1.7, Num: true}}}
}

func (s speaker) row(f reporting.Figure, label string) Row {
	return Row{Cells: []Cell{{Text: label, Head: true}, {Text: s.value(f), Href: s.href(f)}, {Text: s.share(f)}, {Text: s.of(f)}, {Text: s.unknown(f)}}}
}

func (s speaker) rows(figures ...reporting.Figure) []Row {
	rows := make([]Row, len(figures))
	for i, f := range figures {
		rows[i] = s.row(f, wording.FigureLabel(s.ctx, f.Code))
	}
	return rows
}

// groups sets several partitions under their titles. Lines of nobody are left
// out; a group of nobody says so with one line.
func (s speaker) groups(figures reporting.Figures, prefixes ...string) []Row {
	var rows []Row
	for _, prefix := range prefixes {
		group := figures.Group(prefix)
		rows = append(rows, Row{Group: wording.FigureGroup(s.ctx, prefix)})
		unknown, hidden := 0, false
		for _, f := range group {
			unknown = f.Unknown
			hidden = hidden || f.Masked || f.UnknownMasked
			if f.Count > 0 || f.Masked {
				rows = append(rows, s.line(f, wording.FigureLabel(s.ctx, f.Code)))
			}
		}
		if unknown > 0 && !hidden && len(group) > 0 {
			f := group[0]
			f.Count, f.Unknown = unknown, 0
			missing := s.line(f, wording.T(s.ctx, "Pas encore connu"))
			missing.Cells[1].Href = ""
			rows = append(rows, missing)
		}
		if last := len(rows) - 1; rows[last].Group != "" {
			rows = append(rows, Row{Cells: []Cell{{Text: wording.T(s.ctx, "Personne"), Head: true}, {Text: "0"}, {Text: "—"}}})
		}
	}
	return rows
}

// line is a row of a partition, whose denominator stands in the heading.
func (s speaker) line(f reporting.Figure, label string) Row {
	return Row{Cells: []Cell{{Text: label, Head: true}, {Text: s.value(f), Href: s.href(f)}, {Text: s.share(f)}}}
}

// partition is the table for groups.
func (s speaker) partition(caption string, rows []Row) Table {
	return Table{Caption: caption, Rows: rows, Columns: []Column{{Title: wording.T(s.ctx, "Réponse"), Width: 5},
		{Title: wording.T(s.ctx, "Nombre"), Width: 1.4, Num: true}, {Title: wording.T(s.ctx, "Part"), Width: 1.4, Num: true}}}
}

func definitions(list []wording.Definition) Defs {
	var defs Defs
	for _, d := range list {
		defs = append(defs, Def{d.Term, d.Text})
	}
	return defs
}

// house fills in whose paper it is.
func (p *Paper) house(c programme.Couveuse) {
	p.House, p.HouseLine = c.Name, c.Address
	if c.EnterpriseNumber != "" {
		if p.HouseLine != "" {
			p.HouseLine += " · "
		}
		p.HouseLine += c.EnterpriseNumber
	}
}

// title is a project's title, or that it has none.
func title(ctx context.Context, text string) string {
	if text == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return text
}
