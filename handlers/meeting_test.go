package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// coached is a small house for meetings: Amélie coaches p and other, Bruno works on
// the same site, Carla coaches foreign on another; Denise is responsible, Zoé holds p.
type coached struct {
	*kit
	amelie, bruno, carla, denise, zoe accounts.Account
	p, other, foreign                 *programme.Project
}

func newCoached(k *kit) *coached {
	liege, namur := k.siteID("LIEGE"), k.siteID("NAMUR")
	s := &coached{kit: k,
		amelie: k.account("Amélie", access.Grant{Role: access.Coach, SiteID: liege}),
		bruno:  k.account("Bruno", access.Grant{Role: access.Coach, SiteID: liege}),
		carla:  k.account("Carla", access.Grant{Role: access.Coach, SiteID: namur}),
		denise: k.account("Denise", access.Grant{Role: access.Manager, SiteID: liege}),
		zoe:    k.account("Zoé", access.Grant{Role: access.Candidate}),
	}
	cohort, away := k.cohort("LIEGE"), k.cohort("NAMUR")
	s.p = k.dossier(cohort, s.zoe.PersonID, programme.Coaching)
	s.other = k.dossier(cohort, 0, programme.Test)
	s.foreign = k.dossier(away, 0, programme.Coaching)
	k.coach(s.p, s.amelie)
	k.coach(s.other, s.amelie)
	k.coach(s.foreign, s.carla)
	return s
}

func (s *coached) list() string { return "/projets/" + s.p.Ref + "/rencontres" }

// meetingValues is a form as most coaches send it; pairs change it.
func meetingValues(pairs ...string) url.Values {
	v := form("meeting_state", "held", "meeting_on", "2026-11-23", "starts_at", "08:00", "minutes", "60", "meeting_kind", "coaching",
		"medium", "in_person", "place", "Bureau 4", "meeting_summary", "Nous avons relu le plan financier.", "cle", "cle-1")
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Del(pairs[i])
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Add(pairs[i], pairs[i+1])
		}
	}
	return v
}

func eachCoached(t *testing.T, fn func(t *testing.T, s *coached)) {
	eachKit(t, func(t *testing.T, k *kit) { fn(t, newCoached(k)) })
}

func TestLogMeeting(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		page := b.get(s.list() + "/nouvelle").wants(http.StatusOK).has("Note privée : jamais montrée au porteur ou à la porteuse")
		if page.value("meeting_on") != "2026-11-23" || page.value("starts_at") != "08:00" || page.value("cle") == "" {
			t.Errorf("the form is not ready: %q %q", page.value("meeting_on"), page.value("starts_at"))
		}
		to := b.post(s.list(), meetingValues("private_note", "Hésite à quitter son emploi.", "action_1_title", "Écrire à la banque",
			"action_1_due", "2026-12-01", "action_2_title", "Relire le plan", "action_2_owner", s.amelie.PublicID,
			"next_on", "2026-12-07", "next_at", "10:30", "next_place", "Chez Zoé")).wants(http.StatusSeeOther).location()
		if !strings.HasPrefix(to, s.list()+"/") {
			t.Fatalf("leads to %q", to)
		}
		b.get(to).wants(http.StatusOK).has("Rencontre enregistrée.", "Nous avons relu le plan financier.", "Hésite à quitter son emploi.", "Écrire à la banque", "Relire le plan", "Bureau 4")
		s.wantsCounts(map[string]int{
			"SELECT count(*) FROM meetings WHERE state = 'held' AND minutes = 60 AND form_key = 'cle-1'":         1,
			"SELECT count(*) FROM meetings WHERE state = 'planned' AND held_on = '2026-12-07'":                   1,
			"SELECT count(*) FROM meeting_projects":                                                              2,
			"SELECT count(*) FROM meeting_coaches":                                                               2,
			"SELECT count(*) FROM meeting_notes":                                                                 1,
			"SELECT count(*) FROM actions WHERE owner = 'holder' AND due_on = '2026-12-01'":                      1,
			"SELECT count(*) FROM actions WHERE owner = 'coach' AND coach_id IS NOT NULL AND due_on IS NULL":     1,
			"SELECT count(*) FROM audit_entries WHERE action = 'meeting.log' AND project_id IS NOT NULL":         1,
			"SELECT count(*) FROM audit_entries WHERE detail LIKE '%quitter son emploi%'":                        0,
			"SELECT count(*) FROM projects WHERE last_meeting_on = '2026-11-23' AND next_meeting_at IS NOT NULL": 1,
			"SELECT count(*) FROM projects WHERE last_meeting_on IS NOT NULL OR next_meeting_at IS NOT NULL":     1,
		})
		b.get(s.list()).wants(http.StatusOK).has("lundi 7 décembre 2026 à 10:30", "Chez Zoé", "Écrire à la banque", "Pour le 01/12/2026")
	})
}

// wantsCounts checks the effects in the database, question by question.
func (s *coached) wantsCounts(wanted map[string]int) {
	s.t.Helper()
	for query, want := range wanted {
		if got := s.count(query); got != want {
			s.t.Errorf("%d, want %d: %s", got, want, query)
		}
	}
}

// nothingStored checks that no meeting and nothing that hangs on one was kept.
func (s *coached) nothingStored() {
	s.t.Helper()
	for _, table := range []string{"meetings", "meeting_projects", "meeting_coaches", "meeting_notes", "actions"} {
		if n := s.count("SELECT count(*) FROM " + table); n != 0 {
			s.t.Errorf("%d rows in %s", n, table)
		}
	}
	if n := s.count("SELECT count(*) FROM audit_entries WHERE action LIKE 'meeting%' OR action LIKE 'action%'"); n != 0 {
		s.t.Errorf("%d lines in the audit", n)
	}
}

func TestWhoReachesMeetings(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		to := s.as(s.amelie).post(s.list(), meetingValues("action_1_title", "x")).wants(http.StatusSeeOther).location()
		action := fmt.Sprintf("/projets/%s/actions/%d", s.p.Ref, s.count("SELECT id FROM actions"))
		for _, c := range []struct {
			who                     accounts.Account
			read, write, edit, tick int
		}{
			{s.amelie, 200, 303, 200, 303},
			{s.bruno, 200, 403, 403, 403}, // of the site, not assigned
			{s.denise, 200, 403, 403, 403},
			{s.carla, 404, 404, 404, 404},
			{s.zoe, 200, 403, 403, 303},
		} {
			b := s.as(c.who)
			b.get(s.list()).wants(c.read)
			b.get(to).wants(c.read)
			b.post(s.list(), meetingValues("cle", "autre")).wants(c.write)
			b.get(to + "/modifier").wants(c.edit)
			b.get(action + "/modifier").wants(c.edit)
			b.post(action+"/fait", form("fait", "oui")).wants(c.tick)
		}
		s.visitor().get(s.list()).wants(http.StatusSeeOther)
		through := strings.Replace(to, s.p.Ref, s.other.Ref, 1)
		s.as(s.amelie).get(through).wants(http.StatusNotFound)
		s.as(s.amelie).post(through, meetingValues()).wants(http.StatusNotFound)
		s.as(s.amelie).post(strings.Replace(action, s.p.Ref, s.other.Ref, 1)+"/fait", form("fait", "non")).wants(http.StatusNotFound)
		if n := s.count("SELECT count(*) FROM meetings"); n != 2 {
			t.Errorf("%d meetings, want the two of Amélie", n)
		}
	})
}

func TestHostileMeetings(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		const unprocessable = http.StatusUnprocessableEntity
		for _, c := range []struct {
			name   string
			values url.Values
			status int
			says   string
		}{
			{"no form at all", url.Values{}, unprocessable, "Date"},
			{"negative", meetingValues("minutes", "-60"), unprocessable, "Indiquez au moins 1."},
			{"thirty hours", meetingValues("minutes_other", "1800"), unprocessable, "Indiquez au plus 720."},
			{"no number", meetingValues("minutes_other", "une heure"), unprocessable, "Indiquez un nombre, en chiffres."},
			{"beyond int", meetingValues("minutes_other", "99999999999999999999"), unprocessable, "Indiquez un nombre"},
			{"no such day", meetingValues("meeting_on", "2026-02-30"), unprocessable, "Indiquez une date qui existe"},
			{"tomorrow", meetingValues("meeting_on", "2026-11-24"), unprocessable, "Cette date est dans le futur"},
			{"before the dossier", meetingValues("meeting_on", "2026-11-22"), unprocessable, "Indiquez le 23 novembre 2026 ou un jour plus tardif."},
			{"no such hour", meetingValues("starts_at", "25:00"), unprocessable, "Indiquez une heure"},
			{"unknown kind", meetingValues("meeting_kind", "<script>"), unprocessable, "Choisissez une des réponses proposées."},
			{"unknown state", meetingValues("meeting_state", "cancelled"), unprocessable, "Choisissez une des réponses proposées."},
			{"unknown coach", meetingValues("coaches", "nobody"), unprocessable, "Choisissez une des réponses proposées."},
			{"holder as coach", meetingValues("coaches", s.zoe.PublicID), unprocessable, "Choisissez une des réponses proposées."},
			{"coach of elsewhere", meetingValues("coaches", s.carla.PublicID), unprocessable, "Choisissez une des réponses proposées."},
			{"dossier of elsewhere", meetingValues("holders", s.foreign.Ref), unprocessable, "Choisissez une des réponses proposées."},
			{"dossier by id", meetingValues("holders", fmt.Sprint(s.other.ID)), unprocessable, "Choisissez une des réponses proposées."},
			{"injection", meetingValues("holders", "x') OR 1=1 --"), unprocessable, "Choisissez une des réponses proposées."},
			{"a book", meetingValues("meeting_summary", strings.Repeat("é", 100_000)), unprocessable, "écrivez au plus 20 000 caractères"},
			{"action of a stranger", meetingValues("action_1_title", "x", "action_1_owner", s.carla.PublicID), unprocessable, "Action 1, qui la fait"},
			{"action without words", meetingValues("action_3_due", "2026-12-01"), unprocessable, "Action 3 : Ce champ est obligatoire."},
			{"next without hour", meetingValues("next_on", "2026-12-01"), unprocessable, "Heure de la prochaine rencontre"},
			{"next in the past", meetingValues("next_on", "2020-01-01", "next_at", "09:00"), unprocessable, "Cette date est passée"},
			{"broken letters", meetingValues("meeting_summary", "a\xff\xfeb"), http.StatusBadRequest, ""},
			{"nul", meetingValues("meeting_summary", "a\x00b"), http.StatusBadRequest, ""},
			{"too large", meetingValues("meeting_summary", strings.Repeat("a", 2<<20)), http.StatusRequestEntityTooLarge, ""},
		} {
			r := b.post(s.list(), c.values)
			if r.status != c.status || !strings.Contains(r.text(), plain(c.says)) {
				t.Errorf("%s: %d, want %d saying %q: %.600s", c.name, r.status, c.status, c.says, r.text())
			}
			if c.status == unprocessable && len(c.values) > 0 && c.name != "a book" && !strings.Contains(r.body, "Bureau 4") {
				t.Errorf("%s: what was typed is gone", c.name)
			}
		}
		s.nothingStored()
	})
}

func TestHostileTextIsShownAsText(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		const script, rtl = `<script>alert('x')</script><img src=x onerror=alert(1)>`, "\u202Eمرحبا\u202C 𝔘 🥚"
		to := b.post(s.list(), meetingValues("meeting_summary", script+rtl, "private_note", script, "place", `"><b>`+script, "action_1_title", script)).wants(http.StatusSeeOther).location()
		for _, path := range []string{to, s.list(), to + "/modifier"} {
			b.get(path).wants(http.StatusOK).lacks("<script>alert", "<img src=x", `"><b>`).has(`alert('x')`)
		}
		b.get(to).has(rtl)
	})
}

func TestTypedMeetingIsKept(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		typed := meetingValues("minutes", "0", "private_note", "Ma note", "action_1_title", "Appeler l'ONEM", "action_1_due", "2026-12-02", "holders", s.other.Ref, "next_on", "2026-12-07")
		r := b.post(s.list(), typed).wants(http.StatusUnprocessableEntity).has("Il y a un problème", "Nous avons relu le plan financier.", "Ma note")
		for name, want := range map[string]string{"action_1_title": "Appeler l'ONEM", "action_1_due": "2026-12-02", "next_on": "2026-12-07", "cle": "cle-1"} {
			if got := r.value(name); got != want {
				t.Errorf("%s comes back as %q", name, got)
			}
		}
		typed.Set("ajouter", "action")
		r = b.post(s.list(), typed).wants(http.StatusOK).has("Nous avons relu le plan financier.").lacks("action_5_title")
		if r.value("action_1_title") != "Appeler l'ONEM" || !strings.Contains(r.body, "action_4_title") {
			t.Error("the further row is missing, or what was typed is gone")
		}
		s.nothingStored()
	})
}

func TestSendingTwiceMakesOneMeeting(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		var mu sync.Mutex
		places := map[string]int{}
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				r := b.post(s.list(), meetingValues("private_note", "n"))
				mu.Lock()
				defer mu.Unlock()
				places[fmt.Sprint(r.status, r.location())]++
			})
		}
		wg.Wait()
		if len(places) != 1 || s.count("SELECT count(*) FROM meetings") != 1 {
			t.Errorf("%d meetings, led to %v", s.count("SELECT count(*) FROM meetings"), places)
		}
		to := b.post(s.list(), meetingValues()).wants(http.StatusSeeOther).location()
		b.get(to).has("était déjà enregistrée", "Nous avons relu le plan financier.")
		b.post(s.list(), meetingValues("meeting_summary", "Autre texte")).wants(http.StatusConflict).has("a déjà donné la rencontre du", "Autre texte", "Compléter cette rencontre")
		if s.count("SELECT count(*) FROM meetings") != 1 {
			t.Error("a late repetition made another meeting")
		}
	})
}

func TestTwoEditorsOfOneMeeting(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		to := b.post(s.list(), meetingValues("private_note", "Première note")).wants(http.StatusSeeOther).location()
		page := b.get(to + "/modifier").wants(http.StatusOK).has("Première note")
		version := page.value("version")
		key := page.value("cle")
		b.post(to, meetingValues("cle", key, "version", version, "meeting_summary", "Texte de la première", "private_note", "Note de la première")).wants(http.StatusSeeOther)
		late := meetingValues("cle", key, "version", version, "meeting_summary", "Texte de la seconde", "private_note", "Note de la seconde")
		r := b.post(to, late).wants(http.StatusConflict).has("Texte de la seconde", "Note de la seconde", "Texte de la première", "Note de la première", "Ce qui est enregistré maintenant")
		if s.count("SELECT count(*) FROM meetings WHERE summary = 'Texte de la première' AND version = 2") != 1 {
			t.Error("the late editor changed something")
		}
		late.Set("version", r.value("version"))
		late.Set("cle", r.value("cle"))
		b.post(to, late).wants(http.StatusSeeOther)
		b.get(to).has("Texte de la seconde", "Note de la seconde").lacks("Texte de la première")
		s.wantsCounts(map[string]int{
			"SELECT count(*) FROM audit_entries WHERE action = 'meeting.change'":     2,
			"SELECT count(*) FROM audit_entries WHERE action = 'note.change'":        2,
			"SELECT count(*) FROM audit_entries WHERE detail LIKE '%Note de la%'":    0,
			"SELECT count(*) FROM audit_entries WHERE detail LIKE '%Texte de la%'":   2,
			"SELECT count(*) FROM meeting_notes WHERE body = 'Note de la seconde'":   1,
			"SELECT count(*) FROM meetings WHERE form_key = 'cle-1' AND version = 3": 1,
		})
	})
}

func TestClosedDossierTakesNoMeeting(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		s.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE projects SET phase = 'launched' WHERE id = ?", s.p.ID)
			return err
		})
		b := s.as(s.amelie)
		const why = "Une rencontre s'enregistre pour un projet accepté, en accompagnement ou en test"
		b.get(s.list()).wants(http.StatusOK).has(why, "Ce parcours est terminé").lacks(s.list() + "/nouvelle")
		b.get(s.list() + "/nouvelle").wants(http.StatusUnprocessableEntity).has(why)
		b.post(s.list(), meetingValues()).wants(http.StatusUnprocessableEntity).has(why, "« Lancé »", "Nous avons relu le plan financier.")
		s.nothingStored()
	})
}

func TestActionsOnThePage(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b, actions := s.as(s.amelie), "/projets/"+s.p.Ref+"/actions"
		b.post(actions, form("action_title", "", "action_due", "hier", "cle", "a")).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire.", "Indiquez une date qui existe")
		for range 2 {
			b.post(actions, form("action_title", "Chercher un local", "action_due", "2026-11-20", "cle", "a")).wants(http.StatusSeeOther)
		}
		b.post(actions, form("action_title", "Relire le bail", "action_owner", s.amelie.PublicID, "cle", "b")).wants(http.StatusSeeOther)
		z := s.as(s.zoe)
		z.get(s.list()).wants(http.StatusOK).has("Chercher un local", "En retard de 3 jours", "Relire le bail").lacks("/modifier", "Consigner une rencontre")
		id, other := s.count("SELECT id FROM actions WHERE owner = 'holder'"), s.count("SELECT id FROM actions WHERE owner = 'coach'")
		if to := z.post(fmt.Sprintf("%s/%d/fait", actions, id), form("fait", "oui", "suite", "//ailleurs.be")).wants(http.StatusSeeOther).location(); to != "/" {
			t.Errorf("ticking leads to %q", to)
		}
		z.post(fmt.Sprintf("%s/%d/fait", actions, other), form("fait", "oui")).wants(http.StatusForbidden)
		z.post(actions+"/x/fait", form("fait", "oui")).wants(http.StatusNotFound)
		z.get(s.list()).has("1 action faite", "Faite le 23/11/2026")
		edit := fmt.Sprintf("%s/%d", actions, other)
		version := b.get(edit + "/modifier").wants(http.StatusOK).value("version")
		b.post(edit, form("action_title", "Relire le bail commercial", "action_due", "2027-01-15", "version", version)).wants(http.StatusSeeOther)
		b.post(edit, form("action_title", "Trop tard", "version", version)).wants(http.StatusConflict).has("Une autre modification a été enregistrée")
		s.wantsCounts(map[string]int{
			"SELECT count(*) FROM actions": 2,
			"SELECT count(*) FROM actions WHERE title = 'Relire le bail commercial' AND owner = 'holder' AND version = 2": 1,
			"SELECT count(*) FROM actions WHERE done_on = '2026-11-23' AND done_by IS NOT NULL":                           1,
		})
	})
}
