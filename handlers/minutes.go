package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
	views "eclosion/views/coaching"
	"eclosion/views/layout"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func meetingAt(ref, id string) string { return "/projets/" + ref + "/rencontres/" + id }

func meetingPath(c echo.Context) string { return meetingAt(c.Param("ref"), c.Param("id")) }

func minutesPath(c echo.Context) string { return meetingPath(c) + "/compte-rendu" }

// minutesPDF prints the minutes of a meeting for one of its dossiers.
func (a *App) minutesPDF(c echo.Context) error {
	var m coaching.Minutes
	err := a.read(c, func(tx *db.Tx) (err error) {
		m, err = coaching.MinutesOf(tx, c.Param("ref"), c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	return a.sendPaper(c, report.Minutes(c.Request().Context(), m), m.Project.Ref+"-"+string(m.HeldOn))
}

// minutesView is the page of the minutes.
func (a *App) minutesView(c echo.Context) error { return a.showMinutes(c, http.StatusOK, ui.Form{}) }

func (a *App) showMinutes(c echo.Context, status int, form ui.Form) error {
	ctx := c.Request().Context()
	var p views.MinutesPage
	err := a.read(c, func(tx *db.Tx) error {
		m, err := coaching.MinutesOf(tx, c.Param("ref"), c.Param("id"))
		if err != nil {
			return err
		}
		p.Paper = report.Minutes(ctx, m)
		p.Back = ui.Link{Href: meetingPath(c), Label: wording.Moment(m.StartsAt)}
		p.Box = minutesBox(c, m, form)
		p.Head, err = a.dossierHead(c, tx, m.Project)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(ctx, "Compte rendu du %s", p.Back.Label), func(f layout.Frame) templ.Component { return views.ShowMinutes(f, p) })
}

func minutesBox(c echo.Context, m coaching.Minutes, form ui.Form) views.MinutesBox {
	own := m.Project.Standing.Own && m.Project.May(web.Actor(c), access.MinutesSign)
	return views.MinutesBox{Path: minutesPath(c), Own: own, Reading: m.Reading, Marks: m.Readings, Form: form}
}

// minutesOnMeeting gathers what the page of a meeting says of its minutes.
func minutesOnMeeting(c echo.Context, tx *db.Tx, p *programme.Project, m coaching.Meeting) (views.MinutesBox, error) {
	minutes, err := coaching.MinutesOf(tx, p.Ref, m.PublicID)
	if err != nil {
		return views.MinutesBox{}, err
	}
	box := minutesBox(c, minutes, ui.Form{})
	if len(m.Holders) > 1 {
		box.Holders = m.Holders
		box.Readings, err = coaching.ReadingsAt(tx, m)
	}
	return box, err
}

type readingForm struct {
	Seen   string `form:"vu" validate:"max=64"`
	Remark string `form:"remark"`
}

// readMinutes takes the holder's word that they have read the minutes.
func (a *App) readMinutes(c echo.Context) error {
	var f readingForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return coaching.ReadMinutes(tx, c.Param("ref"), c.Param("id"), f.Seen, f.Remark)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMinutes(c, status, form) })
	}
	notice := wording.T(c.Request().Context(), "C'est noté : vous avez lu ce compte rendu.")
	if f.Remark != "" {
		notice = wording.T(c.Request().Context(), "C'est noté : votre remarque est transmise.")
	}
	return web.SeeOther(c, meetingPath(c), notice)
}
