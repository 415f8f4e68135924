package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/booking"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/workshop"
	views "eclosion/views/booking"
	"eclosion/views/calendar"
	"eclosion/views/candidature"
	"eclosion/views/layout"
	"eclosion/views/wording"
	workshopviews "eclosion/views/workshop"
)

const subscriptionPath = "/compte/agenda"

// subscription is the page of one's own calendar address.
func (a *App) subscription(c echo.Context) error {
	s := views.Subscription{Coach: web.Actor(c).Has(access.Coach)}
	err := a.read(c, func(tx *db.Tx) (err error) { s.Feed, err = booking.OwnFeed(tx); return err })
	if err != nil {
		return err
	}
	if s.Feed != nil && s.Feed.Nameless {
		s.Form.Values = map[string][]string{"sans_noms": {"oui"}}
	}
	s.Address = web.TakeOnce(c, subscriptionPath, a.BaseURL+"/agenda/")
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Mes rendez-vous dans mon agenda"), func(f layout.Frame) templ.Component {
		return views.SubscriptionPage(f, s)
	})
}

// newSubscription makes an address, in the place of the one before. The next page shows it, once.
func (a *App) newSubscription(c echo.Context) error {
	var secret string
	err := a.write(c, func(tx *db.Tx) (err error) { secret, err = booking.NewFeed(tx); return err })
	if err != nil {
		return err
	}
	web.ShowOnce(c, subscriptionPath, a.BaseURL+views.FeedPath(secret), strings.HasPrefix(a.BaseURL, "https://"))
	return web.SeeOther(c, subscriptionPath, "")
}

func (a *App) saveSubscription(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return booking.SetNameless(tx, c.FormValue("sans_noms") == "oui") })
	if err != nil {
		return err
	}
	return web.SeeOther(c, subscriptionPath, wording.T(c.Request().Context(), "C'est enregistré."))
}

func (a *App) dropSubscription(c echo.Context) error {
	if err := a.write(c, booking.DropFeed); err != nil {
		return err
	}
	return web.SeeOther(c, subscriptionPath, wording.T(c.Request().Context(), "Votre adresse est fermée."))
}

// WrongFeeds is how many addresses that open nothing one place may ask for in the window of tries. The calendars of many people
// are read from one place: it is far above what a few closed addresses ask.
const WrongFeeds = 60

// calendarFeed is the calendar behind a secret address. Who asks has no session and gets no cookie: the secret alone opens it,
// and what opens nothing is not found, whether it was closed or never was.
func (a *App) calendarFeed(c echo.Context) error {
	secret, is := strings.CutSuffix(c.Param("file"), ".ics")
	if !is {
		return models.Missing("page")
	}
	place := "agenda " + c.RealIP()
	if !a.tries.fewer(place, WrongFeeds) {
		c.Response().Header().Set(echo.HeaderRetryAfter, "600")
		return &models.Problem{Kind: models.TooMany, Code: "feed.too_many"}
	}
	ctx := c.Request().Context()
	f, owner, err := a.feedOf(ctx, secret)
	if err != nil {
		if models.IsKind(err, models.NotFound) {
			a.tries.failed(place)
		}
		return err
	}
	var events []calendar.Event
	err = a.DB.Read(ctx, owner.Actor(), func(tx *db.Tx) (err error) { events, err = a.feedEvents(ctx, tx, f); return err })
	if err != nil {
		return err
	}
	return a.sendFeed(c, f, calendar.Feed{Name: wording.T(ctx, "Rendez-vous de la couveuse"), Events: events})
}

// feedOf finds whose calendar a secret opens.
func (a *App) feedOf(ctx context.Context, secret string) (f booking.Feed, owner accounts.Account, err error) {
	err = a.DB.Read(ctx, access.Actor{}, func(tx *db.Tx) (err error) {
		if f, err = booking.FeedBySecret(tx, secret); err != nil {
			return err
		}
		owner, err = accounts.ByID(tx, f.AccountID)
		return err
	})
	return f, owner, err
}

// feedEvents gathers what the owner of a calendar comes to: meetings, group work, and the interviews of their applications.
func (a *App) feedEvents(ctx context.Context, tx *db.Tx, f booking.Feed) (events []calendar.Event, err error) {
	meetings, err := booking.Calendar(tx)
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		events = append(events, views.MeetingEvent(ctx, m, f.Nameless, a.BaseURL))
	}
	group, err := a.groupEvents(ctx, tx)
	if err != nil {
		return nil, err
	}
	interviews, err := a.interviewEvents(ctx, tx)
	return append(append(events, group...), interviews...), err
}

// groupEvents are the sessions of workshops that the owner leads as a coach, or has a place at as a holder.
func (a *App) groupEvents(ctx context.Context, tx *db.Tx) (events []calendar.Event, err error) {
	var account, person int64
	if tx.Actor().Has(access.Coach) {
		account = tx.Actor().AccountID
	}
	if tx.Actor().Has(access.Candidate) {
		person = tx.Actor().PersonID
	}
	within := booking.CalendarTime(tx.Today())
	sessions, err := workshop.SessionsOf(tx, account, person, within.From, within.To)
	for _, s := range sessions {
		events = append(events, workshopviews.Event(ctx, workshop.Workshop{PublicID: s.Workshop, Title: s.Title}, s.Session, s.Sequence, a.BaseURL))
	}
	return events, err
}

// interviewEvents are the interviews that the owner has booked with committees.
func (a *App) interviewEvents(ctx context.Context, tx *db.Tx) (events []calendar.Event, err error) {
	if tx.Actor().PersonID == 0 || !tx.Actor().Has(access.Candidate) {
		return nil, nil
	}
	own, _, err := programme.List(tx, access.ProjectList, programme.Filter{PersonID: tx.Actor().PersonID})
	if err != nil {
		return nil, err
	}
	for _, r := range own {
		if !selection.Awaits(r.Phase) { // one or two at once
			continue
		}
		p, err := programme.LoadByID(tx, r.ID, access.ApplicationRead)
		if err != nil {
			return nil, err
		}
		i, found, err := selection.InterviewOf(tx, p)
		if err != nil {
			return nil, err
		}
		if found {
			events = append(events, candidature.InterviewEvent(ctx, i, a.BaseURL, false))
		}
	}
	return events, nil
}

// sendFeed answers with a calendar, or says that it is the one that the asker has. What it holds changes when a meeting or a
// choice does, and at midnight, when its window moves.
func (a *App) sendFeed(c echo.Context, f booking.Feed, feed calendar.Feed) error {
	body := feed.ICS()
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	changed := max(models.InstantOf(a.today().Start()), f.UpdatedAt)
	for _, e := range feed.Events {
		changed = max(changed, e.LastModified)
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", tag)
	h.Set("Last-Modified", changed.Time().UTC().Format(http.TimeFormat))
	h.Set("X-Robots-Tag", "noindex")
	if isCurrent(c.Request(), tag, changed) {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set(echo.HeaderContentDisposition, `inline; filename="rendez-vous.ics"`)
	return c.Blob(http.StatusOK, calendar.FeedType, body)
}

// isCurrent reports whether the asker has this version: by its tag, or, who sends none, by its date to the second.
func isCurrent(r *http.Request, tag string, changed models.Instant) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		for _, t := range strings.Split(tags, ",") {
			if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !changed.Time().Truncate(time.Second).After(since)
}
