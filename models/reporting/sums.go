package reporting

import (
	"database/sql"

	"eclosion/models"
)

// grants reads what each dossier asked for, was awarded, was paid and paid back: in all, and in the period.
func (r *reading) grants() error {
	from, to := r.bounds()
	var args []any
	for range 5 {
		args = append(append(args, from, to), r.scope.args...)
	}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var what string
		var amount, within models.Cents
		if err := rows.Scan(&id, &what, &amount, &within); err != nil {
			return err
		}
		m := r.byID[id]
		switch what {
		case "asked":
			m.Asked, m.Period.Asked = amount, within
		case "awarded":
			m.Awarded, m.Period.Awarded = m.Awarded+amount, m.Period.Awarded+within
		case "reduced":
			m.Awarded, m.Period.Awarded = m.Awarded-amount, m.Period.Awarded-within
		case "paid":
			m.Paid, m.Period.Paid = amount, within
		case "recovered":
			m.Recovered, m.Period.Recovered = amount, within
		}
		return nil
	}, `SELECT q.project_id, 'asked', SUM(l.amount), SUM(CASE WHEN q.asked_on BETWEEN ? AND ? THEN l.amount ELSE 0 END) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_lines l ON l.request_id = q.id WHERE q.state <> 'withdrawn' AND `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'awarded', SUM(l.amount), SUM(CASE WHEN l.awarded_on BETWEEN ? AND ? THEN l.amount ELSE 0 END) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_awards l ON l.request_id = q.id WHERE `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'reduced', SUM(l.amount), SUM(CASE WHEN l.reduced_on BETWEEN ? AND ? THEN l.amount ELSE 0 END) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_reductions l ON l.request_id = q.id WHERE `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'paid', SUM(l.amount), SUM(CASE WHEN l.paid_on BETWEEN ? AND ? THEN l.amount ELSE 0 END) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_tranches t ON t.request_id = q.id JOIN grant_payments l ON l.tranche_id = t.id WHERE `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'recovered', SUM(l.amount), SUM(CASE WHEN l.recovered_on BETWEEN ? AND ? THEN l.amount ELSE 0 END) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_recoveries l ON l.request_id = q.id WHERE `+r.scope.where+` GROUP BY q.project_id`, args...)
	if err != nil {
		return err
	}
	if err := r.latePayouts(); err != nil {
		return err
	}
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var amount models.Cents
		if err := rows.Scan(&id, &amount); err != nil {
			return err
		}
		r.byID[id].HolderAwarded = amount
		return nil
	}, `SELECT p.id, g.imported + g.awarded FROM projects p JOIN grant_holders g ON g.person_id = p.person_id WHERE `+r.scope.where, r.scope.args...)
}

// latePayouts sums what was due before today and is not paid.
func (r *reading) latePayouts() error {
	args := append([]any{r.tx.Today()}, r.scope.args...)
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var amount, paid models.Cents
		if err := rows.Scan(&id, &amount, &paid); err != nil {
			return err
		}
		if amount > paid {
			r.byID[id].LatePayout += amount - paid
		}
		return nil
	}, `SELECT q.project_id, t.amount, COALESCE(SUM(y.amount), 0) FROM projects p JOIN grant_requests q ON q.project_id = p.id
		JOIN grant_tranches t ON t.request_id = q.id LEFT JOIN grant_payments y ON y.tranche_id = t.id
		WHERE t.due_on < ? AND q.state = 'awarded' AND `+r.scope.where+` GROUP BY q.project_id, t.id, t.amount`, args...)
}

// plan reads how far the checklists are. Most items have no record yet, so the
// records are counted, and what is left of each template is worked out.
func (r *reading) plan() error {
	type size struct{ items, mandatory int }
	sizes := map[int64]size{}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var s size
		if err := rows.Scan(&id, &s.items, &s.mandatory); err != nil {
			return err
		}
		sizes[id] = s
		return nil
	}, `SELECT template_id, count(*), SUM(CASE WHEN mandatory THEN 1 ELSE 0 END) FROM plan_items GROUP BY template_id`)
	if err != nil {
		return err
	}
	for i := range r.list {
		m := &r.list[i]
		s := sizes[m.TemplateID]
		m.PlanItems, m.MandatoryItems = s.items, s.mandatory
	}
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var validated, excused, mandatory, mandatoryExcused int
		if err := rows.Scan(&id, &validated, &excused, &mandatory, &mandatoryExcused); err != nil {
			return err
		}
		m := r.byID[id]
		m.PlanValidated, m.PlanItems = validated, m.PlanItems-excused
		m.MandatoryValidated, m.MandatoryItems = mandatory, m.MandatoryItems-mandatoryExcused
		return nil
	}, `SELECT p.id, SUM(CASE WHEN x.validated_on IS NOT NULL THEN 1 ELSE 0 END), SUM(CASE WHEN x.not_applicable <> '' THEN 1 ELSE 0 END),
		SUM(CASE WHEN x.validated_on IS NOT NULL AND i.mandatory THEN 1 ELSE 0 END), SUM(CASE WHEN x.not_applicable <> '' AND i.mandatory THEN 1 ELSE 0 END)
		FROM projects p JOIN plan_states x ON x.project_id = p.id JOIN plan_items i ON i.id = x.item_id AND i.template_id = p.template_id
		WHERE `+r.scope.where+` GROUP BY p.id`, r.scope.args...)
}
