package handlers_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// followTown is zoe's file under review, with those who answer for it.
type followTown struct {
	k                    *kit
	file                 *programme.Project
	holder, manager, far accounts.Account
	zoe, boss            *browser
}

func (k *kit) followTown() *followTown {
	k.t.Helper()
	tw := &followTown{k: k}
	cohort := k.cohort("LIEGE")
	tw.holder = k.account("Zoé", access.Grant{Role: access.Candidate})
	tw.manager = k.account("Marc", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")})
	tw.far = k.account("Elsa", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")})
	tw.file = k.dossier(cohort, tw.holder.PersonID, programme.Review)
	k.write(func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE document_categories SET need = 'optional'`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO applications (project_id, updated_at) VALUES (?, 1)`, tw.file.ID)
		return err
	})
	tw.zoe, tw.boss = k.as(tw.holder), k.as(tw.manager)
	return tw
}

func (tw *followTown) path(rest string) string { return "/candidatures/" + tw.file.Ref + rest }

// A candidate writes, the couveuse is told once and answers, the candidate is told and reads.
func TestMessagesBetweenTwo(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		page := tw.zoe.get(tw.path("/messages")).wants(http.StatusOK).has("Aucun message pour l'instant", "Le comité ne le lit pas")
		for range 2 { // sent twice, with the same key
			tw.zoe.post(tw.path("/messages"), form("cle", page.value("cle"), "message", "  Bonjour <b>vous</b>,\r\nune question. ")).wants(http.StatusSeeOther)
		}
		if n := k.count(`SELECT count(*) FROM messages WHERE side = 'holder' AND body = ?`, "Bonjour <b>vous</b>,\nune question."); n != 1 {
			t.Errorf("%d messages", n)
		}
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'message_house' AND recipient = 'marc@test.be'`); n != 1 {
			t.Errorf("%d mails to the manager", n)
		}
		tw.zoe.get(tw.path("/messages")).has("Pas encore lu", "Bonjour <b>vous</b>", "Retirer ce message").lacks("<b>vous</b>")
		tw.boss.get("/").has("Messages à lire", "1 message à lire")
		tw.boss.get("/candidatures").has("1 message à lire")
		tw.boss.get(tw.path("")).has("1 message à lire", "Ouvrir les messages")
		if n := k.count(`SELECT house_unread FROM message_threads`); n != 1 {
			t.Error("a list marked the message as read")
		}
		page = tw.boss.get(tw.path("/messages")).wants(http.StatusOK).has("Nouveau", "Zoé", "Répondre")
		tw.zoe.get(tw.path("/messages")).has("Lu").lacks("Pas encore lu")
		tw.boss.post(tw.path("/messages"), form("cle", page.value("cle"), "message", "Le comité lit lundi.")).wants(http.StatusSeeOther)
		tw.boss.get("/").lacks("message à lire")
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'message_holder' AND recipient = ?`, tw.holder.Email); n != 1 {
			t.Errorf("%d mails to the holder", n)
		}
		tw.zoe.get("/").has("Messages de la couveuse", "1 message à lire")
		tw.zoe.get("/candidatures").has("1 message à lire")
		tw.zoe.get(tw.path("")).has("1 message à lire", "Lire les messages")
		tw.zoe.get(tw.path("/messages")).has("Le comité lit lundi.", "Nouveau")
		tw.zoe.get(tw.path("")).has("Ouvrir les messages").lacks("1 message à lire")
	})
}

func TestAMessageThatIsRefusedIsKept(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		long := strings.Repeat("a<", 50_000)
		tw.zoe.post(tw.path("/messages"), form("cle", "k1", "message", long)).wants(http.StatusUnprocessableEntity).has("4 000", long[:200])
		tw.zoe.post(tw.path("/messages"), form("cle", "k1", "message", " ")).wants(http.StatusUnprocessableEntity).has("Il y a un problème")
		if n := k.count(`SELECT count(*) FROM messages`); n != 0 {
			t.Errorf("%d messages", n)
		}
	})
}

// A browser that fetches ahead has read nothing.
func TestFetchingAheadIsNotReading(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		tw.zoe.post(tw.path("/messages"), form("message", "Bonjour")).wants(http.StatusSeeOther)
		r, err := http.NewRequest(http.MethodGet, k.url+tw.path("/messages"), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Purpose", "prefetch")
		tw.boss.do(r).wants(http.StatusOK)
		if n := k.count(`SELECT house_unread FROM message_threads`); n != 1 {
			t.Error("fetching ahead marked the message as read")
		}
	})
}

func TestTakingAMessageBack(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		tw.zoe.post(tw.path("/messages"), form("message", "Oups, pas à vous")).wants(http.StatusSeeOther)
		page := tw.zoe.get(tw.path("/messages")).body
		_, rest, _ := strings.Cut(page, `action="`+tw.path("/messages/"))
		id, _, _ := strings.Cut(rest, "/")
		tw.boss.post(tw.path("/messages/"+id+"/retrait"), nil).wants(http.StatusForbidden)
		if got := tw.zoe.post(tw.path("/messages/"+id+"/retrait"), nil).wants(http.StatusSeeOther).location(); got != tw.path("/messages") {
			t.Errorf("leads to %q", got)
		}
		tw.boss.get(tw.path("/messages")).has("Message retiré par son auteur").lacks("Oups")
		tw.zoe.post(tw.path("/messages/"+id+"/retrait"), nil).wants(http.StatusUnprocessableEntity).has("déjà retiré")
	})
}

// The page says where the file stands, what is awaited from whom, how long it takes, and what happened; of
// opinions and of other files it says nothing.
func TestTheStatusPage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		tw.zoe.get("/").has("Nous attendons le comité", "sa date n'est pas encore fixée")
		tw.zoe.get(tw.path("")).has("Votre candidature est à l'examen", "Nous attendons le comité", "Examen commencé").lacks("En général")
		k.write(func(tx *db.Tx) error {
			for i, days := range []int{18, 20, 25, 31, 40} {
				submitted := tx.Today().AddDays(-100)
				p := k.dossierIn(tx, tw.file.CohortID, submitted)
				if _, err := tx.Exec(`INSERT INTO decisions (project_id, outcome, reasons, decided_on, created_at) VALUES (?, 'declined', 'secret', ?, ?)`, p, submitted.AddDays(days), i); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`UPDATE projects SET submitted_at = ? WHERE id = ?`, models.InstantOf(tx.Today().AddDays(-12).At(9, 0)), tw.file.ID)
			return err
		})
		tw.zoe.get(tw.path("")).has("En général entre 20 et 31 jours après le dépôt (5 décisions).", "Vous avez déposé votre dossier il y a 12 jours.").lacks("secret", "plus long")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET submitted_at = ? WHERE id = ?`, models.InstantOf(tx.Today().AddDays(-32).At(9, 0)), tw.file.ID)
			return err
		})
		tw.zoe.get(tw.path("")).has("Votre dossier est déposé depuis 32 jours : c'est plus long que d'habitude.")
		k.write(func(tx *db.Tx) error {
			for _, s := range []string{
				`INSERT INTO committees (id, ref, cohort_id, held_on, state, created_at) SELECT 5, 'CM-5', cohort_id, '2026-12-07', 'open', 1 FROM projects WHERE ref = '` + tw.file.Ref + `'`,
				`INSERT INTO committee_files (committee_id, project_id) SELECT 5, id FROM projects WHERE ref = '` + tw.file.Ref + `'`,
				`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at) SELECT 5, p.id, a.id, 'no', 'secret', 1 FROM projects p, accounts a
					WHERE p.ref = '` + tw.file.Ref + `' AND a.email = 'elsa@test.be'`,
			} {
				if _, err := tx.Exec(s); err != nil {
					return err
				}
			}
			return nil
		})
		tw.zoe.get(tw.path("")).has("se réunit le lundi 7 décembre 2026", "Réunion du comité", "À venir").lacks("secret", "Elsa")
		k.write(func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE committees SET book_hours = 48`); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO interview_slots (public_id, committee_id, starts_at, minutes) VALUES ('s1', 5, ?, 30)`,
				models.InstantOf(models.Date("2026-12-05").At(10, 0)))
			return err
		})
		tw.zoe.get(tw.path("")).has("À vous de jouer", "au plus tard le 3 décembre 2026") // two days before the last hour
		k.write(func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE committees SET state = 'preparing'`); return err })
		tw.zoe.get(tw.path("")).has("sa date n'est pas encore fixée").lacks("07/12/2026") // not called yet: the day may move
	})
}

// dossierIn is a declined file of somebody's, submitted on a day.
func (k *kit) dossierIn(tx *db.Tx, cohortID int64, submitted models.Date) int64 {
	k.t.Helper()
	c, err := programme.CohortByID(tx, cohortID)
	if err != nil {
		k.t.Fatal(err)
	}
	person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Autre"})
	if err != nil {
		k.t.Fatal(err)
	}
	_, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person.ID})
	if err == nil {
		_, err = tx.Exec(`UPDATE projects SET phase = 'declined', submitted_at = ? WHERE id = ?`, models.InstantOf(submitted.At(9, 0)), id)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return id
}

func TestMyDataAsAnArchive(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		tw.zoe.get("/compte/donnees").has("Télécharger mes données", "Combien de temps", tw.file.Ref, "Gardé : la candidature est à l'examen")
		r := tw.zoe.get("/compte/donnees/archive.zip").wants(http.StatusOK)
		if r.header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment; filename=") ||
			r.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("headers: %v", r.header)
		}
		z, err := zip.NewReader(bytes.NewReader([]byte(r.body)), int64(len(r.body)))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range map[int]string{0: "%PDF", 1: tw.file.Ref} {
			f, err := z.File[i].Open()
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(f)
			if err != nil || !strings.Contains(string(body), want) {
				t.Errorf("%s: %v", z.File[i].Name, err)
			}
		}
		for range 9 {
			tw.zoe.get("/compte/donnees/archive.zip").wants(http.StatusOK)
		}
		tw.zoe.get("/compte/donnees/archive.zip").wants(http.StatusTooManyRequests).has("Patientez dix minutes")
		k.as(k.account("Sam", access.Grant{Role: access.Candidate})).get("/compte/donnees/archive.zip").wants(http.StatusOK) // each counts for itself
	})
}

func TestErasureFromRequestToDecision(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		page := tw.zoe.get("/compte/donnees")
		tw.zoe.post("/compte/donnees/effacement", form("cle", page.value("cle"), "erasure_reason", strings.Repeat("x", 2001))).wants(http.StatusUnprocessableEntity).has("2 000")
		tw.zoe.post("/compte/donnees/effacement", form("cle", page.value("cle"), "erasure_reason", "<i>Je pars</i>")).wants(http.StatusSeeOther)
		tw.zoe.get("/compte/donnees").has("attend une réponse", "Retirer ma demande").lacks("Demander l'effacement")
		_, rest, _ := strings.Cut(tw.boss.get("/").has("Demandes d'effacement").body, `href="/effacements/`)
		id, _, _ := strings.Cut(rest, `"`)
		detail := tw.boss.get("/effacements/"+id).has("<i>Je pars</i>", "Gardé : la candidature est à l'examen").lacks("<i>Je pars</i>", `value="effacer"`)
		k.as(tw.far).get("/effacements/" + id).wants(http.StatusNotFound)
		tw.boss.post("/effacements/"+id, form("version", detail.value("version"), "decision", "effacer")).wants(http.StatusUnprocessableEntity).has("Rien ne peut être effacé")
		tw.boss.post("/effacements/"+id, form("version", detail.value("version"), "decision", "autre")).wants(http.StatusUnprocessableEntity)
		tw.boss.post("/effacements/"+id, form("version", "9", "decision", "refuser", "answer", "Non")).wants(http.StatusConflict).has("Non")
		tw.boss.post("/effacements/"+id, form("version", detail.value("version"), "decision", "refuser")).wants(http.StatusUnprocessableEntity)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase = 'withdrawn' WHERE id = ?`, tw.file.ID)
			return err
		})
		detail = tw.boss.get("/effacements/" + id).has("Effacer tout, maintenant")
		tw.boss.post("/effacements/"+id, form("version", detail.value("version"), "decision", "effacer")).wants(http.StatusSeeOther)
		if got := cellOf(tw.zoe.get("/")); got != "s" {
			t.Errorf("the erased account is signed in still: %s", got)
		}
		if n := k.count(`SELECT count(*) FROM persons WHERE first_name <> ''`); n != 0 {
			t.Errorf("%d persons keep a name", n)
		}
		tw.boss.get("/effacements").has("Exécutée", "Personne effacée")
		tw.boss.get(tw.path("")).wants(http.StatusOK)
		tw.boss.get(tw.path("/messages")).has("anonymisé").lacks(`name="message"`)
	})
}

func TestARequestTakenBack(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		tw.zoe.post("/compte/donnees/effacement", nil).wants(http.StatusSeeOther)
		tw.zoe.post("/compte/donnees/effacement/retrait", nil).wants(http.StatusSeeOther)
		tw.boss.get("/").lacks("Demandes d'effacement")
		tw.zoe.get("/compte/donnees").has("Demander l'effacement")
	})
}

func TestRetentionPage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.followTown()
		admin := k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
		admin.get("/reglages/conservation").has("Rien à anonymiser aujourd'hui")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase = 'declined', phase_started_on = '2026-08-01' WHERE id = ?`, tw.file.ID)
			return err
		})
		admin.get("/").has("Conservation des dossiers", "1 dossier")
		admin.get("/reglages/conservation").has(tw.file.Ref, "01/11/2026", "Anonymiser ce dossier").lacks("Zoé", "D'Hondt", "Épicerie")
		admin.post("/reglages/conservation", form("ref", tw.file.Ref, "ref", "JI-1999-0001")).wants(http.StatusSeeOther)
		admin.post("/reglages/conservation", form("ref", tw.file.Ref)).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM erasures WHERE reason = 'retention'`); n != 1 {
			t.Errorf("%d erasures", n)
		}
		tw.boss.post("/reglages/conservation", form("ref", tw.file.Ref)).wants(http.StatusForbidden)
	})
}
