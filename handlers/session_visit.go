package handlers

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/calendar"
	"eclosion/views/layout"
	"eclosion/views/seance"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// sessions lists the information sessions to come.
func (a *App) sessions(c echo.Context) error {
	ctx := c.Request().Context()
	l := seance.List{Now: a.now(), Form: ui.Form{Values: c.QueryParams()}}
	err := a.read(c, func(tx *db.Tx) error {
		offers, err := programme.OpenOffers(tx)
		if err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		for _, o := range offers {
			l.Programmes = append(l.Programmes, o.Programme)
		}
		for _, s := range sites {
			if s.Active {
				l.Sites = append(l.Sites, s)
			}
		}
		l.Sessions, err = infosession.Upcoming(tx, infosession.Filter{Site: c.QueryParam("site"), Programme: c.QueryParam("programme")})
		return err
	})
	if err != nil {
		return err
	}
	tells := wording.T(ctx, "Les prochaines séances d'information de la couveuse : dates, sites, places libres, inscription en ligne sans compte.")
	return a.openPage(c, http.StatusOK, wording.T(ctx, "Séances d'information"), tells, func(f layout.Frame) templ.Component {
		return seance.ListPage(f, l)
	})
}

func (a *App) sessionOf(c echo.Context) (s infosession.Session, err error) {
	err = a.read(c, func(tx *db.Tx) error {
		loaded, err := infosession.Load(tx, c.Param("id"))
		if err == nil {
			s = *loaded
		}
		return err
	})
	return s, err
}

func (a *App) session(c echo.Context) error { return a.showSession(c, http.StatusOK, ui.Form{}) }

func (a *App) showSession(c echo.Context, status int, form ui.Form) error {
	ctx := c.Request().Context()
	s, err := a.sessionOf(c)
	if err != nil {
		return err
	}
	now := a.now()
	tells := ""
	if s.Open(now) == nil {
		tells = wording.T(ctx, "%s, %s. Inscription en ligne, sans compte.", seance.Title(ctx, s), wording.When(ctx, s.StartsAt))
	}
	return a.openPage(c, status, seance.Title(ctx, s), tells, func(f layout.Frame) templ.Component {
		return seance.ShowPage(f, seance.Show{Session: s, Now: now, Form: form})
	})
}

type guestForm struct {
	FirstName string `form:"first_name"`
	LastName  string `form:"last_name"`
	Email     string `form:"email"`
	Phone     string `form:"phone"`
	Heard     string `form:"heard"`
}

// Registrations in ten minutes: from one place (a training centre registers a class from one), and with one address.
const (
	registrationsFromAPlace = 60
	registrationsOfAnyone   = 5
)

// registerGuest puts a visitor on a session. Whoever registers, for the first time or again, is answered the same, at the
// same pace; how it stands is told by mail.
func (a *App) registerGuest(c echo.Context) error {
	var f guestForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.registerOnce(c, f)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showSession(c, status, form) })
	}
	return web.SeeOther(c, seance.Path(c.Param("id"))+"/merci", "")
}

func (a *App) registerOnce(c echo.Context, f guestForm) error {
	place, person := "séance "+c.RealIP(), "séance "+c.Param("id")+" "+strings.ToLower(f.Email)
	if !a.tries.fewer(place, registrationsFromAPlace) || !a.tries.fewer(person, registrationsOfAnyone) {
		return &models.Problem{Kind: models.TooMany, Code: "infosession.too_many"}
	}
	err := a.write(c, func(tx *db.Tx) error {
		return infosession.Register(tx, c.Param("id"), infosession.Guest{FirstName: f.FirstName, LastName: f.LastName, Email: f.Email,
			Phone: f.Phone, Heard: infosession.Heard(f.Heard)})
	})
	if err == nil {
		a.tries.failed(place)
		a.tries.failed(person)
	}
	return err
}

// sessionThanks follows a registration. It says nothing of who registered.
func (a *App) sessionThanks(c echo.Context) error {
	s, err := a.sessionOf(c)
	if err != nil {
		return err
	}
	return a.openPage(c, http.StatusOK, wording.T(c.Request().Context(), "Merci, c'est noté"), "", func(f layout.Frame) templ.Component {
		return seance.ThanksPage(f, s)
	})
}

// sessionCalendar is the entry of a session for anybody's calendar; where it is held on line stays apart.
func (a *App) sessionCalendar(c echo.Context) error {
	s, err := a.sessionOf(c)
	if err != nil {
		return err
	}
	s.OnlineURL = ""
	return sendCalendar(c, seance.Event(c.Request().Context(), s, s.Sequence, a.BaseURL))
}

func sendCalendar(c echo.Context, e calendar.Event) error {
	c.Response().Header().Set("Content-Disposition", `attachment; filename="seance.ics"`)
	return c.Blob(http.StatusOK, e.Type(), e.ICS())
}

func (a *App) ownRegistration(c echo.Context) (o seance.Own, err error) {
	o.Now = a.now()
	err = a.read(c, func(tx *db.Tx) error {
		s, r, err := infosession.ByToken(tx, c.Param("token"))
		if err == nil {
			o.Session, o.Registration = *s, *r
		}
		return err
	})
	return o, err
}

// registration shows what a private link speaks for. It changes nothing: scanners of mail follow links.
func (a *App) registration(c echo.Context) error {
	o, err := a.ownRegistration(c)
	if err != nil {
		return err
	}
	return a.openPage(c, http.StatusOK, wording.T(c.Request().Context(), "Mon inscription"), "", func(f layout.Frame) templ.Component {
		return seance.OwnPage(f, o)
	})
}

// registrationCalendar is the entry of one's own place, with the link when it is held on line.
func (a *App) registrationCalendar(c echo.Context) error {
	o, err := a.ownRegistration(c)
	if err != nil {
		return err
	}
	if o.Registration.State != infosession.Confirmed {
		return models.Missing("registration")
	}
	return sendCalendar(c, seance.Event(c.Request().Context(), o.Session, infosession.CalendarSequence(o.Session, o.Registration), a.BaseURL))
}

// leaveSession gives the place of a private link back.
func (a *App) leaveSession(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return infosession.Leave(tx, c.Param("token")) })
	if err != nil {
		return err
	}
	return web.SeeOther(c, seance.OwnPath(c.Param("token")), "")
}
