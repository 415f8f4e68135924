package workshop

import (
	"fmt"
	"maps"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// message puts one mail about an enrolment into the outbox, with the sessions that it tells of. what makes its key one. Where
// a session is held on line is told to those only who have a place.
func message(tx *db.Tx, w Workshop, e Enrolment, kind outbox.Kind, what string, sessions []Session, notBefore models.Instant, more models.Facts) error {
	f := models.Facts{"workshop": w.PublicID, "ref": e.Ref, "title": w.Title, "state": string(e.State), "rank": e.Rank, "site": w.SiteName,
		"stamp": int64(tx.Now()), "house": w.House, "house_email": w.HouseEmail}
	var told []models.Facts
	for _, s := range sessions {
		one := models.Facts{"id": s.PublicID, "starts_at": int64(s.StartsAt), "minutes": s.Minutes, "place": s.Place, "remote": "", "sequence": CalendarSequence(s, e)}
		if s.OnlineURL != "" {
			one["remote"] = "yes"
			if e.State == Enrolled {
				one["online"] = s.OnlineURL
			}
		}
		told = append(told, one)
	}
	f["sessions"] = told
	maps.Copy(f, more)
	return outbox.Put(tx, outbox.Message{Key: key(e, what), Kind: kind, To: e.email, Name: e.greeted, AccountID: e.accountID, ProjectID: e.ProjectID,
		Facts: f, NotBefore: notBefore})
}

func key(e Enrolment, what string) string { return fmt.Sprintf("workshop/%d/%s", e.ID, what) }

// toCome are the sessions that were not called off and have not begun.
func (w Workshop) toCome(now models.Instant) []Session {
	var list []Session
	for _, s := range w.Live() {
		if s.StartsAt > now {
			list = append(list, s)
		}
	}
	return list
}

// tellState says how an enrolment stands: a place with its sessions, or a rank.
func tellState(tx *db.Tx, w Workshop, e Enrolment) error {
	kind := outbox.WorkshopEnrolled
	if e.State == Waiting {
		kind = outbox.WorkshopWaiting
	}
	return message(tx, w, e, kind, fmt.Sprintf("came/%d", e.Version), w.toCome(tx.Now()), 0, nil)
}

func tellPromoted(tx *db.Tx, w Workshop, e Enrolment) error {
	return message(tx, w, e, outbox.WorkshopPromoted, fmt.Sprintf("promoted/%d", e.Version), w.toCome(tx.Now()), 0, nil)
}

// tellLeft confirms that a place or a rank was given up; only who had a place has entries to strike out.
func tellLeft(tx *db.Tx, w Workshop, was, e Enrolment) error {
	return message(tx, w, e, outbox.WorkshopLeft, fmt.Sprintf("left/%d", e.Version), w.toCome(tx.Now()), 0, models.Facts{"state": string(was.State)})
}

// tellAdded tells who has a place of a further session.
func tellAdded(tx *db.Tx, w Workshop, s Session) error {
	if s.StartsAt <= tx.Now() {
		return nil
	}
	return eachOn(tx, w, func(e Enrolment) error {
		if e.State != Enrolled {
			return nil
		}
		if err := message(tx, w, e, outbox.WorkshopAdded, "added/"+s.PublicID, []Session{s}, 0, nil); err != nil {
			return err
		}
		return remindOf(tx, w, s, e)
	})
}

// tellMoved tells everybody that a session has moved, and moves the reminders with it. A session that is written down
// over after it was held tells nobody.
func tellMoved(tx *db.Tx, w Workshop, before, s Session) error {
	now := tx.Now()
	return eachOn(tx, w, func(e Enrolment) error {
		if err := outbox.Drop(tx, reminderKey(before, e)); err != nil {
			return err
		}
		if before.StartsAt <= now && s.StartsAt <= now {
			return nil
		}
		what := fmt.Sprintf("moved/%s/%d", s.PublicID, s.Sequence)
		if err := message(tx, w, e, outbox.WorkshopMoved, what, []Session{s}, 0, models.Facts{"was_at": int64(before.StartsAt)}); err != nil {
			return err
		}
		return remindOf(tx, w, s, e)
	})
}

func tellSessionCancelled(tx *db.Tx, w Workshop, before, s Session) error {
	return eachOn(tx, w, func(e Enrolment) error {
		if err := outbox.Drop(tx, reminderKey(before, e)); err != nil {
			return err
		}
		if s.StartsAt <= tx.Now() {
			return nil
		}
		return message(tx, w, e, outbox.WorkshopSessionCancelled, "session-cancelled/"+s.PublicID, []Session{s}, 0, models.Facts{"reason": s.CancelReason})
	})
}

// tellCancelled tells everybody that the workshop was called off, with the sessions that will not be held.
func tellCancelled(tx *db.Tx, before, w Workshop) error {
	var struck []Session
	for _, s := range w.Sessions {
		if was, _ := before.Session(s.PublicID); s.Cancelled() && !was.Cancelled() {
			struck = append(struck, s)
		}
	}
	return eachOn(tx, w, func(e Enrolment) error {
		if err := forgetReminders(tx, before, e); err != nil {
			return err
		}
		return message(tx, w, e, outbox.WorkshopCancelled, "cancelled", struck, 0, models.Facts{"reason": w.CancelReason})
	})
}

// eachOn runs fn for everybody who has a place or waits, in their order.
func eachOn(tx *db.Tx, w Workshop, fn func(Enrolment) error) error {
	list, err := Enrolments(tx, &w)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.State == Left {
			continue
		}
		if err := fn(e); err != nil {
			return err
		}
	}
	return nil
}

func reminderKey(s Session, e Enrolment) string {
	return key(e, fmt.Sprintf("reminder/%s/%d.%d", s.PublicID, s.Sequence, e.Version))
}

// remind plans the mails of the day before each session, for who has a place.
func remind(tx *db.Tx, w Workshop, e Enrolment) error {
	for _, s := range w.Live() {
		if err := remindOf(tx, w, s, e); err != nil {
			return err
		}
	}
	return nil
}

func remindOf(tx *db.Tx, w Workshop, s Session, e Enrolment) error {
	at, due := s.reminderAt(tx.Now())
	if !due || e.State != Enrolled {
		return nil
	}
	what := fmt.Sprintf("reminder/%s/%d.%d", s.PublicID, s.Sequence, e.Version)
	return message(tx, w, e, outbox.WorkshopReminder, what, []Session{s}, at, nil)
}

// forgetReminders takes the planned mails of an enrolment, as it stood, out of what waits.
func forgetReminders(tx *db.Tx, w Workshop, e Enrolment) error {
	var keys []string
	for _, s := range w.Sessions {
		keys = append(keys, reminderKey(s, e))
	}
	return outbox.Drop(tx, keys...)
}
