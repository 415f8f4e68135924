package reporting

import (
	"database/sql"

	"eclosion/models"
)

// grants reads what each dossier asked for, was awarded, was paid and paid back.
func (r *reading) grants() error {
	args := make([]any, 0, 7*len(r.scope.args)+1)
	for range 5 {
		args = append(args, r.scope.args...)
	}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var what string
		var amount models.Cents
		if err := rows.Scan(&id, &what, &amount); err != nil {
			return err
		}
		m := r.byID[id]
		switch what {
		case "asked":
			m.Asked = amount
		case "awarded":
			m.Awarded += amount
		case "reduced":
			m.Awarded -= amount
		case "paid":
			m.Paid = amount
		case "recovered":
			m.Recovered = amount
		}
		return nil
	}, `SELECT q.project_id, 'asked', SUM(l.amount) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_lines l ON l.request_id = q.id WHERE q.state <> 'withdrawn' AND `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'awarded', SUM(l.amount) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_awards l ON l.request_id = q.id WHERE `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'reduced', SUM(l.amount) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_reductions l ON l.request_id = q.id WHERE `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'paid', SUM(l.amount) FROM projects p JOIN grant_requests q ON q.project_id = p.id
			JOIN grant_tranches t ON t.request_id = q.id JOIN grant_payments l ON l.tranche_id = t.id WHERE `+r.scope.where+` GROUP BY q.project_id
		UNION ALL SELECT q.project_id, 'recovered', SUM(l.amount) FROM projects p JOIN grant_requests q ON q.project_id = p.id
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

// Section is the progress of one section of the checklist over the projects that have it.
type Section struct {
	Title            string
	Items, Validated int // items that apply, over all projects
	Claimed          int // said to be done by the holder, not validated yet
	Projects         int
}

// sections sums the checklists by section title: two versions of a template that
// name a section alike are one line. Order is the newest template's.
func (r *reading) sections() ([]Section, error) {
	projects := map[int64]int{}
	for i := range r.list {
		if id := r.list[i].TemplateID; id != 0 {
			projects[id]++
		}
	}
	var list []Section
	at := map[string]int{}
	bySection := map[int64]string{}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var template, id int64
		var title string
		var items int
		if err := rows.Scan(&template, &id, &title, &items); err != nil || projects[template] == 0 {
			return err
		}
		if _, known := at[title]; !known {
			at[title] = len(list)
			list = append(list, Section{Title: title})
		}
		bySection[id] = title
		s := &list[at[title]]
		s.Items += items * projects[template]
		s.Projects += projects[template]
		return nil
	}, `SELECT s.template_id, s.id, s.title, count(i.id) FROM plan_sections s LEFT JOIN plan_items i ON i.section_id = s.id
		GROUP BY s.template_id, s.id, s.title, s.position ORDER BY s.template_id DESC, s.position, s.id`)
	if err != nil {
		return nil, err
	}
	return list, r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var validated, claimed, excused int
		if err := rows.Scan(&id, &validated, &claimed, &excused); err != nil {
			return err
		}
		s := &list[at[bySection[id]]]
		s.Validated += validated
		s.Claimed += claimed
		s.Items -= excused
		return nil
	}, `SELECT i.section_id, SUM(CASE WHEN x.validated_on IS NOT NULL THEN 1 ELSE 0 END),
		SUM(CASE WHEN x.validated_on IS NULL AND x.claimed_on IS NOT NULL AND x.not_applicable = '' THEN 1 ELSE 0 END),
		SUM(CASE WHEN x.not_applicable <> '' THEN 1 ELSE 0 END)
		FROM projects p JOIN plan_states x ON x.project_id = p.id JOIN plan_items i ON i.id = x.item_id AND i.template_id = p.template_id
		WHERE `+r.scope.where+` GROUP BY i.section_id`, r.scope.args...)
}

// KindLine is the meetings of one kind. A meeting with several projects is one
// meeting; Projects says how many took part.
type KindLine struct {
	Kind     string
	Meetings int
	Minutes  int
	Projects Figure
}

// kinds sums the meetings held, each once.
func (r *reading) kinds() ([]KindLine, error) {
	var list []KindLine
	err := r.tx.Each(func(rows *sql.Rows) error {
		var k KindLine
		err := rows.Scan(&k.Kind, &k.Meetings, &k.Minutes)
		list = append(list, k)
		return err
	}, `SELECT t.kind, count(*), SUM(t.minutes) FROM meetings t WHERE t.state = 'held' AND t.id IN (SELECT x.meeting_id
		FROM meeting_projects x JOIN projects p ON p.id = x.project_id WHERE `+r.scope.where+`) GROUP BY t.kind ORDER BY count(*) DESC, t.kind`, r.scope.args...)
	return list, err
}
