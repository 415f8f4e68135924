package handover

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/handover"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/trial"
	"eclosion/views/candidature"
	"eclosion/views/dossier"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// wholePaper is a dossier's paper on its way.
type wholePaper struct {
	report.Paper
	ctx context.Context
	w   handover.Whole
}

// Paper is a dossier whole as a paper. The version with the private part says so above everything, and in its title,
// which stands on every page.
func Paper(ctx context.Context, w handover.Whole) report.Paper {
	p := &wholePaper{Paper: report.From(w.Couveuse), ctx: ctx, w: w}
	p.Title, p.Subtitle, p.Reference, p.Date, p.Plain = wording.T(ctx, "Dossier"), projectTitle(ctx, w), w.Dossier.Ref, w.Today, true
	if w.Internal != nil {
		p.Title = wording.T(ctx, "Dossier interne, confidentiel")
		p.Add(report.Callout{Tone: ui.Stop, Title: wording.T(ctx, "Interne à la couveuse"),
			Text: wording.T(ctx, "Ce document contient des notes privées. Ne le remettez ni à la personne accompagnée, ni à quelqu'un d'extérieur.")})
	}
	p.identity()
	p.agreements()
	p.history()
	p.meetings()
	p.actions()
	p.plan()
	p.grants()
	p.files()
	p.messages()
	p.internal()
	return p.Paper
}

func projectTitle(ctx context.Context, w handover.Whole) string {
	title := w.Dossier.Title
	if title == "" {
		title = wording.T(ctx, "Projet sans titre")
	}
	if holder := programme.FullName(w.Person.FirstName, w.Person.LastName); holder != "" {
		title += " · " + holder
	}
	return title
}

func (p *wholePaper) section(id, title string) {
	p.Add(report.Heading{Level: 1, ID: id, Text: title})
}

// none says that a section is empty: it stays visible.
func (p *wholePaper) none(text string) { p.Add(report.Text{Body: text, Note: true}) }

func (p *wholePaper) typed(text string) { p.Add(report.Typed(text, 3)...) }

func (p *wholePaper) identity() {
	d, person, ctx := p.w.Dossier, p.w.Person, p.ctx
	p.section("identite", wording.T(ctx, "Le dossier"))
	if clock, tone := dossier.ClockText(ctx, p.w.Clock, p.w.Today); tone == ui.Stop || tone == ui.Wait {
		p.Add(report.Callout{Tone: tone, Title: clock})
	}
	var defs report.Defs
	for _, x := range []report.Def{
		{Term: wording.T(ctx, "Porteur ou porteuse"), Value: programme.FullName(person.FirstName, person.LastName)}, {Term: wording.T(ctx, "Adresse e-mail"), Value: person.Email},
		{Term: wording.T(ctx, "Téléphone"), Value: person.Phone}, {Term: wording.T(ctx, "Adresse"), Value: joined(", ", person.Street, strings.TrimSpace(person.Postcode+" "+person.Municipality))},
		{Term: wording.T(ctx, "Date de naissance"), Value: day(person.BirthOn)},
		{Term: wording.T(ctx, "Programme"), Value: d.Programme}, {Term: wording.T(ctx, "Site"), Value: d.Site}, {Term: wording.T(ctx, "Cohorte"), Value: d.Cohort},
		{Term: wording.T(ctx, "Secteur"), Value: d.Sector},
		{Term: wording.T(ctx, "Étape"), Value: wording.T(ctx, "%s, depuis le %s", wording.PhaseLabel(ctx, d.Phase), wording.LongDate(d.PhaseStartedOn))},
		{Term: wording.T(ctx, "Accompagnement"), Value: strings.Join(p.w.Coaches, ", ")},
	} {
		if x.Value != "" {
			defs = append(defs, x)
		}
	}
	p.Add(defs)
	if e := d.Enterprise; e != nil {
		p.Add(report.Defs{{Term: wording.T(ctx, "Entreprise"), Value: joined(", ", e.Name, e.LegalForm, models.EnterpriseNumber(e.Number).String(), day(e.CreatedOn))}})
	}
	if a := p.w.Application; a != nil {
		for _, topic := range candidature.Reading(a) {
			var answers report.Defs
			for _, r := range candidature.Rows(ctx, a, topic) {
				if r.Value != "" {
					answers = append(answers, report.Def{Term: r.Term, Value: r.Value})
				}
			}
			if len(answers) > 0 {
				p.Add(report.Heading{Level: 2, Text: wording.TopicLabel(ctx, topic)}, answers)
			}
		}
	}
}

func day(d models.Date) string {
	if d == "" {
		return ""
	}
	return wording.LongDate(d)
}

func joined(by string, parts ...string) string {
	var kept []string
	for _, s := range parts {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, by)
}

// table lays rows out in columns; the widths are shares.
func (p *wholePaper) table(caption string, rows []report.Row, empty string, columns ...report.Column) {
	if len(rows) == 0 {
		p.none(empty)
		return
	}
	p.Add(report.Table{Caption: caption, Columns: columns, Rows: rows})
}

func column(title string, width float64) report.Column {
	return report.Column{Title: title, Width: width}
}

func (p *wholePaper) agreements() {
	ctx := p.ctx
	p.section("conventions", wording.T(ctx, "Conventions"))
	var rows []report.Row
	for _, a := range p.w.Agreements {
		rows = append(rows, report.Texts(wording.AgreementLabel(ctx, journey.AgreementKind(a.Kind)), a.Number, wording.Date(a.SignedOn), wording.Date(a.StartsOn), wording.Date(a.EndsOn), wording.Date(a.EndedOn)))
	}
	p.table(wording.T(ctx, "Conventions"), rows, wording.T(ctx, "Aucune convention."), column(wording.T(ctx, "Convention"), 3), column(wording.T(ctx, "Numéro"), 2.4), column(wording.T(ctx, "Signée le"), 1.6),
		column(wording.T(ctx, "Du"), 1.6), column(wording.T(ctx, "Au"), 1.6), column(wording.T(ctx, "Terminée le"), 1.6))
}

func (p *wholePaper) history() {
	ctx := p.ctx
	p.section("parcours", wording.T(ctx, "Parcours"))
	var rows []report.Row
	for _, c := range p.w.Dossier.History {
		if c.From != c.To {
			rows = append(rows, report.Texts(wording.Date(c.On), wording.PhaseLabel(ctx, c.To), c.Reason))
		}
	}
	p.table(wording.T(ctx, "Étapes"), rows, wording.T(ctx, "Aucune étape."), column(wording.T(ctx, "Date"), 1.2), column(wording.T(ctx, "Étape"), 2), column(wording.T(ctx, "Raison"), 4))
}

func (p *wholePaper) meetings() {
	ctx := p.ctx
	p.section("rencontres", wording.T(ctx, "Rencontres"))
	if len(p.w.Dossier.Meetings) == 0 {
		p.none(wording.T(ctx, "Aucune rencontre."))
	}
	for _, m := range p.w.Dossier.Meetings {
		p.Add(report.Heading{Level: 3, Text: joined(" · ", wording.Date(m.On), wording.MeetingKindLabel(ctx, coaching.Kind(m.Kind)), wording.Duration(m.Minutes), wording.MeetingStateLabel(ctx, coaching.State(m.State)))})
		if len(m.Coaches) > 0 {
			p.none(wording.T(ctx, "Avec %s", strings.Join(m.Coaches, ", ")))
		}
		p.typed(m.Summary)
	}
}

func (p *wholePaper) actions() {
	ctx := p.ctx
	p.section("actions", wording.T(ctx, "Actions du porteur ou de la porteuse"))
	var rows []report.Row
	for _, a := range p.w.Dossier.Actions {
		rows = append(rows, report.Texts(a.Title, wording.Date(a.DueOn), wording.Date(a.DoneOn)))
	}
	p.table(wording.T(ctx, "Actions"), rows, wording.T(ctx, "Aucune action."), column(wording.T(ctx, "Action"), 5), column(wording.T(ctx, "Échéance"), 1.5), column(wording.T(ctx, "Faite le"), 1.5))
}

func (p *wholePaper) plan() {
	ctx := p.ctx
	p.section("plan", wording.T(ctx, "Plan d'affaires"))
	var rows []report.Row
	section := ""
	for _, i := range p.w.Dossier.Plan {
		if i.Section != section {
			section = i.Section
			rows = append(rows, report.Row{Group: section})
		}
		state := wording.Date(i.ValidatedOn)
		if i.NotApplicable != "" {
			state = wording.T(ctx, "Sans objet : %s", i.NotApplicable)
		}
		rows = append(rows, report.Texts(i.Item, wording.Date(i.ClaimedOn), state, i.Comment))
	}
	p.table(wording.T(ctx, "Points du plan d'affaires"), rows, wording.T(ctx, "Rien n'est annoncé ni validé."), column(wording.T(ctx, "Point"), 3.4), column(wording.T(ctx, "Annoncé le"), 1.5),
		column(wording.T(ctx, "Validé le"), 1.8), column(wording.T(ctx, "Remarque"), 2.6))
}

func (p *wholePaper) grants() {
	ctx := p.ctx
	p.section("bourse", wording.T(ctx, "Bourse"))
	var rows []report.Row
	for _, g := range p.w.Dossier.Grants {
		paid := models.Cents(0)
		for _, y := range g.Payments {
			paid += y.Amount
		}
		rows = append(rows, report.Texts(g.Ref, g.Purpose, wording.GrantStateLabel(ctx, trial.State(g.State)), wording.Money(g.Awarded), wording.Money(paid)))
	}
	money := func(title string) report.Column { return report.Column{Title: title, Width: 1.6, Num: true} }
	p.table(wording.T(ctx, "Demandes de bourse"), rows, wording.T(ctx, "Aucune demande."), column(wording.T(ctx, "Référence"), 2.2), column(wording.T(ctx, "Objet"), 3), column(wording.T(ctx, "État"), 1.5),
		money(wording.T(ctx, "Octroyé")), money(wording.T(ctx, "Payé")))
}

func (p *wholePaper) files() {
	ctx := p.ctx
	p.section("documents", wording.T(ctx, "Documents et papiers"))
	var rows []report.Row
	for _, x := range p.w.Dossier.Documents {
		rows = append(rows, report.Texts(x.Name, x.Category, wording.Date(models.Instant(x.AddedAt).Date())))
	}
	for _, x := range p.w.Dossier.Papers {
		rows = append(rows, report.Texts(x.Number, x.Title, wording.Date(models.Instant(x.IssuedAt).Date())))
	}
	p.table(wording.T(ctx, "Documents et papiers"), rows, wording.T(ctx, "Aucun document."), column(wording.T(ctx, "Nom ou numéro"), 3), column(wording.T(ctx, "Quoi"), 3), column(wording.T(ctx, "Date"), 1.3))
}

func (p *wholePaper) messages() {
	ctx := p.ctx
	p.section("messages", wording.T(ctx, "Messages"))
	shown := 0
	for _, m := range p.w.Dossier.Messages {
		if m.Body != "" {
			shown++
			p.Add(report.Text{Body: wording.T(ctx, "%s, %s", m.Author, wording.Moment(models.Instant(m.At))), Note: true}, report.Text{Body: m.Body, Quote: true})
		}
	}
	if shown == 0 {
		p.none(wording.T(ctx, "Aucun message."))
	}
}

// internal is the private part, on pages of its own.
func (p *wholePaper) internal() {
	in, ctx := p.w.Internal, p.ctx
	if in == nil {
		return
	}
	p.Add(report.Break{})
	p.section("interne", wording.T(ctx, "Interne : notes de la couveuse"))
	p.Add(report.Heading{Level: 2, Text: wording.T(ctx, "Notes de passation")})
	for _, n := range in.Handovers {
		p.Add(report.Heading{Level: 3, Text: wording.T(ctx, "De %s à %s, le %s", n.From, n.To, wording.LongDate(n.On))})
		p.typed(n.Body)
	}
	if len(in.Handovers) == 0 {
		p.none(wording.T(ctx, "Aucune passation."))
	}
	p.Add(report.Heading{Level: 2, Text: wording.T(ctx, "Notes privées des rencontres")})
	for _, n := range in.Notes {
		p.Add(report.Heading{Level: 3, Text: joined(" · ", wording.Date(n.On), n.Author)})
		p.typed(n.Body)
	}
	if len(in.Notes) == 0 {
		p.none(wording.T(ctx, "Aucune note privée."))
	}
	p.Add(report.Heading{Level: 2, Text: wording.T(ctx, "Actions de la couveuse")})
	var rows []report.Row
	for _, a := range in.Actions {
		rows = append(rows, report.Texts(a.Title, a.Coach, wording.Date(a.DueOn), wording.Date(a.DoneOn)))
	}
	p.table(wording.T(ctx, "Actions de la couveuse"), rows, wording.T(ctx, "Aucune action."), column(wording.T(ctx, "Action"), 4), column(wording.T(ctx, "Qui"), 2), column(wording.T(ctx, "Échéance"), 1.5), column(wording.T(ctx, "Faite le"), 1.5))
}

// Meetings and Actions are the tables of the archive, one line each, with the names of their columns.
func Meetings(ctx context.Context, w handover.Whole) [][]string {
	rows := [][]string{{wording.T(ctx, "Date"), wording.T(ctx, "Sujet"), wording.T(ctx, "État"), wording.T(ctx, "Minutes"), wording.T(ctx, "Avec"), wording.T(ctx, "Compte rendu")}}
	for _, m := range w.Dossier.Meetings {
		rows = append(rows, []string{string(m.On), wording.MeetingKindLabel(ctx, coaching.Kind(m.Kind)), wording.MeetingStateLabel(ctx, coaching.State(m.State)), wording.Count(m.Minutes), strings.Join(m.Coaches, ", "), m.Summary})
	}
	return rows
}

// Actions is the table of the holder's actions.
func Actions(ctx context.Context, w handover.Whole) [][]string {
	rows := [][]string{{wording.T(ctx, "Action"), wording.T(ctx, "Échéance"), wording.T(ctx, "Faite le")}}
	for _, a := range w.Dossier.Actions {
		rows = append(rows, []string{a.Title, string(a.DueOn), string(a.DoneOn)})
	}
	return rows
}
