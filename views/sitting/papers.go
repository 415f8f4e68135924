package sitting

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/candidature"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// AgendaPaper is the agenda on paper.
func AgendaPaper(ctx context.Context, p sitting.Pack) report.Paper {
	paper := opening(ctx, p, wording.T(ctx, "Ordre du jour"))
	paper.Plain = true
	paper.Add(report.Heading{Level: 1, ID: "seance", Text: wording.T(ctx, "La séance")}, facts(ctx, p.Sitting, p.Cohort, p.Members))
	paper.Add(report.Heading{Level: 1, ID: "dossiers", Text: wording.T(ctx, "Dossiers")}, agendaTable(ctx, p.Items))
	return paper
}

func opening(ctx context.Context, p sitting.Pack, title string) report.Paper {
	paper := report.From(p.Couveuse)
	paper.Subject, paper.Reference, paper.Date = p.Ref, p.Ref, p.Today
	paper.Title = title
	paper.Subtitle = wording.T(ctx, "Comité du %s · %s, %s", wording.LongDate(p.HeldOn), p.Cohort.ProgrammeName, p.Cohort.SiteName)
	return paper
}

func facts(ctx context.Context, s *sitting.Sitting, c programme.Cohort, members []selection.Member) report.Defs {
	when := wording.DayDate(s.HeldOn)
	if s.StartsAt != "" {
		when = wording.T(ctx, "%s, à %s", when, s.StartsAt)
	}
	defs := report.Defs{{Term: wording.T(ctx, "Date"), Value: when}, {Term: wording.T(ctx, "Lieu"), Value: s.Place},
		{Term: wording.T(ctx, "Programme"), Value: c.ProgrammeName}, {Term: wording.T(ctx, "Site"), Value: c.SiteName}, {Term: wording.T(ctx, "Cohorte"), Value: c.Ref}}
	if len(members) > 0 {
		defs = append(defs, report.Def{Term: wording.T(ctx, "Membres"), Value: memberNames(members)})
	}
	return defs
}

func memberNames(list []selection.Member) string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Name
	}
	return strings.Join(names, ", ")
}

// named reports whether the reader knows who brings the files: a blind committee does not.
func named(items []sitting.Item) bool {
	for _, i := range items {
		if i.Holder != "" {
			return true
		}
	}
	return false
}

func agendaTable(ctx context.Context, items []sitting.Item) report.Table {
	t := report.Table{Caption: wording.T(ctx, "Ordre du jour"), Empty: wording.T(ctx, "Aucun dossier n'est encore à l'ordre du jour."),
		Columns: []report.Column{{Title: wording.T(ctx, "N°"), Width: 0.7, Num: true}, {Title: wording.T(ctx, "Heure"), Width: 1}, {Title: wording.T(ctx, "Projet"), Width: 4}}}
	who := named(items)
	if who {
		t.Columns = append(t.Columns, report.Column{Title: wording.T(ctx, "Candidat·e"), Width: 2.6})
	}
	t.Columns = append(t.Columns, report.Column{Title: wording.T(ctx, "Référence"), Width: 2})
	for _, i := range items {
		at := i.At
		if at == "" {
			at = "—"
		}
		cells := []report.Cell{{Text: strconv.Itoa(i.Place)}, {Text: at}, {Text: shownTitle(ctx, i), Head: true}}
		if who {
			cells = append(cells, report.Cell{Text: i.Holder})
		}
		t.Rows = append(t.Rows, report.Row{Cells: append(cells, report.Cell{Text: i.Ref})})
	}
	return t
}

// PackPaper is the pack: the agenda, then each file with its answers, its documents and room to write.
func PackPaper(ctx context.Context, p sitting.Pack) report.Paper {
	paper := opening(ctx, p, wording.T(ctx, "Dossier complet du comité"))
	paper.Plain = true
	paper.Add(report.Heading{Level: 1, ID: "seance", Text: wording.T(ctx, "La séance")}, facts(ctx, p.Sitting, p.Cohort, p.Members))
	paper.Add(report.Heading{Level: 1, ID: "ordre-du-jour", Text: wording.T(ctx, "Ordre du jour")}, agendaTable(ctx, p.Items))
	paper.Add(report.Text{Note: true, Body: wording.T(ctx, "Ce document contient des informations personnelles. Il sert au comité seulement : rendez-le ou détruisez-le après la séance.")})
	for _, f := range p.Files {
		paper.Add(report.Break{}, report.Heading{Level: 1, ID: "dossier-" + strconv.Itoa(f.Place), Text: strconv.Itoa(f.Place) + ". " + projectTitle(ctx, f.Title)})
		paper.Add(packFacts(ctx, f))
		for _, t := range candidature.Reading(f.App) {
			if t == form.Identity || t == form.Consent {
				continue // who it is stands above; consent is between the couveuse and the person
			}
			paper.Add(report.Heading{Level: 2, Text: wording.TopicLabel(ctx, t)}, answerDefs(candidature.Rows(ctx, f.App, t)))
		}
		paper.Add(report.Heading{Level: 2, Text: wording.T(ctx, "Documents du dossier")}, pieces(ctx, f.Documents))
		paper.Add(criteria(ctx, p.Grid, f.Item)...)
		paper.Add(report.Heading{Level: 2, Text: wording.T(ctx, "Notes")}, report.Lines(6))
	}
	return paper
}

func pieces(ctx context.Context, list []documents.Document) report.Block {
	if len(list) == 0 {
		return report.Text{Note: true, Body: wording.T(ctx, "Aucun document n'a été déposé.")}
	}
	items := make(report.List, len(list))
	for i, d := range list {
		items[i] = d.Label
		if d.Name != "" {
			items[i] = wording.T(ctx, "%s : %s", d.Label, d.Name)
		}
	}
	return items
}

// criteria are the means of the members for who may read them; for the others a grid to fill in by hand.
func criteria(ctx context.Context, grid []selection.Criterion, i sitting.Item) []report.Block {
	if len(grid) == 0 {
		return nil
	}
	t := report.Table{Caption: wording.T(ctx, "Critères"), Columns: []report.Column{{Title: wording.T(ctx, "Critère"), Width: 4}, {Title: wording.T(ctx, "Poids"), Width: 1, Num: true},
		{Title: wording.T(ctx, "Note sur 5"), Width: 1.4, Num: true}}}
	var after []report.Block
	scored := i.Ranked != nil && i.Ranked.Scored
	for n, c := range grid {
		mark := "……"
		if scored {
			if mark = "—"; n < len(i.Ranked.Means) && i.Ranked.Means[n].Marks > 0 {
				mark = points(i.Ranked.Means[n].Mean)
			}
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{{Text: c.Label, Head: true}, {Text: strconv.Itoa(c.Weight)}, {Text: mark}}})
	}
	if scored {
		after = append(after, report.Text{Body: tally(ctx, i), Note: true})
	}
	return append([]report.Block{report.Heading{Level: 2, Text: wording.T(ctx, "Critères")}, t}, after...)
}

func packFacts(ctx context.Context, f sitting.PackFile) report.Defs {
	defs := report.Defs{{Term: wording.T(ctx, "Référence"), Value: f.Ref}}
	if f.Holder != "" {
		defs = append(defs, report.Def{Term: wording.T(ctx, "Candidat·e"), Value: f.Holder})
	}
	defs = append(defs, report.Def{Term: wording.T(ctx, "Secteur"), Value: f.Sector})
	if f.At != "" {
		defs = append(defs, report.Def{Term: wording.T(ctx, "Heure prévue"), Value: f.At})
	}
	return defs
}

func answerDefs(rows []ui.SummaryRow) report.Defs {
	defs := make(report.Defs, len(rows))
	for i, r := range rows {
		defs[i] = report.Def{Term: r.Term, Value: r.Value}
	}
	return defs
}

// Minutes is the paper of what a committee did.
func Minutes(ctx context.Context, p sitting.Proceedings) report.Paper {
	paper := report.From(p.Couveuse)
	paper.Kind, paper.Subject, paper.Reference, paper.Date = reporting.KindMinutes, p.Ref, p.Ref, p.Today
	paper.Title = wording.T(ctx, "Procès-verbal du comité")
	paper.Subtitle = wording.T(ctx, "Comité du %s · %s, %s", wording.LongDate(p.HeldOn), p.Cohort.ProgrammeName, p.Cohort.SiteName)
	paper.Add(report.Heading{Level: 1, ID: "seance", Text: wording.T(ctx, "La séance")})
	if open := p.Undecided(); len(open) > 0 {
		refs := make([]string, len(open))
		for i, item := range open {
			refs[i] = item.Ref
		}
		paper.Add(report.Callout{Tone: ui.Wait, Title: wording.N(ctx, "%s dossier reste sans décision", "%s dossiers restent sans décision", len(open), wording.Count(len(open))),
			Text: strings.Join(refs, ", ")})
	}
	defs := facts(ctx, p.Sitting, p.Cohort, nil)
	paper.Add(append(defs, report.Def{Term: wording.T(ctx, "Présidence"), Value: p.Chair}, report.Def{Term: wording.T(ctx, "Places de la cohorte"), Value: roomText(ctx, p.Room)}))
	paper.Add(report.Heading{Level: 1, ID: "presences", Text: wording.T(ctx, "Présences")}, attendanceTable(ctx, p.Attendance))
	paper.Add(report.Heading{Level: 1, ID: "conflits", Text: wording.T(ctx, "Conflits d'intérêts")}, conflicts(ctx, p))
	paper.Add(report.Heading{Level: 1, ID: "decisions", Text: wording.T(ctx, "Décisions")}, decisionFigures(ctx, p), decisionTable(ctx, p.Items))
	paper.Add(report.Heading{Level: 1, ID: "raisons", Text: wording.T(ctx, "Dossier par dossier")})
	for _, i := range p.Items {
		paper.Add(report.Heading{Level: 2, Text: strconv.Itoa(i.Place) + ". " + shownTitle(ctx, i)}, verdict(ctx, i))
	}
	if p.Remarks != "" {
		paper.Add(report.Heading{Level: 1, ID: "remarques", Text: wording.T(ctx, "Remarques")}, report.Text{Body: p.Remarks})
	}
	paper.Add(report.Heading{Level: 1, ID: "signatures", Text: wording.T(ctx, "Signatures")}, signatures(ctx, p))
	return paper
}

func roomText(ctx context.Context, r selection.Room) string {
	if r.Capacity == 0 {
		return wording.T(ctx, "non limitées ; %s prises", wording.Count(r.Taken))
	}
	return wording.T(ctx, "%s, dont %s prises", wording.Count(r.Capacity), wording.Count(r.Taken))
}

func attendanceTable(ctx context.Context, list []sitting.Attendee) report.Table {
	t := report.Table{Caption: wording.T(ctx, "Présences"), Empty: wording.T(ctx, "Ce comité n'a pas de membre."),
		Columns: []report.Column{{Title: wording.T(ctx, "Membre"), Width: 4}, {Title: wording.T(ctx, "Présence"), Width: 2}}}
	for _, m := range list {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{{Text: m.Name, Head: true}, {Text: wording.PresenceLabel(ctx, m.Presence)}}})
	}
	return t
}

func conflicts(ctx context.Context, p sitting.Proceedings) report.Block {
	t := report.Table{Caption: wording.T(ctx, "Conflits d'intérêts"),
		Columns: []report.Column{{Title: wording.T(ctx, "Membre"), Width: 2.4}, {Title: wording.T(ctx, "Dossier"), Width: 2}, {Title: wording.T(ctx, "Déclaré le"), Width: 1.6}, {Title: wording.T(ctx, "Raison"), Width: 4}}}
	for _, i := range p.Items {
		for _, x := range p.Conflicts[i.ProjectID] {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{{Text: x.Name, Head: true}, {Text: i.Ref}, {Text: wording.Date(x.DeclaredAt.Date())}, {Text: x.Reason}}})
		}
	}
	if len(t.Rows) == 0 {
		return report.Text{Body: wording.T(ctx, "Aucun conflit d'intérêts n'a été déclaré.")}
	}
	return t
}

func decisionFigures(ctx context.Context, p sitting.Proceedings) report.Figures {
	var list report.Figures
	labels := map[selection.Outcome]string{selection.Accepted: wording.T(ctx, "Dossiers acceptés"), selection.Declined: wording.T(ctx, "Dossiers refusés"),
		selection.Waitlisted: wording.T(ctx, "En liste d'attente")}
	for _, o := range selection.Outcomes() {
		list = append(list, report.Figure{Value: wording.Count(p.Count(o)), Label: labels[o]})
	}
	return append(list, report.Figure{Value: wording.Count(len(p.Undecided())), Label: wording.T(ctx, "Sans décision")})
}

func decisionTable(ctx context.Context, items []sitting.Item) report.Table {
	t := report.Table{Caption: wording.T(ctx, "Décisions"), Empty: wording.T(ctx, "Aucun dossier n'est à l'ordre du jour."),
		Columns: []report.Column{{Title: wording.T(ctx, "N°"), Width: 0.7, Num: true}, {Title: wording.T(ctx, "Projet"), Width: 3.4}, {Title: wording.T(ctx, "Candidat·e"), Width: 2.4},
			{Title: wording.T(ctx, "Référence"), Width: 1.9}, {Title: wording.T(ctx, "Décision"), Width: 2.3}}}
	for _, i := range items {
		outcome := report.Cell{Text: wording.T(ctx, "Sans décision")}
		if i.Decided() {
			outcome = report.Cell{Text: wording.OutcomeLabel(ctx, i.Decision.Outcome), Phase: string(i.Decision.Outcome.Phase())}
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{{Text: strconv.Itoa(i.Place)}, {Text: shownTitle(ctx, i), Head: true}, {Text: i.Holder}, {Text: i.Ref}, outcome}})
	}
	return t
}

// verdict is what the committee said of one file.
func verdict(ctx context.Context, i sitting.Item) report.Defs {
	defs := report.Defs{{Term: wording.T(ctx, "Dossier"), Value: itemWho(i)}, {Term: wording.T(ctx, "Avis des membres"), Value: tally(ctx, i)}}
	if !i.Decided() {
		return append(defs, report.Def{Term: wording.T(ctx, "Décision"), Value: wording.T(ctx, "Sans décision à ce jour")})
	}
	d := i.Decision
	outcome := wording.T(ctx, "%s, le %s", wording.OutcomeLabel(ctx, d.Outcome), wording.LongDate(d.DecidedOn))
	if d.Rank > 0 {
		outcome = wording.T(ctx, "%s, place %s, le %s", wording.OutcomeLabel(ctx, d.Outcome), strconv.Itoa(d.Rank), wording.LongDate(d.DecidedOn))
	}
	defs = append(defs, report.Def{Term: wording.T(ctx, "Décision"), Value: outcome}, report.Def{Term: wording.T(ctx, "Raisons"), Value: d.Reasons})
	if d.Conditions != "" {
		defs = append(defs, report.Def{Term: wording.T(ctx, "Conditions"), Value: d.Conditions})
	}
	if d.NextStep != "" {
		defs = append(defs, report.Def{Term: wording.T(ctx, "Et maintenant"), Value: d.NextStep})
	}
	return defs
}

// signatures are a box for who presides and for each member who came.
func signatures(ctx context.Context, p sitting.Proceedings) report.Signatures {
	boxes := report.Signatures{{Role: wording.T(ctx, "Présidence"), Name: p.Chair, Mention: wording.T(ctx, "Date et signature")}}
	for _, m := range p.Present() {
		if m.Name != p.Chair {
			boxes = append(boxes, report.Signature{Role: wording.T(ctx, "Membre du comité"), Name: m.Name, Mention: wording.T(ctx, "Lu et approuvé")})
		}
	}
	return boxes
}
