package journey_test

import (
	"testing"

	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

func TestExpect(t *testing.T) {
	now := models.InstantOf(models.Date("2026-11-23").At(10, 0))
	tomorrow := models.InstantOf(models.Date("2026-11-24").At(10, 0))
	for name, row := range map[string]struct {
		facts journey.Facts
		want  journey.Expectation
	}{
		"a draft":                          {journey.Facts{Phase: programme.Draft}, journey.Expectation{Who: journey.Holder, What: journey.ToSubmit}},
		"a draft with missing pieces":      {journey.Facts{Phase: programme.Draft, Pieces: 2}, journey.Expectation{Who: journey.Holder, What: journey.ToSubmit}},
		"given back":                       {journey.Facts{Phase: programme.Draft, Returned: true}, journey.Expectation{Who: journey.Holder, What: journey.ToComplete}},
		"submitted":                        {journey.Facts{Phase: programme.Submitted}, journey.Expectation{Who: journey.House, What: journey.ToRead}},
		"submitted, a committee is set":    {journey.Facts{Phase: programme.Submitted, SitsOn: "2026-12-01"}, journey.Expectation{Who: journey.House, What: journey.ToRead}},
		"submitted, pieces asked":          {journey.Facts{Phase: programme.Submitted, Pieces: 2, PieceBy: "2026-12-01"}, journey.Expectation{Who: journey.Holder, What: journey.ToSend, Count: 2, On: "2026-12-01"}},
		"review":                           {journey.Facts{Phase: programme.Review}, journey.Expectation{Who: journey.Committee, What: journey.ToDecide}},
		"review, the day is set":           {journey.Facts{Phase: programme.Review, SitsOn: "2026-12-01"}, journey.Expectation{Who: journey.Committee, What: journey.ToDecide, On: "2026-12-01"}},
		"review, the committee is today":   {journey.Facts{Phase: programme.Review, SitsOn: "2026-11-23"}, journey.Expectation{Who: journey.Committee, What: journey.ToDecide, On: "2026-11-23"}},
		"review, the committee has met":    {journey.Facts{Phase: programme.Review, SitsOn: "2026-11-22"}, journey.Expectation{Who: journey.House, What: journey.ToAnswer, On: "2026-11-22"}},
		"review, interviews to choose":     {journey.Facts{Phase: programme.Review, BookBy: "2026-11-23", SitsOn: "2026-12-01"}, journey.Expectation{Who: journey.Holder, What: journey.ToBook, On: "2026-11-23"}},
		"review, too late to choose":       {journey.Facts{Phase: programme.Review, BookBy: "2026-11-22", SitsOn: "2026-12-01"}, journey.Expectation{Who: journey.Committee, What: journey.ToDecide, On: "2026-12-01"}},
		"review, an interview to come":     {journey.Facts{Phase: programme.Review, BookBy: "2026-11-30", MeetsAt: tomorrow}, journey.Expectation{Who: journey.Committee, What: journey.ToMeet, At: tomorrow}},
		"review, the interview was":        {journey.Facts{Phase: programme.Review, BookBy: "2026-11-30", MeetsAt: now, SitsOn: "2026-12-01"}, journey.Expectation{Who: journey.Committee, What: journey.ToDecide, On: "2026-12-01"}},
		"review, pieces before interviews": {journey.Facts{Phase: programme.Review, Pieces: 1, MeetsAt: tomorrow}, journey.Expectation{Who: journey.Holder, What: journey.ToSend, Count: 1}},
		"waiting list":                     {journey.Facts{Phase: programme.Waitlisted, SitsOn: "2026-11-22"}, journey.Expectation{Who: journey.House, What: journey.ToFreePlace}},
		"waiting list, pieces":             {journey.Facts{Phase: programme.Waitlisted, Pieces: 1}, journey.Expectation{Who: journey.Holder, What: journey.ToSend, Count: 1}},
		"accepted":                         {journey.Facts{Phase: programme.Accepted}, journey.Expectation{Who: journey.House, What: journey.ToSign}},
		"accepted, a gate's piece":         {journey.Facts{Phase: programme.Accepted, Pieces: 1, PieceBy: "2026-12-24"}, journey.Expectation{Who: journey.Holder, What: journey.ToSend, Count: 1, On: "2026-12-24"}},
		"coaching":                         {journey.Facts{Phase: programme.Coaching, Pieces: 1}, journey.Expectation{Who: journey.House, What: journey.ToAccompany}},
		"test":                             {journey.Facts{Phase: programme.Test}, journey.Expectation{Who: journey.House, What: journey.ToAccompany}},
		"declined":                         {journey.Facts{Phase: programme.Declined, Pieces: 3}, journey.Expectation{What: journey.Over}},
		"withdrawn":                        {journey.Facts{Phase: programme.Withdrawn}, journey.Expectation{What: journey.Over}},
		"launched":                         {journey.Facts{Phase: programme.Launched}, journey.Expectation{What: journey.Over}},
		"exited":                           {journey.Facts{Phase: programme.Exited}, journey.Expectation{What: journey.Over}},
	} {
		row.facts.Now = now
		if got := journey.Expect(row.facts); got != row.want {
			t.Errorf("%s: %+v, want %+v", name, got, row.want)
		}
	}
}

func TestTypicalOf(t *testing.T) {
	for name, row := range map[string]struct {
		days []int
		want journey.Typical
		ok   bool
	}{
		"none":             {nil, journey.Typical{}, false},
		"four are too few": {[]int{10, 10, 10, 10}, journey.Typical{}, false},
		"five":             {[]int{50, 10, 30, 20, 40}, journey.Typical{Low: 20, Median: 30, High: 40, Count: 5}, true},
		"eight":            {[]int{1, 2, 3, 4, 5, 6, 7, 8}, journey.Typical{Low: 2, Median: 4, High: 6, Count: 8}, true},
		"all alike":        {[]int{7, 7, 7, 7, 7, 7}, journey.Typical{Low: 7, Median: 7, High: 7, Count: 6}, true},
		"one very long":    {[]int{18, 20, 25, 31, 900}, journey.Typical{Low: 20, Median: 25, High: 31, Count: 5}, true},
	} {
		if got, ok := journey.TypicalOf(row.days); got != row.want || ok != row.ok {
			t.Errorf("%s: %+v %v, want %+v", name, got, ok, row.want)
		}
	}
}
