package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/views/candidature"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// formEdit names the draft of the address and the version of the form.
func formEdit(c echo.Context) form.Edit {
	return form.Edit{Programme: c.Param("code"), Number: int(number(c, "number")), Version: web.Version(c)}
}

func formPath(c echo.Context) string {
	return settings.FormPath(c.Param("code"), int(number(c, "number")))
}

// startForm opens the draft of a programme's questions, or goes on with it.
func (a *App) startForm(c echo.Context) error {
	var n int
	err := a.write(c, func(tx *db.Tx) (err error) { n, err = form.StartDraft(tx, c.Param("code")); return err })
	if err != nil {
		return err
	}
	return web.SeeOther(c, settings.FormPath(c.Param("code"), n), "")
}

func (a *App) formOf(c echo.Context) (v settings.FormView, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		if v.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		if v.Versions, err = form.Versions(tx, v.Programme.ID); err != nil {
			return err
		}
		v.Definition, err = form.VersionOf(tx, v.Programme.ID, int(number(c, "number")))
		return err
	})
	return v, err
}

func (a *App) formPage(c echo.Context) error { return a.showForm(c, http.StatusOK, ui.Form{}) }

func (a *App) showForm(c echo.Context, status int, f ui.Form) error {
	v, err := a.formOf(c)
	if err != nil {
		return err
	}
	v.Form = f
	title := wording.T(c.Request().Context(), "Questions de la candidature, version %s", strconv.Itoa(v.Definition.Number))
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return settings.Questions(f, v) })
}

func (a *App) publishForm(c echo.Context) error {
	published := wording.T(c.Request().Context(), "La version %s est publiée : les candidatures qui commencent la prennent.", c.Param("number"))
	return a.settle(c, web.Read(c), setting{again: a.showForm, to: programmePath(c) + "#formulaire", saved: published, change: func(tx *db.Tx, v *settings.Check) error {
		p, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		if v.Effects, err = form.PublishEffects(tx, p.ID, int(number(c, "number"))); err != nil {
			return err
		}
		v.Trail, v.Save, v.Back = settingsTrail(tx.Context(), p), wording.T(tx.Context(), "Publier cette version"), formPath(c)
		return form.Publish(tx, formEdit(c))
	}})
}

func (a *App) dropForm(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return form.DropDraft(tx, formEdit(c)) })
	return a.saved(c, err, "/reglages/programmes/"+c.Param("code")+"#formulaire", a.showForm)
}

type questionOrderForm struct {
	Question int64  `form:"question"`
	Sense    string `form:"sens" validate:"oneof=monter descendre"`
}

// orderForm moves a question by one place within its topic.
func (a *App) orderForm(c echo.Context) error {
	var f questionOrderForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return form.MoveQuestion(tx, formEdit(c), f.Question, f.Sense == "monter") })
	}
	if err != nil {
		return a.again(c, err, func(status int, f ui.Form) error { return a.showForm(c, status, f) })
	}
	return web.SeeOther(c, formPath(c)+"#question-"+strconv.FormatInt(f.Question, 10), "")
}

// previewForm shows a topic as a candidate meets it.
func (a *App) previewForm(c echo.Context) error {
	v, err := a.formOf(c)
	if err != nil {
		return err
	}
	t, ok := candidature.TopicOf(c.QueryParam("partie"))
	if !ok || len(v.Definition.Of(t)) == 0 {
		return models.Missing("topic")
	}
	p := settings.PreviewView{FormView: v, Topic: t, All: c.QueryParam("tout") == settings.Yes}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Aperçu"), func(f layout.Frame) templ.Component { return settings.FormPreview(f, p) })
}

// questionOf is the question of the address, or a new one of the topic in the query.
func (a *App) questionOf(c echo.Context) (v settings.QuestionView, err error) {
	if v.FormView, err = a.formOf(c); err != nil {
		return v, err
	}
	if c.Param("question") == "" {
		t, ok := candidature.TopicOf(c.QueryParam("partie"))
		if !ok || t == form.Intake || t == form.Documents {
			return v, models.Missing("topic")
		}
		v.Topic = t
		return v, nil
	}
	at, err := v.Definition.At(number(c, "question"))
	if err != nil {
		return v, err
	}
	v.Question = v.Definition.Questions[at]
	v.Topic = v.Question.Topic
	return v, nil
}

func (a *App) questionForm(c echo.Context) error {
	v, err := a.questionOf(c)
	if err != nil {
		return err
	}
	q, most := v.Question, ""
	if q.MaxLength > 0 {
		most = strconv.Itoa(q.MaxLength)
	}
	var options []string
	for _, o := range q.Options {
		options = append(options, o.Label)
	}
	f := filled(v.Definition.Version, "question_label", q.Label, "question_help", q.Help, "question_kind", string(q.Kind),
		"question_required", ticked(q.Required), "question_options", strings.Join(options, "\n"), "question_max", most)
	return a.showQuestion(c, http.StatusOK, f)
}

func (a *App) showQuestion(c echo.Context, status int, f ui.Form) error {
	v, err := a.questionOf(c)
	if err != nil {
		return err
	}
	v.Fields = f
	title := wording.T(c.Request().Context(), "Nouvelle question")
	if v.Question.ID != 0 {
		title = wording.T(c.Request().Context(), "Modifier la question")
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return settings.QuestionForm(f, v) })
}

type questionForm struct {
	Label    string `form:"question_label"`
	Help     string `form:"question_help"`
	Kind     string `form:"question_kind"`
	Required string `form:"question_required" validate:"omitempty,oneof=oui"`
	Options  string `form:"question_options"`
	Max      string `form:"question_max" validate:"omitempty,number,max=5"`
	Action   string `form:"action"`
}

func (a *App) saveQuestion(c echo.Context) error {
	v, err := a.questionOf(c)
	if err != nil {
		return err
	}
	var f questionForm
	if err = web.Bind(c, &f); err == nil {
		most, _ := strconv.Atoi(f.Max) // the tags let only digits through
		err = a.write(c, func(tx *db.Tx) error {
			if f.Action == "supprimer" && v.Question.ID != 0 {
				return form.DropQuestion(tx, formEdit(c), v.Question.ID)
			}
			return form.SaveQuestion(tx, formEdit(c), form.Change{ID: v.Question.ID, Topic: v.Topic, Kind: form.Kind(f.Kind), Label: f.Label, Help: f.Help,
				Required: f.Required != "", MaxLength: most, Options: strings.Split(f.Options, "\n")})
		})
	}
	return a.saved(c, err, formPath(c)+"#"+candidature.Slug(v.Topic), a.showQuestion)
}

// conditionForm asks when a question is asked: the address names the question that it depends on.
func (a *App) conditionForm(c echo.Context) error {
	v, err := a.questionOf(c)
	if err != nil {
		return err
	}
	f := filled(v.Definition.Version)
	f.Values["condition_values"] = v.Question.Condition.Values
	return a.showCondition(c, http.StatusOK, f)
}

func (a *App) showCondition(c echo.Context, status int, f ui.Form) error {
	q, err := a.questionOf(c)
	if err != nil {
		return err
	}
	q.Fields = f
	v := settings.ConditionView{QuestionView: q}
	code := q.Question.Condition.Code
	if c.QueryParams().Has("si") {
		code = c.QueryParam("si")
	}
	if status != http.StatusOK {
		code = c.FormValue("condition_code")
	}
	for _, from := range q.Definition.Before(q.Question.ID) {
		if from.Code == code {
			v.From = from
		}
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Condition"), func(f layout.Frame) templ.Component { return settings.ConditionForm(f, v) })
}

type conditionForm struct {
	Code   string   `form:"condition_code"`
	Values []string `form:"condition_values"`
}

func (a *App) saveCondition(c echo.Context) error {
	var f conditionForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return form.SetCondition(tx, formEdit(c), number(c, "question"), form.Condition{Code: f.Code, Values: f.Values})
		})
	}
	return a.saved(c, err, formPath(c)+"#question-"+c.Param("question"), a.showCondition)
}
