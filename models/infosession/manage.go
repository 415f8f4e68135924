package infosession

import (
	"crypto/rand"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// newPublicID makes an id for addresses.
func newPublicID() string { return strings.ToLower(rand.Text()[:10]) }

// newToken makes an unguessable token of 130 bits.
func newToken() string { return strings.ToLower(rand.Text()) }

// Create makes a session and gives its address id. The same key gives the same one.
func Create(tx *db.Tx, key string, d Draft) (publicID string, err error) {
	if publicID, err = tx.Once(key); err != nil || publicID != "" {
		return publicID, err
	}
	f := d.check(tx.Now())
	if err := checkSite(tx, d.SiteID, &f); err != nil {
		return "", err
	}
	if err := checkProgrammes(tx, d, nil, &f); err != nil {
		return "", err
	}
	if problem := models.Fields(f...); problem != nil {
		return "", problem
	}
	publicID = newPublicID()
	id, err := insertSession(tx, publicID, d.tidy())
	if err != nil {
		return "", err
	}
	if err := storeProgrammes(tx, id, d.ProgrammeIDs); err != nil {
		return "", err
	}
	if err := tx.Audit("infosession.create", "info_session", id, 0, models.Facts{"held_on": d.HeldOn, "places": d.Places}); err != nil {
		return "", err
	}
	return publicID, tx.Done(key, publicID)
}

// checkSite refuses what is no site, a closed one, and one that is not the actor's.
func checkSite(tx *db.Tx, id int64, f *models.Faults) error {
	var first models.Faults
	sites, err := programme.Sites(tx)
	switch {
	case id == 0:
		first.Field("site", "required", nil)
	case !access.CanOnSite(tx.Actor(), access.InfoSessionManage, id),
		!slices.ContainsFunc(sites, func(s programme.Site) bool { return s.ID == id && s.Active }):
		first.Field("site", "oneof", nil)
	}
	*f = append(first, *f...)
	return err
}

// checkProgrammes refuses what is no programme, and a closed one unless the session was about it already.
func checkProgrammes(tx *db.Tx, d Draft, was []Programme, f *models.Faults) error {
	all, err := programme.Programmes(tx)
	for _, id := range d.ProgrammeIDs {
		known := slices.ContainsFunc(all, func(p programme.Programme) bool { return p.ID == id && p.Active }) ||
			slices.ContainsFunc(was, func(p Programme) bool { return p.ID == id })
		if !known {
			f.Field("session_programmes", "oneof", nil)
			break
		}
	}
	return err
}

// tidy fills in what may be left out.
func (d Draft) tidy() Draft {
	d.Place, d.Partner, d.OnlineURL = models.OneLine(d.Place), models.OneLine(d.Partner), strings.TrimSpace(d.OnlineURL)
	if d.ClosesOn == "" {
		d.ClosesOn = d.HeldOn
	}
	return d
}

// LoadManaged gives a session to who keeps those of its site; for everybody else it is missing.
func LoadManaged(tx *db.Tx, publicID string) (*Session, error) {
	s, err := load(tx, publicID)
	if err != nil {
		return nil, err
	}
	if !access.CanOnSite(tx.Actor(), access.InfoSessionManage, s.SiteID) {
		return nil, models.Missing("infosession")
	}
	return s, nil
}

// manage loads a session to change it, at the version that was read.
func manage(tx *db.Tx, publicID string, version int) (*Session, error) {
	s, err := LoadManaged(tx, publicID)
	if err != nil {
		return nil, err
	}
	if s.Version != version {
		return nil, models.Stale("infosession", nil)
	}
	return s, nil
}

// Change writes a session that has not begun. When it moves, everybody on it is told, with a calendar entry that
// takes the place of theirs. More places let in who waits; there are never fewer than are taken.
func Change(tx *db.Tx, publicID string, version int, d Draft) error {
	s, err := manage(tx, publicID, version)
	if err != nil {
		return err
	}
	if problem := s.editable(tx.Now()); problem != nil {
		return problem
	}
	d.SiteID, d = s.SiteID, d.tidy()
	f := d.check(tx.Now())
	if err := checkProgrammes(tx, d, s.Programmes, &f); err != nil {
		return err
	}
	var taken *models.Problem
	if d.Places >= 1 && d.Places < s.Confirmed {
		taken = models.Refuse("infosession.places_taken", models.Facts{"count": s.Confirmed})
	}
	if problem := models.Gather(f, taken); problem != nil {
		return problem
	}
	moved := d.moves(*s)
	if err := storeSession(tx, s, d, moved); err != nil {
		return err
	}
	if err := storeProgrammes(tx, s.ID, d.ProgrammeIDs); err != nil {
		return err
	}
	if err := tx.Audit("infosession.change", "info_session", s.ID, 0, models.Facts{"held_on": d.HeldOn, "places": d.Places, "moved": moved}); err != nil {
		return err
	}
	before := *s
	if s, err = load(tx, publicID); err != nil {
		return err
	}
	if moved {
		if err := tellMoved(tx, before, *s); err != nil {
			return err
		}
	}
	return promote(tx, s)
}

// Cancel calls a session off. Everybody on it is told, with the reason.
func Cancel(tx *db.Tx, publicID string, version int, reason string) error {
	s, err := manage(tx, publicID, version)
	if err != nil {
		return err
	}
	if problem := s.editable(tx.Now()); problem != nil {
		return problem
	}
	var f models.Faults
	f.Length("cancel_reason", reason, MaxNotes)
	if problem := models.Fields(f...); problem != nil {
		return problem
	}
	before := *s
	if err := storeCancelled(tx, s, strings.TrimSpace(reason)); err != nil {
		return err
	}
	if s, err = load(tx, publicID); err != nil {
		return err
	}
	if err := tx.Audit("infosession.cancel", "info_session", s.ID, 0, models.Facts{"confirmed": s.Confirmed, "waiting": s.Waiting}); err != nil {
		return err
	}
	return tellCancelled(tx, before, *s)
}

// TickAttendance writes who came: the registrations named came, all others did not. It is done from the
// day of the session on, and can be corrected.
func TickAttendance(tx *db.Tx, publicID string, version int, came []int64) error {
	s, err := manage(tx, publicID, version)
	if err != nil {
		return err
	}
	switch {
	case s.Cancelled():
		return models.Refuse("infosession.cancelled", models.Facts{"date": s.HeldOn})
	case tx.Today() < s.HeldOn:
		return models.Refuse("infosession.not_yet", models.Facts{"date": s.HeldOn})
	}
	known, err := Registrations(tx, s)
	if err != nil {
		return err
	}
	var there []int64
	for _, r := range known {
		if r.State != Left && slices.Contains(came, r.ID) {
			there = append(there, r.ID)
		}
	}
	if err := storeAttendance(tx, s, there); err != nil {
		return err
	}
	return tx.Audit("infosession.attendance", "info_session", s.ID, 0, models.Facts{"came": len(there)})
}

// Withdraw takes somebody off a session who told the couveuse that they do not come.
func Withdraw(tx *db.Tx, publicID string, registrationID int64) error {
	s, err := LoadManaged(tx, publicID)
	if err != nil {
		return err
	}
	r, err := RegistrationOf(tx, s, registrationID)
	if err != nil {
		return err
	}
	return leave(tx, s, r)
}
