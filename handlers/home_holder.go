package handlers

import (
	"context"

	"eclosion/models/access"
	"eclosion/models/booking"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/selection"
	bookingviews "eclosion/views/booking"
	docviews "eclosion/views/documents"
	"eclosion/views/follow"
	"eclosion/views/home"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// homeOfHolder says where each of one's dossiers stands, then what the running one asks.
func homeOfHolder(ctx context.Context, tx *db.Tx) (s home.Section, err error) {
	own, _, err := programme.List(tx, access.ProjectList, programme.Filter{PersonID: tx.Actor().PersonID})
	if err != nil {
		return s, err
	}
	if len(own) == 0 {
		s.Done, s.DoneText = wording.T(ctx, "Bienvenue"), wording.T(ctx, "Présentez votre projet : la candidature se remplit en plusieurs fois, sur téléphone aussi.")
		s.Links = []ui.Link{{Href: "/candidatures/nouvelle", Label: wording.T(ctx, "Commencer une candidature")}}
		return s, nil
	}
	awaited, err := awaitedOf(tx, own)
	if err != nil {
		return s, err
	}
	letters, err := correspondence.WaitingForHolder(tx)
	if err != nil {
		return s, err
	}
	s.Blocks = []home.Block{
		block(wording.T(ctx, "Messages de la couveuse"), letters, func(w correspondence.Waiting) ui.Task { return follow.WaitingTask(ctx, w, false) }),
		block(wording.N(ctx, "Votre dossier", "Vos dossiers", len(own)), own, func(r programme.Row) ui.Task { return ownTask(ctx, r, awaited[r.ID]) }),
	}
	pieces, err := documents.AskedOf(tx, tx.Actor().PersonID)
	if err != nil {
		return s, err
	}
	papers, err := papersOfHolder(ctx, tx)
	if err != nil {
		return s, err
	}
	s.Blocks = append(s.Blocks, papers...)
	s.Blocks = append(s.Blocks, block(wording.T(ctx, "Pièces demandées"), pieces, func(r documents.Request) ui.Task { return docviews.AskedTask(ctx, r, tx.Today()) }))
	for _, r := range own {
		if !r.Phase.IsJourney() {
			continue
		}
		o, err := journey.LookAt(tx, r.Ref)
		if err != nil {
			return s, err
		}
		if o.Own {
			upcoming, err := booking.Appointments(tx)
			if err != nil {
				return s, err
			}
			s.Blocks = append(s.Blocks, appointmentsBlock(ctx, upcoming))
			s.Blocks = append(s.Blocks, runningBlocks(ctx, o)...)
			break
		}
	}
	return s, nil
}

// awaitedOf says what each of one's files waits for, while it waits for a decision or for what follows it. One
// person has few of them at once.
func awaitedOf(tx *db.Tx, own []programme.Row) (map[int64]journey.Expectation, error) {
	awaited := map[int64]journey.Expectation{}
	for _, r := range own {
		if !selection.Awaits(r.Phase) && r.Phase != programme.Accepted {
			continue
		}
		p, err := programme.LoadByID(tx, r.ID, access.ApplicationRead)
		if err != nil {
			return nil, err
		}
		if awaited[r.ID], err = journey.Look(tx, p); err != nil {
			return nil, err
		}
	}
	return awaited, nil
}

// ownTask says where one dossier stands, and what it waits for, from whom.
func ownTask(ctx context.Context, r programme.Row, e journey.Expectation) ui.Task {
	t := ui.Task{Label: r.Title, Href: "/projets/" + r.Ref, Hint: r.Ref, State: wording.PhaseLabel(ctx, r.Phase)}
	if t.Label == "" {
		t.Label = wording.T(ctx, "Projet sans titre")
	}
	if r.Phase.IsApplication() {
		t.Href = "/candidatures/" + r.Ref
	}
	switch r.Phase {
	case programme.Draft:
		t.Tone, t.Hint = ui.Wait, wording.T(ctx, "%s, pas encore déposée : reprenez où vous vous étiez arrêté.", r.Ref)
	case programme.Submitted, programme.Review, programme.Waitlisted:
		t.Tone, t.Hint = ui.Info, wording.T(ctx, "%s. %s. %s", r.Ref, wording.AwaitedLabel(ctx, e.Who), wording.Expectation(ctx, e))
		if e.Who == journey.Holder {
			t.Tone = ui.Wait
		}
	case programme.Accepted:
		t.Tone, t.Hint = ui.Good, wording.T(ctx, "%s, votre candidature est acceptée. %s", r.Ref, wording.Expectation(ctx, e))
	case programme.Coaching, programme.Test:
		t.Tone = ui.Good
		switch {
		case r.SuspendedOn != "":
			t.Tone, t.Hint = ui.Wait, wording.T(ctx, "%s, suspendu depuis le %s", r.Ref, wording.LongDate(r.SuspendedOn))
		case r.PhaseEndsOn != "":
			t.Hint = wording.T(ctx, "%s, jusqu'au %s", r.Ref, wording.LongDate(r.PhaseEndsOn))
		}
	}
	return t
}

// homeAppointments is how many appointments a home shows; their page has all.
const homeAppointments = 4

// appointmentsBlock is the next appointments, or the way to one.
func appointmentsBlock(ctx context.Context, list []booking.Upcoming) home.Block {
	b := block(wording.N(ctx, "Prochaine rencontre", "Prochaines rencontres", len(list)), list[:min(len(list), homeAppointments)],
		func(u booking.Upcoming) ui.Task { return bookingviews.Task(ctx, u) })
	if len(list) == 0 {
		b.Tasks = []ui.Task{{Label: wording.T(ctx, "Prendre un rendez-vous"), Href: "/rendez-vous", Hint: wording.T(ctx, "Vous n'avez pas de rencontre prévue.")}}
	}
	return b
}

// runningBlocks is what the dossier that runs asks of its holder.
func runningBlocks(ctx context.Context, o *journey.Overview) []home.Block {
	path := "/projets/" + o.Project.Ref
	actions := block(wording.T(ctx, "Ce que vous avez à faire"), o.Actions, func(a journey.Action) ui.Task {
		t := ui.Task{Label: a.Title, Href: path + "/rencontres"}
		switch {
		case a.DueOn == "":
		case a.DueOn < o.Standing.Today:
			t.State, t.Tone = wording.T(ctx, "En retard de %s", wording.Days(ctx, a.DueOn.DaysUntil(o.Standing.Today))), ui.Stop
		default:
			t.State = wording.T(ctx, "Pour le %s", wording.Date(a.DueOn))
		}
		return t
	})
	plan := home.Block{Title: wording.T(ctx, "Plan d'affaires")}
	if n := o.Plan; n.Applicable > n.Validated {
		t := ui.Task{Label: wording.T(ctx, "Compléter le plan"), Href: path + "/plan", Hint: wording.T(ctx, "%s points validés sur %s", wording.Count(n.Validated), wording.Count(n.Applicable))}
		if n.MandatoryMissing > 0 {
			t.State, t.Tone = wording.N(ctx, "%s point obligatoire manque", "%s points obligatoires manquent", n.MandatoryMissing, wording.Count(n.MandatoryMissing)), ui.Wait
		}
		plan.Tasks = []ui.Task{t}
	}
	return []home.Block{actions, plan}
}
