// Package coaching shows meetings and actions: the list of a dossier, one meeting,
// the form that logs or changes one. What is private stands visibly apart, and is
// given to these pages only for readers who may know of it.
package coaching

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/logbook"
	"eclosion/views/dossier"
	"eclosion/views/markdown"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Reader is how the page's reader stands to the dossier.
type Reader struct {
	Holder  bool // it is their own
	Private bool // may know of private notes
	Logs    bool // may log meetings and change actions
	Ticks   bool // may tick actions
}

// List is the page of a dossier's meetings and actions.
type List struct {
	Head     dossier.Head
	Reader   Reader
	Closed   string // why no meeting can be logged now; "" when one can
	Meetings []coaching.Meeting
	Page     ui.Page
	Readings map[int64]coaching.Reading // how the minutes of each stand to the holder
	Next     *coaching.Meeting
	Actions  []coaching.Action
	Add      ui.Form // the form of one more action
	Coaches  []coaching.Coach
}

// Meeting is the page of one meeting.
type Meeting struct {
	Head      dossier.Head
	Reader    Reader
	MayChange bool
	Meeting   coaching.Meeting
	Overlaps  []coaching.Overlap
	Documents []logbook.Attached
	Settle    ui.Form    // what became of a planned one, as it came back
	Minutes   MinutesBox // who has read them, and where they are printed
}

// ActionPage is the page that changes one action.
type ActionPage struct {
	Head    dossier.Head
	Form    ui.Form
	Action  coaching.Action
	Coaches []coaching.Coach
}

// MinuteChoices are the durations that the form offers; others are typed.
var MinuteChoices = []int{15, 30, 45, 60, 90, 120}

// Timer is the duration of a meeting whose minutes count from its start until it is saved.
const Timer = "timer"

func base(h dossier.Head) string { return "/projets/" + h.Project.Ref }

func listPath(h dossier.Head) string { return base(h) + "/rencontres" }

func meetingPath(h dossier.Head, m coaching.Meeting) string {
	return listPath(h) + "/" + m.PublicID
}

func actionPath(h dossier.Head, a coaching.Action) string {
	return base(h) + "/actions/" + strconv.FormatInt(a.ID, 10)
}

func stateOptions(ctx context.Context, states []coaching.State) []ui.Option {
	var list []ui.Option
	for _, s := range states {
		list = append(list, ui.Option{Value: string(s), Label: wording.MeetingStateLabel(ctx, s)})
	}
	return list
}

func kindOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range coaching.FormKinds() {
		list = append(list, ui.Option{Value: string(k), Label: wording.MeetingKindLabel(ctx, k)})
	}
	return list
}

func mediumOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, m := range coaching.Media() {
		list = append(list, ui.Option{Value: string(m), Label: wording.MediumLabel(ctx, m)})
	}
	return list
}

func coachOptions(coaches []coaching.Coach) []ui.Option {
	var list []ui.Option
	for _, c := range coaches {
		list = append(list, ui.Option{Value: c.PublicID, Label: c.Name})
	}
	return list
}

// ownerPrompt is the first choice of whose an action is: the holder.
func ownerPrompt(h dossier.Head) string { return h.Project.Holder() }

func stateTone(s coaching.State) ui.Tone {
	switch s {
	case coaching.Planned:
		return ui.Wait
	case coaching.Held:
		return ui.Good
	case coaching.Absent:
		return ui.Stop
	}
	return ui.Plain
}

// excerptLength is how much of a summary the list shows.
const excerptLength = 280

func excerpt(s string) string {
	runes := []rune(s)
	if len(runes) <= excerptLength {
		return s
	}
	return strings.TrimSpace(string(runes[:excerptLength])) + "…"
}

// plain gives a typed text without its marks, in one line.
func plain(typed string) string {
	var parts []string
	for _, b := range markdown.Blocks(typed) {
		parts = append(parts, nonEmpty(append([]string{b.Text}, b.Items...)...)...)
	}
	return strings.Join(parts, " ")
}

// entries turns meetings into a timeline.
func (l List) entries(ctx context.Context) []ui.Entry {
	var list []ui.Entry
	for _, m := range l.Meetings {
		list = append(list, ui.Entry{
			At: m.StartsAt.Time().Format("2006-01-02T15:04"), When: wording.Moment(m.StartsAt),
			Kind:  strings.Join(nonEmpty(wording.MeetingStateLabel(ctx, m.State), wording.MediumLabel(ctx, m.Medium), m.Place, readingNote(ctx, l.Readings[m.ID])), " · "),
			Title: title(ctx, m), Href: meetingPath(l.Head, m), By: names(m.Coaches),
			Body: excerpt(plain(m.Summary)), Tone: stateTone(m.State),
		})
	}
	return list
}

// title names a meeting by its subject and length.
func title(ctx context.Context, m coaching.Meeting) string {
	return wording.T(ctx, "%s, %s", wording.MeetingKindLabel(ctx, m.Kind), wording.Duration(m.Minutes))
}

func nonEmpty(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

func names(coaches []coaching.Coach) string {
	list := make([]string, len(coaches))
	for i, c := range coaches {
		list[i] = c.Name
	}
	return strings.Join(list, ", ")
}

// facts are the sober part of a meeting's page.
func (p Meeting) facts(ctx context.Context) []ui.Fact {
	m := p.Meeting
	list := []ui.Fact{
		{Term: wording.T(ctx, "Date"), Value: wording.DayDate(m.HeldOn)},
		{Term: wording.T(ctx, "Heure"), Value: wording.Clock(m.StartsAt.Time())},
		{Term: wording.T(ctx, "Durée"), Value: wording.Duration(m.Minutes)},
		{Term: wording.T(ctx, "Sujet"), Value: wording.MeetingKindLabel(ctx, m.Kind)},
		{Term: wording.T(ctx, "Moyen"), Value: wording.MediumLabel(ctx, m.Medium)},
	}
	if m.Place != "" {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Lieu"), Value: m.Place})
	}
	if m.Reason != "" {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Motif"), Value: m.Reason})
	}
	return append(list, ui.Fact{Term: wording.T(ctx, "Accompagnement"), Value: names(m.Coaches)})
}

// due says when an action is due, and how that should look.
func due(ctx context.Context, a coaching.Action, today models.Date) (string, ui.Tone) {
	switch {
	case !a.DoneOn.IsZero():
		return wording.T(ctx, "Faite le %s", wording.Date(a.DoneOn)), ui.Good
	case a.DueOn.IsZero():
		return "", ui.Plain
	case a.IsOverdue(today):
		return wording.T(ctx, "En retard de %s", wording.Days(ctx, a.DueOn.DaysUntil(today))), ui.Stop
	case a.DueOn == today:
		return wording.T(ctx, "Pour aujourd'hui"), ui.Wait
	}
	return wording.T(ctx, "Pour le %s", wording.Date(a.DueOn)), ui.Plain
}

// mayTick reports whether the reader may tick this action: holders tick theirs.
func (r Reader) mayTick(a coaching.Action) bool {
	return r.Ticks && (!r.Holder || a.Owner == coaching.ByHolder)
}

func (l List) open() []coaching.Action {
	return slices.DeleteFunc(slices.Clone(l.Actions), func(a coaching.Action) bool { return !a.DoneOn.IsZero() })
}

func (l List) done() []coaching.Action {
	return slices.DeleteFunc(slices.Clone(l.Actions), func(a coaching.Action) bool { return a.DoneOn.IsZero() })
}

// EntryTitle names the page of the form.
func EntryTitle(ctx context.Context, e Entry) string {
	switch {
	case e.Meeting == nil && e.Form.Checked("meeting_state", string(coaching.Planned)):
		return wording.T(ctx, "Planifier une rencontre")
	case e.Meeting == nil:
		return wording.T(ctx, "Consigner une rencontre")
	}
	return wording.T(ctx, "Rencontre du %s", wording.LongDate(e.Meeting.HeldOn))
}
