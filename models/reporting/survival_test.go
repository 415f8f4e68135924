package reporting

import (
	"math"
	"testing"

	"eclosion/models"
)

// lifeOf is an enterprise created on 1 January 2020 that leaves the estimate in a month.
func lifeOf(until int, closed bool) Life {
	return Life{CreatedOn: "2020-01-01", Until: until, Closed: closed}
}

// The remission times of Freireich (1963), the textbook's own example of the estimate, in weeks: 6, 6, 6, 7, 10, 13, 16, 22, 23 are
// events; 6+, 9+, 10+, 11+, 17+, 19+, 20+, 25+, 32+, 32+, 34+, 35+ are not.
func TestEstimateIsTheTextbooks(t *testing.T) {
	var lives []Life
	for _, n := range []int{6, 6, 6, 7, 10, 13, 16, 22, 23} {
		lives = append(lives, lifeOf(n, true))
	}
	for _, n := range []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35} {
		lives = append(lives, lifeOf(n, false))
	}
	steps := estimate(lives)
	want := map[int]Step{ // by hand: 18/21, then × 16/17, × 14/15, × 11/12, × 10/11, × 6/7, × 5/6
		6: {AtRisk: 21, Closed: 3, Censored: 1, Share: 0.857143}, 7: {AtRisk: 17, Closed: 1, Share: 0.806723},
		9: {AtRisk: 16, Censored: 1, Share: 0.806723}, 10: {AtRisk: 15, Closed: 1, Censored: 1, Share: 0.752941},
		13: {AtRisk: 12, Closed: 1, Share: 0.690196}, 16: {AtRisk: 11, Closed: 1, Share: 0.627451},
		22: {AtRisk: 7, Closed: 1, Share: 0.537815}, 23: {AtRisk: 6, Closed: 1, Share: 0.448179}, 35: {AtRisk: 1, Censored: 1, Share: 0.448179},
	}
	seen := 0
	for _, s := range steps {
		w, named := want[s.Months]
		if !named {
			continue
		}
		seen++
		if s.AtRisk != w.AtRisk || s.Closed != w.Closed || s.Censored != w.Censored || math.Abs(s.Share-w.Share) > 1e-6 {
			t.Errorf("month %d: %+v, want %+v", s.Months, s, w)
		}
	}
	if seen != len(want) || steps[0].Months != 0 || steps[0].Share != 1 || len(steps) != 17 {
		t.Errorf("%d of %d steps, %d in all: %+v", seen, len(want), len(steps), steps)
	}
	// Greenwood at 6: V = 3/(21×18); the band is 0.857143^exp(±1.959964×√V/0.154151), as published: 0.620 to 0.952.
	if s := steps[1]; math.Abs(s.Low-0.61972) > 1e-4 || math.Abs(s.High-0.95155) > 1e-4 {
		t.Errorf("band at 6: %v to %v", s.Low, s.High)
	}
	m := momentOf(steps, 12, len(lives))
	if m.AtRisk != 12 || m.ClosedBy != 5 || m.Lost != 4 || math.Abs(m.Share-0.752941) > 1e-6 || !m.Known {
		t.Errorf("at 12: %+v", m)
	}
	if m := momentOf(steps, 60, len(lives)); m.Known || m.AtRisk != 0 {
		t.Errorf("at 60 nobody is at risk: %+v", m)
	}
	if m := momentOf(steps, 10, len(lives)); m.AtRisk != 15 || m.Closed != 1 || m.ClosedBy != 5 || m.Lost != 2 {
		t.Errorf("at 10: %+v", m)
	}
}

// A handful of ten years ago, worked out on paper: everybody closed leaves nothing, nobody leaves one.
func TestEstimateAtItsEnds(t *testing.T) {
	for name, c := range map[string]struct {
		lives            []Life
		share, low, high float64
		last             int
	}{
		"nobody":     {nil, 1, 1, 1, 0},
		"all closed": {[]Life{lifeOf(3, true), lifeOf(5, true)}, 0, 0, 0, 5},
		"all alive":  {[]Life{lifeOf(3, false), lifeOf(5, false)}, 1, 1, 1, 5},
		"a tie":      {[]Life{lifeOf(4, true), lifeOf(4, false)}, 0.5, 0.00600, 0.91041, 4}, // the closing counts first: 1 of 2
		"at once":    {[]Life{lifeOf(0, true), lifeOf(8, false), lifeOf(9, false), lifeOf(9, false)}, 0.75, 0.12793, 0.96055, 9},
	} {
		steps := estimate(c.lives)
		s := steps[len(steps)-1]
		if math.Abs(s.Share-c.share) > 1e-6 || math.Abs(s.Low-c.low) > 1e-4 || math.Abs(s.High-c.high) > 1e-4 || s.Months != c.last {
			t.Errorf("%s: %+v, want %v [%v, %v]", name, s, c.share, c.low, c.high)
		}
	}
}

// What looks say: the month in which an enterprise leaves the estimate, and how it stands when one asks.
func TestLivesFollowTheirLooks(t *testing.T) {
	const created = models.Date("2020-01-31")
	at := func(months int) models.Date { return created.AddMonths(months) }
	look := func(months int, state string) Look { return Look{Months: months, On: at(months), State: state} }
	for name, c := range map[string]struct {
		today  models.Date
		looks  []Look
		until  int
		closed bool
		stands [4]string // at 6, 12, 36, 60
	}{
		"just begun":            {"2020-03-30", nil, 1, false, [4]string{"not_due", "not_due", "not_due", "not_due"}},
		"on its day":            {"2020-07-31", nil, 0, false, [4]string{"silent", "not_due", "not_due", "not_due"}},
		"the day before":        {"2020-07-30", nil, 5, false, [4]string{"not_due", "not_due", "not_due", "not_due"}},
		"alive, next not due":   {at(11), []Look{look(6, "alive")}, 11, false, [4]string{"alive", "not_due", "not_due", "not_due"}},
		"alive, then silent":    {at(13), []Look{look(6, "alive")}, 6, false, [4]string{"alive", "silent", "not_due", "not_due"}},
		"nobody could tell":     {at(14), []Look{look(6, "alive"), look(12, "unknown")}, 6, false, [4]string{"alive", "unknown", "not_due", "not_due"}},
		"unknown, then alive":   {at(40), []Look{look(12, "unknown"), look(36, "alive")}, 40, false, [4]string{"silent", "unknown", "alive", "not_due"}},
		"sold goes on":          {at(20), []Look{look(6, "alive"), look(12, "sold")}, 20, false, [4]string{"alive", "sold", "not_due", "not_due"}},
		"found closed":          {at(61), []Look{look(12, "alive"), look(36, "closed")}, 36, true, [4]string{"silent", "alive", "closed", "closed"}},
		"closed on a day":       {at(61), []Look{look(12, "alive"), {Months: 36, On: at(36), State: "closed", ClosedOn: at(20).AddDays(1)}}, 21, true, [4]string{"silent", "alive", "closed", "closed"}},
		"closed on a month":     {at(61), []Look{{Months: 36, On: at(36), State: "closed", ClosedOn: at(12)}}, 12, true, [4]string{"silent", "closed", "closed", "closed"}},
		"closed, not due":       {at(5), []Look{{Months: 6, On: at(4), State: "closed", ClosedOn: at(3)}}, 3, true, [4]string{"not_due", "not_due", "not_due", "not_due"}},
		"found before its day":  {at(8), []Look{{Months: 12, On: at(7), State: "closed"}}, 7, true, [4]string{"silent", "not_due", "not_due", "not_due"}},
		"found after its day":   {at(61), []Look{{Months: 36, On: at(38), State: "closed"}}, 36, true, [4]string{"silent", "silent", "closed", "closed"}},
		"seen after its day":    {at(61), []Look{{Months: 36, On: at(38), State: "alive"}}, 36, false, [4]string{"silent", "silent", "alive", "silent"}},
		"a date before a look":  {at(61), []Look{look(36, "alive"), {Months: 60, On: at(60), State: "closed", ClosedOn: at(30)}}, 37, true, [4]string{"silent", "silent", "alive", "closed"}},
		"corrected to alive":    {at(13), []Look{look(12, "closed"), look(12, "alive")}, 13, false, [4]string{"silent", "alive", "not_due", "not_due"}},
		"corrected to closed":   {at(13), []Look{look(12, "alive"), look(12, "closed")}, 12, true, [4]string{"silent", "closed", "not_due", "not_due"}},
		"alive after a closing": {at(37), []Look{look(12, "closed"), look(36, "alive")}, 37, false, [4]string{"silent", "silent", "alive", "not_due"}},
	} {
		l := Life{CreatedOn: created, Looks: c.looks}
		l.follow(c.today)
		if l.Until != c.until || l.Closed != c.closed {
			t.Errorf("%s: until %d closed %v, want %d %v", name, l.Until, l.Closed, c.until, c.closed)
		}
		for i, months := range SurvivalMonths() {
			if got := l.at(months, c.today); got != c.stands[i] {
				t.Errorf("%s: at %d %s, want %s", name, months, got, c.stands[i])
			}
		}
	}
}

// Every figure counts its list; the parts make up their wholes; the curve's counts make up everybody.
func TestSurvivalCountsItsLists(t *testing.T) {
	states := []string{"alive", "sold", "closed", "unknown"}
	s := Survival{Today: "2026-11-23"}
	for i := range 400 { // every kind of life, spread over seven years
		l := Life{CreatedOn: models.Date("2019-10-03").AddDays(i * 7)}
		for j, m := range SurvivalMonths() {
			if on := l.CreatedOn.AddMonths(m); on <= s.Today && (i+j)%3 != 0 {
				l.Looks = append(l.Looks, Look{Months: m, On: on, State: states[(i+j)%4]})
			}
		}
		s.lives = append(s.lives, l)
	}
	s.count()
	for _, f := range s.Figures {
		again, list, err := s.People(f.Code)
		if err != nil || again != f || len(list) != f.Count {
			t.Errorf("%s: %d, lists %d: %v", f.Code, f.Count, len(list), err)
		}
	}
	for i, months := range append([]int{0}, SurvivalMonths()...) {
		m := s.Moments[i]
		if m.AtRisk != s.Curve(months, "at_risk").Count || m.ClosedBy != s.Curve(months, "closed").Count || m.Lost != s.Curve(months, "lost").Count ||
			m.AtRisk+m.ClosedBy-m.Closed+m.Lost != s.Total {
			t.Errorf("the curve at %d: %+v", months, m)
		}
		if months == 0 {
			continue
		}
		sum := 0
		for _, what := range []string{StandsAlive, StandsSold, StandsClosed, StandsUnknown, StandsSilent} {
			sum += s.At(months, what).Count
		}
		if due := s.At(months, "due").Count; sum != due || due+s.At(months, StandsNotDue).Count != s.Total || s.At(months, StandsAlive).Count == 0 {
			t.Errorf("at %d: the parts make %d of %d due", months, sum, due)
		}
	}
	if _, _, err := s.People("life.7.alive"); err == nil {
		t.Error("a figure that does not exist was listed")
	}
}

func TestSurvivalMasksSmallGroups(t *testing.T) {
	s := Survival{Today: "2023-01-01"}
	for i := range 20 {
		l := lifeOf(0, false)
		if state := map[bool]string{true: "closed", false: "alive"}[i < 3]; i < 14 {
			l.Looks = []Look{{Months: 36, On: "2023-01-01", State: state}}
		}
		s.lives = append(s.lives, l)
	}
	s.count()
	s.Mask()
	shown := func(what string) bool { return !s.At(36, what).Masked }
	if shown(StandsClosed) || shown(StandsAlive) && shown(StandsSilent) || !shown("due") || s.Steps != nil {
		t.Errorf("3 closed of 20: %+v", s.Figures.Group("life.36"))
	}
	if !s.Moments[3].Hidden || s.Moments[0].Hidden {
		t.Errorf("the curve: %+v", s.Moments)
	}
}
