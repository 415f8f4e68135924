package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// firstItems gives the ids of the first items of a programme's published template.
func (k *kit) firstItems(programmeCode string) []string {
	k.t.Helper()
	var ids []string
	k.write(func(tx *db.Tx) error {
		ids = nil
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		for _, p := range programmes {
			if p.Code != programmeCode {
				continue
			}
			t, _, err := plan.PublishedOf(tx, p.ID)
			for _, i := range t.Sections[0].Items {
				ids = append(ids, strconv.FormatInt(i.ID, 10))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

func TestThePlanFromClaimToValidation(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		holder := k.account("Zoé", access.Grant{Role: access.Candidate})
		coach := k.account("Carla", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		p := k.dossier(k.cohort("LIEGE"), holder.PersonID, programme.Coaching)
		k.coach(p, coach)
		k.write(func(tx *db.Tx) error { return plan.Adopt(tx, p) })
		page, ids := "/projets/"+p.Ref+"/plan", k.firstItems("JI")

		h := k.as(holder)
		shown := h.get(page).wants(http.StatusOK).has("Ce qui manque pour la période de test", "Obligatoire", "C'est prêt", "Profil et parcours").lacks("valide-" + ids[0])
		h.post(page+"/annonces", form("vu-"+ids[0], shown.value("vu-"+ids[0]), "pret-"+ids[0], "oui", "vu-"+ids[1], shown.value("vu-"+ids[1]))).wants(http.StatusSeeOther)
		h.get(page).wants(http.StatusOK).has("1 point enregistré.", "Annoncé prêt le 23/11/2026")

		c := k.as(coach)
		shown = c.get(page).wants(http.StatusOK).has("1 point attend votre validation")
		both := form("partie", "3", "vu-"+ids[0], shown.value("vu-"+ids[0]), "valide-"+ids[0], "oui", "vu-"+ids[1], shown.value("vu-"+ids[1]),
			"commentaire-"+ids[1], "Précisez les\r\nformations.", "vu-"+ids[2], shown.value("vu-"+ids[2]), "sansobjet-"+ids[2], "Projet à deux.")
		if to := c.post(page+"/validations", both).wants(http.StatusSeeOther).location(); to != page+"#partie-3" {
			t.Errorf("saving leads to %s", to)
		}
		c.get(page).has("3 points enregistrés.", "Validé le 23/11/2026", "Validé par Carla")
		h.get(page).has("Précisez les formations.", "Sans objet : Projet à deux.", "Validé par Carla").lacks("pret-"+ids[0]+`"`, "pret-"+ids[2]+`"`)

		// Sent again, it changes nothing more.
		c.post(page+"/validations", both).wants(http.StatusSeeOther)
		c.get(page).has("Rien n'avait changé")
		if n := k.count(`SELECT count(*) FROM plan_events WHERE project_id = ?`, p.ID); n != 4 {
			t.Errorf("%d events", n)
		}
	})
}

func TestThePlanKeepsWhatWasTyped(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		first := k.account("Carla", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		second := k.account("Dov", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		p := k.dossier(k.cohort("LIEGE"), 0, programme.Test)
		k.coach(p, first)
		k.coach(p, second)
		k.write(func(tx *db.Tx) error { return plan.Adopt(tx, p) })
		page, ids := "/projets/"+p.Ref+"/plan", k.firstItems("JI")
		seen := func(r reply, i int) string { return r.value("vu-" + ids[i]) }

		a, b := k.as(first), k.as(second)
		shown := a.get(page)
		a.post(page+"/validations", form("vu-"+ids[0], seen(shown, 0), "valide-"+ids[0], "oui", "sansobjet-"+ids[0], "Peut-être",
			"vu-"+ids[1], seen(shown, 1), "commentaire-"+ids[1], "Un mot.")).wants(http.StatusUnprocessableEntity).
			has("ne peut pas être à la fois validé et sans objet", "Un mot.").has("Il y a un problème")
		if n := k.count(`SELECT count(*) FROM plan_states`); n != 0 {
			t.Errorf("a refused save left %d states", n)
		}

		// Both have the page; the second who saves the same item is told and loses nothing,
		// and an item that only stood on the page is left as the other one made it.
		b.post(page+"/validations", form("vu-"+ids[0], seen(shown, 0), "commentaire-"+ids[0], "De Dov.", "vu-"+ids[1], seen(shown, 1), "valide-"+ids[1], "oui")).wants(http.StatusSeeOther)
		mine := form("vu-"+ids[0], seen(shown, 0), "commentaire-"+ids[0], "De Carla.", "vu-"+ids[1], seen(shown, 1))
		again := a.post(page+"/validations", mine).wants(http.StatusConflict).has("De Carla.", "Quelqu'un d'autre a modifié ce point", "Validé par Dov")
		mine.Set("vu-"+ids[0], again.value("vu-"+ids[0]))
		a.post(page+"/validations", mine).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM plan_states WHERE comment = 'De Carla.' OR validated_on IS NOT NULL`); n != 2 {
			t.Errorf("%d states are as they should be", n)
		}
	})
}

func TestWhoMayDoWhatOnThePlan(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege, namur := k.siteID("LIEGE"), k.siteID("NAMUR")
		holder := k.account("Zoé", access.Grant{Role: access.Candidate})
		coach := k.account("Carla", access.Grant{Role: access.Coach, SiteID: liege})
		p := k.dossier(k.cohort("LIEGE"), holder.PersonID, programme.Coaching)
		k.coach(p, coach)
		k.write(func(tx *db.Tx) error { return plan.Adopt(tx, p) })
		waiting := k.dossier(k.cohort("LIEGE"), holder.PersonID, programme.Accepted)
		page, ids := "/projets/"+p.Ref+"/plan", k.firstItems("JI")
		foreign := k.firstItems("JID")[0]
		claim, review := form("vu-"+ids[0], "0.x", "pret-"+ids[0], "oui"), form("vu-"+ids[0], "0.x", "valide-"+ids[0], "oui")
		for _, test := range []struct {
			name                string
			b                   *browser
			page, claim, review int
		}{
			{"nobody", k.visitor(), 303, 303, 303},
			{"another candidate", k.as(k.account("Autre", access.Grant{Role: access.Candidate})), 404, 404, 403},
			{"a coach of the site", k.as(k.account("Site", access.Grant{Role: access.Coach, SiteID: liege})), 200, 403, 403},
			{"a coach of another site", k.as(k.account("Loin", access.Grant{Role: access.Coach, SiteID: namur})), 404, 403, 404},
			{"the manager", k.as(k.account("Chef", access.Grant{Role: access.Manager, SiteID: liege})), 200, 403, 403},
			{"the jury", k.as(k.account("Jury", access.Grant{Role: access.Jury})), 403, 403, 403},
			{"the administrator", k.as(k.account("Admin", access.Grant{Role: access.Administrator})), 403, 403, 403},
		} {
			test.b.get(page).wants(test.page).lacks(`name="vu-`)
			test.b.post(page+"/annonces", claim).wants(test.claim)
			test.b.post(page+"/validations", review).wants(test.review)
		}
		h, c := k.as(holder), k.as(coach)
		c.post(page+"/validations", form("vu-"+foreign, "0.x", "valide-"+foreign, "oui")).wants(http.StatusNotFound)
		h.post(page+"/annonces", form("vu-"+foreign, "0.x", "pret-"+foreign, "oui")).wants(http.StatusNotFound)
		h.get("/projets/" + waiting.Ref + "/plan").wants(http.StatusOK).has("Le plan d'affaires commence avec l'accompagnement").lacks(`name="vu-`)
		h.post("/projets/"+waiting.Ref+"/plan/annonces", claim).wants(http.StatusUnprocessableEntity).has("le dossier est à l'étape « Accepté »")
		for _, broken := range []string{"", "x", "99999999999999999999.x", "-3.x"} {
			c.post(page+"/validations", form("vu-"+ids[0], broken, "valide-"+ids[0], "oui")).wants(http.StatusConflict)
		}
		c.post(page+"/validations", form("vu-abc", "0.x", "vu-", "")).wants(http.StatusSeeOther)
		c.post(page+"/validations", form("vu-"+ids[0], "0.x", "commentaire-"+ids[0], strings.Repeat("é", 2001))).wants(http.StatusUnprocessableEntity).has("est trop long")
		if n := k.count(`SELECT count(*) FROM plan_states`) + k.count(`SELECT count(*) FROM plan_events`); n != 0 {
			t.Errorf("%d rows were written by those who may not", n)
		}
	})
}
