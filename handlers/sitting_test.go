package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
)

// sittingTown is an open committee of two jurors and some files, with room for one.
type sittingTown struct {
	k      *kit
	path   string // of the committee
	com    string
	refs   []string
	jurors []accounts.Account
	boss   accounts.Account
}

func (k *kit) sittingTown(files int) sittingTown {
	k.t.Helper()
	k.write(selection.Found)
	cohort := k.cohort("LIEGE")
	k.exec(`UPDATE cohorts SET capacity = 1 WHERE id = ?`, cohort.ID)
	tw := sittingTown{k: k, boss: k.manager("Marc", "LIEGE"), jurors: []accounts.Account{
		k.account("Jeanne", access.Grant{Role: access.Jury}), k.account("Igor", access.Grant{Role: access.Jury})}}
	for i := range files {
		p := k.dossier(cohort, k.candidate(fmt.Sprintf("holder%d", i)).PersonID, programme.Review)
		k.exec(`INSERT INTO applications (project_id, updated_at, motivation) VALUES (?, 1, 'Depuis <b>longtemps</b>.')`, p.ID)
		k.exec(`UPDATE projects SET title = ? WHERE id = ?`, fmt.Sprintf("Projet %d", i+1), p.ID)
		tw.refs = append(tw.refs, p.Ref)
	}
	err := k.db.Write(context.Background(), tw.boss.Actor(), func(tx *db.Tx) (err error) {
		tw.com, err = selection.CreateCommittee(tx, "", selection.CommitteeDraft{CohortRef: cohort.Ref, HeldOn: tx.Today(), Place: "Salle 1",
			Members: []string{tw.jurors[0].PublicID, tw.jurors[1].PublicID}})
		if err == nil {
			_, err = selection.OpenCommittee(tx, tw.com, 1)
		}
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	tw.path = "/comites/" + tw.com
	return tw
}

// of gives a form of the committee's day for one file, with what its hidden fields hold there.
func (tw sittingTown) of(page reply, ref string, pairs ...string) (string, map[string][]string) {
	tw.k.t.Helper()
	_, rest, found := strings.Cut(page.body, `action="`+tw.path+`/seance/`+ref+`"`)
	if !found {
		tw.k.t.Fatalf("%s has no form for %s: %s", page.what, ref, page.text())
	}
	one := page
	one.body, _, _ = strings.Cut(rest, "</form>")
	v := form(pairs...)
	for _, hidden := range []string{"cle", "version", "note_version"} {
		if !v.Has(hidden) {
			v.Set(hidden, one.value(hidden))
		}
	}
	return tw.path + "/seance/" + ref, v
}

func TestADayOfTheCommittee(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.sittingTown(3)
		boss, other := k.as(tw.boss), k.as(k.manager("Paule", "LIEGE"))
		page := boss.get(tw.path+"/seance").wants(http.StatusOK).has("Places libres 1 sur 1", "À décider 3", "Jeanne", "Aucune lettre à émettre", "3 dossiers attendent encore une décision")
		stale := other.get(tw.path + "/seance").wants(http.StatusOK)

		// What is wrong comes back with what was typed, notes included.
		to, values := tw.of(page, tw.refs[0], "outcome", "declined", "reasons", "Trop tôt <script>alert(1)</script>.", "note", "Vif débat.")
		refused := boss.post(to, values).wants(http.StatusUnprocessableEntity)
		refused.has("Trop tôt <script>alert(1)</script>.", "Vif débat.", "Et maintenant : Ce champ est obligatoire").lacks("<script>alert")
		if !strings.Contains(refused.body, `href="#f-`+strings.ToLower(tw.refs[0])+`-next_step"`) {
			t.Error("the problem does not lead to its field")
		}
		to, values = tw.of(refused, tw.refs[0], "outcome", "accepted", "reasons", "Solide.", "note", "Vif débat.", "conditions", "Trouver un local.")
		for range 2 { // the second click changes nothing
			next := boss.post(to, values).wants(http.StatusSeeOther).location()
			if next != tw.path+"/seance#"+tw.refs[0] {
				t.Errorf("leads to %s", next)
			}
		}
		page = boss.get(tw.path+"/seance").wants(http.StatusOK).has("Places libres 0 sur 1", "Cohorte complète", "Décidé le 23 novembre 2026 par Marc", "Trouver un local.", "Émettre 1 lettre", "Vif débat.")

		// The sixth of five, here the second of one, is refused with its text kept.
		to, values = tw.of(page, tw.refs[1], "outcome", "accepted", "reasons", "Très beau projet.")
		boss.post(to, values).wants(http.StatusUnprocessableEntity).has("Mettez-le en liste d'attente", "Très beau projet.", "1 place et 1 dossier accepté")

		// Another manager, on the page from before, sees what was decided, and keeps what they wrote.
		to, values = tw.of(stale, tw.refs[0], "outcome", "declined", "reasons", "Mon texte à moi.", "next_step", "Revenir.", "note", "Ma note.")
		other.post(to, values).wants(http.StatusConflict).has("Mon texte à moi.", "Ma note.", "Décidé le 23 novembre 2026 par Marc", "Notes enregistrées par Marc : Vif débat.")
		if n := k.count(`SELECT count(*) FROM decisions`); n != 1 {
			t.Fatalf("%d decisions", n)
		}

		// Notes alone; then waiting list with the next rank, and a taken one refused.
		to, values = tw.of(page, tw.refs[2], "note", "À revoir.", "faire", "notes")
		boss.post(to, values).wants(http.StatusSeeOther)
		page = boss.get(tw.path + "/seance")
		to, values = tw.of(page, tw.refs[1], "outcome", "waitlisted", "reasons", "Bien, après.")
		boss.post(to, values).wants(http.StatusSeeOther)
		to, values = tw.of(page, tw.refs[2], "outcome", "waitlisted", "reasons", "Bien.", "rank", "1")
		boss.post(to, values).wants(http.StatusUnprocessableEntity).has("Place sur la liste d'attente")
		boss.get(tw.path+"/seance").wants(http.StatusOK).has("En liste d'attente 1", "place 1 sur la liste", "À revoir.", "À décider 1", "Émettre 2 lettres")
		if n := k.count(`SELECT count(*) FROM decisions d JOIN committees c ON c.id = d.committee_id WHERE c.ref = ?`, tw.com); n != 2 {
			t.Errorf("%d decisions in the committee's name", n)
		}
		for _, b := range []*browser{k.as(tw.jurors[0])} {
			b.get("/candidatures/"+tw.refs[2]).lacks("À revoir.", "Vif débat")
			b.post(tw.path+"/seance/"+tw.refs[2], values).wants(http.StatusForbidden)
		}
		boss.post(tw.path+"/seance/JI-2026-9999", values).wants(http.StatusNotFound)
	})
}

// keeps checks that a field of the page holds this, as it was typed.
func (r reply) keeps(value string) reply {
	r.k.t.Helper()
	if !strings.Contains(r.body, `value="`+value+`"`) {
		r.k.t.Errorf("%s lost %q", r.what, value)
	}
	return r
}

func TestAttendanceAndMinutes(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.sittingTown(2)
		boss := k.as(tw.boss)
		page := boss.get(tw.path + "/seance")
		presence := func(i int) string { return "presence-" + tw.jurors[i].PublicID }
		values := sent(page, form(presence(0), "present", presence(1), "excused", "chair", "Paule Renard", "remarks", "Séance <i>publique</i>."))
		wrong := sent(page, form(presence(0), "peut-être", "chair", "Ma présidence"))
		boss.post(tw.path+"/seance/presences", wrong).wants(http.StatusUnprocessableEntity).keeps("Ma présidence")
		boss.post(tw.path+"/seance/presences", values).wants(http.StatusSeeOther)
		boss.post(tw.path+"/seance/presences", values).wants(http.StatusConflict).keeps("Paule Renard")

		draft := boss.get(tw.path+"/proces-verbal").wants(http.StatusOK).has("il n'a pas encore été émis", "2 dossiers restent sans décision", "Jeanne", "Présent·e", "Excusé·e", "Séance <i>publique</i>.", "Aucun conflit d'intérêts")
		_, text := boss.paper(tw.path + "/proces-verbal.pdf")
		for _, want := range []string{"Projet : ce document n'a pas encore été émis", "Paule Renard", "Signatures", "2 dossiers restent sans décision", "Séance <i>publique</i>."} {
			if !strings.Contains(text, want) {
				t.Errorf("the draft does not say %q: %s", want, text)
			}
		}
		if head, signatures, _ := strings.Cut(text, "Signatures"); !strings.Contains(signatures, "Jeanne") || strings.Contains(signatures, "Igor") || !strings.Contains(head, "Igor") {
			t.Errorf("who signs: %s", signatures)
		}
		for range 2 {
			boss.post(tw.path+"/proces-verbal", sent(draft, nil)).wants(http.StatusSeeOther)
		}
		body, text := boss.paper("/papiers/PV-2026-0001.pdf")
		sum := sha256.Sum256([]byte(body))
		boss.get(tw.path+"/proces-verbal").wants(http.StatusOK).has("PV-2026-0001", hex.EncodeToString(sum[:]))
		if !strings.Contains(text, "N° PV-2026-0001") || strings.Contains(text, "n'a pas encore été émis") || !strings.Contains(text, "2 dossiers restent sans décision") {
			t.Errorf("the issued minutes: %s", text)
		}
		if n := k.count(`SELECT count(*) FROM issued_papers WHERE kind = 'minutes'`); n != 1 {
			t.Errorf("%d papers", n)
		}
		k.exec(`UPDATE sittings SET chair = 'Une autre personne'`)
		if again, _ := boss.paper("/papiers/PV-2026-0001.pdf"); again != body {
			t.Error("the minutes are not printed again as they were")
		}
		k.as(tw.jurors[0]).get("/papiers/PV-2026-0001.pdf").wants(http.StatusForbidden)
		k.as(k.account("Katia", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})).get("/papiers/PV-2026-0001.pdf").wants(http.StatusNotFound)
		k.as(k.manager("Elsa", "NAMUR")).get("/papiers/PV-2026-0001.pdf").wants(http.StatusNotFound)
	})
}

func TestAgendaPages(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.sittingTown(3)
		boss, juror := k.as(tw.boss), k.as(tw.jurors[0])
		path := tw.path + "/ordre-du-jour"
		page := boss.get(path).wants(http.StatusOK).has("Projet 1", "Fixer cet ordre pour tous")
		boss.post(path, sent(page, form("starts_at", "9h", "minutes_each", "x"))).wants(http.StatusUnprocessableEntity).has("Indiquez un nombre")
		boss.post(path, sent(page, form("starts_at", "09:00", "minutes_each", "20"))).wants(http.StatusSeeOther)
		boss.post(path+"/ordre", sent(page, form("dossier", tw.refs[2], "turn", "1"))).wants(http.StatusConflict)
		page = boss.get(path)
		boss.post(path+"/ordre", sent(page, form("dossier", tw.refs[2], "turn", "1"))).wants(http.StatusSeeOther)
		juror.get(path).wants(http.StatusOK).has("09:00 Projet 3", "09:20 Projet 1", "09:40 Projet 2").lacks("Monter", "Fixer cet ordre")
		if _, text := juror.paper(path + ".pdf"); !strings.Contains(text, "1 09:00 Projet 3") || !strings.Contains(text, "Jeanne") {
			t.Errorf("the paper: %s", text)
		}
		boss.post(path+"/ordre", sent(boss.get(path), form("faire", "habituel"))).wants(http.StatusSeeOther)
		boss.get(path).has("09:00 Projet 1")
		boss.post(path+"/ordre", sent(boss.get(path), form("faire", "fixer"))).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM agenda_places`); n != 3 {
			t.Errorf("%d places", n)
		}
	})
}

func TestThePackOfACommittee(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.sittingTown(3)
		k.exec(`UPDATE persons SET email = 'secret@exemple.be', street = 'Rue Cachée 7', phone = '0470 11 22 33'`)
		err := k.db.Write(context.Background(), tw.jurors[0].Actor(), func(tx *db.Tx) error {
			return selection.DeclareConflict(tx, tw.com, tw.refs[1], "Ma cousine.")
		})
		if err != nil {
			t.Fatal(err)
		}
		path := tw.path + "/dossier-complet"
		for i, juror := range tw.jurors {
			b := k.as(juror)
			body, text := b.paper(path + ".pdf")
			page := b.get(path).wants(http.StatusOK).has("Depuis <b>longtemps</b>.", "Critères", "holder0").lacks("Rue Cachée", "secret@", "0470 11 22 33", "<b>longtemps")
			sees := strings.Contains(text, "2. Projet 2")
			if sees != (i == 1) || sees != strings.Contains(page.text(), "2. Projet 2") {
				t.Errorf("%s sees the file of a conflict: %v", juror.Name, sees)
			}
			for _, want := range []string{"1. Projet 1", "3. Projet 3", "Depuis <b>longtemps</b>.", "Notes", "page 1 /"} {
				if !strings.Contains(text, want) {
					t.Errorf("the pack of %s does not say %q: %s", juror.Name, want, text)
				}
			}
			if strings.Contains(text, "Rue Cachée") || !strings.Contains(body, "/Outlines") || strings.Count(body, "/Title") < 4 {
				t.Errorf("the pack of %s", juror.Name)
			}
		}
		k.exec(`UPDATE committees SET blind = TRUE`)
		for _, a := range []accounts.Account{tw.jurors[1], tw.boss} {
			if _, text := k.as(a).paper(path + ".pdf"); strings.Contains(text, "holder") || !strings.Contains(text, "2. Projet 2") {
				t.Errorf("a blind pack of %s: %s", a.Name, text)
			}
		}
	})
}

func TestTheWaitingListOfACohort(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.sittingTown(3)
		boss := k.as(tw.boss)
		for i, o := range []selection.Outcome{selection.Accepted, selection.Waitlisted, selection.Waitlisted} {
			err := k.db.Write(context.Background(), tw.boss.Actor(), func(tx *db.Tx) error {
				p, err := programme.Load(tx, tw.refs[i], access.ApplicationDecide)
				if err != nil {
					return err
				}
				return sitting.Decide(tx, tw.com, p.Ref, "", p.Version, sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: o, Reasons: "x"}})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		cohort := strings.TrimSuffix(strings.TrimPrefix(tw.com, "CM-"), "-1")
		path := "/cohortes/" + cohort + "/liste-d-attente"
		boss.get(path).wants(http.StatusOK).has("Places libres 0 sur 1", "1 Projet 2", "2 Projet 3", "Décider")
		boss.get("/").wants(http.StatusOK).has("3 lettres à émettre").lacks("personnes attendent")
		k.exec(`UPDATE projects SET phase = 'exited' WHERE ref = ?`, tw.refs[0])
		boss.get("/").wants(http.StatusOK).has("1 place libre, 2 personnes attendent")
		k.as(k.manager("Elsa", "NAMUR")).get("/").wants(http.StatusOK).lacks("personnes attendent", "à émettre")
		boss.get("/cohortes/" + cohort).wants(http.StatusOK).has("Liste d'attente")
		boss.get(path).has("Places libres 1 sur 1")
	})
}
