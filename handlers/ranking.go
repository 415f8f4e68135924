package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/selection"
	"eclosion/views/committee"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// ranking orders the files of a committee by what its members gave.
func (a *App) ranking(c echo.Context) error {
	var r committee.Ranking
	err := a.read(c, func(tx *db.Tx) (err error) {
		if r.Committee, err = selection.LoadCommittee(tx, c.Param("ref")); err != nil {
			return err
		}
		if r.Grid, err = selection.Criteria(tx, r.Committee); err != nil {
			return err
		}
		r.Files, err = selection.Ranking(tx, r.Committee)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Classement"), func(f layout.Frame) templ.Component {
		return committee.RankingPage(f, r)
	})
}

// conflicts lists the conflicts of interest on a committee, for who manages it.
func (a *App) conflicts(c echo.Context) error {
	return a.showConflicts(c, http.StatusOK, ui.Form{})
}

func (a *App) showConflicts(c echo.Context, status int, form ui.Form) error {
	p := committee.ConflictsView{Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Committee, err = selection.LoadCommittee(tx, c.Param("ref")); err != nil {
			return err
		}
		if !p.Committee.Managed {
			return models.Denied(string(access.CommitteeManage))
		}
		if p.Members, err = selection.Members(tx, p.Committee); err != nil {
			return err
		}
		if p.Files, err = selection.Files(tx, p.Committee); err != nil {
			return err
		}
		byFile, err := selection.Conflicts(tx, p.Committee)
		for _, f := range p.Files {
			for _, x := range byFile[f.ProjectID] {
				p.Rows = append(p.Rows, committee.ConflictRow{Conflict: x, Ref: f.Ref})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Conflits d'intérêts"), func(f layout.Frame) templ.Component {
		return committee.ConflictsPage(f, p)
	})
}

// recordConflict records a conflict of interest for a member.
func (a *App) recordConflict(c echo.Context) error {
	return a.changeConflict(c, wording.T(c.Request().Context(), "Conflit d'intérêts enregistré : le dossier est fermé pour ce membre."), func(tx *db.Tx, f conflictForm) error {
		return selection.RecordConflict(tx, c.Param("ref"), f.File, f.Member, f.Reason)
	})
}

// liftConflict takes one back.
func (a *App) liftConflict(c echo.Context) error {
	return a.changeConflict(c, wording.T(c.Request().Context(), "Conflit d'intérêts levé : ce membre lit à nouveau le dossier."), func(tx *db.Tx, f conflictForm) error {
		return selection.LiftConflict(tx, c.Param("ref"), f.File, f.Member)
	})
}

func (a *App) changeConflict(c echo.Context, notice string, verb func(*db.Tx, conflictForm) error) error {
	var f conflictForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return verb(tx, f) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showConflicts(c, status, form) })
	}
	return web.SeeOther(c, committee.Path(c.Param("ref"))+"/conflits", notice)
}
