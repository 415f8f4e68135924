package form

import (
	"context"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

type kit struct {
	t  *testing.T
	db *db.DB
	ji programme.Programme
}

var (
	operator = access.Operator("test")
	admin    = access.Actor{AccountID: 1, Name: "Diane", Grants: []access.Grant{{Role: access.Administrator}}}
	manager  = access.Actor{AccountID: 2, Name: "Marc", Grants: []access.Grant{{Role: access.Manager}}}
)

func each(t *testing.T, fn func(*testing.T, *kit)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := &kit{t: t, db: d}
		k.must(operator, func(tx *db.Tx) error {
			if _, err := programme.Found(tx); err != nil {
				return err
			}
			if err := Found(tx); err != nil {
				return err
			}
			for _, a := range []access.Actor{admin, manager} {
				if _, err := tx.Exec(`INSERT INTO accounts (id, public_id, email, name, state, created_at) VALUES (?, ?, ?, ?, 'active', 1)`, a.AccountID, a.Name, a.Name, a.Name); err != nil {
					return err
				}
			}
			var err error
			k.ji, err = programme.ProgrammeByCode(tx, "JI")
			return err
		})
		fn(t, k)
	})
}

func (k *kit) try(a access.Actor, fn func(*db.Tx) error) error {
	return k.db.Write(context.Background(), a, fn)
}

func (k *kit) must(a access.Actor, fn func(*db.Tx) error) {
	k.t.Helper()
	if err := k.try(a, fn); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kit) start() int {
	k.t.Helper()
	var n int
	k.must(admin, func(tx *db.Tx) (err error) { n, err = StartDraft(tx, "JI"); return err })
	return n
}

func (k *kit) version(n int) (d Definition) {
	k.t.Helper()
	k.must(operator, func(tx *db.Tx) (err error) { d, err = VersionOf(tx, k.ji.ID, n); return err })
	return d
}

// edit runs a verb on the draft as it stands now.
func (k *kit) edit(n int, verb func(*db.Tx, Edit) error) error {
	e := Edit{"JI", n, k.version(n).Version}
	return k.try(admin, func(tx *db.Tx) error { return verb(tx, e) })
}

func (k *kit) save(n int, c Change) error {
	return k.edit(n, func(tx *db.Tx, e Edit) error { return SaveQuestion(tx, e, c) })
}

func (k *kit) find(n int, code string) Question {
	k.t.Helper()
	q, ok := k.version(n).Question(code)
	if !ok {
		k.t.Fatalf("version %d does not ask %s", n, code)
	}
	return q
}

func (k *kit) count(query string, args ...any) (n int) {
	k.t.Helper()
	k.must(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

func code(err error) string {
	p, ok := models.ProblemOf(err)
	if !ok {
		if err != nil {
			return err.Error()
		}
		return ""
	}
	parts := []string{p.Code}
	for _, f := range p.Fields {
		parts = append(parts, f.Field+":"+f.Code)
	}
	return strings.Join(parts, " ")
}

func TestFirstDefinitionsAreLaidOnce(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		k.must(operator, Found)
		if n := k.count(`SELECT count(*) FROM form_versions WHERE state = 'published' AND number = 1`); n != 2 || k.count(`SELECT count(*) FROM form_versions`) != 2 {
			t.Errorf("%d published definitions", n)
		}
		d := k.version(1)
		want := compose(jobin)
		for i := range want {
			got := d.Questions[i]
			got.ID = 0
			if got.Code != want[i].Code || got.Topic != want[i].Topic || got.Kind != want[i].Kind || got.Label != want[i].Label || got.Help != want[i].Help || got.Required != want[i].Required ||
				got.MaxLength != want[i].MaxLength || !slices.Equal(got.Options, want[i].Options) || got.Condition.Code != want[i].Condition.Code || !slices.Equal(got.Condition.Values, want[i].Condition.Values) {
				t.Errorf("laid %+v, want %+v", got, want[i])
			}
		}
		if len(d.Questions) != len(want) || d.Of(Design) != nil {
			t.Errorf("%d questions, want %d", len(d.Questions), len(want))
		}
		k.must(operator, func(tx *db.Tx) error {
			for id, n := range map[int64]int{0: len(locked), d.ID: len(want), 9999: len(locked)} {
				if of, err := ByID(tx, id); err != nil || len(of.Questions) != n {
					t.Errorf("form %d has %d questions, want %d, %v", id, len(of.Questions), n, err)
				}
			}
			return nil
		})
	})
}

func TestEditingADraft(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		n := k.start()
		if again := k.start(); n != 2 || again != 2 || k.version(2).State != Draft || len(k.version(2).Questions) != len(k.version(1).Questions) {
			t.Fatalf("drafts %d and %d", n, again)
		}
		for want, c := range map[string]Change{
			"form.invalid question_label:required":        {Topic: Market, Kind: Line},
			"form.invalid question_label:max":             {Topic: Market, Kind: Line, Label: strings.Repeat("é", LabelMax+1)},
			"form.invalid question_help:max":              {Topic: Market, Kind: Line, Label: "Quoi ?", Help: strings.Repeat("é", HelpMax+1)},
			"form.invalid question_topic:oneof":           {Topic: Intake, Kind: Line, Label: "Quoi ?"},
			"form.invalid question_kind:oneof":            {Topic: Market, Kind: Email, Label: "Quoi ?"},
			"form.invalid question_max:max":               {Topic: Market, Kind: Text, Label: "Quoi ?", MaxLength: MaxText + 1},
			"form.invalid question_options:options_few":   {Topic: Market, Kind: One, Label: "Quoi ?", Options: []string{"Rouge", "  "}},
			"form.invalid question_options:options_twice": {Topic: Market, Kind: One, Label: "Quoi ?", Options: []string{"Rouge", "ROUGE", "Vert"}},
			"form_question.not_found":                     {ID: 99999, Label: "Quoi ?"},
		} {
			if err := k.save(n, c); code(err) != want {
				t.Errorf("%s: %v", want, err)
			}
		}
		if err := k.save(n, Change{Topic: Market, Kind: Number, Label: "Combien ?", MaxLength: 5}); code(err) != "form.invalid question_max:max" {
			t.Errorf("a number has no length: %v", err)
		}
		if err := k.save(n, Change{Topic: Market, Kind: Several, Label: " Où vendrez-vous  ? ", Help: "Plusieurs réponses.", Required: true, Options: []string{"Au marché", "", "En ligne"}}); err != nil {
			t.Fatal(err)
		}
		q := k.find(n, "q_ou_vendrez_vous")
		if q.Topic != Market || q.Kind != Several || q.Label != "Où vendrez-vous ?" || !q.Required || !slices.Equal(q.Options, []Option{{"au_marche", "Au marché"}, {"en_ligne", "En ligne"}}) {
			t.Errorf("added %+v", q)
		}
		if last := k.version(n).Of(Market); last[len(last)-1].Code != q.Code {
			t.Error("a new question does not stand at the end of its topic")
		}
		// A rewording keeps what was answered; kind and topic stay.
		if err := k.save(n, Change{ID: q.ID, Topic: Money, Kind: Line, Label: "Où vendez-vous ?", Options: []string{"Sur le web", "Au marché", "En magasin"}}); err != nil {
			t.Fatal(err)
		}
		q = k.find(n, "q_ou_vendrez_vous")
		if q.Topic != Market || q.Kind != Several || q.Required || !slices.Equal(q.Options, []Option{{"sur_le_web", "Sur le web"}, {"au_marche", "Au marché"}, {"en_magasin", "En magasin"}}) {
			t.Errorf("changed to %+v", q)
		}
		if err := k.save(n, Change{ID: k.find(n, "motivation").ID, Topic: Money, Kind: Line, Label: "Qu'est-ce qui vous pousse ?", Required: false}); err != nil {
			t.Fatal(err)
		}
		if m := k.find(n, "motivation"); m.Label != "Qu'est-ce qui vous pousse ?" || m.Kind != Text || m.Topic != Project || !m.Required || !m.Reworded() || k.find(1, "motivation").Reworded() {
			t.Errorf("a locked question became %+v", m)
		}
		if err := k.save(n, Change{Topic: Market, Kind: Line, Label: "Où vendrez-vous ?"}); err != nil || k.find(n, "q_ou_vendrez_vous2").ID == 0 {
			t.Errorf("a second one of the same words: %v", err)
		}
		old := Edit{"JI", n, 1}
		if err := k.try(admin, func(tx *db.Tx) error {
			return SaveQuestion(tx, old, Change{Topic: Market, Kind: Line, Label: "Quoi ?"})
		}); !models.IsKind(err, models.Conflict) {
			t.Errorf("from an old page: %v", err)
		}
		if k.count(`SELECT count(*) FROM audit_entries WHERE action = 'form.question' AND actor_name = 'Diane'`) != 4 {
			t.Error("a change leaves no trace")
		}
	})
}

func TestConditionsAreChecked(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		n := k.start()
		set := func(id int64, c Condition) error {
			return k.edit(n, func(tx *db.Tx, e Edit) error { return SetCondition(tx, e, id, c) })
		}
		stage, training := k.find(n, "project_stage"), k.find(n, "training")
		for want, err := range map[string]error{
			"form.invalid condition_code:oneof":      set(stage.ID, Condition{"market_tested", []string{Yes}}), // it comes later
			"form.invalid condition_code:oneof ":     set(training.ID, Condition{"motivation", []string{"x"}}), // it is no choice
			"form.invalid condition_values:required": set(training.ID, Condition{Code: "project_stage"}),
			"form.invalid condition_values:oneof":    set(training.ID, Condition{"project_stage", []string{"idea", "moon"}}),
			"form.locked":                            set(k.find(n, "experience").ID, Condition{"project_stage", []string{"idea"}}),
			"form_question.not_found":                set(99999, Condition{}),
		} {
			if code(err) != strings.TrimSpace(want) {
				t.Errorf("%s: %v", want, err)
			}
		}
		if err := set(training.ID, Condition{"project_stage", []string{"trial", "selling"}}); err != nil {
			t.Fatal(err)
		}
		drop := func(code string) error {
			q := k.find(n, code)
			return k.edit(n, func(tx *db.Tx, e Edit) error { return DropQuestion(tx, e, q.ID) })
		}
		if err := drop("project_stage"); code(err) != "form.needed" {
			t.Errorf("a question that another needs: %v", err)
		}
		if err := drop("clients"); code(err) != "form.locked" {
			t.Errorf("a locked question: %v", err)
		}
		// An answer that a condition waits for cannot go unnoticed.
		options := []string{"C'est une idée", "J'ai déjà vendu"}
		if err := k.save(n, Change{ID: stage.ID, Label: stage.Label, Options: options}); err != nil {
			t.Fatal(err)
		}
		publish := func() error { return k.edit(n, Publish) }
		if err := publish(); code(err) != "form.condition_value" {
			t.Errorf("an answer that is gone: %v", err)
		}
		if err := set(training.ID, Condition{}); err != nil {
			t.Fatal(err)
		}
		if q := k.find(n, "training"); q.Condition.Code != "" || q.Condition.Values != nil {
			t.Errorf("a condition that was taken back: %+v", q.Condition)
		}
		if err := drop("project_stage"); err != nil {
			t.Error(err)
		}
		if err := publish(); err != nil {
			t.Error(err)
		}
		if k.version(1).State != Retired || k.version(n).State != Published {
			t.Errorf("states %s and %s", k.version(1).State, k.version(n).State)
		}
		if _, asked := k.version(1).Question("project_stage"); !asked {
			t.Error("the version before lost a question")
		}
		for name, verb := range map[string]func(*db.Tx, Edit) error{
			"save": func(tx *db.Tx, e Edit) error {
				return SaveQuestion(tx, e, Change{Topic: Market, Kind: Line, Label: "Quoi ?"})
			},
			"condition": func(tx *db.Tx, e Edit) error { return SetCondition(tx, e, training.ID, Condition{}) },
			"drop":      func(tx *db.Tx, e Edit) error { return DropQuestion(tx, e, training.ID) },
			"move":      func(tx *db.Tx, e Edit) error { return MoveQuestion(tx, e, training.ID, true) },
			"publish":   Publish, "give up": DropDraft,
		} {
			if err := k.edit(n, verb); code(err) != "form.not_draft" {
				t.Errorf("%s what is published: %v", name, err)
			}
		}
	})
}

func TestOrder(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		n := k.start()
		order := func(topic Topic) string {
			var codes []string
			for _, q := range k.version(n).Of(topic) {
				codes = append(codes, q.Code)
			}
			return strings.Join(codes, " ")
		}
		moved := func(code string, up bool) error {
			q := k.find(n, code)
			return k.edit(n, func(tx *db.Tx, e Edit) error { return MoveQuestion(tx, e, q.ID, up) })
		}
		before := order(Skills)
		if before != "experience training skills_missing" {
			t.Fatalf("skills: %s", before)
		}
		for _, c := range []struct {
			code string
			up   bool
			want string
		}{{"training", true, "training experience skills_missing"}, {"training", true, "training experience skills_missing"},
			{"training", false, "experience training skills_missing"}, {"skills_missing", false, "experience training skills_missing"}} {
			if err := moved(c.code, c.up); err != nil || order(Skills) != c.want {
				t.Errorf("%s up %v: %s, %v", c.code, c.up, order(Skills), err)
			}
		}
		if market := order(Market); market != "clients market_tested market_result competitors" {
			t.Errorf("market: %s", market)
		}
		if err := moved("market_result", true); code(err) != "form.condition_later" || order(Market) != "clients market_tested market_result competitors" {
			t.Errorf("before what it depends on: %v, %s", err, order(Market))
		}
		if err := moved("market_tested", false); code(err) != "form.condition_later" {
			t.Errorf("behind what depends on it: %v", err)
		}
	})
}

func TestADraftIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		questions, options := k.count(`SELECT count(*) FROM form_questions`), k.count(`SELECT count(*) FROM form_options`)
		n := k.start()
		if err := k.edit(n, DropDraft); err != nil {
			t.Fatal(err)
		}
		if k.count(`SELECT count(*) FROM form_versions`) != 2 || k.count(`SELECT count(*) FROM form_questions`) != questions || k.count(`SELECT count(*) FROM form_options`) != options {
			t.Error("something of the draft stayed, or more than the draft went")
		}
		for name, verb := range map[string]func(*db.Tx) error{
			"start": func(tx *db.Tx) error { _, err := StartDraft(tx, "JI"); return err },
			"save": func(tx *db.Tx) error {
				return SaveQuestion(tx, Edit{"JI", 1, 1}, Change{Topic: Market, Kind: Line, Label: "Quoi ?"})
			},
			"drop": func(tx *db.Tx) error { return DropDraft(tx, Edit{"JI", 1, 1}) },
		} {
			if err := k.try(manager, verb); !models.IsKind(err, models.Forbidden) {
				t.Errorf("a manager, %s: %v", name, err)
			}
		}
		if err := k.try(admin, func(tx *db.Tx) error { _, err := StartDraft(tx, "XX"); return err }); !models.IsKind(err, models.NotFound) {
			t.Errorf("a programme that does not exist: %v", err)
		}
		k.must(operator, func(tx *db.Tx) error {
			list, err := Versions(tx, k.ji.ID)
			if err != nil || len(list) != 1 || list[0].Questions != len(compose(jobin)) || list[0].Drafts != 0 || list[0].PublishedAt.IsZero() {
				t.Errorf("versions %+v, %v", list, err)
			}
			return nil
		})
	})
}

func TestOptionsKeepTheirValues(t *testing.T) {
	old := []Option{{"a", "Rouge"}, {"b", "Vert"}, {"c", "Bleu"}}
	for want, labels := range map[string][]string{
		"a=Rouge b=Vert c=Bleu":       {"Rouge", "Vert", "Bleu"},
		"c=Bleu a=Rouge b=Vert":       {"Bleu", "Rouge", "Vert"},
		"a=rouge b=Vert clair c=Bleu": {"rouge", "Vert clair", "Bleu"},
		"a=Rouge jaune=Jaune":         {"Rouge", "Jaune"},
		"b=Vert a=Rouge c=Bleu x=…":   {"Vert", "Rouge", "Bleu", "…"},
		"a2=A a=Rouge b=Vert c=Bleu":  {"A", "Rouge", "Vert", "Bleu"},
	} {
		var got []string
		for _, o := range renew(old, labels) {
			got = append(got, o.Value+"="+o.Label)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v: %v, want %s", labels, got, want)
		}
	}
	for label, want := range map[string]string{"Où vendrez-vous ?": "ou_vendrez_vous", "???": "x", "مرحبا": "x", strings.Repeat("long ", 20): "long_long_long_long_long_long_long_long"} {
		if got := slug(label); got != want {
			t.Errorf("%s: %s, want %s", label, got, want)
		}
	}
}
