package coaching

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// maxWords bounds a search: what follows them is not looked for.
const maxWords = 8

var likeEscaper = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// Loggable lists the dossiers on which the actor may log a meeting today and whose reference, holder or
// title hold every word of the text, in any order and without regard to accents; "" asks for all. Those met last come
// first. At most limit.
func Loggable(tx *db.Tx, text string, limit int) ([]Holder, error) {
	visible, args := programme.Visible(tx, access.MeetingLog)
	query := `SELECT p.id, p.ref, h.first_name, h.last_name, p.title FROM projects p JOIN persons h ON h.id = p.person_id
		WHERE ` + visible + ` AND p.phase IN ('accepted', 'coaching', 'test')`
	words := strings.Fields(models.Fold(text))
	for _, word := range words[:min(len(words), maxWords)] {
		query += ` AND p.search LIKE ? ESCAPE '\'`
		args = append(args, "%"+likeEscaper.Replace(word)+"%")
	}
	var list []Holder
	err := tx.Each(func(rows *sql.Rows) error {
		h, err := scanHolder(rows)
		list = append(list, h)
		return err
	}, query+` ORDER BY CASE WHEN p.last_meeting_on IS NULL THEN 1 ELSE 0 END, p.last_meeting_on DESC, p.id DESC LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("find dossiers to log on: %w", err)
	}
	return list, nil
}

// Named gives the dossiers that a typed text may mean, at most limit: one whose reference it is, alone;
// otherwise those that Loggable finds.
func Named(tx *db.Tx, text string, limit int) ([]Holder, error) {
	list, err := Loggable(tx, text, limit)
	for _, h := range list {
		if strings.EqualFold(h.Ref, strings.TrimSpace(text)) {
			return []Holder{h}, err
		}
	}
	return list, err
}

// Chosen gives the dossiers of these references that the actor may log on, in their order.
func Chosen(tx *db.Tx, refs []string) ([]Holder, error) {
	in, args := db.In(refs)
	visible, more := programme.Visible(tx, access.MeetingLog)
	found := map[string]Holder{}
	err := tx.Each(func(rows *sql.Rows) error {
		h, err := scanHolder(rows)
		found[h.Ref] = h
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title FROM projects p JOIN persons h ON h.id = p.person_id
		WHERE p.ref IN `+in+` AND `+visible, append(args, more...)...)
	var list []Holder
	for _, ref := range refs {
		if h, ok := found[ref]; ok {
			list = append(list, h)
			delete(found, ref)
		}
	}
	return list, err
}
