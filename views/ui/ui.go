// Package ui holds the components that every page is built from: fields,
// tables, marks, callouts, timelines. A component takes ready words and ready
// figures; it knows how things look and read to assistive technology.
//
// It knows no record, no rule and no address of the product, and writes no style
// and no script into the page: the content policy forbids both.
package ui

// Tone says what something asks of the reader.
type Tone string

// The tones. Colour never carries one alone: each has its own drawn mark.
const (
	Plain Tone = ""     // nothing: it informs quietly
	Info  Tone = "info" // worth reading
	Good  Tone = "good" // done, valid
	Wait  Tone = "wait" // waits for somebody, or will soon
	Stop  Tone = "stop" // stopped, refused, late
)

// Link is an entry of a navigation. Count is shown beside the label when not "".
type Link struct {
	Href, Label, Count string
	Current            bool
}

// Head is the top of a page.
type Head struct {
	Title string
	Lead  string // one sentence under the title
	Over  string // a short line above it: the kind of thing, a reference
}

// Figure is one number that a page is about. With an Href it opens onto its people.
type Figure struct {
	Value, Label, Note, Href string
	Tone                     Tone
}

// SummaryRow is one answer of a check-your-answers page. An empty Value reads
// "Non rempli"; with Missing it reads "À compléter", in the tone of what waits.
type SummaryRow struct {
	Term, Value string
	Href        string // where to change it; "" for what cannot change
	Missing     bool
}

// Fact is a term and its value, for short lists of facts.
type Fact struct{ Term, Value, Href string }

// Task is a line of a task list: a part of a form, an item to do.
type Task struct {
	Label, Href, Hint string
	State             string
	Tone              Tone
}

// Entry is a line of a timeline.
type Entry struct {
	At    string // machine-readable: 2026-11-23 or 2026-11-23T14:32
	When  string // as read: 23/11/2026
	Kind  string // "Rencontre", "Changement de phase"
	Title string
	Href  string
	By    string // who
	Body  string // lines are kept
	// Internal entries are never seen by the holder; Shared ones say that they are.
	Internal, Shared bool
	Phase            string // for a change of phase: its mark is the line's
	Tone             Tone
}

// Step is one station of a journey.
type Step struct {
	Phase, Label string
	Note         string // dates, or what is left
	State        StepState
}

// StepState says where a station lies.
type StepState string

// The states of a step.
const (
	Ahead  StepState = "ahead"
	Here   StepState = "here"
	Behind StepState = "behind"
)

// Dossier is what stands on top of every page of one project.
type Dossier struct {
	Reference, Title, Href string
	Holders                []string
	Phase, PhaseLabel      string
	Clock                  string // "il reste 12 jours"
	ClockTone              Tone
	Suspended              string // "Suspendu depuis le 3 mars", "" when not
	Coaches                []string
	Facts                  []Fact // site, programme, cohort, ...
}

// Page is where a keyset list stands; an empty address shows no link.
type Page struct {
	First, Next string
	Summary     string // "50 projets sur 1 204"
}

func toneClass(base string, t Tone) string {
	if t == Plain {
		return base
	}
	return base + " tone-" + string(t)
}

func phaseClass(base, phase string) string {
	switch phase {
	case "draft", "submitted", "review", "waitlisted", "accepted", "coaching", "test", "launched",
		"exited", "declined", "withdrawn", "followed_up":
		return base + " phase-" + phase
	case "under_review":
		return base + " phase-review"
	}
	return base
}

func current(is bool) string {
	if is {
		return "page"
	}
	return "false"
}

func entryClass(e Entry) string {
	class := "entry"
	switch {
	case e.Internal:
		class += " entry-internal"
	case e.Shared:
		class += " entry-shared"
	}
	if e.Phase != "" {
		return phaseClass(class, e.Phase)
	}
	return toneClass(class, e.Tone)
}
