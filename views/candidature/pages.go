package candidature

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/saved"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Mine is a candidate's own files.
type Mine struct {
	Unread map[int64]int // messages to read, by dossier
	Rows   []programme.Row
	Open   []programme.Cohort // what one could apply to today
	Today  models.Date
}

// Draft is an application that is being written.
type Draft struct {
	App   *selection.Application
	Today models.Date
	// Withdraw is the form by which it is given up.
	Withdraw ui.Form
}

// forward names the way on: one may read one's answers at any time, and hand in what is complete.
func (d Draft) forward(ctx context.Context) string {
	if done(d.App) < len(d.App.Topics()) {
		return wording.T(ctx, "Relire mes réponses")
	}
	return wording.T(ctx, "Vérifier et déposer")
}

// Topic is the page of one topic of a draft.
type Topic struct {
	App   *selection.Application
	Topic form.Topic
	Open  []programme.Cohort // for the topic of the intake
	Form  ui.Form
	Back  string // "verifier" when the page was reached from the check
	// Conflict shows what is stored, after somebody else wrote meanwhile: the answers to the questions of Differs.
	Conflict bool
	Differs  []string
	// Plain shows all questions with their conditions in words, as they stand without a script.
	Plain bool
}

// Check is the check-your-answers page.
type Check struct {
	App   *selection.Application
	Form  ui.Form
	Today models.Date
	// Refused is set when a submission was tried: what is missing is told on top.
	Refused bool
}

// List is the couveuse's list.
type List struct {
	Unread   map[int64]int // messages that wait for the couveuse, by dossier
	Rows     []programme.Row
	Counts   map[programme.Phase]int
	Phase    string // "" for what awaits the couveuse
	Text     string
	Site     string
	Cohort   string
	Sites    []programme.Site
	Cohorts  []programme.Cohort
	Paged    bool // it is not the first page
	Next     string
	Invites  bool // the reader may invite candidates
	Reader   bool // the reader is a member of a committee, with no list of cohorts
	Filtered bool
	Saved    saved.Bar
}

// Read is a file as the couveuse or a committee reads it.
type Read struct {
	App       *selection.Application
	Decisions []selection.Decision
	History   []programme.Change
	Opinions  []selection.Opinion
	Alike     []selection.Alike // dossiers of who may be the same person
	// Committees that have the file, for the decision to name one.
	Committees []selection.Committee
	Room       selection.Room
	Today      models.Date

	MayReview, MayDecide, MayOpenProject bool
	// OpinionHref is where the reader, a member of a committee, gives an opinion; "" for others.
	OpinionHref            string
	Review, Return, Decide ui.Form
	Letters                templ.Component // of its decisions; may be nil
	Documents              templ.Component // for who may open them; may be nil
	Messages               templ.Component // with its holder; may be nil
}

// shown is a part of a page that may be missing.
func shown(part templ.Component) templ.Component {
	if part == nil {
		return templ.NopComponent
	}
	return part
}

// Invitation is the page by which a candidate is invited. Link is shown once.
type Invitation struct {
	Form              ui.Form
	Name, Email, Link string
	Lists             bool // the reader may read the list of applications
}

// awaiting are the phases in which a file waits for the couveuse.
var awaiting = []programme.Phase{programme.Submitted, programme.Review, programme.Waitlisted}

// Awaiting are the phases in which a file waits for the couveuse: what its list shows first.
func Awaiting() []programme.Phase { return awaiting }

// ListedPhases are the phases by which the list narrows.
func ListedPhases() []programme.Phase {
	return []programme.Phase{programme.Submitted, programme.Review, programme.Waitlisted, programme.Draft,
		programme.Accepted, programme.Declined, programme.Withdrawn}
}

// address is the list with these filters, and one changed.
func (l List) address(name, value string) string {
	v := url.Values{}
	for n, s := range map[string]string{"phase": l.Phase, "site": l.Site, "cohorte": l.Cohort, "q": l.Text} {
		if n == name {
			s = value
		}
		if s != "" {
			v.Set(n, s)
		}
	}
	if name == "apres" {
		v.Set(name, value)
	}
	if len(v) == 0 {
		return "/candidatures"
	}
	return "/candidatures?" + v.Encode()
}

// tabs narrow the list by phase, with counts.
func (l List) tabs(ctx context.Context) []ui.Link {
	total := 0
	for _, p := range awaiting {
		total += l.Counts[p]
	}
	list := []ui.Link{{Href: l.address("phase", ""), Label: wording.T(ctx, "À traiter"), Count: strconv.Itoa(total), Current: l.Phase == ""}}
	for _, p := range ListedPhases() {
		if l.Counts[p] == 0 && l.Phase != string(p) {
			continue // an empty tab only takes room
		}
		label := wording.PhaseLabel(ctx, p)
		if p == programme.Draft {
			label = wording.T(ctx, "À compléter")
		}
		list = append(list, ui.Link{Href: l.address("phase", string(p)), Label: label, Count: strconv.Itoa(l.Counts[p]), Current: l.Phase == string(p)})
	}
	return list
}

func (l List) form() ui.Form {
	return ui.Form{Values: url.Values{"q": {l.Text}, "site": {l.Site}, "cohorte": {l.Cohort}}}
}

func (l List) sites() []ui.Option {
	var list []ui.Option
	for _, s := range l.Sites {
		list = append(list, ui.Option{Value: s.Code, Label: s.Name})
	}
	return list
}

func (l List) cohorts() []ui.Option {
	var list []ui.Option
	for _, c := range l.Cohorts {
		if !c.Imported {
			list = append(list, ui.Option{Value: c.Ref, Label: c.Ref})
		}
	}
	return list
}

func (l List) page(ctx context.Context) ui.Page {
	p := ui.Page{Summary: wording.N(ctx, "%s candidature sur cette page", "%s candidatures sur cette page", len(l.Rows), strconv.Itoa(len(l.Rows)))}
	if l.Paged {
		p.First = l.address("", "")
	}
	if l.Next != "" {
		p.Next = l.address("apres", l.Next)
	}
	return p
}

// facts of a file on top of its page.
func (r Read) facts(ctx context.Context) []ui.Fact {
	a := r.App
	list := []ui.Fact{{Term: wording.T(ctx, "Candidat·e"), Value: HolderText(ctx, a)}, {Term: wording.T(ctx, "Programme"), Value: a.Cohort.ProgrammeName},
		{Term: wording.T(ctx, "Site"), Value: a.Cohort.SiteName}, {Term: wording.T(ctx, "Cohorte"), Value: a.Cohort.Ref},
		{Term: wording.T(ctx, "Déposé le"), Value: shortDay(a.Project.SubmittedAt.Date())}}
	if a.Reviewer != "" && r.MayReview {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Examiné par"), Value: a.Reviewer})
	}
	return list
}

// HolderText names who applies to who may know it.
func HolderText(ctx context.Context, a *selection.Application) string {
	if a.Masked {
		return wording.T(ctx, "Identité masquée")
	}
	return a.Person.FullName()
}

// tally counts recommendations.
func tally(ctx context.Context, opinions []selection.Opinion) string {
	n := map[selection.Recommendation]int{}
	for _, o := range opinions {
		n[o.Recommendation]++
	}
	return wording.T(ctx, "Favorables : %s, réservés : %s, défavorables : %s", strconv.Itoa(n[selection.Yes]), strconv.Itoa(n[selection.Maybe]), strconv.Itoa(n[selection.No]))
}

// RecommendationTone is how a recommendation looks.
func RecommendationTone(r selection.Recommendation) ui.Tone {
	switch r {
	case selection.Yes:
		return ui.Good
	case selection.Maybe:
		return ui.Wait
	case selection.No:
		return ui.Stop
	}
	return ui.Plain
}

func outcomes(ctx context.Context, phase programme.Phase) []ui.Option {
	hints := map[selection.Outcome]string{
		selection.Accepted:   wording.T(ctx, "Le dossier prend une place de la cohorte ; l'accompagnement commence avec la convention."),
		selection.Waitlisted: wording.T(ctx, "Il attend qu'une place se libère."),
		selection.Declined:   wording.T(ctx, "Dites pourquoi, et ce que la personne peut faire maintenant."),
	}
	var list []ui.Option
	for _, o := range selection.Outcomes() {
		if phase == programme.Waitlisted && o == selection.Waitlisted {
			continue
		}
		list = append(list, ui.Option{Value: string(o), Label: wording.OutcomeLabel(ctx, o), Hint: hints[o]})
	}
	return list
}

func committees(ctx context.Context, list []selection.Committee) []ui.Option {
	var options []ui.Option
	for _, c := range list {
		options = append(options, ui.Option{Value: c.Ref, Label: wording.T(ctx, "%s, le %s", c.Ref, wording.Date(c.HeldOn))})
	}
	return options
}

func roomText(ctx context.Context, r selection.Room) string {
	if r.Capacity == 0 {
		return wording.N(ctx, "La cohorte compte %s dossier accepté ; sa capacité n'est pas limitée.", "La cohorte compte %s dossiers acceptés ; sa capacité n'est pas limitée.", r.Taken, strconv.Itoa(r.Taken))
	}
	return wording.N(ctx, "La cohorte compte %s dossier accepté pour %s.", "La cohorte compte %s dossiers acceptés pour %s.", r.Taken, strconv.Itoa(r.Taken),
		wording.N(ctx, "%s place", "%s places", r.Capacity, strconv.Itoa(r.Capacity)))
}

// decisionTone is how a decision looks to who reads it.
func decisionTone(o selection.Outcome) ui.Tone {
	switch o {
	case selection.Accepted:
		return ui.Good
	case selection.Waitlisted:
		return ui.Wait
	}
	return ui.Plain
}

func decisionTitle(ctx context.Context, d selection.Decision) string {
	day := wording.LongDate(d.DecidedOn)
	switch d.Outcome {
	case selection.Accepted:
		return wording.T(ctx, "Votre candidature est acceptée (décision du %s)", day)
	case selection.Waitlisted:
		return wording.T(ctx, "Votre candidature est en liste d'attente (décision du %s)", day)
	}
	return wording.T(ctx, "Votre candidature n'est pas retenue (décision du %s)", day)
}

func (l List) reset() string {
	if l.Text == "" && l.Site == "" && l.Cohort == "" {
		return ""
	}
	if l.Phase == "" {
		return l.Saved.Whole()
	}
	return List{Phase: l.Phase}.address("", "")
}

// place says where a topic stands in the form.
func (p Topic) place(ctx context.Context) string {
	topics := p.App.Topics()
	return wording.T(ctx, "%s · partie %s sur %s", p.App.Project.Ref, strconv.Itoa(slices.Index(topics, p.Topic)+1), strconv.Itoa(len(topics)))
}

func mayWithdraw(a *selection.Application) bool {
	return slices.Contains(a.Project.Phase.Next(), programme.Withdrawn)
}

// mineHref opens a file where its holder has something to do with it.
func mineHref(r programme.Row) string {
	if r.Phase.IsApplication() || r.Phase == programme.Accepted {
		return Path(r.Ref)
	}
	return "/projets/" + r.Ref
}

// mineNext says what the holder of a file can expect next.
func mineNext(ctx context.Context, r programme.Row) string {
	switch r.Phase {
	case programme.Draft:
		if !r.SubmittedAt.IsZero() {
			return wording.T(ctx, "à compléter, puis à déposer à nouveau")
		}
		return wording.T(ctx, "à compléter et à déposer")
	case programme.Submitted, programme.Review:
		return wording.T(ctx, "déposé le %s", wording.Date(r.SubmittedAt.Date()))
	case programme.Waitlisted:
		return wording.T(ctx, "en attente d'une place")
	case programme.Declined:
		return wording.T(ctx, "décision et raisons à lire")
	}
	return wording.T(ctx, "depuis le %s", wording.Date(r.PhaseStartedOn))
}

// decidedWhen dates a decision, with the place on the waiting list that it gave.
func decidedWhen(ctx context.Context, d selection.Decision) string {
	day := wording.LongDate(d.DecidedOn)
	if d.Rank > 0 {
		return wording.T(ctx, "le %s, place %s", day, strconv.Itoa(d.Rank))
	}
	return wording.T(ctx, "le %s", day)
}
