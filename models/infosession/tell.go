package infosession

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// facts are what the words of every mail about a registration need. Where it is held on line is told to
// those only who have a place.
func facts(tx *db.Tx, s Session, r Registration) models.Facts {
	f := models.Facts{
		"session": s.PublicID, "token": r.Token, "state": string(r.State), "rank": r.Rank,
		"programmes": s.Names(), "site": s.SiteName, "starts_at": int64(s.StartsAt), "minutes": s.Minutes,
		"place": s.Place, "partner": s.Partner, "notes": s.Notes, "remote": "",
		"sequence": CalendarSequence(s, r), "stamp": int64(tx.Now()), "house": s.House, "house_email": s.HouseEmail,
	}
	if s.OnlineURL != "" {
		f["remote"] = "yes"
		if r.State == Confirmed {
			f["online"] = s.OnlineURL
		}
	}
	return f
}

// tell puts one mail about a registration into the outbox. what makes its key one.
func tell(tx *db.Tx, s Session, r Registration, kind outbox.Kind, what string, notBefore models.Instant, more models.Facts) error {
	f := facts(tx, s, r)
	for name, fact := range more {
		f[name] = fact
	}
	return outbox.Put(tx, outbox.Message{Key: key(r, what), Kind: kind, To: r.Email, Name: r.FirstName, Facts: f, NotBefore: notBefore})
}

func key(r Registration, what string) string { return fmt.Sprintf("infosession/%d/%s", r.ID, what) }

// tellState says how a registration stands: a place, or a rank.
func tellState(tx *db.Tx, s Session, r Registration, what string) error {
	kind := outbox.SessionConfirmed
	if r.State == Waiting {
		kind = outbox.SessionWaiting
	}
	return tell(tx, s, r, kind, what, 0, nil)
}

func tellPromoted(tx *db.Tx, s Session, r Registration) error {
	return tell(tx, s, r, outbox.SessionPromoted, fmt.Sprintf("promoted/%d", r.Version), 0, nil)
}

func tellLeft(tx *db.Tx, s Session, r Registration) error {
	return tell(tx, s, r, outbox.SessionLeft, fmt.Sprintf("left/%d", r.Version), 0, nil)
}

// tellMoved tells everybody on a session that it has moved, and moves their reminders with it.
func tellMoved(tx *db.Tx, before, s Session) error {
	return eachGuest(tx, before, s, func(r Registration) error {
		if err := tell(tx, s, r, outbox.SessionMoved, fmt.Sprintf("moved/%d", s.Sequence), 0, models.Facts{"was_at": int64(before.StartsAt)}); err != nil {
			return err
		}
		return remind(tx, s, r)
	})
}

func tellCancelled(tx *db.Tx, before, s Session) error {
	return eachGuest(tx, before, s, func(r Registration) error {
		return tell(tx, s, r, outbox.SessionCancelled, "cancelled", 0, models.Facts{"reason": s.CancelReason})
	})
}

// eachGuest runs fn for everybody who has a place or waits, in their order, once the reminders that were planned
// before the change are taken back.
func eachGuest(tx *db.Tx, before, s Session, fn func(Registration) error) error {
	list, err := Registrations(tx, &s)
	if err != nil {
		return err
	}
	var planned []string
	for _, r := range list {
		planned = append(planned, key(r, reminder(before, r)))
	}
	if err := outbox.Drop(tx, planned...); err != nil {
		return err
	}
	for _, r := range list {
		if r.State == Left {
			continue
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

func reminder(s Session, r Registration) string {
	return fmt.Sprintf("reminder/%d.%d", s.Sequence, r.Version)
}

// remind plans the mail of the day before, for who has a place.
func remind(tx *db.Tx, s Session, r Registration) error {
	at, due := s.reminderAt(tx.Now())
	if !due || r.State != Confirmed {
		return nil
	}
	return tell(tx, s, r, outbox.SessionReminder, reminder(s, r), at, nil)
}

// forgetReminder takes the planned mail of a registration, as it stood, out of what waits.
func forgetReminder(tx *db.Tx, s Session, r Registration) error {
	return outbox.Drop(tx, key(r, reminder(s, r)))
}
