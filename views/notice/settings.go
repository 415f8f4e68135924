package notice

import (
	"context"

	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/sitting"
	"eclosion/models/trial"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// slugs are the kinds as addresses name them.
var slugs = map[notice.Kind]string{notice.Coaching: "convention", notice.Status: "statut", notice.Extension: "prolongation", notice.Suspension: "suspension", notice.Resumption: "reprise",
	notice.Award: "octroi", notice.Refusal: "refus-de-bourse", notice.Reduction: "reduction", notice.Recovery: "recuperation"}

// Slug names a kind in addresses.
func Slug(k notice.Kind) string { return slugs[k] }

// KindOf reads a kind of an address.
func KindOf(slug string) (k notice.Kind, ok bool) {
	for k, s := range slugs {
		if s == slug {
			return k, true
		}
	}
	return "", false
}

// Places explain what may stand in braces in a text of the kind.
func Places(ctx context.Context, k notice.Kind) []ui.SummaryRow {
	words := map[string]string{
		"prenom": wording.T(ctx, "prénom"), "nom": wording.T(ctx, "nom de famille"), "adresse": wording.T(ctx, "adresse de la personne"), "date_naissance": wording.T(ctx, "date de naissance"),
		"projet": wording.T(ctx, "nom du projet"), "reference": wording.T(ctx, "référence du dossier"), "programme": wording.T(ctx, "programme"), "cohorte": wording.T(ctx, "cohorte"),
		"site": wording.T(ctx, "site"), "adresse_site": wording.T(ctx, "adresse du site"), "couveuse": wording.T(ctx, "nom de la couveuse"), "adresse_couveuse": wording.T(ctx, "adresse de la couveuse"),
		"numero_couveuse": wording.T(ctx, "numéro d'entreprise de la couveuse"), "contact": wording.T(ctx, "adresse e-mail et téléphone de la couveuse"), "email": wording.T(ctx, "adresse e-mail de la couveuse"),
		"telephone": wording.T(ctx, "téléphone de la couveuse"), "date": wording.T(ctx, "date du document"),
		"debut": wording.T(ctx, "premier jour de la convention"), "fin": wording.T(ctx, "dernier jour de la convention"), "mois_min": wording.T(ctx, "durée minimale de l'étape, en mois"), "mois_max": wording.T(ctx, "durée maximale de l'étape, en mois"),
		"prolongation": wording.T(ctx, "limite des prolongations, en mois"), "accompagnement": wording.T(ctx, "qui accompagne le dossier"), "plafond": wording.T(ctx, "plafond de la bourse, en chiffres et en lettres"),
		"convention": wording.T(ctx, "numéro de la convention modifiée"), "date_convention": wording.T(ctx, "date de sa signature"), "etape": wording.T(ctx, "étape concernée"),
		"date_decision": wording.T(ctx, "date de la décision"), "date_effet": wording.T(ctx, "jour à partir duquel le changement vaut"), "raison": wording.T(ctx, "raison qui a été notée"),
		"mois": wording.T(ctx, "mois ajoutés"), "jours": wording.T(ctx, "jours de suspension"), "suspendu_depuis": wording.T(ctx, "premier jour de la suspension"),
		"ancienne_fin": wording.T(ctx, "dernier jour avant le changement"), "nouvelle_fin": wording.T(ctx, "dernier jour après le changement"),
		"demande": wording.T(ctx, "référence de la demande"), "objet": wording.T(ctx, "objet de la demande"), "montant": wording.T(ctx, "montant, en chiffres et en lettres"), "montant_demande": wording.T(ctx, "montant demandé"),
		"montant_restant": wording.T(ctx, "bourse après la réduction"), "montant_recupere": wording.T(ctx, "total récupéré sur la demande"), "tranches": wording.T(ctx, "liste des tranches, avec leurs conditions"),
		"reste": wording.T(ctx, "ce qui peut encore être octroyé à la personne"),
	}
	var rows []ui.SummaryRow
	for _, name := range notice.Placeholders(k) {
		rows = append(rows, ui.SummaryRow{Term: "{" + name + "}", Value: words[name]})
	}
	return rows
}

// Sample is an invented dossier, to show a text as a paper.
func Sample(ctx context.Context, k notice.Kind, p programme.Programme, c programme.Couveuse, site programme.Site, terms programme.Terms, text sitting.Text) notice.Subject {
	const today = models.Date("2026-11-24")
	s := notice.Subject{
		Cause: notice.Cause{Kind: k}, Project: &programme.Project{Ref: p.Code + "-2026-0042", Title: wording.T(ctx, "Épicerie en vrac")},
		Person: programme.Person{FirstName: "Zoë", LastName: "D'Hondt", BirthOn: "1994-03-08", Street: wording.T(ctx, "rue Haute 1"), Postcode: "4000", Municipality: "Liège"},
		Cohort: programme.Cohort{Name: p.Code + "-" + site.Code + "-2027-1", ProgrammeName: p.Name},
		Site:   site, Couveuse: c, Terms: terms, Text: text, Today: today, StartsOn: "2026-12-01", Coaches: []string{wording.T(ctx, "La personne qui accompagne")},
	}
	s.EndsOn = s.StartsOn.AddMonths(terms.CoachingMaxMonths)
	phase := programme.Coaching
	if k == notice.Status {
		s.EndsOn, phase = s.StartsOn.AddMonths(terms.TestMaxMonths).AddDays(-1), programme.Test
	}
	s.Agreement = &journey.Agreement{Number: "CA-2026-0012", SignedOn: "2026-06-01"}
	s.Change = notice.Change{Phase: phase, On: "2026-11-23", Months: 2, Since: "2026-11-02", Days: 21, Before: "2026-12-01", End: "2027-02-01", Reason: wording.T(ctx, "Le prêt attendu n'est pas encore accordé.")}
	s.Money = notice.Money{Amount: 200_000, On: "2026-11-23", Reason: wording.T(ctx, "Le budget est réaliste et les devis sont joints."), Total: 150_000, Cap: terms.GrantCap, Left: max(0, terms.GrantCap-200_000),
		Request: trial.Request{Ref: s.Project.Ref + "-B1", Purpose: wording.T(ctx, "un four et une vitrine"), DecidedByName: wording.T(ctx, "La personne qui décide"), Tranches: []trial.Tranche{
			{Position: 1, Amount: 150_000, Condition: wording.T(ctx, "à la signature de la convention")}, {Position: 2, Amount: 50_000, Condition: wording.T(ctx, "sur présentation des factures"), DueOn: "2027-03-01"}}}}
	return s
}
