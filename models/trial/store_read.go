package trial

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// GrantOf gives the whole grant of a loaded project, in a number of queries that
// does not depend on how much there is.
func GrantOf(tx *db.Tx, p *programme.Project) (Grant, error) {
	var g Grant
	terms, err := programme.TermsOf(tx, p)
	if err != nil {
		return g, err
	}
	g.Cap = terms.GrantCap
	if g.Requests, err = requests(tx, `r.project_id = ?`, p.ID); err != nil {
		return g, fmt.Errorf("grant of %s: %w", p.Ref, err)
	}
	for _, r := range g.Requests {
		g.Project = g.Project.Add(r.Balance())
	}
	if g.Holder, err = HolderBalance(tx, p.PersonID); err != nil {
		return g, fmt.Errorf("grant of %s: %w", p.Ref, err)
	}
	return g, nil
}

// requestOf finds a request through its project; another project's is missing.
func requestOf(tx *db.Tx, p *programme.Project, number int) (*Request, error) {
	list, err := requests(tx, `r.project_id = ? AND r.number = ?`, p.ID, number)
	if err != nil {
		return nil, fmt.Errorf("request %d of %s: %w", number, p.Ref, err)
	}
	if len(list) == 0 {
		return nil, models.Missing("grant")
	}
	return &list[0], nil
}

// requests gives the requests of a condition over grant_requests r, by number,
// whole, with one query for each kind of record.
func requests(tx *db.Tx, condition string, args ...any) ([]Request, error) {
	var list []Request
	at := map[int64]int{}
	var ids []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var r Request
		err := rows.Scan(&r.ID, &r.ProjectID, &r.PersonID, &r.Ref, &r.Number, &r.Purpose, &r.AskedOn, &r.AskedBy, &r.AskedByName,
			&r.State, &r.DecidedOn, &r.DecidedByName, &r.Reason, &r.Imported, &r.Version)
		at[r.ID], ids, list = len(list), append(ids, r.ID), append(list, r)
		return err
	}, `SELECT r.id, r.project_id, r.person_id, r.ref, r.number, r.purpose, r.asked_on, COALESCE(r.created_by, 0), COALESCE(c.name, ''),
		r.state, r.decided_on, COALESCE(d.name, ''), r.decision_reason, r.imported, r.version FROM grant_requests r
		LEFT JOIN accounts c ON c.id = r.created_by LEFT JOIN accounts d ON d.id = r.decided_by
		WHERE `+condition+` ORDER BY r.number`, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	of := func(id int64) *Request { return &list[at[id]] }
	for _, read := range []func(*db.Tx, []int64, func(int64) *Request) error{readLines, readAwards, readTranches, readAfter} {
		if err := read(tx, ids, of); err != nil {
			return nil, err
		}
	}
	for i := range list {
		ShareReductions(list[i].Tranches, list[i].Balance().Reduced)
	}
	return list, nil
}

func readLines(tx *db.Tx, ids []int64, of func(int64) *Request) error {
	in, args := db.In(ids)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var l Line
		if err := rows.Scan(&id, &l.Label, &l.Amount); err != nil {
			return err
		}
		of(id).Lines = append(of(id).Lines, l)
		return nil
	}, `SELECT request_id, label, amount FROM grant_lines WHERE request_id IN `+in+` ORDER BY request_id, position`, args...)
}

func readAwards(tx *db.Tx, ids []int64, of func(int64) *Request) error {
	in, args := db.In(ids)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var w Award
		if err := rows.Scan(&id, &w.Amount, &w.On, &w.ByName); err != nil {
			return err
		}
		of(id).Award = &w
		return nil
	}, `SELECT w.request_id, w.amount, w.awarded_on, COALESCE(a.name, '') FROM grant_awards w
		LEFT JOIN accounts a ON a.id = w.awarded_by WHERE w.request_id IN `+in, args...)
}

func readTranches(tx *db.Tx, ids []int64, of func(int64) *Request) error {
	in, args := db.In(ids)
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var t Tranche
		if err := rows.Scan(&id, &t.ID, &t.Position, &t.Amount, &t.Condition, &t.DueOn, &t.Settled); err != nil {
			return err
		}
		of(id).Tranches = append(of(id).Tranches, t)
		return nil
	}, `SELECT request_id, id, position, amount, condition, due_on, settled FROM grant_tranches
		WHERE request_id IN `+in+` ORDER BY request_id, position`, args...)
	if err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var position int
		var y Payment
		if err := rows.Scan(&id, &position, &y.Amount, &y.On, &y.Reference, &y.ByName); err != nil {
			return err
		}
		t := &of(id).Tranches[position-1]
		t.Payments = append(t.Payments, y)
		return nil
	}, `SELECT t.request_id, t.position, y.amount, y.paid_on, y.reference, COALESCE(a.name, '') FROM grant_tranches t
		JOIN grant_payments y ON y.tranche_id = t.id LEFT JOIN accounts a ON a.id = y.paid_by
		WHERE t.request_id IN `+in+` ORDER BY y.paid_on, y.id`, args...)
}

// readAfter reads what follows an award: reductions, proofs and recoveries.
func readAfter(tx *db.Tx, ids []int64, of func(int64) *Request) error {
	in, args := db.In(ids)
	read := func(table, text, on, by string, take func(r *Request, amount models.Cents, text string, on models.Date, by string)) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id int64
			var amount models.Cents
			var words, name string
			var day models.Date
			if err := rows.Scan(&id, &amount, &words, &day, &name); err != nil {
				return err
			}
			take(of(id), amount, words, day, name)
			return nil
		}, `SELECT x.request_id, x.amount, x.`+text+`, x.`+on+`, COALESCE(a.name, '') FROM `+table+` x
			LEFT JOIN accounts a ON a.id = x.`+by+` WHERE x.request_id IN `+in+` ORDER BY x.`+on+`, x.id`, args...)
	}
	if err := read("grant_reductions", "reason", "reduced_on", "reduced_by", func(r *Request, amount models.Cents, text string, on models.Date, by string) {
		r.Reductions = append(r.Reductions, Reduction{Amount: amount, Reason: text, On: on, ByName: by})
	}); err != nil {
		return err
	}
	if err := read("grant_proofs", "label", "received_on", "received_by", func(r *Request, amount models.Cents, text string, on models.Date, by string) {
		r.Proofs = append(r.Proofs, Proof{Amount: amount, Label: text, On: on, ByName: by})
	}); err != nil {
		return err
	}
	return read("grant_recoveries", "reason", "recovered_on", "recovered_by", func(r *Request, amount models.Cents, text string, on models.Date, by string) {
		r.Recoveries = append(r.Recoveries, Recovery{Amount: amount, Reason: text, On: on, ByName: by})
	})
}
