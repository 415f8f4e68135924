package booking

import (
	"database/sql"
	"fmt"
	"time"

	"eclosion/models"
	"eclosion/models/db"
)

// ownGuard makes the actor's settings when they have none and takes them: see guardOf.
func ownGuard(tx *db.Tx) error {
	if _, err := tx.Exec(`INSERT INTO slot_settings (account_id) VALUES (?) ON CONFLICT DO NOTHING`, tx.Actor().AccountID); err != nil {
		return err
	}
	_, err := guardOf(tx, tx.Actor().AccountID)
	return err
}

// guardOf takes the guard of a coach's time and gives their settings: whoever books, moves or plans a meeting of theirs
// meanwhile waits for the end of this transaction.
func guardOf(tx *db.Tx, accountID int64) (Settings, error) {
	s := usual
	_, err := tx.Get([]any{&s.ChangeHours, &s.MaxUpcoming, &s.Phone, &s.Version},
		`SELECT s.change_hours, s.max_upcoming, s.phone, s.version FROM slot_settings s WHERE s.account_id = ?`+tx.ForUpdate("s"), accountID)
	if err != nil {
		return s, fmt.Errorf("slot settings: %w", err)
	}
	return s, nil
}

// SettingsOf gives the settings of a coach; the usual ones when none were chosen.
func SettingsOf(tx *db.Tx, accountID int64) (Settings, error) { return guardOf(tx, accountID) }

const patternColumns = `s.id, s.public_id, s.account_id, s.weekday, s.from_minute, s.until_minute, s.minutes, s.pause, s.kind, s.medium, s.place,
	s.valid_from, s.valid_to, s.horizon_weeks, s.notice_hours, s.version`

func scanPattern(rows *sql.Rows) (p Pattern, err error) {
	var weekday int
	err = rows.Scan(&p.ID, &p.PublicID, &p.AccountID, &weekday, &p.From, &p.Until, &p.Minutes, &p.Pause, &p.Kind, &p.Medium, &p.Place,
		&p.Valid.From, &p.Valid.To, &p.HorizonWeeks, &p.NoticeHours, &p.Version)
	p.Weekday = time.Weekday(weekday % 7)
	return p, err
}

// DayNumber is its weekday as forms have it: 1 is Monday, 7 Sunday.
func (p Pattern) DayNumber() int { return (int(p.Weekday)+6)%7 + 1 }

// Patterns lists the patterns of a coach through the week.
func Patterns(tx *db.Tx, accountID int64) (list []Pattern, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		p, err := scanPattern(rows)
		list = append(list, p)
		return err
	}, `SELECT `+patternColumns+` FROM slot_patterns s WHERE s.account_id = ? ORDER BY s.weekday, s.from_minute, s.id`, accountID)
	return list, err
}

// OwnPattern gives a pattern of the actor's.
func OwnPattern(tx *db.Tx, publicID string) (p Pattern, err error) {
	list, err := Patterns(tx, tx.Actor().AccountID)
	if err != nil {
		return p, err
	}
	for _, p := range list {
		if p.PublicID == publicID {
			return p, nil
		}
	}
	return p, models.Missing("slot_pattern")
}

func insertPattern(tx *db.Tx, p *Pattern) error {
	if n, err := tx.Count(`SELECT count(*) FROM slot_patterns WHERE account_id = ?`, p.AccountID); err != nil || n >= maxPatterns {
		if err == nil {
			return models.Refuse("slot.too_many", models.Facts{"limit": maxPatterns})
		}
		return err
	}
	_, err := tx.Get([]any{&p.ID}, `INSERT INTO slot_patterns (public_id, account_id, weekday, from_minute, until_minute, minutes, pause, kind, medium, place,
			valid_from, valid_to, horizon_weeks, notice_hours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		p.PublicID, p.AccountID, p.DayNumber(), p.From, p.Until, p.Minutes, p.Pause, p.Kind, p.Medium, p.Place, p.Valid.From, p.Valid.To,
		p.HorizonWeeks, p.NoticeHours)
	if err != nil {
		return fmt.Errorf("insert slot pattern: %w", err)
	}
	return nil
}

func updatePattern(tx *db.Tx, p *Pattern) error {
	own, err := OwnPattern(tx, p.PublicID)
	if err != nil {
		return err
	}
	p.ID = own.ID
	n, err := tx.Exec(`UPDATE slot_patterns SET weekday = ?, from_minute = ?, until_minute = ?, minutes = ?, pause = ?, kind = ?, medium = ?, place = ?,
			valid_from = ?, valid_to = ?, horizon_weeks = ?, notice_hours = ?, version = version + 1 WHERE id = ? AND version = ?`,
		p.DayNumber(), p.From, p.Until, p.Minutes, p.Pause, p.Kind, p.Medium, p.Place, p.Valid.From, p.Valid.To,
		p.HorizonWeeks, p.NoticeHours, p.ID, p.Version)
	if err != nil {
		return fmt.Errorf("update slot pattern: %w", err)
	}
	if n == 0 {
		return models.Stale("slot_pattern", nil)
	}
	return nil
}

// Extras lists the extra slots of a coach that have not begun.
func Extras(tx *db.Tx, accountID int64) (list []Extra, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var e Extra
		err := rows.Scan(&e.PublicID, &e.AccountID, &e.StartsAt, &e.Minutes, &e.Kind, &e.Medium, &e.Place)
		list = append(list, e)
		return err
	}, `SELECT public_id, account_id, starts_at, minutes, kind, medium, place FROM slot_extras WHERE account_id = ? AND starts_at > ? ORDER BY starts_at`, accountID, tx.Now())
	return list, err
}

// Absence is time that a coach took out.
type Absence struct {
	ID       int64
	PublicID string
	Stretch
	Reason string // of the couveuse's people alone
}

// Absences lists a coach's absences that touch a time, in their order.
func Absences(tx *db.Tx, accountID int64, within Stretch) (list []Absence, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var a Absence
		err := rows.Scan(&a.ID, &a.PublicID, &a.From, &a.To, &a.Reason)
		list = append(list, a)
		return err
	}, `SELECT id, public_id, from_at, to_at, reason FROM absences WHERE account_id = ? AND to_at > ? AND from_at < ? ORDER BY from_at, id`,
		accountID, within.From, within.To)
	return list, err
}

// longest is the longest that a meeting lasts: it bounds the search for what overlaps to an index.
const longest = 24 * 60

// offerOf gathers what decides over a coach's slots on some days. A meeting that is being moved is not in its own way.
func offerOf(tx *db.Tx, accountID int64, days models.Period, moving int64) (o Offer, err error) {
	if o.Patterns, err = Patterns(tx, accountID); err != nil {
		return o, err
	}
	if o.Extras, err = Extras(tx, accountID); err != nil {
		return o, err
	}
	if len(o.Patterns) == 0 && len(o.Extras) == 0 {
		return o, nil
	}
	within := Stretch{models.InstantOf(days.From.Start()), models.InstantOf(days.To.AddDays(1).Start())}
	absences, err := Absences(tx, accountID, within)
	if err != nil {
		return o, err
	}
	for _, a := range absences {
		o.Absences = append(o.Absences, a.Stretch)
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var s Stretch
		var length int
		err := rows.Scan(&s.From, &length)
		s.To = s.From + minutes(length)
		o.Busy = append(o.Busy, s)
		return err
	}, `SELECT m.starts_at, m.minutes FROM meeting_coaches k JOIN meetings m ON m.id = k.meeting_id
			WHERE k.account_id = ? AND k.starts_at > ? AND k.starts_at < ? AND m.state IN ('planned', 'held') AND m.id <> ?
		UNION ALL SELECT s.starts_at, s.minutes FROM workshop_leaders k JOIN workshop_sessions s ON s.id = k.session_id
			WHERE k.account_id = ? AND k.starts_at > ? AND k.starts_at < ? AND s.cancelled_at IS NULL`,
		accountID, within.From-minutes(longest), within.To, moving, accountID, within.From-minutes(longest), within.To)
	return o, err
}
