package booking

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Entry is a meeting in a coach's agenda. Who is at it is told of the dossiers that the coach may read.
type Entry struct {
	PublicID    string
	State       coaching.State
	StartsAt    models.Instant
	Minutes     int
	Kind        coaching.Kind
	Medium      coaching.Medium
	Place       string
	Version     int
	Ref, Holder string // of the first dossier; "" when the coach may read none
	Others      int    // how many other dossiers are at it
	Booked      bool
	Topic       string
	Away        bool // planned, it touches an absence
	Changeable  bool // the coach works on one of its dossiers, or logged it
}

// EndsAt is when it is over.
func (e Entry) EndsAt() models.Instant { return e.StartsAt + minutes(e.Minutes) }

// Day is one day of an agenda.
type Day struct {
	Date     models.Date
	Holiday  Holiday // "" on other days
	Absences []Absence
	Entries  []Entry
	Free     []Slot // what holders can take now
}

// Agenda gives the actor's own days.
func Agenda(tx *db.Tx, days models.Period) ([]Day, error) {
	if err := manages(tx); err != nil {
		return nil, err
	}
	account := tx.Actor().AccountID
	o, err := offerOf(tx, account, days, 0)
	if err != nil {
		return nil, err
	}
	within := Stretch{models.InstantOf(days.From.Start()), models.InstantOf(days.To.AddDays(1).Start())}
	entries, err := entriesOf(tx, within)
	if err != nil {
		return nil, err
	}
	absences, err := Absences(tx, account, within)
	if err != nil {
		return nil, err
	}
	var list []Day
	for d := days.From; d <= days.To; d = d.AddDays(1) {
		day := Day{Date: d, Free: o.Free(models.Period{From: d, To: d}, tx.Now())}
		day.Holiday, _ = HolidayOn(d)
		whole := Stretch{models.InstantOf(d.Start()), models.InstantOf(d.AddDays(1).Start())}
		for _, a := range absences {
			if a.overlaps(whole) {
				day.Absences = append(day.Absences, a)
			}
		}
		for _, e := range entries {
			if e.StartsAt.Date() == d {
				day.Entries = append(day.Entries, e)
			}
		}
		list = append(list, day)
	}
	return list, nil
}

// entriesOf lists the actor's meetings that begin within a time, by time: a question for the meetings, one for who is at them.
func entriesOf(tx *db.Tx, within Stretch) (list []Entry, err error) {
	var ids []int64
	at := map[int64]int{}
	me := tx.Actor().AccountID
	working, args := programme.WorksOn(tx, "l.project_id", me)
	err = tx.Each(func(rows *sql.Rows) error {
		var e Entry
		var id int64
		err := rows.Scan(&id, &e.PublicID, &e.State, &e.StartsAt, &e.Minutes, &e.Kind, &e.Medium, &e.Place, &e.Version, &e.Booked, &e.Topic, &e.Changeable, &e.Away)
		at[id] = len(list)
		list, ids = append(list, e), append(ids, id)
		return err
	}, `SELECT m.id, m.public_id, m.state, m.starts_at, m.minutes, m.kind, m.medium, m.place, m.version, b.meeting_id IS NOT NULL, COALESCE(b.topic, ''),
			COALESCE(m.created_by, 0) = ? OR EXISTS (SELECT 1 FROM meeting_projects l WHERE l.meeting_id = m.id AND `+working+`),
			m.state = 'planned' AND EXISTS (SELECT 1 FROM absences x WHERE x.account_id = k.account_id AND x.to_at > m.starts_at AND x.from_at < m.starts_at + m.minutes * 60000)
		FROM meeting_coaches k JOIN meetings m ON m.id = k.meeting_id LEFT JOIN bookings b ON b.meeting_id = m.id
		WHERE k.account_id = ? AND k.starts_at >= ? AND k.starts_at < ? AND m.state <> 'cancelled' ORDER BY k.starts_at, m.id`,
		append(append([]any{me}, args...), me, within.From, within.To)...)
	if err != nil {
		return nil, fmt.Errorf("agenda: %w", err)
	}
	return list, eachHolder(tx, ids, func(id int64, ref, name string) {
		e := &list[at[id]]
		if e.Ref == "" {
			e.Ref, e.Holder = ref, name
			return
		}
		e.Others++
	})
}

// eachHolder names the dossiers at meetings that the actor may read.
func eachHolder(tx *db.Tx, meetingIDs []int64, fn func(id int64, ref, name string)) error {
	if len(meetingIDs) == 0 {
		return nil
	}
	in, args := db.In(meetingIDs)
	visible, more := programme.Visible(tx, access.MeetingRead)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var ref, first, last string
		err := rows.Scan(&id, &ref, &first, &last)
		fn(id, ref, programme.FullName(first, last))
		return err
	}, `SELECT k.meeting_id, p.ref, h.first_name, h.last_name FROM meeting_projects k JOIN projects p ON p.id = k.project_id JOIN persons h ON h.id = p.person_id
		WHERE k.meeting_id IN `+in+` AND `+visible+` ORDER BY h.sort_key, p.id`, append(args, more...)...)
}

// OwnAbsence gives an absence of the actor's with the planned meetings that lie in it.
func OwnAbsence(tx *db.Tx, publicID string) (a Absence, planned []Entry, err error) {
	if err := manages(tx); err != nil {
		return a, nil, err
	}
	found, err := tx.Get([]any{&a.ID, &a.PublicID, &a.From, &a.To, &a.Reason}, `SELECT id, public_id, from_at, to_at, reason FROM absences
		WHERE account_id = ? AND public_id = ?`, tx.Actor().AccountID, publicID)
	if err != nil {
		return a, nil, err
	}
	if !found {
		return a, nil, models.Missing("absence")
	}
	list, err := entriesOf(tx, Stretch{a.From - minutes(longest), a.To})
	for _, e := range list {
		if e.State == coaching.Planned && e.StartsAt > tx.Now() && a.overlaps(Stretch{e.StartsAt, e.EndsAt()}) {
			planned = append(planned, e)
		}
	}
	return a, planned, err
}

// OwnAbsences lists the actor's absences that are not over.
func OwnAbsences(tx *db.Tx) ([]Absence, error) {
	if err := manages(tx); err != nil {
		return nil, err
	}
	return Absences(tx, tx.Actor().AccountID, Stretch{tx.Now(), models.InstantOf(tx.Today().AddDays(4 * maxDays).Start())})
}

// OwnMeeting gives a planned meeting of the actor's agenda; Missing without it, Denied when it is not theirs to change.
func OwnMeeting(tx *db.Tx, publicID string) (Entry, error) {
	m, err := ownMeeting(tx, publicID)
	if err != nil {
		return Entry{}, err
	}
	list, err := entriesOf(tx, Stretch{m.StartsAt, m.StartsAt + 1})
	if err != nil {
		return Entry{}, err
	}
	for _, e := range list {
		if e.PublicID == publicID {
			return e, nil
		}
	}
	return Entry{}, models.Missing("meeting")
}

// ownMeeting finds a planned meeting at which the actor is a coach and that they may change through one of its dossiers.
func ownMeeting(tx *db.Tx, publicID string) (coaching.Meeting, error) {
	if err := manages(tx); err != nil {
		return coaching.Meeting{}, err
	}
	m, projects, err := coaching.PlannedOf(tx, publicID, tx.Actor().AccountID)
	if err != nil {
		return m, err
	}
	denied := error(models.Missing("meeting"))
	for _, id := range projects { // a few: who is at one meeting
		p, err := programme.LoadByID(tx, id, access.MeetingRead)
		switch {
		case models.IsKind(err, models.NotFound):
			continue
		case err != nil:
			return m, err
		case coaching.MayChange(tx.Actor(), p, m):
			return m, nil
		}
		denied = models.Denied(string(access.MeetingLog))
	}
	return m, denied
}

// MoveDraft is another time for a meeting, as it was typed.
type MoveDraft struct {
	Day     models.Date
	Time    string // HH:MM
	Minutes int
	Medium  coaching.Medium
	Place   string
	Word    string // to its holders
}

// check says what is wrong with the draft, else when the meeting starts.
func (d MoveDraft) check(now models.Instant) (models.Instant, *models.Problem) {
	var f models.Faults
	starts := ahead(&f, "move_on", d.Day, "move_at", d.Time, now, now.Date().AddMonths(24))
	f.Between("slot_minutes", d.Minutes, 1, coaching.MaxMinutes)
	if !slices.Contains(coaching.Media(), d.Medium) {
		f.Field("slot_medium", "oneof", nil)
	}
	f.Length("slot_place", d.Place, MaxPlace)
	f.Length("word", d.Word, MaxWord)
	return starts, models.Fields(f...)
}

// MoveOwn moves a planned meeting of the actor's agenda, guarded by the version at which it was read, and tells its holders with
// a word. Other meetings at that time are given, not refused.
func MoveOwn(tx *db.Tx, publicID string, d MoveDraft, version int) ([]coaching.Overlap, error) {
	m, err := ownMeeting(tx, publicID)
	if err != nil {
		return nil, err
	}
	starts, problem := d.check(tx.Now())
	if problem != nil {
		return nil, problem
	}
	m.Version = version
	to := coaching.Appointment{StartsAt: starts, Minutes: d.Minutes, Kind: m.Kind, Medium: d.Medium, Place: strings.TrimSpace(d.Place)}
	if err := coaching.Reschedule(tx, m, to, coaching.Word{Text: strings.TrimSpace(d.Word)}); err != nil {
		return nil, err
	}
	m.StartsAt, m.Minutes = starts, d.Minutes
	return coaching.Overlaps(tx, m)
}

// CancelOwn calls a planned meeting of the actor's agenda off, guarded by its version, and tells its holders with a word.
func CancelOwn(tx *db.Tx, publicID, word string, version int) error {
	m, err := ownMeeting(tx, publicID)
	if err != nil {
		return err
	}
	var f models.Faults
	f.Length("word", word, MaxWord)
	if problem := models.Fields(f...); problem != nil {
		return problem
	}
	m.Version = version
	return coaching.CallOff(tx, m, coaching.Word{Text: strings.TrimSpace(word)})
}
