package plan

import (
	"fmt"
	"slices"

	"eclosion/models/db"
	"eclosion/models/programme"
)

// Found lays the base templates of the two first programmes where those have no
// template yet; otherwise it changes nothing.
func Found(tx *db.Tx) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	first := map[string][]Section{"JI": base, "JID": slices.Concat(base, designMore)}
	for _, p := range programmes {
		sections, ok := first[p.Code]
		if !ok {
			continue
		}
		n, err := tx.Count(`SELECT count(*) FROM plan_templates WHERE programme_id = ?`, p.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		id, err := insertTemplate(tx, p.ID, 1, sections)
		if err != nil {
			return fmt.Errorf("first template of %s: %w", p.Code, err)
		}
		if _, err := tx.Exec(`UPDATE plan_templates SET state = 'published', published_at = ? WHERE id = ?`, tx.Now(), id); err != nil {
			return err
		}
	}
	return nil
}

// insertTemplate writes a draft with copies of the sections.
func insertTemplate(tx *db.Tx, programmeID int64, number int, sections []Section) (id int64, err error) {
	if _, err := tx.Get([]any{&id}, `INSERT INTO plan_templates (programme_id, number, state) VALUES (?, ?, 'draft') RETURNING id`,
		programmeID, number); err != nil {
		return 0, err
	}
	for n, s := range sections {
		var section int64
		if _, err := tx.Get([]any{&section}, `INSERT INTO plan_sections (template_id, position, title) VALUES (?, ?, ?) RETURNING id`,
			id, n+1, s.Title); err != nil {
			return 0, err
		}
		for m, i := range s.Items {
			if _, err := tx.Exec(`INSERT INTO plan_items (section_id, template_id, position, title, expectation, evidence, mandatory)
				VALUES (?, ?, ?, ?, ?, ?, ?)`, section, id, m+1, i.Title, i.Expectation, i.Evidence, i.Mandatory); err != nil {
				return 0, err
			}
		}
	}
	return id, nil
}
