package handlers

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/pdf"
	"eclosion/views/seance"
	"eclosion/views/sheet"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// keptSessions lists the sessions of the actor's sites.
func (a *App) keptSessions(c echo.Context) error {
	b := seance.Board{Over: c.QueryParam("passees") != "", Now: a.now()}
	err := a.read(c, func(tx *db.Tx) (err error) { b.Sessions, err = infosession.Managed(tx, b.Over); return err })
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Séances d'information"), func(f layout.Frame) templ.Component {
		return seance.BoardPage(f, b)
	})
}

func (a *App) keptSession(c echo.Context) error {
	return a.showKeptSession(c, http.StatusOK, ui.Form{}, ui.Form{})
}

func (a *App) readKept(c echo.Context) (k seance.Kept, err error) {
	k.Now, k.Invites = a.now(), access.Can(web.Actor(c), access.CandidateInvite)
	err = a.read(c, func(tx *db.Tx) error {
		s, err := infosession.LoadManaged(tx, c.Param("id"))
		if err != nil {
			return err
		}
		k.Session = *s
		k.Registrations, err = infosession.Registrations(tx, s)
		return err
	})
	return k, err
}

func (a *App) showKeptSession(c echo.Context, status int, ticked, cancel ui.Form) error {
	k, err := a.readKept(c)
	if err != nil {
		return err
	}
	k.Form, k.Cancel = ticked, cancel
	k.Form.Version, k.Cancel.Version = strconv.Itoa(k.Session.Version), strconv.Itoa(k.Session.Version)
	return a.page(c, status, seance.Title(c.Request().Context(), k.Session), func(f layout.Frame) templ.Component { return seance.KeptPage(f, k) })
}

func (a *App) newSession(c echo.Context) error {
	return a.showNewSession(c, http.StatusOK, filled(0, "minutes", "90", "places", "15"))
}

func (a *App) showNewSession(c echo.Context, status int, form ui.Form) error {
	e := seance.Edit{Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		e.Programmes, err = sessionProgrammes(tx, nil)
		return err
	})
	if err != nil {
		return err
	}
	e.Sites, err = a.siteOptions(c, func(s programme.Site) bool {
		return s.Active && access.CanOnSite(web.Actor(c), access.InfoSessionManage, s.ID)
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Annoncer une séance"), func(f layout.Frame) templ.Component { return seance.EditPage(f, e) })
}

func sessionProgrammes(tx *db.Tx, was []infosession.Programme) ([]ui.Option, error) {
	all, err := programme.Programmes(tx)
	return seance.ProgrammeOptions(all, was), err
}

type sessionForm struct {
	Site       string   `form:"site" validate:"max=20"`
	Programmes []string `form:"session_programmes" validate:"max=50"`
	On         string   `form:"session_on"`
	Time       string   `form:"session_time"`
	Minutes    string   `form:"minutes"`
	Place      string   `form:"place"`
	OnlineURL  string   `form:"online_url"`
	Partner    string   `form:"partner"`
	Places     string   `form:"places"`
	ClosesOn   string   `form:"closes_on"`
	Notes      string   `form:"notes"`
}

func (f sessionForm) draft() (infosession.Draft, error) {
	d := infosession.Draft{ProgrammeIDs: ids(f.Programmes), HeldOn: models.Date(f.On), Time: f.Time, Place: f.Place, OnlineURL: f.OnlineURL,
		Partner: f.Partner, ClosesOn: models.Date(f.ClosesOn), Notes: f.Notes}
	d.SiteID, _ = strconv.ParseInt(f.Site, 10, 64)
	var fields []models.FieldProblem
	d.Minutes, d.Places = whole(&fields, "minutes", f.Minutes), whole(&fields, "places", f.Places)
	if problem := models.Fields(fields...); problem != nil {
		return d, problem
	}
	return d, nil
}

func readSession(c echo.Context) (infosession.Draft, error) {
	var f sessionForm
	if err := web.Bind(c, &f); err != nil {
		return infosession.Draft{}, err
	}
	return f.draft()
}

func (a *App) createSession(c echo.Context) error {
	var id string
	d, err := readSession(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) { id, err = infosession.Create(tx, web.Said(c), d); return err })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showNewSession(c, status, form) })
	}
	return web.SeeOther(c, seance.StaffPath(id), wording.T(c.Request().Context(), "Séance annoncée : elle est sur la page publique."))
}

func (a *App) editSession(c echo.Context) error { return a.showEditSession(c, http.StatusOK, nil) }

// showEditSession shows a session's form as it is stored, or as it was refused.
func (a *App) showEditSession(c echo.Context, status int, refused *ui.Form) error {
	var e seance.Edit
	err := a.read(c, func(tx *db.Tx) (err error) {
		if e.Session, err = infosession.LoadManaged(tx, c.Param("id")); err != nil {
			return err
		}
		e.Programmes, err = sessionProgrammes(tx, e.Session.Programmes)
		return err
	})
	if err != nil {
		return err
	}
	if refused == nil && (e.Session.Cancelled() || e.Session.Started(a.now())) {
		return c.Redirect(http.StatusSeeOther, seance.StaffPath(e.Session.PublicID)) // there is nothing left to change
	}
	e.Form.Values = seance.Values(*e.Session)
	if refused != nil {
		e.Form = *refused
	}
	if refused == nil || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Session.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Modifier la séance"), func(f layout.Frame) templ.Component { return seance.EditPage(f, e) })
}

func (a *App) changeSession(c echo.Context) error {
	d, err := readSession(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return infosession.Change(tx, c.Param("id"), web.Version(c), d) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showEditSession(c, status, &form) })
	}
	return web.SeeOther(c, seance.StaffPath(c.Param("id")), wording.T(c.Request().Context(), "C'est enregistré."))
}

type cancelSessionForm struct {
	Reason string `form:"cancel_reason"`
}

func (a *App) cancelSession(c echo.Context) error {
	var f cancelSessionForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return infosession.Cancel(tx, c.Param("id"), web.Version(c), f.Reason) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showKeptSession(c, status, ui.Form{}, form) })
	}
	return web.SeeOther(c, seance.StaffPath(c.Param("id")), wording.T(c.Request().Context(), "Séance annulée : les personnes inscrites sont prévenues."))
}

type presenceForm struct {
	Came []string `form:"venu" validate:"max=2000"`
}

func (a *App) tickAttendance(c echo.Context) error {
	var f presenceForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return infosession.TickAttendance(tx, c.Param("id"), web.Version(c), ids(f.Came))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showKeptSession(c, status, form, ui.Form{}) })
	}
	return web.SeeOther(c, seance.StaffPath(c.Param("id")), wording.T(c.Request().Context(), "Présences enregistrées."))
}

// guestOf gives somebody who registered for a session of the actor's sites.
func (a *App) guestOf(c echo.Context, session, registration string) (r infosession.Registration, err error) {
	err = a.read(c, func(tx *db.Tx) error {
		s, err := infosession.LoadManaged(tx, session)
		if err != nil {
			return err
		}
		found, err := infosession.RegistrationOf(tx, s, ids([]string{registration})[0])
		if err == nil {
			r = *found
		}
		return err
	})
	return r, err
}

// withdrawGuest takes somebody off a session who called to say so.
func (a *App) withdrawGuest(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return infosession.Withdraw(tx, c.Param("id"), ids([]string{c.Param("n")})[0]) })
	if err != nil {
		return err
	}
	return web.SeeOther(c, seance.StaffPath(c.Param("id")), wording.T(c.Request().Context(), "Inscription annulée ; la personne en reçoit la confirmation."))
}

// attendancePDF is the sheet on which people sign.
func (a *App) attendancePDF(c echo.Context) error {
	k, err := a.readKept(c)
	if err != nil {
		return err
	}
	var house programme.Couveuse
	if err := a.read(c, func(tx *db.Tx) (err error) { house, err = programme.LoadCouveuse(tx); return err }); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := pdf.WriteAttendance(c.Request().Context(), &body, house, k.Session, k.Registrations); err != nil {
		return err
	}
	return web.PDF(c, "presences-"+string(k.Session.HeldOn)+".pdf", body.Bytes())
}

// guestsCSV is who registered, for a spreadsheet.
func (a *App) guestsCSV(c echo.Context) error {
	k, err := a.readKept(c)
	if err != nil {
		return err
	}
	body, err := sheet.CSV(seance.Rows(c.Request().Context(), k.Registrations))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="inscriptions-`+string(k.Session.HeldOn)+`.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", body)
}
