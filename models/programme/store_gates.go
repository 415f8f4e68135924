package programme

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

// Gates gives how a programme sets its gates, in the order of AllGates. A gate that
// was never set is not there.
func Gates(tx *db.Tx, programmeID int64) ([]GateRule, error) {
	var list []GateRule
	err := tx.Each(func(rows *sql.Rows) error {
		var r GateRule
		err := rows.Scan(&r.Gate, &r.Mode, &r.Step, &r.Category, &r.Evidence, &r.Version)
		list = append(list, r)
		return err
	}, `SELECT g.gate, g.mode, g.step, g.category, c.label, g.version FROM programme_gates g
		JOIN document_categories c ON c.programme_id = g.programme_id AND c.code = g.category WHERE g.programme_id = ?`, programmeID)
	slices.SortFunc(list, func(a, b GateRule) int { return slices.Index(AllGates(), a.Gate) - slices.Index(AllGates(), b.Gate) })
	return list, err
}

// SetGate writes how a programme sets one gate. Fields: "gate_mode", "gate_step", "category".
// version is 0 for a gate that was never set.
func SetGate(tx *db.Tx, code string, r GateRule) error {
	if err := maySet(tx); err != nil {
		return err
	}
	p, err := ProgrammeByCode(tx, code)
	if err != nil {
		return err
	}
	if !slices.Contains(AllGates(), r.Gate) {
		return models.Missing("gate")
	}
	known, err := tx.Count(`SELECT count(*) FROM document_categories c WHERE c.programme_id = ? AND c.code = ? AND c.active`, p.ID, r.Category)
	if err != nil {
		return err
	}
	if problem := models.Fields(r.faults(known > 0)...); problem != nil {
		return problem
	}
	n, err := tx.Exec(`INSERT INTO programme_gates (programme_id, gate, mode, step, category) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (programme_id, gate) DO UPDATE SET mode = excluded.mode, step = excluded.step, category = excluded.category,
		version = programme_gates.version + 1 WHERE programme_gates.version = ?`, p.ID, r.Gate, r.Mode, r.Step, r.Category, r.Version)
	if err != nil {
		return fmt.Errorf("set gate %s: %w", r.Gate, err)
	}
	if n == 0 {
		return models.Stale("gate", nil)
	}
	return tx.Audit("gate.change", "programme", p.ID, 0, models.Facts{"gate": r.Gate, "mode": r.Mode, "step": r.Step, "category": r.Category})
}

func (r GateRule) faults(known bool) (list []models.FieldProblem) {
	if !slices.Contains(AllGateModes(), r.Mode) {
		list = append(list, field("gate_mode", "oneof", nil)...)
	}
	if !slices.Contains(AllSteps(), r.Step) {
		list = append(list, field("gate_step", "oneof", nil)...)
	}
	if !known {
		list = append(list, field("category", "oneof", nil)...)
	}
	return list
}
