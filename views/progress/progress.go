// Package progress shows progress reports on their way: the list of a dossier, the page on which a coach writes and a
// manager decides, the page on which a holder adds a paragraph, what a programme asks. The paper itself is
// drawn by views/report.
package progress

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/progress"
	"eclosion/models/reporting"
	"eclosion/views/candidature"
	"eclosion/views/dossier"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Desk is what the page of a dossier's progress says of its reports.
type Desk struct {
	Ref     string
	Reports []progress.Report
	Due     models.Date     // since when one is due; "" when none is
	Writes  bool            // the reader can begin one
	Own     bool            // the reader is the holder: only what was issued
	Asked   []progress.Line // what a holder is asked to write
}

// open reports whether a report is on its way: a dossier has one at a time.
func (d Desk) open() bool {
	return slices.ContainsFunc(d.Reports, func(r progress.Report) bool { return r.State.IsOpen() })
}

// Start is the page on which a coach chooses a period.
type Start struct {
	Head    dossier.Head
	Choices []progress.Choice
	Form    ui.Form // periode, du, au, demander
}

// Page is the page of a report, for the couveuse's people.
type Page struct {
	Head     dossier.Head
	Report   progress.Report
	Content  progress.Content
	Events   []progress.Event
	Changed  []progress.Part
	Paper    report.Paper
	Form     ui.Form // of what a coach writes
	Stale    bool    // somebody else wrote meanwhile: nothing is saved by itself
	Writes   bool
	Decides  bool
	Own      bool // a manager, of what they wrote themselves
	Decision ui.Form
	Drop     ui.Form
}

// Asked is the page on which a holder writes.
type Asked struct {
	Head  dossier.Head
	Asked progress.Asked
	Form  ui.Form
	Stale bool
}

// refused is what was typed into a form that is no longer on the page: the report went its way meanwhile.
func (p Page) refused() (list []ui.Text) {
	if !p.Writes {
		list = p.Form.Texts("synthesis", "next_steps")
	}
	if !p.Decides {
		list = append(list, p.Decision.Texts("return_reason")...)
	}
	return list
}

// refused is the paragraph that came too late.
func (a Asked) refused() []ui.Text {
	if !a.Asked.Closed || len(a.Form.Problems) == 0 {
		return nil
	}
	return a.Form.Texts("paragraph")
}

// Path leads to a report.
func Path(ref, id string) string { return ListPath(ref) + "/rapports/" + id }

// ListPath leads to the progress of a dossier.
func ListPath(ref string) string { return "/projets/" + ref + "/progression" }

func (p Page) path() string { return Path(p.Head.Project.Ref, p.Report.PublicID) }

func (a Asked) path() string { return Path(a.Head.Project.Ref, a.Asked.PublicID) }

// PeriodText writes a period.
func PeriodText(ctx context.Context, p models.Period) string {
	return wording.T(ctx, "du %s au %s", wording.LongDate(p.From), wording.LongDate(p.To))
}

// ReportTitle names a report by its period.
func ReportTitle(ctx context.Context, p models.Period) string {
	return wording.T(ctx, "Rapport %s", PeriodText(ctx, p))
}

// StateTone says how a state looks.
func StateTone(s progress.State) ui.Tone {
	switch s {
	case progress.Submitted:
		return ui.Wait
	case progress.Returned:
		return ui.Stop
	case progress.Issued:
		return ui.Good
	}
	return ui.Info
}

// choiceText names a period at hand.
func choiceText(ctx context.Context, name string) string {
	switch name {
	case "since":
		return wording.T(ctx, "Depuis le dernier rapport")
	case "month":
		return wording.T(ctx, "Ce mois-ci")
	case "quarter":
		return wording.T(ctx, "Les trois derniers mois")
	}
	return wording.T(ctx, "Toute l'étape en cours")
}

func (s Start) options(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, c := range s.Choices {
		list = append(list, ui.Option{Value: c.Name, Label: choiceText(ctx, c.Name), Hint: PeriodText(ctx, c.Period)})
	}
	return append(list, ui.Option{Value: "libre", Label: wording.T(ctx, "D'autres dates"), Hint: wording.T(ctx, "Celles que vous indiquez ci-dessous.")})
}

// returned is the last reason for which the report was returned.
func (p Page) returned() progress.Event {
	var last progress.Event
	for _, e := range p.Events {
		if e.What == "returned" {
			last = e
		}
	}
	return last
}

func (p Page) changedText(ctx context.Context) string {
	var parts []string
	for _, c := range p.Changed {
		parts = append(parts, wording.ReportPartLabel(ctx, c))
	}
	return strings.Join(parts, ", ")
}

// sections are those under which a meeting can be put.
func (p Page) sections(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: "0", Label: report.PartTitle(ctx, progress.Group{})}}
	for _, s := range p.Content.Progress.Plan {
		list = append(list, ui.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Title})
	}
	return list
}

// line is a meeting of the report in the coach's form.
type line struct {
	meeting reporting.ProgressMeeting
	section string // where it stands now
	leftOut bool
}

func (p Page) lines(ctx context.Context) []line {
	var list []line
	for _, g := range p.Content.Groups {
		for _, m := range g.Meetings {
			list = append(list, line{p.Content.Meeting(m.ID), report.PartTitle(ctx, g), m.LeftOut})
		}
	}
	return list
}

// hasSummary reports whether there is something to leave out.
func (l line) hasSummary() bool { return l.meeting.Summary != "" || l.leftOut }

func (l line) title(ctx context.Context) string {
	title := wording.Date(l.meeting.HeldOn) + " · " + wording.MeetingKindLabel(ctx, coaching.Kind(l.meeting.Kind))
	if l.meeting.State == "held" {
		return title + " · " + wording.Duration(l.meeting.Minutes)
	}
	return title + " · " + wording.T(ctx, "absence")
}

// figureHint tells a coach what the holder says of a figure.
func figureHint(ctx context.Context, f progress.Figure) string {
	if f.Holder == nil {
		return wording.T(ctx, "Le porteur ou la porteuse ne l'a pas indiqué.")
	}
	return wording.T(ctx, "Selon le porteur ou la porteuse : %s. Laissez vide pour le reprendre.", wording.FigureAmount(ctx, f.Unit, *f.Holder))
}

func suffix(ctx context.Context, u progress.Unit) string {
	switch u {
	case progress.InMoney:
		return "€"
	case progress.InHours:
		return wording.T(ctx, "h")
	}
	return ""
}

func (p Page) autosave() templ.OrderedAttributes {
	if p.Stale {
		return nil
	}
	return candidature.AutosaveAt(p.path() + "/brouillon")
}

func (a Asked) autosave() templ.OrderedAttributes {
	if a.Stale {
		return nil
	}
	return candidature.AutosaveAt(a.path() + "/paragraphe/brouillon")
}

// DecideTask is a report that waits for a manager.
func DecideTask(ctx context.Context, l progress.Line) ui.Task {
	t := lineTask(ctx, l)
	t.State, t.Tone = wording.T(ctx, "Soumis le %s", wording.Date(l.On)), ui.Wait
	return t
}

// AskedTask is a paragraph that a holder is asked to write.
func AskedTask(ctx context.Context, l progress.Line) ui.Task {
	return ui.Task{Label: wording.T(ctx, "Écrire votre paragraphe du rapport"), Href: Path(l.Ref, l.PublicID), Hint: PeriodText(ctx, l.Period),
		State: wording.T(ctx, "Attendu"), Tone: ui.Wait}
}

func lineTask(ctx context.Context, l progress.Line) ui.Task {
	t := ui.Task{Label: l.Title, Href: Path(l.Ref, l.PublicID), Hint: wording.T(ctx, "%s, %s", l.Holder, l.Ref)}
	if t.Label == "" {
		t.Label = wording.T(ctx, "Projet sans titre")
	}
	return t
}
