package booking

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Coach is somebody with whom the holder of a dossier can book: a coach of it, or who stands in for one today.
type Coach struct {
	AccountID int64
	PublicID  string
	Name      string
	Settings  Settings
	Publishes bool // has slots at all, free or not
	Free      []Slot
}

// Coaches lists with whom the holder of a dossier can book, with their free slots of some days.
func Coaches(tx *db.Tx, p *programme.Project, days models.Period) ([]Coach, error) {
	return coachesOf(tx, p, days, 0)
}

func coachesOf(tx *db.Tx, p *programme.Project, days models.Period, moving int64) (list []Coach, err error) {
	working, args := programme.WorkersOn(tx, "a.id", p.ID)
	err = tx.Each(func(rows *sql.Rows) error {
		c := Coach{Settings: usual}
		err := rows.Scan(&c.AccountID, &c.PublicID, &c.Name, &c.Settings.ChangeHours, &c.Settings.MaxUpcoming, &c.Settings.Phone)
		list = append(list, c)
		return err
	}, `SELECT a.id, a.public_id, a.name, COALESCE(s.change_hours, 24), COALESCE(s.max_upcoming, 2), COALESCE(s.phone, '') FROM accounts a
		LEFT JOIN slot_settings s ON s.account_id = a.id WHERE a.state = 'active' AND `+working+`
			AND EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id AND r.role = 'coach') ORDER BY a.name, a.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("coaches of %s: %w", p.Ref, err)
	}
	for i := range list { // a dossier has one coach or two
		o, err := offerOf(tx, list[i].AccountID, days, moving)
		if err != nil {
			return nil, err
		}
		list[i].Publishes = len(o.Patterns)+len(o.Extras) > 0
		list[i].Free = o.Free(days, tx.Now())
	}
	return list, nil
}

// CheckBook refuses a holder to take or move a slot: "booking.phase" when the dossier is not accompanied, "booking.suspended"
// while it is suspended, "booking.too_many" when so many appointments are to come as one holder may have.
func CheckBook(ref string, phase programme.Phase, suspendedOn models.Date, upcoming, limit int) *models.Problem {
	switch {
	case !phase.IsJourney():
		return models.Refuse("booking.phase", models.Facts{"ref": ref, "phase": phase})
	case suspendedOn != "":
		return models.Refuse("booking.suspended", models.Facts{"ref": ref, "date": suspendedOn})
	case upcoming >= limit:
		return models.Refuse("booking.too_many", models.Facts{"count": upcoming, "limit": limit})
	}
	return nil
}

// ChangeUntil is the last moment at which a holder moves or cancels what they booked.
func ChangeUntil(startsAt models.Instant, changeHours int) models.Instant {
	return startsAt - hours(changeHours)
}

// checkChange refuses a holder to move or cancel what begins too soon, and says whom to call.
func checkChange(startsAt, now models.Instant, s Settings, coach string, house programme.Couveuse) *models.Problem {
	if now < startsAt && now <= ChangeUntil(startsAt, s.ChangeHours) {
		return nil
	}
	phone := s.Phone
	if phone == "" {
		phone = house.Phone
	}
	return models.Refuse("booking.too_late", models.Facts{"at": startsAt, "hours": s.ChangeHours, "coach": coach, "phone": phone, "email": house.Email})
}

// upcoming counts the appointments to come that the person has booked.
func upcoming(tx *db.Tx, personID int64) (int, error) {
	return tx.Count(`SELECT count(*) FROM bookings b JOIN meetings m ON m.id = b.meeting_id JOIN projects p ON p.id = b.project_id
		WHERE p.person_id = ? AND m.state = 'planned' AND m.starts_at > ?`, personID, tx.Now())
}

// guardPerson holds the person until the transaction ends: a dossier is held by programme.Load, but who has two could book
// for both at once, and pass the limit.
func guardPerson(tx *db.Tx, personID int64) error {
	var id int64
	_, err := tx.Get([]any{&id}, `SELECT h.id FROM persons h WHERE h.id = ?`+tx.ForUpdate("h"), personID)
	return err
}

// Book takes a slot of a coach for a dossier of the actor's, and gives the meeting that it becomes. Of two who take one at
// once, one gets it; the other is refused with "booking.taken". The same key books once.
func Book(tx *db.Tx, key, ref, coach string, startsAt models.Instant, topic string) (publicID string, err error) {
	p, err := programme.Load(tx, ref, access.SlotBook)
	if err != nil {
		return "", err
	}
	topic = strings.TrimSpace(topic)
	var f models.Faults
	f.Length("topic", topic, MaxTopic)
	if problem := models.Fields(f...); problem != nil {
		return "", problem
	}
	if publicID, err = tx.Once(key); err != nil || publicID != "" {
		return publicID, err
	}
	if err := guardPerson(tx, p.PersonID); err != nil {
		return "", err
	}
	booked, err := upcoming(tx, p.PersonID)
	if err != nil {
		return "", err
	}
	slot, s, err := take(tx, p, coach, startsAt, 0)
	if refusal := CheckBook(p.Ref, p.Phase, p.SuspendedOn, booked, s.MaxUpcoming); refusal != nil {
		return "", refusal
	}
	if err != nil {
		return "", err
	}
	m, err := coaching.Arrange(tx, p, slot.appointment(), coaching.Word{Topic: topic, ByHolder: true})
	if err != nil {
		return "", err
	}
	return m.PublicID, tx.Done(key, m.PublicID)
}

// take finds a slot among those that are free, and holds the guard of its coach until the transaction ends.
func take(tx *db.Tx, p *programme.Project, coach string, startsAt models.Instant, moving int64) (Slot, Settings, error) {
	taken := models.Refuse("booking.taken", models.Facts{"at": startsAt})
	var id int64
	working, args := programme.WorkersOn(tx, "a.id", p.ID)
	found, err := tx.Get([]any{&id}, `SELECT a.id FROM accounts a WHERE a.public_id = ? AND a.state = 'active' AND `+working, append([]any{coach}, args...)...)
	if err != nil {
		return Slot{}, usual, err
	}
	if !found {
		return Slot{}, usual, taken
	}
	s, err := guardOf(tx, id)
	if err != nil {
		return Slot{}, s, err
	}
	day := startsAt.Date()
	list, err := coachesOf(tx, p, models.Period{From: day, To: day}, moving)
	if err != nil {
		return Slot{}, s, err
	}
	for _, c := range list {
		for _, slot := range c.Free {
			if c.AccountID == id && slot.StartsAt == startsAt {
				return slot, s, nil
			}
		}
	}
	return Slot{}, s, taken
}

// booked is what a holder booked, and may change.
type booked struct {
	meeting coaching.Meeting
	project *programme.Project
	coach   coaching.Coach
}

// ownBooking gives a planned meeting that the actor booked; Missing when it is none of theirs or is not planned any more,
// "booking.by_house" when the couveuse planned it.
func ownBooking(tx *db.Tx, publicID string) (b booked, err error) {
	if b.meeting, _, err = coaching.PlannedFor(tx, publicID, tx.Actor().PersonID); err != nil {
		return b, err
	}
	var projectID int64
	found, err := tx.Get([]any{&projectID, &b.coach.AccountID, &b.coach.PublicID, &b.coach.Name}, `SELECT b.project_id, a.id, a.public_id, a.name
		FROM bookings b JOIN accounts a ON a.id = b.coach_id JOIN projects p ON p.id = b.project_id WHERE b.meeting_id = ? AND p.person_id = ?`,
		b.meeting.ID, tx.Actor().PersonID)
	if err != nil {
		return b, err
	}
	if !found {
		return b, models.Refuse("booking.by_house", nil)
	}
	b.project, err = programme.LoadByID(tx, projectID, access.SlotBook)
	return b, err
}

// checkTime refuses a change that comes too late.
func (b booked) checkTime(tx *db.Tx, s Settings) error {
	house, err := programme.LoadCouveuse(tx)
	if err != nil {
		return err
	}
	if refusal := checkChange(b.meeting.StartsAt, tx.Now(), s, b.coach.Name, house); refusal != nil {
		return refusal
	}
	return nil
}

// Move takes another slot of the same coach for what the actor booked, and gives the first back.
func Move(tx *db.Tx, publicID string, startsAt models.Instant) error {
	b, err := ownBooking(tx, publicID)
	if err != nil || b.meeting.StartsAt == startsAt {
		return err
	}
	if refusal := CheckBook(b.project.Ref, b.project.Phase, b.project.SuspendedOn, 0, 1); refusal != nil {
		return refusal
	}
	slot, s, err := take(tx, b.project, b.coach.PublicID, startsAt, b.meeting.ID)
	if late := b.checkTime(tx, s); late != nil {
		return late
	}
	if err != nil {
		return err
	}
	return coaching.Reschedule(tx, b.meeting, slot.appointment(), coaching.Word{ByHolder: true})
}

// Cancel gives the slot back that the actor booked. One may do so also while the dossier is suspended.
func Cancel(tx *db.Tx, publicID string) error {
	b, err := ownBooking(tx, publicID)
	if err != nil {
		return err
	}
	s, err := guardOf(tx, b.coach.AccountID)
	if err != nil {
		return err
	}
	if err := b.checkTime(tx, s); err != nil {
		return err
	}
	return coaching.CallOff(tx, b.meeting, coaching.Word{ByHolder: true})
}

// Upcoming is a meeting to come as its holder knows it.
type Upcoming struct {
	PublicID  string
	Ref       string
	StartsAt  models.Instant
	Minutes   int
	Kind      coaching.Kind
	Medium    coaching.Medium
	Place     string
	Sequence  int
	UpdatedAt models.Instant
	Coaches   string
	Coach     string // public id of the coach with whom it was booked; "" when the couveuse planned it
	Topic     string
	Until     models.Instant // of what was booked: the last moment at which its holder changes it
	Phone     string         // of the coach, once it is too late; may be empty
}

// Booked reports whether its holder booked it, and may change it.
func (u Upcoming) Booked() bool { return u.Coach != "" }

// EndsAt is when it is over.
func (u Upcoming) EndsAt() models.Instant { return u.StartsAt + minutes(u.Minutes) }

// Changeable reports whether its holder may still move or cancel it.
func (u Upcoming) Changeable(now models.Instant) bool {
	return u.Booked() && now <= u.Until && now < u.StartsAt
}

// maxListed bounds the appointments that are listed.
const maxListed = 30

// Appointments lists the meetings to come of the actor's own dossiers, by time. Who else is at them is not told.
func Appointments(tx *db.Tx) (list []Upcoming, err error) {
	if tx.Actor().PersonID == 0 {
		return nil, nil
	}
	var ids []int64
	at := map[int64]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		var u Upcoming
		var id int64
		var changeHours int
		if err := rows.Scan(&id, &u.PublicID, &u.Ref, &u.StartsAt, &u.Minutes, &u.Kind, &u.Medium, &u.Place, &u.Sequence, &u.UpdatedAt, &u.Coach, &u.Topic, &changeHours, &u.Phone); err != nil {
			return err
		}
		u.Until = ChangeUntil(u.StartsAt, changeHours)
		if _, known := at[id]; !known {
			at[id] = len(list)
			list, ids = append(list, u), append(ids, id)
		}
		return nil
	}, `SELECT m.id, m.public_id, p.ref, m.starts_at, m.minutes, m.kind, m.medium, m.place, m.sequence, m.updated_at, COALESCE(a.public_id, ''), COALESCE(b.topic, ''),
			COALESCE(s.change_hours, 24), COALESCE(s.phone, '')
		FROM projects p JOIN meeting_projects k ON k.project_id = p.id JOIN meetings m ON m.id = k.meeting_id
		LEFT JOIN bookings b ON b.meeting_id = m.id AND b.project_id = p.id LEFT JOIN accounts a ON a.id = b.coach_id LEFT JOIN slot_settings s ON s.account_id = b.coach_id
		WHERE p.person_id = ? AND m.state = 'planned' AND m.starts_at + m.minutes * 60000 > ? ORDER BY m.starts_at, m.id LIMIT ?`,
		tx.Actor().PersonID, tx.Now(), maxListed)
	if err != nil {
		return nil, fmt.Errorf("appointments: %w", err)
	}
	names, err := coachNames(tx, ids)
	for id, i := range at {
		list[i].Coaches = names[id]
	}
	return list, err
}

// coachNames gives the names of the coaches of meetings, joined, by meeting.
func coachNames(tx *db.Tx, meetingIDs []int64) (map[int64]string, error) {
	names := map[int64]string{}
	if len(meetingIDs) == 0 {
		return names, nil
	}
	in, args := db.In(meetingIDs)
	return names, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var name string
		err := rows.Scan(&id, &name)
		if names[id] != "" {
			name = names[id] + ", " + name
		}
		names[id] = name
		return err
	}, `SELECT k.meeting_id, a.name FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id WHERE k.meeting_id IN `+in+` ORDER BY k.meeting_id, a.name, a.id`, args...)
}

// OwnAppointment gives one meeting to come of the actor's; Missing without it.
func OwnAppointment(tx *db.Tx, publicID string) (Upcoming, error) {
	list, err := Appointments(tx)
	if err != nil {
		return Upcoming{}, err
	}
	for _, u := range list {
		if u.PublicID == publicID {
			return u, nil
		}
	}
	return Upcoming{}, models.Missing("meeting")
}

// FreeFor lists the slots of some days to which the actor can move an appointment.
func FreeFor(tx *db.Tx, u Upcoming, days models.Period) ([]Slot, error) {
	p, err := programme.Load(tx, u.Ref, access.SlotBook)
	if err != nil {
		return nil, err
	}
	var id int64
	if _, err := tx.Get([]any{&id}, `SELECT id FROM meetings WHERE public_id = ?`, u.PublicID); err != nil {
		return nil, err
	}
	list, err := coachesOf(tx, p, days, id)
	for _, c := range list {
		if c.PublicID == u.Coach {
			return c.Free, err
		}
	}
	return nil, err
}

// TopicsOf gives what the holder of a dossier wanted to speak about at the meetings that they booked, by the meeting's public id.
func TopicsOf(tx *db.Tx, p *programme.Project) (map[string]string, error) {
	topics := map[string]string{}
	return topics, tx.Each(func(rows *sql.Rows) error {
		var id, topic string
		err := rows.Scan(&id, &topic)
		topics[id] = topic
		return err
	}, `SELECT m.public_id, b.topic FROM bookings b JOIN meetings m ON m.id = b.meeting_id WHERE b.project_id = ? AND b.topic <> ''`, p.ID)
}

// WhereItStands gives where the actor reads what became of a meeting of their own dossiers; "" when it is none of theirs.
func WhereItStands(tx *db.Tx, publicID string) (path string, err error) {
	var ref string
	found, err := tx.Get([]any{&ref}, `SELECT p.ref FROM meetings m JOIN meeting_projects k ON k.meeting_id = m.id JOIN projects p ON p.id = k.project_id
		WHERE m.public_id = ? AND p.person_id = ? ORDER BY p.id LIMIT 1`, publicID, tx.Actor().PersonID)
	if err != nil || !found || tx.Actor().PersonID == 0 {
		return "", err
	}
	return "/projets/" + ref + "/rencontres/" + publicID, nil
}
