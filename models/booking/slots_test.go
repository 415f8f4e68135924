package booking

import (
	"strings"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/coaching"
)

func at(d models.Date, hour, minute int) models.Instant { return models.InstantOf(d.At(hour, minute)) }

// mondays is a pattern of Monday mornings: 9:00 to 12:00, an hour each.
func mondays(edit func(*Pattern)) Pattern {
	p := Pattern{AccountID: 7, Weekday: time.Monday, From: 9 * 60, Until: 12 * 60, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.InPerson,
		Place: "Liège", Valid: models.Period{From: "2026-01-01"}, HorizonWeeks: 26}
	if edit != nil {
		edit(&p)
	}
	return p
}

// words tells slots as "30/11 09:00", by day.
func words(list []Slot) string {
	var w []string
	for _, s := range list {
		w = append(w, s.StartsAt.Time().Format("02/01 15:04"))
	}
	return strings.Join(w, ", ")
}

func TestFreeSlots(t *testing.T) {
	const usual = "30/11 09:00, 30/11 10:00, 30/11 11:00"
	now := at("2026-11-23", 9, 0)
	week := models.Period{From: "2026-11-30", To: "2026-12-06"}
	meeting := func(h, m, minutes int) []Stretch {
		from := at("2026-11-30", h, m)
		return []Stretch{{from, from + models.Instant(minutes)*60_000}}
	}
	for name, c := range map[string]struct {
		edit func(*Pattern)
		more func(*Offer)
		days models.Period
		now  models.Instant
		want string
	}{
		"the usual week":                             {want: usual},
		"with a pause between":                       {edit: func(p *Pattern) { p.Pause = 15 }, want: "30/11 09:00, 30/11 10:15"},
		"the last one ends in time":                  {edit: func(p *Pattern) { p.Until = 11*60 + 59 }, want: "30/11 09:00, 30/11 10:00"},
		"before its first day":                       {edit: func(p *Pattern) { p.Valid.From = "2026-12-01" }},
		"on its first and last day":                  {edit: func(p *Pattern) { p.Valid = models.Period{From: "2026-11-30", To: "2026-11-30"} }, want: usual},
		"after its last day":                         {edit: func(p *Pattern) { p.Valid.To = "2026-11-29" }},
		"within the horizon":                         {edit: func(p *Pattern) { p.HorizonWeeks = 1 }, want: usual},
		"beyond the horizon":                         {edit: func(p *Pattern) { p.HorizonWeeks = 1 }, now: at("2026-11-22", 9, 0)},
		"just enough notice":                         {edit: func(p *Pattern) { p.NoticeHours = 48 }, now: at("2026-11-28", 9, 0), want: usual},
		"a minute too little":                        {edit: func(p *Pattern) { p.NoticeHours = 48 }, now: at("2026-11-28", 9, 1), want: "30/11 10:00, 30/11 11:00"},
		"what has begun is over":                     {now: at("2026-11-30", 10, 0), want: "30/11 11:00"},
		"another weekday":                            {edit: func(p *Pattern) { p.Weekday = time.Sunday }, want: "06/12 09:00, 06/12 10:00, 06/12 11:00"},
		"days are included at both ends":             {days: models.Period{From: "2026-11-30", To: "2026-11-30"}, want: usual},
		"a holiday":                                  {days: models.Period{From: "2027-03-22", To: "2027-04-05"}, want: "22/03 09:00, 22/03 10:00, 22/03 11:00, 05/04 09:00, 05/04 10:00, 05/04 11:00"},
		"an absence of two hours":                    {more: func(o *Offer) { o.Absences = meeting(9, 0, 120) }, want: "30/11 11:00"},
		"an absence of days":                         {more: func(o *Offer) { o.Absences = []Stretch{{at("2026-11-28", 0, 0), at("2026-12-02", 0, 0)}} }},
		"a meeting on a slot":                        {more: func(o *Offer) { o.Busy = meeting(10, 0, 60) }, want: "30/11 09:00, 30/11 11:00"},
		"a meeting across two":                       {more: func(o *Offer) { o.Busy = meeting(9, 30, 60) }, want: "30/11 11:00"},
		"a meeting that touches":                     {more: func(o *Offer) { o.Busy = meeting(8, 0, 60) }, want: usual},
		"a meeting that begins a minute too early":   {more: func(o *Offer) { o.Busy = meeting(9, 59, 1) }, want: "30/11 10:00, 30/11 11:00"},
		"an extra slot beside it":                    {more: func(o *Offer) { o.Extras = []Extra{{StartsAt: at("2026-12-01", 17, 0), Minutes: 30}} }, want: usual + ", 01/12 17:00"},
		"an extra slot across two":                   {more: func(o *Offer) { o.Extras = []Extra{{StartsAt: at("2026-11-30", 9, 30), Minutes: 30}} }, want: usual},
		"an extra slot first":                        {more: func(o *Offer) { o.Extras = []Extra{{StartsAt: at("2026-11-30", 8, 45), Minutes: 30}} }, want: "30/11 08:45, 30/11 10:00, 30/11 11:00"},
		"an extra slot of another week":              {more: func(o *Offer) { o.Extras = []Extra{{StartsAt: at("2026-12-07", 9, 0), Minutes: 30}} }, want: usual},
		"an extra slot that is past":                 {now: at("2026-12-01", 9, 0), more: func(o *Offer) { o.Extras = []Extra{{StartsAt: at("2026-12-01", 9, 0), Minutes: 30}} }},
		"an extra slot on a holiday, without notice": {days: models.Period{From: "2026-12-25", To: "2026-12-25"}, now: at("2026-12-25", 9, 0), more: func(o *Offer) { o.Extras = []Extra{{StartsAt: at("2026-12-25", 9, 1), Minutes: 30}} }, want: "25/12 09:01"},
		"an extra slot during an absence": {more: func(o *Offer) {
			o.Extras, o.Absences = []Extra{{StartsAt: at("2026-11-30", 8, 0), Minutes: 30}}, meeting(8, 29, 1)
		}, want: usual},
		"two patterns that overlap": {more: func(o *Offer) {
			o.Patterns = append(o.Patterns, mondays(func(p *Pattern) { p.From, p.Minutes = 9*60+30, 30 }))
		}, want: usual},
		"no day":         {days: models.Period{To: "2026-11-30"}},
		"a day too far":  {days: models.Period{From: "292278994-08-17", To: "292278994-08-17"}},
		"until midnight": {edit: func(p *Pattern) { p.From, p.Until = 22*60, 24*60 }, want: "30/11 22:00, 30/11 23:00"},
	} {
		o := Offer{Patterns: []Pattern{mondays(c.edit)}}
		if c.more != nil {
			c.more(&o)
		}
		if c.days == (models.Period{}) {
			c.days = week
		}
		if c.now == 0 {
			c.now = now
		}
		if got := words(o.Free(c.days, c.now)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// On the last Sunday of March the clocks of Brussels go from 2:00 to 3:00, on that of October from 3:00 to 2:00. A
// morning's slots stay where the clock on the wall shows them; in the night itself no slot is doubled, none overlaps, and none is
// longer than it says.
func TestSlotsWhenTheClocksChange(t *testing.T) {
	sunday := func(from, until, minutes int) Offer {
		return Offer{Patterns: []Pattern{mondays(func(p *Pattern) { p.Weekday, p.From, p.Until, p.Minutes = time.Sunday, from*60, until*60, minutes })}}
	}
	for name, c := range map[string]struct {
		day   models.Date
		offer Offer
		want  string // in UTC
	}{
		"the Sunday before, in winter":   {"2027-03-21", sunday(9, 11, 60), "08:00 09:00"},
		"the morning after, in summer":   {"2027-03-28", sunday(9, 11, 60), "07:00 08:00"},
		"the Sunday before, in summer":   {"2026-10-18", sunday(9, 11, 60), "07:00 08:00"},
		"the morning after, in winter":   {"2026-10-25", sunday(9, 11, 60), "08:00 09:00"},
		"the night that is short":        {"2027-03-28", sunday(1, 5, 60), "00:00 01:00 02:00"},
		"across the hour that is gone":   {"2027-03-28", sunday(1, 5, 120), "00:00"}, // the next one would begin before it ends
		"too long for what is left":      {"2027-03-28", sunday(1, 3, 120), ""},
		"half hours of the short night":  {"2027-03-28", sunday(1, 4, 30), "00:00 00:30 01:00 01:30"},
		"the night that is long":         {"2026-10-25", sunday(1, 5, 60), "23:00 01:00 02:00 03:00"},
		"half hours of the longer night": {"2026-10-25", sunday(2, 4, 30), "01:00 01:30 02:00 02:30"}, // the hour that is shown twice is its second
	} {
		list := c.offer.Free(models.Period{From: c.day, To: c.day}, at(c.day.AddDays(-2), 12, 0))
		var got []string
		for i, s := range list {
			got = append(got, s.StartsAt.Time().UTC().Format("15:04"))
			if i > 0 && list[i-1].EndsAt() > s.StartsAt {
				t.Errorf("%s: two slots overlap", name)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), c.want)
		}
	}
}

func TestHolidays(t *testing.T) {
	for d, want := range map[models.Date]Holiday{
		"2026-01-01": NewYear, "2026-04-06": EasterMonday, "2026-05-01": LabourDay, "2026-05-14": Ascension, "2026-05-25": PentecostDay,
		"2026-07-21": NationalDay, "2026-08-15": Assumption, "2026-11-01": AllSaints, "2026-11-11": Armistice, "2026-12-25": Christmas,
		"2027-03-29": EasterMonday, "2027-05-06": Ascension, "2027-05-17": PentecostDay, "2024-04-01": EasterMonday,
		"2026-09-27": "", "2026-11-15": "", "2026-12-26": "", "2026-04-05": "", "2026-11-02": "", "2026-04-03": "",
	} {
		if got, found := HolidayOn(d); got != want || found != (want != "") {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	n := 0
	for d := models.Date("2026-01-01"); d < "2027-01-01"; d = d.AddDays(1) {
		if _, found := HolidayOn(d); found {
			n++
		}
	}
	if n != len(Holidays()) {
		t.Errorf("%d holidays in 2026", n)
	}
}
