package plan

import (
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Kinds of print.
const (
	PrintedChecklist = "checklist"
	PrintedWhole     = "whole"
)

// Print is a paper that somebody took; the next one says what changed since.
type Print struct {
	ID   int64
	Kind string
	Name string // who
	At   models.Instant
}

// RecordPrint notes that the actor prints the plan, and gives the print before: what the paper compares with. The zero
// Print stands for none.
func RecordPrint(tx *db.Tx, ref, kind string) (before Print, err error) {
	loaded, err := programme.Load(tx, ref, access.PlanRead)
	if err != nil {
		return before, err
	}
	p := loaded.ID
	if before, err = LastPrint(tx, p); err != nil {
		return before, err
	}
	_, err = tx.Exec(`INSERT INTO plan_prints (project_id, kind, account_id, name, at) VALUES (?, ?, ?, ?, ?)`, p, kind, db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now())
	if err != nil {
		return before, err
	}
	return before, tx.Audit("plan.print", "project", p, p, models.Facts{"kind": kind})
}

const printSelect = `SELECT id, kind, name, at FROM plan_prints WHERE project_id = ? `

// LastPrint gives the newest print of a project; the zero Print when there is none.
func LastPrint(tx *db.Tx, projectID int64) (Print, error) {
	var p Print
	_, err := tx.Get([]any{&p.ID, &p.Kind, &p.Name, &p.At}, printSelect+`ORDER BY id DESC LIMIT 1`, projectID)
	return p, err
}

// PrintOf gives a print of a project by its id; Missing when it has none such.
func PrintOf(tx *db.Tx, projectID, id int64) (Print, error) {
	var p Print
	found, err := tx.Get([]any{&p.ID, &p.Kind, &p.Name, &p.At}, printSelect+`AND id = ?`, projectID, id)
	if err == nil && !found {
		err = models.Missing("plan_print")
	}
	return p, err
}
