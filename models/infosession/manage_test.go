package infosession_test

import (
	"strings"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/infosession"
)

func TestDraftsAreChecked(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		for name, c := range map[string]struct {
			edit func(*infosession.Draft)
			want string
		}{
			"right":              {func(d *infosession.Draft) {}, ""},
			"no site":            {func(d *infosession.Draft) { d.SiteID = 0 }, "site:required"},
			"another's site":     {func(d *infosession.Draft) { d.SiteID = h.liege + 1 }, "site:oneof"},
			"no such site":       {func(d *infosession.Draft) { d.SiteID = 999 }, "site:oneof"},
			"no programme":       {func(d *infosession.Draft) { d.ProgrammeIDs = nil }, "session_programmes:required"},
			"no such programme":  {func(d *infosession.Draft) { d.ProgrammeIDs = []int64{h.ji, 999} }, "session_programmes:oneof"},
			"no day":             {func(d *infosession.Draft) { d.HeldOn = "" }, "session_on:date"},
			"no such day":        {func(d *infosession.Draft) { d.HeldOn, d.ClosesOn = "2026-02-30", "" }, "session_on:date"},
			"yesterday":          {func(d *infosession.Draft) { d.HeldOn, d.ClosesOn = "2026-11-22", "" }, "session_on:past"},
			"this morning":       {func(d *infosession.Draft) { d.HeldOn, d.ClosesOn, d.Time = "2026-11-23", "", "09:00" }, "session_on:past"},
			"in a minute":        {func(d *infosession.Draft) { d.HeldOn, d.ClosesOn, d.Time = "2026-11-23", "", "09:01" }, ""},
			"in two years":       {func(d *infosession.Draft) { d.HeldOn = "2028-11-23" }, ""},
			"in ten years":       {func(d *infosession.Draft) { d.HeldOn = "2028-11-24" }, "session_on:not_after"},
			"no time":            {func(d *infosession.Draft) { d.Time = "" }, "session_time:time"},
			"no such time":       {func(d *infosession.Draft) { d.Time = "25:00" }, "session_time:time"},
			"short time":         {func(d *infosession.Draft) { d.Time = "9:00" }, "session_time:time"},
			"a skipped hour":     {func(d *infosession.Draft) { d.HeldOn, d.Time = "2027-03-28", "02:30" }, "session_time:time"},
			"too short":          {func(d *infosession.Draft) { d.Minutes = 14 }, "minutes:gte"},
			"too long":           {func(d *infosession.Draft) { d.Minutes = 601 }, "minutes:lte"},
			"nowhere":            {func(d *infosession.Draft) { d.Place = "" }, "place:required"},
			"on line only":       {func(d *infosession.Draft) { d.Place, d.OnlineURL = "", "https://reunion.test/x" }, ""},
			"a script":           {func(d *infosession.Draft) { d.OnlineURL = "javascript:alert(1)" }, "online_url:url"},
			"no host":            {func(d *infosession.Draft) { d.OnlineURL = "https://" }, "online_url:url"},
			"no places":          {func(d *infosession.Draft) { d.Places = 0 }, "places:gte"},
			"too many places":    {func(d *infosession.Draft) { d.Places = 1001 }, "places:lte"},
			"closes after":       {func(d *infosession.Draft) { d.ClosesOn = "2026-12-04" }, "closes_on:not_after"},
			"closes on that day": {func(d *infosession.Draft) { d.ClosesOn = "2026-12-03" }, ""},
			"closes never":       {func(d *infosession.Draft) { d.ClosesOn = "demain" }, "closes_on:date"},
			"long": {func(d *infosession.Draft) {
				d.Place, d.Partner, d.Notes = strings.Repeat("é", 201), strings.Repeat("é", 5000), strings.Repeat("é", 5000)
			}, "place:max partner:max notes:max"},
		} {
			d := h.draft()
			c.edit(&d)
			err := h.as(h.coach, func(tx *db.Tx) error { _, err := infosession.Create(tx, "", d); return err })
			if got := code(err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

// The same form sent twice makes one session.
func TestCreateOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		var ids [2]string
		for i := range ids {
			h.must(h.coach, func(tx *db.Tx) (err error) { ids[i], err = infosession.Create(tx, "clé", h.draft()); return err })
		}
		if n := h.count(`SELECT count(*) FROM info_sessions`); n != 1 || ids[0] != ids[1] || ids[0] == "" {
			t.Errorf("%d sessions, %v", n, ids)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'infosession.create'`); n != 1 {
			t.Errorf("%d traces", n)
		}
	})
}

// For who keeps another site's sessions, and for who keeps none, a session is missing.
func TestOnlyTheSitesOwn(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id := h.create(h.draft())
		h.fill(id, "a@x.be")
		s, list := h.load(id)
		d := h.draft()
		for name, verb := range map[string]func(*db.Tx) error{
			"load":       func(tx *db.Tx) error { _, err := infosession.LoadManaged(tx, id); return err },
			"change":     func(tx *db.Tx) error { return infosession.Change(tx, id, s.Version, d) },
			"cancel":     func(tx *db.Tx) error { return infosession.Cancel(tx, id, s.Version, "") },
			"attendance": func(tx *db.Tx) error { return infosession.TickAttendance(tx, id, s.Version, nil) },
			"withdraw":   func(tx *db.Tx) error { return infosession.Withdraw(tx, id, list[0].ID) },
		} {
			for _, actor := range []access.Actor{visitor, h.namur, {AccountID: h.coach.AccountID, Grants: []access.Grant{{Role: access.Administrator}, {Role: access.Jury}}}} {
				if got := code(h.as(actor, verb)); got != "infosession.not_found" {
					t.Errorf("%s by %s: %q", name, actor.Name, got)
				}
			}
		}
		lists := func(a access.Actor, over bool) (n int) {
			h.must(a, func(tx *db.Tx) error { list, err := infosession.Managed(tx, over); n = len(list); return err })
			return n
		}
		if n := lists(h.namur, false); n != 0 {
			t.Errorf("Namur sees %d", n)
		}
		if n := lists(h.coach, false) + 10*lists(h.coach, true); n != 1 {
			t.Errorf("Liège sees %d", n)
		}
		h.clock.Set("2026-12-03") // still today's
		h.clock.Add(12 * time.Hour)
		if n := lists(h.coach, false) + 10*lists(h.coach, true); n != 1 {
			t.Errorf("on the day: %d", n)
		}
		h.clock.Set("2026-12-04")
		if n := lists(h.coach, false) + 10*lists(h.coach, true); n != 10 {
			t.Errorf("the day after: %d", n)
		}
	})
}

// A session that moves tells everybody on it, those with a place by an entry that takes the place of theirs; the reminder
// moves along. What does not move it tells nobody.
func TestMoving(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id := h.create(d)
		h.fill(id, "a@x.be", "b@x.be", "c@x.be")
		token := h.of(id, "c@x.be").Token
		h.must(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, token) })

		if err := h.change(id, func(d *infosession.Draft) {
			d.Notes, d.Partner, d.ClosesOn = "Apportez une idée", "Forem", "2026-12-01"
		}); err != nil {
			t.Fatal(err)
		}
		if got := h.kinds("a@x.be"); got != "confirmed reminder" {
			t.Error(got)
		}
		if s, _ := h.load(id); s.Sequence != 0 || s.Notes != "Apportez une idée" {
			t.Errorf("%+v", s)
		}
		if err := h.change(id, func(d *infosession.Draft) { d.HeldOn, d.Time = "2026-12-10", "14:00" }); err != nil {
			t.Fatal(err)
		}
		s, _ := h.load(id)
		if s.Sequence != 1 || s.StartsAt != models.InstantOf(models.Date("2026-12-10").At(14, 0)) || s.HeldOn != "2026-12-10" {
			t.Errorf("%+v", s)
		}
		for email, want := range map[string]string{"a@x.be": "confirmed reminder(dropped) moved reminder", "b@x.be": "waiting moved", "c@x.be": "waiting left"} {
			if got := h.kinds(email); got != want {
				t.Errorf("%s got %s, want %s", email, got, want)
			}
		}
		told := h.letters("a@x.be")
		if was := models.Instant(told[2].facts["was_at"].(float64)); was.Date() != "2026-12-03" || told[2].facts["sequence"] != 1.0 {
			t.Errorf("%v", told[2].facts)
		}
		if at := told[3].at; at != models.InstantOf(models.Date("2026-12-09").At(10, 0)) {
			t.Errorf("reminded at %s", at.Time())
		}
		for _, edit := range []func(*infosession.Draft){
			func(d *infosession.Draft) { d.Minutes = 60 }, func(d *infosession.Draft) { d.Place = "ailleurs" },
			func(d *infosession.Draft) { d.OnlineURL = "https://reunion.test/x" }} {
			before, _ := h.load(id)
			if err := h.change(id, edit); err != nil {
				t.Fatal(err)
			}
			if after, _ := h.load(id); after.Sequence != before.Sequence+1 {
				t.Errorf("sequence %d after %d", after.Sequence, before.Sequence)
			}
		}
		// Where it is held on line is told to who has a place, not to who waits.
		for email, want := range map[string]any{"a@x.be": "https://reunion.test/x", "b@x.be": nil} {
			list := h.letters(email)
			i := len(list) - 1
			for list[i].kind != "infosession_moved" {
				i--
			}
			if got := list[i].facts["online"]; got != want || list[i].facts["remote"] != "yes" {
				t.Errorf("%s is told %v", email, got)
			}
		}
	})
}

// More places let in who waits; fewer than are taken is refused, as many as are taken is not.
func TestPlacesChange(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 2
		id := h.create(d)
		h.fill(id, "a@x.be", "b@x.be", "c@x.be", "d@x.be", "e@x.be")
		if err := h.change(id, func(d *infosession.Draft) { d.Places = 4 }); err != nil {
			t.Fatal(err)
		}
		s, list := h.load(id)
		if s.Confirmed != 4 || s.Waiting != 1 || list[4].Email != "e@x.be" || list[4].Rank != 1 {
			t.Errorf("%d confirmed, %d waiting", s.Confirmed, s.Waiting)
		}
		if got := h.kinds("c@x.be"); got != "waiting promoted reminder" {
			t.Error(got)
		}
		if got := code(h.change(id, func(d *infosession.Draft) { d.Places = 3 })); got != "infosession.places_taken" {
			t.Error(got)
		}
		if got := code(h.change(id, func(d *infosession.Draft) { d.Places, d.Minutes = 3, 0 })); got != "minutes:gte infosession.places_taken" {
			t.Error(got)
		}
		h.must(h.coach, func(tx *db.Tx) error { return infosession.Withdraw(tx, id, h2(list, "a@x.be")) })
		h.must(h.coach, func(tx *db.Tx) error { return infosession.Withdraw(tx, id, h2(list, "b@x.be")) })
		if s, _ = h.load(id); s.Confirmed != 3 || s.Waiting != 0 {
			t.Errorf("%d confirmed, %d waiting", s.Confirmed, s.Waiting)
		}
		if err := h.change(id, func(d *infosession.Draft) { d.Places = 3 }); err != nil {
			t.Error(err)
		}
	})
}

func h2(list []infosession.Registration, email string) int64 {
	for _, r := range list {
		if r.Email == email {
			return r.ID
		}
	}
	return 0
}

func TestCancelling(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id := h.create(d)
		h.fill(id, "a@x.be", "b@x.be")
		s, list := h.load(id)
		if got := code(h.as(h.coach, func(tx *db.Tx) error { return infosession.Cancel(tx, id, s.Version, strings.Repeat("é", 2001)) })); got != "cancel_reason:max" {
			t.Error(got)
		}
		if got := code(h.as(h.coach, func(tx *db.Tx) error { return infosession.Cancel(tx, id, s.Version+1, "") })); got != "infosession.stale" {
			t.Error(got)
		}
		h.must(h.coach, func(tx *db.Tx) error { return infosession.Cancel(tx, id, s.Version, "Salle inondée") })
		for email, want := range map[string]string{"a@x.be": "confirmed reminder(dropped) cancelled", "b@x.be": "waiting cancelled"} {
			if got := h.kinds(email); got != want {
				t.Errorf("%s got %s, want %s", email, got, want)
			}
		}
		if l := h.letters("a@x.be")[2]; l.facts["reason"] != "Salle inondée" || l.facts["sequence"] != 1.0 {
			t.Errorf("%v", l.facts)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'infosession.cancel'`); n != 1 {
			t.Errorf("%d traces", n)
		}
		after, _ := h.load(id)
		if !after.Cancelled() || after.CancelReason != "Salle inondée" || after.Confirmed != 1 {
			t.Errorf("%+v", after)
		}
		for name, verb := range map[string]func(*db.Tx) error{
			"register":   func(tx *db.Tx) error { return infosession.Register(tx, id, guest("c@x.be")) },
			"change":     func(tx *db.Tx) error { return infosession.Change(tx, id, after.Version, d) },
			"cancel":     func(tx *db.Tx) error { return infosession.Cancel(tx, id, after.Version, "") },
			"attendance": func(tx *db.Tx) error { return infosession.TickAttendance(tx, id, after.Version, nil) },
			"leave":      func(tx *db.Tx) error { return infosession.Leave(tx, list[0].Token) },
		} {
			if got := code(h.as(h.coach, verb)); got != "infosession.cancelled" {
				t.Errorf("%s: %q", name, got)
			}
		}
		h.must(visitor, func(tx *db.Tx) error {
			if list, err := infosession.Upcoming(tx, infosession.Filter{}); err != nil || len(list) != 0 {
				t.Errorf("%d announced, %v", len(list), err)
			}
			return nil
		})
	})
}

func TestAttendance(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 2
		id, other := h.create(d), h.create(d)
		h.fill(id, "a@x.be", "b@x.be", "c@x.be", "d@x.be")
		h.fill(other, "z@x.be")
		token := h.of(id, "d@x.be").Token
		h.must(visitor, func(tx *db.Tx) error { return infosession.Leave(tx, token) })
		s, list := h.load(id)
		z := h.of(other, "z@x.be").ID
		tick := func(ids ...int64) string {
			s, _ = h.load(id)
			return code(h.as(h.coach, func(tx *db.Tx) error { return infosession.TickAttendance(tx, id, s.Version, ids) }))
		}
		h.clock.Set("2026-12-02")
		if got := tick(list[0].ID); got != "infosession.not_yet" {
			t.Error(got)
		}
		h.clock.Set("2026-12-03")
		for _, c := range []struct {
			came []int64
			want string
		}{{[]int64{list[0].ID, list[2].ID, list[3].ID, z}, "yny-"}, {[]int64{list[1].ID}, "nyn-"}, {nil, "nnn-"}} {
			if got := tick(c.came...); got != "" {
				t.Fatal(got)
			}
			got := ""
			_, now := h.load(id)
			for _, r := range now {
				switch {
				case r.Attended == nil:
					got += "-"
				case *r.Attended:
					got += "y"
				default:
					got += "n"
				}
			}
			if got != c.want {
				t.Errorf("%v: %s, want %s", c.came, got, c.want)
			}
		}
		if r := h.of(other, "z@x.be"); r.Attended != nil {
			t.Error("another session's guest was ticked")
		}
		if got := code(h.as(h.coach, func(tx *db.Tx) error { return infosession.TickAttendance(tx, id, s.Version, nil) })); got != "infosession.stale" {
			t.Error(got)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'infosession.attendance' AND detail = '{"came":2}'`); n != 1 {
			t.Error("the trace counts who had said that they do not come")
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'infosession.attendance'`); n != 3 {
			t.Errorf("%d traces", n)
		}
	})
}

// Visitors see what they can still go to: filters narrow it, closed sites and programmes leave it.
func TestUpcoming(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		first, second := h.draft(), h.draft()
		second.HeldOn, second.ClosesOn, second.ProgrammeIDs = "2026-12-01", "", []int64{h.ji, h.jid}
		one, two := h.create(first), h.create(second)
		list := func(f infosession.Filter) string {
			var ids []string
			h.must(visitor, func(tx *db.Tx) error {
				ids = nil
				all, err := infosession.Upcoming(tx, f)
				for _, s := range all {
					ids = append(ids, map[string]string{one: "one", two: "two"}[s.PublicID]+"/"+s.Names())
				}
				return err
			})
			return strings.Join(ids, " ")
		}
		const both = "two/Job'In, Job'In Design one/Job'In"
		for _, c := range []struct {
			filter infosession.Filter
			want   string
		}{{infosession.Filter{}, both}, {infosession.Filter{Site: "LIEGE", Programme: "JI"}, both}, {infosession.Filter{Site: "NAMUR"}, ""},
			{infosession.Filter{Programme: "JID"}, "two/Job'In, Job'In Design"}, {infosession.Filter{Most: 1}, "two/Job'In, Job'In Design"},
			{infosession.Filter{Programme: "' OR 1=1"}, ""}} {
			if got := list(c.filter); got != c.want {
				t.Errorf("%+v: %q, want %q", c.filter, got, c.want)
			}
		}
		h.must(h.coach, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE programmes SET active = FALSE WHERE code = 'JI'`)
			return err
		})
		if got := list(infosession.Filter{}); got != "two/Job'In, Job'In Design" {
			t.Error(got)
		}
		h.must(h.coach, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE sites SET active = FALSE WHERE code = 'LIEGE'`)
			return err
		})
		if got := list(infosession.Filter{}); got != "" {
			t.Errorf("a closed site announces %s", got)
		}
		h.must(h.coach, func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE sites SET active = TRUE`); return err })
		h.clock.Set("2026-12-01")
		h.clock.Add(9 * time.Hour)
		if got := list(infosession.Filter{}); got != "" {
			t.Error(got)
		}
	})
}

// The day on which summer time ends has 25 hours, the one on which it begins 23: a session lasts what it says.
func TestSummerTime(t *testing.T) {
	for _, c := range []struct {
		day       models.Date
		time, end string
		minutes   int
	}{{"2026-10-25", "01:30", "03:30", 180}, {"2027-03-28", "01:30", "05:30", 180}, {"2026-10-25", "18:00", "19:30", 90}, {"2027-03-28", "18:00", "19:30", 90}} {
		t.Run(string(c.day)+" "+c.time, func(t *testing.T) {
			at, err := time.Parse("15:04", c.time)
			if err != nil {
				t.Fatal(err)
			}
			s := infosession.Session{StartsAt: models.InstantOf(c.day.At(at.Hour(), at.Minute())), Minutes: c.minutes}
			if got := s.EndsAt().Time().Format("15:04"); got != c.end {
				t.Errorf("ends at %s, want %s", got, c.end)
			}
		})
	}
}
