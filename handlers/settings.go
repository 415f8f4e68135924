package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// settingsIndex shows what an administrator sets.
func (a *App) settingsIndex(c echo.Context) error {
	var o settings.Overview
	err := a.read(c, func(tx *db.Tx) (err error) {
		if o.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
			return err
		}
		if o.Sites, err = programme.Sites(tx); err != nil {
			return err
		}
		if o.Programmes, err = programme.Programmes(tx); err != nil {
			return err
		}
		o.Offers, err = programme.Offers(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Réglages"), func(f layout.Frame) templ.Component {
		return settings.Index(f, o)
	})
}

// filled is a form that shows stored values, guarded by their version (0: a new record).
func filled(version int, pairs ...string) ui.Form {
	form := ui.Form{Values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Values[pairs[i]] = []string{pairs[i+1]}
	}
	if version == 0 {
		form.Key = web.NewKey()
	} else {
		form.Version = strconv.Itoa(version)
	}
	return form
}

// ticked is the value of a box.
func ticked(yes bool) string {
	if yes {
		return settings.Yes
	}
	return ""
}

// whole reads a number of a form; what is none is noted as a wrong field.
func whole(fields *[]models.FieldProblem, name, text string) int {
	n, err := strconv.Atoi(text)
	switch {
	case text == "":
		*fields = append(*fields, models.FieldProblem{Field: name, Code: "required"})
	case err != nil:
		*fields = append(*fields, models.FieldProblem{Field: name, Code: "number"})
	}
	return n
}

// saved ends a form that changes a record: back to a page, or the form again.
func (a *App) saved(c echo.Context, err error, to string, show func(c echo.Context, status int, form ui.Form) error) error {
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return show(c, status, form) })
	}
	return web.SeeOther(c, to, wording.T(c.Request().Context(), "C'est enregistré."))
}

// once runs a creating verb unless the form's key has done so before; location is
// where what it made is shown.
func (a *App) once(c echo.Context, fn func(*db.Tx) (location string, err error)) (location string, err error) {
	err = a.write(c, func(tx *db.Tx) error {
		location, err = tx.Once(web.Key(c))
		if err != nil || location != "" {
			return err
		}
		if location, err = fn(tx); err != nil {
			return err
		}
		return tx.Done(web.Key(c), location)
	})
	return location, err
}

func (a *App) couveuseForm(c echo.Context) error {
	var v programme.Couveuse
	err := a.read(c, func(tx *db.Tx) (err error) { v, err = programme.LoadCouveuse(tx); return err })
	if err != nil {
		return err
	}
	return a.showCouveuse(c, http.StatusOK, filled(v.Version, "name", v.Name, "address", v.Address,
		"enterprise_number", v.EnterpriseNumber, "email", v.Email, "phone", v.Phone))
}

func (a *App) showCouveuse(c echo.Context, status int, form ui.Form) error {
	return a.page(c, status, wording.T(c.Request().Context(), "La couveuse"), func(f layout.Frame) templ.Component {
		return settings.CouveuseForm(f, form)
	})
}

type couveuseForm struct {
	Name    string `form:"name" validate:"required,max=120"`
	Address string `form:"address" validate:"max=300"`
	Number  string `form:"enterprise_number" validate:"omitempty,enterprise_number"`
	Email   string `form:"email" validate:"omitempty,email,max=254"`
	Phone   string `form:"phone" validate:"max=40"`
}

func (a *App) saveCouveuse(c echo.Context) error {
	var f couveuseForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return programme.ChangeCouveuse(tx, programme.Couveuse{Name: f.Name, Address: f.Address, EnterpriseNumber: f.Number,
				Email: f.Email, Phone: f.Phone, Version: web.Version(c)})
		})
	}
	return a.saved(c, err, "/reglages", a.showCouveuse)
}

type siteForm struct {
	Code    string `form:"code" validate:"max=40"`
	Name    string `form:"name" validate:"required,max=80"`
	Address string `form:"address" validate:"max=300"`
	Active  string `form:"active" validate:"omitempty,oneof=oui"`
}

func (a *App) newSiteForm(c echo.Context) error { return a.showNewSite(c, http.StatusOK, filled(0)) }

func (a *App) showNewSite(c echo.Context, status int, form ui.Form) error {
	return a.page(c, status, wording.T(c.Request().Context(), "Nouveau site"), func(f layout.Frame) templ.Component {
		return settings.SiteForm(f, form, "")
	})
}

func (a *App) addSite(c echo.Context) error {
	var f siteForm
	err := web.Bind(c, &f)
	if err == nil {
		_, err = a.once(c, func(tx *db.Tx) (string, error) {
			_, err := programme.AddSite(tx, programme.Site{Code: f.Code, Name: f.Name, Address: f.Address})
			return "/reglages#sites", err
		})
	}
	return a.saved(c, err, "/reglages#sites", a.showNewSite)
}

func (a *App) siteForm(c echo.Context) error {
	s, err := a.siteOf(c)
	if err != nil {
		return err
	}
	return a.showSite(c, http.StatusOK, filled(s.Version, "name", s.Name, "address", s.Address, "active", ticked(s.Active)))
}

func (a *App) siteOf(c echo.Context) (s programme.Site, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) { s, err = programme.SiteByCode(tx, c.Param("code")); return err })
	return s, err
}

func (a *App) showSite(c echo.Context, status int, form ui.Form) error {
	s, err := a.siteOf(c)
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Site %s", s.Name), func(f layout.Frame) templ.Component {
		return settings.SiteForm(f, form, s.Code)
	})
}

func (a *App) saveSite(c echo.Context) error {
	var f siteForm
	err := web.Bind(c, &f)
	return a.settle(c, err, setting{again: a.showSite, to: "/reglages#sites", change: func(tx *db.Tx, v *settings.Check) error {
		was, err := programme.SiteByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		is := programme.Site{Name: f.Name, Address: f.Address, Active: f.Active != "", Version: web.Version(c)}
		if err := programme.ChangeSite(tx, was.Code, is); err != nil {
			return err
		}
		v.Trail = []ui.Link{{Href: "/reglages", Label: wording.T(tx.Context(), "Réglages")}, {Href: "/reglages/sites/" + was.Code, Label: was.Name}}
		v.Changes = settings.SiteChanges(tx.Context(), was, is)
		v.Effects, err = programme.SiteEffects(tx, was, is)
		return err
	}})
}

type programmeForm struct {
	Code    string   `form:"code" validate:"max=40"`
	Name    string   `form:"name" validate:"required,max=80"`
	Summary string   `form:"summary" validate:"max=500"`
	Text    string   `form:"programme_description" validate:"max=5000"`
	Active  string   `form:"active" validate:"omitempty,oneof=oui"`
	Sites   []string `form:"site" validate:"max=200"`
}

// ids reads chosen records; what is no id stands for none and is refused by the verb.
func ids(texts []string) []int64 {
	list := make([]int64, len(texts))
	for i, s := range texts {
		list[i], _ = strconv.ParseInt(s, 10, 64)
	}
	return list
}

func (a *App) newProgrammeForm(c echo.Context) error {
	return a.showNewProgramme(c, http.StatusOK, filled(0))
}

func (a *App) showNewProgramme(c echo.Context, status int, form ui.Form) error {
	options, err := a.siteOptions(c, func(s programme.Site) bool { return s.Active })
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouveau programme"), func(f layout.Frame) templ.Component {
		return settings.ProgrammeForm(f, form, "", options)
	})
}

// siteOptions are the sites that a form offers.
func (a *App) siteOptions(c echo.Context, offered func(programme.Site) bool) ([]ui.Option, error) {
	var sites []programme.Site
	err := a.read(c, func(tx *db.Tx) (err error) { sites, err = programme.Sites(tx); return err })
	var options []ui.Option
	for _, s := range sites {
		if offered(s) {
			options = append(options, ui.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name})
		}
	}
	return options, err
}

func (a *App) addProgramme(c echo.Context) error {
	var f programmeForm
	err := web.Bind(c, &f)
	location := ""
	if err == nil {
		location, err = a.once(c, func(tx *db.Tx) (string, error) {
			p, err := programme.AddProgramme(tx, programme.Programme{Code: f.Code, Name: f.Name, Summary: f.Summary, Description: f.Text}, ids(f.Sites))
			if err == nil {
				err = documents.Lay(tx, p.Code)
			}
			return "/reglages/programmes/" + p.Code, err
		})
	}
	return a.saved(c, err, location, a.showNewProgramme)
}

// programmePage shows a programme with its terms and plan templates.
func (a *App) programmePage(c echo.Context) error {
	return a.showProgramme(c, http.StatusOK, ui.Form{})
}

func (a *App) showProgramme(c echo.Context, status int, form ui.Form) error {
	var v settings.ProgrammeView
	err := a.read(c, func(tx *db.Tx) (err error) {
		v, err = programmeView(tx, c.Param("code"))
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, v.Programme.Name, func(f layout.Frame) templ.Component { return settings.Programme(f, v, form) })
}

// offering names the sites that offer a programme.
func offering(tx *db.Tx, programmeID int64) (names []string, err error) {
	sites, err := programme.Sites(tx)
	if err != nil {
		return nil, err
	}
	offers, err := programme.Offers(tx)
	for _, s := range sites {
		if slices.Contains(offers[programmeID], s.ID) {
			names = append(names, s.Name)
		}
	}
	return names, err
}

func programmeView(tx *db.Tx, code string) (v settings.ProgrammeView, err error) {
	if v.Programme, err = programme.ProgrammeByCode(tx, code); err != nil {
		return v, err
	}
	if v.Sites, err = offering(tx, v.Programme.ID); err != nil {
		return v, err
	}
	all, err := programme.AllTerms(tx, v.Programme.ID)
	if err != nil {
		return v, err
	}
	used, err := programme.TermsUse(tx, v.Programme.ID)
	if err != nil {
		return v, err
	}
	now, err := programme.TermsOn(tx, v.Programme.ID, tx.Today())
	if err != nil {
		return v, err
	}
	for _, t := range all {
		v.Terms = append(v.Terms, settings.TermsRow{Terms: t, Used: used[t.ID], InForce: t.ID == now.ID})
	}
	if v.Forms, err = form.Versions(tx, v.Programme.ID); err != nil {
		return v, err
	}
	v.Versions, err = plan.Versions(tx, v.Programme.ID)
	return v, err
}

func (a *App) programmeForm(c echo.Context) error {
	var form ui.Form
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		offers, err := programme.Offers(tx)
		form = filled(p.Version, "name", p.Name, "summary", p.Summary, "programme_description", p.Description, "active", ticked(p.Active))
		for _, id := range offers[p.ID] {
			form.Values["site"] = append(form.Values["site"], strconv.FormatInt(id, 10))
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.showProgrammeForm(c, http.StatusOK, form)
}

func (a *App) showProgrammeForm(c echo.Context, status int, form ui.Form) error {
	var p programme.Programme
	err := a.read(c, func(tx *db.Tx) (err error) { p, err = programme.ProgrammeByCode(tx, c.Param("code")); return err })
	if err != nil {
		return err
	}
	options, err := a.siteOptions(c, func(s programme.Site) bool {
		return s.Active || form.Checked("site", strconv.FormatInt(s.ID, 10))
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Programme %s", p.Name), func(f layout.Frame) templ.Component {
		return settings.ProgrammeForm(f, form, p.Code, options)
	})
}

func (a *App) saveProgramme(c echo.Context) error {
	var f programmeForm
	err := web.Bind(c, &f)
	return a.settle(c, err, setting{again: a.showProgrammeForm, to: programmePath(c), change: func(tx *db.Tx, v *settings.Check) error {
		was, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		before, err := offering(tx, was.ID)
		if err != nil {
			return err
		}
		is := programme.Programme{Name: f.Name, Summary: f.Summary, Description: f.Text, Active: f.Active != "", Version: web.Version(c)}
		if err := programme.ChangeProgramme(tx, was.Code, is, ids(f.Sites)); err != nil {
			return err
		}
		after, err := offering(tx, was.ID)
		if err != nil {
			return err
		}
		v.Trail, v.Changes = settingsTrail(tx.Context(), was), settings.ProgrammeChanges(tx.Context(), was, is, before, after)
		v.Effects, err = programme.ProgrammeEffects(tx, was, is)
		return err
	}})
}
