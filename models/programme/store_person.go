package programme

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

const personColumns = `id, last_name, first_name, birth_on, gender, email, phone, street, postcode, municipality,
	sort_key, source_file, source_row, created_at, version`

func (p *Person) targets() []any {
	return []any{&p.ID, &p.LastName, &p.FirstName, &p.BirthOn, &p.Gender, &p.Email, &p.Phone, &p.Street, &p.Postcode, &p.Municipality,
		&p.SortKey, &p.SourceFile, &p.SourceRow, &p.CreatedAt, &p.Version}
}

// LoadPerson gives a person. Callers reach persons through a dossier they have
// loaded, or through the actor's own account.
func LoadPerson(tx *db.Tx, id int64) (Person, error) {
	var p Person
	found, err := tx.Get(p.targets(), `SELECT `+personColumns+` FROM persons WHERE id = ?`, id)
	if err == nil && !found {
		err = models.Missing("person")
	}
	return p, err
}

// InsertPerson adds a person and gives it with its id.
func InsertPerson(tx *db.Tx, p Person) (Person, error) {
	p.SortKey, p.CreatedAt, p.Version = p.sortKey(), tx.Now(), 1
	_, err := tx.Get([]any{&p.ID}, `INSERT INTO persons (last_name, first_name, birth_on, gender, email, phone, street, postcode, municipality,
		sort_key, phone_key, source_file, source_row, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		p.LastName, p.FirstName, p.BirthOn, p.Gender, p.Email, p.Phone, p.Street, p.Postcode, p.Municipality,
		p.SortKey, PhoneKey(p.Phone), p.SourceFile, p.SourceRow, p.CreatedAt)
	if err != nil {
		return p, fmt.Errorf("insert person: %w", err)
	}
	return p, nil
}

// UpdatePerson writes a person's identity, guarded by the version it was read
// at, and refreshes what the lists search in the person's dossiers.
func UpdatePerson(tx *db.Tx, p Person) error {
	n, err := tx.Exec(`UPDATE persons SET last_name = ?, first_name = ?, birth_on = ?, gender = ?, email = ?, phone = ?, street = ?,
		postcode = ?, municipality = ?, sort_key = ?, phone_key = ?, version = version + 1 WHERE id = ? AND version = ?`,
		p.LastName, p.FirstName, p.BirthOn, p.Gender, p.Email, p.Phone, p.Street,
		p.Postcode, p.Municipality, p.sortKey(), PhoneKey(p.Phone), p.ID, p.Version)
	if err != nil {
		return fmt.Errorf("update person: %w", err)
	}
	if n == 0 {
		return models.Stale("person", nil)
	}
	var dossiers []struct {
		ID         int64
		Ref, Title string
	}
	if err := tx.Find(&dossiers, `SELECT id, ref, title FROM projects WHERE person_id = ?`, p.ID); err != nil {
		return err
	}
	for _, d := range dossiers {
		if _, err := tx.Exec(`UPDATE projects SET search = ? WHERE id = ?`, SearchText(d.Ref, p.FullName(), d.Title), d.ID); err != nil {
			return err
		}
	}
	return nil
}
