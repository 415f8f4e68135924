package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

func TestTheAdministratorsMails(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		b.get("/reglages").wants(http.StatusOK).has("Messages envoyés, en attente ou échoués")
		b.get("/reglages/courriels").wants(http.StatusOK).has("Aucun message ici", "ECLOSION_SMTP")
		k.write(func(tx *db.Tx) error {
			for _, key := range []string{"dead", "unsure", "sent", "waits"} {
				m := outbox.Message{Key: key, Kind: outbox.MessageToHolder, To: key + "@test.be", Name: "Zoë", Facts: models.Facts{"text": "C'est un secret."}}
				if err := outbox.Put(tx, m); err != nil {
					return err
				}
			}
			for _, settle := range []func(*db.Tx, outbox.Claimed) error{
				func(tx *db.Tx, c outbox.Claimed) error { return outbox.Kill(tx, c, "550 <b>inconnu</b>") },
				func(tx *db.Tx, c outbox.Claimed) error { return outbox.Doubt(tx, c, outbox.Interrupted) },
				outbox.Deliver,
			} {
				c, _, err := outbox.Claim(tx)
				if err == nil {
					err = settle(tx, c)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		// What asks for a decision is shown first; nothing says what a message tells.
		b.get("/reglages/courriels").has("unsure@test.be", "L'envoi a été interrompu", "À vérifier 1", "Échoués 1", "En attente 1").lacks("Zoë", "secret")
		b.get("/reglages/courriels?etat=dead").has("dead@test.be", "550 <b>inconnu</b>").lacks("<b>inconnu</b>", "secret")
		b.get("/reglages/courriels?etat=sent").has("sent@test.be").lacks("Renvoyer", "secret")
		b.get("/reglages/courriels?etat=waiting").has("waits@test.be", "Essayer maintenant")
		b.get("/reglages/courriels?etat=nimporte&apres=x").wants(http.StatusOK)
		b.get("/reglages/courriels?etat=dead&apres=-4").wants(http.StatusOK)

		page := func(key string) string {
			return "/reglages/courriels/" + strconv.Itoa(k.count(`SELECT id FROM outbox WHERE mail_key = ?`, key))
		}
		state := func(key, want string) {
			t.Helper()
			if k.count(`SELECT count(*) FROM outbox WHERE mail_key = ? AND state = ?`, key, want) != 1 {
				t.Errorf("%s is not %s", key, want)
			}
		}
		for _, wrong := range []string{"", "effacer"} {
			b.post(page("dead"), form("decision", wrong)).wants(http.StatusUnprocessableEntity)
		}
		state("dead", "dead")
		k.as(k.account("Chef", access.Grant{Role: access.Manager})).post(page("dead"), form("decision", "renvoyer")).wants(http.StatusForbidden)
		for _, none := range []string{"999999", "x", "99999999999999999999"} {
			b.post("/reglages/courriels/"+none, form("decision", "renvoyer")).wants(http.StatusNotFound)
		}
		if to := b.post(page("dead"), form("decision", "renvoyer", "etat", "dead")).wants(http.StatusSeeOther).location(); to != "/reglages/courriels?etat=dead" {
			t.Errorf("it leads to %s", to)
		}
		state("dead", "waiting")
		b.get("/reglages/courriels?etat=waiting").has("Le message repart", "dead@test.be")
		if to := b.post(page("unsure"), form("decision", "classer", "etat", "//x")).wants(http.StatusSeeOther).location(); to != "/reglages/courriels" {
			t.Errorf("it leads to %s", to)
		}
		state("unsure", "dropped")
		b.post(page("sent"), form("decision", "classer", "etat", "sent")).wants(http.StatusConflict)
		b.post(page("sent"), form("decision", "renvoyer", "etat", "sent")).wants(http.StatusUnprocessableEntity).has("ce qu'il disait est effacé")
		state("sent", "sent")
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action IN ('mail.retry', 'mail.drop')`); n != 2 {
			t.Errorf("%d decisions are audited", n)
		}
	})
}

func TestMailPreferences(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Zoe", access.Grant{Role: access.Candidate})
		b := k.as(a)
		b.get("/compte").has("Choisir les e-mails que je reçois")
		checked := func(r reply) (list []string) {
			for _, g := range outbox.Optional() {
				if strings.Contains(r.body, `name="mail_groups" value="`+string(g)+`" checked`) {
					list = append(list, string(g))
				}
			}
			return list
		}
		if got := checked(b.get("/compte/courriels").wants(http.StatusOK).has(a.Email, "ne peuvent pas être refusés")); len(got) != 3 {
			t.Errorf("at first one wants %v", got)
		}
		b.post("/compte/courriels", form("mail_groups", "messages")).wants(http.StatusSeeOther)
		if got := checked(b.get("/compte/courriels")); len(got) != 1 || got[0] != "messages" {
			t.Errorf("one wants %v", got)
		}
		for _, wrong := range []string{"essential", "x", ""} {
			b.post("/compte/courriels", form("mail_groups", wrong)).wants(http.StatusUnprocessableEntity)
		}
		b.post("/compte/courriels", nil).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM mail_refusals WHERE account_id = ?`, a.ID); n != 3 {
			t.Errorf("%d refusals", n)
		}
		if n := k.count(`SELECT count(*) FROM mail_refusals`); n != 3 {
			t.Error("somebody else's wishes changed")
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'account.mail'`); n != 2 {
			t.Errorf("%d choices are audited", n)
		}
	})
}

// TestInvitingWhereMailsLeave: the link goes to its owner, and to nobody else's screen.
func TestInvitingWhereMailsLeave(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.app.Mail = true
		b := k.admin()
		b.get("/reglages/courriels").lacks("ECLOSION_SMTP")
		b.get("/inscription").lacks("ne partent pas")
		key := b.get("/comptes/nouveau").value("cle")
		page := b.post("/comptes/nouveau", form("cle", key, "name", "Noé Vandam", "email", "noe@test.be", "role_coach", "0")).wants(http.StatusSeeOther).location()
		b.get(page).wants(http.StatusOK).has("Le lien part par e-mail").lacks("/lien/")
		first := k.posted("noe@test.be")["link"].(string)
		b.post(page+"/invitation", form()).wants(http.StatusSeeOther)
		second := k.posted("noe@test.be")["link"].(string)
		k.visitor().get("/lien/" + first).wants(http.StatusNotFound)
		k.visitor().post("/lien/"+second, form("password", "une phrase de passe")).wants(http.StatusSeeOther)
		b.post(page+"/reinitialisation", form()).wants(http.StatusSeeOther)
		b.get(page).lacks("/lien/")
		k.visitor().post("/lien/"+k.posted("noe@test.be")["link"].(string), form("password", "une autre phrase")).wants(http.StatusSeeOther)
		if k.posted("noe@test.be")["at"] == nil {
			t.Error("nobody tells of the new password")
		}

		key = b.get("/candidatures/inviter").value("cle")
		b.post("/candidatures/inviter", form("cle", key, "name", "Ana Lopes", "email", "ana@test.be")).wants(http.StatusSeeOther)
		b.get("/candidatures/inviter").has("L'invitation part par e-mail à ana@test.be").lacks("/lien/")
		k.visitor().get("/lien/" + k.posted("ana@test.be")["link"].(string)).wants(http.StatusOK).has("ana@test.be")
	})
}
