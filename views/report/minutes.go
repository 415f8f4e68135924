package report

import (
	"context"
	"strings"

	"eclosion/models/coaching"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Minutes makes the paper of one meeting for one of its dossiers: nobody else who was there is named. While there is
// nothing to read it is a draft.
func Minutes(ctx context.Context, m coaching.Minutes) Paper {
	p := minutesPaper{From(m.Couveuse), ctx, m}
	p.Reference, p.Date, p.Plain = m.Project.Ref, m.HeldOn, m.Ready()
	p.Title = wording.T(ctx, "Compte rendu de rencontre")
	p.Subtitle = title(ctx, m.Project.Title)
	if m.Project.Holder() != "" {
		p.Subtitle += " · " + m.Project.Holder()
	}
	p.facts()
	p.section("resume", wording.T(ctx, "Ce qui a été dit et décidé"))
	if blocks := Typed(m.Summary, 3); len(blocks) > 0 {
		p.add(blocks...)
	} else {
		p.add(Text{Body: wording.T(ctx, "Le compte rendu n'est pas encore écrit."), Note: true})
	}
	p.actions()
	p.next()
	p.readings()
	return p.Paper
}

type minutesPaper struct {
	Paper
	ctx context.Context
	m   coaching.Minutes
}

func (p *minutesPaper) facts() {
	m := p.m
	p.section("rencontre", wording.T(p.ctx, "La rencontre"))
	if m.State != coaching.Held {
		p.add(Callout{ui.Wait, wording.MeetingStateLabel(p.ctx, m.State), wording.T(p.ctx, "Cette rencontre n'a pas été tenue, ou pas encore.")})
	}
	defs := Defs{{wording.T(p.ctx, "Date"), wording.DayDate(m.HeldOn)}, {wording.T(p.ctx, "Heure"), wording.Clock(m.StartsAt.Time())}, {wording.T(p.ctx, "Durée"), wording.Duration(m.Minutes)},
		{wording.T(p.ctx, "Sujet"), wording.MeetingKindLabel(p.ctx, m.Kind)}, {wording.T(p.ctx, "Moyen"), wording.MediumLabel(p.ctx, m.Medium)}}
	if m.Place != "" {
		defs = append(defs, Def{wording.T(p.ctx, "Lieu"), m.Place})
	}
	p.add(append(defs, Def{wording.T(p.ctx, "Porteur ou porteuse"), m.Project.Holder()}, Def{wording.T(p.ctx, "Accompagnement"), meetingCoaches(m)},
		Def{wording.T(p.ctx, "Dossier"), m.Project.Ref}, Def{wording.T(p.ctx, "Programme"), programmeLine(m.Project)}))
}

func programmeLine(p *programme.Project) string {
	if p.SiteName == "" {
		return p.ProgrammeName
	}
	return p.ProgrammeName + ", " + p.SiteName
}

func meetingCoaches(m coaching.Minutes) string {
	names := make([]string, len(m.Coaches))
	for i, c := range m.Coaches {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

func (p *minutesPaper) actions() {
	p.section("actions", wording.T(p.ctx, "Actions convenues"))
	t := Table{Caption: wording.T(p.ctx, "Actions convenues"), Columns: []Column{{Title: wording.T(p.ctx, "Action"), Width: 6}, {Title: wording.T(p.ctx, "Qui"), Width: 3}, {Title: wording.T(p.ctx, "Pour le"), Width: 1.8}},
		Empty: wording.T(p.ctx, "Aucune action n'a été convenue.")}
	for _, a := range p.m.Actions {
		who := p.m.Project.Holder()
		if a.Owner == coaching.ByCoach {
			who = a.CoachName
		}
		due := wording.T(p.ctx, "sans date")
		if !a.DueOn.IsZero() {
			due = wording.Date(a.DueOn)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: a.Title, Head: true}, {Text: who}, {Text: due}}})
	}
	p.add(t)
}

func (p *minutesPaper) next() {
	p.section("suite", wording.T(p.ctx, "Prochaine rencontre"))
	n := p.m.Next
	if n == nil {
		p.add(Text{Body: wording.T(p.ctx, "Aucune rencontre n'est prévue."), Note: true})
		return
	}
	line := wording.T(p.ctx, "%s, %s", wording.DayMoment(n.StartsAt), wording.MediumLabel(p.ctx, n.Medium))
	if n.Place != "" {
		line += ", " + n.Place
	}
	p.add(Text{Body: line})
}

// readings tell who has read these minutes, and with what remark; then there is room to sign.
func (p *minutesPaper) readings() {
	p.section("lecture", wording.T(p.ctx, "Lecture par le porteur ou la porteuse"))
	switch p.m.Reading.State {
	case coaching.NotReady:
		p.add(Text{Body: wording.T(p.ctx, "Il n'y a pas encore de compte rendu à lire."), Note: true})
	case coaching.Unread:
		p.add(Text{Body: wording.T(p.ctx, "Pas encore lu en ligne."), Note: true})
	case coaching.ReadChanged:
		p.add(Callout{ui.Wait, wording.T(p.ctx, "Modifié après lecture"), wording.T(p.ctx, "Ce compte rendu a changé depuis qu'il a été lu : il est à relire.")})
	}
	for _, k := range p.m.Readings {
		line := wording.T(p.ctx, "Lu par %s le %s", k.Who, wording.DayMoment(k.At))
		if !k.Current {
			line = wording.T(p.ctx, "Une version précédente a été lue par %s le %s", k.Who, wording.DayMoment(k.At))
		}
		p.add(Text{Body: line})
		if k.Remark != "" {
			p.add(Text{Body: k.Remark, Quote: true})
		}
	}
	holder := Signature{Role: wording.T(p.ctx, "Le porteur ou la porteuse de projet"), Name: p.m.Project.Holder(), Mention: wording.T(p.ctx, "Lu et approuvé")}
	coach := Signature{Role: wording.T(p.ctx, "L'accompagnateur ou l'accompagnatrice"), Name: meetingCoaches(p.m), Mention: wording.T(p.ctx, "Date et signature")}
	p.section("signatures", wording.T(p.ctx, "Signatures"), Signatures{holder, coach})
}
