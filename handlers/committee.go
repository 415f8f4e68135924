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
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/committee"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func (a *App) committees(c echo.Context) error {
	l := committee.List{Manages: access.Can(web.Actor(c), access.CommitteeManage)}
	err := a.read(c, func(tx *db.Tx) (err error) {
		l.Rows, err = selection.Committees(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Comités"), func(f layout.Frame) templ.Component {
		return committee.ListPage(f, l)
	})
}

func (a *App) newCommittee(c echo.Context) error {
	return a.showNewCommittee(c, http.StatusOK, ui.Form{Key: web.NewKey(), Values: newCommitteeValues(c.QueryParam("cohorte"))})
}

// newCommitteeValues are what the form of a new committee starts from.
func newCommitteeValues(cohort string) url.Values {
	v := committee.Values(nil, nil)
	v.Set("cohort", cohort)
	return v
}

func (a *App) showNewCommittee(c echo.Context, status int, form ui.Form) error {
	e := committee.Edit{Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if e.Cohorts, err = programme.Cohorts(tx); err != nil {
			return err
		}
		e.Cohorts = slices.DeleteFunc(e.Cohorts, func(x programme.Cohort) bool {
			return x.Imported || !access.CanOnSite(tx.Actor(), access.CommitteeManage, x.SiteID)
		})
		e.Jury, err = selection.Jury(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouveau comité"), func(f layout.Frame) templ.Component {
		return committee.EditPage(f, e)
	})
}

type committeeForm struct {
	Cohort    string   `form:"cohort" validate:"max=60"`
	HeldOn    string   `form:"held_on" validate:"omitempty,date"`
	Place     string   `form:"place"`
	Members   []string `form:"members" validate:"max=50"`
	Blind     string   `form:"blind" validate:"omitempty,oneof=oui"`
	Peers     string   `form:"peers" validate:"omitempty,oneof=oui"`
	BookHours string   `form:"book_hours" validate:"omitempty,number,max=4"`
}

func (f committeeForm) draft() selection.CommitteeDraft {
	hours, _ := strconv.Atoi(f.BookHours) // the tags let only digits through
	return selection.CommitteeDraft{CohortRef: f.Cohort, HeldOn: models.Date(f.HeldOn), Place: f.Place, Members: f.Members,
		Blind: f.Blind != "", Peers: f.Peers != "", BookHours: hours}
}

func (a *App) createCommittee(c echo.Context) error {
	var f committeeForm
	var ref string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			ref, err = selection.CreateCommittee(tx, web.Said(c), f.draft())
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showNewCommittee(c, status, form) })
	}
	return web.SeeOther(c, committee.Path(ref), wording.T(c.Request().Context(), "Comité %s créé. Ouvrez-le quand les dossiers sont prêts à lire.", ref))
}

func (a *App) committee(c echo.Context) error {
	return a.showCommittee(c, http.StatusOK, ui.Form{})
}

func (a *App) showCommittee(c echo.Context, status int, form ui.Form) error {
	s := committee.Show{Move: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if s.Committee, err = selection.LoadCommittee(tx, c.Param("ref")); err != nil {
			return err
		}
		if s.Progress, err = selection.Progress(tx, s.Committee); err != nil {
			return err
		}
		if s.Files, err = selection.Files(tx, s.Committee); err != nil {
			return err
		}
		s.Ready, s.Submitted, err = selection.Waiting(tx, s.Committee)
		return err
	})
	if err != nil {
		return err
	}
	s.Move.Version = strconv.Itoa(s.Committee.Version)
	title := wording.T(c.Request().Context(), "Comité du %s", wording.LongDate(s.Committee.HeldOn))
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return committee.ShowPage(f, s) })
}

func (a *App) editCommittee(c echo.Context) error {
	return a.showEditCommittee(c, http.StatusOK, nil)
}

// showEditCommittee shows a committee's form as it is stored, or as it was refused.
func (a *App) showEditCommittee(c echo.Context, status int, refused *ui.Form) error {
	var e committee.Edit
	err := a.read(c, func(tx *db.Tx) (err error) {
		if e.Committee, err = selection.LoadCommittee(tx, c.Param("ref")); err != nil {
			return err
		}
		if !e.Committee.Managed {
			return models.Denied(string(access.CommitteeManage))
		}
		members, err := selection.Members(tx, e.Committee)
		if err != nil {
			return err
		}
		e.Form.Values = committee.Values(e.Committee, members)
		e.Jury, err = selection.Jury(tx)
		return err
	})
	if err != nil {
		return err
	}
	if refused != nil {
		e.Form = *refused
	}
	if refused == nil || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Committee.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Modifier le comité"), func(f layout.Frame) templ.Component {
		return committee.EditPage(f, e)
	})
}

func (a *App) changeCommittee(c echo.Context) error {
	var f committeeForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return selection.ChangeCommittee(tx, c.Param("ref"), web.Version(c), f.draft())
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showEditCommittee(c, status, &form) })
	}
	return web.SeeOther(c, committee.Path(c.Param("ref")), wording.T(c.Request().Context(), "Comité modifié."))
}

func (a *App) openCommittee(c echo.Context) error {
	return a.moveCommittee(c, wording.T(c.Request().Context(), "Comité ouvert : ses membres lisent les dossiers."), func(tx *db.Tx) error {
		_, err := selection.OpenCommittee(tx, c.Param("ref"), web.Version(c))
		return err
	})
}

func (a *App) refreshCommittee(c echo.Context) error {
	return a.moveCommittee(c, wording.T(c.Request().Context(), "L'ordre du jour est complet."), func(tx *db.Tx) error {
		_, err := selection.RefreshCommittee(tx, c.Param("ref"), web.Version(c))
		return err
	})
}

func (a *App) closeCommittee(c echo.Context) error {
	return a.moveCommittee(c, wording.T(c.Request().Context(), "Comité clos : ses membres ne voient plus les dossiers."), func(tx *db.Tx) error {
		return selection.CloseCommittee(tx, c.Param("ref"), web.Version(c))
	})
}

func (a *App) moveCommittee(c echo.Context, notice string, verb func(*db.Tx) error) error {
	if err := a.write(c, verb); err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showCommittee(c, status, form) })
	}
	return web.SeeOther(c, committee.Path(c.Param("ref")), notice)
}
