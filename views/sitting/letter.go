// Package sitting holds the pages and papers of a committee's day: agenda, pack, decisions
// as they fall, minutes, decision letters, waiting list.
package sitting

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// DefaultText is the product's own text of a letter, for programmes that wrote none. A line
// that begins with "# " is a heading; a line that begins with "- " an item of a list.
func DefaultText(ctx context.Context, o selection.Outcome) string {
	var parts []string
	switch o {
	case selection.Accepted:
		parts = []string{
			wording.T(ctx, "Bonjour {prenom} {nom},"),
			wording.T(ctx, "Nous avons le plaisir de vous l'annoncer : votre projet « {projet} » est accepté dans le programme {programme}, sur le site de {site}. Le comité l'a décidé le {date_decision}."),
			wording.T(ctx, "# Les raisons de cette décision"), "{raisons}",
			wording.T(ctx, "Cette acceptation tient à une condition :") + "\n{conditions}",
			wording.T(ctx, "# Et maintenant"),
			wording.T(ctx, "- Nous prenons contact avec vous pour fixer un premier rendez-vous.") + "\n" +
				wording.T(ctx, "- Nous signons ensemble la convention d'accompagnement : elle dit ce que vous pouvez attendre de nous, et ce que nous attendons de vous. L'accompagnement est gratuit.") + "\n" +
				wording.T(ctx, "- L'accompagnement commence avec la cohorte {cohorte}, le {debut}."),
			"{suite}",
			wording.T(ctx, "Si vous ne souhaitez plus cette place, dites-le-nous simplement : quelqu'un d'autre l'attend peut-être."),
		}
	case selection.Waitlisted:
		parts = []string{
			wording.T(ctx, "Bonjour {prenom} {nom},"),
			wording.T(ctx, "Le comité a examiné votre projet « {projet} » le {date_decision}. Nous ne pouvons pas encore vous donner une place dans le programme {programme}, mais nous gardons votre candidature : elle est sur la liste d'attente de la cohorte {cohorte}, à la place {rang}."),
			wording.T(ctx, "# Les raisons de cette décision"), "{raisons}",
			wording.T(ctx, "# Et maintenant"),
			wording.T(ctx, "- Vous n'avez rien à faire : votre candidature reste complète et valable.") + "\n" +
				wording.T(ctx, "- Quand une place se libère, nous reprenons la liste dans l'ordre et nous prenons une nouvelle décision, que nous vous écrivons.") + "\n" +
				wording.T(ctx, "- Votre place du jour se lit sur la page de votre candidature. Être sur la liste ne garantit pas d'entrer dans cette cohorte."),
			"{suite}",
			wording.T(ctx, "Si vous trouvez une autre solution entre-temps, dites-le-nous : nous vous souhaiterons bonne route."),
		}
	default:
		parts = []string{
			wording.T(ctx, "Bonjour {prenom} {nom},"),
			wording.T(ctx, "Vous nous avez confié votre projet « {projet} », et nous vous en remercions. Le comité l'a examiné le {date_decision}. Il n'a pas retenu votre candidature au programme {programme} pour la cohorte {cohorte}."),
			wording.T(ctx, "Nous savons ce qu'une candidature demande de travail ; nous vous devons une réponse claire."),
			wording.T(ctx, "# Les raisons de cette décision"), "{raisons}",
			wording.T(ctx, "# Ce que vous pouvez faire maintenant"), "{suite}",
			wording.T(ctx, "# Si vous voulez en parler"),
			wording.T(ctx, "Vous pouvez demander un entretien pour mieux comprendre cette décision. Si vous pensez qu'un élément de votre dossier nous a échappé, écrivez-nous lequel : votre demande de nouvel examen recevra une réponse écrite."),
		}
	}
	parts = append(parts, wording.T(ctx, "Une question ? Nous y répondons volontiers : {contact}."))
	if o == selection.Accepted {
		parts = append(parts, wording.T(ctx, "Bienvenue dans la couveuse !"))
	}
	return strings.Join(parts, "\n\n")
}

// values are what stands in the places of a letter's text.
func values(ctx context.Context, s sitting.Subject) map[string]string {
	v := map[string]string{
		"prenom": s.Person.FirstName, "nom": s.Person.LastName, "projet": projectTitle(ctx, s.Project.Title), "reference": s.Project.Ref,
		"programme": s.Cohort.ProgrammeName, "cohorte": s.Cohort.Name, "debut": wording.LongDate(s.Cohort.StartsOn),
		"site": s.Site.Name, "adresse_site": s.Site.Address, "date_decision": wording.LongDate(s.Decision.DecidedOn),
		"raisons": s.Decision.Reasons, "suite": s.Decision.NextStep, "conditions": s.Decision.Conditions,
		"couveuse": s.Couveuse.Name, "email": s.Couveuse.Email, "telephone": s.Couveuse.Phone, "contact": contact(s.Couveuse),
	}
	if s.Decision.Rank > 0 {
		v["rang"] = strconv.Itoa(s.Decision.Rank)
	}
	return v
}

func contact(c programme.Couveuse) string {
	var parts []string
	for _, part := range []string{c.Email, c.Phone} {
		if part != "" {
			parts = append(parts, strings.ReplaceAll(part, " ", wording.NoBreak)) // a number is not cut in two
		}
	}
	return strings.Join(parts, ", ")
}

func projectTitle(ctx context.Context, text string) string {
	if text == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return text
}

// Words fills the text that holds for a letter in; unknown are places that no letter has.
func Words(ctx context.Context, s sitting.Subject) (body string, unknown []string) {
	text := s.Text.Body
	if text == "" {
		text = DefaultText(ctx, s.Decision.Outcome)
	}
	return sitting.Fill(wording.Typeset(text), values(ctx, s))
}

// LetterTitle names a letter in lists, without its outcome.
func LetterTitle(ctx context.Context, ref string) string {
	return wording.T(ctx, "Décision sur la candidature %s", ref)
}

// Letter lays a letter out: receiver, object, words, who signs.
func Letter(ctx context.Context, s sitting.Subject, body string) report.Paper {
	p := report.From(s.Couveuse)
	p.Kind, p.Subject, p.Reference, p.Date, p.Letter = reporting.KindLetter, s.Project.Ref, s.Project.Ref, s.Today, true
	p.Title = LetterTitle(ctx, s.Project.Ref)
	p.Add(receiver(s.Person))
	p.Add(report.Text{Body: wording.T(ctx, "%s, le %s", s.Site.Name, wording.LongDate(s.Today)), Note: true})
	p.Add(report.Heading{Level: 3, Text: wording.T(ctx, "Objet : votre candidature %s au programme %s", s.Project.Ref, s.Cohort.ProgrammeName)})
	p.Add(report.Words(body)...)
	p.Add(report.Signatures{{Role: wording.T(ctx, "Pour %s", s.Couveuse.Name), Name: s.Decision.DecidedBy, Mention: s.Site.Name}})
	return p
}

func receiver(p programme.Person) report.Address {
	lines := report.Address{p.FullName()}
	for _, line := range []string{p.Street, strings.TrimSpace(p.Postcode + " " + p.Municipality)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Sample is an invented decision, to show a text as a letter.
func Sample(ctx context.Context, p programme.Programme, c programme.Couveuse, site programme.Site, o selection.Outcome, text sitting.Text) sitting.Subject {
	s := sitting.Subject{
		Decision: selection.Decision{Outcome: o, DecidedBy: wording.T(ctx, "La personne qui décide"), Reasons: wording.T(ctx, "Une idée claire, et des clients déjà rencontrés. Le prix reste à vérifier sur le terrain.")},
		Project:  &programme.Project{Ref: p.Code + "-2026-0042", Title: wording.T(ctx, "Épicerie en vrac")},
		Person:   programme.Person{FirstName: "Zoë", LastName: "D'Hondt", Street: wording.T(ctx, "rue Haute 1"), Postcode: "4000", Municipality: "Liège"},
		Cohort:   programme.Cohort{Ref: p.Code + "-" + site.Code + "-2027-1", Name: p.Code + "-" + site.Code + "-2027-1", ProgrammeName: p.Name, StartsOn: "2027-01-11"},
		Site:     site, Couveuse: c, Text: text, Today: "2026-11-24",
	}
	s.Decision.DecidedOn = "2026-11-23"
	switch o {
	case selection.Accepted:
		s.Decision.Conditions = wording.T(ctx, "Trouver un local avant le début de l'accompagnement.")
	case selection.Waitlisted:
		s.Decision.Rank = 2
	default:
		s.Decision.NextStep = wording.T(ctx, "Rencontrez une dizaine de clients, puis présentez-vous à la prochaine cohorte.")
	}
	return s
}
