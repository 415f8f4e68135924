package workshop

import (
	"crypto/rand"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// newPublicID makes an id for addresses.
func newPublicID() string { return strings.ToLower(rand.Text()[:10]) }

// Create makes a workshop and gives its address id. The same key gives the same one.
func Create(tx *db.Tx, key string, d Draft) (publicID string, err error) {
	if publicID, err = tx.Once(key); err != nil || publicID != "" {
		return publicID, err
	}
	d = d.tidy()
	f := d.check()
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
	id, err := insertWorkshop(tx, publicID, d)
	if err != nil {
		return "", err
	}
	if err := storeProgrammes(tx, id, d.ProgrammeIDs); err != nil {
		return "", err
	}
	if err := tx.Audit("workshop.create", "workshop", id, 0, models.Facts{"title": d.Title, "places": d.Places}); err != nil {
		return "", err
	}
	return publicID, tx.Done(key, publicID)
}

// checkSite refuses what is no site, a closed one, and one that is not the actor's.
func checkSite(tx *db.Tx, id int64, f *models.Faults) error {
	sites, err := programme.Sites(tx)
	switch {
	case id == 0:
		f.Field("site", "required", nil)
	case !access.CanOnSite(tx.Actor(), access.WorkshopManage, id),
		!slices.ContainsFunc(sites, func(s programme.Site) bool { return s.ID == id && s.Active }):
		f.Field("site", "oneof", nil)
	}
	return err
}

// checkProgrammes refuses what is no programme, and a closed one unless the workshop was for it already.
func checkProgrammes(tx *db.Tx, d Draft, was []Programme, f *models.Faults) error {
	all, err := programme.Programmes(tx)
	for _, id := range d.ProgrammeIDs {
		known := slices.ContainsFunc(all, func(p programme.Programme) bool { return p.ID == id && p.Active }) ||
			slices.ContainsFunc(was, func(p Programme) bool { return p.ID == id })
		if !known {
			f.Field("workshop_programmes", "oneof", nil)
			break
		}
	}
	return err
}

// LoadManaged gives a workshop to who keeps those of its site; for everybody else it is missing. A write holds it locked.
func LoadManaged(tx *db.Tx, publicID string) (*Workshop, error) {
	w, err := load(tx, publicID)
	if err != nil {
		return nil, err
	}
	if !access.CanOnSite(tx.Actor(), access.WorkshopManage, w.SiteID) {
		return nil, models.Missing("workshop")
	}
	return w, nil
}

// Change writes a workshop. More places let in who waits; there are never fewer than are taken.
func Change(tx *db.Tx, publicID string, version int, d Draft) error {
	w, err := LoadManaged(tx, publicID)
	if err != nil {
		return err
	}
	if w.Version != version {
		return models.Stale("workshop", nil)
	}
	if w.Cancelled() {
		return models.Refuse("workshop.cancelled", nil)
	}
	d = d.tidy()
	f := d.check()
	if err := checkProgrammes(tx, d, w.Programmes, &f); err != nil {
		return err
	}
	var taken *models.Problem
	if d.Places >= 1 && d.Places < w.Enrolled {
		taken = models.Refuse("workshop.places_taken", models.Facts{"count": w.Enrolled})
	}
	if problem := models.Gather(f, taken); problem != nil {
		return problem
	}
	if err := storeWorkshop(tx, w, d); err != nil {
		return err
	}
	if err := storeProgrammes(tx, w.ID, d.ProgrammeIDs); err != nil {
		return err
	}
	if err := tx.Audit("workshop.change", "workshop", w.ID, 0, models.Facts{"title": d.Title, "places": d.Places, "open": d.Open}); err != nil {
		return err
	}
	if w, err = load(tx, publicID); err != nil {
		return err
	}
	return promote(tx, w)
}

// Cancel calls a workshop off with those of its sessions that have not begun. Everybody on it is told, with the reason.
// What was held stays held.
func Cancel(tx *db.Tx, publicID string, version int, reason string) error {
	w, err := LoadManaged(tx, publicID)
	if err != nil {
		return err
	}
	if w.Version != version {
		return models.Stale("workshop", nil)
	}
	switch {
	case w.Cancelled():
		return models.Refuse("workshop.cancelled", nil)
	case w.Planned() && w.EndsAt <= tx.Now():
		return models.Refuse("workshop.past", models.Facts{"date": w.EndsAt.Date()})
	}
	reason = strings.TrimSpace(reason)
	if problem := checkReason(reason); problem != nil {
		return problem
	}
	before := *w
	if err := storeCancelled(tx, w, reason); err != nil {
		return err
	}
	for _, s := range w.Live() {
		if s.StartsAt <= tx.Now() {
			continue
		}
		if err := storeSessionCancelled(tx, s, reason); err != nil {
			return err
		}
	}
	if err := span(tx, w.ID); err != nil {
		return err
	}
	if w, err = load(tx, publicID); err != nil {
		return err
	}
	if err := tx.Audit("workshop.cancel", "workshop", w.ID, 0, models.Facts{"enrolled": w.Enrolled, "waiting": w.Waiting}); err != nil {
		return err
	}
	return tellCancelled(tx, before, *w)
}

func checkReason(reason string) *models.Problem {
	var f models.Faults
	f.Length("cancel_reason", reason, MaxReason)
	return models.Fields(f...)
}

// Planned is where a session that was written leads.
type Planned struct {
	PublicID string
	Overlaps []coaching.Overlap // what its leaders have at the same time: said, not refused
}

// AddSession adds a session. Who has a place is told, with its calendar entry, unless it is past. The same key adds one.
func AddSession(tx *db.Tx, key, publicID string, d SessionDraft) (Planned, error) {
	w, err := LoadManaged(tx, publicID)
	if err != nil {
		return Planned{}, err
	}
	if first, err := tx.Once(key); err != nil || first != "" {
		return Planned{PublicID: first}, err
	}
	if w.Cancelled() {
		return Planned{}, models.Refuse("workshop.cancelled", nil)
	}
	d = d.tidy()
	leaders, err := checkSession(tx, w, d, nil)
	if err != nil {
		return Planned{}, err
	}
	s := Session{WorkshopID: w.ID, PublicID: newPublicID(), HeldOn: d.HeldOn, StartsAt: d.start(), Minutes: d.minutes(), Place: d.Place,
		OnlineURL: d.OnlineURL, Speaker: d.Speaker, Leaders: leaders, UpdatedAt: tx.Now(), Version: 1}
	if err := insertSession(tx, &s); err != nil {
		return Planned{}, err
	}
	if err := span(tx, w.ID); err != nil {
		return Planned{}, err
	}
	if err := tx.Audit("workshop.session", "workshop_session", s.ID, 0, s.facts()); err != nil {
		return Planned{}, err
	}
	if w, err = load(tx, publicID); err != nil {
		return Planned{}, err
	}
	if err := tellAdded(tx, *w, s); err != nil {
		return Planned{}, err
	}
	overlaps, err := overlapsOf(tx, s)
	if err != nil {
		return Planned{}, err
	}
	return Planned{s.PublicID, overlaps}, tx.Done(key, s.PublicID)
}

func (s Session) facts() models.Facts {
	return models.Facts{"held_on": s.HeldOn, "starts_at": s.StartsAt, "minutes": s.Minutes}
}

// checkSession says what is wrong with a session, and finds who leads it among those who can.
func checkSession(tx *db.Tx, w *Workshop, d SessionDraft, was *Session) ([]Leader, error) {
	f := d.check(tx.Today(), was)
	var leads []Leader
	offered, err := OfferedLeaders(tx, w, was)
	if err != nil {
		return nil, err
	}
	for _, l := range offered {
		if slices.Contains(d.Leaders, l.PublicID) {
			leads = append(leads, l)
		}
	}
	for _, id := range d.Leaders {
		if !slices.ContainsFunc(leads, func(l Leader) bool { return l.PublicID == id }) {
			f.Field("leaders", "oneof", nil)
			break
		}
	}
	if problem := models.Fields(f...); problem != nil {
		return nil, problem
	}
	return leads, nil
}

// sessionOf loads a session of a workshop of one's site; another's is missing.
func sessionOf(tx *db.Tx, publicID, session string) (*Workshop, Session, error) {
	w, err := LoadManaged(tx, publicID)
	if err != nil {
		return nil, Session{}, err
	}
	s, found := w.Session(session)
	if !found {
		return nil, Session{}, models.Missing("workshop_session")
	}
	return w, s, nil
}

// editable says why a session cannot be changed or called off any more; nil when it can.
func (s Session) editable() *models.Problem {
	switch {
	case s.Cancelled():
		return models.Refuse("workshop.session_cancelled", models.Facts{"date": s.HeldOn})
	case s.Closed():
		return models.Refuse("workshop.session_closed", models.Facts{"date": s.HeldOn})
	}
	return nil
}

// ChangeSession writes a session whose attendance is open. When it moves, everybody on the workshop is told, with an entry that takes the
// place of theirs, and the reminders move along.
func ChangeSession(tx *db.Tx, publicID, session string, version int, d SessionDraft) (Planned, error) {
	w, s, err := sessionOf(tx, publicID, session)
	if err != nil {
		return Planned{}, err
	}
	if s.Version != version {
		return Planned{}, models.Stale("workshop_session", nil)
	}
	if problem := s.editable(); problem != nil {
		return Planned{}, problem
	}
	d = d.tidy()
	leaders, err := checkSession(tx, w, d, &s)
	if err != nil {
		return Planned{}, err
	}
	before, moved := s, d.moves(s)
	s.HeldOn, s.StartsAt, s.Minutes, s.Place, s.OnlineURL, s.Speaker, s.Leaders = d.HeldOn, d.start(), d.minutes(), d.Place, d.OnlineURL, d.Speaker, leaders
	if err := storeSession(tx, s, moved); err != nil {
		return Planned{}, err
	}
	if err := span(tx, w.ID); err != nil {
		return Planned{}, err
	}
	facts := s.facts()
	facts["moved"] = moved
	if err := tx.Audit("workshop.session_change", "workshop_session", s.ID, 0, facts); err != nil {
		return Planned{}, err
	}
	if w, err = load(tx, publicID); err != nil {
		return Planned{}, err
	}
	s, _ = w.Session(session)
	if moved {
		if err := tellMoved(tx, *w, before, s); err != nil {
			return Planned{}, err
		}
	}
	overlaps, err := overlapsOf(tx, s)
	return Planned{s.PublicID, overlaps}, err
}

// CancelSession calls one session off; the others stand.
func CancelSession(tx *db.Tx, publicID, session string, version int, reason string) error {
	w, s, err := sessionOf(tx, publicID, session)
	if err != nil {
		return err
	}
	if s.Version != version {
		return models.Stale("workshop_session", nil)
	}
	if problem := s.editable(); problem != nil {
		return problem
	}
	reason = strings.TrimSpace(reason)
	if problem := checkReason(reason); problem != nil {
		return problem
	}
	before := s
	if err := storeSessionCancelled(tx, s, reason); err != nil {
		return err
	}
	if err := span(tx, w.ID); err != nil {
		return err
	}
	if err := tx.Audit("workshop.session_cancel", "workshop_session", s.ID, 0, models.Facts{"held_on": s.HeldOn}); err != nil {
		return err
	}
	if w, err = load(tx, publicID); err != nil {
		return err
	}
	s, _ = w.Session(session)
	return tellSessionCancelled(tx, *w, before, s)
}
