package selection

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Alike is a dossier of somebody who may be the same person under another record.
type Alike struct {
	Ref, Holder string
	Phase       programme.Phase
	SameName    bool // and the same birth date
	SameEmail   bool
	SamePhone   bool
}

// mostAlike bounds the list: a telephone number of a reception desk is many people's.
const mostAlike = 10

// PerhapsKnown finds the dossiers of other people who have the holder's name and birth date, e-mail address or
// telephone number, among those that the actor may see; the newest first. It is for the couveuse: a candidate and a
// member of a committee get none.
func PerhapsKnown(tx *db.Tx, a *Application) ([]Alike, error) {
	if !a.Contacts || a.Project.Standing.Own {
		return nil, nil
	}
	visible, args := programme.Visible(tx, access.ApplicationRead)
	own := a.Person
	birth := any(nil)
	if own.BirthOn != "" {
		birth = own.BirthOn
	}
	name, phone := models.Fold(own.LastName+" "+own.FirstName), programme.PhoneKey(own.Phone)
	if len(phone) < 9 {
		phone = ""
	}
	var list []Alike
	err := tx.Each(func(rows *sql.Rows) error {
		var x Alike
		var first, last string
		if err := rows.Scan(&x.Ref, &x.Phase, &first, &last, &x.SameName, &x.SameEmail, &x.SamePhone); err != nil {
			return err
		}
		x.Holder = programme.FullName(first, last)
		list = append(list, x)
		return nil
	}, `SELECT p.ref, p.phase, h.first_name, h.last_name, COALESCE(h.birth_on = ?, FALSE) AND h.sort_key = ?,
			? <> '' AND (h.email = ? OR COALESCE(c.email, '') = ?), h.phone_key <> '' AND h.phone_key = ?
		FROM projects p JOIN persons h ON h.id = p.person_id LEFT JOIN accounts c ON c.person_id = h.id
		WHERE h.id IN (SELECT k.id FROM persons k WHERE k.birth_on = ? AND k.sort_key = ? AND k.sort_key <> ''
			UNION SELECT k.id FROM persons k WHERE k.email = ? AND k.email <> ''
			UNION SELECT k.person_id FROM accounts k WHERE k.email = ?
			UNION SELECT k.id FROM persons k WHERE k.phone_key = ? AND k.phone_key <> '')
		AND h.id <> ? AND `+visible+` ORDER BY p.id DESC LIMIT ?`,
		append(append([]any{birth, name, own.Email, own.Email, own.Email, phone, birth, name, own.Email, own.Email, phone, own.ID}, args...), mostAlike)...)
	if err != nil {
		return nil, fmt.Errorf("people like %s: %w", a.Project.Ref, err)
	}
	return list, nil
}
