package report

import (
	"context"
	"net/url"
	"strings"

	"eclosion/models/participant"
	"eclosion/models/reporting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Fund makes the paper of the indicators of the European Social Fund Plus. people is the address that lists who stands behind
// a figure; "" for none.
func Fund(ctx context.Context, t participant.Table, people string) Paper {
	p := Paper{Kind: reporting.KindFund, Subject: FundSubject, Date: t.Today}
	p.house(t.Couveuse)
	p.Title = wording.T(ctx, "Indicateurs du Fonds social européen plus")
	p.Reference = wording.T(ctx, "Du %s au %s", wording.Date(t.Period.From), wording.Date(t.Period.To))
	p.Subtitle = wording.T(ctx, "Tous les sites, tous les programmes")
	switch {
	case t.Site != "" && t.Programme != "":
		p.Subtitle = t.Programme + " · " + t.Site
	case t.Site != "" || t.Programme != "":
		p.Subtitle = t.Site + t.Programme
	case t.Partial:
		p.Subtitle = wording.T(ctx, "Les sites dont vous êtes responsable")
	}
	p.fundOpening(ctx, t)
	entered, left, looked := wording.T(ctx, "Parmi les entrées de la période."), wording.T(ctx, "Parmi les sorties de la période."), wording.T(ctx, "Parmi celles et ceux pour qui le délai s'est écoulé pendant la période.")
	if !t.Masked { // hidden figures could be worked out
		entered = wording.N(ctx, "Parmi %s entrée de la période.", "Parmi %s entrées de la période.", t.Entered, wording.Count(t.Entered))
		left = wording.N(ctx, "Parmi %s sortie de la période.", "Parmi %s sorties de la période.", t.Left, wording.Count(t.Left))
		looked = wording.N(ctx, "Parmi %s personne pour qui le délai s'est écoulé pendant la période.", "Parmi %s personnes pour qui le délai s'est écoulé pendant la période.", t.Looked, wording.Count(t.Looked))
	}
	groups := []struct {
		id, title, text string
		is              func(counts string) bool
	}{
		{"entree", wording.ResultMoment(ctx, participant.EntryPart), entered, atEntry},
		{"sortie", wording.ResultMoment(ctx, participant.Exit), left, func(c string) bool { return strings.HasPrefix(c, "exit_") }},
		{"apres", wording.ResultMoment(ctx, participant.Later), looked, func(c string) bool { return strings.HasPrefix(c, "later_") }},
	}
	for _, g := range groups {
		p.section(g.id, g.title, Text{Body: g.text}, fundTable(ctx, t, g.title, people, g.is))
	}
	var defs Defs
	for _, l := range t.Lines {
		defs = append(defs, Def{l.Code + " · " + wording.Typeset(l.Label), wording.IndicatorDefinition(ctx, l.Counts, t.Rules)})
	}
	p.section("definitions", wording.T(ctx, "Ce que compte chaque indicateur"), Text{Body: wording.T(ctx, "Le total est la somme des femmes, des hommes, des personnes non binaires et de celles dont le genre est inconnu. « Sans réponse » et « Refus » disent pour combien d'autres personnes elle n'est pas connue, ou ne souhaite pas être donnée.")}, defs)
	return p
}

// FundSubject is the subject of these papers: there is one table for all.
const FundSubject = "fse"

func (p *Paper) fundOpening(ctx context.Context, t participant.Table) {
	p.section("essentiel", wording.T(ctx, "L'essentiel"))
	if t.Period.To > t.Today {
		p.add(Callout{ui.Info, wording.T(ctx, "Période en cours"), wording.T(ctx, "La période n'est pas finie : ces chiffres vont encore bouger. Situation au %s.", wording.LongDate(t.Today))})
	}
	if t.Masked {
		p.add(Callout{ui.Info, wording.T(ctx, "Petits groupes masqués"),
			wording.T(ctx, "Les effectifs de 1 à %s personnes ne sont pas montrés, ni un second effectif quand le premier s'en déduirait.", wording.Count(participant.Smallest-1))})
	}
	p.add(Text{Body: wording.T(ctx, "Indicateurs communs du règlement (UE) 2021/1057, annexe I. Les données d'entrée sont celles du premier jour de l'accompagnement ; elles ne changent plus que par des corrections motivées.")})
	if !t.Masked {
		p.add(Figures{{Value: wording.Count(t.Entered), Label: wording.T(ctx, "entrées de la période")}, {Value: wording.Count(t.Left), Label: wording.T(ctx, "sorties de la période")},
			{Value: wording.Count(len(t.Gaps)), Label: wording.T(ctx, "dossiers à compléter")}})
	}
}

func atEntry(counts string) bool {
	return !strings.HasPrefix(counts, "exit_") && !strings.HasPrefix(counts, "later_")
}

func fundTable(ctx context.Context, t participant.Table, caption, people string, is func(string) bool) Table {
	table := Table{Caption: caption, Empty: wording.T(ctx, "Aucun indicateur n'est retenu ici."), Columns: []Column{{Title: wording.T(ctx, "Code"), Width: 1.6}, {Title: wording.T(ctx, "Indicateur"), Width: 3.6}}}
	for _, c := range participant.Columns() {
		table.Columns = append(table.Columns, Column{Title: wording.ColumnLabel(ctx, c), Width: 1.8, Num: true})
	}
	for _, l := range t.Lines {
		if !is(l.Counts) {
			continue
		}
		row := Row{Cells: []Cell{{Text: l.Code, Head: true}, {Text: wording.Typeset(l.Label)}}}
		for _, cell := range l.Cells {
			row.Cells = append(row.Cells, fundCell(ctx, l, cell, people))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func fundCell(ctx context.Context, l participant.Line, cell participant.Cell, people string) Cell {
	if cell.Masked {
		return Cell{Text: wording.T(ctx, "masqué")}
	}
	c := Cell{Text: wording.Count(cell.Count)}
	if u, err := url.Parse(people); people != "" && cell.Count > 0 && err == nil {
		q := u.Query()
		q.Set("code", l.Code)
		q.Set("colonne", string(cell.Column))
		u.RawQuery = q.Encode()
		c.Href = u.String()
	}
	return c
}
