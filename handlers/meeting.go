package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/logbook"
	"eclosion/models/programme"
	views "eclosion/views/coaching"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// meetingReader says how the actor stands to the meetings of a dossier.
func meetingReader(c echo.Context, p *programme.Project) views.Reader {
	a := web.Actor(c)
	return views.Reader{Holder: p.Standing.Own, Private: coaching.MayReadNotes(a, p),
		Logs: p.May(a, access.MeetingLog), Ticks: p.May(a, access.ActionTick)}
}

// meetings lists the meetings and actions of a dossier.
func (a *App) meetings(c echo.Context) error {
	return a.showMeetings(c, http.StatusOK, ui.Form{Key: web.NewKey()})
}

// showMeetings is the list, with the form of one more action as it stands.
func (a *App) showMeetings(c echo.Context, status int, add ui.Form) error {
	var l views.List
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.MeetingRead)
		if err != nil {
			return err
		}
		l, err = a.meetingList(c, tx, p)
		return err
	})
	if err != nil {
		return err
	}
	l.Add = add
	return a.page(c, status, wording.T(c.Request().Context(), "Rencontres, %s", l.Head.Project.Ref), func(f layout.Frame) templ.Component {
		return views.ListPage(f, l)
	})
}

func (a *App) meetingList(c echo.Context, tx *db.Tx, p *programme.Project) (l views.List, err error) {
	if l.Head, err = a.dossierHead(c, tx, p); err != nil {
		return l, err
	}
	l.Reader = meetingReader(c, p)
	after := c.QueryParam("suite")
	var next string
	if l.Meetings, next, err = coaching.MeetingsOf(tx, p, after); err != nil {
		return l, err
	}
	if l.Readings, err = coaching.Readings(tx, p, l.Meetings); err != nil {
		return l, err
	}
	here := "/projets/" + p.Ref + "/rencontres"
	if next != "" {
		l.Page.Next = here + "?suite=" + url.QueryEscape(next)
	}
	if after != "" {
		l.Page.First = here
	}
	if l.Next, err = coaching.NextMeeting(tx, p); err != nil {
		return l, err
	}
	if l.Actions, err = coaching.ActionsOf(tx, p); err != nil || !l.Reader.Logs {
		return l, err
	}
	if refusal := coaching.CheckLog(p); refusal != nil {
		_, sentences := wording.Problem(c.Request().Context(), refusal)
		l.Closed = sentences[0]
	}
	l.Coaches, err = coaching.OfferedCoaches(tx, p, nil)
	return l, err
}

// meeting shows one meeting of a dossier.
func (a *App) meeting(c echo.Context) error { return a.showMeeting(c, http.StatusOK, nil) }

// showMeeting is the page of a meeting, with the form of what became of it as it stands.
func (a *App) showMeeting(c echo.Context, status int, settle *ui.Form) error {
	var page views.Meeting
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.MeetingRead)
		if err != nil {
			return err
		}
		if page.Meeting, err = coaching.MeetingOf(tx, p, c.Param("id")); err != nil {
			return err
		}
		page.Reader = meetingReader(c, p)
		page.MayChange = coaching.MayChange(web.Actor(c), p, page.Meeting)
		if page.MayChange {
			if page.Overlaps, err = coaching.Overlaps(tx, page.Meeting); err != nil {
				return err
			}
		}
		if page.Documents, err = logbook.DocumentsOf(tx, p, page.Meeting.ID); err != nil {
			return err
		}
		if page.Minutes, err = minutesOnMeeting(c, tx, p, page.Meeting); err != nil {
			return err
		}
		page.Head, err = a.dossierHead(c, tx, p)
		return err
	})
	if err != nil {
		return err
	}
	if settle != nil {
		page.Settle = *settle
	}
	page.Settle.Version = strconv.Itoa(page.Meeting.Version)
	ctx := c.Request().Context()
	return a.page(c, status, wording.T(ctx, "Rencontre du %s", wording.LongDate(page.Meeting.HeldOn)), func(f layout.Frame) templ.Component {
		return views.MeetingPage(f, page)
	})
}
