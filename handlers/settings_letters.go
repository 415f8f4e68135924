package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/layout"
	views "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// letterTexts lists the texts of a programme's letters.
func (a *App) letterTexts(c echo.Context) error {
	var t views.Texts
	err := a.read(c, func(tx *db.Tx) (err error) {
		if t.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		for _, o := range selection.Outcomes() {
			text, err := sitting.TextOf(tx, t.Programme.ID, o)
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, views.TextRow{Outcome: o, Text: text})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Lettres de décision"), func(f layout.Frame) templ.Component {
		return views.TextsPage(f, t)
	})
}

func (a *App) letterText(c echo.Context) error { return a.showText(c, http.StatusOK, nil) }

// showText shows a text as it holds, or as it was typed, and the letter that it makes.
func (a *App) showText(c echo.Context, status int, typed *ui.Form) error {
	ctx := c.Request().Context()
	o, known := views.OutcomeOf(c.Param("issue"))
	if !known {
		return models.Missing("letter")
	}
	e := views.EditText{Outcome: o}
	var sample sitting.Subject
	err := a.read(c, func(tx *db.Tx) (err error) {
		if e.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		if e.Text, err = sitting.TextOf(tx, e.Programme.ID, o); err != nil {
			return err
		}
		sample, err = sampleOf(c, tx, e)
		return err
	})
	if err != nil {
		return err
	}
	shown := e.Text.Body
	if shown == "" {
		shown = views.DefaultText(ctx, o)
	}
	e.Form = ui.Form{Values: map[string][]string{"letter_body": {shown}}}
	if typed != nil {
		e.Form = *typed
		sample.Text.Body = typed.Value("letter_body")
	}
	if typed == nil || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Text.Number)
	}
	body, _ := views.Words(ctx, sample)
	e.Preview = views.Letter(ctx, sample, body)
	title := wording.T(ctx, "Lettre : %s", wording.OutcomeLabel(ctx, o))
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.TextPage(f, e) })
}

// sampleOf invents a decision at the programme's first site.
func sampleOf(c echo.Context, tx *db.Tx, e views.EditText) (s sitting.Subject, err error) {
	couveuse, err := programme.LoadCouveuse(tx)
	if err != nil {
		return s, err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return s, err
	}
	offers, err := programme.Offers(tx)
	if err != nil {
		return s, err
	}
	var site programme.Site
	for i, x := range sites {
		if offered := offers[e.Programme.ID]; i == 0 || len(offered) > 0 && offered[0] == x.ID {
			site = x
		}
	}
	return views.Sample(c.Request().Context(), e.Programme, couveuse, site, e.Outcome, e.Text), nil
}

type textForm struct {
	Body string `form:"letter_body"`
	Do   string `form:"faire" validate:"omitempty,oneof=apercu origine"`
}

// saveText keeps a text, or shows the letter that it would make.
func (a *App) saveText(c echo.Context) error {
	var f textForm
	o, known := views.OutcomeOf(c.Param("issue"))
	if !known {
		return models.Missing("letter")
	}
	err := web.Bind(c, &f)
	switch {
	case err == nil && f.Do == "apercu":
		if problem := sitting.CheckText(o, f.Body); problem != nil {
			err = problem
			break
		}
		form := ui.Form{Values: web.Posted(c), Version: c.FormValue("version")}
		return a.showText(c, http.StatusOK, &form)
	case err == nil && f.Do == "origine":
		f.Body = ""
		fallthrough
	case err == nil:
		if f.Body == "" && f.Do == "" {
			err = models.Fields(models.FieldProblem{Field: "letter_body", Code: "required"})
			break
		}
		err = a.write(c, func(tx *db.Tx) error {
			return sitting.SaveText(tx, c.Param("code"), o, web.Version(c), f.Body)
		})
	}
	return a.saved(c, err, views.TextsPath(c.Param("code")), func(c echo.Context, status int, form ui.Form) error { return a.showText(c, status, &form) })
}
