package settings

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// FormView is a version of a programme's questions.
type FormView struct {
	Programme  programme.Programme
	Definition form.Definition
	Versions   []form.Version
	Form       ui.Form // only its problems, after a refused change of order or publication
}

func (v FormView) draft() bool { return v.Definition.State == form.Draft }

func (v FormView) path() string { return FormPath(v.Programme.Code, v.Definition.Number) }

// FormPath is the address of a version of a programme's questions.
func FormPath(code string, number int) string {
	return "/reglages/programmes/" + code + "/formulaire/" + strconv.Itoa(number)
}

func (v FormView) version() string { return strconv.Itoa(v.Definition.Version) }

func (v FormView) question(id int64) string {
	return v.path() + "/questions/" + strconv.FormatInt(id, 10)
}

func (v FormView) preview(t form.Topic, all bool) string {
	address := v.path() + "/apercu?partie=" + candidature.Slug(t)
	if all {
		address += "&tout=oui"
	}
	return address
}

func (v FormView) lead(ctx context.Context) string {
	if !v.draft() {
		return wording.T(ctx, "Cette version ne change plus : des candidatures la gardent. Pour la modifier, préparez la suivante.")
	}
	return wording.T(ctx, "Cette version se prépare : aucune candidature ne l'a encore.")
}

// touches says whom a publication leaves as they are.
func (v FormView) touches(ctx context.Context) string {
	drafts, others := 0, 0
	for _, x := range v.Versions {
		drafts += x.Drafts
		others += x.Others
	}
	return wording.T(ctx, "Publier ne touche que les candidatures qui commencent ensuite : %s et %s gardent leur version.",
		wording.N(ctx, "%s brouillon", "%s brouillons", drafts, wording.Count(drafts)),
		wording.N(ctx, "%s candidature déposée", "%s candidatures déposées", others, wording.Count(others)))
}

// optionsText lists the answers that a question offers.
func optionsText(ctx context.Context, q form.Question) string {
	var labels []string
	for _, o := range q.Options {
		labels = append(labels, candidature.OptionLabel(ctx, q, o.Value))
	}
	return strings.Join(labels, " · ")
}

// QuestionView is the form of one question.
type QuestionView struct {
	FormView
	Question form.Question // the zero value for a new one
	Topic    form.Topic
	Fields   ui.Form
}

func (v QuestionView) action() string {
	if v.Question.ID == 0 {
		return v.path() + "/questions/nouvelle?partie=" + candidature.Slug(v.Topic)
	}
	return v.question(v.Question.ID)
}

func kindOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range form.Kinds() {
		list = append(list, ui.Option{Value: string(k), Label: wording.QuestionKindLabel(ctx, k)})
	}
	return list
}

// ConditionView is the form of a question's condition: first the question that it depends on, then the answers.
type ConditionView struct {
	QuestionView
	From form.Question // the zero value until it is chosen
}

func (v ConditionView) sources() []ui.Option {
	var list []ui.Option
	for _, q := range v.Definition.Before(v.Question.ID) {
		list = append(list, ui.Option{Value: q.Code, Label: wording.Typeset(q.Label)})
	}
	return list
}

func (v ConditionView) chosen() ui.Form {
	return ui.Form{Values: map[string][]string{"si": {v.From.Code}}}
}

func (v ConditionView) answers(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, value := range v.From.Values() {
		label := candidature.OptionLabel(ctx, v.From, value)
		if v.From.Kind == form.Tick {
			label = wording.T(ctx, "La case est cochée")
		}
		list = append(list, ui.Option{Value: value, Label: label})
	}
	return list
}

// PreviewView is a topic as a candidate meets it.
type PreviewView struct {
	FormView
	Topic form.Topic
	All   bool // every question, its condition in words
}

// page is the topic of an application in which nothing is answered yet.
func (v PreviewView) page() candidature.Topic {
	app := &selection.Application{Project: &programme.Project{}, Form: v.Definition, Answers: map[string]string{}}
	return candidature.Topic{App: app, Topic: v.Topic, Plain: v.All, Form: ui.Form{Values: candidature.Values(app, v.Topic)}}
}

func (v PreviewView) tabs(ctx context.Context) []ui.Link {
	var list []ui.Link
	for _, t := range v.Definition.Topics() {
		list = append(list, ui.Link{Href: v.preview(t, v.All), Label: wording.TopicLabel(ctx, t), Current: t == v.Topic})
	}
	return list
}

func formTone(s form.State) ui.Tone {
	switch s {
	case form.Published:
		return ui.Good
	case form.Draft:
		return ui.Wait
	}
	return ui.Plain
}
