package jobs_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/handlers/jobs"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

var ctx = context.Background()

// desk is a database with mails to send and the office that takes them.
type desk struct {
	t      *testing.T
	db     *db.DB
	clock  *dbtest.Clock
	office *office
	mailer *jobs.Mailer
}

func eachDesk(t *testing.T, fn func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		write(t, d, func(tx *db.Tx) error { _, err := programme.Found(tx); return err })
		k := &desk{t: t, db: d, clock: clock, office: newOffice(t, jobs.Plain)}
		k.mailer = k.newMailer(k.office.at(jobs.Plain))
		fn(t, k)
	})
}

func (k *desk) newMailer(s jobs.Server) *jobs.Mailer {
	return &jobs.Mailer{DB: k.db, Server: s, BaseURL: "https://eclosion.test", Log: slog.New(slog.DiscardHandler)}
}

func (k *desk) round(want int) {
	k.t.Helper()
	sent, err := k.mailer.Round(ctx)
	if err != nil || sent != want {
		k.t.Errorf("%d mails were sent (%v), want %d", sent, err, want)
	}
}

// states counts the messages by state.
func (k *desk) states() string {
	k.t.Helper()
	var parts []string
	write(k.t, k.db, func(tx *db.Tx) error {
		parts = nil
		for _, s := range []outbox.State{outbox.Waiting, outbox.Sending, outbox.Sent, outbox.Dead, outbox.Unsure, outbox.Dropped} {
			n, err := tx.Count(`SELECT count(*) FROM outbox WHERE state = ?`, s)
			if err != nil {
				return err
			}
			if n > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", s, n))
			}
		}
		return nil
	})
	return strings.Join(parts, ", ")
}

func (k *desk) wantStates(want string) {
	k.t.Helper()
	if got := k.states(); got != want {
		k.t.Errorf("there are %s; want %s", got, want)
	}
}

func TestAMailIsWhole(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		k.office = newOffice(t, jobs.StartTLS)
		k.office.open = false
		server := k.office.at(jobs.StartTLS)
		server.User, server.Password = "postier", "p@ss:mot/dé"
		k.mailer = k.newMailer(server)
		zoe := account(t, k.db, "zoe@test.be", access.Candidate)
		start := models.InstantOf(k.clock.Now().Add(48 * time.Hour))
		put(t, k.db, outbox.Message{Key: "whole/1", Kind: outbox.SessionReminder, To: "zoe@test.be", Name: "Zoë\r\nBcc: x@y.be", AccountID: zoe.AccountID,
			Facts: models.Facts{"session": "s1", "token": "jeton", "site": "Liège", "starts_at": start, "minutes": 90, "place": "rue du Nid 1\r\nX-Evil: 1"}})
		k.round(1)
		letters, _ := k.office.got()
		if len(letters) != 1 || !letters[0].tls || letters[0].user != "postier" {
			t.Fatalf("%+v", letters)
		}
		m := letters[0].message(t)
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || subject == "" || strings.Contains(subject, "Zoë") {
			t.Errorf("subject %q, %v", subject, err)
		}
		from, err := netmail.ParseAddress(m.Header.Get("From"))
		if err != nil || from.Name != "Couveuse d'été" || from.Address != "bonjour@couveuse.test" {
			t.Errorf("from %v, %v", from, err)
		}
		date, err := m.Header.Date()
		if err != nil || !date.Equal(dbtest.Start) {
			t.Errorf("date %v, %v", date, err)
		}
		for name, want := range map[string]string{"To": "<zoe@test.be>", "Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://eclosion.test/compte/courriels>",
			"Message-Id": "<6b9fcf1ef3c42127ef1a0dcd69e9b585@couveuse.test>", "Bcc": "", "X-Evil": "", "X-Mailer": "", "User-Agent": ""} {
			if got := m.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		parts := readParts(t, m.Header.Get("Content-Type"), m.Body)
		if text := parts["text/plain; charset=UTF-8"]; !strings.Contains(text, "rue du Nid 1") || strings.Contains(text, "<p>") {
			t.Errorf("text: %q of %v", text, parts)
		}
		if page := parts["text/html; charset=UTF-8"]; !strings.Contains(page, "rue du Nid 1") || !strings.Contains(page, "prefers-color-scheme: dark") {
			t.Errorf("HTML: %q", page)
		}
		k.wantStates("sent 1")
	})
}

// readParts takes a mail apart: decoded contents by their type.
func readParts(t *testing.T, contentType string, body io.Reader) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	if !strings.HasPrefix(kind, "multipart/") {
		t.Fatalf("%s is not several parts", kind)
	}
	reader := multipart.NewReader(body, params["boundary"])
	for {
		p, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		own := p.Header.Get("Content-Type")
		if strings.HasPrefix(own, "multipart/") {
			for name, content := range readParts(t, own, p) {
				parts[name] = content
			}
			continue
		}
		var content io.Reader = p
		switch p.Header.Get("Content-Transfer-Encoding") {
		case "quoted-printable":
			content = quotedprintable.NewReader(p)
		case "base64":
			content = base64.NewDecoder(base64.StdEncoding, p)
		}
		all, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		parts[own] = string(all)
	}
}

func TestAnAppointmentIsAttached(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		start := models.InstantOf(k.clock.Now().Add(48 * time.Hour))
		facts := models.Facts{"session": "s1", "token": "jeton", "site": "Liège", "starts_at": start, "minutes": 90, "reason": "grève", "sequence": 1}
		for i, test := range []struct {
			kind outbox.Kind
			want string
		}{{outbox.SessionConfirmed, "PUBLISH"}, {outbox.SessionCancelled, "CANCEL"}} {
			put(t, k.db, outbox.Message{Key: string(test.kind), Kind: test.kind, To: "a@test.be", Facts: facts})
			k.round(1)
			letters, _ := k.office.got()
			m := letters[i].message(t)
			found := false
			for kind, content := range readParts(t, m.Header.Get("Content-Type"), m.Body) {
				if strings.HasPrefix(kind, "text/calendar") {
					found = strings.Contains(kind, "method="+test.want) && strings.Contains(content, "METHOD:"+test.want) && strings.HasPrefix(content, "BEGIN:VCALENDAR\r\n")
				}
			}
			if !found {
				t.Errorf("%s brings no appointment to %s", test.kind, test.want)
			}
		}
	})
}

// TestTheWayIsClosed: without the encryption or the signing in that was asked for nothing is handed over.
func TestTheWayIsClosed(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		plain, start, implicit := k.office, newOffice(t, jobs.StartTLS), newOffice(t, jobs.Implicit)
		with := func(s jobs.Server, change func(*jobs.Server)) jobs.Server { change(&s); return s }
		for _, test := range []struct {
			name   string
			server jobs.Server
			office *office
			sent   int
		}{
			{"a server without STARTTLS", with(plain.at(jobs.Plain), func(s *jobs.Server) { s.Security = jobs.StartTLS }), plain, 0},
			{"a certificate that nobody vouches for", with(start.at(jobs.StartTLS), func(s *jobs.Server) { s.TLS = nil }), start, 0},
			{"a certificate for another", with(start.at(jobs.StartTLS), func(s *jobs.Server) { s.Host = "localhost" }), start, 0},
			{"a wrong password", with(start.at(jobs.StartTLS), func(s *jobs.Server) { s.User, s.Password = "postier", "faux" }), start, 0},
			{"a server that wants no password", with(start.at(jobs.StartTLS), func(s *jobs.Server) { s.User, s.Password = "postier", "p@ss:mot/dé" }), start, 1},
			{"encrypted from the start", with(implicit.at(jobs.Implicit), func(s *jobs.Server) { s.User, s.Password = "postier", "p@ss:mot/dé" }), implicit, 1},
			{"in clear on this machine", with(plain.at(jobs.Plain), func(s *jobs.Server) { s.User, s.Password = "postier", "p@ss:mot/dé" }), plain, 1},
		} {
			put(t, k.db, message(strings.ReplaceAll(test.name, " ", ".")))
			before, _ := test.office.got()
			k.mailer = k.newMailer(test.server)
			k.round(test.sent)
			after, _ := test.office.got()
			if len(after)-len(before) != test.sent {
				t.Errorf("%s: the office has %d mails more", test.name, len(after)-len(before))
			}
			if test.sent == 1 && after[len(after)-1].user != "postier" {
				t.Errorf("%s: nobody signed in", test.name)
			}
			write(t, k.db, func(tx *db.Tx) error {
				n, err := tx.Count(`SELECT count(*) FROM outbox WHERE state = 'waiting' AND (last_error = '' OR last_error LIKE '%faux%')`)
				if n > 0 {
					t.Errorf("%s: what is kept of it is wrong", test.name)
				}
				if _, err := tx.Exec(`UPDATE outbox SET state = 'sent'`); err != nil {
					return err
				}
				return err
			})
		}
	})
}

func TestTwoWorkersSendEachMailOnce(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		const n = 60
		for i := range n {
			put(t, k.db, message(fmt.Sprintf("m%03d", i)))
		}
		var group sync.WaitGroup
		total := make([]int, 3)
		for i := range total {
			m := k.newMailer(k.office.at(jobs.Plain))
			group.Go(func() {
				var err error
				if total[i], err = m.Round(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if sum := total[0] + total[1] + total[2]; sum != n {
			t.Errorf("%v sent", total)
		}
		letters, times := k.office.got()
		if len(letters) != n || len(times) != n {
			t.Errorf("%d mails arrived, %d different", len(letters), len(times))
		}
		k.wantStates("sent 60")
	})
}

// TestDyingWhileSending: between the handing over and the note of it the program dies. The mail has arrived,
// nobody knows, and it is not sent again until somebody decides so.
func TestDyingWhileSending(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		put(t, k.db, message("a"))
		if _, found := claim(t, k.db); !found { // what the worker did before it died
			t.Fatal("nothing to send")
		}
		for _, test := range []struct {
			after time.Duration
			want  string
		}{{0, "sending 1"}, {outbox.Lease - time.Minute, "sending 1"}, {time.Minute, "unsure 1"}, {90 * 24 * time.Hour, "unsure 1"}} {
			k.clock.Add(test.after)
			k.mailer = k.newMailer(k.office.at(jobs.Plain)) // a new program
			k.round(0)
			k.wantStates(test.want)
		}
		write(t, k.db, func(tx *db.Tx) error { return outbox.Retry(tx, 1) })
		k.round(1)
		k.wantStates("sent 1")
	})
}

// TestLinksAreMadeWhenTheyLeave: no row ever holds one, each try has its own, and the newest counts.
func TestLinksAreMadeWhenTheyLeave(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		write(t, k.db, func(tx *db.Tx) error { return accounts.AskLink(tx, "neuf@test.be", "/x") })
		k.office.set(func() { k.office.onData = func(letter) error { return refusal(451, "later") } })
		k.round(0)
		k.wantStates("waiting 1")
		k.office.set(func() { k.office.onData = nil })
		k.clock.Add(time.Minute)
		k.round(1)
		letters, _ := k.office.got()
		m := letters[0].message(t)
		text := readParts(t, m.Header.Get("Content-Type"), m.Body)["text/plain; charset=UTF-8"]
		_, rest, found := strings.Cut(text, "https://eclosion.test/lien/")
		token := strings.Fields(rest)[0]
		if !found || m.Header.Get("List-Unsubscribe") != "" {
			t.Fatalf("no link in %q", text)
		}
		write(t, k.db, func(tx *db.Tx) error {
			if l, err := accounts.Peek(tx, token); err != nil || l.Kind != accounts.Registration || l.Back != "/x" {
				t.Errorf("it opens %+v, %v", l, err)
			}
			open, err := tx.Count(`SELECT count(*) FROM account_links WHERE used_at IS NULL`)
			if open != 1 {
				t.Errorf("%d links are open", open)
			}
			if err != nil {
				return err
			}
			kept, err := tx.Count(`SELECT count(*) FROM outbox WHERE facts LIKE ? OR last_error LIKE ?`, "%"+token+"%", "%"+token+"%")
			if kept != 0 {
				t.Error("the outbox holds a link")
			}
			return err
		})
	})
}

func TestWhatCannotBeSent(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		evil := message("evil")
		evil.To = "a@test.be>\r\nRCPT TO:<b@test.be"
		unknown := message("unknown")
		unknown.Kind = "of_another_version"
		zoe := account(t, k.db, "zoe@test.be", access.Candidate)
		refused, wanted := message("refused"), message("wanted")
		refused.Kind, refused.AccountID = outbox.SessionReminder, zoe.AccountID
		wanted.AccountID = zoe.AccountID // essential
		put(t, k.db, evil, unknown, refused, wanted)
		err := k.db.Write(ctx, zoe, func(tx *db.Tx) error { return outbox.Prefer(tx, []outbox.Group{outbox.Messages}) })
		if err != nil {
			t.Fatal(err)
		}
		k.round(1)
		k.wantStates("sent 1, dead 2, dropped 1")
		if got := row(t, k.db, "refused"); got != `dropped 1 0min "" "preference"` {
			t.Error(got)
		}
		// Wanted again, the next one comes.
		if err := k.db.Write(ctx, zoe, func(tx *db.Tx) error { return outbox.Prefer(tx, outbox.Optional()) }); err != nil {
			t.Fatal(err)
		}
		again := refused
		again.Key = "again"
		put(t, k.db, again)
		k.round(1)
	})
}

// TestStoppingFinishesTheMailUnderWay as the program does when it is asked to stop.
func TestStoppingFinishesTheMailUnderWay(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		taken, goOn := make(chan struct{}), make(chan struct{})
		k.office.set(func() { k.office.onData = func(letter) error { taken <- struct{}{}; <-goOn; return nil } })
		put(t, k.db, message("a"), message("b"))
		running, stop := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() { defer close(done); k.mailer.Run(running) }()
		<-taken
		stop()
		select {
		case <-done:
			t.Error("it left the mail behind")
		case <-time.After(50 * time.Millisecond):
		}
		close(goOn)
		<-done
		k.wantStates("waiting 1, sent 1")
	})
}
