package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/trial"
)

// grantTown is a dossier in test with its holder, its coach and two managers.
type grantTown struct {
	*kit
	p                                       *programme.Project
	cohort                                  programme.Cohort
	holder, stranger, coach, manager, chief accounts.Account
}

func newGrantTown(k *kit) *grantTown {
	site := k.siteID("LIEGE")
	g := &grantTown{kit: k, cohort: k.cohort("LIEGE"),
		holder: k.account("Zoe", access.Grant{Role: access.Candidate}), stranger: k.account("Yann", access.Grant{Role: access.Candidate}),
		coach: k.account("Coach", access.Grant{Role: access.Coach, SiteID: site}), manager: k.account("Chef", access.Grant{Role: access.Manager, SiteID: site}),
		chief: k.account("Cheffe", access.Grant{Role: access.Manager})}
	g.p = k.dossier(g.cohort, g.holder.PersonID, programme.Test)
	k.coach(g.p, g.coach)
	return g
}

func (g *grantTown) path(rest string) string { return "/projets/" + g.p.Ref + "/bourse" + rest }

// asked asks for an amount behind the pages and gives the request's path.
func (g *grantTown) asked(p *programme.Project, cents int64) string {
	g.t.Helper()
	var ref string
	g.write(func(tx *db.Tx) (err error) {
		ref, err = trial.AskGrant(tx, p.Ref, trial.RequestDraft{Purpose: "Matériel", Lines: []trial.Line{{Label: "Four", Amount: models.Cents(cents)}}})
		return err
	})
	return "/projets/" + p.Ref + "/bourse/" + strings.TrimPrefix(ref, p.Ref+"-B")
}

// sent posts a form with the key and version of the page that shows it.
func (b *browser) sent(page, to string, values url.Values) reply {
	b.k.t.Helper()
	r := b.get(page).wants(http.StatusOK)
	values.Set("cle", r.value("cle"))
	if strings.Contains(r.body, `name="version"`) {
		values.Set("version", r.value("version"))
	}
	return b.post(to, values)
}

func TestGrantFromRequestToRecovery(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		g := newGrantTown(k)
		holder, manager := k.as(g.holder), k.as(g.manager)
		holder.get(g.path("")).wants(200).has("Il reste 5 000,00 € sur un plafond de 5 000,00 €", "Aucune demande de bourse", "Demander une bourse")
		ask := form("purpose", "Un four d'occasion", "line_label_1", "Four", "line_amount_1", "1.234,50 €", "line_label_4", "Livraison", "line_amount_4", "65,5")
		holder.sent(g.path("/nouvelle-demande"), g.path("/nouvelle-demande"), ask).wants(303)
		holder.get(g.path("")).wants(200).has(g.p.Ref+"-B1", "1 300,00 €", "En attente de décision", "Retirer la demande", "Demandée le 23 novembre 2026 par Zoe").lacks("Décider", "/decision")

		manager.sent(g.path("/1/decision"), g.path("/1/octroi"), form("amount", "1000", "reason", "Utile.", "part_amount_1", "600", "part_condition_1", "à la signature",
			"part_amount_3", "400", "part_due_3", "2027-01-15")).wants(303)
		manager.get(g.path("")).wants(200).has("1 000,00 € octroyés le 23 novembre 2026 par Chef", "Utile.", "Tranche 2", "15/01/2027", "Il reste 4 000,00 €")
		tranche := int64(k.count(`SELECT id FROM grant_tranches WHERE position = 1`))
		pay := g.path(fmt.Sprintf("/1/tranches/%d/paiement", tranche))
		if typed := manager.get(pay).wants(200).value("amount"); typed != "600,00" {
			t.Errorf("the form offers %q", typed)
		}
		r := manager.sent(pay, pay, form("amount", "600,01", "paid_on", "2026-11-23", "reference", "extrait 7")).wants(422)
		r.has("Cette tranche est de 600,00 €, dont 0,00 € déjà payés")
		if r.value("reference") != "extrait 7" {
			t.Error("what was typed is gone")
		}
		manager.sent(pay, pay, form("amount", "600", "paid_on", "2026-11-24", "reference", "extrait 7")).wants(422).has("Cette date est dans le futur")
		manager.sent(pay, pay, form("amount", "600", "paid_on", "2026-11-23", "reference", "extrait 7")).wants(303)
		manager.sent(g.path("/1/justificatif"), g.path("/1/justificatif"), form("label", "Facture 12", "amount", "450", "received_on", "2026-11-23")).wants(303)
		manager.sent(g.path("/1/reduction"), g.path("/1/reduction"), form("amount", "100", "reason", "Moins cher")).wants(303)
		manager.sent(g.path("/1/recuperation"), g.path("/1/recuperation"), form("amount", "50", "recovered_on", "2026-11-23", "reason", "Trop perçu")).wants(303)
		manager.sent(g.path("/1/recuperation"), g.path("/1/recuperation"), form("amount", "550,01", "recovered_on", "2026-11-23", "reason", "x")).wants(422).has("Il reste au plus 550,00 €")
		holder.get(g.path("")).wants(200).has("Il reste 4 100,00 €", "après réduction de 100,00 €", "dont 50,00 € récupérés", "extrait 7", "Facture 12", "reste 100,00 € à justifier").lacks("Payer <", "/justificatif")
		if n := k.count(`SELECT COUNT(*) FROM audit_entries WHERE action LIKE 'grant.%'`); n != 6 {
			t.Errorf("%d lines of audit, want 6", n)
		}
	})
}

func TestGrantFormsKeepWhatWasTyped(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		g := newGrantTown(k)
		holder := k.as(g.holder)
		to := g.path("/nouvelle-demande")
		for _, amount := range []string{"-5", "1e9", "1.234,5,6", "abc", "0", "99999999999", "12 €50"} {
			r := holder.sent(to, to, form("purpose", "Un four", "line_label_2", "Four", "line_amount_2", amount)).wants(422)
			if r.value("line_amount_1") != amount || r.value("line_label_1") != "Four" || !strings.Contains(r.body, "Un four") {
				t.Errorf("%q: what was typed is gone", amount)
			}
			if n := strings.Count(r.body, `value="Four"`); n != 1 {
				t.Errorf("%q: the row is shown %d times", amount, n)
			}
			if !strings.Contains(r.text(), "Ligne 1, montant : ") {
				t.Errorf("%q: the row is not named: %s", amount, r.text())
			}
		}
		r := holder.sent(to, to, form("purpose", "", "line_label_1", "Four", "line_label_2", "", "line_amount_2", "12")).wants(422)
		r.has("À quoi servira la bourse", "Ligne 1, montant : Ce champ est obligatoire", "Ligne 2, poste : Ce champ est obligatoire")
		holder.sent(to, to, form("purpose", "x")).wants(422).has("Budget : Ce champ est obligatoire")
		r = holder.sent(to, to, form("purpose", "Un four", "line_label_3", "Four", "line_amount_3", "1 000", "lignes", "plus")).wants(200)
		if r.value("line_label_1") != "Four" || !strings.Contains(r.body, `name="line_amount_4"`) || !strings.Contains(r.body, "Un four") {
			t.Error("asking for more rows lost what was typed")
		}
		many := form("purpose", "x")
		for i := range 4000 {
			many.Set(fmt.Sprintf("line_label_%d", i), "x")
			many.Set(fmt.Sprintf("line_amount_%d", i), "1")
		}
		if r := holder.post(to, many); r.status != 422 || len(r.body) > 600_000 {
			t.Errorf("4 000 rows: %d, %d bytes", r.status, len(r.body))
		}
		for i := range 10_000 {
			many.Set(fmt.Sprintf("line_label_%d", i), "x")
		}
		if r := holder.post(to, many); r.status < 400 || r.status >= 500 {
			t.Errorf("10 000 rows: %d", r.status)
		}
		if n := k.count(`SELECT COUNT(*) FROM grant_requests`) + k.count(`SELECT COUNT(*) FROM form_keys`); n != 0 {
			t.Errorf("%d rows were left", n)
		}

		manager := k.as(g.manager)
		one := g.asked(g.p, 100_000)
		r = manager.sent(one+"/decision", one+"/octroi", form("amount", "1000", "reason", "Oui", "part_amount_1", "600", "part_amount_2", "300", "part_condition_2", "facture")).wants(422)
		r.has("Les tranches font 900,00 € ensemble, et la bourse octroyée 1 000,00 €")
		if r.value("part_condition_2") != "facture" || !strings.Contains(r.body, "Oui") {
			t.Error("what was typed is gone")
		}
		manager.sent(one+"/decision", one+"/octroi", form("amount", "1000,01")).wants(422).has("La demande est de 1 000,00 €")
		manager.sent(one+"/decision", one+"/octroi", form("amount", "10", "part_due_1", "2027-02-30")).wants(422).has("Ligne 1, à payer le : Indiquez une date qui existe")
		manager.sent(one+"/decision", one+"/refus", form("reason", " ")).wants(422).has("Motif du refus")
		if n := k.count(`SELECT COUNT(*) FROM grant_requests WHERE state <> 'submitted'`); n != 0 {
			t.Errorf("%d requests were decided", n)
		}
		manager.sent(one+"/decision", one+"/octroi", form("amount", "800", "part_due_1", "2027-02-01", "part_condition_1", "sur facture")).wants(303)
		if n := k.count(`SELECT amount FROM grant_tranches WHERE due_on = '2027-02-01' AND condition = 'sur facture'`); n != 80_000 {
			t.Errorf("the single tranche is of %d", n)
		}
	})
}

func TestFortyAwardsAtOnceThroughTheDoor(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		g := newGrantTown(k)
		projects := []*programme.Project{g.p, k.dossier(k.cohort("NAMUR"), g.holder.PersonID, programme.Coaching), k.dossier(g.cohort, g.holder.PersonID, programme.Test)}
		b := k.as(g.chief)
		replies := make([]reply, 40)
		var wait sync.WaitGroup
		for i := range replies {
			one := g.asked(projects[i%3], 100_000)
			wait.Go(func() {
				replies[i] = b.post(one+"/octroi", form("amount", "1 000,00", "version", "1", "cle", fmt.Sprint("k", i)))
			})
		}
		wait.Wait()
		won := 0
		for _, r := range replies {
			if r.status == http.StatusSeeOther {
				won++
				continue
			}
			r.wants(422).has("Le plafond de la bourse est de 5 000,00 € par personne, toutes demandes réunies, et il est atteint : 5 000,00 € déjà octroyés")
		}
		if n := k.count(`SELECT COUNT(*) FROM grant_awards`); won != 5 || n != 5 {
			t.Errorf("%d were told yes, %d awards, want 5", won, n)
		}
	})
}

func TestTwoManagersOneRequest(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		g := newGrantTown(k)
		one := g.asked(g.p, 50_000)
		first, second := k.as(g.manager), k.as(g.chief)
		old := second.get(one + "/decision").wants(200)
		first.sent(one+"/decision", one+"/octroi", form("amount", "500")).wants(303)
		late := form("reason", "Trop tôt dans le test.", "version", old.value("version"), "cle", old.value("cle"))
		second.post(one+"/refus", late).wants(409).has("a changé depuis que vous avez ouvert cette page", "Trop tôt dans le test.", "500,00 € octroyés")
		if n := k.count(`SELECT COUNT(*) FROM grant_requests WHERE state = 'awarded' AND version = 2`); n != 1 {
			t.Error("the second decision changed something")
		}
		second.get(one + "/decision").wants(303)

		// One page, sent twice, makes one row; two pages make one, and the second is told.
		proof := one + "/justificatif"
		page := first.get(proof).wants(200)
		values := form("label", "Facture", "amount", "20", "received_on", "2026-11-23", "cle", page.value("cle"), "version", page.value("version"))
		first.post(proof, values).wants(303)
		first.post(proof, values).wants(303)
		values.Set("cle", "autre")
		r := second.post(proof, values).wants(409)
		if n := k.count(`SELECT COUNT(*) FROM grant_proofs`); n != 1 {
			t.Errorf("%d proofs", n)
		}
		if r.value("label") != "Facture" {
			t.Error("what was typed is gone")
		}
		values.Set("cle", r.value("cle"))
		values.Set("version", r.value("version")) // told, the second confirms
		second.post(proof, values).wants(303)
		if n := k.count(`SELECT COUNT(*) FROM grant_proofs`); n != 2 {
			t.Errorf("%d proofs", n)
		}
	})
}

func TestGrantIsSeenByWhoMay(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		g := newGrantTown(k)
		other := k.dossier(g.cohort, g.stranger.PersonID, programme.Test)
		theirs := g.asked(other, 30_000)
		mine := g.asked(g.p, 30_000)
		chief := k.as(g.chief)
		chief.sent(theirs+"/decision", theirs+"/octroi", form("amount", "300")).wants(303)
		chief.sent(mine+"/decision", mine+"/octroi", form("amount", "300")).wants(303)
		foreign := k.count(`SELECT t.id FROM grant_tranches t JOIN grant_requests r ON r.id = t.request_id WHERE r.project_id = ?`, other.ID)
		reader := k.account("Lise", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		away := k.account("Max", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")})
		admin := k.account("Ada", access.Grant{Role: access.Administrator})
		before := k.count(`SELECT COUNT(*) FROM audit_entries`)
		for _, c := range []struct {
			who                                accounts.Account
			page, ask, decision, pay, withdraw int
		}{
			{g.holder, 200, 200, 403, 403, 409}, {g.coach, 200, 200, 403, 403, 403}, {reader, 200, 403, 403, 403, 403},
			{g.manager, 200, 403, 303, 422, 403}, {away, 404, 403, 404, 404, 403}, {g.stranger, 404, 404, 403, 403, 404}, {admin, 403, 403, 403, 403, 403},
		} {
			b := k.as(c.who)
			b.get(g.path("")).wants(c.page)
			b.get(g.path("/nouvelle-demande")).wants(c.ask)
			b.get(mine + "/decision").wants(c.decision)
			b.post(mine+"/reduction", form("amount", "0", "reason", "")).wants(c.pay)
			b.post(mine+"/retrait", form("version", "1")).wants(c.withdraw)
		}
		pay := form("amount", "1", "paid_on", "2026-11-23", "reference", "x", "version", "2")
		for _, address := range []string{fmt.Sprintf("%s/tranches/%d/paiement", mine, foreign), mine + "/tranches/x/paiement", mine + "/tranches/-1/paiement",
			mine + "/tranches/99999999999999999999/paiement", g.path(fmt.Sprintf("/7/tranches/%d/paiement", foreign)), g.path("/x/justificatif")} {
			chief.get(address).wants(404)
			if strings.HasSuffix(address, "paiement") {
				chief.post(address, pay).wants(404)
			}
		}
		if n := k.count(`SELECT COUNT(*) FROM audit_entries`) - before + k.count(`SELECT COUNT(*) FROM grant_payments`); n != 0 {
			t.Errorf("%d rows were written", n)
		}
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase = 'launched' WHERE id = ?`, g.p.ID)
			return err
		})
		holder := k.as(g.holder)
		holder.get(g.path("")).wants(200).has("le dossier est à l'étape « Lancé »").lacks("/nouvelle-demande")
		holder.get(g.path("/nouvelle-demande")).wants(303)
		holder.post(g.path("/nouvelle-demande"), form("purpose", "x", "line_label_1", "x", "line_amount_1", "1")).wants(422).has("le dossier est à l'étape « Lancé »")
	})
}

func TestGrantTextIsShownAsText(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		g := newGrantTown(k)
		const hostile = `"><script>alert(1)</script> مرحبا 🥚`
		holder := k.as(g.holder)
		to := g.path("/nouvelle-demande")
		holder.sent(to, to, form("purpose", hostile, "line_label_1", hostile, "line_amount_1", "12")).wants(303)
		holder.get(g.path("")).wants(200).lacks("<script>alert").has("مرحبا 🥚")
		holder.sent(g.path(""), g.path("/1/retrait"), form()).wants(303)
		holder.get(g.path("")).wants(200).has("Retirée le 23 novembre 2026")
		holder.post(to, form("purpose", "a\x00b", "line_label_1", "x", "line_amount_1", "1")).wants(400)
	})
}
