package form

import (
	"fmt"

	"eclosion/models/db"
	"eclosion/models/programme"
)

// pieces are the questions of a version as two versions compare them.
func (d Definition) pieces() (list []programme.Piece) {
	for _, q := range d.Questions {
		list = append(list, programme.Piece{Key: q.Code, Place: string(q.Topic),
			Text: fmt.Sprintf("%s %q %q %v %d %q %q", q.Kind, q.Label, q.Help, q.Required, q.MaxLength, q.Options, q.Condition)})
	}
	return list
}

// PublishEffects counts what publishing a draft touches. Asked before it is published.
func PublishEffects(tx *db.Tx, programmeID int64, number int) (programme.Effects, error) {
	next, err := VersionOf(tx, programmeID, number)
	if err != nil {
		return nil, err
	}
	now, err := PublishedOf(tx, programmeID)
	if err != nil {
		return nil, err
	}
	versions, err := Versions(tx, programmeID)
	if err != nil {
		return nil, err
	}
	drafts, others := 0, 0
	for _, v := range versions {
		drafts += v.Drafts
		others += v.Others
	}
	d := programme.Compare(now.pieces(), next.pieces())
	return programme.Effects{{Code: "form.added", Count: d.Added}, {Code: "form.removed", Count: d.Removed}, {Code: "form.rewritten", Count: d.Rewritten},
		{Code: "form.moved", Count: d.Moved}, {Code: "form.drafts", Count: drafts}, {Code: "form.others", Count: others}}, nil
}
