package infosession

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

// Load gives a session to anybody. Where it is held on line is not for everybody to read: pages
// show it with a registration only.
func Load(tx *db.Tx, publicID string) (*Session, error) { return load(tx, publicID) }

// Register puts somebody on a session: on a place while there is one, else at the end of the waiting list. What
// became of it is told by mail only. Who registers again is told again, once a day at most: the answer to
// the form never depends on who is registered.
func Register(tx *db.Tx, publicID string, g Guest) error {
	s, err := load(tx, publicID) // locks it: those who come at once come one after the other
	if err != nil {
		return err
	}
	if problem := s.Open(tx.Now()); problem != nil {
		return problem
	}
	g, f := g.check()
	if problem := models.Fields(f...); problem != nil {
		return problem
	}
	r, found, err := byAddress(tx, s, g.Email)
	switch {
	case err != nil:
		return err
	case found && r.State != Left:
		return again(tx, s, r)
	case found:
		return comeBack(tx, s, r, g)
	}
	state, order, err := takePlace(tx, s)
	if err != nil {
		return err
	}
	r = &Registration{SessionID: s.ID, State: state, Order: order, Token: newToken(), FirstName: g.FirstName, LastName: g.LastName,
		Email: g.Email, Phone: g.Phone, Heard: g.Heard, Version: 1}
	if err := insertRegistration(tx, r); err != nil {
		return err
	}
	return came(tx, s, r)
}

// again answers somebody who is registered: the same registration, and a mail that says how it stands.
func again(tx *db.Tx, s *Session, r *Registration) error {
	if err := countAsked(tx, r); err != nil {
		return err
	}
	if err := rankOf(tx, r); err != nil {
		return err
	}
	return tellState(tx, *s, *r, fmt.Sprintf("again/%s", tx.Today()))
}

// comeBack registers somebody again who had said that they do not come: at the end, as everybody.
func comeBack(tx *db.Tx, s *Session, r *Registration, g Guest) error {
	state, order, err := takePlace(tx, s)
	if err != nil {
		return err
	}
	r.State, r.Order, r.FirstName, r.LastName, r.Phone, r.Heard = state, order, g.FirstName, g.LastName, g.Phone, g.Heard
	if err := storeComeBack(tx, r); err != nil {
		return err
	}
	return came(tx, s, r)
}

// came leaves the trace of a registration, tells the person, and plans the reminder.
func came(tx *db.Tx, s *Session, r *Registration) error {
	if err := rankOf(tx, r); err != nil {
		return err
	}
	if err := tx.Audit("infosession.register", "info_registration", r.ID, 0, models.Facts{"state": r.State}); err != nil {
		return err
	}
	if err := tellState(tx, *s, *r, fmt.Sprintf("came/%d", r.Version)); err != nil {
		return err
	}
	return remind(tx, *s, *r)
}

// ByToken gives the registration that a private link speaks for. A link that was never given, that is
// older than its session by more than a month, or whose data were erased is missing.
func ByToken(tx *db.Tx, token string) (*Session, *Registration, error) {
	r, publicID, err := byToken(tx, token)
	if err != nil {
		return nil, nil, err
	}
	s, err := load(tx, publicID)
	if err != nil {
		return nil, nil, err
	}
	if !s.linkLives(tx.Today()) {
		return nil, nil, models.Missing("registration")
	}
	// Read again: who holds the session's lock may have changed it meanwhile.
	r, err = RegistrationOf(tx, s, r.ID)
	return s, r, err
}

// Leave gives the place of a private link back, or its rank. Done twice, it is done once.
func Leave(tx *db.Tx, token string) error {
	s, r, err := ByToken(tx, token)
	if err != nil {
		return err
	}
	return leave(tx, s, r)
}

func leave(tx *db.Tx, s *Session, r *Registration) error {
	if r.State == Left {
		return nil
	}
	if problem := s.editable(tx.Now()); problem != nil {
		return problem
	}
	was := *r
	if err := storeLeft(tx, s, r); err != nil {
		return err
	}
	if err := tx.Audit("infosession.leave", "info_registration", r.ID, 0, models.Facts{"state": was.State}); err != nil {
		return err
	}
	if err := forgetReminder(tx, *s, was); err != nil {
		return err
	}
	if err := tellLeft(tx, *s, *r); err != nil {
		return err
	}
	return promote(tx, s)
}

// promote gives free places to who waits, the first first, and tells them.
func promote(tx *db.Tx, s *Session) error {
	if s.Cancelled() || s.Started(tx.Now()) {
		return nil
	}
	for s.Left() > 0 {
		r, found, err := firstWaiting(tx, s)
		if err != nil || !found {
			return err
		}
		if err := storePromoted(tx, s, r); err != nil {
			return err
		}
		if err := tx.Audit("infosession.promote", "info_registration", r.ID, 0, nil); err != nil {
			return err
		}
		if err := tellPromoted(tx, *s, *r); err != nil {
			return err
		}
		if err := remind(tx, *s, *r); err != nil {
			return err
		}
	}
	return nil
}
