package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/workshop"
	"eclosion/views/calendar"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
	view "eclosion/views/workshop"
)

// workshops is the list: of those that one keeps, or for a holder of those that one can go to.
func (a *App) workshops(c echo.Context) error {
	if access.Can(web.Actor(c), access.WorkshopManage) {
		return a.workshopBoard(c)
	}
	o := view.Offer{Now: a.now()}
	err := a.read(c, func(tx *db.Tx) (err error) { o.Mine, o.Open, err = workshop.ListMine(tx); return err })
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Ateliers"), func(f layout.Frame) templ.Component {
		return view.OfferPage(f, o)
	})
}

func (a *App) workshopBoard(c echo.Context) error {
	b := view.Board{Over: c.QueryParam("passes") != "", Now: a.now(), Form: ui.Form{Values: c.QueryParams()}}
	filter := workshop.Filter{Over: b.Over, After: c.QueryParam("suite")}
	filter.SiteID, _ = strconv.ParseInt(c.QueryParam("site"), 10, 64)
	var next string
	err := a.read(c, func(tx *db.Tx) (err error) { b.List, next, err = workshop.List(tx, filter); return err })
	if err != nil {
		return err
	}
	b.Sites, err = a.siteOptions(c, func(s programme.Site) bool { return access.CanOnSite(web.Actor(c), access.WorkshopRead, s.ID) })
	if err != nil {
		return err
	}
	b.Page = workshopPages(c.QueryParams(), next)
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Ateliers"), func(f layout.Frame) templ.Component {
		return view.BoardPage(f, b)
	})
}

// workshopPages leads from one page of the list to the next, with its filters.
func workshopPages(query url.Values, next string) ui.Page {
	var p ui.Page
	if query.Get("suite") != "" {
		query.Del("suite")
		p.First = view.Home + "?" + query.Encode()
	}
	if next != "" {
		query.Set("suite", next)
		p.Next = view.Home + "?" + query.Encode()
	}
	return p
}

// workshop is one workshop: the staff's page of it, or a holder's.
func (a *App) workshop(c echo.Context) error {
	if access.Can(web.Actor(c), access.WorkshopManage) {
		return a.showKeptWorkshop(c, http.StatusOK, ui.Form{}, ui.Form{})
	}
	return a.showWorkshop(c, http.StatusOK, ui.Form{})
}

func (a *App) showWorkshop(c echo.Context, status int, form ui.Form) error {
	s := view.Show{Now: a.now(), Form: form}
	err := a.read(c, func(tx *db.Tx) error {
		m, err := workshop.LoadMine(tx, c.Param("id"))
		if err == nil {
			s.Mine = *m
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, s.Mine.Workshop.Title, func(f layout.Frame) templ.Component { return view.ShowPage(f, s) })
}

// workshopCalendar are the sessions to come for one's calendar; the links of those on line are in it for who has a place, and for who keeps it.
func (a *App) workshopCalendar(c echo.Context) error {
	var w workshop.Workshop
	var on *workshop.Enrolment
	err := a.read(c, func(tx *db.Tx) error {
		if access.Can(web.Actor(c), access.WorkshopManage) {
			kept, err := workshop.LoadManaged(tx, c.Param("id"))
			if err == nil {
				w = *kept
			}
			return err
		}
		m, err := workshop.LoadMine(tx, c.Param("id"))
		if err == nil {
			w, on = m.Workshop, m.On()
		}
		return err
	})
	if err != nil {
		return err
	}
	events := view.Events(c.Request().Context(), w, on, a.now(), a.BaseURL)
	if len(events) == 0 {
		return models.Missing("workshop_session")
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="atelier.ics"`)
	return c.Blob(http.StatusOK, events[0].Type(), calendar.Several(events...))
}

type enrolForm struct {
	Dossier string `form:"dossier" validate:"max=40"`
}

func (a *App) enrolOnWorkshop(c echo.Context) error {
	var f enrolForm
	var already bool
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			m, err := workshop.LoadMine(tx, c.Param("id"))
			if err != nil {
				return err
			}
			already = m.On() != nil
			return workshop.Enrol(tx, c.Param("id"), f.Dossier)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showWorkshop(c, status, form) })
	}
	if already { // nothing new, and no second mail
		return web.SeeOther(c, view.Path(c.Param("id")), wording.T(c.Request().Context(), "Vous étiez déjà sur la liste de cet atelier : rien ne change."))
	}
	return web.SeeOther(c, view.Path(c.Param("id")), wording.T(c.Request().Context(), "C'est noté : la confirmation part par e-mail."))
}

func (a *App) leaveWorkshop(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return workshop.Leave(tx, c.Param("id")) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showWorkshop(c, status, form) })
	}
	return web.SeeOther(c, view.Path(c.Param("id")), wording.T(c.Request().Context(), "Vous n'êtes plus inscrit·e à cet atelier."))
}
