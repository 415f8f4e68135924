package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// coachTown is Karim with two dossiers in Liège, Léa who coaches there too, and their manager.
type coachTown struct {
	k                          *kit
	karim, lea, manager, owner accounts.Account
	first, second              *programme.Project
}

func (k *kit) coachTown() *coachTown {
	k.t.Helper()
	liege := k.siteID("LIEGE")
	tw := &coachTown{k: k, karim: k.account("Karim", access.Grant{Role: access.Coach, SiteID: liege}), lea: k.account("Lea", access.Grant{Role: access.Coach, SiteID: liege}),
		manager: k.account("Manon", access.Grant{Role: access.Manager, SiteID: liege}), owner: k.account("Zoe", access.Grant{Role: access.Candidate})}
	c := k.cohort("LIEGE")
	tw.first, tw.second = k.dossier(c, tw.owner.PersonID, programme.Coaching), k.dossier(c, 0, programme.Coaching)
	k.coach(tw.first, tw.karim)
	k.coach(tw.second, tw.karim)
	return tw
}

// plan makes a meeting of Karim on the dossier, as many days from today.
func (tw *coachTown) plan(p *programme.Project, days int) {
	tw.k.t.Helper()
	err := tw.k.db.Write(tw.k.t.Context(), tw.karim.Actor(), func(tx *db.Tx) error {
		_, err := coaching.LogMeeting(tx, p.Ref, coaching.Draft{State: coaching.Planned, HeldOn: tx.Today().AddDays(days), Time: coaching.TimeOfDay{Hour: 14}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone})
		return err
	})
	if err != nil {
		tw.k.t.Fatal(err)
	}
}

func TestHandOverFromPageToPage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.coachTown()
		tw.plan(tw.first, 3)
		boss, lea := k.as(tw.manager), k.as(tw.lea)
		path := "/passation/" + tw.karim.PublicID
		boss.get("/passation").wants(http.StatusOK).has("Karim", "Passer des dossiers")
		lea.get("/passation").wants(http.StatusOK).has("Aucun dossier à confier").lacks("Karim")
		page := boss.get(path+"?dossier="+tw.first.Ref).wants(http.StatusOK).has("Passer les dossiers de Karim", "1 rencontre prévue", tw.first.Ref).lacks(tw.second.Ref)
		key := page.value("cle")
		boss.post(path, form("cle", key, "handover_note", "à garder")).wants(http.StatusUnprocessableEntity).has("à garder", "Dossiers : Ce champ est obligatoire", "Nouvelle personne : Ce champ est obligatoire")
		sent := form("cle", key, "handover_refs", tw.first.Ref, "handover_to", tw.lea.PublicID, "handover_note", "**note-interne** <script>", "meetings", "oui")
		boss.post(path, sent).wants(http.StatusSeeOther)
		boss.get("/passation").has("1 dossier confié à Lea.", "1 rencontre prévue a suivi.")
		boss.post(path, sent).wants(http.StatusSeeOther)
		boss.get("/passation").has("rien n'a été fait deux fois")
		sent.Set("cle", "autre")
		boss.post(path, sent).wants(http.StatusConflict).has("a changé d'accompagnement entre-temps", "note-interne")
		lea.get("/").has("Karim vous a confié 1 dossier")
		lea.get("/passation").has("note-interne", tw.first.Ref).lacks("<script>alert", "<script> </")
		for _, b := range []*browser{boss, lea, k.as(tw.karim)} {
			b.get("/projets/"+tw.first.Ref+"/historique").has("Notes de passation", "note-interne", "Accompagnement confié à Lea")
		}
		zoe := k.as(tw.owner)
		for _, page := range []string{"", "/historique", "/rencontres", "/progression"} {
			zoe.get("/projets/" + tw.first.Ref + page).wants(http.StatusOK).lacks("note-interne")
		}
		zoe.get("/projets/"+tw.first.Ref+"/historique").has("Accompagnement confié à Lea", "Auparavant : Karim")
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'coach_changed' AND recipient = ?`, tw.owner.Email); n != 1 {
			t.Errorf("%d mails to the holder", n)
		}
		zoe.get("/passation").wants(http.StatusForbidden)
	})
}

func TestCoverFromPageToPage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.coachTown()
		tw.plan(tw.first, 2)
		karim, lea := k.as(tw.karim), k.as(tw.lea)
		path := "/passation/" + tw.karim.PublicID + "/remplacement"
		page := karim.get(path+"?tous=1").wants(http.StatusOK).has("Remplacer Karim", "Premier jour")
		sent := form("cle", page.value("cle"), "handover_refs", tw.first.Ref, "handover_to", tw.lea.PublicID, "cover_from", "2026-11-25", "cover_to", "2026-11-24")
		karim.post(path, sent).wants(http.StatusUnprocessableEntity).has("Dernier jour : Indiquez le 25 novembre 2026 ou un jour plus tardif")
		sent.Set("cover_to", "2026-11-27")
		karim.post(path, sent).wants(http.StatusSeeOther)
		karim.get("/").has("Lea vous remplacera du 25 novembre 2026 au 27 novembre 2026")
		lea.get("/").has("Vous remplacerez Karim").lacks("Rencontres du jour")
		lea.get("/projets?miens=1").lacks(tw.first.Ref)

		k.clock.Set("2026-11-25")
		lea.get("/").has("Vous remplacez Karim jusqu'au 27 novembre 2026", "Rencontres du jour", "14:00")
		lea.get("/projets?miens=1").has(tw.first.Ref).lacks(tw.second.Ref)
		lea.get("/projets/" + tw.first.Ref + "/rencontres/nouvelle").wants(http.StatusOK)
		k.as(tw.owner).get("/projets/"+tw.first.Ref).has("remplacé·e par Lea jusqu'au 27/11/2026", "Lea remplace Karim")
		id := ""
		k.write(func(tx *db.Tx) error { _, err := tx.Get([]any{&id}, `SELECT public_id FROM coach_covers`); return err })
		cover := "/passation/remplacements/" + id
		lea.get(cover).wants(http.StatusForbidden)
		karim.get("/passation").has("Lea remplace Karim", "Jusqu'au 27/11/2026")
		edit := karim.get(cover).wants(http.StatusOK)
		karim.post(cover, form("version", edit.value("version"), "acte", "raccourcir", "cover_to", "2026-11-30")).wants(http.StatusUnprocessableEntity)
		karim.post(cover, form("version", "9", "acte", "terminer")).wants(http.StatusConflict).has("a été modifié entre-temps")
		karim.post(cover, form("version", edit.value("version"), "acte", "raccourcir", "cover_to", "2026-11-26")).wants(http.StatusSeeOther)
		karim.post(cover, form("version", "2", "acte", "terminer")).wants(http.StatusSeeOther)
		lea.get("/projets/" + tw.first.Ref + "/rencontres/nouvelle").wants(http.StatusForbidden)
		lea.get("/").lacks("Vous remplacez")
		if got := strings.Join(tw.mails(), " "); got != "coach_cover coach_cover coach_back" {
			t.Errorf("the holder was written %s", got)
		}
	})
}

// mails are the kinds of what was written to the holder about their coach, in order.
func (tw *coachTown) mails() (kinds []string) {
	tw.k.t.Helper()
	tw.k.write(func(tx *db.Tx) error {
		return tx.Find(&kinds, `SELECT kind FROM outbox WHERE recipient = ? AND kind LIKE 'coach_%' ORDER BY id`, tw.owner.Email)
	})
	return kinds
}
