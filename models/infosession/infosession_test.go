package infosession_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/infosession"
)

// Thirty people register at the same moment for ten places: ten have one, twenty wait, in an order without gaps.
func TestThirtyAtOnceOnTenPlaces(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id := h.create(h.draft())
		var wait sync.WaitGroup
		for i := range 30 {
			wait.Go(func() {
				if err := h.register(id, guest(fmt.Sprintf("p%d@x.be", i))); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		s, list := h.load(id)
		if s.Confirmed != 10 || s.Waiting != 20 || s.Left() != 0 {
			t.Fatalf("%d confirmed, %d waiting, %d left", s.Confirmed, s.Waiting, s.Left())
		}
		for i, r := range list {
			want := infosession.Registration{State: infosession.Confirmed}
			if i >= 10 {
				want = infosession.Registration{State: infosession.Waiting, Rank: i - 9}
			}
			if r.State != want.State || r.Rank != want.Rank || r.Order != i+1 {
				t.Errorf("%d: %s, rank %d, order %d", i, r.State, r.Rank, r.Order)
			}
			told := h.letters(r.Email)
			if told[0].kind != "infosession_"+string(r.State) || r.Rank > 0 && told[0].facts["rank"] != float64(r.Rank) {
				t.Errorf("%d was told %s, rank %v", i, told[0].kind, told[0].facts["rank"])
			}
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'infosession.register'`); n != 30 {
			t.Errorf("%d traces", n)
		}
	})
}

// Ten people leave at the same moment: the ten first of the waiting list have their places.
func TestPlacesGoToTheFirstWhoWait(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 3
		id := h.create(d)
		for i := range 8 {
			h.fill(id, fmt.Sprintf("p%d@x.be", i))
		}
		_, list := h.load(id)
		var wait sync.WaitGroup
		for _, r := range list[:3] {
			wait.Go(func() {
				if err := h.as(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, r.Token) }); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for i, want := range []infosession.State{infosession.Left, infosession.Left, infosession.Left,
			infosession.Confirmed, infosession.Confirmed, infosession.Confirmed, infosession.Waiting, infosession.Waiting} {
			if r := h.of(id, fmt.Sprintf("p%d@x.be", i)); r.State != want {
				t.Errorf("p%d is %s, want %s", i, r.State, want)
			}
		}
		if r := h.of(id, "p7@x.be"); r.Rank != 2 {
			t.Errorf("the last waits at rank %d", r.Rank)
		}
		for email, want := range map[string]string{"p0@x.be": "confirmed reminder(dropped) left", "p3@x.be": "waiting promoted reminder", "p6@x.be": "waiting"} {
			if got := h.kinds(email); got != want {
				t.Errorf("%s got %s, want %s", email, got, want)
			}
		}
		if s, _ := h.load(id); s.Confirmed != 3 || s.Waiting != 2 {
			t.Errorf("%d confirmed, %d waiting", s.Confirmed, s.Waiting)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action IN ('infosession.leave', 'infosession.promote')`); n != 6 {
			t.Errorf("%d traces", n)
		}
	})
}

// Who waits and leaves frees no place; who leaves twice leaves once.
func TestLeavingTwice(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id := h.create(d)
		h.fill(id, "a@x.be", "b@x.be", "c@x.be")
		for _, email := range []string{"b@x.be", "a@x.be"} {
			token := h.of(id, email).Token
			for range 2 {
				if err := h.as(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, token) }); err != nil {
					t.Fatal(err)
				}
			}
		}
		s, _ := h.load(id)
		if s.Confirmed != 1 || s.Waiting != 0 || h.of(id, "c@x.be").State != infosession.Confirmed {
			t.Errorf("%+v", s)
		}
		if got := h.kinds("a@x.be"); got != "confirmed reminder(dropped) left" {
			t.Error(got)
		}
	})
}

// The same address is one registration, whatever its case; it is told again once a day at most. It keeps the name
// that it came with: nobody renames another.
func TestSameAddressTwice(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id := h.create(d)
		h.fill(id, "a@x.be", "b@x.be")
		h.fill(id, "A@X.be", "a@x.be", "B@x.be")
		if _, list := h.load(id); len(list) != 2 {
			t.Fatalf("%d registrations", len(list))
		}
		if got := h.kinds("a@x.be"); got != "confirmed reminder confirmed" {
			t.Error(got)
		}
		if l := h.letters("b@x.be"); len(l) != 2 || l[1].facts["rank"] != 1.0 {
			t.Errorf("b was told %v", l)
		}
		other := guest("a@x.be")
		other.FirstName = "Autre"
		if err := h.register(id, other); err != nil || h.of(id, "a@x.be").FirstName != "Zoë" {
			t.Error(err, h.of(id, "a@x.be").FirstName)
		}
		h.clock.Add(24 * time.Hour)
		h.fill(id, "a@x.be")
		if got := h.kinds("a@x.be"); got != "confirmed reminder confirmed confirmed" {
			t.Error(got)
		}
		if n := h.count(`SELECT asked FROM info_registrations WHERE email = 'a@x.be'`); n != 5 {
			t.Errorf("asked %d times", n)
		}
	})
}

// Who comes back goes to the end of the list, keeps their link, and their calendar takes the new entry.
func TestComingBack(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id := h.create(d)
		h.fill(id, "a@x.be", "b@x.be")
		token := h.of(id, "a@x.be").Token
		h.must(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, token) })
		h.fill(id, "a@x.be")
		if r := h.of(id, "a@x.be"); r.State != infosession.Waiting || r.Rank != 1 || r.Token != token || r.Order != 3 {
			t.Errorf("%+v", r)
		}
		bToken := h.of(id, "b@x.be").Token
		h.must(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, bToken) })
		var sequences []float64
		for _, l := range h.letters("a@x.be") {
			if n, kept := l.facts["sequence"].(float64); kept {
				sequences = append(sequences, n)
			}
		}
		if got := h.kinds("a@x.be"); got != "confirmed reminder(dropped) left waiting promoted reminder" || !slices.IsSorted(sequences) || len(sequences) != 5 || sequences[4] != 3 {
			t.Errorf("%s: %v", got, sequences)
		}
	})
}

func TestWhoCanRegisterWhen(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id := h.create(h.draft())
		at := func(d models.Date, hour, minute int) { h.clock.Set(d); h.clock.Add(d.At(hour, minute).Sub(d.At(9, 0))) }
		at("2026-12-02", 23, 59)
		if err := h.register(id, guest("last@x.be")); err != nil {
			t.Fatal(err)
		}
		at("2026-12-03", 0, 0)
		if got := code(h.register(id, guest("late@x.be"))); got != "infosession.closed" {
			t.Error(got)
		}
		at("2026-12-03", 18, 0)
		if got := code(h.register(id, guest("late@x.be"))); got != "infosession.past" {
			t.Error(got)
		}
		token := h.of(id, "last@x.be").Token
		if got := code(h.as(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, token) })); got != "infosession.past" {
			t.Error(got)
		}
		if got := code(h.register("nulle-part", guest("late@x.be"))); got != "infosession.not_found" {
			t.Error(got)
		}
		if _, list := h.load(id); len(list) != 1 {
			t.Errorf("%d registrations", len(list))
		}
		// Registered after ten the day before: nobody is reminded of what they have just been told.
		if got := h.kinds("last@x.be"); got != "confirmed" {
			t.Error(got)
		}
	})
}

func TestGuestsAreChecked(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id := h.create(h.draft())
		for name, c := range map[string]struct {
			guest infosession.Guest
			want  string
		}{
			"nothing":     {infosession.Guest{}, "first_name:required last_name:required email:required"},
			"blank":       {infosession.Guest{FirstName: " ", LastName: "\t", Email: "x@y.be"}, "first_name:required last_name:required"},
			"no address":  {infosession.Guest{FirstName: "A", LastName: "B", Email: "nulle part"}, "email:email"},
			"two lines":   {infosession.Guest{FirstName: "A", LastName: "B", Email: "a@b.be\nBcc: c@d.be"}, "email:email"},
			"telephone":   {infosession.Guest{FirstName: "A", LastName: "B", Email: "a@b.be", Phone: "douze"}, "phone:phone"},
			"heard":       {infosession.Guest{FirstName: "A", LastName: "B", Email: "a@b.be", Heard: "rêve"}, "heard:oneof"},
			"5,000 chars": {infosession.Guest{FirstName: strings.Repeat("é", 5000), LastName: strings.Repeat("é", 81), Email: "a@b.be"}, "first_name:max last_name:max"},
			"longest":     {infosession.Guest{FirstName: strings.Repeat("é", 80), LastName: "B", Email: "long@b.be"}, ""},
			"hostile":     {infosession.Guest{FirstName: "<script>\r\nSubject: x", LastName: "\u202eשלום 🐣", Email: "h@b.be", Phone: "+32 470 12 34 56", Heard: "forem"}, ""},
		} {
			if got := code(h.register(id, c.guest)); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		if r := h.of(id, "h@b.be"); r.FirstName != "<script> Subject: x" || r.Phone != "+32 470 12 34 56" || r.Heard != "forem" {
			t.Errorf("%+v", r)
		}
	})
}

// A private link opens its registration, and no other, until a month after the session.
func TestPrivateLinks(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id := h.create(h.draft())
		h.fill(id, "a@x.be")
		token := h.of(id, "a@x.be").Token
		open := func(token string) string {
			return code(h.d.Read(ctx, visitor, func(tx *db.Tx) error {
				s, r, err := infosession.ByToken(tx, token)
				if err == nil && (s.PublicID != id || r.Email != "a@x.be") {
					t.Errorf("%s opens %s of %s", token, r.Email, s.PublicID)
				}
				return err
			}))
		}
		for _, wrong := range []string{"", "x", strings.ToUpper(token), token + "a", token[1:]} {
			if got := open(wrong); got != "registration.not_found" {
				t.Errorf("%q: %q", wrong, got)
			}
		}
		for _, c := range []struct {
			day  models.Date
			want string
		}{{"2026-11-23", ""}, {"2027-01-02", ""}, {"2027-01-03", "registration.not_found"}} {
			h.clock.Set(c.day)
			if got := open(token); got != c.want {
				t.Errorf("on %s: %q, want %q", c.day, got, c.want)
			}
		}
		if got := code(h.as(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, token) })); got != "registration.not_found" {
			t.Error(got)
		}
	})
}

func TestErase(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		old, next := h.create(h.draft()), h.draft()
		next.HeldOn, next.ClosesOn = "2026-12-04", "2026-12-04"
		kept := h.create(next)
		h.fill(old, "a@x.be", "b@x.be")
		h.fill(kept, "a@x.be")
		a := h.of(old, "a@x.be")
		h.clock.Set("2026-12-03")
		s, _ := h.load(old)
		h.must(h.coach, func(tx *db.Tx) error { return infosession.TickAttendance(tx, old, s.Version, []int64{a.ID}) })
		h.must(h.coach, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE outbox SET state = 'sent' WHERE kind = 'infosession_confirmed'`)
			return err
		})
		h.clock.Set("2027-06-01")
		erase := func() (n int) {
			h.must(h.coach, func(tx *db.Tx) (err error) { n, err = infosession.Erase(tx, "2026-12-04"); return err })
			return n
		}
		if n := erase(); n != 2 {
			t.Fatalf("erased %d", n)
		}
		if n := erase(); n != 0 {
			t.Errorf("erased %d again", n)
		}
		_, list := h.load(old)
		came := 0
		for _, r := range list {
			if r.Name() != "" || r.Email != "" || r.Token != "" || r.Phone != "" || !r.Erased {
				t.Errorf("left: %+v", r)
			}
			if r.Attended != nil && *r.Attended {
				came++
			}
		}
		if len(list) != 2 || came != 1 {
			t.Errorf("%d registrations, %d came", len(list), came)
		}
		if r := h.of(kept, "a@x.be"); r.Name() != "Zoë D'Hondt" || r.Token == "" {
			t.Errorf("%+v", r)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE state = 'sent'`); n != 0 {
			t.Errorf("%d mails left", n)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE state = 'waiting'`); n == 0 {
			t.Error("mails that wait are gone")
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'infosession.erase'`); n != 1 {
			t.Errorf("%d traces", n)
		}
	})
}
