package coaching_test

import (
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

func TestWhatTheHolderSeesOfAGroupMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := draft("k")
		d.Note, d.Holders = "secret", []string{h.other}
		d.Actions = []coaching.ActionDraft{{Row: 1, Title: "Écrire"}, {Row: 2, Title: "Préparer", Coach: h.coach.PublicID}}
		d.Coaches = []string{h.coach.PublicID}
		l := h.log(d)
		for _, c := range []struct {
			who              access.Actor
			holders, actions int
			note             bool
		}{{h.coach.Actor(), 2, 2, true}, {h.colleague.Actor(), 2, 2, true}, {h.zoe.Actor(), 1, 2, false}} {
			h.loaded(c.who, func(tx *db.Tx, p *programme.Project) error {
				m, err := coaching.MeetingOf(tx, p, l.PublicID)
				if err != nil {
					return err
				}
				if len(m.Holders) != c.holders || len(m.Actions) != c.actions || (m.Note != nil) != c.note {
					t.Errorf("%s sees %d holders, %d actions, note %v", c.who.Name, len(m.Holders), len(m.Actions), m.Note)
				}
				list, _, err := coaching.MeetingsOf(tx, p, "")
				if err == nil && (len(list) != 1 || len(list[0].Holders) != c.holders || (list[0].Note != nil) != c.note) {
					t.Errorf("%s lists %+v", c.who.Name, list)
				}
				return err
			})
		}
		if n := h.count(`SELECT count(*) FROM actions WHERE owner = 'holder'`); n != 2 {
			t.Errorf("%d actions for two holders", n)
		}
	})
}

// An account that is both coach of the site and holder of the dossier stays a holder there.
func TestOwnNotesStayPrivate(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := draft("k")
		d.Note = "secret"
		h.log(d)
		both := h.zoe.Actor()
		both.Grants = append(both.Grants, access.Grant{Role: access.Coach})
		h.loaded(both, func(tx *db.Tx, p *programme.Project) error {
			list, _, err := coaching.MeetingsOf(tx, p, "")
			if err == nil && list[0].Note != nil {
				t.Error("the holder reads the note about themself")
			}
			return err
		})
	})
}

func TestMeetingsAreFoundThroughTheirDossier(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		l := h.log(draft("k"))
		err := h.d.Read(ctx, h.coach.Actor(), func(tx *db.Tx) error {
			p, err := programme.Load(tx, h.other, access.MeetingRead)
			if err != nil {
				return err
			}
			_, err = coaching.MeetingOf(tx, p, l.PublicID)
			return err
		})
		if !models.IsKind(err, models.NotFound) {
			t.Errorf("through another dossier: %v", err)
		}
	})
}

func TestPagesOfMeetingsJoin(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		const all = 2*coaching.PageSize + 3
		for i := range all {
			d := draft(fmt.Sprint(i))
			d.Time.Minute = i % 4 // several start together
			h.log(d)
		}
		h.loaded(h.zoe.Actor(), func(tx *db.Tx, p *programme.Project) error {
			seen := map[string]bool{}
			after, pages := "", 0
			var last models.Instant
			for ; pages == 0 || after != ""; pages++ {
				list, next, err := coaching.MeetingsOf(tx, p, after)
				if err != nil {
					return err
				}
				for _, m := range list {
					if seen[m.PublicID] || last != 0 && m.StartsAt > last {
						t.Errorf("%s comes twice or out of order", m.PublicID)
					}
					seen[m.PublicID], last = true, m.StartsAt
				}
				after = next
			}
			if len(seen) != all || pages != 3 {
				t.Errorf("%d meetings on %d pages", len(seen), pages)
			}
			for _, bad := range []string{"x", "1", "1.x", ".", "9223372036854775808.1"} {
				if _, _, err := coaching.MeetingsOf(tx, p, bad); !models.IsKind(err, models.Invalid) {
					t.Errorf("cursor %q: %v", bad, err)
				}
			}
			return nil
		})
	})
}

func TestActions(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		add := func(key, title, coach string, due models.Date) {
			h.as(h.coach.Actor(), func(tx *db.Tx) error {
				return coaching.AddAction(tx, h.ref, key, coaching.ActionDraft{Title: title, Coach: coach, DueOn: due})
			})
		}
		add("1", "Sans jour", "", "")
		add("2", "Plus tard", "", "2026-12-24")
		add("3", "En retard", "", "2026-11-20")
		add("3", "En retard", "", "2026-11-20")
		add("4", "À moi", h.coach.PublicID, "2026-11-25")
		var ids map[string]int64
		titles := func(who access.Actor) (list []string) {
			h.loaded(who, func(tx *db.Tx, p *programme.Project) error {
				actions, err := coaching.ActionsOf(tx, p)
				ids = map[string]int64{}
				for _, a := range actions {
					list, ids[a.Title] = append(list, a.Title), a.ID
				}
				return err
			})
			return list
		}
		if got := fmt.Sprint(titles(h.zoe.Actor())); got != "[En retard À moi Plus tard Sans jour]" {
			t.Errorf("the holder sees %s", got)
		}
		if got := fmt.Sprint(titles(h.coach.Actor())); got != "[En retard À moi Plus tard Sans jour]" {
			t.Errorf("the coach sees %s", got)
		}
		tick := func(who access.Actor, title string, done bool) error {
			return h.d.Write(ctx, who, func(tx *db.Tx) error { return coaching.TickAction(tx, h.ref, ids[title], done) })
		}
		for range 2 { // saying it twice changes nothing
			if err := tick(h.zoe.Actor(), "En retard", true); err != nil {
				t.Fatal(err)
			}
		}
		if err := tick(h.zoe.Actor(), "À moi", true); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a holder ticks a coach's action: %v", err)
		}
		if err := tick(h.colleague.Actor(), "À moi", true); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a colleague ticks: %v", err)
		}
		if err := tick(h.coach.Actor(), "En retard", false); err != nil {
			t.Error(err)
		}
		for query, want := range map[string]int{`SELECT count(*) FROM actions WHERE done_on IS NOT NULL OR done_by IS NOT NULL`: 0, `SELECT count(*) FROM actions`: 4,
			`SELECT count(*) FROM audit_entries WHERE action = 'action.done'`: 1, `SELECT count(*) FROM audit_entries WHERE action = 'action.reopen'`: 1} {
			if n := h.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
		change := func(version int) error {
			return h.d.Write(ctx, h.coach.Actor(), func(tx *db.Tx) error {
				return coaching.ChangeAction(tx, h.ref, ids["À moi"], coaching.ActionDraft{Title: "À elle", DueOn: "2027-01-04"}, version)
			})
		}
		if err := change(1); err != nil || h.count(`SELECT count(*) FROM actions WHERE title = 'À elle' AND owner = 'holder' AND coach_id IS NULL AND due_on = '2027-01-04'`) != 1 {
			t.Errorf("change: %v", err)
		}
		if err := change(1); !models.IsKind(err, models.Conflict) {
			t.Errorf("stale change: %v", err)
		}
	})
}

func TestToday(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		today := func() (list coaching.Today) {
			h.t.Helper()
			err := h.d.Read(ctx, h.coach.Actor(), func(tx *db.Tx) (err error) {
				list, err = coaching.TodayOf(tx, h.coach.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		sums := func(l coaching.Today) [5]int {
			return [5]int{len(l.Planned), len(l.Unwritten), len(l.Mine), len(l.Theirs), len(l.Silent)}
		}
		if got := sums(today()); got != [5]int{} {
			t.Errorf("nothing has happened: %v", got)
		}
		d := draft("planned")
		d.State, d.Time, d.Holders = coaching.Planned, coaching.TimeOfDay{Hour: 14}, []string{h.other}
		h.log(d)
		d = draft("unwritten")
		d.Summary = ""
		d.Actions = []coaching.ActionDraft{{Row: 1, Title: "La sienne", DueOn: "2026-11-22"}, {Row: 2, Title: "La mienne", DueOn: "2026-11-23", Coach: h.coach.PublicID},
			{Row: 3, Title: "Demain", DueOn: "2026-11-24", Coach: h.coach.PublicID}}
		d.Coaches = []string{h.coach.PublicID}
		h.log(d)
		l := today()
		if got := sums(l); got != [5]int{1, 1, 1, 1, 0} {
			t.Fatalf("on the day: %v", got)
		}
		if l.Planned[0].Others != 1 || l.Planned[0].Ref == "" || l.Mine[0].Title != "La mienne" || l.Theirs[0].Title != "La sienne" {
			t.Errorf("%+v", l)
		}
		h.clock.Set("2026-12-23") // 30 days later: not silent yet
		if got := sums(today()); got != [5]int{0, 2, 2, 1, 0} {
			t.Errorf("after 30 days: %v", got)
		}
		h.clock.Set("2026-12-24")
		if l = today(); len(l.Silent) != 2 || l.Silent[0].Days != 31 || l.Silent[0].Since != "2026-11-23" {
			t.Errorf("after 31 days: %+v", l.Silent)
		}
		h.as(access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET suspended_on = ? WHERE ref = ?`, tx.Today(), h.ref)
			return err
		})
		d = draft("to come")
		d.State, d.HeldOn = coaching.Planned, "2026-12-30"
		h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.LogMeeting(tx, h.other, d); return err })
		if l = today(); len(l.Silent) != 0 {
			t.Errorf("suspended, or with a meeting to come: %+v", l.Silent)
		}
	})
}

func TestOverlapsAreSaid(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.log(draft("8:00 to 9:00"))
		for _, c := range []struct {
			at    coaching.TimeOfDay
			long  int
			state coaching.State
			want  int
		}{{coaching.TimeOfDay{Hour: 7}, 60, coaching.Held, 0}, {coaching.TimeOfDay{Hour: 9}, 60, coaching.Held, 0},
			{coaching.TimeOfDay{Hour: 8, Minute: 59}, 1, coaching.Absent, 0}, {coaching.TimeOfDay{Hour: 8, Minute: 30}, 10, coaching.Held, 1},
			{coaching.TimeOfDay{Hour: 7, Minute: 30}, 31, coaching.Held, 1}} {
			d := draft(c.at.String())
			d.Time, d.Minutes, d.State = c.at, c.long, c.state
			err := h.d.Write(ctx, h.coach.Actor(), func(tx *db.Tx) error {
				l, err := coaching.LogMeeting(tx, h.ref, d)
				if err == nil && len(l.Overlaps) != c.want {
					t.Errorf("%s: %v, want %d", c.at, l.Overlaps, c.want)
				}
				if err == nil {
					err = errUndo
				}
				return err
			})
			if err != errUndo {
				t.Fatal(err)
			}
		}
	})
}

// errUndo takes a write back, so that the next case starts from the same place.
var errUndo = fmt.Errorf("undo")
