package coaching_test

import (
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// zoeReads reads the minutes as zoe, as they stand or as they stood.
func (h *house) zoeReads(id, seen, remark string) error {
	return h.d.Write(ctx, h.zoe.Actor(), func(tx *db.Tx) error { return coaching.ReadMinutes(tx, h.ref, id, seen, remark) })
}

func (h *house) minutes(a access.Actor, ref, id string) (m coaching.Minutes) {
	h.t.Helper()
	err := h.d.Read(ctx, a, func(tx *db.Tx) (err error) { m, err = coaching.MinutesOf(tx, ref, id); return err })
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

// toRead lists what zoe is asked to read.
func (h *house) toRead() (list []coaching.MinutesLine) {
	h.t.Helper()
	err := h.d.Read(ctx, h.zoe.Actor(), func(tx *db.Tx) (err error) { list, err = coaching.MinutesToRead(tx); return err })
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func (h *house) change(id string, version int, alter func(*coaching.Draft)) {
	h.t.Helper()
	d := draft("")
	alter(&d)
	h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, id, d, version); return err })
}

const readyMails = `SELECT count(*) FROM outbox WHERE kind = 'minutes_ready' AND recipient = 'zoe.durand@x.be'`

func TestMinutesAreReadAndAskedAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		planned := draft("p")
		planned.HeldOn, planned.State, planned.Summary = "2026-12-01", coaching.Planned, "Ordre du jour"
		if m := h.minutes(h.zoe.Actor(), h.ref, h.log(planned).PublicID); m.Ready() {
			t.Error("the minutes of a meeting that is planned are ready")
		}
		d := draft("k")
		d.Note = "secret"
		d.Actions = []coaching.ActionDraft{{Row: 1, Title: "Appeler", DueOn: "2026-12-01"}}
		id := h.log(d).PublicID
		if n := h.count(readyMails); n != 1 {
			t.Fatalf("%d mails for minutes that are ready", n)
		}
		m := h.minutes(h.zoe.Actor(), h.ref, id)
		if m.Reading.State != coaching.Unread || len(h.toRead()) != 1 || m.Next == nil || len(m.Actions) != 1 {
			t.Fatalf("%+v, to read %+v", m, h.toRead())
		}
		if err := h.zoeReads(id, "0123", "texte"); !models.IsCode(err, "minutes.stale") {
			t.Errorf("minutes that nobody saw were read: %v", err)
		}
		if err := h.zoeReads(id, m.Reading.Digest, strings.Repeat("é", coaching.MaxRemark+1)); !models.IsKind(err, models.Invalid) {
			t.Errorf("a remark without end: %v", err)
		}
		for range 2 {
			if err := h.zoeReads(id, m.Reading.Digest, ""); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(`SELECT count(*) FROM minutes_readings`); n != 1 || len(h.toRead()) != 0 {
			t.Errorf("read twice: %d rows, still asked: %v", n, h.toRead())
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE kind = 'minutes_remarked'`); n != 0 {
			t.Error("the coach is told of a remark that was not made")
		}
		for range 2 {
			if err := h.zoeReads(id, m.Reading.Digest, "  La date est fausse. "); err != nil {
				t.Fatal(err)
			}
		}
		m = h.minutes(h.coach.Actor(), h.ref, id)
		if m.Reading.State != coaching.Read || m.Reading.Remarks != 1 || len(m.Readings) != 2 || m.Readings[1].Remark != "La date est fausse." || !m.Readings[1].Current {
			t.Errorf("%+v", m.Reading)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE kind = 'minutes_remarked' AND recipient = 'amelie@x.be' AND facts NOT LIKE '%fausse%'`); n != 1 {
			t.Errorf("%d mails about one remark", n)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'minutes.read'`); n != 2 {
			t.Errorf("%d audit rows", n)
		}
		// The private note is none of the holder's business: it changes nothing that they read.
		h.change(id, 1, func(d *coaching.Draft) { d.Note = "autre secret" })
		if m := h.minutes(h.zoe.Actor(), h.ref, id); m.Reading.State != coaching.Read {
			t.Error("a private note showed in the minutes")
		}
		h.change(id, 2, func(d *coaching.Draft) { d.Note, d.Summary = "autre secret", "Bilan corrigé" })
		m = h.minutes(h.zoe.Actor(), h.ref, id)
		if m.Reading.State != coaching.ReadChanged || m.Readings[0].Current || len(h.toRead()) != 1 {
			t.Errorf("a change after the reading shows as %+v", m.Reading)
		}
		if n := h.count(readyMails); n != 1 {
			t.Errorf("%d mails on one day", n)
		}
		h.clock.Add(24 * 3600_000_000_000)
		h.change(id, 3, func(d *coaching.Draft) { d.Note, d.Summary = "troisième secret", "Bilan corrigé" })
		if n := h.count(readyMails); n != 1 {
			t.Errorf("a private note was told by mail: %d", n)
		}
		h.change(id, 4, func(d *coaching.Draft) { d.Note, d.Minutes, d.Summary = "troisième secret", 45, "Bilan corrigé" })
		if n := h.count(readyMails + ` AND facts LIKE '%"again":true%'`); n != 1 {
			t.Errorf("%d mails for a change of another day", n)
		}
		// Read once more they are read as they stand, until another day is agreed on for an action.
		if err := h.zoeReads(id, h.minutes(h.zoe.Actor(), h.ref, id).Reading.Digest, ""); err != nil {
			t.Fatal(err)
		}
		if m = h.minutes(h.zoe.Actor(), h.ref, id); m.Reading.State != coaching.Read {
			t.Errorf("read again: %+v", m.Reading)
		}
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			return coaching.ChangeAction(tx, h.ref, m.Actions[0].ID, coaching.ActionDraft{Title: "Appeler", DueOn: "2026-12-09"}, 1)
		})
		if m = h.minutes(h.zoe.Actor(), h.ref, id); m.Reading.State != coaching.ReadChanged {
			t.Errorf("another day for an action: %+v", m.Reading)
		}
		// What was called off does not follow, and no mail goes to a coach who left.
		h.as(access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE accounts SET state = 'disabled' WHERE id = ?`, h.coach.ID)
			if err == nil {
				_, err = tx.Exec(`UPDATE meetings SET state = 'cancelled' WHERE state = 'planned'`)
			}
			return err
		})
		if m = h.minutes(h.zoe.Actor(), h.ref, id); m.Next != nil {
			t.Errorf("a meeting that is off follows: %+v", m.Next)
		}
		if err := h.zoeReads(id, m.Reading.Digest, "Merci"); err != nil {
			t.Fatal(err)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE kind = 'minutes_remarked'`); n != 1 {
			t.Errorf("%d mails about remarks, want that of before", n)
		}
	})
}

// A group's minutes are each holder's own, and who was there besides stays untold.
func TestMinutesOfAGroup(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := draft("g")
		d.Holders, d.Actions = []string{h.other}, []coaching.ActionDraft{{Row: 1, Title: "Appeler"}}
		id := h.log(d).PublicID
		if err := h.zoeReads(id, h.minutes(h.zoe.Actor(), h.ref, id).Reading.Digest, ""); err != nil {
			t.Fatal(err)
		}
		var m coaching.Meeting
		var all map[int64]coaching.Reading
		var list map[int64]coaching.Reading
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			p, err := programme.Load(tx, h.other, access.MeetingRead)
			if err != nil {
				return err
			}
			if m, err = coaching.MeetingOf(tx, p, id); err != nil {
				return err
			}
			if all, err = coaching.ReadingsAt(tx, m); err != nil {
				return err
			}
			list, err = coaching.Readings(tx, p, []coaching.Meeting{m})
			return err
		})
		states := map[string]coaching.ReadState{}
		for _, x := range m.Holders {
			states[x.Ref] = all[x.ProjectID].State
		}
		if states[h.ref] != coaching.Read || states[h.other] != coaching.Unread || list[m.ID].State != coaching.Unread {
			t.Errorf("one of two has read: %v, %v", states, list)
		}
		if got := h.minutes(h.coach.Actor(), h.other, id); len(got.Readings) != 0 {
			t.Errorf("the other dossier's minutes know who else read theirs: %+v", got.Readings)
		}
		for who, want := range map[string]models.Kind{"colleague": models.Forbidden, "coach": models.Forbidden} {
			a := map[string]access.Actor{"colleague": h.colleague.Actor(), "coach": h.coach.Actor()}[who]
			err := h.d.Write(ctx, a, func(tx *db.Tx) error { return coaching.ReadMinutes(tx, h.ref, id, "x", "") })
			if !models.IsKind(err, want) {
				t.Errorf("the %s reads for the holder: %v", who, err)
			}
		}
		err := h.d.Write(ctx, h.zoe.Actor(), func(tx *db.Tx) error { return coaching.ReadMinutes(tx, h.other, id, "x", "") })
		if !models.IsKind(err, models.NotFound) {
			t.Errorf("zoe reads the minutes of somebody else: %v", err)
		}
	})
}

func TestMinutesThatAreNotReadyOrOld(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := draft("empty")
		d.Summary = ""
		id := h.log(d).PublicID
		m := h.minutes(h.zoe.Actor(), h.ref, id)
		if err := h.zoeReads(id, m.Reading.Digest, ""); !models.IsCode(err, "minutes.not_ready") {
			t.Errorf("minutes without a summary were read: %v", err)
		}
		if n := h.count(readyMails); n != 0 || len(h.toRead()) != 0 {
			t.Errorf("%d mails about nothing", n)
		}
		h.change(id, 1, func(d *coaching.Draft) {})
		if n := h.count(readyMails); n != 1 || len(h.toRead()) != 1 {
			t.Errorf("%d mails when the summary came", n)
		}
		h.clock.Add(coaching.MinutesDays * 24 * 3600_000_000_000)
		h.change(id, 2, func(d *coaching.Draft) { d.Summary = "Le dernier jour" })
		if n := h.count(readyMails); n != 2 || len(h.toRead()) != 1 {
			t.Errorf("on the last day: %d mails, %v", n, h.toRead())
		}
		h.clock.Add(24 * 3600_000_000_000)
		if list := h.toRead(); len(list) != 0 {
			t.Errorf("asked for ever: %v", list)
		}
		h.change(id, 3, func(d *coaching.Draft) { d.Summary = "Bien plus tard" })
		if n := h.count(readyMails); n != 2 {
			t.Errorf("%d mails about an old meeting", n)
		}
	})
}

func TestTwoReadingsAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.log(draft("k")).PublicID
		seen := h.minutes(h.zoe.Actor(), h.ref, id).Reading.Digest
		var wg sync.WaitGroup
		for range 4 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if err := h.zoeReads(id, seen, "Merci"); err != nil {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		if n := h.count(`SELECT count(*) FROM minutes_readings`); n != 1 {
			t.Errorf("%d readings of one form", n)
		}
	})
}
