package handlers

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// planPage shows the checklist of a project.
func (a *App) planPage(c echo.Context) error {
	return a.showPlan(c, http.StatusOK, nil)
}

// showPlan shows the checklist, after a refusal with what was typed.
func (a *App) showPlan(c echo.Context, status int, refused error) error {
	var head dossier.Head
	var page planview.Page
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.PlanRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		if page, err = planOf(tx, p); err != nil {
			return err
		}
		if page.Events, err = plan.Events(tx, p.ID, 0); err != nil {
			return err
		}
		if page.SectionEvents, err = plan.SectionEvents(tx, p.ID, 0); err != nil {
			return err
		}
		page.Texts, err = plan.Texts(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	page.PrintKey = web.NewKey()
	page.Form.Values = planValues(page.List, page.Mode)
	if p, ok := models.ProblemOf(refused); ok {
		typed := a.refilled(c, p)
		page.Form.Problems = typed.Problems
		keepTyped(page, typed.Values, p.Kind == models.Conflict)
	}
	return a.page(c, status, planTitle(c, head.Project), func(f layout.Frame) templ.Component {
		return planview.Show(f, head, page)
	})
}

func planTitle(c echo.Context, p *programme.Project) string {
	return wording.T(c.Request().Context(), "Plan d'affaires de %s", p.Ref)
}

// planOf gives the checklist, and what the reader does with it.
func planOf(tx *db.Tx, p *programme.Project) (planview.Page, error) {
	page := planview.Page{Ref: p.Ref}
	var err error
	if page.List, err = plan.Of(tx, p); err != nil {
		return page, err
	}
	terms, err := programme.TermsOf(tx, p)
	if err != nil {
		return page, err
	}
	page.Gated = p.Phase == programme.Coaching && terms.PlanGate != programme.GateOff
	if plan.MayChange(p) == nil {
		page.Writes = p.May(tx.Actor(), access.PlanWrite)
		switch {
		case p.May(tx.Actor(), access.PlanValidate):
			page.Mode = planview.Judge
		case p.May(tx.Actor(), access.PlanClaim):
			page.Mode = planview.Claim
		}
	}
	return page, nil
}

// planValues are the fields of the form as the checklist stands.
func planValues(list plan.Checklist, mode planview.Mode) url.Values {
	values := url.Values{}
	for _, part := range list.Parts {
		for _, l := range part.Lines {
			values.Set(planview.SeenField(l.Item.ID), seen(l.State, markOf(l.State, mode)))
			tick(values, planview.ReadyField(l.Item.ID), l.State.ClaimedOn != "")
			tick(values, planview.DoneField(l.Item.ID), l.State.ValidatedOn != "")
			values.Set(planview.CommentField(l.Item.ID), l.State.Comment)
			values.Set(planview.ReasonField(l.Item.ID), l.State.NotApplicable)
		}
	}
	return values
}

func tick(values url.Values, field string, yes bool) {
	values.Del(field)
	if yes {
		values.Set(field, planview.Yes)
	}
}

// keepTyped puts what was typed for the items that were touched over what the page
// shows. After a conflict, of which the person has been told, saving again is
// guarded by the state that the page shows now.
func keepTyped(page planview.Page, typed url.Values, conflict bool) {
	for _, t := range touched(typed, page.Mode) {
		line, ok := page.List.Line(t.item)
		if !ok {
			continue
		}
		field := planview.SeenField(t.item)
		if conflict {
			page.Form.Values[field] = []string{seen(line.State, t.mark)}
		} else {
			page.Form.Values[field] = typed[field]
		}
		tick(page.Form.Values, planview.ReadyField(t.item), t.ready)
		tick(page.Form.Values, planview.DoneField(t.item), t.done)
		page.Form.Values[planview.CommentField(t.item)] = []string{t.comment}
		page.Form.Values[planview.ReasonField(t.item)] = []string{t.reason}
	}
}

func seen(s plan.State, mark string) string { return strconv.Itoa(s.Version) + "." + mark }

// markOf is the mark of an item as the form of that mode shows it.
func markOf(s plan.State, mode planview.Mode) string {
	if mode == planview.Claim {
		return planview.Mark(s.ClaimedOn != "")
	}
	return planview.Mark(s.ValidatedOn != "", s.Comment, s.NotApplicable)
}

// typedItem is one item as the form sent it.
type typedItem struct {
	item            int64
	version         int
	mark            string
	ready, done     bool
	comment, reason string
}

// touched reads the items that came back otherwise than they were shown. One save
// button serves the whole plan: what stood untouched on the page must not undo what
// somebody else did meanwhile.
func touched(values url.Values, mode planview.Mode) []typedItem {
	var list []typedItem
	for field := range values {
		number, ok := strings.CutPrefix(field, planview.SeenPrefix)
		id, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil {
			continue
		}
		version, mark, _ := strings.Cut(values.Get(field), ".")
		t := typedItem{item: id, mark: mark, ready: values.Get(planview.ReadyField(id)) != "", done: values.Get(planview.DoneField(id)) != "",
			comment: typedText(values, planview.CommentField(id)), reason: typedText(values, planview.ReasonField(id))}
		if t.version, err = strconv.Atoi(version); err != nil {
			t.version = -1 // a version that no state has
		}
		now := planview.Mark(t.done, t.comment, t.reason)
		if mode == planview.Claim {
			now = planview.Mark(t.ready)
		}
		if now != mark {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(x, y typedItem) int { return cmp.Compare(x.item, y.item) })
	return list
}

func typedText(values url.Values, field string) string {
	return strings.TrimSpace(strings.ReplaceAll(values.Get(field), "\r\n", "\n"))
}

// claimPlan records what the holder says is ready.
func (a *App) claimPlan(c echo.Context) error {
	var claims []plan.Claim
	for _, t := range touched(web.Posted(c), planview.Claim) {
		claims = append(claims, plan.Claim{ItemID: t.item, Version: t.version, Ready: t.ready})
	}
	return a.savePlan(c, func(tx *db.Tx) (int, error) { return plan.SaveClaims(tx, c.Param("ref"), claims) })
}

// reviewPlan records what a coach validates, comments or sets aside.
func (a *App) reviewPlan(c echo.Context) error {
	var reviews []plan.Review
	for _, t := range touched(web.Posted(c), planview.Judge) {
		reviews = append(reviews, plan.Review{ItemID: t.item, Version: t.version, Validated: t.done, NotApplicable: t.reason, Comment: t.comment})
	}
	return a.savePlan(c, func(tx *db.Tx) (int, error) { return plan.SaveReviews(tx, c.Param("ref"), reviews) })
}

func (a *App) savePlan(c echo.Context, save func(*db.Tx) (int, error)) error {
	changed := 0
	err := a.write(c, func(tx *db.Tx) (err error) {
		changed, err = save(tx)
		return err
	})
	if err != nil {
		return a.again(c, err, func(status int, _ ui.Form) error { return a.showPlan(c, status, err) })
	}
	ctx := c.Request().Context()
	notice := wording.T(ctx, "Rien n'avait changé : tout est déjà enregistré.")
	if changed > 0 {
		notice = wording.N(ctx, "%s point enregistré.", "%s points enregistrés.", changed, wording.Count(changed))
	}
	back := "/projets/" + c.Param("ref") + "/plan"
	if n, err := strconv.Atoi(c.FormValue("section")); err == nil {
		return web.SeeOther(c, planview.SectionPath(c.Param("ref"), n)+"#points", notice)
	}
	if part, err := strconv.ParseInt(c.FormValue("partie"), 10, 64); err == nil {
		back += "#" + planview.PartAnchor(part)
	}
	return web.SeeOther(c, back, notice)
}
