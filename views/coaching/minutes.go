package coaching

import (
	"context"
	"strings"

	"eclosion/models/coaching"
	"eclosion/views/dossier"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// MinutesBox is what the page of a meeting says of its minutes: where they are printed, who has read them; to their
// holder, the form that says so.
type MinutesBox struct {
	Path     string
	Own      bool
	Reading  coaching.Reading // of the dossier on whose page it stands
	Marks    []coaching.Mark
	Holders  []coaching.Holder // of a group, those whom the reader may see
	Readings map[int64]coaching.Reading
	Form     ui.Form // remark
}

// MinutesPage is the page of minutes.
type MinutesPage struct {
	Head  dossier.Head
	Paper report.Paper
	Box   MinutesBox
	Back  ui.Link
}

func readingTone(s coaching.ReadState) ui.Tone {
	switch s {
	case coaching.Read:
		return ui.Good
	case coaching.Unread, coaching.ReadChanged:
		return ui.Wait
	}
	return ui.Plain
}

// asks reports whether the reader is asked to read.
func (b MinutesBox) asks() bool {
	return b.Own && (b.Reading.State == coaching.Unread || b.Reading.State == coaching.ReadChanged)
}

// MinutesTask is a meeting whose minutes a holder is asked to read.
func MinutesTask(ctx context.Context, l coaching.MinutesLine) ui.Task {
	t := ui.Task{Label: wording.T(ctx, "Lire le compte rendu du %s", wording.LongDate(l.Meeting.HeldOn)), Href: "/projets/" + l.Ref + "/rencontres/" + l.Meeting.PublicID + "/compte-rendu",
		Hint: title(ctx, l.Meeting), State: wording.T(ctx, "À lire"), Tone: ui.Wait}
	if l.Reading.State == coaching.ReadChanged {
		t.State = wording.T(ctx, "Modifié, à relire")
	}
	return t
}

// lecture is where the form is sent.
func (b MinutesBox) lecture() string { return strings.TrimSuffix(b.Path, "/compte-rendu") + "/lecture" }

// readingNote says in a list how minutes stand to their holder.
func readingNote(ctx context.Context, r coaching.Reading) string {
	parts := nonEmpty(wording.ReadingLabel(ctx, r))
	if r.Remarks > 0 {
		parts = append(parts, wording.N(ctx, "%s remarque", "%s remarques", r.Remarks, wording.Count(r.Remarks)))
	}
	return strings.Join(parts, ", ")
}
