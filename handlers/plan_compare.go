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
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	planview "eclosion/views/plan"
	"eclosion/views/wording"
)

// compareVersions shows two versions of a section's text side by side: without a choice, the two newest.
func (a *App) compareVersions(c echo.Context) error {
	var head dossier.Head
	page := planview.Comparison{Ref: c.Param("ref")}
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.PlanRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		list, err := plan.Of(tx, p)
		if err != nil {
			return err
		}
		if page.Part, err = list.Section(sectionNumber(c)); err != nil {
			return err
		}
		page.Restores = plan.MayChange(p) == nil && p.May(tx.Actor(), access.PlanWrite)
		return versionsOf(tx, p, &page, c.QueryParam("a"), c.QueryParam("b"))
	})
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Versions de %s", page.Part.Title)
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return planview.ShowComparison(f, head, page) })
}

func versionsOf(tx *db.Tx, p *programme.Project, page *planview.Comparison, older, newer string) (err error) {
	if page.Versions, err = plan.TextVersions(tx, p, page.Part.ID); err != nil {
		return err
	}
	if len(page.Versions) == 0 {
		return models.Missing("plan_text")
	}
	text, err := plan.TextOf(tx, p, page.Part.ID)
	if err != nil {
		return err
	}
	page.Version, page.Current = text.Version, page.Versions[0].Number
	chosen := func(text string, otherwise int) int {
		if text == "" {
			return otherwise
		}
		n, _ := strconv.Atoi(text) // what is no number names no version
		return n
	}
	if page.Older, err = plan.TextVersionOf(tx, p, page.Part.ID, chosen(older, max(page.Current-1, 1))); err != nil {
		return err
	}
	page.Newer, err = plan.TextVersionOf(tx, p, page.Part.ID, chosen(newer, page.Current))
	return err
}

// restoreVersion takes an older version back.
func (a *App) restoreVersion(c echo.Context) error {
	version, _ := strconv.Atoi(c.Param("version"))
	err := a.write(c, func(tx *db.Tx) error {
		return plan.RestoreText(tx, c.Param("ref"), sectionNumber(c), web.Version(c), version)
	})
	if err != nil {
		return err
	}
	return a.backToSection(c, "#texte", wording.T(c.Request().Context(), "La version %s est reprise.", wording.Count(version)))
}
