package demo

import (
	"eclosion/models/db"
	"eclosion/models/form"
)

// replies are invented answers to the questions of the first definitions, by code; a question in none of them stays
// unanswered. Several ones take turns.
var replies = map[string][]string{
	"forem_registered": {form.Yes, form.Yes, form.Yes, form.No},
	"cpas_name":        {"CPAS de Liège", "CPAS de Namur"}, "cpas_informed": {form.Yes, form.No},
	"health_fund_name": {"Mutualité chrétienne", "Solidaris"}, "health_fund_doctor": {form.No, form.Yes},
	"self_employment": {"stopped", "side"},
	"project_stage":   {"study", "trial", "selling", "idea"},
	"training":        {"Gestion de base, au centre de formation.", "", "Un an de cours du soir."},
	"skills_missing":  {"Tenir une comptabilité.", "Vendre : je n'ose pas encore.", ""},
	"market_tested":   {form.Yes, form.No, form.Yes},
	"market_result":   {"Une vingtaine de personnes du quartier : deux sur trois reviendraient.", "Six clients d'essai, qui trouvent le prix juste."},
	"competitors":     {"Deux enseignes à moins de dix kilomètres, plus chères.", "Surtout des sites en ligne."},
	"funds_needed":    {"350000", "1200000", "480000", "80000"},
	"funds_sources":   {"savings", "savings\nloan", "family\ngrant"},
	"funds_loan":      {"500000", "800000"},
	"income_needed":   {"160000", "190000"},
	"household":       {"1", "2", "4"},
	"discipline":      {"graphic", "object", "fashion", "craft"},
	"portfolio":       {"https://portfolio.exemple.test"},
	"works":           {"Une collection de lampes en carton, une affiche de festival, le carnet d'un musée."},
	"partners":        {"workshop", "none"},
	"partners_detail": {"Un atelier de sérigraphie de Seraing, pour de petites séries."},
}

// answers invents what an application that is still looked at says beside the locked questions, and gives the
// version of the questions that it was written on; files of earlier years have none. Nothing is drawn
// here: the other inventions stay as they are.
func (v *inventor) answers(s *sheets, d *dossier, situation string, ownVAT bool) any {
	definition := v.forms[d.cohort.ProgrammeID]
	if definition.ID == 0 || !d.phase.IsApplication() {
		return nil
	}
	given := map[string]string{"situation": situation}
	if ownVAT {
		given["own_vat"] = form.Yes
	}
	begun := d.submitted == "" && d.id%2 == 0 // a draft whose author stopped half-way
	for _, q := range definition.Questions {
		list := replies[q.Code]
		shown := definition.Shown(func(code string) string { return given[code] })
		if q.Locked() || len(list) == 0 || !shown[q.Code] || begun && q.Topic != form.Situation && q.Topic != form.Project {
			continue
		}
		if text := list[int(d.id)%len(list)]; text != "" {
			given[q.Code] = text
			s.answers.add(d.id, q.Code, text)
		}
	}
	return definition.ID
}

// secondRecord gives somebody who has just applied the telephone number of a dossier of earlier years: the
// couveuse is told that it may be the same person.
func (v *inventor) secondRecord(tx *db.Tx) error {
	if len(v.fates) == 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE persons SET phone = (SELECT o.phone FROM persons o JOIN projects p ON p.person_id = o.id WHERE p.phase = 'exited' ORDER BY p.id LIMIT 1),
		phone_key = (SELECT o.phone_key FROM persons o JOIN projects p ON p.person_id = o.id WHERE p.phase = 'exited' ORDER BY p.id LIMIT 1)
		WHERE id = (SELECT p.person_id FROM projects p WHERE p.phase = 'submitted' ORDER BY p.id LIMIT 1)
		AND EXISTS (SELECT 1 FROM projects p WHERE p.phase = 'exited')`)
	return err
}
