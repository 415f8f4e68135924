package selection

import (
	"strings"
	"testing"

	"eclosion/models"
)

func TestSlotsOfADay(t *testing.T) {
	now := models.InstantOf(models.Date("2026-11-23").At(10, 0))
	for name, c := range map[string]struct {
		d    SlotsDraft
		want string
	}{
		"every half hour, the last one ends at noon": {SlotsDraft{Day: "2026-12-01", From: "9:00", Until: "12:00", Minutes: 30}, "09:00 09:30 10:00 10:30 11:00 11:30"},
		"what does not end in time is left out":      {SlotsDraft{Day: "2026-12-01", From: "09:00", Until: "10:29", Minutes: 30}, "09:00 09:30"},
		"with a pause between":                       {SlotsDraft{Day: "2026-12-01", From: "09:00", Until: "10:20", Minutes: 20, Every: 30}, "09:00 09:30 10:00"},
		"so many":                                    {SlotsDraft{Day: "2026-12-01", From: "14:15", Count: 2, Minutes: 45}, "14:15 15:00"},
		"so many at most":                            {SlotsDraft{Day: "2026-12-01", From: "09:00", Until: "12:00", Count: 2, Minutes: 30}, "09:00 09:30"},
		"later today":                                {SlotsDraft{Day: "2026-11-23", From: "10:01", Count: 1, Minutes: 30}, "10:01"},
		"not now":                                    {SlotsDraft{Day: "2026-11-23", From: "10:00", Count: 1, Minutes: 30}, "from:time_past"},
		"not yesterday":                              {SlotsDraft{Day: "2026-11-22", From: "10:00", Count: 1, Minutes: 30}, "day:past"},
		"more than fit":                              {SlotsDraft{Day: "2026-12-01", From: "09:00", Until: "10:00", Count: 3, Minutes: 30}, "until:slots_short"},
		"none fits":                                  {SlotsDraft{Day: "2026-12-01", From: "09:00", Until: "09:20", Minutes: 30}, "until:slots_short"},
		"backwards":                                  {SlotsDraft{Day: "2026-12-01", From: "12:00", Until: "09:00", Minutes: 30}, "until:slots_short"},
		"over midnight":                              {SlotsDraft{Day: "2026-12-01", From: "23:00", Count: 3, Minutes: 30}, "until:slots_short"},
		"too many":                                   {SlotsDraft{Day: "2026-12-01", From: "00:00", Until: "23:00", Minutes: 5}, "until:slots_many"},
		"nothing":                                    {SlotsDraft{}, "day:required from:required until:required minutes:gte"},
		"no such time":                               {SlotsDraft{Day: "2026-12-01", From: "24:00", Until: "9h", Minutes: 30}, "from:time until:time"},
		"minutes beyond the hour":                    {SlotsDraft{Day: "2026-12-01", From: "09:60", Until: "12:5", Minutes: 30}, "from:time until:time"},
		"too short, too often":                       {SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 1, Minutes: 4, Every: 3}, "minutes:gte every:gte"},
		"one into the next":                          {SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 1, Minutes: 30, Every: 29}, "every:gte"},
		"too long, too seldom":                       {SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 1, Minutes: 241, Every: 1441}, "minutes:lte every:lte"},
		"too many asked":                             {SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 41, Minutes: 5}, "count:lte"},
		"less than none":                             {SlotsDraft{Day: "2026-12-01", From: "09:00", Count: -1, Minutes: 5}, "count:gte"},
		"a place too long":                           {SlotsDraft{Day: "2026-12-01", From: "09:00", Count: 1, Minutes: 5, Place: strings.Repeat("x", MaxLine+1)}, "place:max"},
	} {
		slots, problem := c.d.Slots(now)
		var words []string
		if problem != nil {
			for _, f := range problem.Fields {
				words = append(words, f.Field+":"+f.Code)
			}
		} else {
			for _, s := range slots {
				words = append(words, s.StartsAt.Time().Format("15:04"))
				if s.Minutes != c.d.Minutes || s.StartsAt.Date() != c.d.Day {
					t.Errorf("%s: %+v", name, s)
				}
			}
		}
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestBookingHasALimit(t *testing.T) {
	at := models.InstantOf(models.Date("2026-12-01").At(10, 0))
	const hour = 3600 * 1000
	for _, c := range []struct {
		now   models.Instant
		hours int
		ok    bool
	}{
		{at - 24*hour, 24, true}, {at - 24*hour + 1, 24, false}, {at - 1, 0, true}, {at, 0, false}, {at + 1, 0, false}, {at - 48*hour, 48, true}, {at - 47*hour, 48, false},
	} {
		if got := CheckBooking(at, c.now, c.hours); (got == nil) != c.ok {
			t.Errorf("%d h before, limit %d: %v", (at-c.now)/hour, c.hours, got)
		}
	}
}
