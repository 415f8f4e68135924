package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/privacy"
	"eclosion/views/follow"
	"eclosion/views/home"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// erasures lists the requests on which the actor decides.
func (a *App) erasures(c echo.Context) error {
	var list []privacy.Ask
	err := a.read(c, func(tx *db.Tx) (err error) { list, err = privacy.Asks(tx, false); return err })
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Demandes d'effacement"), func(f layout.Frame) templ.Component {
		return follow.ErasuresPage(f, list, a.today())
	})
}

func (a *App) erasure(c echo.Context) error { return a.showErasure(c, http.StatusOK, ui.Form{}) }

func (a *App) showErasure(c echo.Context, status int, form ui.Form) error {
	e := follow.Erasure{Form: form, Today: a.today()}
	err := a.read(c, func(tx *db.Tx) (err error) { e.Ask, err = privacy.LoadAsk(tx, c.Param("id")); return err })
	if err != nil {
		return err
	}
	if e.Form.Version == "" || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Ask.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Demande d'effacement"), func(f layout.Frame) templ.Component {
		return follow.ErasurePage(f, e)
	})
}

type erasureForm struct {
	Decision string `form:"decision" validate:"required,oneof=effacer refuser"`
	Answer   string `form:"answer"`
}

func (a *App) decideErasure(c echo.Context) error {
	var f erasureForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return privacy.Decide(tx, c.Param("id"), web.Version(c), privacy.Decision{Accept: f.Decision == "effacer", Answer: f.Answer})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showErasure(c, status, form) })
	}
	notice := wording.T(c.Request().Context(), "Demande refusée : la personne lit votre réponse.")
	if f.Decision == "effacer" {
		notice = wording.T(c.Request().Context(), "Demande exécutée : les données sont effacées.")
	}
	return web.SeeOther(c, "/effacements", notice)
}

// retentionShown bounds what one form anonymises.
const retentionShown = 100

func (a *App) retention(c echo.Context) error {
	r := follow.Retention{Shown: retentionShown, Today: a.today()}
	err := a.read(c, func(tx *db.Tx) (err error) { r.Due, err = privacy.Due(tx); return err })
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Conservation des dossiers"), func(f layout.Frame) templ.Component {
		return follow.RetentionPage(f, r)
	})
}

type retentionForm struct {
	Refs []string `form:"ref" validate:"max=100"`
}

// anonymise takes the files that the page showed, each by itself, so that a long list holds nobody up.
// What was anonymised or taken up again meanwhile is passed over.
func (a *App) anonymise(c echo.Context) error {
	var f retentionForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	done := 0
	for _, ref := range f.Refs {
		err := a.write(c, func(tx *db.Tx) error { return privacy.AnonymiseDue(tx, ref) })
		switch {
		case models.IsCode(err, "retention.not_due") || models.IsKind(err, models.NotFound):
		case err != nil:
			return err
		default:
			done++
		}
	}
	return web.SeeOther(c, "/reglages/conservation", wording.N(c.Request().Context(), "%s dossier anonymisé.", "%s dossiers anonymisés.", done, wording.Count(done)))
}

// dueBlock tells the administrator that files wait to be anonymised.
func dueBlock(ctx context.Context, tx *db.Tx) (b home.Block, err error) {
	due, err := privacy.Due(tx)
	if err != nil || len(due) == 0 {
		return b, err
	}
	return home.Block{Title: wording.T(ctx, "Conservation des dossiers"), Tasks: []ui.Task{{Label: wording.T(ctx, "Anonymiser ce qui ne peut plus être gardé"), Href: "/reglages/conservation",
		State: wording.N(ctx, "%s dossier", "%s dossiers", len(due), wording.Count(len(due))), Tone: ui.Wait}}}, nil
}
