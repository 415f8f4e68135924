package report

import (
	"context"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/sheet"
	"eclosion/views/wording"
)

// cohortBook is the workbook of a cohort's report on its way.
type cohortBook struct {
	*sheet.Book
	speaker
	c reporting.Cohort
	o CohortOptions
}

// CohortSheet makes the workbook of a cohort's report: the figures of the page, from the same value.
func CohortSheet(ctx context.Context, c reporting.Cohort, o CohortOptions) ([]byte, error) {
	b := cohortBook{sheet.NewBook(), speaker{ctx: ctx}, c, o}
	for _, part := range []func(){b.figures, b.months, b.durations, b.held, b.amounts, b.sections, b.projects, b.definitions} {
		part()
	}
	return b.Bytes()
}

// shown is a number, or the word for one that is masked.
func (b cohortBook) shown(n any, masked bool) any {
	if masked {
		return wording.T(b.ctx, "masqué")
	}
	return n
}

func (b cohortBook) figures() {
	var rows [][]any
	for _, f := range b.c.Figures {
		row := []any{f.Code, figureName(b.ctx, f), b.shown(f.Count, f.Masked), nil, nil, nil, b.shown(f.Unknown, f.UnknownMasked), wording.FigureDefinition(b.ctx, f.Code)}
		if f.OfCode != "" {
			row[3], row[4] = f.OfCode, b.shown(f.Of, f.OfMasked)
			if f.Of > 0 && !f.Masked && !f.OfMasked {
				row[5] = float64(f.Count) * 100 / float64(f.Of)
			}
		}
		rows = append(rows, row)
	}
	b.Rows(wording.T(b.ctx, "Chiffres"), []float64{24, 44, 10, 20, 12, 12, 12, 90},
		[]string{wording.T(b.ctx, "Code"), wording.T(b.ctx, "Chiffre"), wording.T(b.ctx, "Nombre"), wording.T(b.ctx, "Sur (code)"), wording.T(b.ctx, "Sur"),
			wording.T(b.ctx, "Part, en %"), wording.T(b.ctx, "Pas encore connus"), wording.T(b.ctx, "Définition")}, rows)
}

func (b cohortBook) months() {
	heads := []string{wording.T(b.ctx, "Mois")}
	for _, e := range reporting.Events() {
		heads = append(heads, wording.EventLabel(b.ctx, e))
	}
	heads = append(heads, wording.T(b.ctx, "Rencontres"), wording.T(b.ctx, "Minutes"))
	var rows [][]any
	for _, m := range b.c.Months {
		row := []any{m.First}
		for _, e := range reporting.Events() {
			row = append(row, m.Count(e))
		}
		rows = append(rows, append(row, m.Meetings, m.Minutes))
	}
	b.Rows(wording.T(b.ctx, "Mois"), []float64{14}, heads, rows)
}

func (b cohortBook) durations() {
	var rows [][]any
	for _, x := range []struct {
		name   string
		spread reporting.Spread
	}{{"coaching", b.c.Coaching}, {"test", b.c.Test}} {
		row := []any{wording.PhaseLabel(b.ctx, x.spread.Phase), x.spread.MinMonths, x.spread.MaxMonths}
		for _, end := range []string{"done", "running", "short", "late"} {
			f := b.c.Figures.Get("stay." + x.name + "." + end)
			row = append(row, b.shown(f.Count, f.Masked))
		}
		if x.spread.Median > 0 || !x.spread.Masked {
			row = append(row, x.spread.Median, x.spread.Mean)
		} else {
			row = append(row, b.shown(nil, true), b.shown(nil, true))
		}
		rows = append(rows, append(row, b.shown(x.spread.Shortest, x.spread.Masked), b.shown(x.spread.Longest, x.spread.Masked), b.shown(x.spread.LongestRunning, x.spread.Masked)))
	}
	b.Rows(wording.T(b.ctx, "Durées"), []float64{22, 13},
		[]string{wording.T(b.ctx, "Phase"), wording.T(b.ctx, "Minimum, en mois"), wording.T(b.ctx, "Maximum, en mois"), wording.T(b.ctx, "Terminées"), wording.T(b.ctx, "En cours"),
			wording.T(b.ctx, "Avant le minimum"), wording.T(b.ctx, "Après l'échéance"), wording.T(b.ctx, "Médiane, en jours"), wording.T(b.ctx, "Moyenne, en jours"),
			wording.T(b.ctx, "Plus courte, en jours"), wording.T(b.ctx, "Plus longue, en jours"), wording.T(b.ctx, "Plus longue en cours, en jours")}, rows)
}

func (b cohortBook) held() {
	m := b.c.Meetings
	line := func(code, label string, meetings, minutes int, masked bool, people reporting.Figure) []any {
		return []any{code, label, b.shown(meetings, masked), b.shown(minutes, masked), b.shown(float64(minutes)/60, masked), b.shown(people.Count, people.Masked)}
	}
	rows := [][]any{line("meetings", wording.T(b.ctx, "Total"), m.All(), m.AllMinutes(), m.Masked, b.c.Figures.Get("met"))}
	for _, l := range m.Lines {
		rows = append(rows, line("meetings.kind."+l.Kind, meetingKind(b.ctx, l.Kind), l.Meetings, l.Minutes, l.Masked, l.Projects))
	}
	rows = append(rows, line("meetings.carried", wording.T(b.ctx, "Reprises d'avant, sujet non connu"), m.CarriedMeetings, m.CarriedMinutes, m.Masked || m.CarriedMasked, b.c.Figures.Get("carried")))
	b.Rows(wording.T(b.ctx, "Rencontres"), []float64{26, 36, 12},
		[]string{wording.T(b.ctx, "Code"), wording.T(b.ctx, "Sujet"), wording.T(b.ctx, "Rencontres"), wording.T(b.ctx, "Minutes"), wording.T(b.ctx, "Heures"), wording.T(b.ctx, "Projets")}, rows)
}

func (b cohortBook) amounts() {
	var rows [][]any
	for _, code := range reporting.Amounts() {
		sum, masked := b.c.Grants.Amount(code)
		row := []any{code, wording.AmountLabel(b.ctx, code), b.shown(sum, masked), nil}
		if figure := reporting.AmountFigure(code); figure != "" {
			f := b.c.Figures.Get(figure)
			row[3] = b.shown(f.Count, f.Masked)
		}
		rows = append(rows, row)
	}
	b.Rows(wording.T(b.ctx, "Bourses"), []float64{22, 34, 16, 12},
		[]string{wording.T(b.ctx, "Code"), wording.T(b.ctx, "Montant"), wording.T(b.ctx, "Euros"), wording.T(b.ctx, "Projets")}, rows)
}

func (b cohortBook) sections() {
	var rows [][]any
	for _, s := range b.c.Sections {
		rows = append(rows, []any{s.Title, b.shown(s.Validated, s.Masked), b.shown(s.Items, s.Masked), b.shown(s.Claimed, s.Masked), b.shown(s.Projects, s.Masked)})
	}
	b.Rows(wording.T(b.ctx, "Sections"), []float64{44, 14},
		[]string{wording.T(b.ctx, "Section"), wording.T(b.ctx, "Points validés"), wording.T(b.ctx, "Points qui s'appliquent"), wording.T(b.ctx, "Annoncés, à valider"), wording.T(b.ctx, "Projets")}, rows)
}

// projects lists the dossiers; a masked report has none.
func (b cohortBook) projects() {
	if b.c.Masked {
		return
	}
	heads := []string{wording.T(b.ctx, "Dossier")}
	if b.o.Names {
		heads = append(heads, wording.T(b.ctx, "Porteur ou porteuse"), wording.T(b.ctx, "Projet"))
	}
	heads = append(heads, wording.T(b.ctx, "Phase"), wording.T(b.ctx, "Dépôt"), wording.T(b.ctx, "Acceptation"), wording.T(b.ctx, "Entrée"), wording.T(b.ctx, "Début du test"),
		wording.T(b.ctx, "Fin"), wording.T(b.ctx, "Motif de sortie"), wording.T(b.ctx, "Jours d'accompagnement"), wording.T(b.ctx, "Jours de test"), wording.T(b.ctx, "Rencontres"),
		wording.T(b.ctx, "Minutes"), wording.T(b.ctx, "Points validés"), wording.T(b.ctx, "Points qui s'appliquent"), wording.T(b.ctx, "Demandé"), wording.T(b.ctx, "Accordé"),
		wording.T(b.ctx, "Payé"), wording.T(b.ctx, "Reste à payer"), wording.T(b.ctx, "Plafond"), wording.T(b.ctx, "Alertes"))
	rows := make([][]any, 0, len(b.c.Projects))
	for i := range b.c.Projects {
		m := &b.c.Projects[i]
		row := []any{m.Ref}
		if b.o.Names {
			row = append(row, m.Holder(), m.Title)
		}
		reason := any(nil)
		if m.Phase == programme.Exited && m.ExitReason != "" {
			reason = wording.ExitReasonLabel(b.ctx, m.ExitReason)
		}
		rows = append(rows, append(row, wording.PhaseLabel(b.ctx, m.Phase), m.SubmittedOn, m.AcceptedOn, m.EnteredOn, m.TestOn, m.LeftOn, reason,
			days(m.Coaching), days(m.Test), m.Meetings, m.Minutes, m.PlanValidated, m.PlanItems, m.Period.Asked, m.Period.Awarded, m.Period.Paid, m.LeftToPay(), m.Cap, alertText(b.ctx, m)))
	}
	b.Rows(wording.T(b.ctx, "Projets"), []float64{16, 26, 26, 13}, heads, rows)
}

func days(s *reporting.Stay) any {
	if s == nil {
		return nil
	}
	return s.Days
}

// definitions say what each figure counts, of which cohort, on which day and under which choices.
func (b cohortBook) definitions() {
	c := b.c.Cohort
	rows := [][]any{{wording.T(b.ctx, "Cohorte"), c.Ref}, {wording.T(b.ctx, "Programme"), c.ProgrammeName}, {wording.T(b.ctx, "Site"), c.SiteName},
		{wording.T(b.ctx, "Situation au"), b.c.Today}}
	if !b.c.Whole() {
		rows = append(rows, []any{wording.T(b.ctx, "Période"), periodText(b.ctx, b.c.Period)})
	}
	if text := CohortOptionsText(b.ctx, b.c, b.o); text != "" {
		rows = append(rows, []any{wording.T(b.ctx, "Choix de ce rapport"), text})
	}
	for _, d := range wording.CohortDefinitions(b.ctx) {
		rows = append(rows, []any{d.Term, d.Text})
	}
	b.Rows(wording.T(b.ctx, "Définitions"), []float64{32, 120}, []string{wording.T(b.ctx, "Terme"), wording.T(b.ctx, "Définition")}, rows)
}

// OpenedSheet is the list that a number opens, for a file.
func OpenedSheet(ctx context.Context, o reporting.Opened, names bool) sheet.List {
	columns := []sheet.Column{{Head: wording.T(ctx, "Dossier")}}
	if names {
		columns = append(columns, sheet.Column{Head: wording.T(ctx, "Porteur ou porteuse")}, sheet.Column{Head: wording.T(ctx, "Projet")})
	}
	columns = append(columns, sheet.Column{Head: wording.T(ctx, "Phase")}, sheet.Column{Head: wording.T(ctx, "Entrée"), Kind: sheet.Days}, sheet.Column{Head: wording.T(ctx, "Sortie"), Kind: sheet.Days})
	switch o.Unit {
	case reporting.InMeetings, reporting.InMinutes:
		columns = append(columns, sheet.Column{Head: wording.T(ctx, "Rencontres"), Kind: sheet.Count}, sheet.Column{Head: wording.T(ctx, "Heures"), Kind: sheet.Hours})
	case reporting.InCents:
		columns = append(columns, sheet.Column{Head: wording.T(ctx, "Montant"), Kind: sheet.Money})
	case reporting.InItems:
		columns = append(columns, sheet.Column{Head: wording.T(ctx, "Points"), Kind: sheet.Count})
	}
	var rows [][]any
	for i := range o.Lines {
		l := &o.Lines[i]
		row := []any{l.Ref}
		if names {
			row = append(row, l.Holder(), l.Title)
		}
		row = append(row, wording.PhaseLabel(ctx, l.Phase), l.EnteredOn, l.LeftOn)
		switch o.Unit {
		case reporting.InMeetings, reporting.InMinutes:
			row = append(row, l.HeldHere, l.MinutesHere)
		case reporting.InCents:
			row = append(row, models.Cents(l.Amount))
		case reporting.InItems:
			row = append(row, l.Amount)
		}
		rows = append(rows, row)
	}
	return sheet.ListOf(wording.T(ctx, "Dossiers"), columns, rows)
}
