package infosession_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/infosession"
	"eclosion/models/programme"
)

var ctx = context.Background()

// town is a couveuse with a coach in Liège and one in Namur.
type town struct {
	t            *testing.T
	d            *db.DB
	clock        *dbtest.Clock
	coach, namur access.Actor
	liege        int64
	ji, jid      int64
}

var visitor = access.Actor{}

func eachTown(t *testing.T, fn func(t *testing.T, h *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		h := &town{t: t, d: d, clock: clock}
		h.must(access.Operator("test"), h.build)
		fn(t, h)
	})
}

func (h *town) build(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE couveuse SET name = 'Couveuse', email = 'bonjour@couveuse.test'`); err != nil {
		return err
	}
	liege, err := programme.SiteByCode(tx, "LIEGE")
	if err != nil {
		return err
	}
	namur, err := programme.SiteByCode(tx, "NAMUR")
	if err != nil {
		return err
	}
	ji, err := programme.ProgrammeByCode(tx, "JI")
	if err != nil {
		return err
	}
	jid, err := programme.ProgrammeByCode(tx, "JID")
	if err != nil {
		return err
	}
	h.liege, h.ji, h.jid = liege.ID, ji.ID, jid.ID
	for name, site := range map[string]int64{"Amelie": liege.ID, "Bruno": namur.ID} {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: strings.ToLower(name) + "@x.be", Name: name,
			Grants: []access.Grant{{Role: access.Coach, SiteID: site}}}, "x")
		if err != nil {
			return err
		}
		if site == liege.ID {
			h.coach = a.Actor()
		} else {
			h.namur = a.Actor()
		}
	}
	return nil
}

func (h *town) as(a access.Actor, fn func(*db.Tx) error) error { return h.d.Write(ctx, a, fn) }

func (h *town) must(a access.Actor, fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.as(a, fn); err != nil {
		h.t.Fatal(err)
	}
}

// draft is a session of ten days later at 18:00, on 10 places.
func (h *town) draft() infosession.Draft {
	return infosession.Draft{SiteID: h.liege, ProgrammeIDs: []int64{h.ji}, HeldOn: "2026-12-03", Time: "18:00", Minutes: 90,
		Place: "rue de la Coquille 1", Places: 10, ClosesOn: "2026-12-02"}
}

func (h *town) create(d infosession.Draft) (id string) {
	h.t.Helper()
	h.must(h.coach, func(tx *db.Tx) (err error) {
		id, err = infosession.Create(tx, "", d)
		return err
	})
	return id
}

func guest(email string) infosession.Guest {
	return infosession.Guest{FirstName: "Zoë", LastName: "D'Hondt", Email: email}
}

func (h *town) register(id string, g infosession.Guest) error {
	return h.as(visitor, func(tx *db.Tx) error { return infosession.Register(tx, id, g) })
}

func (h *town) fill(id string, emails ...string) {
	h.t.Helper()
	for _, e := range emails {
		if err := h.register(id, guest(e)); err != nil {
			h.t.Fatal(e, err)
		}
	}
}

func (h *town) load(id string) (s *infosession.Session, list []infosession.Registration) {
	h.t.Helper()
	h.must(h.coach, func(tx *db.Tx) (err error) {
		if s, err = infosession.LoadManaged(tx, id); err != nil {
			return err
		}
		list, err = infosession.Registrations(tx, s)
		return err
	})
	return s, list
}

// of finds a registration by its address.
func (h *town) of(id, email string) infosession.Registration {
	h.t.Helper()
	_, list := h.load(id)
	for _, r := range list {
		if r.Email == email {
			return r
		}
	}
	h.t.Fatalf("%s is not on %s", email, id)
	return infosession.Registration{}
}

func (h *town) change(id string, edit func(*infosession.Draft)) error {
	s, _ := h.load(id)
	d := infosession.Draft{ProgrammeIDs: []int64{h.ji}, HeldOn: s.HeldOn, Time: s.StartsAt.Time().Format("15:04"), Minutes: s.Minutes,
		Place: s.Place, OnlineURL: s.OnlineURL, Partner: s.Partner, Places: s.Places, ClosesOn: s.ClosesOn, Notes: s.Notes}
	edit(&d)
	return h.as(h.coach, func(tx *db.Tx) error { return infosession.Change(tx, id, s.Version, d) })
}

// letter is a message of the outbox.
type letter struct {
	kind, to, state, key string
	at                   models.Instant
	facts                map[string]any
}

// letters lists what the outbox holds to an address, in the order of writing; "" for everybody.
func (h *town) letters(to string) (list []letter) {
	h.t.Helper()
	h.must(h.coach, func(tx *db.Tx) error {
		list = nil
		return tx.Each(func(rows *sql.Rows) error {
			var l letter
			var facts string
			if err := rows.Scan(&l.kind, &l.to, &l.state, &l.key, &l.at, &facts); err != nil {
				return err
			}
			list = append(list, l)
			if facts == "" { // of a letter that was sent or dropped
				return nil
			}
			return json.Unmarshal([]byte(facts), &list[len(list)-1].facts)
		}, `SELECT kind, recipient, state, mail_key, next_at, facts FROM outbox WHERE recipient = ? OR ? = '' ORDER BY id`, to, to)
	})
	return list
}

// kinds are the letters to an address in short: "confirmed reminder(dropped)".
func (h *town) kinds(to string) string {
	h.t.Helper()
	var words []string
	for _, l := range h.letters(to) {
		word := strings.TrimPrefix(l.kind, "infosession_")
		if l.state != "waiting" {
			word += "(" + l.state + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func (h *town) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.must(h.coach, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	return n
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
