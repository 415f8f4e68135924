package candidature

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/documents"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Values are the answers of a topic as its form shows them.
func Values(a *selection.Application, t form.Topic) url.Values {
	v := url.Values{}
	if t == form.Intake {
		v.Set("cohort", a.Cohort.Ref)
	}
	for _, q := range a.Form.Of(t) {
		v[q.Code] = shownAnswer(q, a.Answer(q.Code))
	}
	return v
}

// shownAnswer is an answer as the field of its question shows it.
func shownAnswer(q form.Question, answer string) []string {
	switch q.Kind {
	case form.Several:
		return form.Split(answer)
	case form.Amount:
		if answer != "" {
			return []string{strings.TrimSuffix(wording.Money(cents(answer)), wording.NoBreak+"€")}
		}
	}
	return []string{answer}
}

func cents(answer string) models.Cents {
	n, _ := strconv.ParseInt(answer, 10, 64)
	return models.Cents(n)
}

// mostRadios is how many choices stand side by side; more go into a list.
const mostRadios = 8

// purposes are what browsers fill in by themselves.
var purposes = map[string]string{
	"first_name": "given-name", "last_name": "family-name", "birth_on": "bday", "email": "email", "phone": "tel",
	"street": "street-address", "postcode": "postal-code", "municipality": "address-level2",
}

func field(ctx context.Context, q form.Question) ui.Field {
	f := ui.Field{Name: q.Code, Label: wording.Typeset(q.Label), Optional: !q.Required, Autocomplete: purposes[q.Code]}
	if q.Help != "" {
		f.Hint = wording.Typeset(q.Help)
	}
	switch q.Kind {
	case form.Text:
		f.Max, f.Rows = q.Max(), 6
	case form.Line:
		f.Max = q.Max()
	case form.Email:
		f.Type, f.Max = "email", 254
	case form.Phone:
		f.Type, f.Size = "tel", ui.Medium
	case form.Postcode:
		f.Size = ui.Short
	case form.YesNo:
		f.Inline = true
	}
	if q.Code == "gender" {
		f.Inline = true
	}
	if len(q.Options) > mostRadios || q.Code == "municipality" {
		f.Size = ui.Medium
	}
	return f
}

func options(ctx context.Context, q form.Question) []ui.Option {
	var list []ui.Option
	for _, v := range q.Values() {
		list = append(list, ui.Option{Value: v, Label: OptionLabel(ctx, q, v)})
	}
	return list
}

// withNone lets people take back an answer that they need not give.
func withNone(ctx context.Context, q form.Question) []ui.Option {
	list := options(ctx, q)
	if !q.Required {
		list = append(list, ui.Option{Value: "", Label: wording.T(ctx, "Je préfère ne pas répondre")})
	}
	return list
}

// OptionLabel names a possible answer to a question.
func OptionLabel(ctx context.Context, q form.Question, value string) string {
	switch {
	case q.Kind == form.YesNo || q.Kind == form.Tick:
		return wording.YesNo(ctx, value == form.Yes)
	case q.Locked():
		return wording.AnswerLabel(ctx, q.Code, value)
	}
	i := slices.IndexFunc(q.Options, func(o form.Option) bool { return o.Value == value })
	if i < 0 {
		return value
	}
	return wording.Typeset(q.Options[i].Label)
}

// term names a question where its answer is read: locked ones by the product's short name, until somebody rewords them.
func term(ctx context.Context, q form.Question) string {
	if short := wording.FieldLabel(ctx, q.Code); q.Locked() && !q.Reworded() && short != "" {
		return short
	}
	return wording.Typeset(q.Label)
}

// Term names a question of an application, as its error summary does.
func Term(ctx context.Context, a *selection.Application, code string) string {
	if q, ok := a.Form.Question(code); ok {
		return term(ctx, q)
	}
	return wording.FieldLabel(ctx, code)
}

// reading is an answer as a person reads it.
func reading(ctx context.Context, a *selection.Application, q form.Question) string {
	answer := a.Answer(q.Code)
	switch q.Code {
	case "own_vat":
		if a.OwnVAT {
			return wording.T(ctx, "Oui")
		}
		return wording.T(ctx, "Aucun")
	case "consent":
		if a.ConsentAt.IsZero() {
			return ""
		}
		return wording.T(ctx, "Donné le %s", wording.LongDate(a.ConsentAt.Date()))
	}
	if answer == "" {
		return ""
	}
	switch q.Kind {
	case form.Date:
		return wording.LongDate(models.Date(answer))
	case form.Amount:
		return wording.Money(cents(answer))
	case form.Number:
		n, _ := strconv.Atoi(answer)
		return wording.Count(n)
	case form.YesNo, form.One, form.Several:
		var labels []string
		for _, v := range form.Split(answer) {
			labels = append(labels, OptionLabel(ctx, q, v))
		}
		return strings.Join(labels, ", ")
	}
	return answer
}

// withheld are the answers that members of a committee do not read.
var withheld = []string{"birth_on", "email", "phone", "street", "keep_months"}

// Rows are the answers of a topic as a person reads them: every question that was asked, and no other.
// Members of a committee read no contacts.
func Rows(ctx context.Context, a *selection.Application, t form.Topic) []ui.SummaryRow {
	list, _ := rowsOf(ctx, a, t)
	return list
}

// rowsOf also gives the question behind each row.
func rowsOf(ctx context.Context, a *selection.Application, t form.Topic) (list []ui.SummaryRow, codes []string) {
	if t == form.Intake {
		return []ui.SummaryRow{{Term: wording.T(ctx, "Programme"), Value: a.Cohort.ProgrammeName}, {Term: wording.T(ctx, "Site"), Value: a.Cohort.SiteName},
			{Term: wording.FieldLabel(ctx, "cohort"), Value: cohortText(ctx, a.Cohort)}}, []string{"", "", "cohort"}
	}
	for _, q := range a.Asked(t) {
		if a.Hides(q) || !a.Contacts && slices.Contains(withheld, q.Code) {
			continue
		}
		list = append(list, ui.SummaryRow{Term: term(ctx, q), Value: reading(ctx, a, q)})
		codes = append(codes, q.Code)
	}
	return list, codes
}

// stored are the answers in conflict, as they are stored.
func (p Topic) stored(ctx context.Context) []ui.SummaryRow {
	list, codes := rowsOf(ctx, p.App, p.Topic)
	if p.Topic == form.Intake {
		return list
	}
	var differ []ui.SummaryRow
	for i, code := range codes {
		if slices.Contains(p.Differs, code) {
			differ = append(differ, list[i])
		}
	}
	return differ
}

// Reading are the topics of an application in the order in which others read them: the project first.
func Reading(a *selection.Application) []form.Topic {
	order := []form.Topic{form.Project, form.Skills, form.Market, form.Money, form.Design, form.Situation, form.Identity, form.Consent}
	asked := a.Form.Topics()
	return slices.DeleteFunc(order, func(t form.Topic) bool { return !slices.Contains(asked, t) || a.Masked && t == form.Identity })
}

// checkRows are the rows of a topic on the check-your-answers page: each leads to its field and back.
func checkRows(ctx context.Context, a *selection.Application, t form.Topic) []ui.SummaryRow {
	if t == form.Documents {
		return documents.Rows(ctx, a.Pieces, TopicPath(a.Project.Ref, t), true)
	}
	missing := map[string]bool{}
	for _, gap := range a.Gaps() {
		missing[gap.Field] = true
	}
	list, codes := rowsOf(ctx, a, t)
	for i, code := range codes {
		if code != "" {
			list[i].Missing, list[i].Href = missing[code], fieldPath(a.Project.Ref, t, code)
		}
	}
	return list
}

// fieldPath leads to a field of a topic's page, which leads back to the check.
func fieldPath(ref string, t form.Topic, code string) string {
	return TopicPath(ref, t) + "?retour=verifier#" + ui.Form{}.ID(code)
}

// answer is an answer as the page has it: as typed on this topic, as stored on the others.
func (p Topic) answer(code string) string {
	q, ok := p.App.Form.Question(code)
	if !ok || q.Topic != p.Topic {
		return p.App.Answer(code)
	}
	var given []string
	for _, v := range p.Form.Values[code] {
		if v != "" {
			given = append(given, v)
		}
	}
	return strings.Join(given, "\n")
}

func (p Topic) onPage(code string) bool {
	q, ok := p.App.Form.Question(code)
	return ok && q.Topic == p.Topic
}

// asked are the questions that stand on the page: those that only answers of this page can still hide, and
// those that answers of other topics let through.
func (p Topic) asked() []form.Question {
	if p.Plain {
		return p.App.Form.Of(p.Topic)
	}
	var list []form.Question
	standing := map[string]bool{}
	shown := p.App.Form.Shown(p.App.Answer)
	for _, q := range p.App.Form.Of(p.Topic) {
		from := q.Condition.Code
		if standing[q.Code] = from == "" || standing[from] || !p.onPage(from) && shown[q.Code]; standing[q.Code] {
			list = append(list, q)
		}
	}
	return list
}

// condition tells the script when a question is shown, and the style sheet whether it is now.
func (p Topic) condition(q form.Question) templ.OrderedAttributes {
	if p.Plain {
		return nil
	}
	a := templ.OrderedAttributes{templ.KV[string, any]("data-if", q.Condition.Code), templ.KV[string, any]("data-is", strings.Join(q.Condition.Values, "|"))}
	if !p.App.Form.Shown(p.answer)[q.Code] {
		a = append(a, templ.KV[string, any]("data-off", true))
	}
	return a
}

// OnlyIf says in words when a question of a definition is asked.
func OnlyIf(ctx context.Context, d form.Definition, q form.Question) string {
	from, _ := d.Question(q.Condition.Code)
	if from.Kind == form.Tick {
		return wording.T(ctx, "Seulement si vous avez coché « %s ».", wording.Typeset(from.Label))
	}
	var labels []string
	for _, v := range q.Condition.Values {
		labels = append(labels, OptionLabel(ctx, from, v))
	}
	return wording.T(ctx, "Seulement si vous avez répondu « %s » à « %s ».", strings.Join(labels, wording.T(ctx, " » ou « ")), wording.Typeset(from.Label))
}

// term names the question behind a gap.
func (k Check) term(ctx context.Context, code string) string { return Term(ctx, k.App, code) }

// autosavePause is how long the script waits after a change, in milliseconds: a word, not a letter.
const autosavePause = "800"

// autosave says where the script saves; nowhere after a conflict, which somebody must settle first.
func (p Topic) autosave() templ.OrderedAttributes {
	if p.Conflict {
		return nil
	}
	return AutosaveAt(Path(p.App.Project.Ref) + "/brouillon/" + Slug(p.Topic))
}

// AutosaveAt says where the script saves a form, and how long it waits after a change.
func AutosaveAt(path string) templ.OrderedAttributes {
	return templ.OrderedAttributes{templ.KV[string, any]("data-autosave", path), templ.KV[string, any]("data-pause", autosavePause)}
}

// TopicOf finds the topic that an address names.
func TopicOf(slug string) (form.Topic, bool) {
	for t, s := range slugs {
		if s == slug {
			return t, true
		}
	}
	return "", false
}

// likeness says what two people have in common.
func likeness(ctx context.Context, x selection.Alike) string {
	var parts []string
	if x.SameName {
		parts = append(parts, wording.T(ctx, "même nom et même date de naissance"))
	}
	if x.SameEmail {
		parts = append(parts, wording.T(ctx, "même adresse e-mail"))
	}
	if x.SamePhone {
		parts = append(parts, wording.T(ctx, "même téléphone"))
	}
	return strings.Join(parts, ", ")
}

// alikePath opens a dossier where the couveuse reads it.
func alikePath(x selection.Alike) string {
	if x.Phase.IsApplication() || x.Phase == programme.Accepted {
		return Path(x.Ref)
	}
	return "/projets/" + x.Ref
}
