package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"eclosion/handlers"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

// feedAddress makes a calendar's address as its owner does, and gives its path. It is shown once.
func feedAddress(t *testing.T, b *browser) string {
	t.Helper()
	to := b.post("/compte/agenda", nil).wants(http.StatusSeeOther).location()
	page := b.get(to).wants(http.StatusOK)
	_, rest, found := strings.Cut(page.body, "http://test/agenda/")
	if !found {
		t.Fatal("no address is shown")
	}
	secret, _, _ := strings.Cut(rest, ".ics")
	if len(secret) < 26 || strings.Trim(secret, "abcdefghijklmnopqrstuvwxyz234567") != "" { // 5 bits each: 130
		t.Errorf("the secret %q", secret)
	}
	b.get(to).lacks(secret)
	return "/agenda/" + secret + ".ics"
}

// entries reads a calendar with a parser that is not the one that wrote it, by UID.
func entries(t *testing.T, r reply) map[string]ical.Event {
	t.Helper()
	if strings.Count(r.body, "\n") != strings.Count(r.body, "\r\n") {
		t.Error("a line that does not end with CRLF")
	}
	cal, err := ical.NewDecoder(strings.NewReader(r.body)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, r.body)
	}
	list := map[string]ical.Event{}
	for _, e := range cal.Events() {
		uid, err := e.Props.Text(ical.PropUID)
		if err != nil || list[uid].Component != nil {
			t.Errorf("the UID %q: %v", uid, err)
		}
		list[uid] = e
	}
	for name, want := range map[string]string{"METHOD": "PUBLISH", "X-PUBLISHED-TTL": "PT1H", "REFRESH-INTERVAL": "PT1H", "VERSION": "2.0"} {
		if p := cal.Props.Get(name); p == nil || p.Value != want {
			t.Errorf("%s: %v", name, p)
		}
	}
	return list
}

func text(t *testing.T, e ical.Event, name string) string {
	t.Helper()
	if e.Component == nil {
		t.Fatalf("no event to read %s of", name)
	}
	p := e.Props.Get(name)
	if p == nil {
		return ""
	}
	s, err := p.Text()
	if err != nil {
		return p.Value
	}
	return s
}

func TestCalendarFeed(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		id := strings.TrimPrefix(o.book(9), "/rendez-vous/")
		uid := coaching.UID(id)
		feed := feedAddress(t, o.asHolder)
		reader := k.visitor()

		first := reader.get(feed).wants(http.StatusOK)
		if first.header.Get("Set-Cookie") != "" || first.header.Get("Cache-Control") != "private, no-cache" || !strings.HasPrefix(first.header.Get("Content-Type"), "text/calendar; charset=utf-8") {
			t.Errorf("headers: %v", first.header)
		}
		e := entries(t, first)[uid]
		start, err := e.DateTimeStart(models.Brussels)
		end, err2 := e.DateTimeEnd(models.Brussels)
		if err != nil || err2 != nil || start.In(models.Brussels).Format("2006-01-02 15:04") != "2026-11-30 09:00" || end.Sub(start) != time.Hour {
			t.Errorf("from %v to %v: %v, %v", start, end, err, err2)
		}
		if s := text(t, e, "SUMMARY"); s != "Rendez-vous avec Cyril" || text(t, e, "STATUS") != "CONFIRMED" || text(t, e, "SEQUENCE") != "0" || text(t, e, "LOCATION") != "Bureau 3" ||
			text(t, e, "URL") != "http://test/rendez-vous/"+id || text(t, e, "LAST-MODIFIED") == "" || text(t, e, "DTSTAMP") == "" {
			t.Errorf("the event: %s %v", s, e.Props)
		}

		ask := func(header, value string) int {
			r, _ := http.NewRequest(http.MethodGet, k.url+feed, nil)
			r.Header.Set(header, value)
			return reader.do(r).status
		}
		tag, modified := first.header.Get("ETag"), first.header.Get("Last-Modified")
		for i, c := range []struct {
			header, value string
			want          int
		}{{"If-None-Match", tag, 304}, {"If-None-Match", `"x", W/` + tag, 304}, {"If-None-Match", `"x"`, 200}, {"If-Modified-Since", modified, 304},
			{"If-Modified-Since", "Sat, 21 Nov 2026 09:00:00 GMT", 200}} {
			if got := ask(c.header, c.value); got != c.want {
				t.Errorf("%d: %s %s: %d", i, c.header, c.value, got)
			}
		}

		k.clock.Add(time.Minute)
		o.asHolder.post("/rendez-vous/"+id+"/deplacer", form("debut", slotAt("2026-12-07", 11))).wants(http.StatusSeeOther)
		if got := [2]int{ask("If-None-Match", tag), ask("If-Modified-Since", modified)}; got != [2]int{200, 200} {
			t.Errorf("after a change: %v", got)
		}
		e = entries(t, reader.get(feed))[uid]
		if start, _ := e.DateTimeStart(models.Brussels); start.In(models.Brussels).Format("2006-01-02 15:04") != "2026-12-07 11:00" || text(t, e, "SEQUENCE") != "1" {
			t.Errorf("moved: %v", e.Props)
		}
		o.asHolder.post("/rendez-vous/"+id+"/annulation", nil).wants(http.StatusSeeOther)
		if e = entries(t, reader.get(feed))[uid]; text(t, e, "STATUS") != "CANCELLED" || text(t, e, "SEQUENCE") != "2" {
			t.Errorf("cancelled: %v", e.Props)
		}
		k.clock.Set("2026-12-23")
		if _, there := entries(t, reader.get(feed))[uid]; !there {
			t.Error("a cancellation goes too early")
		}
		k.clock.Set("2026-12-24")
		if _, there := entries(t, reader.get(feed))[uid]; there {
			t.Error("a cancellation stays for ever")
		}
	})
}

// A calendar holds no private word, and a holder's names no other holder; a coach's names who comes, unless they choose otherwise.
func TestCalendarKeepsSecrets(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE persons SET first_name = 'Samuel', last_name = 'Canari' WHERE id = ?`, o.sam.PersonID)
			return err
		})
		k.write(func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE projects SET created_at = 1`); return err })
		err := k.db.Write(t.Context(), o.coach.Actor(), func(tx *db.Tx) error {
			for i, state := range []coaching.State{coaching.Planned, coaching.Held} {
				_, err := coaching.LogMeeting(tx, o.project.Ref, coaching.Draft{Key: string(state), State: state, HeldOn: models.Date("2026-11-24").AddDays(-2 * i), Time: coaching.TimeOfDay{Hour: 14}, Minutes: 60,
					Kind: coaching.Coaching, Medium: coaching.InPerson, Place: "Salle; \\ , \"é\" 👩🏽‍🎨", Holders: []string{o.other.Ref}, Note: "canari-note", Summary: "canari-compte-rendu"})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		holder, coach := feedAddress(t, o.asHolder), feedAddress(t, o.asCoach)
		reader := k.visitor()
		r := reader.get(holder).wants(http.StatusOK).lacks("canari", "Canari", "Samuel", o.other.Ref)
		if n := len(entries(t, r)); n != 2 {
			t.Errorf("%d events of the holder", n)
		}
		r = reader.get(coach).wants(http.StatusOK).lacks("canari-note", "canari-compte-rendu")
		for _, e := range entries(t, r) {
			if s := text(t, e, "SUMMARY"); !strings.Contains(s, "et d’autres") || !strings.Contains(s, "(JI-2026-") || text(t, e, "LOCATION") != `Salle; \ , "é" 👩🏽‍🎨` {
				t.Errorf("%q at %q", s, text(t, e, "LOCATION"))
			}
		}
		o.asCoach.post("/compte/agenda/noms", form("sans_noms", "oui")).wants(http.StatusSeeOther)
		for _, e := range entries(t, reader.get(coach).wants(http.StatusOK).lacks("Canari", "Odette", o.project.Ref, o.other.Ref)) {
			if s := text(t, e, "SUMMARY"); s != "Rendez-vous" {
				t.Errorf("nameless: %q", s)
			}
		}
		// Who is no coach any more reads no coach's calendar.
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account_roles SET role = 'jury', site_id = 0 WHERE account_id = ?`, o.coach.ID)
			return err
		})
		if n := len(entries(t, reader.get(coach).wants(http.StatusOK))); n != 0 {
			t.Errorf("%d events after the role went", n)
		}
	})
}

// A secret that was replaced, was closed, never was, or belongs to a disabled account: the same answer.
func TestCalendarAddressesEnd(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Odette", access.Grant{Role: access.Candidate})
		b, reader := k.as(a), k.visitor()
		first := feedAddress(t, b)
		second := feedAddress(t, b)
		reader.get(second).wants(http.StatusOK)
		gone := reader.get(first).wants(http.StatusNotFound).has("Cette adresse d'agenda n'existe pas ou plus")
		never := reader.get("/agenda/abcdefghijklmnopqrstuvwxyz.ics").wants(http.StatusNotFound)
		reader.get(strings.TrimSuffix(second, ".ics")).wants(http.StatusNotFound)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE accounts SET state = 'disabled' WHERE id = ?`, a.ID)
			return err
		})
		disabled := reader.get(second).wants(http.StatusNotFound)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE accounts SET state = 'active' WHERE id = ?`, a.ID)
			return err
		})
		b.post("/compte/agenda/fermeture", nil).wants(http.StatusSeeOther)
		closed := reader.get(second).wants(http.StatusNotFound)
		for i, r := range []reply{never, disabled, closed} {
			if r.text() != gone.text() || r.header.Get("Set-Cookie") != "" {
				t.Errorf("%d answers otherwise", i)
			}
		}
		third := feedAddress(t, b)
		secret := strings.TrimSuffix(strings.TrimPrefix(third, "/agenda/"), ".ics")
		if n := k.count(`SELECT count(*) FROM calendar_feeds WHERE secret_hash LIKE '%`+secret+`%'`) + k.count(`SELECT count(*) FROM audit_entries WHERE detail LIKE '%`+secret+`%'`); n != 0 {
			t.Error("the secret stands in the database")
		}
		if figures := reader.get("/metrics"); strings.Contains(figures.body, secret) || strings.Contains(k.log.String(), secret) {
			t.Error("the secret stands in figures or the log")
		}
		for range handlers.WrongFeeds {
			reader.get("/agenda/abcdefghijklmnopqrstuvwxyz.ics")
		}
		if r := reader.get(third); r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" {
			t.Errorf("after so many wrong ones: %d", r.status)
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action IN ('feed.create', 'feed.drop')`); n != 4 {
			t.Errorf("%d traces", n)
		}
	})
}
