package demo

import (
	"fmt"
	"maps"
	"slices"

	"eclosion/models/db"
)

// finish writes what stands on the whole: the open committee, the series of
// references, and on PostgreSQL where the numbering of rows goes on.
func (v *inventor) finish(tx *db.Tx) error {
	for _, series := range slices.Sorted(maps.Keys(v.numbers)) {
		if _, err := tx.Exec(`INSERT INTO sequences (name, last) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET last = excluded.last`, series, v.numbers[series]); err != nil {
			return err
		}
	}
	if err := goOn(tx); err != nil {
		return err
	}
	for _, part := range []func(*db.Tx) error{v.committee, v.sessions, v.sitting, v.secondRecord, v.mails} {
		if err := part(tx); err != nil {
			return err
		}
	}
	if err := v.workshops(tx); err != nil {
		return err
	}
	return v.documents(tx)
}

// Posted says that the mails of what happened before today have left: nobody is written to about it again.
func Posted(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE outbox SET state = 'sent', tries = 1, facts = '', sent_at = created_at WHERE state = 'waiting' AND next_at <= ?`, tx.Now())
	return err
}

// goOn tells PostgreSQL from where to number rows: what follows leaves that to the database.
func goOn(tx *db.Tx) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	for _, table := range []string{"persons", "projects", "phase_changes", "enterprises", "meetings", "grant_requests", "grant_tranches"} {
		query := fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), (SELECT COALESCE(MAX(id), 1) FROM %[1]s))`, table)
		var last int64
		if _, err := tx.Get([]any{&last}, query); err != nil {
			return err
		}
	}
	return nil
}
