package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"eclosion/handlers/jobs"
)

// TestWhatTheServerAnswers: one mail meets each answer, another beside it goes its way.
func TestWhatTheServerAnswers(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		only := func(err error) func(string) error {
			return func(address string) error {
				if strings.HasPrefix(address, "bad") {
					return err
				}
				return nil
			}
		}
		data := func(err error) func(letter) error { return func(l letter) error { return only(err)(l.to) } }
		for i, test := range []struct {
			name           string
			onMail, onRcpt func(string) error
			onData         func(letter) error
			bad            string // what the row of the bad one begins with
			goodLater      bool   // the other one had to wait for the next round
		}{
			{name: "the address is unknown", onRcpt: only(refusal(550, "no such user")), bad: "dead 1"},
			{name: "the box is full", onRcpt: only(refusal(452, "full")), bad: "waiting 1 1min"},
			{name: "greylisting", onData: data(refusal(451, "later")), bad: "waiting 1 1min"},
			{name: "spam", onData: data(refusal(554, "spam")), bad: "dead 1"},
			{name: "the service closes", onRcpt: only(refusal(421, "bye")), bad: "waiting 1 1min", goodLater: true},
			{name: "cut before the mail", onRcpt: only(errCut), bad: "waiting 1 1min", goodLater: true},
			{name: "cut after the mail", onData: data(errCut), bad: "unsure 1", goodLater: true},
		} {
			k.office.set(func() { k.office.onMail, k.office.onRcpt, k.office.onData = test.onMail, test.onRcpt, test.onData })
			bad, good := fmt.Sprintf("bad%d", i), fmt.Sprintf("good%d", i)
			put(t, k.db, message(bad), message(good))
			if test.goodLater {
				k.round(0)
				k.round(0) // the server is left alone
				k.clock.Add(time.Minute - time.Second)
				k.round(0)
				k.office.set(func() { k.office.onMail, k.office.onRcpt, k.office.onData = nil, nil, nil })
				if got := row(t, k.db, bad); !strings.HasPrefix(got, strings.ReplaceAll(test.bad, "1min", "0min")) {
					t.Errorf("%s: %s", test.name, got)
				}
				k.clock.Add(time.Second)
				_, err := k.mailer.Round(ctx)
				if err != nil {
					t.Fatal(err)
				}
			} else {
				k.round(1)
				if got := row(t, k.db, bad); !strings.HasPrefix(got, test.bad) {
					t.Errorf("%s: %s", test.name, got)
				}
			}
			k.office.set(func() { k.office.onMail, k.office.onRcpt, k.office.onData = nil, nil, nil })
			k.clock.Add(2 * time.Hour)
			if _, err := k.mailer.Round(ctx); err != nil {
				t.Fatal(err)
			}
			_, times := k.office.got()
			wantBad := 1
			if strings.HasPrefix(test.bad, "dead") {
				wantBad = 0
			}
			if times[bad+"@test.be"] != wantBad || times[good+"@test.be"] != 1 {
				t.Errorf("%s: the bad one arrived %d times, the good one %d times", test.name, times[bad+"@test.be"], times[good+"@test.be"])
			}
		}
	})
}

// TestTheSenderIsRefused: that is nobody's mail in particular, so none of them dies of it.
func TestTheSenderIsRefused(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		k.office.set(func() { k.office.onMail = func(string) error { return refusal(550, "who are you") } })
		put(t, k.db, message("a"), message("b"))
		k.round(0)
		k.wantStates("waiting 2")
		if got := row(t, k.db, "a"); !strings.HasPrefix(got, "waiting 1 1min") || !strings.Contains(got, "who are you") || strings.Contains(got, "a@test.be") {
			t.Error(got)
		}
		if got := row(t, k.db, "b"); !strings.HasPrefix(got, "waiting 0") {
			t.Error(got)
		}
	})
}

// TestASlowServer: too slow before the mail is handed over, it is tried again; after, nobody knows.
func TestASlowServer(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		server := k.office.at(jobs.Plain)
		server.Timeout = 300 * time.Millisecond
		k.mailer = k.newMailer(server)
		ended := make(chan struct{}, 8)
		wait := func() { time.Sleep(600 * time.Millisecond); ended <- struct{}{} }
		k.office.set(func() { k.office.onRcpt = func(string) error { wait(); return nil } })
		put(t, k.db, message("before"))
		k.round(0)
		k.wantStates("waiting 1")
		k.office.set(func() { k.office.onRcpt, k.office.onData = nil, func(letter) error { wait(); return nil } })
		put(t, k.db, message("after"))
		k.clock.Add(time.Minute)
		k.round(0)
		<-ended
		<-ended
		k.office.set(func() { k.office.onData = nil })
		k.clock.Add(time.Hour)
		if _, err := k.mailer.Round(ctx); err != nil {
			t.Fatal(err)
		}
		k.wantStates("sent 1, unsure 1")
	})
}

// TestTheServerIsDownForAnHour: every mail arrives once, none is lost, and the server was not stormed.
func TestTheServerIsDownForAnHour(t *testing.T) {
	eachDesk(t, func(t *testing.T, k *desk) {
		address := free(t)
		const n = 80
		for i := range n / 2 {
			put(t, k.db, message(fmt.Sprintf("m%03d", i)))
		}
		server := k.office.at(jobs.Plain)
		_, port, _ := strings.Cut(address, ":")
		if _, err := fmt.Sscan(port, &server.Port); err != nil {
			t.Fatal(err)
		}
		k.mailer = k.newMailer(server)
		for minute := range 60 {
			for range 3 { // it looks often
				k.round(0)
			}
			if minute%2 == 1 && minute/2 < n/2 { // and life goes on
				put(t, k.db, message(fmt.Sprintf("m%03d", n/2+minute/2)))
			}
			k.clock.Add(time.Minute)
		}
		for i := n/2 + 30; i < n; i++ {
			put(t, k.db, message(fmt.Sprintf("m%03d", i)))
		}
		k.wantStates("waiting 80")
		k.office.listen(jobs.Plain, address)
		for range 120 {
			if _, err := k.mailer.Round(ctx); err != nil {
				t.Fatal(err)
			}
			k.clock.Add(time.Minute)
		}
		k.wantStates("sent 80")
		letters, times := k.office.got()
		if len(letters) != n || len(times) != n {
			t.Errorf("%d mails arrived, %d different", len(letters), len(times))
		}
		ids := map[string]bool{}
		for _, l := range letters {
			ids[l.message(t).Header.Get("Message-Id")] = true
		}
		if len(ids) != n {
			t.Errorf("%d different ids", len(ids))
		}
	})
}
