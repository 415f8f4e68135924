package pilot

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// theirs are the steps that the person of a dossier takes, and the couveuse does not.
var theirs = []programme.Phase{programme.Submitted, programme.Withdrawn}

// MovesFrom lists the phases to which the couveuse can take a dossier, by the hub's table.
func MovesFrom(p programme.Phase) []programme.Phase {
	return slices.DeleteFunc(p.Next(), func(to programme.Phase) bool { return slices.Contains(theirs, to) })
}

// Direct reports whether a step needs nothing but its day: it can be taken by one gesture. The others ask for more than that (an
// agreement, a reason, an enterprise), and have a form of their own.
func Direct(to programme.Phase) bool { return to == programme.Review || to == programme.Test }

// Move takes a dossier to a phase, today, by the verb that owns the step; version is the one that the person had before their eyes. done is
// false, and nothing has changed, when the step has a form of its own, which is then to be shown.
func Move(tx *db.Tx, ref string, version int, to programme.Phase) (p *programme.Project, done bool, warning *models.Problem, err error) {
	if p, err = programme.Load(tx, ref, access.PilotRead); err != nil {
		return nil, false, nil, err
	}
	switch {
	case version != p.Version:
		return p, false, nil, models.Stale("card", models.Facts{"ref": p.Ref})
	case !slices.Contains(MovesFrom(p.Phase), to):
		return p, false, nil, models.Refuse("journey.transition", models.Facts{"from": p.Phase, "to": to})
	}
	switch to {
	case programme.Review:
		err, done = selection.TakeUnderReview(tx, ref, version), true
	case programme.Test:
		warning, err = journey.StartTest(tx, ref, version, tx.Today())
		done = true
	}
	if models.IsKind(err, models.Conflict) { // between the reading and the step
		err = models.Stale("card", models.Facts{"ref": p.Ref})
	}
	return p, done, warning, err
}

// CardOf gives one dossier as the board shows it, to who may see the board.
func CardOf(tx *db.Tx, ref string) (c Card, err error) {
	p, err := programme.Load(tx, ref, access.PilotRead)
	if err != nil {
		return c, err
	}
	cards, err := cardsOfItems(tx, []Item{{ID: p.ID, ProjectID: p.ID}})
	if err != nil {
		return c, err
	}
	blocks, err := blocksOf(tx, []int64{p.ID})
	cards[0].Blocks = blocks[p.ID]
	return cards[0], err
}
