package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// planDesk is a project in coaching, in the browsers of its holder and of its coach.
type planDesk struct {
	*kit
	p             *programme.Project
	holder, coach *browser
	page          string // of the first section
}

func (k *kit) planDesk() planDesk {
	k.t.Helper()
	holder := k.account("Zoé", access.Grant{Role: access.Candidate})
	coach := k.account("Carla", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
	p := k.dossier(k.cohort("LIEGE"), holder.PersonID, programme.Coaching)
	k.coach(p, coach)
	k.write(func(tx *db.Tx) error { return plan.Adopt(tx, p) })
	return planDesk{k, p, k.as(holder), k.as(coach), "/projets/" + p.Ref + "/plan/sections/1"}
}

func (r reply) kept(t *testing.T) (answer struct {
	Version, Saved, Said string
	Wrong                map[string]string
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	return answer
}

func TestASectionFromTheFirstWordToItsValidation(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		d := k.planDesk()
		shown := d.holder.get(d.page).wants(http.StatusOK).has("Personne et équipe", "Vide", "Partie 1 sur 9", "C'est prêt", "Soumettre à l'accompagnateur·rice").lacks("Redemander")
		if !strings.Contains(shown.body, `data-autosave="`+d.page+`/brouillon"`) {
			t.Error("the page does not save while one types")
		}
		one := d.holder.post(d.page+"/brouillon", form("version", shown.value("version"), "body", "# Moi\n<script>alert(1)</script>")).wants(http.StatusOK).kept(t)
		if one.Saved != "Enregistré à 09:00" && !strings.HasPrefix(one.Saved, "Enregistré à ") || one.Version != "1" || len(one.Wrong) != 0 {
			t.Errorf("kept: %+v", one)
		}
		if other := d.holder.post(d.page+"/brouillon", form("version", "0", "body", "une autre fenêtre")).wants(http.StatusConflict).kept(t); !strings.Contains(other.Said, "enregistrez pour comparer") {
			t.Errorf("another window: %+v", other)
		}
		long := strings.Repeat("é", 100_000)
		if much := d.holder.post(d.page+"/brouillon", form("version", "1", "body", long)).wants(http.StatusOK).kept(t); much.Version != "1" || much.Wrong["body"] == "" || much.Said == "" {
			t.Errorf("too long: %+v", much)
		}
		d.holder.post(d.page, form("version", "1", "body", long)).wants(http.StatusUnprocessableEntity).has(long[:2000], "20\u202f000")
		again := d.holder.post(d.page, form("version", "0", "body", "Une autre fenêtre.")).wants(http.StatusConflict).has("Une autre fenêtre.", "Ce qui est enregistré aujourd'hui", "alert(1)").lacks("<script>alert", "data-autosave")
		if v := again.value("version"); v != "1" {
			t.Errorf("saving after comparing is guarded by %q", v)
		}
		d.holder.post(d.page, form("version", "1", "body", "# Moi\nJ'ai dix ans de métier.", "suite", "soumettre")).wants(http.StatusSeeOther)
		d.holder.get(d.page).wants(http.StatusOK).has("Soumise", "La version 1 est soumise")

		seen := d.coach.get(d.page).wants(http.StatusOK).has("dix ans de métier", "Redemander cette partie", "Validé").lacks("data-autosave")
		d.coach.post(d.page+"/redemande", form("version", "0", "reason", "Et les formations ?")).wants(http.StatusConflict).has("Et les formations ?")
		d.coach.post(d.page+"/redemande", form("version", "1", "reason", "")).wants(http.StatusUnprocessableEntity)
		d.coach.post(d.page+"/redemande", form("version", "1", "reason", "Et les formations ?")).wants(http.StatusSeeOther)
		d.coach.post(d.page+"/remarques", form("cle", seen.value("cle"), "remark", "Citez vos employeurs.")).wants(http.StatusSeeOther)
		d.coach.post(d.page+"/remarques", form("cle", seen.value("cle"), "remark", "Citez vos employeurs.")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM plan_comments`); n != 1 {
			t.Errorf("%d remarks for one form", n)
		}
		d.holder.get(d.page).wants(http.StatusOK).has("Cette partie est à revoir", "Et les formations ?", "Citez vos employeurs.", "sur la version 1").lacks("Marquer comme réglée")
		d.holder.get("/projets/"+d.p.Ref+"/plan").wants(http.StatusOK).has("À revoir", "1 remarque ouverte", "Partie redemandée", "Continuer la partie")
		thread := d.text(`SELECT public_id FROM plan_comments`)
		d.holder.post(d.page+"/remarques/"+thread, form("remark", " ")).wants(http.StatusUnprocessableEntity)
		d.holder.post(d.page+"/remarques/"+thread, form("remark", "C'est fait.")).wants(http.StatusSeeOther)
		d.coach.post(d.page+"/remarques/"+thread+"/etat", form("reglee", "oui")).wants(http.StatusSeeOther)
		d.coach.get(d.page).has("Réglée le 23/11/2026 par Carla", "C'est fait.", "Rouvrir")

		k.clock.Add(time.Hour)
		d.holder.post(d.page, form("version", "2", "body", "# Moi\nJ'ai douze ans de métier, et une formation.", "suite", "soumettre")).wants(http.StatusSeeOther)
		fields := form("section", "1")
		shown = d.coach.get(d.page).wants(http.StatusOK)
		for _, id := range k.firstItems("JI") {
			fields.Set("vu-"+id, shown.value("vu-"+id))
			fields.Set("valide-"+id, "oui")
		}
		if to := d.coach.post("/projets/"+d.p.Ref+"/plan/validations", fields).wants(http.StatusSeeOther).location(); to != d.page+"#points" {
			t.Errorf("validating leads to %q", to)
		}
		d.coach.get(d.page).wants(http.StatusOK).has("Validée", "5 sur 5").lacks("est soumise depuis")
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'plan_news'`); n != 1 {
			t.Errorf("%d mails in a day", n)
		}

		d.coach.get(d.page+"/versions?a=1&b=2").wants(http.StatusOK).has("− dix", "+ douze", "+ , et une formation", "supprimé 1 mot", "ajouté 5 mots").lacks("Reprendre la version")
		d.holder.get(d.page + "/versions").wants(http.StatusOK).has("Reprendre la version 1")
		for _, wrong := range []string{"?a=0&b=1", "?a=x", "?b=99999999999999999999"} {
			d.holder.get(d.page + "/versions" + wrong).wants(http.StatusNotFound)
		}
		d.holder.post(d.page+"/versions/1", form("version", "0")).wants(http.StatusConflict)
		d.holder.post(d.page+"/versions/1", form("version", "3")).wants(http.StatusSeeOther)
		d.holder.get(d.page).has("dix ans", "reprise de la version 1")
	})
}

// text asks one text of the database.
func (k *kit) text(query string, args ...any) (s string) {
	k.t.Helper()
	k.write(func(tx *db.Tx) error { _, err := tx.Get([]any{&s}, query, args...); return err })
	return s
}

func TestSectionsThatAreNot(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		d := k.planDesk()
		for _, n := range []string{"0", "10", "x", "-1", "99999999999999999999"} {
			path := "/projets/" + d.p.Ref + "/plan/sections/" + n
			d.holder.get(path).wants(http.StatusNotFound)
			d.holder.post(path, form("version", "0", "body", "x")).wants(http.StatusNotFound)
		}
		d.holder.get(d.page + "/versions").wants(http.StatusNotFound)
		d.holder.post(d.page+"/documents", form("document", "x", "joint", "oui")).wants(http.StatusNotFound)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase = 'launched', phase_ends_on = NULL WHERE id = ?`, d.p.ID)
			return err
		})
		d.holder.get(d.page).wants(http.StatusOK).has("Rien n'est encore écrit ici.").lacks("textarea")
		d.holder.post(d.page, form("version", "0", "body", "Trop tard, mais gardé.")).wants(http.StatusUnprocessableEntity).has("Lancé")
		if n := k.count(`SELECT count(*) FROM plan_texts`); n != 0 {
			t.Errorf("%d texts were stored", n)
		}
	})
}

// A coach who has lost a dossier while writing finds the text on the page that refuses it; nobody else does.
func TestARefusedTextIsShownToItsAuthor(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		d := k.planDesk()
		other := k.as(k.account("Noé", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")}))
		base := "/projets/" + d.p.Ref
		for path, field := range map[string]string{"/plan/sections/1/remarques": "remark", "/plan/sections/1/redemande": "reason", "/actions": "action_title"} {
			r := other.post(base+path, form("cle", "une clé", field, "Citez vos <employeurs>.")).has("Ce que vous aviez écrit", "Citez vos <employeurs>.").lacks("<employeurs>")
			if r.status != http.StatusForbidden && r.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, r.status)
			}
		}
		d.holder.post("/passation/x", form("handover_note", "Une note longue", "password", "mot de passe")).wants(http.StatusForbidden).lacks("mot de passe")
		k.visitor().post(base+"/actions", form("action_title", "Citez vos employeurs.")).lacks("Citez vos employeurs")
	})
}
