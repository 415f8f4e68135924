package candidature

import (
	"context"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Status is what an author sees of a file that was submitted.
type Status struct {
	App       *selection.Application
	Decisions []selection.Decision
	History   []programme.Change
	Position  int // on the waiting list today
	Withdraw  ui.Form
	Couveuse  programme.Couveuse
	Letters   templ.Component      // of its decisions; may be nil
	Interview *selection.Interview // nil for none
	Slots     []selection.Slot     // of interviews that can be booked
	Documents templ.Component      // may be nil

	Today   models.Date
	Expects journey.Expectation
	Story   []journey.Event
	Typical *journey.Typical // how long decisions take; nil when nothing can be said
	Unread  int              // messages of the couveuse
	Talks   bool             // there are messages already
}

// awaitsDecision reports whether the first answer to the file is still to come.
func (s Status) awaitsDecision() bool {
	p := s.App.Project.Phase
	return p == programme.Submitted || p == programme.Review
}

// delay says how long a decision usually takes, and honestly when this one takes longer.
func (s Status) delay(ctx context.Context) (text string, late bool) {
	if s.Typical == nil || !s.awaitsDecision() {
		return "", false
	}
	text = wording.TypicalDelay(ctx, *s.Typical)
	waited := s.App.Project.SubmittedAt.Date().DaysUntil(s.Today)
	switch {
	case waited > s.Typical.High:
		return text + " " + wording.T(ctx, "Votre dossier est déposé depuis %s : c'est plus long que d'habitude. Vous pouvez demander des nouvelles à la couveuse.", wording.Days(ctx, waited)), true
	case waited == 0:
		return text + " " + wording.T(ctx, "Vous avez déposé votre dossier aujourd'hui."), false
	}
	return text + " " + wording.T(ctx, "Vous avez déposé votre dossier il y a %s.", wording.Days(ctx, waited)), false
}

// doing is the one thing that the author can do now; nil when it is for others to act.
func (s Status) doing(ctx context.Context) *ui.Link {
	path := Path(s.App.Project.Ref)
	switch s.Expects.What {
	case journey.ToSend:
		return &ui.Link{Href: path + "/documents", Label: wording.T(ctx, "Envoyer les documents")}
	case journey.ToBook:
		return &ui.Link{Href: InterviewPath(s.App.Project.Ref), Label: wording.T(ctx, "Choisir l'heure de l'entretien")}
	case journey.ToMeet:
		return &ui.Link{Href: InterviewPath(s.App.Project.Ref), Label: wording.T(ctx, "Voir l'entretien")}
	case journey.ToSign, journey.ToAccompany:
		return &ui.Link{Href: "/projets/" + s.App.Project.Ref, Label: wording.T(ctx, "Ouvrir mon projet")}
	}
	return nil
}

// bookingAside reports whether an interview is told apart, because the file waits for something else first.
func (s Status) bookingAside() bool {
	return s.Expects.What != journey.ToBook && s.Expects.What != journey.ToMeet
}

// expectTone is how what a file waits for looks to its author.
func expectTone(e journey.Expectation) ui.Tone {
	switch e.Who {
	case journey.Holder:
		return ui.Wait
	case journey.Nobody:
		return ui.Plain
	}
	return ui.Info
}

// story is what happened to a file, and what is to come, as its author reads it: what the couveuse did,
// not which of its people.
func story(ctx context.Context, ref string, events []journey.Event) []ui.Entry {
	var list []ui.Entry
	for _, e := range events {
		entry := ui.Entry{At: string(e.On), When: wording.Date(e.On), Body: e.Note}
		if e.At != 0 {
			entry.When = wording.Moment(e.At)
		}
		if e.Ahead {
			entry.Kind = wording.T(ctx, "À venir")
		}
		switch e.Kind {
		case journey.Moved:
			entry.Title, entry.Phase = changeTitle(ctx, programme.Change{FromPhase: e.From, ToPhase: e.To}), string(e.To)
		case journey.Sits:
			entry.Title, entry.Tone = wording.T(ctx, "Réunion du comité"), ui.Info
		case journey.Told:
			entry.Title, entry.Href, entry.Tone = wording.T(ctx, "Lettre de décision"), Path(ref)+"/lettres/"+e.ID, ui.Info
		case journey.Asked:
			entry.Title, entry.Tone = wording.T(ctx, "Document demandé : %s", e.Text), ui.Wait
		case journey.Received:
			entry.Title, entry.Tone = wording.T(ctx, "Document reçu : %s", e.Text), ui.Good
		case journey.Unfit:
			entry.Title, entry.Tone = wording.T(ctx, "Document refusé : %s", e.Text), ui.Stop
		case journey.Interview:
			entry.Title, entry.Tone = wording.T(ctx, "Entretien"), ui.Info
		}
		list = append(list, entry)
	}
	return list
}
