package coaching

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Appointment is the time of a coach that a meeting takes.
type Appointment struct {
	CoachID  int64
	StartsAt models.Instant
	Minutes  int
	Kind     Kind
	Medium   Medium
	Place    string
}

// Word is what people are told beside the time of a meeting.
type Word struct {
	Topic    string // what the holder who books wants to speak about
	Text     string // of who moves it or calls it off
	ByHolder bool
}

// Arrange plans the meeting that the holder of a dossier books with a coach, and tells both. The caller has
// asked its rules and holds the coach's guard. Refusal: "booking.taken" when another holder has the slot.
func Arrange(tx *db.Tx, p *programme.Project, a Appointment, w Word) (Meeting, error) {
	m := Meeting{PublicID: newPublicID(), State: Planned, HeldOn: a.StartsAt.Date(), StartsAt: a.StartsAt, Minutes: a.Minutes,
		Kind: a.Kind, Medium: a.Medium, Place: a.Place}
	if _, err := insertMeeting(tx, &m, ""); err != nil {
		return m, err
	}
	n, err := tx.Exec(`INSERT INTO bookings (meeting_id, coach_id, project_id, starts_at, topic, booked_by, booked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, m.ID, a.CoachID, p.ID, a.StartsAt, w.Topic, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return m, fmt.Errorf("book: %w", err)
	}
	if n == 0 {
		return m, models.Refuse("booking.taken", models.Facts{"at": a.StartsAt})
	}
	g := gathering{holders: []guest{{id: p.ID}}, coaches: []Coach{{AccountID: a.CoachID}}}
	if err := g.link(tx, &m); err != nil {
		return m, err
	}
	if err := tx.Audit("meeting.book", "meeting", m.ID, p.ID, m.facts()); err != nil {
		return m, err
	}
	if err := announce(tx, nil, &m, nil, []int64{p.ID}, w); err != nil {
		return m, err
	}
	return m, refresh(tx, []int64{p.ID})
}

// Reschedule moves a planned meeting, guarded by its version, and tells its people. The caller has asked its rules.
func Reschedule(tx *db.Tx, was Meeting, a Appointment, w Word) error {
	m := was
	m.HeldOn, m.StartsAt, m.Minutes, m.Kind, m.Medium, m.Place = a.StartsAt.Date(), a.StartsAt, a.Minutes, a.Kind, a.Medium, a.Place
	return rearrange(tx, was, m, w)
}

// CallOff cancels a planned meeting, guarded by its version, and tells its people. The caller has asked its rules.
func CallOff(tx *db.Tx, was Meeting, w Word) error {
	m := was
	m.State, m.Reason = Cancelled, w.Text
	return rearrange(tx, was, m, w)
}

func rearrange(tx *db.Tx, was, m Meeting, w Word) error {
	if err := updateMeeting(tx, m, was.Version); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE meeting_coaches SET starts_at = ? WHERE meeting_id = ?`, m.StartsAt, m.ID); err != nil {
		return err
	}
	at, err := projectsAt(tx, m.ID)
	if err != nil {
		return err
	}
	for _, id := range at {
		if err := tx.Audit("meeting.change", "meeting", m.ID, id, changes(was, m)); err != nil {
			return err
		}
	}
	if err := announce(tx, &was, &m, at, at, w); err != nil {
		return err
	}
	return refresh(tx, at)
}

// PlannedOf gives a planned meeting at which the account is a coach; Missing without one. Its dossiers are locked, in
// their order.
func PlannedOf(tx *db.Tx, publicID string, coachID int64) (Meeting, []int64, error) {
	return planned(tx, publicID, `EXISTS (SELECT 1 FROM meeting_coaches c WHERE c.meeting_id = k.meeting_id AND c.account_id = ?)`, coachID)
}

// PlannedFor gives a planned meeting at which a dossier of the person is; Missing without one.
func PlannedFor(tx *db.Tx, publicID string, personID int64) (Meeting, []int64, error) {
	return planned(tx, publicID, `EXISTS (SELECT 1 FROM meeting_projects o JOIN projects q ON q.id = o.project_id WHERE o.meeting_id = k.meeting_id AND q.person_id = ?)`, personID)
}

// planned finds a planned meeting by a condition over meeting_projects k, and locks its dossiers first: verbs on a dossier
// take it before what hangs on it.
func planned(tx *db.Tx, publicID, condition string, arg any) (m Meeting, at []int64, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		at = append(at, id)
		return err
	}, `SELECT p.id FROM projects p JOIN meeting_projects k ON k.project_id = p.id JOIN meetings m ON m.id = k.meeting_id
		WHERE m.public_id = ? AND `+condition+` ORDER BY p.id`+tx.ForUpdate("p"), publicID, arg)
	if err != nil {
		return m, nil, fmt.Errorf("lock the dossiers of a meeting: %w", err)
	}
	found, err := tx.Get(m.targets(), `SELECT `+meetingColumns+` FROM meetings m WHERE m.public_id = ? AND m.state = 'planned'`+tx.ForUpdate("m"), publicID)
	if err != nil {
		return m, nil, fmt.Errorf("load planned meeting: %w", err)
	}
	if !found || len(at) == 0 {
		return m, nil, models.Missing("meeting")
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var c Coach
		err := rows.Scan(&c.AccountID, &c.PublicID, &c.Name)
		m.Coaches = append(m.Coaches, c)
		return err
	}, `SELECT a.id, a.public_id, a.name FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id WHERE k.meeting_id = ? ORDER BY a.name, a.id`, m.ID)
	return m, at, err
}

// guard takes the time of the meeting's coaches, in their order: who books a slot of theirs meanwhile waits, and then
// sees the meeting. A coach without slots has none to guard.
func guard(tx *db.Tx, meetingID int64) error {
	return tx.Each(func(*sql.Rows) error { return nil }, `SELECT s.account_id FROM slot_settings s
		WHERE s.account_id IN (SELECT k.account_id FROM meeting_coaches k WHERE k.meeting_id = ?) ORDER BY s.account_id`+tx.ForUpdate("s"), meetingID)
}

// keepSlot makes a booking hold the slot at which its meeting stands; none once it was called off, or given to another coach.
func keepSlot(tx *db.Tx, m Meeting) error {
	if m.State == Planned || m.State == Held || m.State == Absent {
		_, err := tx.Exec(`UPDATE bookings SET starts_at = ? WHERE meeting_id = ? AND (starts_at IS NULL OR starts_at <> ?)
			AND EXISTS (SELECT 1 FROM meeting_coaches k WHERE k.meeting_id = bookings.meeting_id AND k.account_id = bookings.coach_id)
			AND NOT EXISTS (SELECT 1 FROM bookings o WHERE o.coach_id = bookings.coach_id AND o.starts_at = ?)`, m.StartsAt, m.ID, m.StartsAt, m.StartsAt)
		if err != nil {
			return fmt.Errorf("hold the slot of meeting %d: %w", m.ID, err)
		}
		_, err = tx.Exec(`UPDATE bookings SET starts_at = NULL WHERE meeting_id = ? AND starts_at IS NOT NULL AND (starts_at <> ?
			OR NOT EXISTS (SELECT 1 FROM meeting_coaches k WHERE k.meeting_id = bookings.meeting_id AND k.account_id = bookings.coach_id))`, m.ID, m.StartsAt)
		return err
	}
	_, err := tx.Exec(`UPDATE bookings SET starts_at = NULL WHERE meeting_id = ? AND starts_at IS NOT NULL`, m.ID)
	return err
}

// isToCome reports whether a meeting is planned and has not begun.
func (m *Meeting) isToCome(now models.Instant) bool {
	return m != nil && m.State == Planned && m.StartsAt > now
}

// differs reports whether calendars must learn of a change.
func (m Meeting) differs(was Meeting, before, after []int64) bool {
	return m.State != was.State || m.movedFrom(was) || m.Kind != was.Kind || !slices.Equal(before, after) || !slices.Equal(m.coachIDs(), was.coachIDs())
}

// movedFrom reports whether its people must learn of another time or place.
func (m Meeting) movedFrom(was Meeting) bool {
	return m.StartsAt != was.StartsAt || m.Minutes != was.Minutes || m.Medium != was.Medium || m.Place != was.Place
}
