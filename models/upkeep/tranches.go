package upkeep

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/trial"
)

// award is an award's tranches with what was paid on each.
type award struct {
	ref      string
	amount   models.Cents
	reduced  models.Cents
	tranches []trial.Tranche
}

// checkTranches recomputes which tranches are settled, and whether they share out the award.
func checkTranches(tx *db.Tx, r *Result) error {
	var a award
	err := tx.Each(func(rows *sql.Rows) error {
		var next award
		var t trial.Tranche
		var paid models.Cents
		if err := rows.Scan(&next.ref, &next.amount, &next.reduced, &t.Position, &t.Amount, &t.Settled, &paid); err != nil {
			return err
		}
		if next.ref != a.ref {
			a.compare(r)
			a = next
		}
		t.Payments = []trial.Payment{{Amount: paid}}
		a.tranches = append(a.tranches, t)
		return nil
	}, `SELECT q.ref, w.amount, COALESCE((SELECT CAST(SUM(d.amount) AS BIGINT) FROM grant_reductions d WHERE d.request_id = q.id), 0),
		t.position, t.amount, t.settled, COALESCE((SELECT CAST(SUM(y.amount) AS BIGINT) FROM grant_payments y WHERE y.tranche_id = t.id), 0)
		FROM grant_tranches t JOIN grant_requests q ON q.id = t.request_id JOIN grant_awards w ON w.request_id = q.id
		ORDER BY q.id, t.position, t.id`)
	a.compare(r)
	return err
}

func (a award) compare(r *Result) {
	if a.ref == "" {
		return
	}
	var total models.Cents
	trial.ShareReductions(a.tranches, a.reduced)
	for _, t := range a.tranches {
		total += t.Amount
		if t.Settled != (t.Left() == 0) {
			r.add("grant", a.ref, fmt.Sprintf("tranche %d is settled: %t, but %d cents are left of it", t.Position, t.Settled, t.Left()))
		}
	}
	if total != a.amount {
		r.add("grant", a.ref, fmt.Sprintf("its tranches make %d cents, its award %d", total, a.amount))
	}
}
