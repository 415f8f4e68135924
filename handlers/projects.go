package handlers

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/project"
	"eclosion/views/wording"
)

// projects lists the dossiers that the reader may read; the filters stand in the address.
func (a *App) projects(c echo.Context) error {
	actor := web.Actor(c)
	if href, err := a.preferred(c, pilot.ProjectList); err != nil || href != "" {
		return seeView(c, href, err)
	}
	page := project.List{Query: c.QueryParams(), Today: a.today(), Own: isOnlyCandidate(actor)}
	err := a.read(c, func(tx *db.Tx) error {
		filter, err := projectFilter(tx, &page, actor)
		if err != nil {
			return err
		}
		if page.Saved, err = savedBar(tx, pilot.ProjectList, page.Query); err != nil {
			return err
		}
		if !page.Own {
			if page.Counts, err = programme.CountByPhase(tx, access.ProjectList, filter); err != nil || filter.None(page.Counts) {
				return err
			}
		}
		if page.Rows, page.Next, err = programme.List(tx, access.ProjectList, filter); err != nil {
			return err
		}
		page.Unread, err = unreadOf(tx, page.Rows)
		return err
	})
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Projets")
	if page.Own {
		title = wording.T(c.Request().Context(), "Mes projets")
	}
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		f.Search.Value, f.Width = page.Query.Get("q"), layout.Wide
		return project.ListPage(f, page)
	})
}

// queryMax bounds a search: longer ones find nothing and cost the database.
const queryMax = 200

// projectFilter reads the address, and gathers what the page offers to choose from.
func projectFilter(tx *db.Tx, page *project.List, actor access.Actor) (programme.Filter, error) {
	q := page.Query
	f := programme.Filter{Mine: q.Get("miens") == "1", Suspended: q.Get("suspendus") == "1", After: q.Get("apres"), Sort: programme.ByNewest}
	f.Text = clip(q.Get("q"))
	switch programme.Sort(q.Get("tri")) {
	case "", programme.ByNewest:
	case programme.ByEnd:
		f.Sort = programme.ByEnd
	default:
		return f, models.Missing("list")
	}
	if phase := programme.Phase(q.Get("phase")); phase.IsKnown() {
		f.Phases = []programme.Phase{phase}
	} else if phase != "" {
		return f, models.Missing("list")
	}
	// A search is for any dossier; a list without one shows those that were accepted.
	f.Accepted = len(f.Phases) == 0 && f.Text == "" && !page.Own
	if page.Own {
		return f, nil
	}
	page.IsCoach = actor.Has(access.Coach)
	return f, chosen(tx, page, actor, &f)
}

// chosen turns the codes of the address into records; an unknown one is no list.
func chosen(tx *db.Tx, page *project.List, actor access.Actor, f *programme.Filter) (err error) {
	q := page.Query
	if page.Sites, err = readableSites(tx, actor); err != nil {
		return err
	}
	if page.Programmes, err = programme.Programmes(tx); err != nil {
		return err
	}
	if page.Cohorts, err = programme.Cohorts(tx); err != nil {
		return err
	}
	if page.Coaches, err = accounts.WithRole(tx, access.Coach, access.AllSites); err != nil {
		return err
	}
	for _, s := range page.Sites {
		pick(&f.SiteID, q, "site", s.Code, s.ID)
	}
	for _, p := range page.Programmes {
		pick(&f.ProgrammeID, q, "programme", p.Code, p.ID)
	}
	for _, c := range page.Cohorts {
		pick(&f.CohortID, q, "cohorte", c.Ref, c.ID)
	}
	for _, a := range page.Coaches {
		pick(&f.CoachID, q, "coach", a.PublicID, a.ID)
	}
	for name, id := range map[string]int64{"site": f.SiteID, "programme": f.ProgrammeID, "cohorte": f.CohortID, "coach": f.CoachID} {
		if q.Get(name) != "" && id == 0 {
			return models.Missing("list")
		}
	}
	return nil
}

func pick(into *int64, q url.Values, name, code string, id int64) {
	if q.Get(name) == code {
		*into = id
	}
}

// readableSites gives the active sites whose dossiers the reader may list.
func readableSites(tx *db.Tx, actor access.Actor) ([]programme.Site, error) {
	all, err := programme.Sites(tx)
	if err != nil {
		return nil, err
	}
	var list []programme.Site
	for _, s := range all {
		if access.CanOnSite(actor, access.ProjectList, s.ID) {
			list = append(list, s)
		}
	}
	return list, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > queryMax {
		return string(r[:queryMax])
	}
	return s
}
