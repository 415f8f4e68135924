package workshop_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/upkeep"
	"eclosion/models/workshop"
)

var ctx = context.Background()

var operator = access.Operator("test")

// town is a couveuse with a coach in Liège and one in Namur, and a cohort of Job'In in each.
type town struct {
	t                       *testing.T
	d                       *db.DB
	clock                   *dbtest.Clock
	coach, namur            accounts.Account
	liege                   int64
	ji, jid                 int64
	here, elsewhere, design programme.Cohort
}

func eachTown(t *testing.T, fn func(t *testing.T, h *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		h := &town{t: t, d: d, clock: clock}
		h.must(operator, h.build)
		fn(t, h)
	})
}

func (h *town) build(tx *db.Tx) (err error) {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE couveuse SET name = 'Couveuse', email = 'bonjour@couveuse.test'`); err != nil {
		return err
	}
	sites := map[string]int64{}
	for _, code := range []string{"LIEGE", "NAMUR"} {
		s, err := programme.SiteByCode(tx, code)
		if err != nil {
			return err
		}
		sites[code] = s.ID
	}
	h.liege = sites["LIEGE"]
	for code, id := range map[string]*int64{"JI": &h.ji, "JID": &h.jid} {
		p, err := programme.ProgrammeByCode(tx, code)
		if err != nil {
			return err
		}
		*id = p.ID
	}
	for _, c := range []struct {
		to              *programme.Cohort
		programme, site int64
	}{{&h.here, h.ji, h.liege}, {&h.elsewhere, h.ji, sites["NAMUR"]}, {&h.design, h.jid, h.liege}} {
		made, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: c.programme, SiteID: c.site,
			IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
		if err != nil {
			return err
		}
		if *c.to, err = programme.CohortByID(tx, made.ID); err != nil {
			return err
		}
	}
	h.coach, err = accounts.CreateActive(tx, accounts.Draft{Email: "amelie@x.be", Name: "Amelie", Grants: []access.Grant{{Role: access.Coach, SiteID: h.liege}}}, "x")
	if err != nil {
		return err
	}
	h.namur, err = accounts.CreateActive(tx, accounts.Draft{Email: "bruno@x.be", Name: "Bruno", Grants: []access.Grant{{Role: access.Coach, SiteID: sites["NAMUR"]}}}, "x")
	return err
}

func (h *town) as(a access.Actor, fn func(*db.Tx) error) error { return h.d.Write(ctx, a, fn) }

func (h *town) must(a access.Actor, fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.as(a, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *town) mustCoach(fn func(*db.Tx) error) { h.t.Helper(); h.must(h.coach.Actor(), fn) }

// holder is somebody with a dossier and an account.
type holder struct {
	access.Actor
	id    int64 // of the dossier
	ref   string
	email string
}

// holder makes one, in a phase, without asking the rules.
func (h *town) holder(name string, c programme.Cohort, phase programme.Phase) (x holder) {
	h.t.Helper()
	h.must(operator, func(tx *db.Tx) error {
		x.email = models.Fold(name) + "@x.be"
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: x.email, Name: name, Grants: []access.Grant{{Role: access.Candidate}}}, "x")
		if err != nil {
			return err
		}
		x.Actor = a.Actor()
		x.ref, x.id, err = h.open(tx, c, a.PersonID, name, phase)
		return err
	})
	return x
}

func (h *town) open(tx *db.Tx, c programme.Cohort, person int64, name string, phase programme.Phase) (string, int64, error) {
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: name, Title: "Projet de " + name})
	if err != nil {
		return "", 0, err
	}
	terms, err := programme.TermsOn(tx, c.ProgrammeID, tx.Today())
	if err != nil {
		return "", 0, err
	}
	_, err = tx.Exec(`UPDATE projects SET phase = ?, submitted_at = ?, terms_id = ? WHERE id = ?`, phase, tx.Now(), terms.ID, id)
	return ref, id, err
}

func (h *town) holders(n int) (list []holder) {
	for i := range n {
		list = append(list, h.holder(fmt.Sprintf("Porteur%02d", i), h.here, programme.Coaching))
	}
	return list
}

func (h *town) draft() workshop.Draft {
	return workshop.Draft{SiteID: h.liege, Title: "Fixer ses prix", Description: "Coûts, marges.", Places: 10, Open: true}
}

// session is one of ten days later, 9:30 to 12:00, led by the coach.
func (h *town) session() workshop.SessionDraft {
	return workshop.SessionDraft{HeldOn: "2026-12-03", From: "09:30", To: "12:00", Place: "rue de la Coquille 1", Leaders: []string{h.coach.PublicID}}
}

// create makes a workshop with sessions.
func (h *town) create(d workshop.Draft, sessions ...workshop.SessionDraft) (id string, ids []string) {
	h.t.Helper()
	h.mustCoach(func(tx *db.Tx) (err error) {
		id, err = workshop.Create(tx, "", d)
		return err
	})
	for _, s := range sessions {
		ids = append(ids, h.add(id, s))
	}
	return id, ids
}

func (h *town) add(id string, s workshop.SessionDraft) (session string) {
	h.t.Helper()
	h.mustCoach(func(tx *db.Tx) error {
		p, err := workshop.AddSession(tx, "", id, s)
		session = p.PublicID
		return err
	})
	return session
}

func (h *town) enrol(id string, x holder) error {
	return h.as(x.Actor, func(tx *db.Tx) error { return workshop.Enrol(tx, id, x.ref) })
}

func (h *town) fill(id string, list ...holder) {
	h.t.Helper()
	for _, x := range list {
		if err := h.enrol(id, x); err != nil {
			h.t.Fatal(x.ref, err)
		}
	}
}

func (h *town) load(id string) (w workshop.Workshop, list []workshop.Enrolment) {
	h.t.Helper()
	h.mustCoach(func(tx *db.Tx) error {
		loaded, err := workshop.LoadManaged(tx, id)
		if err != nil {
			return err
		}
		w = *loaded
		list, err = workshop.Enrolments(tx, loaded)
		return err
	})
	return w, list
}

// standing says who is on a workshop in short: "Porteur00:enrolled Porteur01:waiting/1".
func (h *town) standing(id string) string {
	h.t.Helper()
	_, list := h.load(id)
	var words []string
	for _, e := range list {
		word := e.Name() + ":" + string(e.State)
		if e.Rank > 0 {
			word += fmt.Sprintf("/%d", e.Rank)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func (h *town) sessionOf(id, session string) (s workshop.Session, list []workshop.Place) {
	h.t.Helper()
	h.mustCoach(func(tx *db.Tx) (err error) {
		_, s, list, err = workshop.SessionFor(tx, id, session)
		return err
	})
	return s, list
}

func (h *town) mine(x holder, id string) workshop.Mine {
	h.t.Helper()
	var m workshop.Mine
	h.must(x.Actor, func(tx *db.Tx) error {
		loaded, err := workshop.LoadMine(tx, id)
		if err == nil {
			m = *loaded
		}
		return err
	})
	return m
}

// mark marks at the version that stands.
func (h *town) mark(id, session string, x holder, m workshop.Mark) error {
	s, _ := h.sessionOf(id, session)
	return h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.MarkOne(tx, id, session, s.Version, x.ref, m) })
}

func (h *town) close(id, session string, c workshop.Closing) error {
	s, _ := h.sessionOf(id, session)
	return h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Close(tx, id, session, s.Version, c) })
}

// at puts the clock on a day and hour.
func (h *town) at(day models.Date, hour int) {
	h.clock.Set(day)
	h.clock.Add(time.Duration(hour-9) * time.Hour)
}

// letter is a message of the outbox.
type letter struct {
	kind, state, key string
	at               models.Instant
	facts            map[string]any
}

func (h *town) letters(to string) (list []letter) {
	h.t.Helper()
	h.must(operator, func(tx *db.Tx) error {
		list = nil
		return tx.Each(func(rows *sql.Rows) error {
			var l letter
			var facts string
			if err := rows.Scan(&l.kind, &l.state, &l.key, &l.at, &facts); err != nil {
				return err
			}
			l.kind = strings.TrimPrefix(l.kind, "workshop_")
			if facts != "" { // "" of a letter that was dropped
				if err := json.Unmarshal([]byte(facts), &l.facts); err != nil {
					return err
				}
			}
			list = append(list, l)
			return nil
		}, `SELECT kind, state, mail_key, next_at, facts FROM outbox WHERE recipient = ? ORDER BY id`, to)
	})
	return list
}

// kinds are the letters to an address in short: "enrolled reminder(dropped)".
func (h *town) kinds(to string) string {
	h.t.Helper()
	var words []string
	for _, l := range h.letters(to) {
		word := l.kind
		if l.state != "waiting" {
			word += "(" + l.state + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func (h *town) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.must(operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	return n
}

// sound runs what "eclosion check" says of meetings and workshops.
func (h *town) sound() {
	h.t.Helper()
	r, err := upkeep.Check(ctx, h.d)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Check == "workshop" || f.Check == "meeting" || f.Check == "integrity" {
			h.t.Errorf("check: %s", f)
		}
	}
}

func code(err error) string {
	p, ok := models.ProblemOf(err)
	switch {
	case err == nil:
		return ""
	case !ok:
		return err.Error()
	case len(p.Fields) > 0:
		var parts []string
		for _, f := range p.Fields {
			parts = append(parts, f.Field+":"+f.Code)
		}
		for _, r := range p.Reasons {
			parts = append(parts, r.Code)
		}
		return strings.Join(parts, " ")
	}
	return p.Code
}
