package handlers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/public"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func (a *App) openOffers(c echo.Context) (list []programme.Offer, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) { list, err = programme.OpenOffers(tx); return err })
	return list, err
}

// programmes shows what one can apply to.
func (a *App) programmes(c echo.Context) error {
	ctx := c.Request().Context()
	offers, err := a.openOffers(c)
	if err != nil {
		return err
	}
	tells := wording.T(ctx, "Préparer puis tester son activité d'indépendant·e en gardant ses allocations : les programmes de la couveuse, leurs durées, leurs sites et leur bourse.")
	return a.openPage(c, http.StatusOK, wording.T(ctx, "Programmes"), tells, func(f layout.Frame) templ.Component {
		return public.ListPage(f, offers)
	})
}

// mostAhead bounds what a programme's page announces; the rest has a page of its own.
const mostAhead = 5

// openProgramme shows one programme to whoever asks.
func (a *App) openProgramme(c echo.Context) error {
	ctx := c.Request().Context()
	p := public.Programme{Today: a.today(), Apply: applyHref(c)}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Offer, err = programme.OpenOffer(tx, c.Param("code")); err != nil {
			return err
		}
		if p.Cohorts, err = programme.ComingCohorts(tx, p.Offer.ID, p.Today); err != nil {
			return err
		}
		p.Cohorts = p.Cohorts[:min(len(p.Cohorts), mostAhead)]
		if p.Pieces, err = pieces(tx, p.Offer.ID); err != nil {
			return err
		}
		p.Sessions, err = infosession.Upcoming(tx, infosession.Filter{Programme: p.Offer.Code, Most: mostAhead})
		return err
	})
	if err != nil {
		return err
	}
	tells := wording.T(ctx, "%s : durées, bourse, sites, prochaines entrées et séances d'information. %s", p.Offer.Name, p.Offer.Summary)
	return a.openPage(c, http.StatusOK, p.Offer.Name, tells, func(f layout.Frame) templ.Component { return public.ProgrammePage(f, p) })
}

// pieces names the documents that every application to a programme asks for.
func pieces(tx *db.Tx, programmeID int64) (names []string, err error) {
	all, err := documents.Categories(tx, programmeID)
	for _, c := range all {
		if c.Active && c.Need == documents.Required {
			names = append(names, c.Label)
		}
	}
	return names, err
}

// conditions leads to the self-check: at once when there is one programme, else by a choice.
func (a *App) conditions(c echo.Context) error {
	ctx := c.Request().Context()
	offers, err := a.openOffers(c)
	if err != nil {
		return err
	}
	if len(offers) == 1 {
		return c.Redirect(http.StatusSeeOther, public.CheckPath(offers[0].Code))
	}
	tells := wording.T(ctx, "Six questions pour savoir si vous pouvez candidater à un programme de la couveuse. Rien n'est enregistré.")
	return a.openPage(c, http.StatusOK, wording.T(ctx, "Suis-je dans les conditions ?"), tells, func(f layout.Frame) templ.Component {
		return public.ChoosePage(f, offers)
	})
}

// selfCheckOf reads what the self-check of a programme asks.
func (a *App) selfCheckOf(c echo.Context) (check public.Check, err error) {
	check.Apply = applyHref(c)
	err = a.read(c, func(tx *db.Tx) (err error) {
		if check.Offer, err = programme.OpenOffer(tx, c.Param("code")); err != nil {
			return err
		}
		check.Gates, err = programme.Gates(tx, check.Offer.ID)
		return err
	})
	return check, err
}

func (a *App) selfCheckPage(c echo.Context) error {
	check, err := a.selfCheckOf(c)
	if err != nil {
		return err
	}
	return a.showSelfCheck(c, http.StatusOK, check)
}

func (a *App) showSelfCheck(c echo.Context, status int, check public.Check) error {
	ctx := c.Request().Context()
	title := wording.T(ctx, "%s : suis-je dans les conditions ?", check.Offer.Name)
	tells := ""
	if check.Conditions == nil {
		tells = wording.T(ctx, "Six questions pour savoir si vous pouvez candidater à %s. Rien n'est enregistré.", check.Offer.Name)
	}
	return a.openPage(c, status, title, tells, func(f layout.Frame) templ.Component { return public.CheckPage(f, check) })
}

type selfCheckForm struct {
	Adult     string   `form:"check_adult" validate:"required,oneof=oui non"`
	Residence string   `form:"check_residence" validate:"required,oneof=wallonia brussels elsewhere"`
	Seeker    string   `form:"check_seeker" validate:"required,oneof=oui non"`
	Income    []string `form:"check_income" validate:"max=4,dive,oneof=benefits cpas health_fund on_notice"`
	Number    string   `form:"check_number" validate:"required,oneof=none suspended active"`
	Stage     string   `form:"check_stage" validate:"required,oneof=idea in_progress first_clients running"`
}

func (f selfCheckForm) answers() programme.SelfCheck {
	return programme.SelfCheck{
		Adult: f.Adult == public.Yes, Residence: programme.Residence(f.Residence), JobSeeker: f.Seeker == public.Yes,
		Benefits: slices.Contains(f.Income, public.Benefits), CPAS: slices.Contains(f.Income, public.CPAS),
		HealthFund: slices.Contains(f.Income, public.HealthFund), OnNotice: slices.Contains(f.Income, public.OnNotice),
		OwnNumber: programme.OwnNumber(f.Number), Stage: programme.Stage(f.Stage),
	}
}

// selfCheck answers the questions of a programme by a page, and forgets them: nothing is stored, neither here nor in
// the browser, and no line of the log holds an answer.
func (a *App) selfCheck(c echo.Context) error {
	check, err := a.selfCheckOf(c)
	if err != nil {
		return err
	}
	var f selfCheckForm
	if err := web.Bind(c, &f); err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			check.Form = form
			return a.showSelfCheck(c, status, check)
		})
	}
	check.Conditions = programme.Conditions(f.answers(), check.Gates)
	return a.showSelfCheck(c, http.StatusOK, check)
}
