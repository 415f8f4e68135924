package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/layout"
	noticeviews "eclosion/views/notice"
	"eclosion/views/report"
	"eclosion/views/settings"
	views "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// A letterKind is a text that a programme can change: of a decision's letter, or of a notice. Both have one list, one form and one
// preview; what differs stands here.
type letterKind struct {
	slug  string
	legal bool
	most  int
	label func(context.Context) string
	own   func(context.Context) string // the product's own text
	check func(body string) *models.Problem
	text  func(tx *db.Tx, programmeID int64) (sitting.Text, error)
	save  func(tx *db.Tx, code string, number int, body string) error
	// kept counts the papers that were made and keep their words.
	kept func(tx *db.Tx, programmeID int64) (programme.Effects, error)
	// places explain what may stand in braces.
	places func(context.Context) []ui.SummaryRow
	// preview makes the paper of an invented person.
	preview func(ctx context.Context, tx *db.Tx, p programme.Programme, c programme.Couveuse, site programme.Site, text sitting.Text) (report.Paper, error)
}

func decisionKind(o selection.Outcome) letterKind {
	return letterKind{slug: views.Slug(o), most: sitting.MostLetter,
		label: func(ctx context.Context) string { return wording.OutcomeLabel(ctx, o) },
		own:   func(ctx context.Context) string { return views.DefaultText(ctx, o) },
		check: func(body string) *models.Problem { return sitting.CheckText(o, body) },
		text:  func(tx *db.Tx, id int64) (sitting.Text, error) { return sitting.TextOf(tx, id, o) },
		save: func(tx *db.Tx, code string, number int, body string) error {
			return sitting.SaveText(tx, code, o, number, body)
		},
		kept:   func(tx *db.Tx, id int64) (programme.Effects, error) { return sitting.TextEffects(tx, id, o) },
		places: views.Places,
		preview: func(ctx context.Context, _ *db.Tx, p programme.Programme, c programme.Couveuse, site programme.Site, text sitting.Text) (report.Paper, error) {
			sample := views.Sample(ctx, p, c, site, o, text)
			body, _ := views.Words(ctx, sample)
			return views.Letter(ctx, sample, body), nil
		}}
}

func noticeKind(k notice.Kind) letterKind {
	return letterKind{slug: noticeviews.Slug(k), legal: true, most: notice.MostText,
		label: func(ctx context.Context) string { return wording.Capital(wording.NoticeLabel(ctx, string(k))) },
		own:   func(ctx context.Context) string { return noticeviews.DefaultText(ctx, k) },
		check: func(body string) *models.Problem { return notice.CheckText(k, body) },
		text:  func(tx *db.Tx, id int64) (sitting.Text, error) { return notice.TextOf(tx, id, k) },
		save: func(tx *db.Tx, code string, number int, body string) error {
			return notice.SaveText(tx, code, k, number, body)
		},
		kept:   func(tx *db.Tx, id int64) (programme.Effects, error) { return notice.TextEffects(tx, id, k) },
		places: func(ctx context.Context) []ui.SummaryRow { return noticeviews.Places(ctx, k) },
		preview: func(ctx context.Context, tx *db.Tx, p programme.Programme, c programme.Couveuse, site programme.Site, text sitting.Text) (report.Paper, error) {
			terms, err := programme.TermsOn(tx, p.ID, tx.Today())
			if models.IsKind(err, models.NotFound) || models.IsKind(err, models.Refused) { // none yet: those of the product show the text as well
				terms, err = programme.DefaultTerms(tx.Today()), nil
			}
			return noticeviews.Paper(ctx, noticeviews.ContentOf(ctx, noticeviews.Sample(ctx, k, p, c, site, terms, text)), k.Paper()), err
		}}
}

// letterKindOf reads the name of a text in an address.
func letterKindOf(slug string) (letterKind, bool) {
	if o, known := views.OutcomeOf(slug); known {
		return decisionKind(o), true
	}
	k, known := noticeviews.KindOf(slug)
	if !known {
		return letterKind{}, false
	}
	return noticeKind(k), true
}

// letterTexts lists the texts of a programme's letters.
func (a *App) letterTexts(c echo.Context) error {
	ctx := c.Request().Context()
	var t views.Texts
	err := a.read(c, func(tx *db.Tx) (err error) {
		if t.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		row := func(list *[]views.TextRow, k letterKind) error {
			text, err := k.text(tx, t.Programme.ID)
			*list = append(*list, views.TextRow{Slug: k.slug, Label: k.label(ctx), Text: text})
			return err
		}
		for _, o := range selection.Outcomes() {
			if err := row(&t.Decisions, decisionKind(o)); err != nil {
				return err
			}
		}
		for _, k := range notice.Kinds() {
			if err := row(&t.Notices, noticeKind(k)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(ctx, "Lettres et conventions"), func(f layout.Frame) templ.Component {
		return views.TextsPage(f, t)
	})
}

func (a *App) letterText(c echo.Context) error { return a.showText(c, http.StatusOK, nil) }

// showText shows a text as it holds, or as it was typed, and the paper that it makes.
func (a *App) showText(c echo.Context, status int, typed *ui.Form) error {
	ctx := c.Request().Context()
	k, known := letterKindOf(c.Param("issue"))
	if !known {
		return models.Missing("letter")
	}
	e := views.EditText{TextRow: views.TextRow{Slug: k.slug, Label: k.label(ctx)}, Most: k.most, Legal: k.legal, Places: k.places(ctx)}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if e.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		if e.Text, err = k.text(tx, e.Programme.ID); err != nil {
			return err
		}
		shown := e.Text
		if typed != nil && k.check(typed.Value("letter_body")) == nil {
			shown.Body = typed.Value("letter_body")
		}
		couveuse, site, err := surroundings(tx, e.Programme)
		if err == nil {
			e.Preview, err = k.preview(ctx, tx, e.Programme, couveuse, site, shown)
		}
		return err
	})
	if err != nil {
		return err
	}
	shown := e.Text.Body
	if shown == "" {
		shown = k.own(ctx)
	}
	e.Form = ui.Form{Values: map[string][]string{"letter_body": {shown}}}
	if typed != nil {
		e.Form = *typed
	}
	if typed == nil || status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Text.Number)
	}
	return a.page(c, status, wording.T(ctx, "Texte : %s", wording.LowerFirst(k.label(ctx))), func(f layout.Frame) templ.Component { return views.TextPage(f, e) })
}

// surroundings are the couveuse and the programme's first site, for an invented paper.
func surroundings(tx *db.Tx, p programme.Programme) (couveuse programme.Couveuse, site programme.Site, err error) {
	if couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return couveuse, site, err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return couveuse, site, err
	}
	offers, err := programme.Offers(tx)
	for i, x := range sites {
		if offered := offers[p.ID]; i == 0 || len(offered) > 0 && offered[0] == x.ID {
			site = x
		}
	}
	return couveuse, site, err
}

type textForm struct {
	Body string `form:"letter_body"`
	Do   string `form:"faire" validate:"omitempty,oneof=apercu origine verifier corriger enregistrer"`
}

// saveText keeps a text, or shows the paper that it would make: alone, or beside that of today.
func (a *App) saveText(c echo.Context) error {
	var f textForm
	k, known := letterKindOf(c.Param("issue"))
	if !known {
		return models.Missing("letter")
	}
	err := web.Bind(c, &f)
	again := func(c echo.Context, status int, form ui.Form) error { return a.showText(c, status, &form) }
	switch {
	case err != nil:
	case f.Do == "apercu":
		if problem := k.check(f.Body); problem != nil {
			return a.saved(c, problem, "", again)
		}
		return again(c, http.StatusOK, ui.Form{Values: web.Posted(c), Version: c.FormValue("version")})
	case f.Do == "origine":
		f.Body = ""
	case f.Body == "":
		err = models.Fields(models.FieldProblem{Field: "letter_body", Code: "required"})
	}
	return a.settle(c, err, setting{again: again, to: views.TextsPath(c.Param("code")), change: func(tx *db.Tx, v *settings.Check) error {
		p, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		before, err := k.text(tx, p.ID)
		if err != nil {
			return err
		}
		if err := k.save(tx, p.Code, web.Version(c), f.Body); err != nil {
			return err
		}
		ctx := tx.Context()
		v.Trail = append(settingsTrail(ctx, p), ui.Link{Href: views.TextsPath(p.Code), Label: wording.T(ctx, "Lettres")})
		after := before
		after.Body = f.Body
		if v.Sides, err = paperSides(tx, p, k, before, after); err != nil {
			return err
		}
		v.Effects, err = k.kept(tx, p.ID)
		return err
	}})
}

// paperSides are the papers of an invented person, with the words of today and with those that were typed.
func paperSides(tx *db.Tx, p programme.Programme, k letterKind, before, after sitting.Text) (list []settings.Side, err error) {
	ctx := tx.Context()
	couveuse, site, err := surroundings(tx, p)
	if err != nil {
		return nil, err
	}
	titles := []string{wording.T(ctx, "Avant, pour une personne inventée"), wording.T(ctx, "Après")}
	for i, text := range []sitting.Text{before, after} {
		paper, err := k.preview(ctx, tx, p, couveuse, site, text)
		if err != nil {
			return nil, err
		}
		list = append(list, settings.Side{Title: titles[i], Body: report.Body(paper)})
	}
	return list, nil
}
