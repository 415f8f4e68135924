package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	planview "eclosion/views/plan"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// sectionNumber reads the number of a section from the address; what is no number names none.
func sectionNumber(c echo.Context) int {
	n, _ := strconv.Atoi(c.Param("n"))
	return n
}

func (a *App) planSectionPage(c echo.Context) error {
	return a.showPlanSection(c, http.StatusOK, func(*planview.Section) {})
}

// showPlanSection shows a section as it is stored; amend puts over it what was refused.
func (a *App) showPlanSection(c echo.Context, status int, amend func(*planview.Section)) error {
	var head dossier.Head
	var page planview.Section
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.PlanRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		page, err = sectionOf(tx, p, sectionNumber(c))
		return err
	})
	if err != nil {
		return err
	}
	page.Remark.Key, page.Ask.Version = web.NewKey(), strconv.Itoa(page.Text.Step)
	page.Form = ui.Form{Values: map[string][]string{"body": {page.Text.Body}}, Version: strconv.Itoa(page.Text.Version)}
	amend(&page)
	title := wording.T(c.Request().Context(), "%s, plan d'affaires de %s", page.Part.Title, page.Ref)
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return planview.ShowSection(f, head, page) })
}

// sectionOf gathers what the page of a section shows.
func sectionOf(tx *db.Tx, p *programme.Project, number int) (planview.Section, error) {
	s := planview.Section{Ref: p.Ref}
	items, err := planOf(tx, p)
	if err != nil {
		return s, err
	}
	if s.Part, err = items.List.Section(number); err != nil {
		return s, err
	}
	s.Parts, s.Items = len(items.List.Parts), items
	s.Items.Form.Values = planValues(items.List, items.Mode)
	if s.Text, err = plan.TextOf(tx, p, s.Part.ID); err != nil {
		return s, err
	}
	if s.Versions, err = plan.TextVersions(tx, p, s.Part.ID); err != nil {
		return s, err
	}
	if s.Comments, err = plan.CommentsOn(tx, p, s.Part.ID); err != nil {
		return s, err
	}
	if plan.MayChange(p) == nil {
		actor := tx.Actor()
		s.Writes, s.Remarks, s.Judges = p.May(actor, access.PlanWrite), p.May(actor, access.PlanComment), p.May(actor, access.PlanValidate)
	}
	return s, attachmentsOf(tx, p, &s)
}

// attachmentsOf sorts the documents of the dossier into those of the section and the others.
func attachmentsOf(tx *db.Tx, p *programme.Project, s *planview.Section) error {
	all, err := documents.Of(tx, p)
	if err != nil {
		return err
	}
	for _, d := range all {
		if !d.Counts() {
			continue
		}
		it := planview.Attachment{ID: d.PublicID, Name: d.Name, Label: d.Label, Href: "/projets/" + p.Ref + "/documents/" + d.PublicID}
		if slices.Contains(s.Text.Documents, d.PublicID) {
			s.Attached = append(s.Attached, it)
		} else {
			s.Others = append(s.Others, it)
		}
	}
	return nil
}

func (a *App) backToSection(c echo.Context, anchor, notice string) error {
	return web.SeeOther(c, planview.SectionPath(c.Param("ref"), sectionNumber(c))+anchor, notice)
}

// savePlanSection keeps the text of a section, and hands it in when that button was pressed.
func (a *App) savePlanSection(c echo.Context) error {
	handed := c.FormValue("suite") == "soumettre"
	err := a.write(c, func(tx *db.Tx) error {
		if handed {
			return plan.SubmitText(tx, c.Param("ref"), sectionNumber(c), web.Version(c), c.FormValue("body"))
		}
		_, err := plan.SaveText(tx, c.Param("ref"), sectionNumber(c), web.Version(c), c.FormValue("body"))
		return err
	})
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showPlanSection(c, status, func(s *planview.Section) {
				stored := s.Form.Version
				s.Form, s.Conflict = form, status == http.StatusConflict
				if s.Conflict { // what is typed now is typed over what stands beside it
					s.Form.Version = stored
				}
			})
		})
	}
	ctx := c.Request().Context()
	if handed {
		return a.backToSection(c, "", wording.T(ctx, "La partie est soumise. Votre accompagnateur·rice la voit dans sa liste du jour."))
	}
	return a.backToSection(c, "", wording.T(ctx, "Enregistré à %s.", wording.Clock(a.Clock.Now())))
}

// keepPlanSection keeps the text of a section while somebody types.
func (a *App) keepPlanSection(c echo.Context) error {
	ctx := c.Request().Context()
	var text plan.Text
	err := a.write(c, func(tx *db.Tx) (err error) {
		text, err = plan.SaveText(tx, c.Param("ref"), sectionNumber(c), web.Version(c), c.FormValue("body"))
		return err
	})
	if p, is := models.ProblemOf(err); is {
		answer := kept{Wrong: map[string]string{}}
		if p.Kind == models.Invalid { // once it is shorter it is saved
			answer.Version = c.FormValue("version")
			answer.Said = wording.T(ctx, "Le texte est trop long pour être enregistré ; il est gardé sur cet appareil.")
			for _, f := range p.Fields {
				answer.Wrong[f.Field] = wording.Field(ctx, "", f)
			}
			return c.JSON(http.StatusOK, answer)
		}
		_, sentences := wording.Problem(ctx, p)
		answer.Said = sentences[0]
		if p.Kind == models.Conflict {
			answer.Said = wording.T(ctx, "Un autre appareil ou une autre fenêtre a enregistré un autre texte entre-temps. Le vôtre est gardé ici : enregistrez pour comparer.")
		}
		return c.JSON(statusOf(err), answer)
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, kept{Version: strconv.Itoa(text.Version), Saved: wording.T(ctx, "Enregistré à %s", wording.Clock(a.Clock.Now())), Wrong: map[string]string{}})
}

// askSection gives a section back with a reason.
func (a *App) askSection(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error {
		return plan.AskAgain(tx, c.Param("ref"), sectionNumber(c), web.Version(c), c.FormValue("reason"))
	})
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showPlanSection(c, status, func(s *planview.Section) {
				if status == http.StatusConflict {
					form.Version = s.Ask.Version
				}
				s.Ask = form
			})
		})
	}
	return a.backToSection(c, "", wording.T(c.Request().Context(), "La partie est redemandée ; le porteur ou la porteuse est prévenu·e."))
}

// remarkSection writes a remark, or the answer to one.
func (a *App) remarkSection(c echo.Context) error {
	thread := c.Param("fil")
	err := a.write(c, func(tx *db.Tx) error {
		return plan.Remark(tx, c.Param("ref"), sectionNumber(c), web.Said(c), thread, c.FormValue("remark"))
	})
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showPlanSection(c, status, func(s *planview.Section) {
				form.Scope = thread
				s.Remark, s.Answering = form, thread
			})
		})
	}
	anchor := "#remarques"
	if thread != "" {
		anchor = "#fil-" + thread
	}
	return a.backToSection(c, anchor, wording.T(c.Request().Context(), "Remarque enregistrée."))
}

func (a *App) resolveRemark(c echo.Context) error {
	done := c.FormValue("reglee") != "non"
	err := a.write(c, func(tx *db.Tx) error { return plan.Resolve(tx, c.Param("ref"), sectionNumber(c), c.Param("fil"), done) })
	if err != nil {
		return err
	}
	notice := wording.T(c.Request().Context(), "Remarque rouverte.")
	if done {
		notice = wording.T(c.Request().Context(), "Remarque réglée.")
	}
	return a.backToSection(c, "#fil-"+c.Param("fil"), notice)
}

func (a *App) attachToSection(c echo.Context) error {
	on := c.FormValue("joint") != "non"
	err := a.write(c, func(tx *db.Tx) error {
		return plan.Attach(tx, c.Param("ref"), sectionNumber(c), c.FormValue("document"), on)
	})
	if err != nil {
		return err
	}
	notice := wording.T(c.Request().Context(), "Document détaché de cette partie. Il reste dans le dossier.")
	if on {
		notice = wording.T(c.Request().Context(), "Document joint.")
	}
	return a.backToSection(c, "#documents", notice)
}
