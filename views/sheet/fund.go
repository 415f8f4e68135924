package sheet

import (
	"context"
	"strconv"

	"eclosion/models/participant"
	"eclosion/views/wording"
)

// Fund writes the indicators of the European Social Fund Plus as a workbook: the figures, what is missing by person, and
// what each counts. A masked table names nobody.
func Fund(ctx context.Context, t participant.Table) ([]byte, error) {
	b := NewBook()
	s := b.Sheet(wording.T(ctx, "Indicateurs"))
	s.Put("A1", wording.T(ctx, "Indicateurs du Fonds social européen plus"), Title)
	s.Put("A2", wording.T(ctx, "Du %s au %s", wording.Date(t.Period.From), wording.Date(t.Period.To)), Note)
	s.Put("A4", wording.T(ctx, "Code"), Head)
	s.Put("B4", wording.T(ctx, "Indicateur"), Head)
	for i, c := range participant.Columns() {
		s.Put(fundCell(i, 4), wording.ColumnLabel(ctx, c), Head)
	}
	for n, l := range t.Lines {
		row := 5 + n
		s.Put("A"+strconv.Itoa(row), l.Code, Plain)
		s.Put("B"+strconv.Itoa(row), wording.Typeset(l.Label), Plain)
		for i, c := range l.Cells {
			if c.Masked {
				s.Put(fundCell(i, row), wording.T(ctx, "masqué"), Plain)
				continue
			}
			s.Put(fundCell(i, row), c.Count, Whole)
		}
	}
	s.Width("A", 10)
	s.Width("B", 60)
	s.Width("C:I", 12)
	s.Freeze("C5")
	if !t.Masked {
		fundGaps(ctx, b.Sheet(wording.T(ctx, "Données manquantes")), t.Gaps)
	}
	defs := b.Sheet(wording.T(ctx, "Définitions"))
	for n, l := range t.Lines {
		defs.Put("A"+strconv.Itoa(n+1), l.Code, Head)
		defs.Put("B"+strconv.Itoa(n+1), wording.IndicatorDefinition(ctx, l.Counts, t.Rules), Plain)
	}
	defs.Width("A", 10)
	defs.Width("B", 120)
	return b.Bytes()
}

// fundCell names the cell of a column of figures.
func fundCell(column, row int) string { return string(rune('C'+column)) + strconv.Itoa(row) }

// fundGaps writes one line for each thing that is missing.
func fundGaps(ctx context.Context, s *Sheet, list []participant.Gap) {
	for i, head := range []string{wording.T(ctx, "Dossier"), wording.T(ctx, "Porteur ou porteuse"), wording.T(ctx, "Site"), wording.T(ctx, "Ce qui manque")} {
		s.Put(string(rune('A'+i))+"1", head, Head)
	}
	row := 1
	add := func(g participant.Gap, what string) {
		row++
		for i, v := range []string{g.Ref, g.Holder(), g.SiteName, what} {
			s.Put(string(rune('A'+i))+strconv.Itoa(row), v, Plain)
		}
	}
	for _, g := range list {
		for _, name := range g.Entry {
			add(g, wording.EntryLabel(ctx, name))
		}
		if g.Exit != "" {
			add(g, wording.T(ctx, "À la sortie : %s", wording.LackLabel(ctx, g.Exit, g.ExitDue)))
		}
		if g.Later != "" {
			add(g, wording.T(ctx, "Six mois après : %s", wording.LackLabel(ctx, g.Later, g.LaterDue)))
		}
	}
	s.Width("A:C", 22)
	s.Width("D", 60)
	s.Freeze("A2")
}
