package candidature

import (
	"context"
	"slices"
	"testing"

	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
)

func terms(rows []ui.SummaryRow) (list []string) {
	for _, r := range rows {
		list = append(list, r.Term)
	}
	return list
}

func TestRowsAreWhatWasAsked(t *testing.T) {
	ctx := context.Background()
	d := form.Base()
	d.Questions = append(d.Questions,
		form.Question{Topic: form.Market, Code: "sold", Kind: form.YesNo, Label: "Vendu ?"},
		form.Question{Topic: form.Market, Code: "sum", Kind: form.Amount, Label: "Pour combien ?", Condition: form.Condition{Code: "sold", Values: []string{form.Yes}}},
		form.Question{Topic: form.Market, Code: "how", Kind: form.Several, Label: "Comment ?", Options: []form.Option{{Value: "a", Label: "Ici"}, {Value: "b", Label: "Là"}}})
	a := &selection.Application{Project: &programme.Project{}, Person: programme.Person{Email: "zoe@exemple.be"}, Form: d, Contacts: true,
		Answers: map[string]string{"sold": form.No, "sum": "125050", "how": "a\nb"}}
	if got := terms(Rows(ctx, a, form.Market)); !slices.Equal(got, []string{"Clients à ce jour", "Vendu\u202f?", "Comment\u202f?"}) {
		t.Errorf("asked %q", got)
	}
	a.Answers["sold"] = form.Yes
	var values []string
	for _, r := range Rows(ctx, a, form.Market) {
		values = append(values, r.Value)
	}
	if !slices.Equal(values, []string{"", "Oui", "1\u202f250,50\u00a0€", "Ici, Là"}) {
		t.Errorf("answered %q", values)
	}
	whole := terms(Rows(ctx, a, form.Identity))
	a.Contacts = false
	judged := terms(Rows(ctx, a, form.Identity))
	for _, term := range []string{"Date de naissance", "Adresse e-mail", "Téléphone", "Rue et numéro"} {
		if !slices.Contains(whole, term) || slices.Contains(judged, term) {
			t.Errorf("%s: the couveuse reads %v, a committee %v", term, slices.Contains(whole, term), slices.Contains(judged, term))
		}
	}
	if !slices.Contains(judged, "Prénom") || !slices.Contains(judged, "Commune") {
		t.Errorf("a committee reads %q", judged)
	}
	a.Form.Questions[0].Label = "Votre petit nom"
	if got := terms(Rows(ctx, a, form.Identity))[0]; got != "Votre petit nom" {
		t.Errorf("a question that was reworded reads %q", got)
	}
}

func TestQuestionsOfAnotherTopicDecideOnTheServer(t *testing.T) {
	d := form.Definition{Questions: []form.Question{
		{Topic: form.Project, Code: "stage", Kind: form.YesNo},
		{Topic: form.Market, Code: "where", Kind: form.YesNo, Condition: form.Condition{Code: "stage", Values: []string{form.Yes}}},
		{Topic: form.Market, Code: "street", Kind: form.Line, Condition: form.Condition{Code: "where", Values: []string{form.Yes}}},
	}}
	a := &selection.Application{Project: &programme.Project{}, Form: d, Answers: map[string]string{"where": form.Yes}}
	p := Topic{App: a, Topic: form.Market, Form: ui.Form{Values: Values(a, form.Market)}}
	if got := p.asked(); len(got) != 0 {
		t.Errorf("asked in vain: %+v", got)
	}
	a.Answers["stage"] = form.Yes
	if got := p.asked(); len(got) != 2 {
		t.Errorf("asked %+v", got)
	}
	off := func() bool { return len(p.condition(d.Questions[2])) == 3 }
	if off() {
		t.Error("what the answers lead to is hidden")
	}
	p.Form.Values["where"] = []string{form.No} // as typed, and refused for another reason
	if !off() {
		t.Error("what was typed does not decide")
	}
	if a.Answers["stage"] = form.No; len((Topic{App: a, Topic: form.Market, Plain: true}).asked()) != 2 {
		t.Error("the plain view leaves something out")
	}
}
