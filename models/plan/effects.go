package plan

import (
	"fmt"

	"eclosion/models/db"
	"eclosion/models/programme"
)

// pieces are the items of a template as two versions compare them. An item is known by its title.
func (t Template) pieces() (list []programme.Piece) {
	for _, s := range t.Sections {
		for _, i := range s.Items {
			list = append(list, programme.Piece{Key: i.Title, Place: s.Title, Text: fmt.Sprintf("%q %q %v", i.Expectation, i.Evidence, i.Mandatory)})
		}
	}
	return list
}

// PublishEffects counts what publishing a draft touches. Asked before it is published.
func PublishEffects(tx *db.Tx, programmeID int64, number int) (programme.Effects, error) {
	next, err := TemplateOf(tx, programmeID, number)
	if err != nil {
		return nil, err
	}
	now, _, err := PublishedOf(tx, programmeID)
	if err != nil {
		return nil, err
	}
	var keep, enter int
	if _, err := tx.Get([]any{&keep, &enter}, `SELECT count(CASE WHEN phase IN ('coaching', 'test') AND template_id IS NOT NULL THEN 1 END),
		count(CASE WHEN phase IN ('draft', 'submitted', 'review', 'waitlisted', 'accepted') THEN 1 END) FROM projects WHERE programme_id = ?`, programmeID); err != nil {
		return nil, err
	}
	d := programme.Compare(now.pieces(), next.pieces())
	return programme.Effects{{Code: "plan.added", Count: d.Added}, {Code: "plan.removed", Count: d.Removed}, {Code: "plan.rewritten", Count: d.Rewritten},
		{Code: "plan.moved", Count: d.Moved}, {Code: "plan.keep", Count: keep}, {Code: "plan.enter", Count: enter}}, nil
}
