package handlers

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/workshop"
	"eclosion/views/layout"
	"eclosion/views/pdf"
	"eclosion/views/ui"
	"eclosion/views/wording"
	view "eclosion/views/workshop"
)

type workshopSessionForm struct {
	On        string   `form:"session_on"`
	From      string   `form:"session_from"`
	To        string   `form:"session_to"`
	Place     string   `form:"place"`
	OnlineURL string   `form:"online_url"`
	Speaker   string   `form:"speaker"`
	Leaders   []string `form:"leaders" validate:"max=50"`
}

func readWorkshopSession(c echo.Context) (workshop.SessionDraft, error) {
	var f workshopSessionForm
	err := web.Bind(c, &f)
	return workshop.SessionDraft{HeldOn: models.Date(f.On), From: f.From, To: f.To, Place: f.Place, OnlineURL: f.OnlineURL, Speaker: f.Speaker, Leaders: f.Leaders}, err
}

func (a *App) newWorkshopSession(c echo.Context) error {
	return a.showNewWorkshopSession(c, http.StatusOK, nil)
}

func (a *App) showNewWorkshopSession(c echo.Context, status int, refused *ui.Form) error {
	var e view.SessionEdit
	err := a.read(c, func(tx *db.Tx) error {
		w, err := workshop.LoadManaged(tx, c.Param("id"))
		if err != nil {
			return err
		}
		e.Workshop = *w
		e.Leaders, err = leaderOptions(tx, w, nil)
		return err
	})
	if err != nil {
		return err
	}
	if status == http.StatusOK && e.Workshop.Cancelled() {
		return c.Redirect(http.StatusSeeOther, view.Path(e.Workshop.PublicID)) // nothing is added to what is called off
	}
	e.Form = ui.Form{Key: web.NewKey(), Values: view.NextValues(e.Workshop)}
	if refused != nil {
		e.Form = *refused
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Ajouter une séance"), func(f layout.Frame) templ.Component { return view.SessionEditPage(f, e) })
}

func leaderOptions(tx *db.Tx, w *workshop.Workshop, s *workshop.Session) (list []ui.Option, err error) {
	offered, err := workshop.OfferedLeaders(tx, w, s)
	for _, l := range offered {
		list = append(list, ui.Option{Value: l.PublicID, Label: l.Name})
	}
	return list, err
}

func (a *App) addWorkshopSession(c echo.Context) error {
	var planned workshop.Planned
	d, err := readWorkshopSession(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			planned, err = workshop.AddSession(tx, web.Said(c), c.Param("id"), d)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showNewWorkshopSession(c, status, &form) })
	}
	ctx := c.Request().Context()
	return web.SeeOther(c, view.Path(c.Param("id"))+"#seances", withOverlaps(ctx, wording.T(ctx, "Séance ajoutée."), planned))
}

// withOverlaps adds to a notice what the leaders have at the same time.
func withOverlaps(ctx context.Context, notice string, p workshop.Planned) string {
	if warning := view.OverlapNotice(ctx, p.Overlaps); warning != "" {
		return notice + " " + warning
	}
	return notice
}

func (a *App) editWorkshopSession(c echo.Context) error {
	return a.showEditWorkshopSession(c, http.StatusOK, nil, ui.Form{})
}

// showEditWorkshopSession shows a session's form as it is stored, or as it was refused.
func (a *App) showEditWorkshopSession(c echo.Context, status int, refused *ui.Form, cancel ui.Form) error {
	e := view.SessionEdit{Cancel: cancel}
	err := a.read(c, func(tx *db.Tx) error {
		w, s, _, err := workshop.SessionFor(tx, c.Param("id"), c.Param("seance"))
		if err != nil {
			return err
		}
		e.Workshop, e.Session = *w, &s
		e.Leaders, err = leaderOptions(tx, w, &s)
		return err
	})
	if err != nil {
		return err
	}
	if status == http.StatusOK && (e.Session.Cancelled() || e.Session.Closed()) {
		return c.Redirect(http.StatusSeeOther, view.Path(e.Workshop.PublicID)) // there is nothing left to change
	}
	e.Form.Values = view.SessionValues(*e.Session)
	if refused != nil {
		e.Form = *refused
	}
	if refused == nil || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Session.Version)
	}
	e.Cancel.Version = strconv.Itoa(e.Session.Version)
	return a.page(c, status, wording.T(c.Request().Context(), "Modifier la séance"), func(f layout.Frame) templ.Component { return view.SessionEditPage(f, e) })
}

func (a *App) changeWorkshopSession(c echo.Context) error {
	var planned workshop.Planned
	d, err := readWorkshopSession(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			planned, err = workshop.ChangeSession(tx, c.Param("id"), c.Param("seance"), web.Version(c), d)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showEditWorkshopSession(c, status, &form, ui.Form{}) })
	}
	ctx := c.Request().Context()
	return web.SeeOther(c, view.Path(c.Param("id"))+"#seances", withOverlaps(ctx, wording.T(ctx, "C'est enregistré."), planned))
}

func (a *App) cancelWorkshopSession(c echo.Context) error {
	var f cancelSessionForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return workshop.CancelSession(tx, c.Param("id"), c.Param("seance"), web.Version(c), f.Reason)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showEditWorkshopSession(c, status, nil, form) })
	}
	return web.SeeOther(c, view.Path(c.Param("id"))+"#seances", wording.T(c.Request().Context(), "Séance annulée : les personnes inscrites sont prévenues."))
}

func (a *App) readAttendance(c echo.Context) (v view.Attendance, err error) {
	v.Now = a.now()
	err = a.read(c, func(tx *db.Tx) error {
		w, s, list, err := workshop.SessionFor(tx, c.Param("id"), c.Param("seance"))
		if err != nil {
			return err
		}
		v.Workshop, v.Session, v.Places = *w, s, list
		v.Find, err = findFor(tx, w, c.QueryParam("qui"))
		return err
	})
	return v, err
}

func (a *App) workshopAttendance(c echo.Context) error {
	return a.showAttendance(c, http.StatusOK, ui.Form{}, nil)
}

func (a *App) showAttendance(c echo.Context, status int, marked ui.Form, closing *ui.Form) error {
	v, err := a.readAttendance(c)
	if err != nil {
		return err
	}
	v.Marks, v.Closing.Values = marked, view.ClosingValues(v.Session)
	if closing != nil {
		v.Closing = *closing
	}
	v.Marks.Version, v.Closing.Version = strconv.Itoa(v.Session.Version), strconv.Itoa(v.Session.Version)
	title := wording.T(c.Request().Context(), "Présences du %s", wording.LongDate(v.Session.HeldOn))
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return view.AttendancePage(f, v) })
}

// markForm is one tap: a reference and a mark, or everybody; or who came besides.
type markForm struct {
	Mark   string `form:"coche" validate:"max=60"`
	WalkIn string `form:"venu" validate:"max=40"`
}

// everybody is the tap that says of all who are not marked that they came.
const everybody = "tous"

func (a *App) markAttendance(c echo.Context) error {
	var f markForm
	id, session := c.Param("id"), c.Param("seance")
	var ref, mark string
	err := web.Bind(c, &f)
	if err == nil {
		ref, mark, _ = strings.Cut(f.Mark, " ")
		err = a.write(c, func(tx *db.Tx) error {
			switch {
			case f.WalkIn != "":
				ref = f.WalkIn
				return workshop.WalkIn(tx, id, session, web.Version(c), ref)
			case f.Mark == everybody:
				return workshop.MarkRest(tx, id, session, web.Version(c))
			}
			return workshop.MarkOne(tx, id, session, web.Version(c), ref, workshop.Mark(mark))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAttendance(c, status, form, nil) })
	}
	to := view.SessionPath(id, session)
	if ref != "" && ref != everybody {
		to += "#p-" + ref
	}
	return web.SeeOther(c, to, "")
}

type closingForm struct {
	Minutes string `form:"minutes"`
	Summary string `form:"workshop_summary"`
}

func (a *App) closeAttendance(c echo.Context) error {
	var f closingForm
	id, session := c.Param("id"), c.Param("seance")
	err := web.Bind(c, &f)
	if err == nil {
		err = a.closeSession(c, f)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAttendance(c, status, ui.Form{}, &form) })
	}
	return web.SeeOther(c, view.SessionPath(id, session), wording.T(c.Request().Context(), "Présences clôturées : les heures sont dans les dossiers."))
}

func (a *App) closeSession(c echo.Context, f closingForm) error {
	var fields []models.FieldProblem
	minutes := whole(&fields, "minutes", f.Minutes)
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	return a.write(c, func(tx *db.Tx) error {
		return workshop.Close(tx, c.Param("id"), c.Param("seance"), web.Version(c), workshop.Closing{Minutes: minutes, Summary: f.Summary})
	})
}

// workshopSheet is the attendance sheet on screen.
func (a *App) workshopSheet(c echo.Context) error {
	v, err := a.readAttendance(c)
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Feuille de présence"), func(f layout.Frame) templ.Component { return view.SheetPage(f, v) })
}

// workshopSheetPDF is the sheet on which people sign.
func (a *App) workshopSheetPDF(c echo.Context) error {
	v, err := a.readAttendance(c)
	if err != nil {
		return err
	}
	var house programme.Couveuse
	if err := a.read(c, func(tx *db.Tx) (err error) { house, err = programme.LoadCouveuse(tx); return err }); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := pdf.WriteWorkshopSheet(c.Request().Context(), &body, house, v.Workshop, v.Session, v.Places); err != nil {
		return err
	}
	return web.PDF(c, "presences-"+string(v.Session.HeldOn)+".pdf", body.Bytes())
}
