package follow

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/privacy"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/trial"
	"eclosion/views/candidature"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// Summary is what is held about a person as a paper that they can read; the machine's file beside it says the
// same and more.
func Summary(ctx context.Context, h *privacy.Held, house programme.Couveuse, today models.Date) report.Paper {
	p := report.Paper{House: house.Name, HouseLine: strings.Join(filled(house.Address, house.Email), " · "), Title: wording.T(ctx, "Mes données"),
		Subtitle: programme.FullName(h.Person.FirstName, h.Person.LastName), Date: today, Plain: true}
	add := func(blocks ...report.Block) { p.Blocks = append(p.Blocks, blocks...) }
	add(report.Text{Body: wording.T(ctx, "Ce document résume ce que la couveuse détient sur vous le %s. Le fichier data.json contient les mêmes données, et d'autres, pour une machine ; vos documents et les lettres reçues sont dans le dossier qui porte la référence de chaque candidature.", wording.LongDate(today))},
		report.Heading{Level: 1, Text: wording.T(ctx, "Vous")}, personDefs(ctx, h))
	for _, d := range h.Dossiers {
		add(dossierBlocks(ctx, h, d)...)
	}
	if len(h.InfoSessions) > 0 {
		rows := make([]report.Row, len(h.InfoSessions))
		for i, s := range h.InfoSessions {
			rows[i] = report.Texts(wording.Date(s.On), s.Site, s.Email)
		}
		add(report.Heading{Level: 1, Text: wording.T(ctx, "Séances d'information")},
			table(wording.T(ctx, "Inscriptions"), rows, wording.T(ctx, "Date"), wording.T(ctx, "Site"), wording.T(ctx, "Adresse e-mail")))
	}
	if len(h.Mails) > 0 {
		add(report.Heading{Level: 1, Text: wording.T(ctx, "E-mails")}, report.Text{Body: wording.N(ctx, "%s e-mail vous a été écrit ; data.json en donne la liste.", "%s e-mails vous ont été écrits ; data.json en donne la liste.", len(h.Mails), wording.Count(len(h.Mails)))})
	}
	add(report.Heading{Level: 1, Text: wording.T(ctx, "Pourquoi, et combien de temps")})
	for _, x := range holdings(ctx) {
		add(report.Heading{Level: 2, Text: x.What}, report.Text{Body: x.Why + " " + x.Long})
	}
	return p
}

func filled(list ...string) (kept []string) {
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

func table(caption string, rows []report.Row, titles ...string) report.Table {
	t := report.Table{Caption: caption, Rows: rows}
	for i, title := range titles {
		width := 1.0
		if i == 3 { // the last of four is running text, or an amount that needs little
			width = 2
		}
		t.Columns = append(t.Columns, report.Column{Title: title, Width: width})
	}
	return t
}

func personDefs(ctx context.Context, h *privacy.Held) report.Defs {
	p := h.Person
	birth := ""
	if p.BirthOn != "" {
		birth = wording.LongDate(p.BirthOn)
	}
	var defs report.Defs
	for _, d := range []report.Def{
		{Term: wording.T(ctx, "Nom"), Value: programme.FullName(p.FirstName, p.LastName)}, {Term: wording.T(ctx, "Date de naissance"), Value: birth},
		{Term: wording.T(ctx, "Genre"), Value: wording.GenderLabel(ctx, p.Gender)}, {Term: wording.T(ctx, "Adresse e-mail"), Value: strings.Join(filled(p.Email), "")},
		{Term: wording.T(ctx, "Téléphone"), Value: p.Phone}, {Term: wording.T(ctx, "Adresse"), Value: strings.Join(filled(p.Street, strings.TrimSpace(p.Postcode+" "+p.Municipality)), ", ")},
		{Term: wording.T(ctx, "Adresse du compte"), Value: h.Account.Email}, {Term: wording.T(ctx, "Compte ouvert le"), Value: wording.LongDate(models.Instant(h.Account.CreatedAt).Date())},
	} {
		if d.Value != "" {
			defs = append(defs, d)
		}
	}
	return defs
}

// dossierBlocks are one dossier: where it stands, its answers, what was decided, said, met, paid.
func dossierBlocks(ctx context.Context, h *privacy.Held, d privacy.HeldDossier) []report.Block {
	title := d.Title
	if title == "" {
		title = wording.T(ctx, "Projet sans titre")
	}
	list := []report.Block{report.Heading{Level: 1, Text: d.Ref + " · " + title}, report.Defs{
		{Term: wording.T(ctx, "Programme"), Value: d.Programme}, {Term: wording.T(ctx, "Site"), Value: d.Site}, {Term: wording.T(ctx, "Cohorte"), Value: d.Cohort},
		{Term: wording.T(ctx, "Étape"), Value: wording.PhaseLabel(ctx, d.Phase)}, {Term: wording.T(ctx, "Depuis le"), Value: wording.LongDate(d.PhaseStartedOn)}}}
	if d.ErasedOn != "" {
		return append(list, report.Text{Body: wording.T(ctx, "Ce dossier est anonymisé depuis le %s.", wording.LongDate(d.ErasedOn))})
	}
	if a := h.Applications[d.Ref]; a != nil {
		list = append(list, answerBlocks(ctx, a)...)
	}
	for _, x := range d.Decisions {
		list = append(list, report.Heading{Level: 2, Text: wording.T(ctx, "Décision du %s : %s", wording.LongDate(x.DecidedOn), wording.OutcomeLabel(ctx, selection.Outcome(x.Outcome)))})
		for _, text := range filled(x.Reasons, x.NextStep) {
			list = append(list, report.Text{Body: text, Quote: true})
		}
	}
	list = append(list, listBlocks(ctx, d)...)
	return append(list, talkBlocks(ctx, d)...)
}

func answerBlocks(ctx context.Context, a *selection.Application) []report.Block {
	var list []report.Block
	for _, topic := range candidature.Reading(a) {
		defs := report.Defs{}
		for _, r := range candidature.Rows(ctx, a, topic) {
			if r.Value != "" {
				defs = append(defs, report.Def{Term: r.Term, Value: r.Value})
			}
		}
		if len(defs) > 0 {
			list = append(list, report.Heading{Level: 2, Text: wording.TopicLabel(ctx, topic)}, defs)
		}
	}
	return list
}

// listBlocks are what a table tells best.
func listBlocks(ctx context.Context, d privacy.HeldDossier) []report.Block {
	var list []report.Block
	put := func(title string, rows []report.Row, titles ...string) {
		if len(rows) > 0 {
			list = append(list, report.Heading{Level: 2, Text: title}, table(title, rows, titles...))
		}
	}
	var docs, papers, meetings, grants []report.Row
	for _, x := range d.Documents {
		docs = append(docs, report.Texts(x.Category, x.Name, wording.Date(models.Instant(x.AddedAt).Date())))
	}
	for _, x := range d.Papers {
		papers = append(papers, report.Texts(x.Number, x.Title, wording.Date(models.Instant(x.IssuedAt).Date())))
	}
	for _, x := range d.Meetings {
		meetings = append(meetings, report.Texts(wording.Date(x.On), wording.MeetingKindLabel(ctx, coaching.Kind(x.Kind)), strings.Join(x.Coaches, ", "), x.Summary))
	}
	for _, x := range d.Grants {
		grants = append(grants, report.Texts(x.Ref, x.Purpose, wording.GrantStateLabel(ctx, trial.State(x.State)), wording.Money(x.Awarded)))
	}
	put(wording.T(ctx, "Documents"), docs, wording.T(ctx, "Catégorie"), wording.T(ctx, "Nom"), wording.T(ctx, "Reçu le"))
	put(wording.T(ctx, "Lettres et rapports"), papers, wording.T(ctx, "Numéro"), wording.T(ctx, "Titre"), wording.T(ctx, "Émis le"))
	put(wording.T(ctx, "Rencontres"), meetings, wording.T(ctx, "Date"), wording.T(ctx, "Type"), wording.T(ctx, "Avec"), wording.T(ctx, "Compte rendu"))
	put(wording.T(ctx, "Demandes de bourse"), grants, wording.T(ctx, "Référence"), wording.T(ctx, "Objet"), wording.T(ctx, "État"), wording.T(ctx, "Octroyé"))
	return list
}

func talkBlocks(ctx context.Context, d privacy.HeldDossier) []report.Block {
	var list []report.Block
	for _, m := range d.Messages {
		if m.Body == "" {
			continue
		}
		if list == nil {
			list = append(list, report.Heading{Level: 2, Text: wording.T(ctx, "Messages")})
		}
		list = append(list, report.Text{Body: wording.T(ctx, "%s, %s", m.Author, wording.Moment(models.Instant(m.At))), Note: true}, report.Text{Body: m.Body, Quote: true})
	}
	return list
}
