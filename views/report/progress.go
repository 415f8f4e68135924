package report

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/progress"
	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/dossier"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// progressPaper is a progress report on its way.
type progressPaper struct {
	Paper
	ctx context.Context
	r   reporting.Progress
}

// Progress makes the progress report of one project. A section without content
// stays, and says so.
func Progress(ctx context.Context, r reporting.Progress) Paper {
	p := progressPaper{ctx: ctx, r: r}
	p.head(wording.T(ctx, "Rapport de progression"))
	p.identity()
	p.section("rencontres", wording.T(ctx, "Rencontres de la période"))
	p.hours()
	for _, m := range r.Meetings {
		p.meeting(m, progress.Placed{})
	}
	if n := r.EarlierMeetings + r.LaterMeetings; n > 0 {
		p.add(Text{Note: true, Body: wording.N(ctx, "%s autre rencontre a été tenue en dehors de la période.", "%s autres rencontres ont été tenues en dehors de la période.", n, wording.Count(n))})
	}
	p.plan()
	p.actions()
	p.grant()
	p.status()
	p.history()
	p.signatures()
	return p.Paper
}

func (p *progressPaper) head(name string) {
	r := p.r
	p.house(r.Couveuse)
	p.Kind, p.Subject, p.Reference, p.Date = reporting.KindProgress, r.Project.Ref, r.Project.Ref, r.Today
	p.Title = name
	p.Subtitle = title(p.ctx, r.Project.Title)
	if r.Project.Holder() != "" {
		p.Subtitle += " · " + r.Project.Holder()
	}
}

func (p *progressPaper) signatures() {
	p.section("signatures", wording.T(p.ctx, "Signatures"), Signatures{
		{Role: wording.T(p.ctx, "Le porteur ou la porteuse de projet"), Name: p.r.Project.Holder(), Mention: wording.T(p.ctx, "Lu et approuvé")},
		{Role: wording.T(p.ctx, "Pour la couveuse"), Name: coachNames(p.r.Coaches), Mention: wording.T(p.ctx, "Date et signature")}})
}

func coachNames(list []programme.Coach) string {
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

func (p *progressPaper) identity() {
	r, pr := p.r, p.r.Project
	p.section("dossier", wording.T(p.ctx, "Le dossier"))
	clock, tone := dossier.ClockText(p.ctx, r.Clock, r.Today)
	if tone == ui.Stop || tone == ui.Wait {
		p.add(Callout{tone, clock, ""})
	}
	phase := wording.T(p.ctx, "%s, depuis le %s", wording.PhaseLabel(p.ctx, pr.Phase), wording.LongDate(pr.PhaseStartedOn))
	defs := Defs{
		{wording.T(p.ctx, "Période du rapport"), wording.T(p.ctx, "du %s au %s", wording.LongDate(r.Period.From), wording.LongDate(r.Period.To))},
		{wording.T(p.ctx, "Porteur ou porteuse"), pr.Holder()}, {wording.T(p.ctx, "Accompagnement"), coachNames(r.Coaches)},
		{wording.T(p.ctx, "Programme"), pr.ProgrammeName}, {wording.T(p.ctx, "Site"), pr.SiteName}, {wording.T(p.ctx, "Cohorte"), pr.CohortRef},
		{wording.T(p.ctx, "Phase"), phase},
	}
	if r.Clock != nil {
		bounds := wording.T(p.ctx, "%s à %s", wording.Count(r.Clock.Min), wording.Months(p.ctx, r.Clock.Max+r.Clock.ExtensionMonths))
		defs = append(defs, Def{wording.T(p.ctx, "Durée prévue"), bounds}, Def{wording.T(p.ctx, "Jours comptés"), wording.Days(p.ctx, r.Clock.DaysDone(r.Today))},
			Def{wording.T(p.ctx, "Échéance"), wording.LongDate(r.Clock.End(r.Today))})
	}
	if pr.SuspendedOn != "" {
		defs = append(defs, Def{wording.T(p.ctx, "Suspension"), wording.T(p.ctx, "depuis le %s", wording.LongDate(pr.SuspendedOn))})
	}
	p.add(defs)
}

// hours sum the meetings of the period, by subject.
func (p *progressPaper) hours() {
	r := p.r
	lines, held, minutes := r.Held()
	if len(r.Meetings) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune rencontre pendant la période.")})
		return
	}
	p.add(Figures{{Value: wording.Count(held), Label: wording.T(p.ctx, "Rencontres tenues")}, {Value: wording.Duration(minutes), Label: wording.T(p.ctx, "Durée totale")},
		{Value: wording.Count(len(r.Meetings) - held), Label: wording.T(p.ctx, "Absences")}})
	if held == 0 {
		return
	}
	t := Table{Caption: wording.T(p.ctx, "Heures par sujet"), Columns: []Column{{Title: wording.T(p.ctx, "Sujet"), Width: 4},
		{Title: wording.T(p.ctx, "Rencontres"), Width: 1.6, Num: true}, {Title: wording.T(p.ctx, "Durée"), Width: 1.8, Num: true}}}
	for _, l := range lines {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: meetingKind(p.ctx, l.Kind), Head: true}, {Text: wording.Count(l.Meetings)}, {Text: wording.Duration(l.Minutes)}}})
	}
	p.add(t)
}

func absence(ctx context.Context, state string) string {
	if state == "excused" {
		return wording.T(ctx, "absence excusée")
	}
	return wording.T(ctx, "absence")
}

func (p *progressPaper) plan() {
	r := p.r
	p.section("plan", wording.T(p.ctx, "Plan d'affaires"))
	if len(r.Plan) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Le projet n'a pas encore de liste de contrôle.")})
		return
	}
	before := wording.T(p.ctx, "avant le %s", wording.Date(r.Period.From))
	p.add(Chart{func(width float64) chart.Scene {
		radar := chart.Radar{Frame: chart.Frame{Title: wording.T(p.ctx, "Points validés par section"), Width: width},
			Now: wording.T(p.ctx, "au %s", wording.Date(r.Period.To)), Previous: before}
		for _, s := range r.Plan {
			radar.Axes = append(radar.Axes, chart.Axis{Label: s.Title, Value: ratio(s.Validated, s.Items), Before: ratio(s.Before, s.Items), Text: wording.Percent(s.Validated, s.Items)})
		}
		return radar.Scene()
	}})
	t := Table{Caption: wording.T(p.ctx, "Avancement par section"), Columns: []Column{{Title: wording.T(p.ctx, "Section"), Width: 4},
		{Title: wording.T(p.ctx, "Validés avant"), Width: 1.4, Num: true}, {Title: wording.T(p.ctx, "Validés"), Width: 1.4, Num: true},
		{Title: wording.T(p.ctx, "Sur"), Width: 1, Num: true}, {Title: wording.T(p.ctx, "Part"), Width: 1.2, Num: true}, {Title: wording.T(p.ctx, "Annoncés"), Width: 1.4, Num: true}}}
	var total reporting.ProgressSection
	for _, s := range r.Plan {
		t.Rows = append(t.Rows, planRow(s))
		total.Before, total.Validated, total.Items, total.Said = total.Before+s.Before, total.Validated+s.Validated, total.Items+s.Items, total.Said+s.Said
	}
	total.Title = wording.T(p.ctx, "Total")
	t.Foot = planRow(total).Cells
	p.add(t, Heading{2, "mouvements", wording.T(p.ctx, "Mouvements de la période")})
	if len(r.Events) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucun mouvement pendant la période.")})
		return
	}
	moves := Table{Caption: wording.T(p.ctx, "Mouvements de la période"), Columns: []Column{{Title: wording.T(p.ctx, "Date"), Width: 1.5},
		{Title: wording.T(p.ctx, "Point"), Width: 5}, {Title: wording.T(p.ctx, "Mouvement"), Width: 2.2}, {Title: wording.T(p.ctx, "Par"), Width: 2.3}}}
	for _, e := range r.Events {
		text := planEvent(p.ctx, e.Event)
		if e.Comment != "" {
			text += wording.NoBreak + ": " + e.Comment
		}
		moves.Rows = append(moves.Rows, Row{Cells: []Cell{{Text: wording.Date(e.On)}, {Text: e.Item, Head: true}, {Text: text}, {Text: e.Who}}})
	}
	p.add(moves)
}

func planRow(s reporting.ProgressSection) Row {
	return Row{Cells: []Cell{{Text: s.Title, Head: true}, {Text: wording.Count(s.Before)}, {Text: wording.Count(s.Validated)}, {Text: wording.Count(s.Items)},
		{Text: wording.Percent(s.Validated, s.Items)}, {Text: wording.Count(s.Said)}}}
}

// actions are those kept, those missed, and those that run on.
func (p *progressPaper) actions() {
	p.section("actions", wording.T(p.ctx, "Actions du porteur ou de la porteuse"))
	if len(p.r.Actions) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune action pendant la période.")})
		return
	}
	kept, missed := 0, 0
	t := Table{Caption: wording.T(p.ctx, "Actions du porteur ou de la porteuse"), Columns: []Column{{Title: wording.T(p.ctx, "Action"), Width: 7},
		{Title: wording.T(p.ctx, "Pour le"), Width: 1.6}, {Title: wording.T(p.ctx, "Suite"), Width: 2.6}}}
	for _, a := range p.r.Actions {
		state := wording.T(p.ctx, "en cours")
		switch late := a.Missed(p.r.Period.To); {
		case a.DoneOn != "" && late:
			state = wording.T(p.ctx, "faite en retard, le %s", wording.Date(a.DoneOn))
			kept++
		case a.DoneOn != "":
			state = wording.T(p.ctx, "faite le %s", wording.Date(a.DoneOn))
			kept++
		case late:
			state = wording.T(p.ctx, "non tenue")
			missed++
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: a.Title, Head: true}, {Text: wording.Date(a.DueOn)}, {Text: state}}})
	}
	p.add(Figures{{Value: wording.Count(kept), Label: wording.N(p.ctx, "Action faite", "Actions faites", kept)},
		{Value: wording.Count(missed), Label: wording.N(p.ctx, "Échéance non tenue", "Échéances non tenues", missed)},
		{Value: wording.Count(len(p.r.Actions) - kept - missed), Label: wording.T(p.ctx, "En cours")}}, t)
}

func (p *progressPaper) grant() {
	p.section("bourse", wording.T(p.ctx, "Bourse"))
	if len(p.r.Requests) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune demande de bourse. Le plafond du programme est de %s.", wording.Money(p.r.Terms.GrantCap))})
		return
	}
	t := Table{Caption: wording.T(p.ctx, "Demandes de bourse"), Columns: []Column{{Title: wording.T(p.ctx, "Demande"), Width: 2.8}, {Title: wording.T(p.ctx, "Objet"), Width: 3.2},
		{Title: wording.T(p.ctx, "Décision"), Width: 2.2}, {Title: wording.T(p.ctx, "Demandé"), Width: 1.9, Num: true}, {Title: wording.T(p.ctx, "Accordé"), Width: 1.9, Num: true}, {Title: wording.T(p.ctx, "Payé"), Width: 1.9, Num: true}}}
	var asked, awarded, paid models.Cents
	for _, g := range p.r.Requests {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: g.Ref, Head: true}, {Text: g.Purpose}, {Text: requestState(p.ctx, g.State)}, {Text: wording.Money(g.Asked)},
			{Text: wording.Money(g.Awarded)}, {Text: wording.Money(g.Paid)}}})
		asked, awarded, paid = asked+g.Asked, awarded+g.Awarded, paid+g.Paid
	}
	t.Foot = []Cell{{Text: wording.T(p.ctx, "Total"), Head: true}, {}, {}, {Text: wording.Money(asked)}, {Text: wording.Money(awarded)}, {Text: wording.Money(paid)}}
	limit := p.r.Terms.GrantCap
	p.add(t, Chart{func(width float64) chart.Scene {
		return chart.Stack{Frame: chart.Frame{Title: wording.T(p.ctx, "Bourse et plafond"), Width: width, Empty: wording.T(p.ctx, "Rien n'est accordé.")},
			Cap: float64(limit), CapText: wording.T(p.ctx, "plafond : %s", wording.Money(limit)), Parts: []chart.Part{
				{Label: wording.T(p.ctx, "Payé"), Value: float64(paid), Text: wording.Money(paid)},
				{Label: wording.T(p.ctx, "Accordé, à payer"), Value: float64(awarded - paid), Text: wording.Money(awarded - paid), Color: chart.Amber, Hatched: true}}}.Scene()
	}})
}

func requestState(ctx context.Context, state string) string {
	switch state {
	case "awarded":
		return wording.T(ctx, "Accordée")
	case "refused":
		return wording.T(ctx, "Refusée")
	case "withdrawn":
		return wording.T(ctx, "Retirée")
	}
	return wording.T(ctx, "En attente de décision")
}

func (p *progressPaper) status() {
	p.section("statut", wording.T(p.ctx, "Statut provisoire"))
	a := p.r.Agreement
	if a == nil {
		p.add(Text{Body: wording.T(p.ctx, "Aucune convention de statut provisoire.")})
		return
	}
	p.add(Defs{{wording.T(p.ctx, "Convention"), a.Number}, {wording.T(p.ctx, "Signée le"), wording.LongDate(a.SignedOn)}, {wording.T(p.ctx, "Début"), wording.LongDate(a.StartsOn)},
		{wording.T(p.ctx, "Dernier jour"), wording.LongDate(p.r.StatusEnd)}, {wording.T(p.ctx, "État ce jour"), wording.StatusLabel(p.ctx, p.r.Status)}})
}

func (p *progressPaper) history() {
	p.section("historique", wording.T(p.ctx, "Historique de la période"))
	if len(p.r.History) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucun changement de phase pendant la période.")})
		return
	}
	t := Table{Caption: wording.T(p.ctx, "Historique de la période"), Columns: []Column{{Title: wording.T(p.ctx, "Date"), Width: 1.5}, {Title: wording.T(p.ctx, "Phase"), Width: 2.4},
		{Title: wording.T(p.ctx, "Motif"), Width: 4}, {Title: wording.T(p.ctx, "Par"), Width: 2.2}}}
	for _, h := range p.r.History {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: wording.Date(h.EffectiveOn)}, {Text: wording.PhaseLabel(p.ctx, h.ToPhase), Phase: string(h.ToPhase), Head: true}, {Text: h.Reason}, {Text: h.ActorName}}})
	}
	p.add(t)
}
