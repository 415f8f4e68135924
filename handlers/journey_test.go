package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// An accepted dossier is walked to the launch through its page, each rule refusing
// where it must, with its reason on the page and what was typed kept.
func TestAManagerWalksADossierToItsLaunch(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.clock.Set("2027-01-31")
		manager := k.as(k.account("Manon", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}))
		coach := k.account("Karim", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		p := k.dossier(k.cohort("LIEGE"), 0, programme.Accepted)
		home := "/projets/" + p.Ref
		do := func(act string, pairs ...string) reply {
			page := manager.get(home).wants(http.StatusOK)
			return manager.post(home+"/"+act, form(append(pairs, "version", page.value("version"))...))
		}
		phase := func(want programme.Phase) {
			t.Helper()
			if n := k.count(`SELECT count(*) FROM projects WHERE id = ? AND phase = ?`, p.ID, want); n != 1 {
				t.Fatalf("the dossier is not in %s", want)
			}
		}

		do("accompagnement", "date", "2027-01-31", "coaches", coach.PublicID).wants(http.StatusUnprocessableEntity).has("L'accompagnement commence avec une convention signée")
		do("convention", "number", "", "signed_on", "2027-02-01", "starts_on", "hier").wants(http.StatusUnprocessableEntity).
			has("Numéro de la convention : Ce champ est obligatoire", "Cette date est dans le futur", "Indiquez une date qui existe")
		do("convention", "number", "CA-7", "signed_on", "2027-01-31", "starts_on", "2027-01-31").wants(http.StatusSeeOther)
		do("accompagnement", "date", "2027-01-31", "coaches", coach.PublicID).wants(http.StatusSeeOther)
		phase(programme.Coaching)
		manager.get(home).wants(http.StatusOK).has("L'accompagnement commence.", "CA-7", "Karim", "Ensuite : la période de test", "Dès le 30/04/2027")

		refused := do("test", "date", "2027-01-31").wants(http.StatusUnprocessableEntity)
		refused.has("La période de test peut commencer le 30 avril 2027", "points obligatoires du plan d'affaires ne sont pas validés",
			"le dossier n'en a pas", "Accorder une dérogation", "Durée minimale de l'accompagnement")
		if !strings.Contains(refused.body, `<a href="`+home+`" aria-current="page">`) {
			t.Error("the refused page does not say that it is the dossier's")
		}
		phase(programme.Coaching)
		k.write(func(tx *db.Tx) error { // the plan is another pillar's: here all of it is validated
			_, err := tx.Exec(`INSERT INTO plan_states (project_id, item_id, validated_on, updated_at)
				SELECT p.id, i.id, ?, 1 FROM projects p JOIN plan_items i ON i.template_id = p.template_id WHERE p.id = ?`, models.Date("2027-02-01"), p.ID)
			return err
		})
		do("derogation", "rule", programme.CoachingTooShort, "reason", "vite").wants(http.StatusUnprocessableEntity).has("Expliquez en quelques mots", "vite")
		do("derogation", "rule", programme.CoachingTooShort, "reason", "le local est libre dès lundi").wants(http.StatusSeeOther)
		do("statut", "number", "SP-7", "signed_on", "2027-01-31", "starts_on", "2027-01-31", "ends_on", "2027-02-28").wants(http.StatusUnprocessableEntity)
		do("statut", "number", "SP-7", "signed_on", "2027-01-31", "starts_on", "2027-01-31", "ends_on", "2028-01-30").wants(http.StatusSeeOther)
		do("test", "date", "2027-01-31").wants(http.StatusSeeOther)
		phase(programme.Test)
		manager.get(home).has("En vigueur", "SP-7", "30/01/2028")

		k.clock.Set("2027-03-01")
		do("suspension", "date", "2027-02-20", "reason", "").wants(http.StatusUnprocessableEntity)
		do("suspension", "date", "2027-02-20", "reason", "maladie").wants(http.StatusSeeOther)
		manager.get("/projets?suspendus=1").has(p.Ref, "Suspendu depuis le 20/02/2027")
		do("reprise", "date", "2027-03-01").wants(http.StatusSeeOther)
		if kept := do("prolongation", "months", "beaucoup", "reason", "retard").wants(http.StatusUnprocessableEntity).value("months"); kept != "beaucoup" {
			t.Errorf("the form came back with %q", kept)
		}
		do("prolongation", "months", "4", "reason", "retard").wants(http.StatusUnprocessableEntity).has("Il reste au plus")
		do("prolongation", "months", "1", "reason", "retard du fournisseur").wants(http.StatusSeeOther)

		k.clock.Set("2027-08-20")
		wrong := do("lancement", "date", "2027-08-20", "enterprise_name", "Chez Zoë", "enterprise_number", "0403.019.262", "legal_form", "SRL").
			wants(http.StatusUnprocessableEntity).has("Ce numéro d'entreprise n'est pas valable")
		if kept := wrong.value("enterprise_name"); kept != "Chez Zoë" {
			t.Errorf("the form came back with %q", kept)
		}
		do("lancement", "date", "2027-08-20", "enterprise_name", "Chez Zoë", "enterprise_number", "BE 0403.019.261", "legal_form", "SRL", "jobs", "deux").
			wants(http.StatusUnprocessableEntity).has("Emplois salariés")
		do("lancement", "date", "2027-08-20", "enterprise_name", "Chez Zoë", "enterprise_number", "BE 0403.019.261", "legal_form", "SRL", "jobs", "10001").wants(http.StatusUnprocessableEntity)
		do("lancement", "date", "2027-08-20", "enterprise_name", "Chez Zoë", "enterprise_number", "BE 0403.019.261", "legal_form", "SRL", "jobs", "2").wants(http.StatusSeeOther)
		phase(programme.Launched)
		do("suivi", "months_after", "6", "state", "alive", "observed_on", "2027-08-20", "jobs", "3").wants(http.StatusSeeOther)
		phase(programme.FollowedUp)
		manager.get(home+"/historique").wants(http.StatusOK).has("Début de la période de test", "Dérogation : durée minimale de l'accompagnement",
			"le local est libre dès lundi", "Prolongation de 1 mois", "retard du fournisseur", "Chez Zoë, SRL, numéro 0403.019.261", "2 emplois salariés", "3 emplois salariés", "Manon")
		manager.get(home).has("3 emplois salariés", "Emplois salariés au lancement")
	})
}

func TestTwoManagersOneDossier(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		grant := access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}
		one, two := k.as(k.account("Un", grant)), k.as(k.account("Deux", grant))
		p := k.dossier(k.cohort("LIEGE"), 0, programme.Coaching)
		home := "/projets/" + p.Ref
		seen := one.get(home).wants(http.StatusOK).value("version")
		two.post(home+"/prolongation", form("months", "1", "reason", "premier arrivé", "version", seen)).wants(http.StatusSeeOther)
		late := one.post(home+"/prolongation", form("months", "2", "reason", "un texte à garder", "version", seen)).wants(http.StatusConflict)
		late.has("un texte à garder", "Une autre modification a été enregistrée")
		if n := k.count(`SELECT SUM(months) FROM extensions`); n != 1 {
			t.Errorf("%d months were granted, want 1", n)
		}
		one.post(home+"/prolongation", form("months", "2", "reason", "un texte à garder", "version", late.value("version"))).wants(http.StatusSeeOther)
		one.post(home+"/sortie", form("date", "2026-11-23", "reason", "gave_up")).wants(http.StatusConflict) // no version: nothing was seen
	})
}

func TestWhoSeesADossier(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege, namur := k.siteID("LIEGE"), k.siteID("NAMUR")
		holder := k.account("Zoe", access.Grant{Role: access.Candidate})
		p := k.dossier(k.cohort("LIEGE"), holder.PersonID, programme.Coaching)
		coach := k.account("Karim", access.Grant{Role: access.Coach, SiteID: liege})
		k.coach(p, coach)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO actions (project_id, title, owner, coach_id, created_at) VALUES (?, 'Relancer la banque', 'coach', ?, 1), (?, 'Appeler trois clients', 'holder', NULL, 1)`,
				p.ID, coach.ID, p.ID)
			return err
		})
		home := "/projets/" + p.Ref
		for name, test := range map[string]struct {
			grant           access.Grant
			dossier, extend int
		}{
			"site coach":  {access.Grant{Role: access.Coach, SiteID: liege}, 200, 403},
			"other coach": {access.Grant{Role: access.Coach, SiteID: namur}, 404, 403},
			"other head":  {access.Grant{Role: access.Manager, SiteID: namur}, 404, 404},
			"jury":        {access.Grant{Role: access.Jury}, 403, 403},
			"admin":       {access.Grant{Role: access.Administrator}, 403, 403},
			"someone":     {access.Grant{Role: access.Candidate}, 404, 403},
		} {
			b := k.as(k.account(strings.ReplaceAll(name, " ", "."), test.grant))
			b.get(home).wants(test.dossier)
			b.get(home + "/historique").wants(test.dossier)
			b.post(home+"/prolongation", form("months", "1", "reason", "encore", "version", "1")).wants(test.extend)
		}
		own := k.as(holder).get(home).wants(http.StatusOK)
		own.has("Pour vous", "Appeler trois clients", "Karim").lacks("Relancer la banque", "Prolonger", `action="/projets/`+p.Ref+`/prolongation`, `action="/projets/`+p.Ref+`/sortie`, `action="/projets/`+p.Ref+`/equipe`)
		k.as(coach).get(home).wants(http.StatusOK).has("Relancer la banque", "Consigner une rencontre").lacks("Suspendre le parcours")
		k.as(holder).get(home + "/historique").wants(http.StatusOK).lacks("Registre des écritures")
		if n := k.count(`SELECT count(*) FROM extensions`); n != 0 {
			t.Errorf("%d extensions came from those who may not", n)
		}
		draft := k.dossier(k.cohort("NAMUR"), holder.PersonID, programme.Draft)
		if to := k.as(holder).get("/projets/" + draft.Ref).wants(http.StatusSeeOther).location(); to != "/candidatures/"+draft.Ref {
			t.Errorf("a draft leads to %s", to)
		}
	})
}

func TestTheListOfProjects(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege, namur := k.cohort("LIEGE"), k.cohort("NAMUR")
		inCoaching, inTest, sent := k.dossier(liege, 0, programme.Coaching), k.dossier(namur, 0, programme.Test), k.dossier(liege, 0, programme.Submitted)
		coach := k.account("Karim", access.Grant{Role: access.Coach})
		k.coach(inTest, coach)
		b := k.as(coach)
		for query, want := range map[string][]*programme.Project{
			"": {inTest, inCoaching}, "?phase=coaching": {inCoaching}, "?phase=submitted": {sent}, "?site=NAMUR": {inTest}, "?cohorte=" + liege.Ref: {inCoaching},
			"?miens=1": {inTest}, "?coach=" + coach.PublicID: {inTest}, "?q=" + sent.Ref: {sent}, "?q=hondt": {sent, inTest, inCoaching}, "?q=rien": {}, "?suspendus=1": {}, "?tri=fin": {},
		} {
			page := b.get("/projets" + query).wants(http.StatusOK)
			last := -1
			for _, p := range []*programme.Project{sent, inTest, inCoaching} {
				at := strings.Index(page.body, `href="/projets/`+p.Ref+`"`)
				wanted := false
				for _, w := range want {
					wanted = wanted || w == p
				}
				if wanted != (at >= 0) {
					t.Errorf("%q lists %s (%s): %v, want %v", query, p.Ref, p.Phase, at >= 0, wanted)
				}
				if at >= 0 && at < last {
					t.Errorf("%q: %s stands before a newer one", query, p.Ref)
				}
				last = max(last, at)
			}
			if len(want) == 0 {
				page.has("Aucun projet ne correspond").lacks("<table")
			}
		}
		for _, query := range []string{"?phase=x", "?site=x", "?cohorte=x", "?coach=x", "?tri=x", "?q=%00"} {
			b.get("/projets" + query).wants(http.StatusNotFound)
		}
		b.get("/projets?apres=x").wants(http.StatusUnprocessableEntity)
		k.as(k.account("Zoe", access.Grant{Role: access.Candidate})).get("/projets").wants(http.StatusOK).has("Vous n'avez pas encore de projet ici")
	})
}
