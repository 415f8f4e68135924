package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/trial"
	"eclosion/views/dossier"
	"eclosion/views/grant"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// recordPage is the form of what is recorded after an award. Without an award there is nothing to record.
func (a *App) recordPage(kind grant.Kind) echo.HandlerFunc {
	return func(c echo.Context) error {
		head, page, err := a.grantStep(c, access.GrantDecide)
		if err != nil {
			return err
		}
		if page.Request.Award == nil {
			return toGrant(c, page.Request.Number, "")
		}
		page.Form.Values = map[string][]string{"paid_on": {string(page.Today)}, "received_on": {string(page.Today)}, "recovered_on": {string(page.Today)}}
		if kind == grant.Payment {
			page.Form.Values["amount"] = []string{grant.Typed(page.Tranche.Left())}
		}
		return a.showRecord(c, http.StatusOK, kind, head, page)
	}
}

func (a *App) showRecord(c echo.Context, status int, kind grant.Kind, head dossier.Head, page grant.FormPage) error {
	return a.page(c, status, wording.T(c.Request().Context(), "Bourse de %s", page.Ref), func(f layout.Frame) templ.Component {
		return grant.Record(f, head, kind, page)
	})
}

type paymentForm struct {
	Amount    string `form:"amount" validate:"required,money"`
	PaidOn    string `form:"paid_on" validate:"required,date"`
	Reference string `form:"reference" validate:"required,max=200"`
}

type proofForm struct {
	Label      string `form:"label" validate:"required,max=200"`
	Amount     string `form:"amount" validate:"required,money"`
	ReceivedOn string `form:"received_on" validate:"required,date"`
}

type reductionForm struct {
	Amount string `form:"amount" validate:"required,money"`
	Reason string `form:"reason" validate:"required,max=2000"`
}

type recoveryForm struct {
	Amount      string `form:"amount" validate:"required,money"`
	RecoveredOn string `form:"recovered_on" validate:"required,date"`
	Reason      string `form:"reason" validate:"required,max=2000"`
}

// readEntry reads the form of a kind and checks its shape.
func readEntry(c echo.Context, kind grant.Kind) (e trial.Entry, err error) {
	e.Key, e.Version = web.Key(c), web.Version(c)
	var amount string
	switch kind {
	case grant.Payment:
		var f paymentForm
		err = web.Bind(c, &f)
		amount, e.On, e.Text = f.Amount, models.Date(f.PaidOn), f.Reference
	case grant.Proof:
		var f proofForm
		err = web.Bind(c, &f)
		amount, e.On, e.Text = f.Amount, models.Date(f.ReceivedOn), f.Label
	case grant.Reduction:
		var f reductionForm
		err = web.Bind(c, &f)
		amount, e.Text = f.Amount, f.Reason
	case grant.Recovery:
		var f recoveryForm
		err = web.Bind(c, &f)
		amount, e.On, e.Text = f.Amount, models.Date(f.RecoveredOn), f.Reason
	}
	e.Amount = cents(amount)
	return e, err
}

// record takes what is recorded after an award.
func (a *App) record(kind grant.Kind) echo.HandlerFunc {
	return func(c echo.Context) error {
		number := requestNumber(c)
		entry, err := readEntry(c, kind)
		if err == nil {
			err = a.write(c, func(tx *db.Tx) error { return recordEntry(tx, c, kind, number, entry) })
		}
		if err != nil {
			return a.again(c, err, func(status int, form ui.Form) error {
				head, page, err := a.grantStep(c, access.GrantDecide)
				if err != nil {
					return err
				}
				page.Form = grantAgain(page, form, status)
				return a.showRecord(c, status, kind, head, page)
			})
		}
		return toGrant(c, number, recordNotice(c, kind, entry.Amount))
	}
}

func recordEntry(tx *db.Tx, c echo.Context, kind grant.Kind, number int, e trial.Entry) (err error) {
	ref := c.Param("ref")
	switch kind {
	case grant.Payment:
		_, err = trial.Pay(tx, ref, number, trancheID(c), e)
	case grant.Proof:
		_, err = trial.AddProof(tx, ref, number, e)
	case grant.Reduction:
		_, err = trial.Reduce(tx, ref, number, e)
	case grant.Recovery:
		_, err = trial.Recover(tx, ref, number, e)
	}
	return err
}

func recordNotice(c echo.Context, kind grant.Kind, amount models.Cents) string {
	ctx, sum := c.Request().Context(), wording.Money(amount)
	switch kind {
	case grant.Payment:
		return wording.T(ctx, "Le paiement de %s est enregistré.", sum)
	case grant.Proof:
		return wording.T(ctx, "Le justificatif de %s est enregistré.", sum)
	case grant.Reduction:
		return wording.T(ctx, "La bourse est réduite de %s.", sum)
	}
	return wording.T(ctx, "La récupération de %s est enregistrée.", sum)
}
