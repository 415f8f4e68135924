package programme

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// Tell puts a message to the holder of a dossier into the outbox: to the address of their account,
// or the one they gave. Its facts get the dossier's reference ("ref") beside those given.
// key is made unique by the caller; without an address nothing is written.
func Tell(tx *db.Tx, p *Project, kind outbox.Kind, key string, facts models.Facts) error {
	m := outbox.Message{Key: key, Kind: kind, ProjectID: p.ID, Facts: models.Facts{"ref": p.Ref}}
	_, err := tx.Get([]any{&m.To, &m.Name, &m.AccountID}, `SELECT COALESCE(NULLIF(a.email, ''), h.email), h.first_name, COALESCE(a.id, 0)
		FROM persons h LEFT JOIN accounts a ON a.person_id = h.id AND a.state <> 'disabled' WHERE h.id = ?`, p.PersonID)
	if err != nil {
		return fmt.Errorf("tell %s: %w", p.Ref, err)
	}
	for name, fact := range facts {
		m.Facts[name] = fact
	}
	return outbox.Put(tx, m)
}
