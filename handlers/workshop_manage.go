package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/workshop"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
	view "eclosion/views/workshop"
)

// findMost is how many dossiers a search on a page of workshops shows.
const findMost = 8

// findFor looks for accompanied dossiers of a workshop's site.
func findFor(tx *db.Tx, w *workshop.Workshop, query string) (f view.Find, err error) {
	f.Query = strings.TrimSpace(query)
	if f.Query == "" {
		return f, nil
	}
	var next string
	f.Found, next, err = programme.List(tx, access.WorkshopManage, programme.Filter{SiteID: w.SiteID, Text: f.Query, Limit: findMost,
		Phases: []programme.Phase{programme.Accepted, programme.Coaching, programme.Test}})
	f.More = next != ""
	return f, err
}

func (a *App) showKeptWorkshop(c echo.Context, status int, form, cancel ui.Form) error {
	k := view.Kept{Now: a.now(), Form: form, Cancel: cancel}
	err := a.read(c, func(tx *db.Tx) error {
		w, err := workshop.LoadManaged(tx, c.Param("id"))
		if err != nil {
			return err
		}
		k.Workshop = *w
		if k.Enrolments, err = workshop.Enrolments(tx, w); err != nil {
			return err
		}
		if k.Came, err = workshop.Came(tx, w); err != nil {
			return err
		}
		k.Find, err = findFor(tx, w, c.QueryParam("qui"))
		return err
	})
	if err != nil {
		return err
	}
	k.Cancel.Version = strconv.Itoa(k.Workshop.Version)
	return a.page(c, status, k.Workshop.Title, func(f layout.Frame) templ.Component { return view.KeptPage(f, k) })
}

func (a *App) newWorkshop(c echo.Context) error {
	return a.showNewWorkshop(c, http.StatusOK, filled(0, "places", "12", "open", view.Yes))
}

func (a *App) showNewWorkshop(c echo.Context, status int, form ui.Form) (err error) {
	e := view.Edit{Form: form}
	e.Sites, err = a.siteOptions(c, func(s programme.Site) bool {
		return s.Active && access.CanOnSite(web.Actor(c), access.WorkshopManage, s.ID)
	})
	if err != nil {
		return err
	}
	if len(e.Sites) == 1 && form.Value("site") == "" {
		e.Form.Values["site"] = []string{e.Sites[0].Value}
	}
	if e.Programmes, err = a.workshopProgrammes(c, nil); err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouvel atelier"), func(f layout.Frame) templ.Component { return view.EditPage(f, e) })
}

// workshopProgrammes are the programmes that a workshop can be for: the open ones, and those it is for.
func (a *App) workshopProgrammes(c echo.Context, was []workshop.Programme) (list []ui.Option, err error) {
	err = a.read(c, func(tx *db.Tx) error {
		all, err := programme.Programmes(tx)
		for _, p := range all {
			kept := p.Active
			for _, w := range was {
				kept = kept || w.ID == p.ID
			}
			if kept {
				list = append(list, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
			}
		}
		return err
	})
	return list, err
}

type workshopForm struct {
	Site        string   `form:"site" validate:"max=20"`
	Title       string   `form:"workshop_title"`
	Description string   `form:"workshop_description"`
	Programmes  []string `form:"workshop_programmes" validate:"max=50"`
	Places      string   `form:"places"`
	Open        string   `form:"open"`
}

func readWorkshop(c echo.Context) (workshop.Draft, error) {
	var f workshopForm
	if err := web.Bind(c, &f); err != nil {
		return workshop.Draft{}, err
	}
	d := workshop.Draft{ProgrammeIDs: ids(f.Programmes), Title: f.Title, Description: f.Description, Open: f.Open != ""}
	d.SiteID, _ = strconv.ParseInt(f.Site, 10, 64)
	var fields []models.FieldProblem
	d.Places = whole(&fields, "places", f.Places)
	if problem := models.Fields(fields...); problem != nil {
		return d, problem
	}
	return d, nil
}

func (a *App) createWorkshop(c echo.Context) error {
	var id string
	d, err := readWorkshop(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) { id, err = workshop.Create(tx, web.Said(c), d); return err })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showNewWorkshop(c, status, form) })
	}
	return web.SeeOther(c, view.Path(id)+"/seances/nouvelle", wording.T(c.Request().Context(), "Atelier créé. Ajoutez maintenant sa première séance."))
}

func (a *App) editWorkshop(c echo.Context) error { return a.showEditWorkshop(c, http.StatusOK, nil) }

// showEditWorkshop shows a workshop's form as it is stored, or as it was refused.
func (a *App) showEditWorkshop(c echo.Context, status int, refused *ui.Form) error {
	var e view.Edit
	err := a.read(c, func(tx *db.Tx) (err error) { e.Workshop, err = workshop.LoadManaged(tx, c.Param("id")); return err })
	if err != nil {
		return err
	}
	if refused == nil && e.Workshop.Cancelled() {
		return c.Redirect(http.StatusSeeOther, view.Path(e.Workshop.PublicID)) // there is nothing left to change
	}
	if e.Programmes, err = a.workshopProgrammes(c, e.Workshop.Programmes); err != nil {
		return err
	}
	e.Form.Values = view.Values(*e.Workshop)
	if refused != nil {
		e.Form = *refused
	}
	if refused == nil || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Workshop.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Modifier l'atelier"), func(f layout.Frame) templ.Component { return view.EditPage(f, e) })
}

func (a *App) changeWorkshop(c echo.Context) error {
	d, err := readWorkshop(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return workshop.Change(tx, c.Param("id"), web.Version(c), d) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showEditWorkshop(c, status, &form) })
	}
	return web.SeeOther(c, view.Path(c.Param("id")), wording.T(c.Request().Context(), "C'est enregistré."))
}

func (a *App) cancelWorkshop(c echo.Context) error {
	var f cancelSessionForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return workshop.Cancel(tx, c.Param("id"), web.Version(c), f.Reason) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showKeptWorkshop(c, status, ui.Form{}, form) })
	}
	return web.SeeOther(c, view.Path(c.Param("id")), wording.T(c.Request().Context(), "Atelier annulé : les personnes inscrites sont prévenues."))
}

func (a *App) enrolForWorkshop(c echo.Context) error {
	var f enrolForm
	var already bool
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			w, err := workshop.LoadManaged(tx, c.Param("id"))
			if err != nil {
				return err
			}
			list, err := workshop.Enrolments(tx, w)
			if err != nil {
				return err
			}
			already = slices.ContainsFunc(list, func(e workshop.Enrolment) bool { return e.Ref == f.Dossier && e.State != workshop.Left })
			return workshop.EnrolFor(tx, c.Param("id"), f.Dossier)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showKeptWorkshop(c, status, form, ui.Form{}) })
	}
	if already { // nothing new, and no second mail
		return web.SeeOther(c, view.Path(c.Param("id"))+"#inscriptions", wording.T(c.Request().Context(), "Cette personne était déjà sur la liste : rien ne change."))
	}
	return web.SeeOther(c, view.Path(c.Param("id"))+"#inscriptions", wording.T(c.Request().Context(), "C'est noté : la personne en reçoit la confirmation."))
}

func (a *App) withdrawFromWorkshop(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return workshop.Withdraw(tx, c.Param("id"), c.Param("ref")) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showKeptWorkshop(c, status, form, ui.Form{}) })
	}
	return web.SeeOther(c, view.Path(c.Param("id"))+"#inscriptions", wording.T(c.Request().Context(), "Inscription annulée ; la personne en reçoit la confirmation."))
}
