package handlers_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/upkeep"
)

// The committee of the scenario: twelve candidates for five places. Files are numbered from 0: the first five are
// accepted, three wait, four are declined; on the last one a juror stands aside.
const (
	candidates, places, waiting = 12, 5, 3
	disputed, standsAside       = 5, 11
)

// scenario is one committee of twelve applications and four jurors, from intake to letters.
type scenario struct {
	*kit
	cohort  programme.Cohort
	boss    *browser
	jurors  []*browser
	holders []*browser
	emails  []string
	refs    []string
	com     string // its path
}

func TestACommitteeFromIntakeToLetters(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		s := &scenario{kit: k}
		s.intake()
		s.convenes()
		s.judges()
		s.meets()
		s.decides()
		s.writesMinutes()
		s.writesLetters()
		s.movesUp()
		s.mails()
		result, err := upkeep.Check(context.Background(), k.db)
		if err != nil || len(result.Findings) > 0 {
			t.Errorf("what is kept does not agree: %v, %v", result.Findings, err)
		}
	})
}

// intake: twelve people apply, each for themselves, and the couveuse takes their files under review.
func (s *scenario) intake() {
	s.t.Helper()
	s.write(selection.Found)
	s.cohort = s.kit.cohort("LIEGE")
	s.exec(`UPDATE cohorts SET capacity = ? WHERE id = ?`, places, s.cohort.ID)
	s.boss = s.as(s.manager("Marc", "LIEGE"))
	for i := range candidates {
		a := s.candidate(fmt.Sprintf("candidate%d", i))
		b := s.as(a)
		ref := b.starts(s.cohort)
		b.answers(ref)
		path := "/candidatures/" + ref + "/identite"
		b.post(path, sent(b.get(path), with(answersOf[0].values, "first_name", fmt.Sprintf("Prénom%d", i), "last_name", fmt.Sprintf("Nom%d", i), "email", a.Email))).wants(http.StatusSeeOther)
		path = "/candidatures/" + ref + "/projet"
		b.post(path, sent(b.get(path), with(answersOf[2].values, "project_title", fmt.Sprintf("Projet %d", i)))).wants(http.StatusSeeOther)
		b.submits(ref)
		s.boss.post("/candidatures/"+ref+"/examen", sent(s.boss.get("/candidatures/"+ref), nil)).wants(http.StatusSeeOther)
		s.holders, s.refs, s.emails = append(s.holders, b), append(s.refs, ref), append(s.emails, a.Email)
	}
}

func with(values url.Values, pairs ...string) url.Values {
	v := maps.Clone(values)
	for i := 0; i < len(pairs); i += 2 {
		v[pairs[i]] = []string{pairs[i+1]}
	}
	return v
}

// convenes: the manager calls four jurors together for the first of December and opens the committee.
func (s *scenario) convenes() {
	s.t.Helper()
	var members []accounts.Account
	values := form("cohort", s.cohort.Ref, "held_on", "2026-12-01", "place", "Salle 1", "book_hours", "24")
	for _, name := range []string{"Jeanne", "Igor", "Lucie", "Omar"} {
		a := s.account(name, access.Grant{Role: access.Jury})
		values.Add("members", a.PublicID)
		members, s.jurors = append(members, a), append(s.jurors, s.as(a))
	}
	s.com = s.boss.post("/comites", sent(s.boss.get("/comites/nouveau"), values)).wants(http.StatusSeeOther).location()
	s.jurors[0].get(s.com).wants(http.StatusNotFound) // not open yet
	s.boss.post(s.com+"/ouverture", sent(s.boss.get(s.com), nil)).wants(http.StatusSeeOther)
	if n := s.count(`SELECT count(*) FROM committee_files`); n != candidates || len(members) != 4 {
		s.t.Fatalf("%d files on the committee", n)
	}
}

// mark is what a juror gives a file on every criterion: the first five are liked, the next three are in between,
// and on one of those the jurors are far apart.
func mark(juror, file int) (string, string) {
	switch {
	case file == disputed && juror == 0:
		return "5", "yes"
	case file == disputed && juror == 1:
		return "0", "no"
	case file < places:
		return "5", "yes"
	case file < places+waiting:
		return "3", "maybe"
	}
	return "1", "no"
}

// judges: one juror stands aside on a file, everybody else scores everything, each without the others' scores.
func (s *scenario) judges() {
	s.t.Helper()
	aside := s.com + "/dossiers/" + s.refs[standsAside]
	s.jurors[0].post(aside+"/conflit", form("conflict_reason", "Ma cousine.")).wants(http.StatusSeeOther)
	s.jurors[0].get(aside).wants(http.StatusNotFound)
	grid := s.count(`SELECT count(*) FROM committee_criteria`)
	if grid == 0 {
		s.t.Fatal("the committee has no criteria")
	}
	for juror, b := range s.jurors {
		for file, ref := range s.refs {
			if juror == 0 && file == standsAside {
				continue
			}
			path := s.com + "/dossiers/" + ref
			page := b.get(path).wants(http.StatusOK).has("Projet " + strconv.Itoa(file)).lacks("moyenne")
			points, recommendation := mark(juror, file)
			values := form("recommendation", recommendation, "comment", "Avis de "+strconv.Itoa(juror))
			for position := range grid {
				values.Set(selection.ScoreField(position+1), points)
			}
			b.post(path, sent(page, values)).wants(http.StatusSeeOther)
		}
	}
	s.boss.get(s.com+"/classement").wants(http.StatusOK).has("Projet 0", "Projet "+strconv.Itoa(disputed))
	s.jurors[1].get(s.com + "/classement").wants(http.StatusForbidden)
	if _, text := s.jurors[0].paper(s.com + "/dossier-complet.pdf"); strings.Contains(text, "Projet "+strconv.Itoa(standsAside)) || !strings.Contains(text, "Projet 10") {
		s.t.Error("the pack of who stood aside")
	}
	if _, text := s.boss.paper(s.com + "/dossier-complet.pdf"); !strings.Contains(text, "avis partagés") || strings.Count(text, "moyenne") != candidates {
		s.t.Error("the manager's pack does not sum up the scores")
	}
}

// meets: twelve slots are published, every candidate takes one, the last of them first.
func (s *scenario) meets() {
	s.t.Helper()
	slots := s.boss.get(s.com + "/entretiens").wants(http.StatusOK)
	s.boss.post(s.com+"/entretiens", sent(slots, form("day", "2026-12-01", "from", "09:00", "until", "12:00", "minutes", "15", "every", "15"))).wants(http.StatusSeeOther)
	var ids []string
	s.write(func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT public_id FROM interview_slots ORDER BY starts_at`)
	})
	if len(ids) != candidates {
		s.t.Fatalf("%d slots", len(ids))
	}
	for i, b := range s.holders {
		path := "/candidatures/" + s.refs[i] + "/entretien"
		b.post(path, sent(b.get(path).wants(http.StatusOK), form("slot", ids[candidates-1-i]))).wants(http.StatusSeeOther)
	}
	s.clock.Set("2026-12-01")
	s.boss.get(s.com+"/ordre-du-jour").wants(http.StatusOK).has("09:00 Projet 11", "09:15 Projet 10", "11:45 Projet 0")
}

// decides: attendance is taken, then each file is answered; a sixth acceptance is refused.
func (s *scenario) decides() {
	s.t.Helper()
	day := s.com + "/seance"
	page := s.boss.get(day).wants(http.StatusOK).has("Places libres 5 sur 5", "À décider 12")
	presences := form("chair", "Marc")
	s.write(func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id, name string
			err := rows.Scan(&id, &name)
			state := "present"
			if name == "Omar" {
				state = "excused"
			}
			presences.Set("presence-"+id, state)
			return err
		}, `SELECT a.public_id, a.name FROM committee_members m JOIN accounts a ON a.id = m.account_id`)
	})
	s.boss.post(day+"/presences", sent(page, presences)).wants(http.StatusSeeOther)
	for i := range candidates {
		answer := []string{"outcome", "accepted", "reasons", "Projet solide."}
		switch {
		case i == places:
			full := s.enter(i, "outcome", "accepted", "reasons", "Celui-là aussi.").wants(http.StatusUnprocessableEntity)
			full.has("Celui-là aussi.", "accepter ce dossier la dépasserait")
			fallthrough
		case i > places && i < places+waiting:
			answer = []string{"outcome", "waitlisted", "reasons", "Bon projet, plus de place."}
		case i >= places+waiting:
			answer = []string{"outcome", "declined", "reasons", "Pas encore mûr.", "next_step", "Revenez au printemps."}
		}
		s.enter(i, answer...).wants(http.StatusSeeOther)
	}
	s.boss.get(day).wants(http.StatusOK).has("Places libres 0 sur 5", "En liste d'attente 3", "À décider 0", "Émettre 12 lettres", "place 3 sur la liste")
	for outcome, want := range map[string]int{"accepted": places, "waitlisted": waiting, "declined": candidates - places - waiting} {
		if n := s.count(`SELECT count(*) FROM decisions WHERE outcome = ? AND decided_on = ?`, outcome, models.Date("2026-12-01")); n != want {
			s.t.Errorf("%d %s", n, outcome)
		}
	}
	s.boss.post(s.com+"/cloture", sent(s.boss.get(s.com), nil)).wants(http.StatusSeeOther)
	s.jurors[1].get(s.com).wants(http.StatusNotFound)
}

// enter sends the form of one file on the page of the committee's day.
func (s *scenario) enter(file int, pairs ...string) reply {
	s.t.Helper()
	to, values := sittingTown{k: s.kit, path: s.com}.of(s.boss.get(s.com+"/seance"), s.refs[file], pairs...)
	return s.boss.post(to, values)
}

func (s *scenario) writesMinutes() {
	s.t.Helper()
	page := s.boss.get(s.com + "/proces-verbal").wants(http.StatusOK)
	for range 2 { // a double click
		s.boss.post(s.com+"/proces-verbal", sent(page, nil)).wants(http.StatusSeeOther)
	}
	_, text := s.boss.paper("/papiers/PV-2026-0001.pdf")
	for _, want := range []string{"Ma cousine.", "Jeanne", "Excusé·e", "avis partagés", "Revenez au printemps.", "Signatures"} {
		if !strings.Contains(text, want) {
			s.t.Errorf("the minutes do not say %q: %s", want, text)
		}
	}
	if _, boxes, _ := strings.Cut(text, "Signatures"); strings.Contains(boxes, "Omar") || !strings.Contains(boxes, "Lucie") || !strings.Contains(boxes, "Marc") {
		s.t.Errorf("who signs: %s", boxes)
	}
	if n := s.count(`SELECT count(*) FROM issued_papers WHERE kind = 'minutes'`); n != 1 {
		s.t.Errorf("%d minutes", n)
	}
}

// writesLetters: one click for all; each candidate reads their own and no other.
func (s *scenario) writesLetters() {
	s.t.Helper()
	for range 2 {
		s.boss.post(s.com+"/lettres", form()).wants(http.StatusSeeOther)
	}
	if n := s.count(`SELECT count(*) FROM issued_papers WHERE kind = 'letter'`); n != candidates {
		s.t.Fatalf("%d letters", n)
	}
	says := func(i int) string {
		switch {
		case i < places:
			return "est accepté dans le programme"
		case i < places+waiting:
			return "à la place " + strconv.Itoa(i-places+1)
		}
		return "n'a pas retenu votre candidature"
	}
	for i, b := range s.holders {
		number := numberOn(s.t, b.get("/candidatures/"+s.refs[i]).wants(http.StatusOK))
		_, text := b.paper("/papiers/" + number + ".pdf")
		if !strings.Contains(text, says(i)) || !strings.Contains(text, fmt.Sprintf("Bonjour Prénom%d Nom%d,", i, i)) {
			s.t.Errorf("letter %d: %s", i, text)
		}
		for j, other := range s.holders {
			if j != i {
				other.get("/papiers/" + number + ".pdf").wants(http.StatusNotFound)
				other.get("/candidatures/" + s.refs[i] + "/lettres/" + number).wants(http.StatusNotFound)
			}
		}
		for _, juror := range s.jurors {
			juror.get("/papiers/" + number + ".pdf").wants(http.StatusForbidden)
		}
	}
}

// movesUp: one who was accepted leaves; the first who waits gets the place by a decision, and not before.
func (s *scenario) movesUp() {
	s.t.Helper()
	project := "/projets/" + s.refs[0]
	page := s.boss.get(project).wants(http.StatusOK)
	s.boss.post(project+"/sortie", sent(page, form("date", "2026-12-01", "reason", "gave_up"))).wants(http.StatusSeeOther)
	s.boss.get("/").wants(http.StatusOK).has("1 place libre, 3 personnes attendent")
	s.boss.get("/cohortes/"+s.cohort.Ref+"/liste-d-attente").wants(http.StatusOK).has("Places libres 1 sur 5", "1 Projet 5", "2 Projet 6", "3 Projet 7")
	s.holders[6].get("/candidatures/" + s.refs[6]).wants(http.StatusOK).has("Votre place sur la liste aujourd'hui : 2.")
	if s.phase(s.refs[5]) != "waitlisted" {
		s.t.Error("the list moved by itself")
	}
	next := "/candidatures/" + s.refs[5]
	s.boss.post(next+"/decision", sent(s.boss.get(next), form("outcome", "accepted", "decided_on", "2026-12-01", "reasons", "Une place s'est libérée."))).wants(http.StatusSeeOther)
	s.boss.post(next+"/lettre", sent(s.boss.get(next), nil)).wants(http.StatusSeeOther)
	s.boss.get("/").wants(http.StatusOK).lacks("personnes attendent")
	s.holders[6].get("/candidatures/" + s.refs[6]).has("Votre place sur la liste aujourd'hui : 1.")
	s.holders[5].get(next).wants(http.StatusOK).has("Votre candidature est acceptée", "LD-2026-0013")
	last := "/candidatures/" + s.refs[6] + "/decision"
	s.boss.post(last, sent(s.boss.get("/candidatures/"+s.refs[6]), form("outcome", "accepted", "decided_on", "2026-12-01", "reasons", "x"))).wants(http.StatusUnprocessableEntity)
}

// mails: everybody was told what concerns them, once, and nobody anything else.
func (s *scenario) mails() {
	s.t.Helper()
	for i, email := range s.emails {
		letters := 1
		if i == places {
			letters = 2 // the waiting list, then the place
		}
		for kind, want := range map[string]int{"application_submitted": 1, "application_reviewed": 1, "interview_open": 1, "interview_booked": 1, "decision_letter": letters} {
			n := s.count(`SELECT count(*) FROM outbox o JOIN projects p ON p.id = o.project_id WHERE o.kind = ? AND o.recipient = ? AND p.ref = ?`, kind, email, s.refs[i])
			if n != want {
				s.t.Errorf("%d %s to %s, want %d", n, kind, email, want)
			}
		}
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM outbox WHERE kind NOT IN ('application_submitted', 'application_reviewed', 'interview_open', 'interview_booked', 'decision_letter')`: 0,
		`SELECT count(*) FROM outbox WHERE kind = 'decision_letter'`:                                        candidates + 1,
		`SELECT count(*) FROM outbox WHERE kind LIKE 'application%'`:                                        2 * candidates,
		`SELECT count(*) FROM outbox WHERE kind LIKE 'interview%'`:                                          2 * candidates,
		`SELECT count(*) FROM outbox WHERE recipient NOT LIKE 'candidate%'`:                                 0,
		`SELECT count(*) FROM decision_letters`:                                                             candidates + 1,
		`SELECT count(*) FROM audit_entries WHERE action = 'letter.issue' AND actor_name = 'Marc'`:          candidates + 1,
		`SELECT count(*) FROM audit_entries WHERE action = 'application.decide' AND project_id IS NOT NULL`: candidates + 1,
	} {
		if n := s.count(query); n != want {
			s.t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
}
