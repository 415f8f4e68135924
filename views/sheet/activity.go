package sheet

import (
	"context"
	"io"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// Activity writes the figures of an activity report: those that its page and its paper show, with their definitions.
func Activity(ctx context.Context, w io.Writer, a reporting.Activity) error {
	b := activityBook{NewBook(), ctx, a}
	b.figures()
	b.compared()
	b.places(wording.T(ctx, "Par site"), "site", a.Sites)
	b.places(wording.T(ctx, "Par programme"), "programme", a.Programmes)
	if a.Comment.Body != "" {
		b.Rows(wording.T(ctx, "Commentaire"), []float64{110}, []string{a.Comment.Author + ", " + wording.LongDate(a.Comment.UpdatedAt.Date())}, paragraphs(a.Comment.Body))
	}
	var rows [][]any
	for _, d := range wording.ActivityDefinitions(ctx) {
		rows = append(rows, []any{d.Term, d.Text})
	}
	b.Rows(wording.T(ctx, "Définitions"), []float64{34, 110}, []string{wording.T(ctx, "Chiffre"), wording.T(ctx, "Ce qu'il compte")}, rows)
	out, err := b.Bytes()
	if err == nil {
		_, err = w.Write(out)
	}
	return err
}

type activityBook struct {
	*Book
	ctx context.Context
	a   reporting.Activity
}

// paragraphs gives a text a row each paragraph: a cell takes less than a commentary may have.
func paragraphs(text string) [][]any {
	var rows [][]any
	for _, line := range strings.Split(text, "\n") {
		rows = append(rows, []any{line})
	}
	return rows
}

// label names a figure, with the name that its code stands for.
func (b activityBook) label(code string) string {
	head, rest, _ := strings.Cut(code, ".")
	key, _, _ := strings.Cut(rest, ".")
	for prefix, named := range map[string][]reporting.Named{"site": b.a.Sites, "programme": b.a.Programmes, "sector": b.a.Sectors, "form": b.a.Forms} {
		if head != prefix && head != prefix+"_minutes" {
			continue
		}
		for _, n := range named {
			if n.Key == key {
				return wording.ActivityLabel(b.ctx, code, n.Name)
			}
		}
	}
	return wording.ActivityLabel(b.ctx, code, "")
}

// hidden is what stands for a number of a small group.
func (b activityBook) hidden() string { return wording.T(b.ctx, "masqué") }

func (b activityBook) count(f reporting.Figure) any {
	if f.Masked {
		return b.hidden()
	}
	return f.Count
}

func (b activityBook) sum(s reporting.Sum) any {
	switch {
	case s.Masked:
		return b.hidden()
	case s.Unit == reporting.InCents:
		return models.Cents(s.Value)
	case s.Unit == reporting.InMinutes:
		return float64(s.Value) / 60
	}
	return int(s.Value)
}

func (b activityBook) unit(u reporting.Unit) string {
	switch u {
	case reporting.InCents:
		return wording.T(b.ctx, "euros")
	case reporting.InMinutes:
		return wording.T(b.ctx, "heures")
	case reporting.InJobs:
		return wording.T(b.ctx, "emplois")
	case reporting.InPresences:
		return wording.T(b.ctx, "présences")
	case reporting.InMeetings:
		return wording.T(b.ctx, "rencontres")
	}
	return wording.T(b.ctx, "dossiers")
}

// figures are all figures of the report, one a row.
func (b activityBook) figures() {
	var rows [][]any
	add := func(f reporting.Figure, label string) {
		var whole, of, unknown any
		if f.OfCode != "" {
			whole, of = b.count(b.whole(f)), b.label(f.OfCode)
		}
		if unknown = f.Unknown; f.Masked {
			unknown = b.hidden()
		}
		rows = append(rows, []any{label, b.count(f), b.unit(""), whole, of, unknown})
	}
	for _, f := range b.a.Figures {
		add(f, b.label(f.Code))
	}
	for _, s := range b.a.Sums {
		unknown := any(s.Unknown)
		if s.Masked {
			unknown = b.hidden()
		}
		rows = append(rows, []any{b.label(s.Code), b.sum(s), b.unit(s.Unit), nil, nil, unknown})
	}
	for _, f := range b.a.Survival.Figures {
		if strings.HasPrefix(f.Code, "curve.") {
			add(f, wording.T(b.ctx, "Courbe de survie : %s", b.label(f.Code)))
		}
	}
	b.Rows(wording.T(b.ctx, "Chiffres"), []float64{52, 14, 12, 12, 40, 18}, []string{wording.T(b.ctx, "Chiffre"), wording.T(b.ctx, "Nombre"), wording.T(b.ctx, "Unité"),
		wording.T(b.ctx, "Sur"), wording.T(b.ctx, "Sur quoi"), wording.T(b.ctx, "Pas encore connus")}, rows)
}

func (b activityBook) whole(f reporting.Figure) reporting.Figure {
	if of := b.a.Figures.Get(f.OfCode); of.Count != 0 || of.Masked {
		return of
	}
	return reporting.Figure{Count: f.Of}
}

// compared sets the period beside those before, the oldest first.
func (b activityBook) compared() {
	heads := []string{wording.T(b.ctx, "Chiffre"), wording.T(b.ctx, "Unité")}
	for i := len(b.a.Before) - 1; i >= 0; i-- {
		heads = append(heads, wording.PeriodTitle(b.ctx, b.a.Before[i].Period))
	}
	heads = append(heads, wording.PeriodTitle(b.ctx, b.a.Filter.Period))
	var rows [][]any
	for _, code := range reporting.ComparedFigures() {
		row := []any{b.label(code), b.unit("")}
		for i := len(b.a.Before) - 1; i >= 0; i-- {
			row = append(row, b.count(b.a.Before[i].Figures.Get(code)))
		}
		rows = append(rows, append(row, b.count(b.a.Figures.Get(code))))
	}
	for _, code := range reporting.ComparedSums() {
		s := b.a.Sums.Get(code)
		row := []any{b.label(code), b.unit(s.Unit)}
		for i := len(b.a.Before) - 1; i >= 0; i-- {
			row = append(row, b.sum(b.a.Before[i].Sums.Get(code)))
		}
		rows = append(rows, append(row, b.sum(s)))
	}
	b.Rows(wording.T(b.ctx, "Comparaison"), []float64{52, 12, 16}, heads, rows)
}

// places are the sites or the programmes, one a row.
func (b activityBook) places(name, prefix string, list []reporting.Named) {
	heads := []string{name, wording.T(b.ctx, "Accompagnées"), wording.T(b.ctx, "Entrées"), wording.T(b.ctx, "Sorties"), wording.T(b.ctx, "Entreprises créées"), wording.T(b.ctx, "Heures de présence")}
	var rows [][]any
	for _, n := range list {
		code := prefix + "." + n.Key
		rows = append(rows, []any{n.Name, b.count(b.a.Figures.Get(code)), b.count(b.a.Figures.Get(code + ".entered")), b.count(b.a.Figures.Get(code + ".exits")),
			b.count(b.a.Figures.Get(code + ".launched")), b.sum(b.a.Sums.Get(prefix + "_minutes." + n.Key))})
	}
	b.Rows(name, []float64{34, 14}, heads, rows)
}

// Behind is the list of what is behind a figure of an activity report.
func Behind(ctx context.Context, l reporting.ActivityList) List {
	dossier, holder := Column{Head: wording.T(ctx, "Dossier")}, Column{Head: wording.T(ctx, "Porteur ou porteuse")}
	switch {
	case len(l.Lives) > 0:
		return List{wording.T(ctx, "Entreprises"), []Column{dossier, {Head: wording.T(ctx, "Entreprise")}, holder, {Head: wording.T(ctx, "Site")}, {wording.T(ctx, "Créée le"), Days}},
			of(Slice(l.Lives), func(x reporting.Life) []any { return []any{x.Ref, x.Name, x.Holder, x.SiteName, x.CreatedOn} })}
	case len(l.Money) > 0:
		return List{wording.T(ctx, "Bourses"), []Column{dossier, holder, {wording.T(ctx, "Date"), Days}, {Head: wording.T(ctx, "Demande")}, {wording.T(ctx, "Montant"), Money}},
			of(Slice(l.Money), func(m reporting.Movement) []any {
				return []any{m.Dossier.Ref, m.Dossier.Holder, m.On, m.Request, m.Amount}
			})}
	case len(l.Held) > 0:
		return List{wording.T(ctx, "Rencontres"), []Column{{wording.T(ctx, "Date"), Days}, {Head: wording.T(ctx, "Genre")}, {wording.T(ctx, "Heures"), Hours}, {Head: wording.T(ctx, "Avec")}, {Head: wording.T(ctx, "Dossiers")}},
			of(Slice(l.Held), func(h reporting.Held) []any {
				var names, refs []string
				for _, d := range h.Dossiers {
					names, refs = append(names, d.Holder), append(refs, d.Ref)
				}
				return []any{h.On, wording.MeetingKindLabel(ctx, coaching.Kind(h.Kind)), h.Minutes, names, refs}
			})}
	case !l.IsSum():
		return People(ctx, l.People)
	}
	gives := Column{wording.T(ctx, "Compte pour"), Count}
	if l.Sum.Unit == reporting.InMinutes {
		gives = Column{wording.T(ctx, "Heures"), Hours}
	}
	return List{wording.T(ctx, "Personnes"), []Column{dossier, holder, {Head: wording.T(ctx, "Projet")}, {Head: wording.T(ctx, "Site")}, gives, {Head: wording.T(ctx, "Non connu")}},
		func(put func(...any) error) error {
			for i, m := range l.People {
				unknown := ""
				if l.Unknown[i] {
					unknown = wording.T(ctx, "oui")
				}
				if err := put(m.Ref, m.Holder(), m.Title, m.SiteName, l.Given[i], unknown); err != nil {
					return err
				}
			}
			return nil
		}}
}
