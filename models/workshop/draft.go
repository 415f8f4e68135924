package workshop

import (
	"strings"
	"time"

	"eclosion/models"
)

// Limits of what a form may send. A meeting typed by hand has at most coaching.MaxHolders dossiers; that of
// a session has as many as the workshop has places, and whoever came besides.
const (
	MaxTitle       = 200
	MaxDescription = 20_000
	MaxPlaces      = 200
	MaxLine        = 200
	MaxAddress     = 500 // of the web
	MaxReason      = 2000
	MaxSummary     = 20_000
	MaxMinutes     = 720 // of a session, as of a meeting

	planMonths = 24 // ahead; beyond, the year was mistyped
	lateMonths = 12 // back: a session can be written down after it was held
)

// Draft is a workshop as it was typed.
type Draft struct {
	SiteID       int64   // when it is made; a workshop keeps its site
	ProgrammeIDs []int64 // none: every programme
	Title        string
	Description  string
	Places       int
	Open         bool
}

func (d Draft) tidy() Draft {
	d.Title, d.Description = models.OneLine(d.Title), strings.TrimSpace(d.Description)
	return d
}

// check says what is wrong with a draft, in the form's order.
func (d Draft) check() models.Faults {
	var f models.Faults
	if d.Title == "" {
		f.Field("workshop_title", "required", nil)
	}
	f.Length("workshop_title", d.Title, MaxTitle)
	f.Length("workshop_description", d.Description, MaxDescription)
	f.Between("places", d.Places, 1, MaxPlaces)
	return f
}

// SessionDraft is a session as it was typed.
type SessionDraft struct {
	HeldOn    models.Date
	From, To  string // HH:MM in Brussels
	Place     string
	OnlineURL string
	Speaker   string
	Leaders   []string // public ids of accounts
}

func (d SessionDraft) tidy() SessionDraft {
	d.Place, d.Speaker, d.OnlineURL = models.OneLine(d.Place), models.OneLine(d.Speaker), strings.TrimSpace(d.OnlineURL)
	return d
}

func (d SessionDraft) start() models.Instant { return d.HeldOn.Moment(d.From) }

func (d SessionDraft) end() models.Instant { return d.HeldOn.Moment(d.To) }

func (d SessionDraft) minutes() int {
	return int(int64(d.end()-d.start()) / time.Minute.Milliseconds())
}

// check says what is wrong with a draft, in the form's order; was is the session as it stands, nil for a new one.
func (d SessionDraft) check(today models.Date, was *Session) models.Faults {
	var f models.Faults
	d.checkDay(&f, today, was)
	if d.Place == "" && d.OnlineURL == "" {
		f.Field("place", "required", nil)
	}
	f.Length("place", d.Place, MaxLine)
	f.Length("online_url", d.OnlineURL, MaxAddress)
	if d.OnlineURL != "" && !models.IsWebAddress(d.OnlineURL) {
		f.Field("online_url", "url", nil)
	}
	if len(d.Leaders) == 0 && d.Speaker == "" {
		f.Field("leaders", "required", nil)
	}
	f.Length("speaker", d.Speaker, MaxLine)
	return f
}

func (d SessionDraft) checkDay(f *models.Faults, today models.Date, was *Session) {
	if _, err := models.ParseDate(string(d.HeldOn)); err != nil {
		f.Field("session_on", "date", nil)
		return
	}
	earliest, latest := today.AddMonths(-lateMonths), today.AddMonths(planMonths)
	unmoved := was != nil && was.HeldOn == d.HeldOn
	switch {
	case unmoved:
	case d.HeldOn < earliest:
		f.Field("session_on", "not_before", models.Facts{"date": earliest})
	case d.HeldOn > latest:
		f.Field("session_on", "not_after", models.Facts{"date": latest})
	}
	from, to := d.start(), d.end()
	if from == 0 {
		f.Field("session_from", "time", nil)
	}
	switch {
	case to == 0:
		f.Field("session_to", "time", nil)
	case from != 0 && to <= from:
		f.Field("session_to", "session_order", models.Facts{"time": d.From})
	case from != 0 && d.minutes() > MaxMinutes:
		f.Field("session_to", "session_long", models.Facts{"param": MaxMinutes})
	}
}

// moves reports whether the draft changes what stands in people's calendars.
func (d SessionDraft) moves(s Session) bool {
	return d.start() != s.StartsAt || d.minutes() != s.Minutes || d.Place != s.Place || d.OnlineURL != s.OnlineURL
}

// reminderAt is when people are reminded: at ten the day before. No reminder is due when that moment has passed.
func (s Session) reminderAt(now models.Instant) (at models.Instant, due bool) {
	at = models.InstantOf(s.HeldOn.AddDays(-1).At(10, 0))
	return at, at > now
}

// Closing is what is said of a session when its attendance is closed, or corrected.
type Closing struct {
	Minutes int    // how long it took
	Summary string // shared with those who came
}

func (c Closing) check() models.Faults {
	var f models.Faults
	f.Between("minutes", c.Minutes, 1, MaxMinutes)
	f.Length("workshop_summary", c.Summary, MaxSummary)
	return f
}
