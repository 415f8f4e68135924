package coaching_test

import (
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

func TestLoggable(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.as(access.Operator("test"), func(tx *db.Tx) error {
			for ref, words := range map[string]string{h.ref: "Zoé Lefèvre", h.other: "Łukasz Wiśniewski", h.unassigned: "Zoé Lefèvre"} {
				if _, err := tx.Exec(`UPDATE projects SET search = ? WHERE ref = ?`, programme.SearchText(ref, words, "Épicerie 100 % d'art"), ref); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`UPDATE projects SET last_meeting_on = '2026-11-01' WHERE ref = ?`, h.ref)
			return err
		})
		for text, want := range map[string]string{
			"":                              h.ref + " " + h.other, // met last comes first
			"lef zoe":                       h.ref,
			"ZOÉ lefèvre":                   h.ref,
			"wisn luk":                      h.other,
			h.other:                         h.other,
			"epicerie":                      h.ref + " " + h.other,
			"100 %":                         h.ref + " " + h.other,
			"zoe_lef":                       "",
			"zoe personne":                  "",
			"' OR 1=1 --":                   "",
			strings.ToLower(h.ref) + " zoe": h.ref,
		} {
			h.as(h.coach.Actor(), func(tx *db.Tx) error {
				list, err := coaching.Loggable(tx, text, 5)
				if got := refsOf(list); got != want {
					t.Errorf("%q finds %q, want %q", text, got, want)
				}
				return err
			})
		}
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			if list, err := coaching.Loggable(tx, "", 1); err != nil || len(list) != 1 {
				t.Errorf("%v %v", list, err)
			}
			if _, err := tx.Exec(`UPDATE projects SET search = search || ' ' || lower(?) WHERE ref = ?`, h.ref, h.other); err != nil {
				return err
			}
			list, err := coaching.Named(tx, " "+strings.ToLower(h.ref)+" ", 5)
			if refsOf(list) != h.ref {
				t.Errorf("a reference means %q", refsOf(list))
			}
			if _, err := tx.Exec(`UPDATE projects SET phase = 'launched' WHERE ref = ?`, h.ref); err != nil {
				return err
			}
			list, _ = coaching.Loggable(tx, "", 5)
			if refsOf(list) != h.other {
				t.Errorf("a closed dossier is offered: %q", refsOf(list))
			}
			return err
		})
		h.as(h.colleague.Actor(), func(tx *db.Tx) error {
			list, err := coaching.Loggable(tx, "", 5)
			if len(list) != 0 {
				t.Errorf("a colleague is offered %q", refsOf(list))
			}
			return err
		})
	})
}

func refsOf(list []coaching.Holder) string {
	var refs []string
	for _, h := range list {
		refs = append(refs, h.Ref)
	}
	return strings.Join(refs, " ")
}

func TestSettleMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		planned := func(key string, on models.Date) string {
			d := draft(key)
			d.State, d.HeldOn, d.Summary, d.Holders = coaching.Planned, on, "", []string{h.other}
			d.Time.Hour = 14
			return h.log(d).PublicID
		}
		today, ahead := planned("a", "2026-11-23"), planned("b", "2026-12-07")
		settle := func(a access.Actor, id string, to coaching.State, reason string, version int) error {
			return h.d.Write(ctx, a, func(tx *db.Tx) error { return coaching.SettleMeeting(tx, h.ref, id, to, reason, version) })
		}
		me := h.coach.Actor()
		for name, c := range map[string]struct {
			a       access.Actor
			id      string
			to      coaching.State
			reason  string
			version int
			code    string
		}{
			"nobody fails to come before the day": {me, ahead, coaching.Absent, "", 1, "meeting.not_yet"},
			"held is written, not said":           {me, today, coaching.Held, "", 1, "form.invalid"},
			"planned again":                       {me, today, "postponed", "", 1, "form.invalid"},
			"a long reason":                       {me, today, coaching.Excused, strings.Repeat("é", coaching.MaxReason+1), 1, "form.invalid"},
			"an old page":                         {me, today, coaching.Excused, "", 0, "meeting.stale"},
			"a colleague":                         {h.colleague.Actor(), today, coaching.Excused, "", 1, "access.denied"},
			"the holder":                          {h.zoe.Actor(), today, coaching.Excused, "", 1, "access.denied"},
			"no such meeting":                     {me, "x", coaching.Excused, "", 1, "meeting.not_found"},
		} {
			if err := settle(c.a, c.id, c.to, c.reason, c.version); !models.IsCode(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.count(`SELECT count(*) FROM projects WHERE next_meeting_at IS NOT NULL`); n != 2 {
			t.Fatalf("%d dossiers wait for a meeting", n)
		}
		for range 2 { // saying it twice changes nothing
			if err := settle(me, today, coaching.Absent, "", 1); err != nil {
				t.Fatal(err)
			}
		}
		if err := settle(me, ahead, coaching.Cancelled, " Grève des trains ", 1); err != nil {
			t.Fatal(err)
		}
		if err := settle(me, today, coaching.Absent, "Malade", 2); !models.IsCode(err, "meeting.stale") {
			t.Errorf("another reason is dropped without a word: %v", err)
		}
		if err := settle(me, today, coaching.Excused, "", 2); !models.IsCode(err, "meeting.stale") {
			t.Errorf("an outcome is overwritten: %v", err)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM meetings WHERE state = 'absent' AND version = 2`:                             1,
			`SELECT count(*) FROM meetings WHERE state = 'cancelled' AND reason = 'Grève des trains'`:          1,
			`SELECT count(*) FROM projects WHERE next_meeting_at IS NOT NULL OR last_meeting_on IS NOT NULL`:   0,
			`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change' AND detail LIKE '%Grève%'`:     2,
			`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change' AND detail LIKE '%"planned"%'`: 4,
		} {
			if got := h.count(query); got != want {
				t.Errorf("%d, want %d: %s", got, want, query)
			}
		}
		h.clock.Set("2026-12-08")
		h.change(ahead, 2, func(d *coaching.Draft) { d.HeldOn = "2026-12-07" })
		if n := h.count(`SELECT count(*) FROM meetings WHERE state = 'held' AND reason = ''`); n != 1 {
			t.Error("a meeting that was held has a reason why it was not")
		}
	})
}
