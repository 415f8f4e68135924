package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/outbox"
)

var operator = access.Operator("test")

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(context.Background(), operator, fn); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, d *db.DB, messages ...outbox.Message) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		for _, m := range messages {
			if err := outbox.Put(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func message(key string) outbox.Message {
	return outbox.Message{Key: key, Kind: outbox.PasswordChanged, To: key + "@test.be", Facts: models.Facts{"at": 7}}
}

func claim(t *testing.T, d *db.DB) (c outbox.Claimed, found bool) {
	t.Helper()
	write(t, d, func(tx *db.Tx) (err error) { c, found, err = outbox.Claim(tx); return err })
	return c, found
}

// row gives what is kept of a message: state, tries, next try from now in minutes, facts, error.
func row(t *testing.T, d *db.DB, key string) string {
	t.Helper()
	var state, facts, why string
	var tries int
	var next models.Instant
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.Get([]any{&state, &tries, &next, &facts, &why}, `SELECT state, tries, next_at, facts, last_error FROM outbox WHERE mail_key = ?`, key)
		next -= tx.Now()
		return err
	})
	return fmt.Sprintf("%s %d %dmin %q %q", state, tries, next/60_000, facts, why)
}

func TestAMessageIsOneForItsKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		put(t, d, message("a"), message("a"), outbox.Message{Key: "nobody", Kind: outbox.PasswordChanged})
		c, found := claim(t, d)
		if !found || c.Key != "a" || c.To != "a@test.be" || c.Tries != 1 || c.Facts["at"] != float64(7) {
			t.Fatalf("%+v %v", c, found)
		}
		if _, found := claim(t, d); found {
			t.Error("there was a second one")
		}
		write(t, d, func(tx *db.Tx) error { return outbox.Deliver(tx, c) })
		put(t, d, message("a"))
		if _, found := claim(t, d); found {
			t.Error("a message that was sent came back")
		}
		if got := row(t, d, "a"); got != `sent 1 0min "" ""` {
			t.Error(got)
		}
		// What did not happen is never told.
		err := d.Write(context.Background(), operator, func(tx *db.Tx) error {
			if err := outbox.Put(tx, message("b")); err != nil {
				return err
			}
			return errors.New("no")
		})
		if err == nil {
			t.Fatal("the write went through")
		}
		if _, found := claim(t, d); found {
			t.Error("a message of a failed write is there")
		}
	})
}

func TestDueInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		due := func() (is bool) {
			write(t, d, func(tx *db.Tx) (err error) { is, err = outbox.Due(tx); return err })
			return is
		}
		if due() {
			t.Error("nothing is due")
		}
		later := message("later")
		later.NotBefore = models.InstantOf(clock.Now().Add(time.Minute))
		put(t, d, later)
		if _, found := claim(t, d); found || due() {
			t.Error("it left before its time")
		}
		clock.Add(time.Minute)
		put(t, d, message("now"))
		if !due() {
			t.Error("it is due")
		}
		for _, want := range []string{"later", "now"} {
			if c, found := claim(t, d); !found || c.Key != want {
				t.Errorf("%q, want %q", c.Key, want)
			}
		}
		if due() {
			t.Error("all are taken")
		}
	})
}

func TestWhatBecomesOfAClaim(t *testing.T) {
	secret := outbox.Message{Key: "s", Kind: outbox.PasswordReset, To: "s@test.be", Facts: models.Facts{"link": "jeton"}}
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		for _, test := range []struct {
			name    string
			message outbox.Message
			settle  func(*db.Tx, outbox.Claimed) error
			want    string
		}{
			{"delivered", message("a"), outbox.Deliver, `sent 1 0min "" ""`},
			{"failed", message("b"), func(tx *db.Tx, c outbox.Claimed) error { return outbox.Fail(tx, c, "450 later\r\nplease") }, `waiting 1 1min "{\"at\":7}" "450 later please"`},
			{"killed", message("c"), func(tx *db.Tx, c outbox.Claimed) error { return outbox.Kill(tx, c, "550 no") }, `dead 1 0min "{\"at\":7}" "550 no"`},
			{"killed with a secret", secret, func(tx *db.Tx, c outbox.Claimed) error { return outbox.Kill(tx, c, strings.Repeat("é", 400)) },
				`dead 1 0min "" "` + strings.Repeat("é", 299) + `…"`},
			{"doubted", message("d"), func(tx *db.Tx, c outbox.Claimed) error { return outbox.Doubt(tx, c, "EOF") }, `unsure 1 0min "{\"at\":7}" "EOF"`},
			{"dropped", message("e"), func(tx *db.Tx, c outbox.Claimed) error { return outbox.Skip(tx, c, "stale") }, `dropped 1 0min "" "stale"`},
		} {
			put(t, d, test.message)
			c, found := claim(t, d)
			if !found {
				t.Fatal(test.name)
			}
			write(t, d, func(tx *db.Tx) error { return test.settle(tx, c) })
			if got := row(t, d, test.message.Key); got != test.want {
				t.Errorf("%s: %s, want %s", test.name, got, test.want)
			}
		}
		// The last try makes it dead.
		put(t, d, message("f"))
		write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE outbox SET tries = 20 WHERE mail_key = 'f'`)
			return err
		})
		c, _ := claim(t, d)
		write(t, d, func(tx *db.Tx) error { return outbox.Fail(tx, c, "451") })
		if got := row(t, d, "f"); got != `dead 21 0min "{\"at\":7}" "451"` {
			t.Error(got)
		}
	})
}

// TestAProgramThatDied: what it was sending is never sent again by itself. If it was only slow, what it
// says late still counts, unless somebody has decided meanwhile.
func TestAProgramThatDied(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		sweep := func() (n int64) {
			write(t, d, func(tx *db.Tx) (err error) { n, err = outbox.Abandoned(tx); return err })
			return n
		}
		put(t, d, message("a"), message("b"))
		a, _ := claim(t, d)
		b, _ := claim(t, d)
		clock.Add(outbox.Lease - time.Second)
		if sweep() != 0 {
			t.Error("it still had time")
		}
		clock.Add(time.Second)
		if sweep() != 2 || sweep() != 0 {
			t.Error("they are not unsure")
		}
		if _, found := claim(t, d); found {
			t.Fatal("an unsure one was taken")
		}
		write(t, d, func(tx *db.Tx) error { return outbox.Deliver(tx, a) })
		if got := row(t, d, "a"); got != `sent 1 -10min "" ""` {
			t.Error(got)
		}
		write(t, d, func(tx *db.Tx) error { return outbox.Retry(tx, b.ID) })
		again, found := claim(t, d)
		if !found || again.Key != "b" || again.Tries != 1 {
			t.Fatalf("%+v", again)
		}
		write(t, d, func(tx *db.Tx) error { return outbox.Deliver(tx, b) }) // the old claim
		for _, settle := range []func(*db.Tx, outbox.Claimed, string) error{outbox.Fail, outbox.Kill, outbox.Doubt, outbox.Skip} {
			write(t, d, func(tx *db.Tx) error { return settle(tx, b, "late") })
		}
		if got := row(t, d, "b"); !strings.HasPrefix(got, "sending 1") {
			t.Error(got)
		}
		write(t, d, func(tx *db.Tx) error { return outbox.Fail(tx, again, "x") })
		if got := row(t, d, "b"); !strings.HasPrefix(got, "waiting 1 1min") {
			t.Error(got)
		}
	})
}

func TestEachMessageGoesToOneWorker(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		const n, workers = 40, 4
		for i := range n {
			put(t, d, message(fmt.Sprintf("m%02d", i)))
		}
		var mu sync.Mutex
		var taken []string
		var group sync.WaitGroup
		for range workers {
			group.Go(func() {
				for {
					var c outbox.Claimed
					var found bool
					err := d.Write(context.Background(), operator, func(tx *db.Tx) (err error) { c, found, err = outbox.Claim(tx); return err })
					if err != nil {
						t.Error(err)
					}
					if err != nil || !found {
						return
					}
					mu.Lock()
					taken = append(taken, c.Key)
					mu.Unlock()
				}
			})
		}
		group.Wait()
		slices.Sort(taken)
		if len(taken) != n || len(slices.Compact(taken)) != n {
			t.Errorf("%d taken: %v", len(taken), taken)
		}
	})
}

func TestManaging(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		admin, coach := account(t, d, "admin@test.be", access.Administrator), account(t, d, "coach@test.be", access.Coach)
		put(t, d, message("dead"), outbox.Message{Key: "wiped", Kind: outbox.PasswordReset, To: "w@test.be", Facts: models.Facts{"token": "x"}}, message("sent"), message("waiting"))
		ids := map[string]int64{}
		for range 3 {
			c, _ := claim(t, d)
			ids[c.Key] = c.ID
			write(t, d, func(tx *db.Tx) error {
				if c.Key == "sent" {
					return outbox.Deliver(tx, c)
				}
				return outbox.Kill(tx, c, "550")
			})
		}
		as := func(a access.Actor, verb func(*db.Tx, int64) error, id int64) error {
			return d.Write(context.Background(), a, func(tx *db.Tx) error { return verb(tx, id) })
		}
		for name, verb := range map[string]func(*db.Tx, int64) error{"retry": outbox.Retry, "abandon": outbox.Abandon} {
			if err := as(coach, verb, ids["dead"]); !models.IsKind(err, models.Forbidden) {
				t.Errorf("%s as a coach: %v", name, err)
			}
			if err := as(admin, verb, 999); !models.IsKind(err, models.NotFound) {
				t.Errorf("%s of none: %v", name, err)
			}
		}
		if err := as(admin, outbox.Retry, ids["wiped"]); !models.IsCode(err, "mail.wiped") {
			t.Error(err)
		}
		if err := as(admin, outbox.Abandon, ids["sent"]); !models.IsKind(err, models.Conflict) {
			t.Error("what was sent was dropped", err)
		}
		if err := as(admin, outbox.Retry, ids["sent"]); !models.IsCode(err, "mail.wiped") {
			t.Error("what was sent was sent again", err)
		}
		clock.Add(time.Hour)
		if err := as(admin, outbox.Retry, ids["dead"]); err != nil {
			t.Error(err)
		}
		if got := row(t, d, "dead"); got != `waiting 0 0min "{\"at\":7}" ""` {
			t.Error(got)
		}
		if err := as(admin, outbox.Abandon, ids["dead"]); err != nil {
			t.Error(err)
		}
		if got := row(t, d, "dead"); !strings.HasPrefix(got, `dropped 0 0min ""`) {
			t.Error(got)
		}
		if err := as(admin, outbox.Retry, ids["dead"]); err == nil {
			t.Error("what was dropped came back")
		}
		var audits int
		write(t, d, func(tx *db.Tx) (err error) {
			audits, err = tx.Count(`SELECT count(*) FROM audit_entries WHERE action IN ('mail.retry', 'mail.drop') AND entity_id = ?`, ids["dead"])
			return err
		})
		if audits != 2 {
			t.Errorf("%d decisions are audited", audits)
		}
		write(t, d, func(tx *db.Tx) error {
			counts, err := outbox.Counts(tx)
			if counts[outbox.Waiting] != 1 || counts[outbox.Dead] != 1 || counts[outbox.Unsure] != 0 {
				t.Errorf("%v", counts)
			}
			return err
		})
		err := d.Read(context.Background(), coach, func(tx *db.Tx) error { _, _, err := outbox.List(tx, outbox.Dead, 0); return err })
		if !models.IsKind(err, models.Forbidden) {
			t.Errorf("a coach reads the list: %v", err)
		}
	})
}

func account(t *testing.T, d *db.DB, email string, role access.Role) access.Actor {
	t.Helper()
	var a accounts.Account
	write(t, d, func(tx *db.Tx) (err error) {
		a, err = accounts.CreateActive(tx, accounts.Draft{Email: email, Name: email, Grants: []access.Grant{{Role: role}}}, "x")
		return err
	})
	return a.Actor()
}

func TestListsPageByKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		const n = 120
		write(t, d, func(tx *db.Tx) error {
			for i := range n {
				m := message(fmt.Sprintf("m%03d", i))
				m.NotBefore = tx.Now() + models.Instant(i%7) // several at the same moment
				if err := outbox.Put(tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		for _, state := range []outbox.State{outbox.Waiting, outbox.Sent, outbox.Dead} {
			write(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE outbox SET state = ?, sent_at = next_at`, state)
				return err
			})
			seen := map[int64]bool{}
			var all []outbox.Row
			for after, more := int64(0), true; more; {
				var list []outbox.Row
				write(t, d, func(tx *db.Tx) (err error) { list, more, err = outbox.List(tx, state, after); return err })
				for _, r := range list {
					seen[r.ID] = true
				}
				all = append(all, list...)
				if len(list) == 0 {
					t.Fatalf("%s: an empty page after %d of %d", state, after, len(all))
				}
				after = list[len(list)-1].ID
			}
			if len(all) != n || len(seen) != n {
				t.Errorf("%s: %d rows, %d of them different", state, len(all), len(seen))
			}
			inOrder := slices.IsSortedFunc(all, func(a, b outbox.Row) int {
				switch state {
				case outbox.Waiting:
					return int(a.NextAt - b.NextAt)
				case outbox.Sent:
					return int(b.SentAt - a.SentAt)
				}
				return int(b.ID - a.ID)
			})
			if !inOrder {
				t.Errorf("%s is out of order", state)
			}
		}
	})
}

func TestPreferences(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		actor := account(t, d, "zoe@test.be", access.Candidate)
		prefer := func(wanted ...outbox.Group) error {
			return d.Write(context.Background(), actor, func(tx *db.Tx) error { return outbox.Prefer(tx, wanted) })
		}
		if err := prefer(outbox.Essential); !models.IsKind(err, models.Invalid) {
			t.Error("essential messages are no choice", err)
		}
		for _, wanted := range [][]outbox.Group{{outbox.Messages}, outbox.OptionalFor(actor), nil, {outbox.Following, outbox.Appointments}} {
			if err := prefer(wanted...); err != nil {
				t.Fatal(err)
			}
			write(t, d, func(tx *db.Tx) error {
				refused, err := outbox.Refused(tx, actor.AccountID)
				for _, g := range outbox.OptionalFor(actor) {
					if slices.Contains(refused, g) == slices.Contains(wanted, g) {
						t.Errorf("wanted %v, refused %v", wanted, refused)
					}
				}
				return err
			})
		}
	})
}
