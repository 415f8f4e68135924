package handlers

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	"eclosion/views/pdf"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// ask says which paper is wanted; the same for its page, its PDF and its issue.
type ask struct {
	kind, ref string
	period    models.Period
	filter    reporting.ActivityFilter
	masked    bool
	nameless  bool
	links     bool // figures open their people: for pages
}

// paper asks the models for a report and words it.
func paper(ctx context.Context, tx *db.Tx, q ask) (report.Paper, error) {
	switch q.kind {
	case reporting.KindCohort:
		c, err := reporting.LoadCohort(tx, q.cohort())
		if err != nil {
			return report.Paper{}, err
		}
		return report.Cohort(ctx, c, q.cohortOptions()), nil
	case reporting.KindYear:
		y, err := reporting.LoadActivity(tx, q.filter)
		if err != nil {
			return report.Paper{}, err
		}
		if q.masked {
			y.Mask()
		}
		var links func(string) string
		if q.links {
			links = func(period string) string { return yearAddress(period+"/personnes", q.filter) }
		}
		return report.Activity(ctx, y, links), nil
	case reporting.KindFund:
		t, err := fundTable(tx, q)
		if err != nil {
			return report.Paper{}, err
		}
		links := ""
		if q.links {
			links = pdfAddress("/fse/personnes", q)
		}
		return report.Fund(ctx, t, links), nil
	case reporting.KindProgress:
		r, err := reporting.LoadProgress(tx, q.ref, q.period)
		if err != nil {
			return report.Paper{}, err
		}
		return report.Progress(ctx, r), nil
	case reporting.KindPlan:
		c, err := reporting.LoadChecklist(tx, q.ref)
		if err != nil {
			return report.Paper{}, err
		}
		return report.Checklist(ctx, c), nil
	}
	return report.Paper{}, models.Missing("paper")
}

func yearAddress(rest string, f reporting.ActivityFilter) string {
	q := url.Values{}
	if f.SiteID != 0 {
		q.Set("site", strconv.FormatInt(f.SiteID, 10))
	}
	if f.ProgrammeID != 0 {
		q.Set("programme", strconv.FormatInt(f.ProgrammeID, 10))
	}
	if len(q) == 0 {
		return "/annees/" + rest
	}
	return "/annees/" + rest + "?" + q.Encode()
}

// readAsk reads the options of a paper by name, from an address or a form.
func readAsk(kind, ref string, value func(string) string) (ask, error) {
	q := ask{kind: kind, ref: ref, masked: value("masque") == "1", nameless: value("noms") == "0"}
	var wrong []models.FieldProblem
	for _, d := range []struct {
		name string
		to   *models.Date
	}{{"du", &q.period.From}, {"au", &q.period.To}} {
		if text := value(d.name); text != "" {
			date, err := models.ParseDate(text)
			if err != nil {
				wrong = append(wrong, models.FieldProblem{Field: d.name, Code: "date"})
			}
			*d.to = date
		}
	}
	for _, d := range []struct {
		name string
		to   *int64
	}{{"site", &q.filter.SiteID}, {"programme", &q.filter.ProgrammeID}} {
		if text := value(d.name); text != "" {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil || id <= 0 {
				return q, models.Missing(d.name)
			}
			*d.to = id
		}
	}
	if p := models.Fields(wrong...); p != nil {
		return q, p
	}
	if kind == reporting.KindYear {
		var err error
		if q.filter.Period, err = reporting.ReadPeriodRef(ref); err != nil {
			return q, err
		}
		q.period = models.Period{} // the reference says it
	}
	return q, nil
}

// fields are the options of a paper as the form that issues it carries them.
func (q ask) fields() map[string]string {
	f := map[string]string{"kind": q.kind, "ref": q.ref}
	put := func(name, value string, is bool) {
		if is {
			f[name] = value
		}
	}
	put("du", string(q.period.From), q.period.From != "")
	put("au", string(q.period.To), q.period.To != "")
	put("site", strconv.FormatInt(q.filter.SiteID, 10), q.filter.SiteID != 0)
	put("programme", strconv.FormatInt(q.filter.ProgrammeID, 10), q.filter.ProgrammeID != 0)
	put("masque", "1", q.masked)
	put("noms", "0", q.nameless)
	return f
}

// sendPDF prints a paper as a draft. It is laid out after the database was left.
func (a *App) sendPDF(c echo.Context, q ask, name string) error {
	ctx := c.Request().Context()
	var p report.Paper
	err := a.read(c, func(tx *db.Tx) (err error) {
		p, err = paper(ctx, tx, q)
		return err
	})
	if err != nil {
		return err
	}
	return a.sendPaper(c, p, name)
}

func (a *App) sendPaper(c echo.Context, p report.Paper, name string) error {
	var out bytes.Buffer
	if err := pdf.WritePaper(c.Request().Context(), &out, p, ""); err != nil {
		return err
	}
	return web.PDF(c, name+".pdf", out.Bytes())
}

// blankPlanPDF prints the checklist of a programme, to be filled in by hand.
func (a *App) blankPlanPDF(c echo.Context) error {
	ctx := c.Request().Context()
	var p report.Paper
	err := a.read(c, func(tx *db.Tx) error {
		list, err := reporting.LoadBlank(tx, c.Param("code"))
		p = report.Checklist(ctx, list)
		return err
	})
	if err != nil {
		return err
	}
	return a.sendPaper(c, p, c.Param("code")+"-plan")
}

func (a *App) progressPDF(c echo.Context) error {
	q, err := readAsk(reporting.KindProgress, c.Param("ref"), c.QueryParam)
	if err != nil {
		return err
	}
	return a.sendPDF(c, q, c.Param("ref")+"-progression")
}

// progressPage shows the progress report. A period that cannot be taken is said
// above the filter, and the whole journey is shown.
func (a *App) progressPage(c echo.Context) error {
	ref := c.Param("ref")
	q, err := readAsk(reporting.KindProgress, ref, c.QueryParam)
	if err == nil {
		err = a.showProgress(c, q, nil)
	}
	problem, ok := models.ProblemOf(err)
	if !ok || problem.Kind != models.Invalid {
		return err
	}
	return a.showProgress(c, ask{kind: reporting.KindProgress, ref: ref}, problem)
}

// showProgress answers with the page, after a refusal with what was asked.
func (a *App) showProgress(c echo.Context, q ask, refused *models.Problem) error {
	ctx := c.Request().Context()
	status, period := http.StatusOK, report.Period{Ref: q.ref, Form: ui.Form{Values: c.QueryParams()}}
	if refused != nil {
		status = statusOf(refused)
		period.Form.Problems = a.refilled(c, refused).Problems
	}
	var head dossier.Head
	var body report.Paper
	around := report.Around{Links: []ui.Link{{Href: pdfAddress("/projets/"+q.ref+"/progression.pdf", q), Label: wording.T(ctx, "Imprimer (PDF)")}}}
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, q.ref, access.PaperRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		if body, err = paper(ctx, tx, q); err != nil {
			return err
		}
		if p.May(tx.Actor(), access.PaperIssue) {
			around.Issue = []report.IssueForm{issueForm(wording.T(ctx, "Émettre ce rapport"), q),
				issueForm(wording.T(ctx, "Émettre le plan d'affaires"), ask{kind: reporting.KindPlan, ref: q.ref})}
		}
		if period.Reports, err = reportsDesk(tx, p); err != nil {
			return err
		}
		around.Issued, err = reporting.IssuedFor(tx, reporting.Issued{ProjectID: p.ID})
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(ctx, "Progression de %s", q.ref), func(f layout.Frame) templ.Component {
		return report.ShowProgress(f, head, body, around, period)
	})
}

// pdfAddress carries the options of a page over to its PDF.
func pdfAddress(path string, q ask) string {
	values := url.Values{}
	for name, value := range q.fields() {
		if name != "kind" && name != "ref" {
			values.Set(name, value)
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

func issueForm(label string, q ask) report.IssueForm {
	return report.IssueForm{Label: label, Form: ui.Form{Key: web.NewKey()}, Fields: q.fields()}
}
