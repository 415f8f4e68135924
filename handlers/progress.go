package handlers

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/progress"
	meetings "eclosion/views/coaching"
	"eclosion/views/home"
	"eclosion/views/layout"
	views "eclosion/views/progress"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// reportsDesk gathers what the page of a dossier's progress says of its reports.
func reportsDesk(tx *db.Tx, p *programme.Project) (templ.Component, error) {
	d := views.Desk{Ref: p.Ref, Writes: p.May(tx.Actor(), access.ProgressWrite), Own: p.Standing.Own}
	var err error
	if d.Reports, err = progress.List(tx, p); err != nil {
		return nil, err
	}
	if d.Writes {
		if d.Due, err = progress.DueFor(tx, p); err != nil {
			return nil, err
		}
	}
	if d.Own {
		asked, err := progress.AskedFor(tx)
		if err != nil {
			return nil, err
		}
		for _, l := range asked {
			if l.Ref == p.Ref {
				d.Asked = append(d.Asked, l)
			}
		}
	}
	return views.Reports(d), nil
}

// newReport asks for the period of a report.
func (a *App) newReport(c echo.Context) error {
	return a.showNewReport(c, http.StatusOK, ui.Form{Key: web.NewKey(), Values: map[string][]string{"demander": {"oui"}}})
}

func (a *App) showNewReport(c echo.Context, status int, form ui.Form) error {
	s := views.Start{Form: form}
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.ProgressWrite)
		if err != nil {
			return err
		}
		list, err := progress.List(tx, p)
		if err != nil {
			return err
		}
		s.Choices = progress.Choices(p, lastIssued(list), tx.Today())
		s.Head, err = a.dossierHead(c, tx, p)
		return err
	})
	if err != nil {
		return err
	}
	if _, asked := s.Form.Values["periode"]; !asked {
		s.Form.Values["periode"] = []string{s.Choices[0].Name}
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouveau rapport de progression"), func(f layout.Frame) templ.Component { return views.StartPage(f, s) })
}

// lastIssued is the day to which the latest issued report goes.
func lastIssued(list []progress.Report) models.Date {
	var last models.Date
	for _, r := range list {
		if r.State == progress.Issued {
			last = max(last, r.Period.To)
		}
	}
	return last
}

type startForm struct {
	Period string `form:"periode" validate:"required,oneof=since month quarter phase libre"`
	From   string `form:"du"`
	To     string `form:"au"`
	Ask    string `form:"demander" validate:"omitempty,oneof=oui"`
}

// startReport begins a report over a period.
func (a *App) startReport(c echo.Context) error {
	var f startForm
	ref, id := c.Param("ref"), ""
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			period := models.Period{From: models.Date(f.From), To: models.Date(f.To)}
			if f.Period != "libre" {
				if period, err = chosenPeriod(tx, ref, f.Period); err != nil {
					return err
				}
			}
			id, err = progress.Create(tx, ref, web.Key(c), period, f.Ask != "")
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showNewReport(c, status, form) })
	}
	return web.SeeOther(c, views.Path(ref, id), wording.T(c.Request().Context(), "Le rapport est commencé : les faits de la période y sont."))
}

// chosenPeriod is the period behind a quick choice, as of now.
func chosenPeriod(tx *db.Tx, ref, name string) (models.Period, error) {
	p, err := programme.Load(tx, ref, access.ProgressWrite)
	if err != nil {
		return models.Period{}, err
	}
	list, err := progress.List(tx, p)
	if err != nil {
		return models.Period{}, err
	}
	for _, choice := range progress.Choices(p, lastIssued(list), tx.Today()) {
		if choice.Name == name {
			return choice.Period, nil
		}
	}
	return models.Period{}, models.Fields(models.FieldProblem{Field: "periode", Code: "oneof"})
}

// progressReport is the page of a report: for the couveuse's people, or for the holder who is asked to write.
func (a *App) progressReport(c echo.Context) error {
	return a.showReport(c, http.StatusOK, "", ui.Form{})
}

// showReport shows a report; form replaces the form of that name after a refusal.
func (a *App) showReport(c echo.Context, status int, sent string, form ui.Form) error {
	ctx := c.Request().Context()
	var p views.Page
	own := false
	err := a.read(c, func(tx *db.Tx) (err error) {
		project, err := programme.Load(tx, c.Param("ref"), access.PaperRead)
		if err != nil {
			return err
		}
		if own = project.Standing.Own; own {
			return nil
		}
		if p, err = reportPage(ctx, tx, c.Param("ref"), c.Param("id")); err != nil {
			return err
		}
		p.Head, err = a.dossierHead(c, tx, p.Report.Project)
		return err
	})
	if err != nil {
		return err
	}
	if own {
		return a.showAsked(c, status, form)
	}
	switch sent {
	case "rapport":
		p.Form, p.Stale = nameFigures(form, p.Content.Figures), status == http.StatusConflict
	case "decision":
		p.Decision = form
	case "abandon":
		p.Drop = form
	}
	version := strconv.Itoa(p.Report.Version)
	if sent != "rapport" || p.Stale {
		p.Form.Version = version
	}
	p.Decision.Version, p.Drop.Version = version, version
	return a.page(c, status, views.ReportTitle(ctx, p.Report.Period), func(f layout.Frame) templ.Component { return views.ReportPage(f, p) })
}

// reportPage gathers a report for the couveuse's people.
func reportPage(ctx context.Context, tx *db.Tx, ref, id string) (p views.Page, err error) {
	if p.Report, err = progress.Load(tx, ref, id); err != nil {
		return p, err
	}
	if p.Content, err = progress.ContentOf(tx, p.Report); err != nil {
		return p, err
	}
	if p.Events, err = progress.Events(tx, p.Report); err != nil {
		return p, err
	}
	if p.Changed, err = progress.Changes(tx, p.Report); err != nil {
		return p, err
	}
	actor, project := tx.Actor(), p.Report.Project
	p.Paper = report.ProgressReport(ctx, p.Content, approval(p.Report, p.Events))
	p.Writes = p.Report.State.Writable() && project.May(actor, access.ProgressWrite)
	if p.Report.State == progress.Submitted && project.May(actor, access.ProgressDecide) {
		problem := progress.CheckDecide(p.Report, actor.AccountID)
		p.Own = problem != nil && problem.Code == "progress.own"
		p.Decides = !p.Own
	}
	if p.Writes {
		p.Form, err = wordsForm(tx, p)
	}
	return p, err
}

// approval is who approved an issued report, as its paper says.
func approval(r progress.Report, events []progress.Event) report.Approval {
	for _, e := range events {
		if e.What == "issued" {
			return report.Approval{By: e.Who, On: r.IssuedAt.Date()}
		}
	}
	return report.Approval{}
}

// wordsForm fills the coach's form with what is stored.
func wordsForm(tx *db.Tx, p views.Page) (ui.Form, error) {
	v := map[string][]string{"synthesis": {p.Report.Synthesis}, "next_steps": {p.Report.NextSteps}}
	for _, f := range p.Content.Figures {
		if f.House != nil {
			v[f.Field()] = []string{wording.FigureTyped(f.Unit, *f.House)}
		}
	}
	choices, err := progress.Chosen(tx, p.Report, p.Content)
	for id, d := range choices {
		v["section-"+id] = []string{d.Section}
		if d.LeftOut {
			v["sans-"+id] = []string{"oui"}
		}
	}
	return ui.Form{Values: v}, err
}

// nameFigures names the figures in the summary above a form that was refused.
func nameFigures(form ui.Form, figures []progress.Figure) ui.Form {
	for i, problem := range form.Problems {
		for _, f := range figures {
			if f.Field() == problem.Field {
				form.Problems[i].Label = wording.Typeset(f.Label)
			}
		}
	}
	return form
}

// reportDraftPDF prints a report as it stands, as a draft; one that is issued is its paper.
func (a *App) reportDraftPDF(c echo.Context) error {
	var r progress.Report
	var content progress.Content
	err := a.read(c, func(tx *db.Tx) (err error) {
		if r, err = progress.Load(tx, c.Param("ref"), c.Param("id")); err != nil {
			return err
		}
		content, err = progress.ContentOf(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if r.State == progress.Issued {
		return c.Redirect(http.StatusSeeOther, "/papiers/"+r.Number+".pdf")
	}
	return a.sendPaper(c, report.ProgressReport(c.Request().Context(), content, report.Approval{}), r.Project.Ref+"-rapport")
}

// showAsked is the page on which a holder writes their paragraph.
func (a *App) showAsked(c echo.Context, status int, form ui.Form) error {
	p := views.Asked{Form: form, Stale: status == http.StatusConflict}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Asked, err = progress.AskedOf(tx, c.Param("ref"), c.Param("id")); err != nil {
			return err
		}
		p.Head, err = a.dossierHead(c, tx, p.Asked.Project)
		return err
	})
	if err != nil {
		return err
	}
	if status == http.StatusOK {
		p.Form.Values = map[string][]string{"paragraph": {p.Asked.Paragraph}}
		for _, f := range p.Asked.Figures {
			if f.Holder != nil {
				p.Form.Values[f.Field()] = []string{wording.FigureTyped(f.Unit, *f.Holder)}
			}
		}
	}
	if status == http.StatusOK || p.Stale {
		p.Form.Version = strconv.Itoa(p.Asked.Version)
	}
	p.Form = nameFigures(p.Form, p.Asked.Figures)
	return a.page(c, status, wording.T(c.Request().Context(), "Votre paragraphe"), func(f layout.Frame) templ.Component { return views.AskedPage(f, p) })
}

// typedFigures reads the figures of a form, by the indicator's code.
func typedFigures(c echo.Context) map[string]string {
	list := map[string]string{}
	for name, values := range web.Posted(c) {
		if code, is := strings.CutPrefix(name, "figure-"); is {
			list[code] = values[0]
		}
	}
	return list
}

// reportsOfManager lists the reports that a manager has to decide on.
func reportsOfManager(ctx context.Context, tx *db.Tx) (home.Block, error) {
	list, err := progress.ToDecide(tx)
	return block(wording.T(ctx, "Rapports à approuver"), list, func(l progress.Line) ui.Task { return views.DecideTask(ctx, l) }), err
}

// papersOfHolder lists what a holder is asked to read and to write.
func papersOfHolder(ctx context.Context, tx *db.Tx) ([]home.Block, error) {
	minutes, err := coaching.MinutesToRead(tx)
	if err != nil {
		return nil, err
	}
	asked, err := progress.AskedFor(tx)
	return []home.Block{
		block(wording.T(ctx, "Comptes rendus à lire"), minutes, func(l coaching.MinutesLine) ui.Task { return meetings.MinutesTask(ctx, l) }),
		block(wording.T(ctx, "Rapport de progression"), asked, func(l progress.Line) ui.Task { return views.AskedTask(ctx, l) }),
	}, err
}
