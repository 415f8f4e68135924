package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
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
	v := form("meeting_state", "held", "held_on", "2026-11-23", "starts_at", "08:00", "minutes", "60", "meeting_kind", "coaching",
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
		if page.value("held_on") != "2026-11-23" || page.value("starts_at") != "08:00" || page.value("cle") == "" {
			t.Errorf("the form is not ready: %q %q", page.value("held_on"), page.value("starts_at"))
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
