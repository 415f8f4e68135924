package coaching

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/documents"
	"eclosion/models/logbook"
	"eclosion/models/plan"
	"eclosion/views/dossier"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Entry is the page of the form that logs or changes a meeting.
type Entry struct {
	Head      dossier.Head // without a project while nobody is chosen
	Form      ui.Form
	Account   string            // whose form it is, for the browser that sends it later
	Rows      int               // of actions
	Meeting   *coaching.Meeting // nil for a new one
	Saved     *coaching.Meeting // what somebody else saved meanwhile
	States    []coaching.State
	Coaches   []coaching.Coach
	Chosen    []coaching.Holder // who is at it besides the dossier, of whom the form knows
	Unclear   []Unclear
	Offer     logbook.Offer
	StartedAt models.Instant // 0 unless the meeting was started here
	Now       models.Instant
	Draft     string // version of the server's draft
	Waiting   int    // other drafts of the account
	Today     models.Date
}

// Unclear is a typed name that several dossiers answer to.
type Unclear struct {
	Field, Text string
	Holders     []coaching.Holder
}

// Alone reports whether no dossier is chosen yet.
func (e Entry) Alone() bool { return e.Head.Project == nil }

func (e Entry) planned() bool { return e.Form.Checked("meeting_state", string(coaching.Planned)) }

func (e Entry) ref() string {
	if e.Alone() {
		return ""
	}
	return e.Head.Project.Ref
}

func (e Entry) target() string {
	switch {
	case e.Alone():
		return "/rencontres"
	case e.Meeting == nil:
		return listPath(e.Head)
	}
	return meetingPath(e.Head, *e.Meeting)
}

// cancel is where one goes who gives up.
func (e Entry) cancel() string {
	if e.Alone() {
		return "/"
	}
	return e.target()
}

// focus is the field in which one starts: who, when it is planned, what was said otherwise.
func (e Entry) focus() string {
	switch {
	case len(e.Form.Problems) > 0:
		return ""
	case e.Alone() && len(e.Chosen) == 0:
		return "f-qui"
	case e.planned() && e.Meeting == nil:
		return "f-meeting_on"
	}
	return "f-meeting_summary"
}

// attributes are what the script reads of the form.
func (e Entry) attributes() templ.OrderedAttributes {
	list := templ.OrderedAttributes{templ.KV[string, any]("data-meeting", e.Form.Key), templ.KV[string, any]("data-focus", e.focus())}
	if e.Alone() {
		list = append(list, templ.KV[string, any]("data-alone", ""))
	}
	if !e.StartedAt.IsZero() {
		list = append(list, templ.KV[string, any]("data-elapsed", strconv.FormatInt(int64(e.Now-e.StartedAt)/1000, 10)))
	}
	return list
}

func draftPath(key string) string { return "/rencontres/brouillons/" + key }

// showsOthers reports whether the people at the meeting need to be seen at once:
// there are several, or something is wrong with them.
func (e Entry) showsOthers() bool {
	return e.Form.Problem("holders") != "" || e.Form.Problem("coaches") != "" || e.Form.Problem("qui") != "" ||
		len(e.Chosen) > 0 || len(e.Form.Values["coaches"]) > 1
}

func minuteOptions(ctx context.Context, e Entry) []ui.Option {
	var list []ui.Option
	if !e.StartedAt.IsZero() {
		list = append(list, ui.Option{Value: Timer, Label: wording.T(ctx, "Depuis %s", wording.Clock(e.StartedAt.Time()))})
	}
	for _, n := range MinuteChoices {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: wording.Duration(n)})
	}
	return list
}

// ownerPrompt is the first choice of whose an action is: the holder.
func (e Entry) ownerPrompt(ctx context.Context) string {
	if e.Alone() {
		return wording.T(ctx, "Le porteur ou la porteuse")
	}
	return ownerPrompt(e.Head)
}

// tickValue names an item with the version at which it was seen.
func tickValue(l plan.Line) string {
	return strconv.FormatInt(l.Item.ID, 10) + "." + strconv.Itoa(l.State.Version)
}

// ticked reports whether an item was ticked on the form that came back, at whatever version.
func (e Entry) ticked(l plan.Line) bool {
	id := strconv.FormatInt(l.Item.ID, 10)
	for _, v := range e.Form.Values["points"] {
		if before, _, _ := strings.Cut(v, "."); before == id {
			return true
		}
	}
	return false
}

// likely are the items that one would tick: those announced, and those ticked already. The others follow.
func (e Entry) likely() (likely, others []plan.Line) {
	for _, l := range e.Offer.Items {
		if l.State.Stage() == plan.WaitsForCoach || e.ticked(l) {
			likely = append(likely, l)
		} else {
			others = append(others, l)
		}
	}
	return likely, others
}

// otherCategory is the category of a file of which nothing else was said.
const otherCategory = "autre"

func (e Entry) category() ui.Form {
	f := e.Form
	if f.Value("category") != "" {
		return f
	}
	f.Values = map[string][]string{"category": {otherCategory}}
	return f
}

func categoryOptions(list []documents.Category) []ui.Option {
	var options []ui.Option
	for _, c := range list {
		options = append(options, ui.Option{Value: c.Code, Label: c.Label})
	}
	return options
}

// formPath is where the form of a draft is taken up again.
func formPath(d logbook.Draft) string {
	switch {
	case d.Ref == "":
		return "/rencontres/nouvelle?cle=" + d.Key
	case d.Meeting != "":
		return "/projets/" + d.Ref + "/rencontres/" + d.Meeting + "/modifier?cle=" + d.Key
	}
	return "/projets/" + d.Ref + "/rencontres/nouvelle?cle=" + d.Key
}

// Drafts is the page of what one has begun and not logged.
type Drafts struct {
	Now  models.Instant
	List []logbook.Draft
}

func (p Drafts) of(aged, dropped bool) (list []logbook.Draft) {
	for _, d := range p.List {
		if is := !d.DroppedAt.IsZero(); is == dropped && (dropped || d.Aged(p.Now) == aged) {
			list = append(list, d)
		}
	}
	return list
}

// draftTitle names a draft by whom it is about.
func draftTitle(ctx context.Context, d logbook.Draft) string {
	if d.Holder != "" {
		return wording.T(ctx, "%s, %s", d.Holder, d.Ref)
	}
	return wording.T(ctx, "Personne n'est encore choisi")
}

// settles are the outcomes that a planned meeting can be given on its page.
func (p Meeting) settles() []coaching.State {
	list := []coaching.State{coaching.Excused, coaching.Cancelled}
	if p.Meeting.HeldOn <= p.Head.Today {
		list = append([]coaching.State{coaching.Absent}, list...)
	}
	return list
}
