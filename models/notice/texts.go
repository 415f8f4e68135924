package notice

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/sitting"
)

// everywhere are the placeholders that every text may hold.
var everywhere = []string{"prenom", "nom", "adresse", "date_naissance", "projet", "reference", "programme", "cohorte", "site", "adresse_site",
	"couveuse", "adresse_couveuse", "numero_couveuse", "contact", "email", "telephone", "date"}

// places are those of one kind besides.
var places = map[Kind][]string{
	Coaching:   {"debut", "fin", "mois_min", "mois_max", "prolongation", "accompagnement"},
	Status:     {"debut", "fin", "mois_min", "mois_max", "prolongation", "accompagnement", "plafond"},
	Extension:  {"convention", "date_convention", "etape", "date_decision", "mois", "raison", "ancienne_fin", "nouvelle_fin"},
	Suspension: {"convention", "date_convention", "etape", "date_effet", "raison", "ancienne_fin"},
	Resumption: {"convention", "date_convention", "etape", "date_effet", "suspendu_depuis", "jours", "ancienne_fin", "nouvelle_fin"},
	Award:      {"demande", "objet", "montant", "date_decision", "raison", "tranches", "plafond", "reste"},
	Refusal:    {"demande", "objet", "montant_demande", "date_decision", "raison"},
	Reduction:  {"demande", "objet", "montant", "date_decision", "raison", "montant_restant"},
	Recovery:   {"demande", "objet", "montant", "date_decision", "raison", "montant_recupere"},
}

// needed are those without which a text of the kind would bind nobody to anything.
var needed = map[Kind][]string{
	Coaching:   {"debut", "fin"},
	Status:     {"debut", "fin"},
	Extension:  {"convention", "mois", "nouvelle_fin"},
	Suspension: {"convention", "date_effet"},
	Resumption: {"convention", "date_effet", "nouvelle_fin"},
	Award:      {"montant", "tranches"},
	Refusal:    {"raison"},
	Reduction:  {"montant", "raison", "montant_restant"},
	Recovery:   {"montant", "montant_recupere"},
}

// Placeholders are the words in braces that a text of the kind may hold, as they are typed.
func Placeholders(k Kind) []string { return slices.Concat(everywhere, places[k]) }

// MostText bounds a text, in characters.
const MostText = 20000

// CheckText says what is wrong with the text of a notice. Field: "letter_body".
func CheckText(k Kind, body string) *models.Problem {
	return sitting.CheckPlaces(body, Placeholders(k), needed[k], MostText)
}

// Fill puts values in the places of a text; see [sitting.FillFrom].
func Fill(k Kind, body string, values map[string]string) (text string, unknown []string) {
	return sitting.FillFrom(Placeholders(k), body, values)
}

// SaveText gives a programme a new version of the text of a kind; "" goes back to the product's own.
// number is that of the version which the form shows. Notices issued before keep their words.
func SaveText(tx *db.Tx, code string, k Kind, number int, body string) error {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return models.Denied(string(access.SettingsManage))
	}
	p, err := programme.ProgrammeByCode(tx, code)
	if err != nil {
		return err
	}
	if !slices.Contains(Kinds(), k) {
		return models.Missing("letter")
	}
	if body != "" {
		if problem := CheckText(k, body); problem != nil {
			return problem
		}
	}
	now, err := TextOf(tx, p.ID, k)
	if err != nil {
		return err
	}
	if now.Number != number {
		return models.Stale("letter", models.Facts{"ref": p.Code})
	}
	if now.Body == body {
		return nil
	}
	id, err := insertText(tx, p.ID, k, number+1, body)
	if err != nil {
		return err
	}
	return tx.Audit("notice.text", "notice_text", id, 0, models.Facts{"programme": p.Code, "kind": k, "number": number + 1})
}
