package handlers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/views/layout"
	pilotviews "eclosion/views/pilot"
	"eclosion/views/project"
	"eclosion/views/wording"
)

// around reads the filters that every page of the pilot has, and what they can be. What names nothing is no page.
func (a *App) around(c echo.Context, tx *db.Tx) (pilotviews.Around, programme.Filter, error) {
	actor, q := web.Actor(c), c.QueryParams()
	list := project.List{Query: q}
	var f programme.Filter
	err := chosen(tx, &list, actor, &f)
	around := pilotviews.Around{Path: c.Request().URL.Path, Query: q, Today: tx.Today(), Programmes: list.Programmes, Cohorts: list.Cohorts, Coaches: list.Coaches}
	for _, s := range list.Sites { // of who coaches elsewhere, the sites that they look after
		if access.CanOnSite(actor, access.PilotRead, s.ID) {
			around.Sites = append(around.Sites, s)
		}
	}
	if f.SiteID != 0 && !access.CanOnSite(actor, access.PilotRead, f.SiteID) {
		return around, f, models.Missing("list")
	}
	around.Cohorts = slices.DeleteFunc(around.Cohorts, func(c programme.Cohort) bool { return !access.CanOnSite(actor, access.PilotRead, c.SiteID) })
	return around, f, err
}

// pilotPage answers with a page of the pilot.
func (a *App) pilotPage(c echo.Context, gather func(tx *db.Tx) (func(layout.Frame) templ.Component, error)) error {
	var page func(layout.Frame) templ.Component
	err := a.read(c, func(tx *db.Tx) (err error) { page, err = gather(tx); return err })
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Pilotage"), func(f layout.Frame) templ.Component {
		f.Width = layout.Wide
		return page(f)
	})
}

// pilotOverview is the pipeline; the filters and the presentation stand in the address.
func (a *App) pilotOverview(c echo.Context) error {
	if href, err := a.preferred(c, pilot.PilotList); err != nil || href != "" {
		return seeView(c, href, err)
	}
	return a.pilotPage(c, func(tx *db.Tx) (func(layout.Frame) templ.Component, error) {
		var o pilotviews.Overview
		var f programme.Filter
		var err error
		if o.Around, f, err = a.around(c, tx); err != nil {
			return nil, err
		}
		o.Table, o.Blocked = c.QueryParam("vue") == "table", c.QueryParam("bloques") == "1"
		if phase := programme.Phase(c.QueryParam("phase")); phase != "" {
			if !slices.Contains(pilot.BoardPhases(), phase) {
				return nil, models.Missing("list")
			}
			f.Phases = []programme.Phase{phase}
		}
		if o.Saved, err = savedBar(tx, pilot.PilotList, o.Query); err != nil {
			return nil, err
		}
		if o.Table {
			o.Sheet, err = pilot.Table(tx, f, o.Blocked, c.QueryParam("apres"))
		} else {
			o.Columns, err = pilot.Board(tx, f, o.Blocked)
		}
		return func(f layout.Frame) templ.Component { return pilotviews.OverviewPage(f, o) }, err
	})
}

// figuresOf counts figures, in order.
func figuresOf(g *pilot.Glance, codes ...string) ([]pilotviews.Figure, error) {
	var list []pilotviews.Figure
	for _, code := range codes {
		n, err := g.Count(code)
		if err != nil {
			return nil, err
		}
		list = append(list, pilotviews.Figure{Code: code, Count: n})
	}
	return list, nil
}

func (a *App) pilotBlocks(c echo.Context) error {
	return a.pilotPage(c, func(tx *db.Tx) (func(layout.Frame) templ.Component, error) {
		around, f, err := a.around(c, tx)
		if err != nil {
			return nil, err
		}
		codes := []string{"blocked"}
		for _, r := range pilot.Reasons() {
			codes = append(codes, "blocked."+string(r))
		}
		figures, err := figuresOf(pilot.Look(tx, f), codes...)
		if err != nil {
			return nil, err
		}
		b := pilotviews.Blocks{Around: around, All: figures[0], Reasons: figures[1:]}
		return func(f layout.Frame) templ.Component { return pilotviews.BlocksPage(f, b) }, nil
	})
}

func (a *App) pilotTeam(c echo.Context) error {
	return a.pilotPage(c, func(tx *db.Tx) (func(layout.Frame) templ.Component, error) {
		around, f, err := a.around(c, tx)
		if err != nil {
			return nil, err
		}
		t := pilotviews.Team{Around: around}
		t.Loads, err = pilot.Team(tx, f)
		return func(f layout.Frame) templ.Component { return pilotviews.TeamPage(f, t) }, err
	})
}

func (a *App) pilotPlaces(c echo.Context) error {
	return a.pilotPage(c, func(tx *db.Tx) (func(layout.Frame) templ.Component, error) {
		around, f, err := a.around(c, tx)
		if err != nil {
			return nil, err
		}
		p := pilotviews.Places{Around: around}
		p.Intakes, err = pilot.Intakes(tx, f)
		return func(f layout.Frame) templ.Component { return pilotviews.PlacesPage(f, p) }, err
	})
}

func (a *App) pilotEnds(c echo.Context) error {
	return a.pilotPage(c, func(tx *db.Tx) (func(layout.Frame) templ.Component, error) {
		around, f, err := a.around(c, tx)
		if err != nil {
			return nil, err
		}
		e, g := pilotviews.Ends{Around: around}, pilot.Look(tx, f)
		for _, area := range []string{"ends", "status", "rights"} {
			var codes []string
			for n := range pilot.Buckets {
				codes = append(codes, area+"."+pilot.BucketCode(n))
			}
			figures, err := figuresOf(g, codes...)
			if err != nil {
				return nil, err
			}
			e.Groups = append(e.Groups, pilotviews.Group{Area: area, Figures: figures})
		}
		if e.Tranches, err = figuresOf(g, "tranches.late", "tranches.soon", "tranches.later"); err != nil {
			return nil, err
		}
		e.Reports, err = figuresOf(g, "reports.due", "reports.submitted")
		return func(f layout.Frame) templ.Component { return pilotviews.EndsPage(f, e) }, err
	})
}

// pilotList is the list behind a figure.
func (a *App) pilotList(c echo.Context) error {
	ctx := c.Request().Context()
	l := pilotviews.List{Code: c.QueryParam("chiffre")}
	err := a.read(c, func(tx *db.Tx) (err error) {
		var f programme.Filter
		if l.Around, f, err = a.around(c, tx); err != nil {
			return err
		}
		l.Page, err = pilot.Of(tx, l.Code, f, c.QueryParam("apres"))
		return err
	})
	if err != nil {
		return err
	}
	title, _ := wording.PilotFigure(ctx, l.Code)
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		f.Width = layout.Wide
		return pilotviews.ListPage(f, l)
	})
}
