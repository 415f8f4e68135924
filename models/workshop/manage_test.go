package workshop_test

import (
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/workshop"
)

func TestDraftsAreChecked(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		for name, c := range map[string]struct {
			edit func(*workshop.Draft)
			want string
		}{
			"right":           {func(d *workshop.Draft) {}, ""},
			"one place":       {func(d *workshop.Draft) { d.Places = 1 }, ""},
			"most places":     {func(d *workshop.Draft) { d.Places = 200 }, ""},
			"no places":       {func(d *workshop.Draft) { d.Places = 0 }, "places:gte"},
			"too many places": {func(d *workshop.Draft) { d.Places = 201 }, "places:lte"},
			"no title":        {func(d *workshop.Draft) { d.Title = " \n" }, "workshop_title:required"},
			"long": {func(d *workshop.Draft) {
				d.Title, d.Description = strings.Repeat("é", 201), strings.Repeat("é", 100_000)
			}, "workshop_title:max workshop_description:max"},
			"no site":           {func(d *workshop.Draft) { d.SiteID = 0 }, "site:required"},
			"another's site":    {func(d *workshop.Draft) { d.SiteID = h.liege + 1 }, "site:oneof"},
			"no such programme": {func(d *workshop.Draft) { d.ProgrammeIDs = []int64{h.ji, 999} }, "workshop_programmes:oneof"},
			"for two":           {func(d *workshop.Draft) { d.ProgrammeIDs = []int64{h.ji, h.jid} }, ""},
		} {
			d := h.draft()
			c.edit(&d)
			if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := workshop.Create(tx, "", d); return err })); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

func TestSessionsAreChecked(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, _ := h.create(h.draft())
		for name, c := range map[string]struct {
			edit func(*workshop.SessionDraft)
			want string
		}{
			"right":             {func(d *workshop.SessionDraft) {}, ""},
			"a minute":          {func(d *workshop.SessionDraft) { d.From, d.To = "09:00", "09:01" }, ""},
			"twelve hours":      {func(d *workshop.SessionDraft) { d.From, d.To = "09:00", "21:00" }, ""},
			"longer":            {func(d *workshop.SessionDraft) { d.From, d.To = "09:00", "21:01" }, "session_to:session_long"},
			"ends as it starts": {func(d *workshop.SessionDraft) { d.To = "09:30" }, "session_to:session_order"},
			"ends before":       {func(d *workshop.SessionDraft) { d.To = "08:30" }, "session_to:session_order"},
			"no hours":          {func(d *workshop.SessionDraft) { d.From, d.To = "", "" }, "session_from:time session_to:time"},
			"no such hour":      {func(d *workshop.SessionDraft) { d.To = "25:00" }, "session_to:time"},
			"a skipped hour":    {func(d *workshop.SessionDraft) { d.HeldOn, d.From = "2027-03-28", "02:30" }, "session_from:time"},
			"no day":            {func(d *workshop.SessionDraft) { d.HeldOn = "2026-02-30" }, "session_on:date"},
			"a year ago":        {func(d *workshop.SessionDraft) { d.HeldOn = "2025-11-23" }, ""},
			"longer ago":        {func(d *workshop.SessionDraft) { d.HeldOn = "2025-11-22" }, "session_on:not_before"},
			"in two years":      {func(d *workshop.SessionDraft) { d.HeldOn = "2028-11-23" }, ""},
			"later":             {func(d *workshop.SessionDraft) { d.HeldOn = "2028-11-24" }, "session_on:not_after"},
			"nowhere":           {func(d *workshop.SessionDraft) { d.Place = " " }, "place:required"},
			"on line only":      {func(d *workshop.SessionDraft) { d.Place, d.OnlineURL = "", "https://reunion.test/x" }, ""},
			"a script":          {func(d *workshop.SessionDraft) { d.OnlineURL = "javascript:alert(1)" }, "online_url:url"},
			"led by nobody":     {func(d *workshop.SessionDraft) { d.Leaders = nil }, "leaders:required"},
			"led from outside":  {func(d *workshop.SessionDraft) { d.Leaders, d.Speaker = nil, "Me Dupont" }, ""},
			"led by another's":  {func(d *workshop.SessionDraft) { d.Leaders = append(d.Leaders, h.namur.PublicID) }, "leaders:oneof"},
			"led twice by one":  {func(d *workshop.SessionDraft) { d.Leaders = append(d.Leaders, d.Leaders[0]) }, ""},
			"long names of places": {func(d *workshop.SessionDraft) {
				d.Place, d.Speaker = strings.Repeat("é", 201), strings.Repeat("é", 201)
			}, "place:max speaker:max"},
		} {
			d := h.session()
			c.edit(&d)
			if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := workshop.AddSession(tx, "", id, d); return err })); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		h.sound()
	})
}

// The hours of a session are real ones, also when summer time ends in it.
func TestHoursAcrossTheEndOfSummerTime(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.session()
		d.HeldOn, d.From, d.To = "2027-10-31", "01:30", "04:00"
		id, ids := h.create(h.draft(), d)
		if s, _ := h.sessionOf(id, ids[0]); s.Minutes != 210 {
			t.Errorf("%d minutes", s.Minutes)
		}
	})
}

// The same form sent twice makes one workshop, and one session.
func TestMadeOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		var ids, sessions [2]string
		for i := range ids {
			h.mustCoach(func(tx *db.Tx) (err error) { ids[i], err = workshop.Create(tx, "clé", h.draft()); return err })
			h.mustCoach(func(tx *db.Tx) error {
				p, err := workshop.AddSession(tx, "clé-2", ids[0], h.session())
				sessions[i] = p.PublicID
				return err
			})
		}
		if ids[0] != ids[1] || ids[0] == "" || sessions[0] != sessions[1] || sessions[0] == "" {
			t.Errorf("%v, %v", ids, sessions)
		}
		if n := h.count(`SELECT count(*) FROM workshops`)*10 + h.count(`SELECT count(*) FROM workshop_sessions`); n != 11 {
			t.Errorf("workshops and sessions: %d", n)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action IN ('workshop.create', 'workshop.session')`); n != 2 {
			t.Errorf("%d traces", n)
		}
	})
}

// For who keeps another site's workshops, and for who keeps none, a workshop is missing.
func TestOnlyTheSitesOwn(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		zoe := h.holder("Zoe", h.here, programme.Coaching)
		h.fill(id, zoe)
		h.at("2026-12-03", 13)
		w, _ := h.load(id)
		s, _ := h.sessionOf(id, ids[0])
		verbs := map[string]func(*db.Tx) error{
			"load":   func(tx *db.Tx) error { _, err := workshop.LoadManaged(tx, id); return err },
			"change": func(tx *db.Tx) error { return workshop.Change(tx, id, w.Version, h.draft()) },
			"cancel": func(tx *db.Tx) error { return workshop.Cancel(tx, id, w.Version, "") },
			"add":    func(tx *db.Tx) error { _, err := workshop.AddSession(tx, "", id, h.session()); return err },
			"change session": func(tx *db.Tx) error {
				_, err := workshop.ChangeSession(tx, id, ids[0], s.Version, h.session())
				return err
			},
			"cancel session": func(tx *db.Tx) error { return workshop.CancelSession(tx, id, ids[0], s.Version, "") },
			"enrol":          func(tx *db.Tx) error { return workshop.EnrolFor(tx, id, zoe.ref) },
			"withdraw":       func(tx *db.Tx) error { return workshop.Withdraw(tx, id, zoe.ref) },
			"attendance":     func(tx *db.Tx) error { _, _, _, err := workshop.SessionFor(tx, id, ids[0]); return err },
			"mark":           func(tx *db.Tx) error { return workshop.MarkOne(tx, id, ids[0], s.Version, zoe.ref, workshop.Present) },
			"mark rest":      func(tx *db.Tx) error { return workshop.MarkRest(tx, id, ids[0], s.Version) },
			"walk in":        func(tx *db.Tx) error { return workshop.WalkIn(tx, id, ids[0], s.Version, zoe.ref) },
			"close":          func(tx *db.Tx) error { return workshop.Close(tx, id, ids[0], s.Version, workshop.Closing{Minutes: 60}) },
		}
		for name, verb := range verbs {
			for _, actor := range []access.Actor{{}, h.namur.Actor(), zoe.Actor, {AccountID: h.coach.ID, Grants: []access.Grant{{Role: access.Administrator}, {Role: access.Jury}}}} {
				if got := code(h.as(actor, verb)); got != "workshop.not_found" {
					t.Errorf("%s by %q: %q", name, actor.Name, got)
				}
			}
		}
		// A session of another workshop is not reached through this one.
		other, _ := h.create(h.draft())
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { _, _, _, err := workshop.SessionFor(tx, other, ids[0]); return err })); got != "workshop_session.not_found" {
			t.Error(got)
		}
		for _, c := range []struct {
			actor access.Actor
			want  int
		}{{h.coach.Actor(), 2}, {h.namur.Actor(), 0}} {
			h.must(c.actor, func(tx *db.Tx) error {
				list, _, err := workshop.List(tx, workshop.Filter{})
				if len(list) != c.want {
					t.Errorf("%s sees %d", c.actor.Name, len(list))
				}
				return err
			})
		}
	})
}

// The list goes on where a page ended, to come and over apart, and a site can be chosen.
func TestListPages(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		past, today := h.session(), h.session()
		past.HeldOn, today.HeldOn, today.From, today.To = "2026-11-22", "2026-11-23", "08:00", "08:30"
		var want []string
		over, _ := h.create(h.draft(), past)
		first, _ := h.create(h.draft(), today) // over, but still of today
		want = append(want, first)
		for i := range workshop.PageSize {
			d := h.session()
			d.HeldOn = models.Date("2026-12-01").AddDays(i / 2) // two end at once
			id, _ := h.create(h.draft(), d)
			want = append(want, id)
		}
		last, _ := h.create(h.draft()) // without a session
		want = append(want, last)
		walk := func(f workshop.Filter) (got []string) {
			for {
				var next string
				h.mustCoach(func(tx *db.Tx) error {
					list, after, err := workshop.List(tx, f)
					for _, w := range list {
						got = append(got, w.PublicID)
					}
					next = after
					return err
				})
				if f.After = next; next == "" {
					return got
				}
			}
		}
		if got := walk(workshop.Filter{}); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d workshops %v, want %d %v", len(got), got, len(want), want)
		}
		if got := walk(workshop.Filter{Over: true}); fmt.Sprint(got) != fmt.Sprint([]string{over}) {
			t.Errorf("over: %v", got)
		}
		if got := walk(workshop.Filter{SiteID: h.liege + 1}); len(got) != 0 {
			t.Errorf("elsewhere: %v", got)
		}
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { _, _, err := workshop.List(tx, workshop.Filter{After: "x.1"}); return err })); got != "suite:cursor" {
			t.Error(got)
		}
	})
}

// A leader who has something else at the same time is told of, and not refused.
func TestOverlapsAreSaid(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		h.must(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, created_at, updated_at)
				VALUES (900, 'm1', 'planned', '2026-12-04', ?, 60, 'coaching', 'phone', 1, 1)`, models.InstantOf(models.Date("2026-12-04").At(10, 0)))
			if err == nil {
				_, err = tx.Exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) SELECT id, ?, starts_at FROM meetings`, h.coach.ID)
			}
			return err
		})
		for _, c := range []struct {
			name     string
			edit     func(*workshop.SessionDraft)
			overlaps int
		}{
			{"after", func(d *workshop.SessionDraft) { d.From, d.To = "12:00", "13:00" }, 0},
			{"before", func(d *workshop.SessionDraft) { d.From, d.To = "08:00", "09:30" }, 0},
			{"at its end", func(d *workshop.SessionDraft) { d.From, d.To = "11:59", "13:00" }, 1},
			{"another leads", func(d *workshop.SessionDraft) { d.Leaders, d.Speaker = nil, "Me Dupont" }, 0},
			{"over a meeting", func(d *workshop.SessionDraft) { d.HeldOn = "2026-12-04" }, 1},
		} {
			d := h.session()
			c.edit(&d)
			var got workshop.Planned
			h.mustCoach(func(tx *db.Tx) (err error) { got, err = workshop.AddSession(tx, "", id, d); return err })
			if len(got.Overlaps) != c.overlaps {
				t.Errorf("%s: %v", c.name, got.Overlaps)
			}
			s, _ := h.sessionOf(id, got.PublicID)
			h.mustCoach(func(tx *db.Tx) error { return workshop.CancelSession(tx, id, got.PublicID, s.Version, "") })
		}
		// What was called off is in nobody's way, nor is a session in its own.
		s, _ := h.sessionOf(id, ids[0])
		h.mustCoach(func(tx *db.Tx) error {
			p, err := workshop.ChangeSession(tx, id, ids[0], s.Version, h.session())
			if len(p.Overlaps) != 0 {
				t.Errorf("itself: %v", p.Overlaps)
			}
			return err
		})
	})
}

// Versions guard changes; what is closed or called off does not change.
func TestGuards(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		second := h.session()
		second.HeldOn = "2026-12-10"
		id, ids := h.create(h.draft(), h.session(), second)
		w, _ := h.load(id)
		s, _ := h.sessionOf(id, ids[0])
		change := func() error {
			return h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Change(tx, id, w.Version, h.draft()) })
		}
		move := func() error {
			return h.as(h.coach.Actor(), func(tx *db.Tx) error {
				_, err := workshop.ChangeSession(tx, id, ids[0], s.Version, h.session())
				return err
			})
		}
		for i, want := range []string{"", "stale"} {
			if got := code(change()); i == 0 && got != "" || i == 1 && got != "workshop.stale" {
				t.Errorf("change: %q, want %q", got, want)
			}
			if got := code(move()); i == 0 && got != "" || i == 1 && got != "workshop_session.stale" {
				t.Errorf("move: %q, want %q", got, want)
			}
		}
		h.at("2026-12-03", 13)
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 150}); err != nil {
			t.Fatal(err)
		}
		s, _ = h.sessionOf(id, ids[0])
		if got := code(move()); got != "workshop.session_closed" {
			t.Errorf("a closed one: %q", got)
		}
		w, _ = h.load(id)
		long := strings.Repeat("é", workshop.MaxReason+1)
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Cancel(tx, id, w.Version, long) })); got != "cancel_reason:max" {
			t.Error(got)
		}
		h.mustCoach(func(tx *db.Tx) error { return workshop.Cancel(tx, id, w.Version, " Panne de chauffage ") })
		w, _ = h.load(id)
		if w.CancelReason != "Panne de chauffage" || w.Sessions[0].Cancelled() || !w.Sessions[1].Cancelled() || w.EndsAt != w.Sessions[0].EndsAt() {
			t.Errorf("%+v", w)
		}
		for name, verb := range map[string]func(*db.Tx) error{
			"change": func(tx *db.Tx) error { return workshop.Change(tx, id, w.Version, h.draft()) },
			"cancel": func(tx *db.Tx) error { return workshop.Cancel(tx, id, w.Version, "") },
			"add":    func(tx *db.Tx) error { _, err := workshop.AddSession(tx, "", id, h.session()); return err },
		} {
			if got := code(h.as(h.coach.Actor(), verb)); got != "workshop.cancelled" {
				t.Errorf("%s: %q", name, got)
			}
		}
		h.sound()
	})
}
