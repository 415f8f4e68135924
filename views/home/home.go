package home

import (
	"context"

	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Home is what waits for one person today, role by role.
type Home struct {
	Today    models.Date
	Heading  string
	Sections []Section
}

// Section is what waits for a person in one of their roles. Blocks that are empty
// are left out.
type Section struct {
	Title  string // "" when the person has one role
	Day    *Day   // of a coach, above the blocks; it says by itself when all is done
	Blocks []Block
	Links  []ui.Link // shortcuts; what to do when nothing waits
	// Done and DoneText say that nothing waits; "" says so in general.
	Done, DoneText string
}

func (s Section) doneTitle(ctx context.Context) string {
	if s.Done != "" {
		return s.Done
	}
	return wording.T(ctx, "Tout est fait")
}

func (s Section) doneText(ctx context.Context) string {
	if s.Done != "" {
		return s.DoneText
	}
	return wording.T(ctx, "Rien ne vous attend aujourd'hui.")
}

// Block is one list of things to do.
type Block struct {
	Title string
	Tasks []ui.Task
	More  ui.Link // the whole list, "" for none
}

// filled gives the blocks that hold something.
func (s Section) filled() []Block {
	var list []Block
	for _, b := range s.Blocks {
		if len(b.Tasks) > 0 {
			list = append(list, b)
		}
	}
	return list
}

// EndTask is the line of a phase that ends.
func EndTask(ctx context.Context, l journey.Line, today models.Date) ui.Task {
	t := ui.Task{Label: name(ctx, l), Href: "/projets/" + l.Ref, Hint: wording.T(ctx, "%s, %s", l.Holder, wording.PhaseLabel(ctx, l.Phase))}
	left := today.DaysUntil(l.On)
	switch {
	case left < 0:
		t.State, t.Tone = wording.T(ctx, "Dépassée de %s", wording.Days(ctx, -left)), ui.Stop
	case left <= 30:
		t.State, t.Tone = wording.T(ctx, "Dans %s", wording.Days(ctx, left)), ui.Wait
	default:
		t.State, t.Tone = wording.T(ctx, "Le %s", wording.Date(l.On)), ui.Info
	}
	return t
}

// LineTask is the line of a dossier with the words of its list.
func LineTask(ctx context.Context, l journey.Line, href, state string, tone ui.Tone) ui.Task {
	return ui.Task{Label: name(ctx, l), Href: href, Hint: wording.T(ctx, "%s, %s", l.Holder, l.Ref), State: state, Tone: tone}
}

func name(ctx context.Context, l journey.Line) string {
	if l.Title == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return l.Title
}
