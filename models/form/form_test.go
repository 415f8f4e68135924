package form

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	colours := []Option{{"red", "Rouge"}, {"green", "Vert"}, {"blue", "Bleu"}}
	for _, c := range []struct {
		q     Question
		typed []string
		want  string
		fault string
	}{
		{Question{Kind: Line}, nil, "", ""},
		{Question{Kind: Line}, []string{"", "  \r\n "}, "", ""},
		{Question{Kind: Line}, []string{"", " Zoë "}, "Zoë", ""},
		{Question{Kind: Text}, []string{"un\r\ndeux"}, "un\ndeux", ""},
		{Question{Kind: Line}, []string{strings.Repeat("é", MaxLine)}, strings.Repeat("é", MaxLine), ""},
		{Question{Kind: Line}, []string{strings.Repeat("é", MaxLine+1)}, "", "too_long"},
		{Question{Kind: Line, MaxLength: 3}, []string{"abcd"}, "", "too_long"},
		{Question{Kind: Text}, []string{strings.Repeat("🥚", MaxText)}, strings.Repeat("🥚", MaxText), ""},
		{Question{Kind: Text}, []string{strings.Repeat("🥚", MaxText+1)}, "", "too_long"},
		{Question{Kind: Date}, []string{"2027-03-14"}, "2027-03-14", ""},
		{Question{Kind: Date}, []string{"14/3/2027"}, "2027-03-14", ""},
		{Question{Kind: Date}, []string{"31/02/2027"}, "", "date"},
		{Question{Kind: Date}, []string{"hier"}, "", "date"},
		{Question{Kind: Amount}, []string{"1 250,50 €"}, "125050", ""},
		{Question{Kind: Amount}, []string{"0"}, "0", ""},
		{Question{Kind: Amount}, []string{"-3"}, "", "money"},
		{Question{Kind: Number}, []string{"1 204"}, "1204", ""},
		{Question{Kind: Number}, []string{"0"}, "0", ""},
		{Question{Kind: Number}, []string{"-1"}, "", "number"},
		{Question{Kind: Number}, []string{"2,5"}, "", "number"},
		{Question{Kind: Number}, []string{"999999999"}, "999999999", ""},
		{Question{Kind: Number}, []string{"1000000000"}, "", "number"},
		{Question{Kind: YesNo}, []string{"non"}, "non", ""},
		{Question{Kind: YesNo}, []string{"peut-être"}, "", "oneof"},
		{Question{Kind: Tick}, []string{"", "oui"}, "oui", ""},
		{Question{Kind: Tick}, []string{"non"}, "", "oneof"},
		{Question{Kind: One, Options: colours}, []string{"green"}, "green", ""},
		{Question{Kind: One, Options: colours}, []string{"Vert"}, "", "oneof"},
		{Question{Kind: Several, Options: colours}, []string{"", "blue", "red", "blue"}, "red\nblue", ""},
		{Question{Kind: Several, Options: colours}, []string{"red", "yellow"}, "", "oneof"},
		{Question{Kind: Email}, []string{"Zoe@Exemple.be"}, "zoe@exemple.be", ""},
		{Question{Kind: Phone}, []string{"demain"}, "", "phone"},
		{Question{Kind: Postcode}, []string{"04000"}, "", "postcode"},
	} {
		c.q.Code = "q"
		got, fault := c.q.Parse(c.typed)
		code := ""
		if fault != nil {
			code = fault.Code
			if fault.Field != "q" {
				t.Errorf("%v: the fault is of %q", c.typed, fault.Field)
			}
		}
		if got != c.want || code != c.fault {
			t.Errorf("%s %q: %q %q, want %q %q", c.q.Kind, c.typed, got, code, c.want, c.fault)
		}
		if fault == nil && got != "" && !c.q.Readable(got) {
			t.Errorf("%s: what was kept (%q) cannot be read back", c.q.Kind, got)
		}
	}
	_, fault := Question{Kind: Text}.Parse([]string{strings.Repeat("mot ", 5000)})
	if fault == nil || fault.Facts["count"] != 19999 || fault.Facts["words"] != 5000 || fault.Facts["param"] != MaxText {
		t.Errorf("5 000 words: %+v", fault)
	}
}

func TestAnswersOfAnotherFormAreNotRead(t *testing.T) {
	for answer, q := range map[string]Question{"red": {Kind: One}, "red\nblue": {Kind: Several, Options: []Option{{"red", ""}}}, "texte": {Kind: Date},
		"1250,50": {Kind: Amount}, "-5": {Kind: Amount}, "abcd": {Kind: Line, MaxLength: 3}} {
		if q.Readable(answer) {
			t.Errorf("%q answers a question of kind %s", answer, q.Kind)
		}
	}
}

// chain is a form where each question leads to the next.
var chain = Definition{Questions: []Question{
	{Topic: Situation, Code: "work", Kind: YesNo, Required: true},
	{Topic: Situation, Code: "where", Kind: Several, Required: true, Options: values("home", "shop", "road"), Condition: Condition{"work", []string{Yes}}},
	{Topic: Market, Code: "street", Kind: Line, Required: true, Condition: Condition{"where", []string{"shop", "road"}}},
	{Topic: Market, Code: "note", Kind: Text, Condition: Condition{"where", []string{"shop"}}},
}}

func TestConditionsChain(t *testing.T) {
	for _, c := range []struct {
		answers map[string]string
		shown   string
		gaps    string
	}{
		{map[string]string{}, "work", "work"},
		{map[string]string{"work": "oui"}, "work where", "where"},
		{map[string]string{"work": "oui", "where": "home"}, "work where", ""},
		{map[string]string{"work": "oui", "where": "home\nroad"}, "work where street", "street"},
		{map[string]string{"work": "oui", "where": "shop", "street": "Haute 1"}, "work where street note", ""},
		{map[string]string{"work": "non", "where": "shop", "street": ""}, "work", ""}, // where is kept, and asks nothing any more
	} {
		answer := func(code string) string { return c.answers[code] }
		shown := chain.Shown(answer)
		var seen, gaps []string
		for _, q := range chain.Questions {
			if shown[q.Code] {
				seen = append(seen, q.Code)
			}
		}
		for _, g := range chain.Gaps(answer) {
			gaps = append(gaps, g.Field)
			if q, _ := chain.Question(g.Field); q.Topic != g.Topic {
				t.Errorf("%s is missing under %s", g.Field, g.Topic)
			}
		}
		if got := strings.Join(seen, " "); got != c.shown {
			t.Errorf("%v: shown %q, want %q", c.answers, got, c.shown)
		}
		if got := strings.Join(gaps, " "); got != c.gaps {
			t.Errorf("%v: missing %q, want %q", c.answers, got, c.gaps)
		}
	}
	if got := chain.Topics(); !slices.Equal(got, []Topic{Situation, Market}) {
		t.Errorf("topics %v", got)
	}
}

func TestDefinitionsAreChecked(t *testing.T) {
	options := []Option{{"a", "A"}, {"b", "B"}}
	for want, questions := range map[string][]Question{
		"":                       {{Code: "x", Kind: One, Options: options}, {Code: "y", Kind: Line, Condition: Condition{"x", []string{"b"}}}},
		"form.condition_later":   {{Code: "x", Kind: One, Options: options, Condition: Condition{"x", []string{"a"}}}},
		"form.condition_unknown": {{Code: "y", Kind: Line, Condition: Condition{"x", []string{"b"}}}},
		"form.condition_value":   {{Code: "x", Kind: YesNo}, {Code: "y", Kind: Line, Condition: Condition{"x", []string{Yes, "b"}}}},
		"form.options_missing":   {{Code: "x", Kind: Several, Options: options[:1]}},
	} {
		got := ""
		if p := (Definition{Questions: questions}).check(); p != nil {
			got = p.Code
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A condition that could never be judged would hide its question for ever.
func TestFirstDefinitionsAreSound(t *testing.T) {
	for name, questions := range map[string][]Question{"base": locked, "jobin": compose(jobin), "design": compose(append(slices.Clone(jobin), jobinDesign...))} {
		if d := (Definition{Questions: questions}); d.check() != nil {
			t.Errorf("%s: %v", name, d.check())
		}
		if !slices.EqualFunc(questions, ordered(questions), func(a, b Question) bool { return a.Code == b.Code }) {
			t.Errorf("%s does not follow the order of the topics", name)
		}
		for _, q := range locked {
			if !slices.ContainsFunc(questions, func(other Question) bool { return other.Code == q.Code }) {
				t.Errorf("%s does not ask %s", name, q.Code)
			}
		}
		at := func(code string) int {
			return slices.IndexFunc(questions, func(q Question) bool { return q.Code == code })
		}
		for _, q := range questions {
			if from := q.Condition.Code; from != "" && questions[at(from)].Topic == q.Topic && at(q.Code)-at(from) > 6 {
				t.Errorf("%s: %s stands far from %s", name, q.Code, from)
			}
		}
	}
}
