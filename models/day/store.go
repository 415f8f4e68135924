package day

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

// putOff reads what the account has put off and has not returned, by line.
func putOff(tx *db.Tx, accountID int64) (map[string]snooze, error) {
	off := map[string]snooze{}
	err := tx.Each(func(rows *sql.Rows) error {
		var line string
		var s snooze
		err := rows.Scan(&line, &s.until, &s.urgency)
		off[line] = s
		return err
	}, `SELECT line, until_on, urgency FROM day_snoozes WHERE account_id = ? AND until_on > ?`, accountID, tx.Today())
	if err != nil {
		return nil, fmt.Errorf("what was put off: %w", err)
	}
	return off, nil
}

// Snooze puts a line of the actor's day off until a day; put off again, the later word counts. The meetings of today
// cannot be put off. A line that is not there (any more) is missing. Field: "snooze_until".
func Snooze(tx *db.Tx, key string, until models.Date) error {
	d, err := Of(tx)
	if err != nil {
		return err
	}
	line, found := d.find(key)
	if !found {
		return models.Missing("line")
	}
	if line.Kind == Meeting {
		return models.Refuse("day.meeting", nil)
	}
	if problem := CheckUntil(until, tx.Today()); problem != nil {
		return problem
	}
	account := tx.Actor().AccountID
	if _, err := tx.Exec(`DELETE FROM day_snoozes WHERE account_id = ? AND until_on <= ?`, account, tx.Today()); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO day_snoozes (account_id, line, until_on, urgency, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (account_id, line) DO UPDATE SET until_on = excluded.until_on, urgency = excluded.urgency, at = excluded.at`,
		account, key, until, line.Urgency, tx.Now())
	if err != nil {
		return fmt.Errorf("put off %s: %w", key, err)
	}
	return nil
}

// find looks for a line, put off or not.
func (d Day) find(key string) (Line, bool) {
	for _, g := range d.Groups {
		if i := slices.IndexFunc(g.Lines, func(l Line) bool { return l.Key == key }); i >= 0 {
			return g.Lines[i], true
		}
	}
	if i := slices.IndexFunc(d.PutOff, func(l PutOff) bool { return l.Key == key }); i >= 0 {
		return d.PutOff[i].Line, true
	}
	return Line{}, false
}

// Wake takes back what was put off; saying it twice changes nothing.
func Wake(tx *db.Tx, key string) error {
	_, err := tx.Exec(`DELETE FROM day_snoozes WHERE account_id = ? AND line = ?`, tx.Actor().AccountID, key)
	return err
}
