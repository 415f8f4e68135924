package handlers

import (
	"net/http"
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
	"eclosion/views/candidature"
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
	return a.showNewCommittee(c, http.StatusOK, ui.Form{Key: web.NewKey(), Values: map[string][]string{"cohort": {c.QueryParam("cohorte")}}})
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
	Cohort  string   `form:"cohort" validate:"max=60"`
	HeldOn  string   `form:"held_on" validate:"omitempty,date"`
	Place   string   `form:"place"`
	Members []string `form:"members" validate:"max=50"`
}

func (f committeeForm) draft() selection.CommitteeDraft {
	return selection.CommitteeDraft{CohortRef: f.Cohort, HeldOn: models.Date(f.HeldOn), Place: f.Place, Members: f.Members}
}

func (a *App) createCommittee(c echo.Context) error {
	var f committeeForm
	var ref string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			ref, err = selection.CreateCommittee(tx, web.Key(c), f.draft())
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
		if s.Members, err = selection.Members(tx, s.Committee); err != nil {
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

// committeeFile is a file as a member judges it; who only manages the committee
// reads it whole elsewhere.
func (a *App) committeeFile(c echo.Context) error {
	return a.showFile(c, http.StatusOK, nil)
}

func (a *App) showFile(c echo.Context, status int, refused *ui.Form) error {
	var p committee.FilePage
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Committee, p.App, err = selection.LoadFile(tx, c.Param("ref"), c.Param("projet")); err != nil {
			return err
		}
		if p.Own, err = selection.OwnOpinion(tx, p.Committee, p.App.Project); err != nil {
			return err
		}
		files, err := selection.Files(tx, p.Committee)
		i := slices.IndexFunc(files, func(f selection.File) bool { return f.Ref == p.App.Project.Ref })
		if i > 0 {
			p.Previous = files[i-1].Ref
		}
		if i >= 0 && i+1 < len(files) {
			p.Next = files[i+1].Ref
		}
		return err
	})
	if err != nil {
		return err
	}
	if !p.Committee.Seated {
		return c.Redirect(http.StatusSeeOther, candidature.Path(p.App.Project.Ref))
	}
	if refused != nil {
		p.Form = *refused
	} else {
		p.Form.Values = map[string][]string{"recommendation": {string(p.Own.Draft.Recommendation)}, "comment": {p.Own.Draft.Comment}}
	}
	if refused == nil || status == http.StatusConflict {
		p.Form.Version = strconv.Itoa(p.Own.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Avis sur %s", p.App.Project.Ref), func(f layout.Frame) templ.Component {
		return committee.JudgePage(f, p)
	})
}

type opinionForm struct {
	Recommendation string `form:"recommendation"`
	Comment        string `form:"comment"`
}

func (a *App) giveOpinion(c echo.Context) error {
	var f opinionForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return selection.GiveOpinion(tx, c.Param("ref"), c.Param("projet"), web.Version(c),
				selection.OpinionDraft{Recommendation: selection.Recommendation(f.Recommendation), Comment: f.Comment})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showFile(c, status, &form) })
	}
	return web.SeeOther(c, committee.Path(c.Param("ref")), wording.T(c.Request().Context(), "Avis enregistré sur %s.", c.Param("projet")))
}
