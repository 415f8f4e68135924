package handlers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	views "eclosion/views/campaign"
	"eclosion/views/layout"
	"eclosion/views/report"
	"eclosion/views/sheet"
	"eclosion/views/wording"
)

// followScope is what of the enterprises a page of the follow-up looks at, as its address says.
type followScope struct {
	questions campaign.Filter
	lives     reporting.SurvivalFilter
}

func readFollow(c echo.Context, tx *db.Tx) (s followScope, err error) {
	var months, year int64
	for name, to := range map[string]*int64{"site": &s.lives.SiteID, "programme": &s.lives.ProgrammeID, "echeance": &months, "annee": &year} {
		if *to, err = readNumber(c, name); err != nil {
			return s, err
		}
	}
	s.lives.Year = int(year)
	if ref := c.QueryParam("cohorte"); ref != "" {
		if s.lives.CohortID, err = campaign.CohortID(tx, ref); err != nil {
			return s, err
		}
	}
	s.questions = campaign.Filter{SiteID: s.lives.SiteID, ProgrammeID: s.lives.ProgrammeID, CohortID: s.lives.CohortID, Year: s.lives.Year, Months: int(months),
		Month: c.QueryParam("mois"), Standing: c.QueryParam("etat")}
	if s.questions.Standing == "" {
		s.questions.Standing = "asked"
	}
	if s.questions.Standing != "asked" && !slices.Contains(campaign.Standings(), s.questions.Standing) {
		return s, models.Missing("page")
	}
	if m := s.questions.Month; m != "" {
		if _, err := models.ParseDate(m + "-01"); err != nil {
			return s, models.Missing("page")
		}
	}
	return s, nil
}

// campaigns is the page of the follow-up: how enterprises answer, and what became of them.
func (a *App) campaigns(c echo.Context) error {
	ctx := c.Request().Context()
	d := views.Desk{Values: c.QueryParams()}
	err := a.read(c, func(tx *db.Tx) error {
		s, err := readFollow(c, tx)
		if err != nil {
			return err
		}
		d.Filter = s.questions
		d.Filter.Month, d.Filter.Standing = "", ""
		if d.Campaigns, err = campaign.Campaigns(tx, d.Filter); err != nil {
			return err
		}
		if d.Choices, err = followChoices(tx); err != nil {
			return err
		}
		survival, err := reporting.LoadSurvival(tx, access.CampaignManage, s.lives)
		d.Survival = report.Survival(ctx, survival, views.Address("/suivi/entreprises", d.Values))
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(ctx, "Suivi des entreprises"), func(f layout.Frame) templ.Component { return views.DeskPage(f, d) })
}

// followChoices offers what has enterprises, on the sites of the reader.
func followChoices(tx *db.Tx) (ch views.Choices, err error) {
	sites, err := programme.Sites(tx)
	if err != nil {
		return ch, err
	}
	for _, s := range sites {
		if access.CanOnSite(tx.Actor(), access.CampaignManage, s.ID) {
			ch.Sites = append(ch.Sites, s)
		}
	}
	if ch.Programmes, err = programme.Programmes(tx); err != nil {
		return ch, err
	}
	if ch.Cohorts, err = campaign.Cohorts(tx); err != nil {
		return ch, err
	}
	ch.Years, err = campaign.Years(tx)
	return ch, err
}

// campaignList lists the questions behind a number.
func (a *App) campaignList(c echo.Context) error {
	ctx := c.Request().Context()
	l := views.List{Values: c.QueryParams(), Today: a.today()}
	err := a.read(c, func(tx *db.Tx) error {
		s, err := readFollow(c, tx)
		if err != nil {
			return err
		}
		l.Filter = s.questions
		if l.Total, err = campaign.Count(tx, l.Filter); err != nil {
			return err
		}
		list, more, err := campaign.List(tx, l.Filter, c.QueryParam("apres"))
		if more {
			l.Next = list[len(list)-1].PublicID
		}
		l.Questions = list
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, l.Title(ctx), func(f layout.Frame) templ.Component { return views.ListPage(f, l) })
}

func (a *App) survivalOf(c echo.Context) (s reporting.Survival, err error) {
	err = a.read(c, func(tx *db.Tx) error {
		scope, err := readFollow(c, tx)
		if err != nil {
			return err
		}
		s, err = reporting.LoadSurvival(tx, access.CampaignManage, scope.lives)
		return err
	})
	return s, err
}

// campaignLives lists the enterprises behind a figure of survival.
func (a *App) campaignLives(c echo.Context) error {
	s, err := a.survivalOf(c)
	if err != nil {
		return err
	}
	l := views.Lives{Values: c.QueryParams()}
	if l.Figure, l.List, err = s.People(c.QueryParam("chiffre")); err != nil {
		return err
	}
	title := wording.LifeLabel(c.Request().Context(), l.Figure.Code)
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return views.LivesPage(f, l) })
}

func (a *App) survivalPDF(c echo.Context) error {
	s, err := a.survivalOf(c)
	if err != nil {
		return err
	}
	if c.QueryParam("masque") == "1" {
		s.Mask()
	}
	return a.sendPaper(c, report.Survival(c.Request().Context(), s, ""), "survie-"+string(s.Today))
}

// campaignSheet gives the figures of the page as a workbook.
func (a *App) campaignSheet(c echo.Context) error {
	var list []campaign.Campaign
	var s reporting.Survival
	err := a.read(c, func(tx *db.Tx) error {
		scope, err := readFollow(c, tx)
		if err != nil {
			return err
		}
		scope.questions.Month, scope.questions.Standing = "", ""
		if list, err = campaign.Campaigns(tx, scope.questions); err != nil {
			return err
		}
		s, err = reporting.LoadSurvival(tx, access.CampaignManage, scope.lives)
		return err
	})
	if err != nil {
		return err
	}
	content, err := sheet.FollowUp(c.Request().Context(), list, s)
	if err != nil {
		return err
	}
	return web.Attachment(c, "suivi-"+string(a.today())+".xlsx", documents.XLSX, content)
}
