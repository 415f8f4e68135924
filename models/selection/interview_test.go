package selection_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/selection"
)

// publish offers slots on 1 December from nine, half an hour each.
func (s *scored) publish(name string, count int) (added int, err error) {
	err = s.try(name, func(tx *db.Tx) (err error) {
		added, err = selection.PublishSlots(tx, "", s.ref, selection.SlotsDraft{Day: "2026-12-01", From: "09:00", Count: count, Minutes: 30, Place: "Salle 1"})
		return err
	})
	return added, err
}

func (s *scored) slots(name string) (list []selection.Slot) {
	s.t.Helper()
	c, err := s.show(name, s.ref)
	if err != nil {
		s.t.Fatal(err)
	}
	s.must(name, func(tx *db.Tx) (err error) { list, err = selection.Slots(tx, c); return err })
	return list
}

func (s *scored) book(name string, file, slot int) error {
	id := s.slots("manager")[slot].PublicID
	return s.try(name, func(tx *db.Tx) error { return selection.Book(tx, s.files[file], id) })
}

func (s *scored) cancel(name string, file int) error {
	return s.try(name, func(tx *db.Tx) error { return selection.CancelInterview(tx, s.files[file]) })
}

// booked writes who has which slot: "09:00 JI-2026-0001".
func (s *scored) booked(name string) string {
	s.t.Helper()
	var list []string
	for _, x := range s.slots(name) {
		if !x.Free() {
			list = append(list, x.StartsAt.Time().Format("15:04")+" "+x.Ref)
		}
	}
	return strings.Join(list, ", ")
}

// mails writes the kinds told about a file, oldest first, with their sequence.
func (s *scored) mails(file int) (list []string) {
	s.t.Helper()
	s.as(access.Operator("test"), func(tx *db.Tx) error {
		var kinds, keys string
		rows, err := tx.Rows(`SELECT o.kind, o.mail_key FROM outbox o JOIN projects p ON p.id = o.project_id WHERE p.ref = ? AND o.kind LIKE 'interview%' ORDER BY o.id`, s.files[file])
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := rows.Scan(&kinds, &keys); err != nil {
				return err
			}
			list = append(list, strings.TrimPrefix(kinds, "interview_")+" "+keys[strings.LastIndex(keys, "/")+1:])
		}
		return rows.Err()
	})
	return list
}

func TestInterviewsAreBookedMovedAndCancelled(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(nil)
		a, b := s.files[0], s.files[1]
		if n, err := s.publish("manager", 3); err != nil || n != 3 {
			t.Fatalf("%d, %v", n, err)
		}
		if n, err := s.publish("manager", 4); err != nil || n != 1 {
			t.Errorf("published again: %d new, %v", n, err)
		}
		for name, want := range map[string]string{"jury": "access.denied", "far": "committee.not_found", "zoe": "committee.not_found"} {
			if _, err := s.publish(name, 3); code(err) != want {
				t.Errorf("published by %s: %v", name, err)
			}
		}
		if err := s.book("zoe", 0, 0); err != nil {
			t.Fatal(err)
		}
		if err := s.book("zoe", 0, 0); err != nil { // sent twice
			t.Error(err)
		}
		if err := s.book("ali", 1, 0); code(err) != "interview.taken" {
			t.Errorf("a slot for two: %v", err)
		}
		if err := s.book("ali", 0, 1); !models.IsKind(err, models.NotFound) {
			t.Errorf("another's file: %v", err)
		}
		if err := s.book("manager", 0, 1); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a manager books as a candidate: %v", err)
		}
		if err := tw.try("zoe", func(tx *db.Tx) error { return selection.Book(tx, a, "nowhere") }); !models.IsKind(err, models.NotFound) {
			t.Errorf("a slot that is none: %v", err)
		}
		if got := s.booked("manager"); got != "09:00 "+a {
			t.Errorf("booked: %s", got)
		}
		if err := s.book("zoe", 0, 2); err != nil {
			t.Fatal(err)
		}
		if err := s.book("ali", 1, 0); err != nil {
			t.Errorf("the slot that was left: %v", err)
		}
		if got := s.booked("jury"); got != "09:00 "+b+", 10:00 "+a {
			t.Errorf("moved: %s", got)
		}
		for range 2 {
			if err := s.cancel("zoe", 0); err != nil {
				t.Error(err)
			}
		}
		if err := s.cancel("zoe", 1); !models.IsKind(err, models.NotFound) {
			t.Errorf("another's interview: %v", err)
		}
		if err := s.book("zoe", 0, 3); err != nil {
			t.Error(err)
		}
		if got := strings.Join(s.mails(0), ", "); got != "open 2026-11-23, booked 0, moved 1, cancelled 2, booked 3" {
			t.Errorf("mails %s", got)
		}
		if got := strings.Join(s.mails(1), ", "); got != "open 2026-11-23, booked 0" {
			t.Errorf("mails %s", got)
		}
		if n := tw.count(`SELECT count(DISTINCT uid) FROM interviews`); n != 2 {
			t.Errorf("%d calendar entries for two files", n)
		}
		for action, want := range map[string]int{"interview.book": 3, "interview.move": 1, "interview.cancel": 1, "interview.publish": 2} {
			if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = ?`, action); n != want {
				t.Errorf("%d entries %s", n, action)
			}
		}
		tw.withdraw("zoe", a)
		if got := s.booked("manager"); got != "09:00 "+b {
			t.Errorf("after a withdrawal: %s", got)
		}
		if got := s.mails(0); got[len(got)-1] != "cancelled 4" {
			t.Errorf("mails %v", got)
		}
	})
}

func TestInterviewsHaveALimit(t *testing.T) {
	each(t, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		s := tw.sit(nil) // until 24 hours before
		if _, err := s.publish("manager", 4); err != nil {
			t.Fatal(err)
		}
		if err := s.book("zoe", 0, 0); err != nil {
			t.Fatal(err)
		}
		clock.Set("2026-11-30")
		clock.Add(models.Date("2026-11-30").At(9, 10).Sub(clock.Now()))
		for what, err := range map[string]error{"moved": s.book("zoe", 0, 3), "cancelled": s.cancel("zoe", 0)} {
			if code(err) != "interview.too_late" {
				t.Errorf("%s ten minutes after the limit: %v", what, err)
			}
		}
		clock.Add(40 * time.Minute) // 9:50: the slot of 9:30 is out of reach, that of 10:00 is not
		if err := s.book("ali", 1, 1); code(err) != "interview.too_late" {
			t.Errorf("booked late: %v", err)
		}
		tw.must("ali", func(tx *db.Tx) error {
			a, err := selection.Load(tx, s.files[1], access.InterviewBook)
			if err != nil {
				return err
			}
			free, err := selection.FreeSlots(tx, a.Project)
			if len(free) != 2 || free[0].StartsAt.Time().Format("15:04") != "10:00" {
				t.Errorf("offered %+v", free)
			}
			return err
		})
		if err := s.book("ali", 1, 2); err != nil {
			t.Error(err)
		}
		slots := s.slots("manager")
		assign := func(name string, slot int, file string) error {
			return tw.try(name, func(tx *db.Tx) error { return selection.AssignSlot(tx, s.ref, slots[slot].PublicID, file) })
		}
		for _, c := range []struct {
			name string
			slot int
			file string
			want string
		}{
			{"manager", 2, s.files[0], "interview.taken"},
			{"manager", 1, "JI-0000", "form.invalid file:oneof"},
			{"manager", 1, tw.submitted("mia", 0), "form.invalid file:oneof"},
			{"jury", 1, s.files[0], "access.denied"},
			{"far", 1, s.files[0], "committee.not_found"},
			{"manager", 1, s.files[0], ""}, // beyond the candidate's limit
		} {
			if err := assign(c.name, c.slot, c.file); code(err) != c.want {
				t.Errorf("%+v: %v", c, err)
			}
		}
		free := func(name string, slot int) error {
			return tw.try(name, func(tx *db.Tx) error { return selection.FreeSlot(tx, s.ref, slots[slot].PublicID) })
		}
		remove := func(name string, slot int) error {
			return tw.try(name, func(tx *db.Tx) error { return selection.RemoveSlot(tx, s.ref, slots[slot].PublicID) })
		}
		for what, err := range map[string]error{"freed": free("jury", 1), "removed": remove("jury", 1)} {
			if !models.IsKind(err, models.Forbidden) {
				t.Errorf("%s by a member: %v", what, err)
			}
		}
		if err := remove("manager", 1); code(err) != "interview.slot_booked" {
			t.Errorf("removed while booked: %v", err)
		}
		for range 2 {
			if err := free("manager", 1); err != nil {
				t.Error(err)
			}
		}
		if err := remove("manager", 1); err != nil {
			t.Error(err)
		}
		if got := strings.Join(s.mails(0), ", "); got != "open 2026-11-23, booked 0, moved 1, cancelled 2" {
			t.Errorf("mails %s", got)
		}
		if err := assign("manager", 0, s.files[0]); err != nil {
			t.Error(err)
		}
		clock.Set("2026-12-01")
		clock.Add(models.Date("2026-12-01").At(9, 0).Sub(clock.Now()))
		if err := free("manager", 0); code(err) != "interview.too_late" {
			t.Errorf("freed when it began: %v", err)
		}
		if err := assign("manager", 0, s.files[0]); code(err) != "interview.too_late" {
			t.Errorf("assigned when it began: %v", err)
		}
		if len(s.slots("manager")) != 3 {
			t.Error("a slot was left")
		}
	})
}

func TestInterviewsEndWithTheCommittee(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(func(d *selection.CommitteeDraft) { d.Blind = true })
		other := tw.committee("jury") // the same cohort's next committee, not open yet
		if err := tw.try("manager", func(tx *db.Tx) error {
			_, err := selection.PublishSlots(tx, "", other, selection.SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 1, Minutes: 30})
			return err
		}); code(err) != "committee.not_open" {
			t.Errorf("published before it opens: %v", err)
		}
		for range 2 {
			if err := tw.try("manager", func(tx *db.Tx) error {
				_, err := selection.PublishSlots(tx, "once", s.ref, selection.SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 3, Minutes: 30})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.book("zoe", 0, 0); err != nil {
			t.Fatal(err)
		}
		if x := s.slots("jury")[0]; x.Ref != s.files[0] || x.Holder != "" || x.Title == "" {
			t.Errorf("a blind member reads %+v", x)
		}
		if x := s.slots("manager")[0]; x.Holder == "" {
			t.Errorf("the manager reads %+v", x)
		}
		if err := s.declare("jury", 0); err != nil {
			t.Fatal(err)
		}
		if x := s.slots("jury")[0]; x.Ref != s.files[0] || x.Holder+x.Title != "" {
			t.Errorf("a member with a conflict reads %+v", x)
		}
		if err := tw.decide("manager", s.files[1], selection.DecisionDraft{Outcome: selection.Accepted, DecidedOn: "2026-11-23", Reasons: "Oui."}); err != nil {
			t.Fatal(err)
		}
		if err := s.book("ali", 1, 1); code(err) != "interview.closed" {
			t.Errorf("booked for a file that is decided: %v", err)
		}
		id := s.slots("manager")[1].PublicID
		if err := tw.move("manager", s.ref, selection.CloseCommittee); err != nil {
			t.Fatal(err)
		}
		if err := tw.try("zoe", func(tx *db.Tx) error { return selection.Book(tx, s.files[0], id) }); code(err) != "interview.closed" {
			t.Errorf("moved after it closed: %v", err)
		}
	})
}

// A file that is withdrawn leaves the hours that are still to come, on whatever committee; what took place stays.
func TestWithdrawingFreesWhatIsAhead(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(nil)
		if _, err := s.publish("manager", 1); err != nil {
			t.Fatal(err)
		}
		if err := s.book("zoe", 0, 0); err != nil {
			t.Fatal(err)
		}
		other := tw.committee("jury")
		tw.must("manager", func(tx *db.Tx) error {
			c, err := selection.LoadCommittee(tx, other)
			if err != nil {
				return err
			}
			if _, err := selection.OpenCommittee(tx, other, c.Version); err != nil {
				return err
			}
			_, err = selection.PublishSlots(tx, "", other, selection.SlotsDraft{Day: "2026-12-02", From: "09:00", Count: 1, Minutes: 30})
			return err
		})
		tw.must("zoe", func(tx *db.Tx) error {
			var id string
			if _, err := tx.Get([]any{&id}, `SELECT t.public_id FROM interview_slots t JOIN committees c ON c.id = t.committee_id WHERE c.ref = ?`, other); err != nil {
				return err
			}
			return selection.Book(tx, s.files[0], id)
		})
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE interview_slots SET starts_at = 1 WHERE committee_id = (SELECT c.id FROM committees c WHERE c.ref = ?)`, other)
			return err
		})
		tw.withdraw("zoe", s.files[0])
		if n := tw.count(`SELECT count(*) FROM interviews WHERE slot_id IS NOT NULL`); n != 1 {
			t.Errorf("%d interviews are left, want the one that took place", n)
		}
		if n := tw.count(`SELECT count(*) FROM interviews i JOIN interview_slots t ON t.id = i.slot_id WHERE t.starts_at = 1`); n != 1 {
			t.Error("the hour that took place is gone")
		}
	})
}

// Twenty candidates want one of five slots at once: five get one, the others are told.
func TestSlotsAreTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		const candidates, places = 20, 5
		s := tw.sit(nil)
		var names []string
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			for i := range candidates {
				name := fmt.Sprintf("c%d", i)
				a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{{Role: access.Candidate}}}, "x")
				if err != nil {
					return err
				}
				tw.actors[name] = a.Actor()
				names = append(names, name)
			}
			return nil
		})
		s.files = nil
		for _, name := range names {
			s.files = append(s.files, tw.reviewed(name, 0))
		}
		refresh := func(tx *db.Tx, ref string, v int) error { _, err := selection.RefreshCommittee(tx, ref, v); return err }
		if err := tw.move("manager", s.ref, refresh); err != nil {
			t.Fatal(err)
		}
		if _, err := s.publish("manager", places); err != nil {
			t.Fatal(err)
		}
		slots := s.slots("manager")
		errs := make([]error, candidates)
		var wg sync.WaitGroup
		for i, name := range names {
			wg.Go(func() {
				for _, x := range slots { // each tries all, from a place of their own
					x = slots[(i+int(x.ID))%places]
					errs[i] = tw.try(name, func(tx *db.Tx) error { return selection.Book(tx, s.files[i], x.PublicID) })
					if code(errs[i]) != "interview.taken" {
						return
					}
				}
			})
		}
		wg.Wait()
		got := 0
		for i, err := range errs {
			switch code(err) {
			case "":
				got++
			case "interview.taken":
			default:
				t.Errorf("%s: %v", names[i], err)
			}
		}
		if n := tw.count(`SELECT count(DISTINCT slot_id) FROM interviews WHERE slot_id IS NOT NULL`); got != places || n != places {
			t.Errorf("%d candidates got one of %d slots, %d are taken", got, places, n)
		}
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'interview_booked'`); n != places {
			t.Errorf("%d told", n)
		}
	})
}
