package handlers

import (
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/ui"
)

// followedStatus is where a file stands as its author follows it: what is awaited from whom, how long that
// takes, what happened, and whether the couveuse has written.
func followedStatus(tx *db.Tx, app *selection.Application) (s candidature.Status, err error) {
	if s, err = statusOfApplication(tx, app); err != nil {
		return s, err
	}
	p := app.Project
	s.Today = tx.Today()
	if s.Letters, err = lettersDesk(tx, app, nil, ui.Form{}); err != nil {
		return s, err
	}
	if s.Expects, err = journey.Look(tx, p); err != nil {
		return s, err
	}
	if s.Story, err = journey.Story(tx, p); err != nil {
		return s, err
	}
	typical, known, err := journey.TypicalDelay(tx, p.ProgrammeID)
	if err != nil {
		return s, err
	}
	if known {
		s.Typical = &typical
	}
	s.Unread, s.Talks, err = correspondence.Standing(tx, p)
	return s, err
}
