package pilot

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
)

const today = models.Date("2026-11-23")

var noon = models.InstantOf(today.At(12, 0))

// good gives the facts of a dossier in that phase that nothing holds up.
func good(phase programme.Phase) Facts {
	terms := programme.DefaultTerms("2020-01-01")
	terms.ID = 1
	f := Facts{Contact: programme.Contact{Phase: phase, StartedOn: today.AddDays(-10), LastMeetingOn: today.AddDays(-5)}, Terms: terms, HasCoach: true, HasAgreement: true}
	if phase.IsClocked() {
		clock := terms.ClockOf(phase, f.StartedOn, 0, nil)
		f.Clock = &clock
	}
	return f
}

// began moves the start of the phase.
func began(f Facts, on models.Date) Facts {
	f.StartedOn = on
	if f.Clock != nil {
		clock := f.Terms.ClockOf(f.Phase, on, f.Clock.ExtensionMonths, f.Clock.Suspensions)
		f.Clock = &clock
	}
	return f
}

func codes(f Facts) string {
	var list []string
	for _, b := range BlocksOf(f, noon) {
		list = append(list, string(b.Reason)+":"+string(b.Since))
	}
	return strings.Join(list, " ")
}

func TestNothingHoldsUpWhatGoesOn(t *testing.T) {
	for _, p := range programme.AllPhases() {
		if got := codes(good(p)); got != "" {
			t.Errorf("%s: %s", p, got)
		}
	}
}

// Each reason at its edge: the last day on which it does not hold, and the first on which it does.
func TestWhatHoldsADossierUp(t *testing.T) {
	with := func(f Facts, change func(*Facts)) Facts { change(&f); return f }
	coaching, test := good(programme.Coaching), good(programme.Test)
	threeMonths := today.AddMonths(-3) // the minimum of the coaching is reached today
	due := with(began(coaching, threeMonths), func(f *Facts) { f.Missing = 4; f.LastMeetingOn = today })
	for name, c := range map[string]struct {
		facts Facts
		want  string
	}{
		"submitted, day 14":               {began(good(programme.Submitted), today.AddDays(-14)), ""},
		"submitted, day 15":               {began(good(programme.Submitted), today.AddDays(-15)), "waiting:2026-11-08"},
		"under review, day 30":            {began(good(programme.Review), today.AddDays(-30)), ""},
		"under review, day 31":            {began(good(programme.Review), today.AddDays(-31)), "waiting:2026-10-23"},
		"on the waiting list for long":    {began(good(programme.Waitlisted), today.AddDays(-300)), ""},
		"an agreement issued 14 days ago": {with(good(programme.Accepted), func(f *Facts) { f.UnsignedOn = today.AddDays(-14) }), ""},
		"an agreement not signed":         {with(good(programme.Accepted), func(f *Facts) { f.UnsignedOn = today.AddDays(-15) }), "unsigned:2026-11-08"},
		"declined without a letter":       {with(good(programme.Declined), func(f *Facts) { f.UnletteredOn = today }), "no_letter:2026-11-23"},
		"accepted without agreement":      {with(good(programme.Accepted), func(f *Facts) { f.HasAgreement = false }), "no_agreement:2026-11-13"},
		"accepted without coach":          {with(good(programme.Accepted), func(f *Facts) { f.HasCoach = false }), "no_coach:2026-11-13"},
		"in coaching without agreement":   {with(coaching, func(f *Facts) { f.HasAgreement = false }), ""},
		"in test without coach":           {with(test, func(f *Facts) { f.HasCoach = false }), "no_coach:2026-11-13"},
		"launched without coach":          {with(good(programme.Launched), func(f *Facts) { f.HasCoach = false }), ""},
		"items missing at the minimum":    {due, "plan_missing:2026-11-23"},
		"the day before the minimum":      {with(began(due, threeMonths.AddDays(1)), func(f *Facts) { f.Missing = 4 }), ""},
		"nothing missing":                 {with(due, func(f *Facts) { f.Missing = 0 }), ""},
		"the gate only warns":             {with(due, func(f *Facts) { f.Terms.PlanGate = programme.GateWarn }), ""},
		"the gate was lifted":             {with(due, func(f *Facts) { f.Lifted = true }), ""},
		"missing, and suspended":          {with(due, func(f *Facts) { f.SuspendedOn = today }), ""},
		"missing, but in test":            {with(test, func(f *Facts) { f.Missing = 4 }), ""},
		"on its last day":                 {with(began(coaching, today.AddMonths(-6)), func(f *Facts) { f.LastMeetingOn = today }), ""},
		"a day late":                      {with(began(coaching, today.AddMonths(-6).AddDays(-1)), func(f *Facts) { f.LastMeetingOn = today }), "overdue:2026-11-22"},
		"late, then extended":             {with(began(with(coaching, func(f *Facts) { c := *f.Clock; c.ExtensionMonths = 1; f.Clock = &c }), today.AddMonths(-6).AddDays(-1)), func(f *Facts) { f.LastMeetingOn = today }), ""},
		"silent for 30 days":              {with(began(coaching, today.AddDays(-60)), func(f *Facts) { f.LastMeetingOn = today.AddDays(-30) }), ""},
		"silent for 31 days":              {with(began(coaching, today.AddDays(-60)), func(f *Facts) { f.LastMeetingOn = today.AddDays(-31) }), "silent:2026-10-23"},
		"never met, for 31 days":          {with(began(coaching, today.AddDays(-31)), func(f *Facts) { f.LastMeetingOn = "" }), "silent:2026-10-23"},
		"silent, but a meeting is ahead":  {with(began(coaching, today.AddDays(-60)), func(f *Facts) { f.LastMeetingOn = ""; f.NextMeetingAt = noon + 1 }), ""},
		"silent, and suspended":           {with(began(coaching, today.AddDays(-60)), func(f *Facts) { f.LastMeetingOn = ""; f.SuspendedOn = today }), ""},
		"silent, without terms":           {with(began(coaching, today.AddDays(-60)), func(f *Facts) { f.LastMeetingOn = ""; f.Terms.ID = 0 }), ""},
		"suspended for 60 days":           {with(test, func(f *Facts) { f.SuspendedOn = today.AddDays(-60) }), ""},
		"suspended for 61 days":           {with(test, func(f *Facts) { f.SuspendedOn = today.AddDays(-61) }), "suspended:2026-09-23"},
		"a piece due today":               {with(test, func(f *Facts) { f.PieceDueOn = today }), ""},
		"a piece due yesterday":           {with(test, func(f *Facts) { f.PieceDueOn = today.AddDays(-1) }), "piece_late:2026-11-22"},
		"a file with a virus":             {with(test, func(f *Facts) { f.InfectedOn = today }), "file_infected:2026-11-23"},
		"a file of yesterday not seen":    {with(test, func(f *Facts) { f.UnseenOn = today.AddDays(-1) }), ""},
		"a file not seen for two days":    {with(test, func(f *Facts) { f.UnseenOn = today.AddDays(-2) }), "file_unseen:2026-11-21"},
		"a grant asked 30 days ago":       {with(test, func(f *Facts) { f.GrantAskedOn = today.AddDays(-30) }), ""},
		"a grant asked 31 days ago":       {with(test, func(f *Facts) { f.GrantAskedOn = today.AddDays(-31) }), "grant_waiting:2026-10-23"},
		"two reasons, in order":           {with(good(programme.Accepted), func(f *Facts) { f.HasCoach, f.HasAgreement = false, false }), "no_agreement:2026-11-13 no_coach:2026-11-13"},
	} {
		if got := codes(c.facts); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if b := BlocksOf(due, noon); len(b) != 1 || b[0].Count != 4 {
		t.Errorf("items missing: %+v", b)
	}
}

func TestStretchesOfTime(t *testing.T) {
	for days, want := range map[int]int{-400: 0, -1: 0, 0: 1, 30: 1, 31: 2, 60: 2, 61: 3, 90: 3, 91: -1} {
		got := -1
		for n := range Buckets {
			if inBucket(today.AddDays(days), today, n) {
				if got >= 0 {
					t.Errorf("%d days: in %d and %d", days, got, n)
				}
				got = n
			}
		}
		if got != want {
			t.Errorf("%d days: %d, want %d", days, got, want)
		}
	}
	if inBucket("", today, 0) {
		t.Error("no day is no past one")
	}
}

// A page starts after the key of the last line before it, whatever came or went between.
func TestPagesOfAList(t *testing.T) {
	var all []Item
	for n := range 120 {
		all = append(all, Item{ID: int64(n % 60), On: today.AddDays(n / 60)})
	}
	seen, after := 0, ""
	for page := 0; page < 5; page++ {
		items, next, err := cut(slices.Clone(all), after)
		if err != nil {
			t.Fatal(err)
		}
		seen += len(items)
		if after = next; next == "" {
			break
		}
		if page == 0 {
			all = slices.DeleteFunc(all, func(i Item) bool { return byDay(i, items[0]) == 0 }) // gone meanwhile
		}
	}
	if seen != 120 {
		t.Errorf("%d lines", seen)
	}
	for _, bad := range []string{"x", "~", "2026-01-01~x"} {
		if _, _, err := cut(nil, bad); !models.IsKind(err, models.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// What the couveuse can do stands in the hub's table; what a person does themselves is left to them.
func TestMovesFollowTheTable(t *testing.T) {
	for _, from := range programme.AllPhases() {
		for _, to := range MovesFrom(from) {
			if programme.CheckTransition(from, to) != nil || to == programme.Withdrawn || to == programme.Submitted {
				t.Errorf("%s -> %s", from, to)
			}
		}
	}
	if got := MovesFrom(programme.Coaching); !slices.Equal(got, []programme.Phase{programme.Test, programme.Launched, programme.Exited}) {
		t.Errorf("from coaching: %v", got)
	}
}
