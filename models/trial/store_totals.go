package trial

import (
	"database/sql"
	"fmt"

	"eclosion/models/db"
)

// balanceColumns sums requests r; each request's records are found by their index.
const balanceColumns = `
	CAST(COALESCE(SUM(CASE WHEN r.state <> 'withdrawn' THEN (SELECT SUM(l.amount) FROM grant_lines l WHERE l.request_id = r.id) END), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT w.amount FROM grant_awards w WHERE w.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN r.imported THEN (SELECT w.amount FROM grant_awards w WHERE w.request_id = r.id) END), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(x.amount) FROM grant_reductions x WHERE x.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(y.amount) FROM grant_tranches t JOIN grant_payments y ON y.tranche_id = t.id WHERE t.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(v.amount) FROM grant_recoveries v WHERE v.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(o.amount) FROM grant_proofs o WHERE o.request_id = r.id)), 0) AS BIGINT)`

func (b *Balance) targets() []any {
	return []any{&b.Asked, &b.Awarded, &b.Carried, &b.Reduced, &b.Paid, &b.Recovered, &b.Proven}
}

func balance(tx *db.Tx, condition string, args ...any) (Balance, error) {
	var b Balance
	_, err := tx.Get(b.targets(), `SELECT `+balanceColumns+` FROM grant_requests r WHERE `+condition, args...)
	b.Awarded -= b.Reduced
	return b, err
}

// HolderBalance sums every request of a person, over all projects and cohorts.
func HolderBalance(tx *db.Tx, personID int64) (Balance, error) {
	return balance(tx, `r.person_id = ?`, personID)
}

// CohortBalance sums the requests of a cohort's projects. The caller has loaded the cohort.
func CohortBalance(tx *db.Tx, cohortID int64) (Balance, error) {
	return balance(tx, `r.project_id IN (SELECT p.id FROM projects p WHERE p.cohort_id = ?)`, cohortID)
}

// CohortBalances gives the balance of each of a cohort's projects that has a request,
// by project id. The caller has loaded the cohort.
func CohortBalances(tx *db.Tx, cohortID int64) (map[int64]Balance, error) {
	list := map[int64]Balance{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var b Balance
		err := rows.Scan(append([]any{&id}, b.targets()...)...)
		b.Awarded -= b.Reduced
		list[id] = b
		return err
	}, `SELECT r.project_id,`+balanceColumns+` FROM grant_requests r
		WHERE r.project_id IN (SELECT p.id FROM projects p WHERE p.cohort_id = ?) GROUP BY r.project_id`, cohortID)
	return list, err
}

// Faults compares what is kept for speed or guard with what the records say, and
// the sums with their rules. It gives a line for each difference; none is health.
func Faults(tx *db.Tx) ([]string, error) {
	var faults []string
	add := func(format string) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var id, kept, counted int64
			err := rows.Scan(&id, &kept, &counted)
			faults = append(faults, fmt.Sprintf(format, id, kept, counted))
			return err
		}
	}
	for _, check := range []struct{ format, query string }{
		{"grant guard of person %d: %d awarded kept, %d counted", `SELECT person_id, kept, counted FROM (
			SELECT h.person_id, h.imported + h.awarded AS kept,
			CAST(COALESCE((SELECT SUM(w.amount) FROM grant_awards w WHERE w.person_id = h.person_id), 0)
			- COALESCE((SELECT SUM(x.amount) FROM grant_reductions x WHERE x.person_id = h.person_id), 0) AS BIGINT) AS counted
			FROM grant_holders h) s WHERE kept <> counted ORDER BY person_id`},
		{"grant cap of person %d: %d awarded, cap %d", `SELECT person_id, imported + awarded, cap FROM grant_holders
			WHERE awarded > 0 AND imported + awarded > cap ORDER BY person_id`},
		{"grant request %d: %d awarded, tranches of %d", `SELECT id, kept, counted FROM (SELECT w.request_id AS id, w.amount AS kept,
			CAST(COALESCE((SELECT SUM(t.amount) FROM grant_tranches t WHERE t.request_id = w.request_id), 0) AS BIGINT) AS counted
			FROM grant_awards w WHERE w.imported = FALSE) s WHERE kept <> counted ORDER BY id`},
		{"grant request %d: %d awarded, %d paid", `SELECT id, kept, counted FROM (SELECT w.request_id AS id,
			CAST(w.amount - COALESCE((SELECT SUM(x.amount) FROM grant_reductions x WHERE x.request_id = w.request_id), 0) AS BIGINT) AS kept,
			CAST(COALESCE((SELECT SUM(y.amount) FROM grant_tranches t JOIN grant_payments y ON y.tranche_id = t.id
			WHERE t.request_id = w.request_id), 0) AS BIGINT) AS counted FROM grant_awards w) s WHERE counted > kept ORDER BY id`},
	} {
		if err := tx.Each(add(check.format), check.query); err != nil {
			return nil, fmt.Errorf("grants: %w", err)
		}
	}
	return faults, nil
}
