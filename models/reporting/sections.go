package reporting

import "database/sql"

// Section is the progress of one section of the checklist over the projects that have it.
type Section struct {
	ID               int64 // of the newest template that has it
	Title            string
	Items, Validated int // items that apply, over all projects
	Claimed          int // said to be done by the holder, not validated yet
	Projects         int
	Masked           bool
}

// layout is how the templates of the dossiers are divided: two versions of a template that
// name a section alike are one line. Order is the newest template's.
type layout struct {
	list    []Section
	at      map[int64]int     // place in the list, by section of a template
	size    map[int64]int     // items, by section of a template
	belongs map[int64][]int64 // the sections of a template
}

func (r *reading) layout() (layout, error) {
	projects := map[int64]int{}
	for i := range r.list {
		if id := r.list[i].TemplateID; id != 0 {
			projects[id]++
		}
	}
	l := layout{at: map[int64]int{}, size: map[int64]int{}, belongs: map[int64][]int64{}}
	titles := map[string]int{}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var template, id int64
		var title string
		var items int
		if err := rows.Scan(&template, &id, &title, &items); err != nil || projects[template] == 0 {
			return err
		}
		i, known := titles[title]
		if !known {
			i = len(l.list)
			titles[title] = i
			l.list = append(l.list, Section{ID: id, Title: title})
		}
		l.at[id], l.size[id] = i, items
		l.belongs[template] = append(l.belongs[template], id)
		l.list[i].Items += items * projects[template]
		l.list[i].Projects += projects[template]
		return nil
	}, `SELECT s.template_id, s.id, s.title, count(i.id) FROM plan_sections s LEFT JOIN plan_items i ON i.section_id = s.id
		GROUP BY s.template_id, s.id, s.title, s.position ORDER BY s.template_id DESC, s.position, s.id`)
	return l, err
}

// planSums are the records of a checklist, counted.
const planSums = `SUM(CASE WHEN x.validated_on IS NOT NULL THEN 1 ELSE 0 END),
	SUM(CASE WHEN x.validated_on IS NULL AND x.claimed_on IS NOT NULL AND x.not_applicable = '' THEN 1 ELSE 0 END),
	SUM(CASE WHEN x.not_applicable <> '' THEN 1 ELSE 0 END)
	FROM projects p JOIN plan_states x ON x.project_id = p.id JOIN plan_items i ON i.id = x.item_id AND i.template_id = p.template_id WHERE `

// sections sums the checklists by section.
func (r *reading) sections() ([]Section, error) {
	l, err := r.layout()
	if err != nil {
		return nil, err
	}
	return l.list, r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var validated, claimed, excused int
		if err := rows.Scan(&id, &validated, &claimed, &excused); err != nil {
			return err
		}
		s := &l.list[l.at[id]]
		s.Validated += validated
		s.Claimed += claimed
		s.Items -= excused
		return nil
	}, `SELECT i.section_id, `+planSums+r.scope.where+` GROUP BY i.section_id`, r.scope.args...)
}

// sectionWork gives each dossier's part in one section, 0 for all of them, and its title: items that apply, validated, claimed.
func (r *reading) sectionWork(section int64) (map[int64]Section, string, error) {
	l, err := r.layout()
	place, known := l.at[section]
	if err != nil || section != 0 && !known {
		return nil, "", err
	}
	title := ""
	if section != 0 {
		title = l.list[place].Title
	}
	by := map[int64]Section{}
	for i := range r.list {
		m := &r.list[i]
		for _, id := range l.belongs[m.TemplateID] {
			if section == 0 || l.at[id] == place {
				s := by[m.ID]
				s.Items += l.size[id]
				by[m.ID] = s
			}
		}
	}
	err = r.tx.Each(func(rows *sql.Rows) error {
		var project, id int64
		var validated, claimed, excused int
		if err := rows.Scan(&project, &id, &validated, &claimed, &excused); err != nil {
			return err
		}
		if section != 0 && l.at[id] != place {
			return nil
		}
		s := by[project]
		s.Validated, s.Claimed, s.Items = s.Validated+validated, s.Claimed+claimed, s.Items-excused
		by[project] = s
		return nil
	}, `SELECT p.id, i.section_id, `+planSums+r.scope.where+` GROUP BY p.id, i.section_id`, r.scope.args...)
	return by, title, err
}
