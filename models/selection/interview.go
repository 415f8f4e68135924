package selection

import (
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Slot is a time at which the members of a committee can meet a candidate.
type Slot struct {
	ID       int64
	PublicID string
	StartsAt models.Instant
	Minutes  int
	Place    string // an address, a room or a link; may be empty
	// The file that booked it; "" while it is free. To who judges blind Holder and Title are empty.
	Ref, Holder, Title string
	Conflict           bool // the actor declared a conflict of interest on that file
}

// Free reports whether nobody booked it.
func (s Slot) Free() bool { return s.Ref == "" }

// Interview is a booked slot, as calendars know it.
type Interview struct {
	Slot
	CommitteeID  int64
	CommitteeRef string
	State        CommitteeState
	HeldOn       models.Date // of the committee
	BookHours    int
	UID          string
	Sequence     int // raised by each change
}

// Until is the last moment at which its candidate may move or cancel it.
func (i Interview) Until() models.Instant { return bookableUntil(i.StartsAt, i.BookHours) }

// Limits of a day of slots.
const (
	MaxSlots       = 40 // published at once
	minMinutes     = 5
	maxMinutes     = 240
	minutesADay    = 24 * 60
	millisecondsAn = 3600 * 1000
)

// SlotsDraft is a day of slots as it was typed: from a time, every so many minutes, until a time or so many.
type SlotsDraft struct {
	Day         models.Date
	From, Until string // HH:MM; Until may be empty when Count is given
	Minutes     int    // of an interview
	Every       int    // from one start to the next; 0: one follows the other
	Count       int    // at most so many; 0 for as many as fit before Until
	Place       string
}

// clock reads HH:MM as minutes of the day.
func clock(text string) (minute int, ok bool) {
	hours, minutes, found := strings.Cut(text, ":")
	h, err := strconv.Atoi(hours)
	m, err2 := strconv.Atoi(minutes)
	if !found || err != nil || err2 != nil || len(minutes) != 2 || h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, false
	}
	return h*60 + m, true
}

// Slots gives the slots of the day, none of which has begun at now. Every interview ends by Until, and within the day.
// Fields: those of the form.
func (d SlotsDraft) Slots(now models.Instant) ([]Slot, *models.Problem) {
	f, from, until := d.check(now)
	if f != nil {
		return nil, models.Fields(f...)
	}
	every := max(d.Every, d.Minutes)
	var list []Slot
	for at := from; at+d.Minutes <= until && (d.Count == 0 || len(list) < d.Count); at += every {
		list = append(list, Slot{StartsAt: models.InstantOf(d.Day.At(at/60, at%60)), Minutes: d.Minutes, Place: d.Place})
	}
	switch {
	case len(list) > MaxSlots:
		f.field("until", "slots_many", models.Facts{"count": len(list), "limit": MaxSlots})
	case len(list) == 0 || d.Count > len(list):
		f.field("until", "slots_short", models.Facts{"count": len(list)})
	case list[0].StartsAt <= now:
		f.field("from", "time_past", nil)
	}
	return list, models.Fields(f...)
}

func (d SlotsDraft) check(now models.Instant) (f faults, from, until int) {
	f.required("day", string(d.Day))
	if f.date("day", d.Day) && d.Day < now.Date() {
		f.field("day", "past", nil)
	}
	from, ok := clock(d.From)
	switch {
	case d.From == "":
		f.field("from", "required", nil)
	case !ok:
		f.field("from", "time", nil)
	}
	until = minutesADay
	if d.Until != "" {
		if until, ok = clock(d.Until); !ok {
			f.field("until", "time", nil)
		}
	} else if d.Count == 0 {
		f.field("until", "required", nil)
	}
	f.between("minutes", d.Minutes, minMinutes, maxMinutes)
	if d.Every != 0 {
		f.between("every", d.Every, max(d.Minutes, minMinutes), minutesADay)
	}
	if d.Count != 0 {
		f.between("count", d.Count, 1, MaxSlots)
	}
	f.length("place", d.Place, MaxLine)
	return f, from, until
}

func (f *faults) between(name string, n, low, high int) {
	if n < low {
		f.field(name, "gte", models.Facts{"param": low})
	}
	if n > high {
		f.field(name, "lte", models.Facts{"param": high})
	}
}

func bookableUntil(startsAt models.Instant, hours int) models.Instant {
	return startsAt - models.Instant(hours)*millisecondsAn
}

// CheckBooking refuses a candidate to take, move or cancel an interview that begins too soon: later than so many hours
// before it, only the couveuse does.
func CheckBooking(startsAt, now models.Instant, hours int) *models.Problem {
	if now < startsAt && now <= bookableUntil(startsAt, hours) {
		return nil
	}
	return models.Refuse("interview.too_late", models.Facts{"at": startsAt, "hours": hours})
}

// PublishSlots adds slots to an open committee, and tells candidates who have no interview. Slots that stand already
// are left as they are; added counts the new ones. The same key publishes once.
func PublishSlots(tx *db.Tx, key, committeeRef string, d SlotsDraft) (added int, err error) {
	c, err := managed(tx, committeeRef)
	if err != nil {
		return 0, err
	}
	if c.State != Open {
		return 0, models.Refuse("committee.not_open", models.Facts{"ref": c.Ref})
	}
	slots, problem := d.Slots(tx.Now())
	if problem != nil {
		return 0, problem
	}
	if done, err := tx.Once(key); err != nil || done != "" {
		return 0, err
	}
	if added, err = insertSlots(tx, c, slots); err != nil {
		return 0, err
	}
	if err := tellSlots(tx, c); err != nil {
		return 0, err
	}
	if err := tx.Audit("interview.publish", "committee", c.ID, 0, models.Facts{"added": added, "day": d.Day}); err != nil {
		return 0, err
	}
	return added, tx.Done(key, c.Ref)
}

// tellSlots tells the candidates of a committee who have no interview that slots are open: at most once a day.
func tellSlots(tx *db.Tx, c *Committee) error {
	ids, err := withoutInterview(tx, c)
	if err != nil {
		return err
	}
	for _, id := range ids {
		p, err := programme.LoadByID(tx, id, access.ApplicationRead)
		if models.IsKind(err, models.NotFound) {
			continue // the manager declared a conflict of interest on it
		}
		if err != nil {
			return err
		}
		key := "interview/open/" + strconv.FormatInt(c.ID, 10) + "/" + p.Ref + "/" + string(tx.Today())
		if err := programme.Tell(tx, p, outbox.InterviewOpen, key, models.Facts{"held_on": c.HeldOn}); err != nil {
			return err
		}
	}
	return nil
}

// RemoveSlot takes back a slot that nobody booked.
func RemoveSlot(tx *db.Tx, committeeRef, slotID string) error {
	c, err := managed(tx, committeeRef)
	if err != nil {
		return err
	}
	s, err := slotOf(tx, c.ID, slotID)
	if err != nil {
		return err
	}
	if !s.Free() {
		return models.Refuse("interview.slot_booked", models.Facts{"at": s.StartsAt})
	}
	if err := deleteSlot(tx, s.ID); err != nil {
		return err
	}
	return tx.Audit("interview.remove", "committee", c.ID, 0, models.Facts{"at": s.StartsAt})
}

// Book takes a slot for the actor's own file, or moves its interview there. The slot is taken by one file, however many
// try at once ("interview.taken").
func Book(tx *db.Tx, projectRef, slotID string) error {
	p, err := programme.Load(tx, projectRef, access.InterviewBook)
	if err != nil {
		return err
	}
	c, s, err := offeredSlot(tx, p, slotID)
	if err != nil {
		return err
	}
	if problem := checkOpen(c, p); problem != nil {
		return problem
	}
	if problem := CheckBooking(s.StartsAt, tx.Now(), c.BookHours); problem != nil {
		return problem
	}
	old, err := interviewOn(tx, c, p.ID)
	if err != nil {
		return err
	}
	if old.ID != 0 && old.ID != s.ID {
		if problem := CheckBooking(old.StartsAt, tx.Now(), c.BookHours); problem != nil {
			return problem
		}
	}
	return take(tx, c, p, old, s)
}

// checkOpen refuses interviews on a closed committee, or on a file that is decided.
func checkOpen(c *Committee, p *programme.Project) *models.Problem {
	if c.State != Open || !Awaits(p.Phase) {
		return models.Refuse("interview.closed", models.Facts{"ref": p.Ref})
	}
	return nil
}

// take gives a slot to a file that has none on the committee, or another one; old is what it has.
func take(tx *db.Tx, c *Committee, p *programme.Project, old Interview, s Slot) error {
	if old.ID == s.ID {
		return nil // sent twice
	}
	if !s.Free() {
		return taken(s)
	}
	kind, action := outbox.InterviewBooked, "interview.book"
	if old.ID != 0 {
		kind, action = outbox.InterviewMoved, "interview.move"
	}
	now, err := storeBooking(tx, c, p, old, s)
	if err != nil {
		return err
	}
	if err := tx.Audit(action, "committee", c.ID, p.ID, models.Facts{"at": s.StartsAt}); err != nil {
		return err
	}
	return tellInterview(tx, p, kind, now)
}

func taken(s Slot) *models.Problem {
	return models.Refuse("interview.taken", models.Facts{"at": s.StartsAt})
}

func tellInterview(tx *db.Tx, p *programme.Project, kind outbox.Kind, i Interview) error {
	return programme.Tell(tx, p, kind, "interview/"+i.UID+"/"+strconv.Itoa(i.Sequence), models.Facts{"starts_at": i.StartsAt, "minutes": i.Minutes,
		"place": i.Place, "uid": i.UID, "sequence": i.Sequence, "until": i.Until()})
}

// CancelInterview gives the slot of the actor's own file back. Without an interview it changes nothing.
func CancelInterview(tx *db.Tx, projectRef string) error {
	p, err := programme.Load(tx, projectRef, access.InterviewBook)
	if err != nil {
		return err
	}
	i, found, err := InterviewOf(tx, p)
	if err != nil || !found {
		return err
	}
	if problem := CheckBooking(i.StartsAt, tx.Now(), i.BookHours); problem != nil {
		return problem
	}
	return release(tx, p, i)
}

// release frees the slot of an interview and tells its candidate.
func release(tx *db.Tx, p *programme.Project, i Interview) error {
	i.Sequence++
	if err := storeRelease(tx, p, i); err != nil {
		return err
	}
	if err := tx.Audit("interview.cancel", "committee", i.CommitteeID, p.ID, models.Facts{"at": i.StartsAt}); err != nil {
		return err
	}
	return tellInterview(tx, p, outbox.InterviewCancelled, i)
}

// AssignSlot gives a slot to a file of the committee, or moves its interview there, by who manages the committee: until the
// interview begins.
func AssignSlot(tx *db.Tx, committeeRef, slotID, projectRef string) error {
	c, err := managed(tx, committeeRef)
	if err != nil {
		return err
	}
	p, err := chosenFile(tx, c, projectRef)
	if err != nil {
		return err
	}
	s, err := slotOf(tx, c.ID, slotID) // after the dossier: whoever locks both does it so
	if err != nil {
		return err
	}
	if problem := checkOpen(c, p); problem != nil {
		return problem
	}
	if problem := CheckBooking(s.StartsAt, tx.Now(), 0); problem != nil {
		return problem
	}
	old, err := interviewOn(tx, c, p.ID)
	if err != nil {
		return err
	}
	return take(tx, c, p, old, s)
}

// chosenFile finds the file that a form chose; one that is not on the committee is no choice.
func chosenFile(tx *db.Tx, c *Committee, ref string) (*programme.Project, error) {
	_, a, err := LoadFile(tx, c.Ref, ref)
	if models.IsKind(err, models.NotFound) {
		var f faults
		f.field("file", "oneof", nil)
		return nil, models.Fields(f...)
	}
	if err != nil {
		return nil, err
	}
	return a.Project, nil
}

// FreeSlot cancels the interview of a slot, by who manages the committee: until it begins. A free one stays so.
func FreeSlot(tx *db.Tx, committeeRef, slotID string) error {
	c, err := managed(tx, committeeRef)
	if err != nil {
		return err
	}
	s, err := readSlot(tx, c.ID, slotID, "")
	if err != nil || s.Free() {
		return err
	}
	if problem := CheckBooking(s.StartsAt, tx.Now(), 0); problem != nil {
		return problem
	}
	p, err := programme.Load(tx, s.Ref, access.ApplicationRead)
	if err != nil {
		return err
	}
	i, err := interviewOn(tx, c, p.ID)
	if err != nil {
		return err
	}
	return release(tx, p, i)
}

// releaseAll frees what a file booked on any committee and has not kept yet: it is withdrawn.
func releaseAll(tx *db.Tx, p *programme.Project) error {
	ahead, err := upcoming(tx, p)
	if err != nil {
		return err
	}
	for _, i := range ahead {
		if err := release(tx, p, i); err != nil {
			return err
		}
	}
	return nil
}
