// Package campaign shows how enterprises are asked what became of them: the form behind a secret link, and what the couveuse keeps of it.
package campaign

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/campaign"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// News is the form of one page. Own is the holder's, behind the link; else somebody of the couveuse enters an answer.
type News struct {
	Question campaign.Question
	Form     ui.Form
	Today    models.Date
	Token    string // of the link; "" for the couveuse
}

func (n News) own() bool { return n.Token != "" }

func (n News) action() string {
	if n.own() {
		return "/nouvelles/" + n.Token
	}
	return "/suivi/questions/" + n.Question.PublicID
}

// Filled is the form as it first stands: what was said by the same way, or of another's answer its state alone.
func Filled(q *campaign.Question, today models.Date, own bool) ui.Form {
	values := map[string][]string{}
	set := func(name, value string) {
		if value != "" {
			values[name] = []string{value}
		}
	}
	if !own {
		set("observed_on", string(today))
	}
	if a := q.Said; a != nil {
		set("state", string(a.State))
		set("closed_on", string(a.ClosedOn))
		if !own || a.Source == journey.FromForm {
			set("close_reason", a.CloseReason)
			set("turnover", a.Turnover)
			set("situation", a.Situation)
			set("comment", a.Comment)
			if a.Jobs != nil {
				set("jobs", strconv.Itoa(*a.Jobs))
			}
		}
	}
	return ui.Form{Values: values, Version: strconv.Itoa(q.Version)}
}

func (n News) states(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: string(journey.Alive), Label: wording.T(ctx, "Elle est en activité")},
		{Value: string(journey.Closed), Label: wording.T(ctx, "Elle est fermée")},
		{Value: string(journey.Sold), Label: wording.T(ctx, "Elle continue, mais je l'ai cédée")}}
	if n.own() {
		return list
	}
	list[2].Label = wording.T(ctx, "Elle continue, mais elle a été cédée")
	if n.Question.State != campaign.Open || n.Question.MayGiveUp(n.Today) {
		list = append(list, ui.Option{Value: string(journey.Unknown), Label: wording.T(ctx, "Personne injoignable, ou qui ne sait pas"), Hint: wording.T(ctx, "La question est classée sans réponse : les rapports comptent l'entreprise comme inconnue.")})
	}
	return list
}

func options(ctx context.Context, codes []string, say func(context.Context, string) string) []ui.Option {
	var list []ui.Option
	for _, code := range codes {
		list = append(list, ui.Option{Value: code, Label: say(ctx, code)})
	}
	return list
}

// said tells what is there already.
func (n News) said(ctx context.Context) string {
	q := n.Question
	when := wording.LongDate(q.SettledAt.Date())
	switch {
	case q.Said == nil:
		return ""
	case q.Source == journey.FromForm && n.own():
		return wording.T(ctx, "Vous avez répondu le %s. Vous pouvez corriger votre réponse ci-dessous jusqu'au %s.", when, wording.LongDate(q.ExpiresOn()))
	case q.Source == journey.FromForm:
		return wording.T(ctx, "Réponse reçue par le formulaire le %s : %s. Ce que vous encodez ici la corrige ; la première reste dans l'histoire du dossier.", when, wording.LowerFirst(wording.EnterpriseStateLabel(ctx, q.Said.State)))
	case n.own():
		return wording.T(ctx, "La couveuse a déjà noté une réponse le %s : %s. Si ce n'est pas exact, corrigez-la ci-dessous.", when, wording.LowerFirst(wording.EnterpriseStateLabel(ctx, q.Said.State)))
	}
	return wording.T(ctx, "Réponse notée le %s : %s. Ce que vous encodez ici la corrige ; la première reste dans l'histoire du dossier.", when, wording.LowerFirst(wording.EnterpriseStateLabel(ctx, q.Said.State)))
}

func (n News) heading(ctx context.Context) string {
	return wording.T(ctx, "Après %s : où en est l'entreprise ?", wording.Months(ctx, n.Question.Months))
}

// Choices are what the filters offer.
type Choices struct {
	Sites      []programme.Site
	Programmes []programme.Programme
	Cohorts    []string // references
	Years      []int
}

// Desk is the page of the campaigns.
type Desk struct {
	Values    url.Values
	Filter    campaign.Filter
	Campaigns []campaign.Campaign
	Choices   Choices
	Survival  report.Paper
}

// narrow is the part of the address that says what is looked at.
func narrow(values url.Values) url.Values {
	kept := url.Values{}
	for _, name := range []string{"site", "programme", "cohorte", "echeance", "annee"} {
		if v := values.Get(name); v != "" {
			kept.Set(name, v)
		}
	}
	return kept
}

// Address is an address of the desk with what narrows it; more are further names and values in turn.
func Address(path string, values url.Values, more ...string) string {
	q := narrow(values)
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (d Desk) list(month, standing string) string {
	return Address("/suivi/questions", d.Values, "mois", month, "etat", standing)
}

// total sums the campaigns that are shown.
func (d Desk) total() campaign.Campaign {
	sum := campaign.Campaign{Counts: map[string]int{}}
	for _, c := range d.Campaigns {
		sum.Asked += c.Asked
		for k, n := range c.Counts {
			sum.Counts[k] += n
		}
	}
	return sum
}

// rate is the share of answers among the questions that could have one.
func rate(c campaign.Campaign) string {
	return wording.Percent(c.Count("form")+c.Count("phone")+c.Count("house"), c.Asked-c.Count("moot"))
}

func (d Desk) form() ui.Form { return ui.Form{Values: d.Values} }

func (d Desk) reset() string {
	if len(narrow(d.Values)) == 0 {
		return ""
	}
	return "/suivi"
}

func (d Desk) sites() (list []ui.Option) {
	for _, s := range d.Choices.Sites {
		list = append(list, ui.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name})
	}
	return list
}

func (d Desk) programmes() (list []ui.Option) {
	for _, p := range d.Choices.Programmes {
		list = append(list, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
	}
	return list
}

func (d Desk) cohorts() (list []ui.Option) {
	for _, ref := range d.Choices.Cohorts {
		list = append(list, ui.Option{Value: ref, Label: ref})
	}
	return list
}

func (d Desk) months(ctx context.Context) (list []ui.Option) {
	for _, m := range journey.FollowUpMonths() {
		list = append(list, ui.Option{Value: strconv.Itoa(m), Label: wording.Months(ctx, m)})
	}
	return list
}

func (d Desk) years() (list []ui.Option) {
	for _, y := range d.Choices.Years {
		list = append(list, ui.Option{Value: strconv.Itoa(y), Label: wording.Year(y)})
	}
	return list
}

// List is a page of questions.
type List struct {
	Values    url.Values
	Filter    campaign.Filter
	Total     int
	Questions []campaign.Question
	Next      string
	Today     models.Date
}

func monthName(month string) string { return wording.Month(models.Date(month + "-01")) }

// Title says what a list shows.
func (l List) Title(ctx context.Context) string {
	title := wording.T(ctx, "Questions : %s", wording.LowerFirst(wording.StandingLabel(ctx, l.Filter.Standing)))
	if l.Filter.Month != "" {
		title = wording.T(ctx, "%s, échéances de %s", title, monthName(l.Filter.Month))
	}
	return title
}

// pager leads on, and back to the first page.
func (l List) pager(ctx context.Context) ui.Page {
	p := ui.Page{Summary: wording.N(ctx, "%s question en tout", "%s questions en tout", l.Total, wording.Count(l.Total))}
	if l.Values.Get("apres") != "" {
		p.First = Address("/suivi/questions", l.Values, "mois", l.Filter.Month, "etat", l.Filter.Standing)
	}
	if l.Next != "" {
		p.Next = Address("/suivi/questions", l.Values, "mois", l.Filter.Month, "etat", l.Filter.Standing, "apres", l.Next)
	}
	return p
}

// mails says which mails went.
func mails(ctx context.Context, q campaign.Question) string {
	if q.MailedOn == "" {
		return wording.T(ctx, "Sans adresse e-mail : à appeler")
	}
	if q.Reminders == 0 {
		return wording.T(ctx, "Envoyée le %s", wording.Date(q.MailedOn))
	}
	return wording.N(ctx, "%s rappel, le %s", "%s rappels, le dernier le %s", q.Reminders, wording.Count(q.Reminders), wording.Date(q.MailedOn))
}

// wanting reports whether the question still wants its answer, and one may enter it.
func wanting(q campaign.Question) bool {
	return q.State == campaign.Open || q.State == campaign.Unknown
}

// Lives is the list behind a figure of survival.
type Lives struct {
	Values url.Values
	Figure reporting.Figure
	List   []reporting.Life
}

func (n News) situationLabel(ctx context.Context) string {
	if n.own() {
		return wording.T(ctx, "Et vous, quelle est votre situation aujourd'hui ?")
	}
	return wording.T(ctx, "Situation actuelle de la personne")
}

func (n News) commentHint(ctx context.Context) string {
	if n.own() {
		return wording.T(ctx, "La couveuse le lit, personne d'autre.")
	}
	return wording.T(ctx, "La personne peut le relire dans son dossier.")
}

func or(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// dial is the address that calls a number.
func dial(phone string) templ.SafeURL {
	return templ.URL("tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone))
}

func tone(standing string) ui.Tone {
	switch standing {
	case "open":
		return ui.Wait
	case "form", "phone", "house":
		return ui.Good
	}
	return ui.Info
}
