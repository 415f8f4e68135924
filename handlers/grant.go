package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/trial"
	"eclosion/views/dossier"
	"eclosion/views/grant"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// grantPage shows the grant of a project.
func (a *App) grantPage(c echo.Context) error { return a.showGrant(c, http.StatusOK, ui.Form{}) }

func (a *App) showGrant(c echo.Context, status int, failed ui.Form) error {
	var head dossier.Head
	page := grant.Page{Failed: failed, Today: a.today(), Withdraw: map[int]ui.Form{}}
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.GrantRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		page.Ref = p.Ref
		if page.Grant, err = trial.GrantOf(tx, p); err != nil {
			return err
		}
		page.MayDecide = p.May(tx.Actor(), access.GrantDecide)
		if p.May(tx.Actor(), access.GrantAsk) {
			refusal := trial.CheckPhase(p.Phase)
			page.MayAsk = refusal == nil
			if refusal != nil && !tx.Actor().IsOperator() {
				_, sentences := wording.Problem(c.Request().Context(), refusal)
				page.Closed = sentences[0]
			}
		}
		for _, r := range page.Grant.Requests {
			if r.State == trial.Submitted && trial.MayWithdraw(tx.Actor(), p, r) {
				page.Withdraw[r.Number] = ui.Form{Key: web.NewKey(), Version: strconv.Itoa(r.Version)}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Bourse de %s", page.Ref), func(f layout.Frame) templ.Component {
		return grant.Show(f, head, page)
	})
}

// grantStep loads what the page of one step shows: the dossier, its grant and, from the
// address, the request and the tranche. What the address names and the dossier does not have is missing.
func (a *App) grantStep(c echo.Context, action access.Action) (head dossier.Head, page grant.FormPage, err error) {
	page = grant.FormPage{Today: a.today(), Ref: c.Param("ref"), Form: ui.Form{Key: web.NewKey()}}
	err = a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, page.Ref, action)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		if page.Grant, err = trial.GrantOf(tx, p); err != nil || c.Param("number") == "" {
			return err
		}
		var found bool
		if page.Request, found = page.Grant.Request(requestNumber(c)); !found {
			return models.Missing("grant")
		}
		page.Form.Version = strconv.Itoa(page.Request.Version)
		if c.Param("tranche") != "" {
			if page.Tranche, found = page.Request.Tranche(trancheID(c)); !found {
				return models.Missing("grant")
			}
		}
		return nil
	})
	return head, page, err
}

// requestNumber reads the request's number of the address; 0 is no request's.
func requestNumber(c echo.Context) int {
	n, err := strconv.Atoi(c.Param("number"))
	if err != nil {
		return 0
	}
	return n
}

func trancheID(c echo.Context) int64 {
	id, err := strconv.ParseInt(c.Param("tranche"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// grantAgain puts a refused form into its page. After a conflict, of which the person
// has been told, sending it again is guarded by what the page shows now.
func grantAgain(page grant.FormPage, form ui.Form, status int) ui.Form {
	if status == http.StatusConflict || form.Key == "" {
		form.Key = web.NewKey()
	}
	if status == http.StatusConflict && page.Request.Number > 0 {
		form.Version = strconv.Itoa(page.Request.Version)
	}
	return form
}

// toGrant leads to a request on the grant's page.
func toGrant(c echo.Context, number int, notice string) error {
	return web.SeeOther(c, grant.Base(c.Param("ref"))+"#"+grant.Anchor(number), notice)
}

// cents reads an amount that the form's tags have checked; what is none is 0, which
// no verb takes.
func cents(s string) models.Cents {
	amount, err := models.ParseCents(s)
	if err != nil {
		return 0
	}
	return amount
}
