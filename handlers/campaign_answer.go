package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/journey"
	views "eclosion/views/campaign"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Wrong links, and answers, that one place may send in ten minutes.
const (
	wrongLinksFromAPlace = 20
	answersFromAPlace    = 60
)

type answerForm struct {
	State       string `form:"state"`
	ObservedOn  string `form:"observed_on" validate:"omitempty,date"`
	ClosedOn    string `form:"closed_on" validate:"omitempty,date"`
	CloseReason string `form:"close_reason"`
	Jobs        string `form:"jobs" validate:"omitempty,number,max=6"`
	Turnover    string `form:"turnover"`
	Situation   string `form:"situation"`
	Comment     string `form:"comment"`
}

func (f answerForm) answer() campaign.Answer {
	return campaign.Answer{State: journey.EnterpriseState(f.State), ObservedOn: models.Date(f.ObservedOn), ClosedOn: models.Date(f.ClosedOn), CloseReason: f.CloseReason,
		Jobs: typedJobs(f.Jobs), Turnover: f.Turnover, Situation: f.Situation, Comment: f.Comment}
}

// questionByLink gives the question of a secret link. Who tries many that do not exist waits.
func (a *App) questionByLink(c echo.Context) (q *campaign.Question, err error) {
	place := "nouvelles " + c.RealIP()
	if !a.tries.fewer(place, wrongLinksFromAPlace) {
		return nil, &models.Problem{Kind: models.TooMany, Code: "follow.too_many"}
	}
	err = a.read(c, func(tx *db.Tx) (err error) {
		q, err = campaign.ByToken(tx, c.Param("token"))
		return err
	})
	if models.IsKind(err, models.NotFound) {
		a.tries.failed(place)
	}
	return q, err
}

// byLink writes as the form: nobody need be signed in, and who is acts no differently.
func (a *App) byLink(c echo.Context, fn func(*db.Tx) error) error {
	return a.DB.Write(c.Request().Context(), campaign.ByForm(), fn)
}

// news shows the form behind a secret link. It changes nothing: scanners of mail follow links.
func (a *App) news(c echo.Context) error { return a.showNews(c, http.StatusOK, nil) }

func (a *App) showNews(c echo.Context, status int, sent *ui.Form) error {
	q, err := a.questionByLink(c)
	if err != nil {
		return err
	}
	n := views.News{Question: *q, Today: a.today(), Token: c.Param("token"), Form: views.Filled(q, a.today(), true)}
	n.Form = sentAgain(n.Form, sent)
	return a.openPage(c, status, wording.T(c.Request().Context(), "Des nouvelles de votre entreprise"), "", func(f layout.Frame) templ.Component { return views.NewsPage(f, n) })
}

// sentAgain is a form that came back with what was typed. It answers what stands there now: sent once more, it corrects.
func sentAgain(fresh ui.Form, sent *ui.Form) ui.Form {
	if sent == nil {
		return fresh
	}
	form := *sent
	form.Version = fresh.Version
	return form
}

// answerNews keeps what a holder answers by the secret link.
func (a *App) answerNews(c echo.Context) error {
	if _, err := a.questionByLink(c); err != nil {
		return err
	}
	var f answerForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.keepNews(c, f)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showNews(c, status, &form) })
	}
	return web.SeeOther(c, "/nouvelles/"+c.Param("token")+"/merci", "")
}

func (a *App) keepNews(c echo.Context, f answerForm) error {
	place := "réponses " + c.RealIP()
	if !a.tries.fewer(place, answersFromAPlace) {
		return &models.Problem{Kind: models.TooMany, Code: "follow.too_many"}
	}
	a.tries.failed(place)
	return a.byLink(c, func(tx *db.Tx) error { return campaign.AnswerByLink(tx, c.Param("token"), web.Version(c), f.answer()) })
}

// declineNews ends the questions to an enterprise.
func (a *App) declineNews(c echo.Context) error {
	if _, err := a.questionByLink(c); err != nil {
		return err
	}
	if err := a.byLink(c, func(tx *db.Tx) error { return campaign.Decline(tx, c.Param("token")) }); err != nil {
		return err
	}
	return web.SeeOther(c, "/nouvelles/"+c.Param("token")+"/merci", "")
}

// newsThanks follows an answer, and the wish to be asked no more.
func (a *App) newsThanks(c echo.Context) error {
	q, err := a.questionByLink(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	n, declined := views.News{Question: *q, Token: c.Param("token")}, q.State == campaign.Declined
	if q.Said == nil && !declined {
		return web.SeeOther(c, "/nouvelles/"+c.Param("token"), "")
	}
	title := wording.T(ctx, "Merci !")
	if declined {
		title = wording.T(ctx, "C'est noté")
	}
	return a.openPage(c, http.StatusOK, title, "", func(f layout.Frame) templ.Component { return views.ThanksPage(f, n, declined) })
}

// phonePage is the same form for who has the holder on the phone.
func (a *App) phonePage(c echo.Context) error { return a.showByPhone(c, http.StatusOK, nil) }

func (a *App) showByPhone(c echo.Context, status int, sent *ui.Form) error {
	var q *campaign.Question
	err := a.read(c, func(tx *db.Tx) (err error) {
		q, err = campaign.Load(tx, c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	n := views.News{Question: *q, Today: a.today(), Form: sentAgain(views.Filled(q, a.today(), false), sent)}
	return a.page(c, status, wording.T(c.Request().Context(), "Encoder la réponse"), func(f layout.Frame) templ.Component { return views.PhonePage(f, n) })
}

// answerByPhone keeps what somebody of the couveuse was told.
func (a *App) answerByPhone(c echo.Context) error {
	var f answerForm
	var ref string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			q, err := campaign.Load(tx, c.Param("id"))
			if err != nil {
				return err
			}
			ref = q.Ref
			return campaign.AnswerByPhone(tx, c.Param("id"), web.Version(c), f.answer())
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showByPhone(c, status, &form) })
	}
	return web.SeeOther(c, "/projets/"+ref, wording.T(c.Request().Context(), "La réponse de l'entreprise est enregistrée."))
}

// readNumber reads a number of an address; 0 for none, missing for what is none.
func readNumber(c echo.Context, name string) (int64, error) {
	text := c.QueryParam(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, models.Missing("page")
	}
	return n, nil
}
