package intake

import (
	"encoding/json"
	"fmt"

	"eclosion/models/db"
)

// rememberedFor gives what was decided about files with the same headers; nil when nothing was.
func rememberedFor(tx *db.Tx, t table) (*Mapping, error) {
	if len(t.lines) == 0 {
		return nil, nil
	}
	var text string
	found, err := tx.Get([]any{&text}, `SELECT mapping FROM import_mappings WHERE header_set = ?`, headerSet(headerKeys(t.lines[t.findHeader()].texts())))
	if err != nil || !found {
		return nil, err
	}
	var m Mapping
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return nil, fmt.Errorf("read a remembered mapping: %w", err)
	}
	return &m, nil
}

// remember keeps what was decided about the columns for the next file with the same headers.
func remember(tx *db.Tx, set string, m Mapping) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO import_mappings (header_set, mapping, saved_by, saved_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (header_set) DO UPDATE SET mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
		set, string(text), db.Nullable(tx.Actor().AccountID), tx.Now())
	return err
}
