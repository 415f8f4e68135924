package workshop

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

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
	d.Title, d.Description = oneLine(d.Title), strings.TrimSpace(d.Description)
	return d
}

// check says what is wrong with a draft, in the form's order.
func (d Draft) check() faults {
	var f faults
	if d.Title == "" {
		f.field("workshop_title", "required", nil)
	}
	f.length("workshop_title", d.Title, MaxTitle)
	f.length("workshop_description", d.Description, MaxDescription)
	f.between("places", d.Places, 1, MaxPlaces)
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
	d.Place, d.Speaker, d.OnlineURL = oneLine(d.Place), oneLine(d.Speaker), strings.TrimSpace(d.OnlineURL)
	return d
}

// moment is a time of day on the draft's day; 0 for one that the day does not have.
func (d SessionDraft) moment(clock string) models.Instant {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return 0
	}
	at := d.HeldOn.At(t.Hour(), t.Minute())
	if at.Format("15:04") != clock { // the hour that summer time skips
		return 0
	}
	return models.InstantOf(at)
}

func (d SessionDraft) start() models.Instant { return d.moment(d.From) }

func (d SessionDraft) minutes() int {
	return int(int64(d.moment(d.To)-d.start()) / time.Minute.Milliseconds())
}

// check says what is wrong with a draft, in the form's order; was is the session as it stands, nil for a new one.
func (d SessionDraft) check(today models.Date, was *Session) faults {
	var f faults
	d.checkDay(&f, today, was)
	if d.Place == "" && d.OnlineURL == "" {
		f.field("place", "required", nil)
	}
	f.length("place", d.Place, MaxLine)
	f.length("online_url", d.OnlineURL, MaxAddress)
	if d.OnlineURL != "" && !isWebAddress(d.OnlineURL) {
		f.field("online_url", "url", nil)
	}
	if len(d.Leaders) == 0 && d.Speaker == "" {
		f.field("leaders", "required", nil)
	}
	f.length("speaker", d.Speaker, MaxLine)
	return f
}

func (d SessionDraft) checkDay(f *faults, today models.Date, was *Session) {
	if _, err := models.ParseDate(string(d.HeldOn)); err != nil {
		f.field("session_on", "date", nil)
		return
	}
	earliest, latest := today.AddMonths(-lateMonths), today.AddMonths(planMonths)
	unmoved := was != nil && was.HeldOn == d.HeldOn
	switch {
	case unmoved:
	case d.HeldOn < earliest:
		f.field("session_on", "not_before", models.Facts{"date": earliest})
	case d.HeldOn > latest:
		f.field("session_on", "not_after", models.Facts{"date": latest})
	}
	from, to := d.start(), d.moment(d.To)
	if from == 0 {
		f.field("session_from", "time", nil)
	}
	switch {
	case to == 0:
		f.field("session_to", "time", nil)
	case from != 0 && to <= from:
		f.field("session_to", "session_order", models.Facts{"time": d.From})
	case from != 0 && d.minutes() > MaxMinutes:
		f.field("session_to", "session_long", models.Facts{"param": MaxMinutes})
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

func (c Closing) check() faults {
	var f faults
	f.between("minutes", c.Minutes, 1, MaxMinutes)
	f.length("workshop_summary", c.Summary, MaxSummary)
	return f
}

// isWebAddress reports whether a text is a whole address of the web.
func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}

// oneLine takes line ends out of what must stand on one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

type faults []models.FieldProblem

func (f *faults) field(name, code string, facts models.Facts) {
	*f = append(*f, models.FieldProblem{Field: name, Code: code, Facts: facts})
}

func (f *faults) length(name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		f.field(name, "max", models.Facts{"param": most, "kind": "text"})
	}
}

func (f *faults) between(name string, n, low, high int) {
	switch {
	case n < low:
		f.field(name, "gte", models.Facts{"param": low})
	case n > high:
		f.field(name, "lte", models.Facts{"param": high})
	}
}
