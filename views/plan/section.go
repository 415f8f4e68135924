package plan

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"eclosion/models/plan"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Attachment is a document of the dossier as a section's page offers it.
type Attachment struct{ ID, Name, Label, Href string }

// Section is the page of one section: its text, its items, what was said about it.
type Section struct {
	Ref      string
	Part     plan.Part
	Parts    int // of the plan
	Text     plan.Text
	Items    Page // the same section's items, with their form
	Versions []plan.TextVersion
	Comments []plan.Comment
	Attached []Attachment
	Others   []Attachment // documents of the dossier that are not attached

	Writes, Remarks, Judges bool // what the reader may do here
	Conflict                bool // another text was stored meanwhile: it stands beside the typed one

	// The forms of the page; one of them came back when something was refused.
	Form, Remark, Ask ui.Form
	Answering         string // the thread whose answer came back
}

// SectionPath is the address of a section's page.
func SectionPath(ref string, number int) string {
	return "/projets/" + ref + "/plan/sections/" + strconv.Itoa(number)
}

func (s Section) path() string { return SectionPath(s.Ref, s.Part.Number) }

func (s Section) state() plan.SectionState { return plan.StateOf(s.Part, s.Text) }

func (s Section) place(ctx context.Context) string {
	return wording.T(ctx, "Partie %s sur %s", wording.Count(s.Part.Number), wording.Count(s.Parts))
}

// settable reports whether the reader can change something of the items.
func (s Section) settable() bool {
	return s.Items.Mode == Judge || slices.ContainsFunc(s.Part.Lines, s.Items.claimable)
}

// compares reports whether there is something to compare.
func (s Section) compares() bool { return len(s.Versions) > 1 }

// comparePath leads to two versions side by side.
func comparePath(ref string, section, older, newer int) string {
	return SectionPath(ref, section) + "/versions?a=" + strconv.Itoa(older) + "&b=" + strconv.Itoa(newer)
}

func sectionTone(s plan.SectionState) ui.Tone {
	switch s {
	case plan.SectionSubmitted:
		return ui.Info
	case plan.SectionReturned:
		return ui.Wait
	case plan.SectionValidated:
		return ui.Good
	}
	return ui.Plain
}

// versionText says which version it is, of whom and when.
func versionText(ctx context.Context, v plan.TextVersion) string {
	text := wording.T(ctx, "Version %s, %s, %s", wording.Count(v.Number), v.Author, wording.Moment(v.At))
	if v.Restored > 0 {
		return wording.T(ctx, "%s (reprise de la version %s)", text, wording.Count(v.Restored))
	}
	return text
}

func versionOptions(ctx context.Context, list []plan.TextVersion) []ui.Option {
	options := make([]ui.Option, len(list))
	for i, v := range list {
		options[i] = ui.Option{Value: strconv.Itoa(v.Number), Label: versionText(ctx, v)}
	}
	return options
}

func attachmentOptions(list []Attachment) []ui.Option {
	options := make([]ui.Option, len(list))
	for i, d := range list {
		options[i] = ui.Option{Value: d.ID, Label: d.Label + " · " + d.Name}
	}
	return options
}

// savePause is how long the script waits after the last key, in milliseconds.
const savePause = "1500"

// autosave says where the script keeps what is typed. After a conflict it only keeps it on the device.
func (s Section) autosave() templ.OrderedAttributes {
	if s.Conflict {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("data-autosave", s.path()+"/brouillon"), templ.KV[string, any]("data-pause", savePause)}
}

// answerForm is the form under one thread: empty, or as it came back.
func (s Section) answerForm(thread string) ui.Form {
	if s.Answering == thread {
		return s.Remark
	}
	return ui.Form{Key: s.Remark.Key + "-" + thread, Scope: thread}
}

// newRemark is the form of a new remark, unless an answer came back.
func (s Section) newRemark() ui.Form {
	if s.Answering != "" {
		return ui.Form{Key: s.Remark.Key}
	}
	return s.Remark
}

// problems gathers those of all forms, for the summary on top.
func (s Section) problems() ui.Form {
	for _, f := range []ui.Form{s.Remark, s.Ask, s.Form} {
		if len(f.Problems) > 0 {
			return f
		}
	}
	return ui.Form{}
}

func threadText(ctx context.Context, c plan.Comment) string {
	if !c.Open() {
		return wording.T(ctx, "Réglée le %s par %s", wording.Date(c.ResolvedAt.Date()), c.ResolvedBy)
	}
	return wording.T(ctx, "Ouverte")
}

func threadTone(c plan.Comment) ui.Tone {
	if c.Open() {
		return ui.Wait
	}
	return ui.Good
}

// openThreads counts the remarks that wait.
func (s Section) openThreads() int {
	n := 0
	for _, c := range s.Comments {
		if c.Open() {
			n++
		}
	}
	return n
}

// textHint says to whom the text is open, in one sentence.
func (s Section) textHint(ctx context.Context) string {
	if s.Text.Number == 0 {
		return wording.T(ctx, "Une ligne vide sépare deux paragraphes ; « - » commence un point de liste, « ## » un intertitre, **deux étoiles** mettent en gras.")
	}
	return wording.T(ctx, "Version %s, modifiée le %s. « - » commence un point de liste, « ## » un intertitre, **deux étoiles** mettent en gras.", wording.Count(s.Text.Number), wording.Moment(s.Text.UpdatedAt))
}

// sectionTimeline is what happened to the sections, in the words of a timeline.
func sectionTimeline(ctx context.Context, ref string, events []plan.SectionEvent) []ui.Entry {
	list := make([]ui.Entry, len(events))
	for i, e := range events {
		list[i] = ui.Entry{At: string(e.On), When: wording.Moment(e.At), Kind: wording.SectionEventLabel(ctx, e.Kind), Title: e.Section, Href: SectionPath(ref, e.Place), By: e.ActorName, Body: e.Comment}
		switch e.Kind {
		case plan.SectionWasValidated:
			list[i].Tone = ui.Good
		case plan.WasReturned:
			list[i].Tone = ui.Wait
		}
	}
	return list
}
