package handlers_test

import (
	"net/http"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Everybody's home says what waits for them, and when nothing does.
func TestHomeSaysWhatWaits(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege := k.siteID("LIEGE")
		holder := k.account("Zoe", access.Grant{Role: access.Candidate})
		coach := k.account("Karim", access.Grant{Role: access.Coach, SiteID: liege})
		manager := k.account("Manon", access.Grant{Role: access.Manager, SiteID: liege})
		other := k.account("Ailleurs", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")})
		jury := k.account("Jeanne", access.Grant{Role: access.Jury})
		admin := k.account("Ada", access.Grant{Role: access.Administrator})
		k.as(holder).get("/").wants(http.StatusOK).has("lundi 23 novembre 2026", "Commencer une candidature")
		k.as(coach).get("/").wants(http.StatusOK).has("Tout est fait")
		k.as(jury).get("/").wants(http.StatusOK).has("Tout est fait")
		k.as(admin).get("/").wants(http.StatusOK).has("Tout est fait", "Réglages")

		c := k.cohort("LIEGE")
		running := k.dossier(c, holder.PersonID, programme.Coaching)
		k.coach(running, coach)
		sent, read := k.dossier(c, 0, programme.Submitted), k.dossier(c, 0, programme.Review)
		accepted := k.dossier(c, 0, programme.Accepted)
		k.write(func(tx *db.Tx) error {
			var committee int64
			for _, statement := range []struct {
				text string
				args []any
			}{
				{`UPDATE projects SET phase_ends_on = ? WHERE id = ?`, []any{models.Date("2026-11-20"), running.ID}},
				{`INSERT INTO actions (project_id, title, owner, due_on, created_at) VALUES (?, 'Appeler trois clients', 'holder', ?, 1)`, []any{running.ID, models.Date("2026-11-10")}},
				{`INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, created_at) VALUES ('B1', ?, ?, 1, 'Four', ?, 'submitted', 1)`, []any{running.ID, running.PersonID, tx.Today()}},
				{`INSERT INTO grant_lines (request_id, position, label, amount) SELECT id, 1, 'Four', 120000 FROM grant_requests WHERE project_id = ?`, []any{running.ID}},
			} {
				if _, err := tx.Exec(statement.text, statement.args...); err != nil {
					return err
				}
			}
			if _, err := tx.Get([]any{&committee}, `INSERT INTO committees (ref, cohort_id, held_on, state, created_at) VALUES ('K1', ?, ?, 'open', 1) RETURNING id`, c.ID, tx.Today()); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO committee_members (committee_id, account_id) VALUES (?, ?)`, committee, jury.ID); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO committee_files (committee_id, project_id) VALUES (?, ?), (?, ?)`, committee, read.ID, committee, accepted.ID)
			return err
		})

		k.as(holder).get("/").has("Votre dossier", "Ce que vous avez à faire", "Appeler trois clients", "En retard de 13 jours").lacks(sent.Ref)
		k.as(coach).get("/").has("À faire aujourd'hui (2)", "Étapes qui se terminent", "Dépassé de 3 jours", "Actions en retard chez les porteuses et porteurs").lacks(sent.Ref)
		k.as(manager).get("/").has("Candidatures à examiner ou à décider", sent.Ref, "Déposé aujourd'hui", "Acceptés, à faire entrer en accompagnement", accepted.Ref,
			"Bourses à décider", "1 200,00 € pour Zoe", "Dépassée de 3 jours", "Cohortes ouvertes aux candidatures", c.Ref)
		k.as(other).get("/").has("Tout est fait").lacks(sent.Ref, running.Ref)
		k.as(jury).get("/").has("Dossiers qui attendent votre avis", "Zoë D'Hondt, "+read.Ref, "Comité du 23/11/2026").lacks(running.Ref, accepted.Ref)
		k.write(func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE committees SET blind = ?`, true); return err })
		k.as(jury).get("/").has("Dossiers qui attendent votre avis", read.Ref).lacks("Hondt")

		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET suspended_on = ? WHERE id = ?`, models.Date("2026-09-01"), running.ID)
			return err
		})
		k.as(manager).get("/").has("Suspensions de plus de deux mois", "Depuis 83 jours").lacks("Dépassée de 3 jours")
		both := k.account("Deux", access.Grant{Role: access.Manager, SiteID: liege}, access.Grant{Role: access.Jury})
		k.as(both).get("/").has("Responsable", "Comité", "Tout est fait", sent.Ref)
	})
}
