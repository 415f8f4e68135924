package report

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/progress"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// Approval says who approved a report; the zero value that nobody has.
type Approval struct {
	By string
	On models.Date
}

// ProgressReport makes the paper of a progress report on its way: the words of the coach and of the holder, then what the
// period holds, then what is not in it. A part without content stays, and says so.
func ProgressReport(ctx context.Context, c progress.Content, a Approval) Paper {
	p := reportPaper{progressPaper{ctx: ctx, r: c.Progress}, c}
	p.head(wording.T(ctx, "Rapport de progression"))
	if a.On != "" {
		p.Date = a.On
	}
	p.identity()
	p.words()
	p.figures()
	p.section("rencontres", wording.T(ctx, "Rencontres de la période, par partie du plan"))
	p.hours()
	p.byPart()
	p.plan()
	p.actions()
	p.grant()
	p.status()
	p.history()
	p.limits()
	p.way(a)
	return p.Paper
}

type reportPaper struct {
	progressPaper
	c progress.Content
}

// words are the texts that people wrote for this report.
func (p *reportPaper) words() {
	empty := func(text, instead string) []Block {
		if blocks := Typed(text, 3); len(blocks) > 0 {
			return blocks
		}
		return []Block{Text{Body: instead, Note: true}}
	}
	p.section("synthese", wording.T(p.ctx, "Synthèse de l'accompagnement"), empty(p.c.Synthesis, wording.T(p.ctx, "Pas encore écrite."))...)
	p.section("suite", wording.T(p.ctx, "Suite proposée au comité"), empty(p.c.NextSteps, wording.T(p.ctx, "Aucune suite n'est proposée."))...)
	p.section("paragraphe", wording.T(p.ctx, "Le mot du porteur ou de la porteuse"), empty(p.c.Paragraph, wording.T(p.ctx, "Pas encore écrit."))...)
}

// figures are what the programme asks to be told.
func (p *reportPaper) figures() {
	p.section("chiffres", wording.T(p.ctx, "Chiffres demandés par le programme"))
	if len(p.c.Figures) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Le programme ne demande aucun chiffre."), Note: true})
		return
	}
	t := Table{Caption: wording.T(p.ctx, "Chiffres demandés par le programme"), Columns: []Column{{Title: wording.T(p.ctx, "Ce qui est demandé"), Width: 5},
		{Title: wording.T(p.ctx, "Pour la période"), Width: 2.2, Num: true}, {Title: wording.T(p.ctx, "Source"), Width: 2.8}}}
	for _, f := range p.c.Figures {
		value, source := wording.T(p.ctx, "non renseigné"), ""
		if amount, by, told := f.Value(); told {
			value = wording.FigureAmount(p.ctx, f.Unit, amount)
			source = wording.T(p.ctx, "Accompagnement")
			if by == progress.ByHolder {
				source = wording.T(p.ctx, "Porteur ou porteuse")
			}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: wording.Typeset(f.Label), Head: true}, {Text: value}, {Text: source}}})
	}
	p.add(t)
}

// byPart lists the meetings under the sections of the plan.
func (p *reportPaper) byPart() {
	for _, g := range p.c.Groups {
		minutes := 0
		for _, m := range g.Meetings {
			if x := p.c.Meeting(m.ID); x.State == "held" {
				minutes += x.Minutes
			}
		}
		p.add(Heading{2, "", PartTitle(p.ctx, g)}, Text{Note: true, Body: wording.N(p.ctx, "%s rencontre, %s", "%s rencontres, %s", len(g.Meetings), wording.Count(len(g.Meetings)), wording.Duration(minutes))})
		for _, m := range g.Meetings {
			p.meeting(p.c.Meeting(m.ID), m)
		}
	}
}

// limits say what is in the report, and what is not.
func (p *reportPaper) limits() {
	in, out := Extent(p.ctx, p.c)
	p.section("perimetre", wording.T(p.ctx, "Ce que ce rapport contient, et ce qu'il laisse de côté"), Heading{2, "", wording.T(p.ctx, "Dans ce rapport")}, List(in),
		Heading{2, "", wording.T(p.ctx, "Pas dans ce rapport")}, List(out))
}

// Extent says what a report holds, and what it leaves out; zero is said too.
func Extent(ctx context.Context, c progress.Content) (in, out []string) {
	r, l := c.Progress, c.Left
	_, held, minutes := r.Held()
	in = []string{
		wording.N(ctx, "%s rencontre tenue pendant la période, %s", "%s rencontres tenues pendant la période, %s", held, wording.Count(held), wording.Duration(minutes)),
		wording.N(ctx, "%s absence", "%s absences", len(r.Meetings)-held, wording.Count(len(r.Meetings)-held)),
		wording.N(ctx, "%s mouvement du plan d'affaires", "%s mouvements du plan d'affaires", len(r.Events), wording.Count(len(r.Events))),
		wording.N(ctx, "%s action du porteur ou de la porteuse", "%s actions du porteur ou de la porteuse", len(r.Actions), wording.Count(len(r.Actions))),
		wording.N(ctx, "%s demande de bourse", "%s demandes de bourse", len(r.Requests), wording.Count(len(r.Requests))),
	}
	out = []string{
		wording.N(ctx, "%s rencontre tenue avant la période", "%s rencontres tenues avant la période", l.Earlier, wording.Count(l.Earlier)),
		wording.N(ctx, "%s rencontre tenue après la période", "%s rencontres tenues après la période", l.Later, wording.Count(l.Later)),
		wording.N(ctx, "%s rencontre de la période prévue ou annulée", "%s rencontres de la période prévues ou annulées", l.NotHeld, wording.Count(l.NotHeld)),
		wording.N(ctx, "%s rencontre tenue sans compte rendu", "%s rencontres tenues sans compte rendu", l.Unwritten, wording.Count(l.Unwritten)),
		wording.N(ctx, "%s compte rendu laissé de côté par l'accompagnement", "%s comptes rendus laissés de côté par l'accompagnement", l.LeftOut, wording.Count(l.LeftOut)),
	}
	return in, out
}

// PartTitle names the part of the plan under which meetings stand.
func PartTitle(ctx context.Context, g progress.Group) string {
	if g.SectionID == 0 {
		return wording.T(ctx, "Hors des parties du plan")
	}
	return g.Title
}

// way tells how the report came about, and leaves room to sign.
func (p *reportPaper) way(a Approval) {
	submitted := wording.T(p.ctx, "pas encore soumis")
	if p.c.SubmittedOn != "" {
		submitted = wording.T(p.ctx, "par %s, le %s", p.c.Submitter, wording.LongDate(p.c.SubmittedOn))
	}
	approved := wording.T(p.ctx, "pas encore approuvé")
	if a.On != "" {
		approved = wording.T(p.ctx, "par %s, le %s", a.By, wording.LongDate(a.On))
	}
	p.section("circuit", wording.T(p.ctx, "Suivi de ce rapport"), Defs{{wording.T(p.ctx, "Faits arrêtés au"), wording.LongDate(p.r.Today)},
		{wording.T(p.ctx, "Soumis"), submitted}, {wording.T(p.ctx, "Approuvé"), approved}})
	p.signatures()
}

// meeting is one meeting of a period. A report that lays it out by section says what else moved on its day, and
// whether its summary was left out.
func (p *progressPaper) meeting(m reporting.ProgressMeeting, at progress.Placed) {
	head := wording.Date(m.HeldOn) + " · " + meetingKind(p.ctx, m.Kind)
	if m.State == "held" {
		head += " · " + wording.Duration(m.Minutes)
	} else {
		head += " · " + absence(p.ctx, m.State)
	}
	p.add(Heading{3, "", head})
	var notes []string
	if len(m.Coaches) > 0 {
		notes = append(notes, wording.T(p.ctx, "Avec %s", strings.Join(m.Coaches, ", ")))
	}
	if len(at.Also) > 0 {
		notes = append(notes, wording.T(p.ctx, "aussi : %s", strings.Join(at.Also, ", ")))
	}
	if len(notes) > 0 {
		p.add(Text{Body: strings.Join(notes, " · "), Note: true})
	}
	switch {
	case at.LeftOut:
		p.add(Text{Body: wording.T(p.ctx, "Compte rendu laissé de côté dans ce rapport."), Note: true})
	case m.Summary != "":
		p.add(Typed(m.Summary, 3)...)
	case m.State == "held":
		p.add(Text{Body: wording.T(p.ctx, "Pas de compte rendu partagé."), Note: true})
	}
}
