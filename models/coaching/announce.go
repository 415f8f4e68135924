package coaching

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// UID names a meeting in calendars, for ever.
func UID(publicID string) string { return "rencontre-" + publicID + "@eclosion" }

// announce follows every change of a meeting: its time is guarded, the slot that it holds moves with it, calendars get
// another version of it, and its people a mail. was is the meeting before, nil for a new one; before and after are the dossiers
// at it, in ascending order.
func announce(tx *db.Tx, was *Meeting, m *Meeting, before, after []int64, w Word) error {
	if err := guard(tx, m.ID); err != nil {
		return err
	}
	if was != nil {
		if !m.differs(*was, before, after) {
			return nil
		}
		if _, err := tx.Exec(`UPDATE meetings SET sequence = sequence + 1 WHERE id = ?`, m.ID); err != nil {
			return err
		}
		m.Sequence++
		if err := keepSlot(tx, *m); err != nil {
			return err
		}
	}
	if !was.isToCome(tx.Now()) {
		before = nil
	}
	if !m.isToCome(tx.Now()) {
		after = nil
	}
	if len(before) == 0 && len(after) == 0 {
		return nil
	}
	n, err := newsOf(tx, was, *m, w)
	if err != nil {
		return err
	}
	people, err := n.people(tx, slices.Concat(before, after))
	if err != nil {
		return err
	}
	for _, one := range people {
		if err := n.tell(tx, one, slices.Contains(before, one.projectID), slices.Contains(after, one.projectID)); err != nil {
			return err
		}
	}
	return nil
}

// news is what is told of a meeting.
type news struct {
	was     *Meeting
	m       Meeting
	word    Word
	facts   models.Facts
	booking *booked
}

// booked is what is known of a meeting that a holder booked.
type booked struct {
	coachID, projectID int64
	topic              string
	hours              int
	coach, email       string
}

func newsOf(tx *db.Tx, was *Meeting, m Meeting, w Word) (news, error) {
	n := news{was: was, m: m, word: w}
	house, err := programme.LoadCouveuse(tx)
	if err != nil {
		return n, err
	}
	var coaches []string
	err = tx.Each(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		coaches = append(coaches, name)
		return err
	}, `SELECT a.name FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id WHERE k.meeting_id = ? ORDER BY a.name, a.id`, m.ID)
	if err != nil {
		return n, err
	}
	var b booked
	found, err := tx.Get([]any{&b.coachID, &b.projectID, &b.topic, &b.hours, &b.coach, &b.email}, `SELECT b.coach_id, b.project_id, b.topic,
			COALESCE(s.change_hours, 24), a.name, CASE WHEN a.state = 'disabled' THEN '' ELSE a.email END
		FROM bookings b JOIN accounts a ON a.id = b.coach_id LEFT JOIN slot_settings s ON s.account_id = b.coach_id WHERE b.meeting_id = ?`, m.ID)
	if err != nil {
		return n, err
	}
	n.facts = models.Facts{"meeting": m.PublicID, "sequence": m.Sequence, "stamp": int64(tx.Now()), "starts_at": int64(m.StartsAt), "minutes": m.Minutes,
		"kind": string(m.Kind), "medium": string(m.Medium), "place": m.Place, "coaches": strings.Join(coaches, ", "), "house": house.Name, "house_email": house.Email}
	if found {
		n.booking = &b
		n.facts["booked"], n.facts["topic"], n.facts["until"] = "yes", b.topic, int64(m.StartsAt)-int64(b.hours)*3_600_000
	}
	return n, nil
}

// reader is who gets a mail: the holder of a dossier, or the coach of what was booked for it.
type reader struct {
	projectID       int64
	accountID       int64 // 0 for a holder without an account
	ref, holder     string
	address, greets string
	side            string
}

// people finds the holders of the dossiers, and the coach with whom one of them booked.
func (n news) people(tx *db.Tx, projectIDs []int64) ([]reader, error) {
	in, args := db.In(projectIDs)
	var list []reader
	err := tx.Each(func(rows *sql.Rows) error {
		r := reader{side: "holder"}
		var last string
		err := rows.Scan(&r.projectID, &r.ref, &r.address, &r.greets, &last, &r.accountID)
		r.holder = programme.FullName(r.greets, last)
		list = append(list, r)
		return err
	}, `SELECT p.id, p.ref, COALESCE(NULLIF(a.email, ''), h.email), h.first_name, h.last_name, COALESCE(a.id, 0) FROM projects p
		JOIN persons h ON h.id = p.person_id LEFT JOIN accounts a ON a.person_id = h.id AND a.state <> 'disabled' WHERE p.id IN `+in+` ORDER BY p.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("find who is at meeting %d: %w", n.m.ID, err)
	}
	if n.booking == nil {
		return list, nil
	}
	for _, r := range list {
		if r.projectID == n.booking.projectID {
			r.side, r.accountID, r.address, r.greets = "coach", n.booking.coachID, n.booking.email, n.booking.coach
			return append(list, r), nil
		}
	}
	return list, nil
}

// tell puts what changed for one person into the outbox: a meeting to come that they did not know of, or know otherwise, or
// that is off. What took place is no news.
func (n news) tell(tx *db.Tx, r reader, knew, comes bool) error {
	if knew {
		if err := outbox.Drop(tx, n.key(n.m.Sequence-1, "reminder", r)); err != nil {
			return err
		}
	}
	more := models.Facts{"word": n.word.Text}
	switch {
	case comes && !knew:
		return n.invite(tx, r, outbox.BookingPlanned, nil)
	case comes && n.m.movedFrom(*n.was):
		more["was_at"] = int64(n.was.StartsAt)
		return n.invite(tx, r, outbox.BookingMoved, more)
	case comes:
		return n.remind(tx, r)
	case n.m.State == Held || n.m.State == Absent:
		return nil
	}
	more["by"] = "house"
	if n.word.ByHolder {
		more["by"] = "holder"
	}
	// What is struck out is the time that the person knows.
	more["starts_at"], more["minutes"], more["place"] = int64(n.was.StartsAt), n.was.Minutes, n.was.Place
	return n.put(tx, r, outbox.BookingCancelled, "cancelled", 0, more)
}

func (n news) invite(tx *db.Tx, r reader, kind outbox.Kind, more models.Facts) error {
	if err := n.put(tx, r, kind, "told", 0, more); err != nil {
		return err
	}
	return n.remind(tx, r)
}

// remind plans the mail of the day before, at ten; none when that has passed, and none for coaches: their day shows it.
func (n news) remind(tx *db.Tx, r reader) error {
	at := models.InstantOf(n.m.HeldOn.AddDays(-1).At(10, 0))
	if r.side != "holder" || at <= tx.Now() {
		return nil
	}
	return n.put(tx, r, outbox.BookingReminder, "reminder", at, nil)
}

func (n news) key(sequence int, what string, r reader) string {
	return fmt.Sprintf("meeting/%d/%d/%s/%s/%d", n.m.ID, sequence, what, r.side, r.projectID)
}

func (n news) put(tx *db.Tx, r reader, kind outbox.Kind, what string, notBefore models.Instant, more models.Facts) error {
	facts := maps.Clone(n.facts)
	facts["side"], facts["ref"], facts["to"] = r.side, r.ref, r.address
	if r.side == "coach" {
		facts["holder"] = r.holder
	}
	maps.Copy(facts, more)
	return outbox.Put(tx, outbox.Message{Key: n.key(n.m.Sequence, what, r), Kind: kind, To: r.address, Name: r.greets, AccountID: r.accountID,
		ProjectID: r.projectID, Facts: facts, NotBefore: notBefore})
}
