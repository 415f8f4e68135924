package correspondence_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

func TestOneThreadTwoSides(t *testing.T) {
	each(t, func(tw *town) {
		tw.mustWrite("zoe", "Bonjour, où en êtes-vous ? secret")
		tw.mustWrite("zoe", "J'oubliais : merci.")
		if got := tw.mails(outbox.MessageToHouse); got != "manager chief" {
			t.Errorf("told of two unread messages: %q, want each manager of the site once", got)
		}
		for name, unread := range map[string]int{"zoe": 0, "manager": 2, "other": 2} {
			th := tw.thread(name)
			if th.Unread != unread || len(th.Messages) != 2 || th.Messages[0].Author != "zoe" || th.Messages[0].Side != correspondence.Holder {
				t.Errorf("%s reads %+v", name, th)
			}
		}
		tw.read("other") // a coach of the site reads along
		if n := tw.thread("manager").Unread; n != 2 {
			t.Errorf("reading along marked as read: %d unread", n)
		}
		tw.read("zoe") // nobody reads for the other side
		if tw.thread("manager").Unread != 2 || tw.thread("zoe").IsRead(tw.thread("zoe").Messages[0]) {
			t.Error("the author's reading marked the house's")
		}
		tw.read("manager")
		if th := tw.thread("zoe"); !th.IsRead(th.Messages[1]) || tw.thread("manager").Unread != 0 {
			t.Error("what the manager read is not shown as read")
		}
		tw.as(tw.actors["manager"], func(tx *db.Tx) error { return correspondence.MarkRead(tx, tw.ref, 1) }) // an older page, opened later
		if n := tw.thread("manager").Unread; n != 0 {
			t.Errorf("reading an older page made %d messages unread", n)
		}
		tw.mustWrite("manager", "Le comité se réunit lundi. secret")
		if got := tw.mails(outbox.MessageToHolder); got != "zoe" {
			t.Errorf("the holder was told: %q", got)
		}
		if th := tw.thread("zoe"); th.Unread != 1 || th.Messages[2].Author != "manager" || th.Mine(th.Messages[2]) || !th.Mine(th.Messages[0]) {
			t.Errorf("the holder reads %+v", th)
		}
		tw.mustWrite("zoe", "Merci.") // read meanwhile: told again
		if got := tw.mails(outbox.MessageToHouse); got != "manager chief manager chief" {
			t.Errorf("told: %q", got)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'message.write' AND project_id = ?`, tw.id); n != 4 {
			t.Errorf("%d audit rows for 4 messages", n)
		}
	})
}

func TestWhoIsTold(t *testing.T) {
	each(t, func(tw *town) {
		tell := func(want string) {
			t.Helper()
			tw.exec(`DELETE FROM outbox`)
			tw.read("manager")
			tw.mustWrite("zoe", "Une question.")
			if got := tw.mails(outbox.MessageToHouse); got != want {
				t.Errorf("told %q, want %q", got, want)
			}
		}
		tell("manager chief")
		tw.exec(`UPDATE applications SET reviewer_id = ?`, tw.actors["manager"].AccountID)
		tell("manager")
		tw.exec(`UPDATE accounts SET state = 'disabled' WHERE email = 'manager@x.be'`)
		tw.actors["manager"] = tw.actors["chief"]
		tell("chief")
		tw.exec(`UPDATE accounts SET state = 'active' WHERE email = 'manager@x.be'`)
		tw.exec(`UPDATE projects SET phase = 'accepted' WHERE id = ?`, tw.id)
		for _, name := range []string{"coach", "other"} {
			tw.exec(`INSERT INTO project_coaches (project_id, account_id, from_on) VALUES (?, ?, '2026-11-01')`, tw.id, tw.actors[name].AccountID)
		}
		tell("coach other")
		tw.exec(`UPDATE project_coaches SET to_on = '2026-11-20' WHERE account_id = ?`, tw.actors["other"].AccountID)
		tell("coach")
	})
}

func TestWhoReadsAndWrites(t *testing.T) {
	each(t, func(tw *town) {
		tw.mustWrite("zoe", "Bonjour")
		assigned := func() {
			tw.exec(`INSERT INTO project_coaches (project_id, account_id, from_on) VALUES (?, ?, '2026-11-01')`, tw.id, tw.actors["coach"].AccountID)
		}
		assigned()
		tw.exec(`INSERT INTO committees (ref, cohort_id, held_on, state, created_at) SELECT 'CM-1', cohort_id, '2026-12-01', 'open', 1 FROM projects`)
		tw.exec(`INSERT INTO committee_members (committee_id, account_id) SELECT id, ? FROM committees`, tw.actors["jury"].AccountID)
		tw.exec(`INSERT INTO committee_files (committee_id, project_id) SELECT id, ? FROM committees`, tw.id)
		for _, row := range []struct {
			name        string
			read, write models.Kind // 0: allowed
		}{
			{"zoe", 0, 0}, {"manager", 0, 0}, {"chief", 0, 0}, {"coach", 0, 0}, {"other", 0, models.Forbidden},
			{"sam", models.NotFound, models.NotFound}, {"far", models.NotFound, models.NotFound}, {"admin", models.NotFound, models.NotFound},
			{"jury", models.Forbidden, models.Forbidden},
		} {
			err := tw.db.Read(context.Background(), tw.actors[row.name], func(tx *db.Tx) error { _, err := correspondence.Load(tx, tw.ref); return err })
			if kindOf(err) != row.read {
				t.Errorf("%s reads: %v", row.name, err)
			}
			if err := tw.write(row.name, "", "Bonjour"); kindOf(err) != row.write {
				t.Errorf("%s writes: %v", row.name, err)
			}
			err = tw.db.Write(context.Background(), tw.actors[row.name], func(tx *db.Tx) error { return correspondence.MarkRead(tx, tw.ref, 1) })
			if kindOf(err) != row.read {
				t.Errorf("%s marks as read: %v", row.name, err)
			}
		}
		if th := tw.thread("other"); th.Closed == nil {
			t.Error("who may not write is offered to")
		}
	})
}

func kindOf(err error) models.Kind {
	if p, ok := models.ProblemOf(err); ok {
		return p.Kind
	}
	if err != nil {
		return models.Unavailable
	}
	return 0
}

func TestHostileTextIsKept(t *testing.T) {
	each(t, func(tw *town) {
		texts := []string{"<script>alert(1)</script>", "\u202Eenvers", "👩‍🚀🥚", strings.Repeat("é", correspondence.MaxText), "'; DROP TABLE messages; --", "ligne\nligne"}
		for _, text := range texts {
			tw.mustWrite("zoe", text)
		}
		for i, m := range tw.thread("manager").Messages {
			if m.Body != texts[i] {
				t.Errorf("message %d came back as %.40q", i, m.Body)
			}
		}
		for _, text := range []string{"", "  \n\t ", strings.Repeat("é", correspondence.MaxText+1), strings.Repeat("a", 100_000)} {
			if err := tw.write("zoe", "", text); kindOf(err) != models.Invalid {
				t.Errorf("%.20q: %v", text, err)
			}
		}
		if n := tw.count(`SELECT count(*) FROM messages`); n != len(texts) {
			t.Errorf("%d messages", n)
		}
	})
}

func TestClosedThreads(t *testing.T) {
	each(t, func(tw *town) {
		tw.exec(`UPDATE projects SET phase = 'draft', submitted_at = NULL WHERE id = ?`, tw.id)
		if err := tw.write("zoe", "", "Bonjour"); !models.IsCode(err, "message.unsent") {
			t.Errorf("an unsent draft: %v", err)
		}
		if got := tw.thread("zoe").Closed; got == nil || got.Code != "message.unsent" {
			t.Errorf("an unsent draft is offered a form: %v", got)
		}
		tw.exec(`UPDATE projects SET submitted_at = 5 WHERE id = ?`, tw.id) // returned for completion
		tw.mustWrite("zoe", "Bonjour")
		tw.exec(`INSERT INTO erasures (project_id, reason, at, actor_name, done_at) VALUES (?, 'retention', 1, 'x', 1)`, tw.id)
		if err := tw.write("manager", "", "Bonjour"); !models.IsCode(err, "message.erased") {
			t.Errorf("an anonymised dossier: %v", err)
		}
	})
}

func TestTheSameKeyTwice(t *testing.T) {
	each(t, func(tw *town) {
		var wait sync.WaitGroup
		for range 4 {
			wait.Add(1)
			go func() {
				defer wait.Done()
				if err := tw.write("zoe", "clé", "Une fois"); err != nil {
					t.Error(err)
				}
			}()
		}
		wait.Wait()
		if n := tw.count(`SELECT count(*) FROM messages`); n != 1 {
			t.Errorf("%d messages of one form", n)
		}
		if err := tw.write("zoe", "clé", "Une fois, et autrement"); err != nil || tw.count(`SELECT count(*) FROM messages`) != 2 {
			t.Errorf("another text from the same form is lost: %v", err)
		}
	})
}

// Many write at once: every message is counted, and the other side is told once.
func TestWritingAtOnce(t *testing.T) {
	each(t, func(tw *town) {
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Add(1)
			go func() {
				defer wait.Done()
				if err := tw.write("zoe", fmt.Sprint("k", i), fmt.Sprint("message ", i)); err != nil {
					t.Error(err)
				}
			}()
		}
		wait.Wait()
		if n := tw.thread("manager").Unread; n != 8 {
			t.Errorf("%d unread of 8", n)
		}
		if got := tw.mails(outbox.MessageToHouse); got != "manager chief" {
			t.Errorf("told: %q", got)
		}
	})
}

func TestTakingBack(t *testing.T) {
	each(t, func(tw *town) {
		take := func(name, id string) error {
			return tw.db.Write(context.Background(), tw.actors[name], func(tx *db.Tx) error { return correspondence.Withdraw(tx, tw.ref, id) })
		}
		tw.mustWrite("zoe", "Oups")
		tw.mustWrite("zoe", "La suite")
		list := tw.thread("zoe").Messages
		if err := take("manager", list[0].PublicID); kindOf(err) != models.Forbidden {
			t.Errorf("somebody else's: %v", err)
		}
		if err := take("zoe", "nothing"); kindOf(err) != models.NotFound {
			t.Errorf("no such message: %v", err)
		}
		tw.clock.Add(correspondence.TakeBack)
		if err := take("zoe", list[0].PublicID); err != nil {
			t.Fatal(err)
		}
		got := tw.thread("manager")
		if m := got.Messages[0]; m.Body != "" || m.Gone != correspondence.Withdrawn || got.Unread != 1 {
			t.Errorf("after taking back: %+v, %d unread", m, got.Unread)
		}
		if err := take("zoe", list[0].PublicID); !models.IsCode(err, "message.gone") {
			t.Errorf("twice: %v", err)
		}
		tw.clock.Add(time.Second)
		if err := take("zoe", list[1].PublicID); !models.IsCode(err, "message.too_late") {
			t.Errorf("too late: %v", err)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'message.withdraw'`); n != 1 {
			t.Errorf("%d audit rows", n)
		}
	})
}

func TestLists(t *testing.T) {
	each(t, func(tw *town) {
		waiting := func(name string) (house, holder []correspondence.Waiting) {
			tw.as(tw.actors[name], func(tx *db.Tx) (err error) {
				if house, err = correspondence.WaitingForHouse(tx, 10); err != nil {
					return err
				}
				holder, err = correspondence.WaitingForHolder(tx)
				return err
			})
			return house, holder
		}
		tw.mustWrite("zoe", "Un")
		tw.mustWrite("zoe", "Deux")
		for name, want := range map[string]int{"zoe": 0, "manager": 1, "chief": 1, "coach": 0, "other": 0, "far": 0, "jury": 0, "sam": 0} {
			if house, _ := waiting(name); len(house) != want || want == 1 && (house[0].Unread != 2 || house[0].Ref != tw.ref || house[0].Holder != "zoe") {
				t.Errorf("%s finds waiting %+v", name, house)
			}
		}
		tw.mustWrite("manager", "Réponse")
		for name, want := range map[string]int{"zoe": 1, "manager": 0, "sam": 0} {
			if _, holder := waiting(name); len(holder) != want {
				t.Errorf("%s finds to read %+v", name, holder)
			}
		}
		tw.as(tw.actors["zoe"], func(tx *db.Tx) error {
			for side, want := range map[correspondence.Side]int{correspondence.Holder: 1, correspondence.House: 2} {
				counts, err := correspondence.Unread(tx, side, []int64{tw.id, 99})
				if err != nil || counts[tw.id] != want || counts[99] != 0 {
					t.Errorf("%s: %v, %v", side, counts, err)
				}
			}
			return nil
		})
	})
}

// A message is never edited, and never deleted: its text can only go.
func TestMessagesAreKept(t *testing.T) {
	each(t, func(tw *town) {
		tw.mustWrite("zoe", "Bonjour")
		for _, statement := range []string{
			`UPDATE messages SET body = 'Autre'`, `UPDATE messages SET at = 1`, `UPDATE messages SET side = 'house'`, `DELETE FROM messages`,
			`UPDATE messages SET body = '', gone = 'withdrawn', at = 1`, `UPDATE messages SET author_id = NULL, body = '', gone = 'erased'`,
		} {
			err := tw.db.Write(context.Background(), operator, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
			if err == nil {
				t.Errorf("%s passed", statement)
			}
		}
		tw.exec(`UPDATE messages SET body = '', gone = 'erased'`)
		if err := tw.db.Write(context.Background(), operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE messages SET body = 'Retour', gone = ''`)
			return err
		}); err == nil {
			t.Error("a text came back")
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(tw *town) {
		const n = 2*correspondence.PageSize + 3
		for i := range n {
			tw.exec(`INSERT INTO messages (public_id, project_id, side, body, at) VALUES (?, ?, 'house', ?, ?)`, fmt.Sprint("p", i), tw.id, fmt.Sprint("message ", i), i+1)
		}
		var got []string
		before := int64(0)
		for pages := 0; pages == 0 || before != 0; pages++ {
			if pages > 3 {
				t.Fatal("the pages never end")
			}
			tw.as(tw.actors["zoe"], func(tx *db.Tx) error {
				th, err := correspondence.Page(tx, tw.ref, before)
				if err != nil {
					return err
				}
				var page []string
				for _, m := range th.Messages {
					page = append(page, m.Body)
				}
				got, before = append(page, got...), th.Older
				return nil
			})
		}
		if len(got) != n || got[0] != "message 0" || got[n-1] != fmt.Sprint("message ", n-1) {
			t.Errorf("%d messages on the pages, from %q", len(got), got[0])
		}
	})
}
