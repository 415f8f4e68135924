package reporting

import (
	"database/sql"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/programme"
)

// ActivityFacts is what an activity report knows of a dossier besides what a cohort's does.
type ActivityFacts struct {
	Sector, LegalForm string
	Jobs              *int      // paid jobs when the enterprise began; nil: not known
	Life              *Life     // what was seen of the enterprise; nil before one was named
	Followed          *Followed // the last look at the enterprise in the period; nil: none
	Presences         int       // at meetings held in the period, whoever else was there
	PresenceMinutes   int
	KindMinutes       map[string]int // the same by kind; Kinds counts them
	AtCap             bool           // all that was awarded to the holder by the period's end reaches their cap
}

// Followed is what a look at an enterprise found.
type Followed struct {
	State string
	Jobs  *int
}

// enterprises reads what the dossiers became.
func (r *activityReading) enterprises() error {
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var sector, form string
		var jobs *int
		err := rows.Scan(&id, &sector, &form, &jobs)
		m := r.byID[id]
		m.Activity.Sector, m.Activity.LegalForm, m.Activity.Jobs = sector, form, jobs
		return err
	}, `SELECT p.id, p.sector, COALESCE(e.legal_form, ''), e.jobs FROM projects p LEFT JOIN enterprises e ON e.project_id = p.id
		WHERE p.left_on IS NOT NULL AND `+r.scope.where, r.scope.args...)
	return err
}

// lifetimes reads what was seen of the enterprises, and the last look at each in the period.
func (r *activityReading) lifetimes() error {
	list, err := lives(r.tx, r.scope.where, r.scope.args)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].follow(r.tx.Today())
		r.byID[list[i].ProjectID].Activity.Life = &list[i]
	}
	args := append([]any{r.filter.Period.From, r.filter.Period.To}, r.scope.args...)
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		f := Followed{}
		err := rows.Scan(&id, &f.State, &f.Jobs)
		r.byID[id].Activity.Followed = &f // the last one comes last
		return err
	}, `SELECT e.project_id, c.state, c.jobs FROM enterprise_checks c JOIN enterprises e ON e.id = c.enterprise_id
		JOIN projects p ON p.id = e.project_id WHERE c.observed_on BETWEEN ? AND ? AND `+r.scope.where+` ORDER BY c.observed_on, c.id`, args...)
}

// stands says how the enterprise of a dossier stands so many months after its creation. Of one that was never named
// nothing is known.
func (m *Member) stands(months int, today models.Date) string {
	switch {
	case m.Activity.Life != nil:
		return m.Activity.Life.at(months, today)
	case m.LeftOn.AddMonths(months) > today:
		return StandsNotDue
	}
	return StandsSilent
}

// survival is the curve over all enterprises that the place created up to the end of the period.
func (r *activityReading) survival() (Survival, error) {
	s := Survival{Today: r.tx.Today(), Partial: r.partial, Site: r.site, Programme: r.programme}
	var err error
	s.lives, err = lives(r.tx, `p.phase IN ('launched', 'followed_up') AND p.left_on <= ? AND `+r.place.where, append([]any{r.filter.Period.To}, r.place.args...))
	if err == nil {
		s.count()
	}
	return s, err
}

// present reads who was at which meetings of the period.
func (r *activityReading) present() error {
	return r.eachPresence(r.filter.Period, func(p presence) error {
		m := r.byID[p.project]
		if m == nil || !accompanied(m, r.filter.Period) {
			return nil
		}
		if m.Kinds == nil {
			m.Kinds, m.Activity.KindMinutes = map[string]int{}, map[string]int{}
		}
		m.Kinds[p.kind]++
		m.Activity.KindMinutes[p.kind] += p.minutes
		m.Activity.Presences++
		m.Activity.PresenceMinutes += p.minutes
		return nil
	})
}

// presence is one dossier at one meeting that was held.
type presence struct {
	meeting, project int64
	kind             string
	minutes          int
	on               models.Date
}

// eachPresence gives who of the place was at meetings held in a period, accompanied or not, a meeting's dossiers one behind another.
func (r *activityReading) eachPresence(period models.Period, use func(presence) error) error {
	return r.tx.Each(func(rows *sql.Rows) error {
		var p presence
		if err := rows.Scan(&p.meeting, &p.project, &p.kind, &p.minutes, &p.on); err != nil {
			return err
		}
		return use(p)
	}, `SELECT t.id, x.project_id, t.kind, t.minutes, t.held_on FROM meetings t JOIN meeting_projects x ON x.meeting_id = t.id JOIN projects p ON p.id = x.project_id
		WHERE t.state = 'held' AND t.held_on BETWEEN ? AND ? AND `+r.meetable().where+` ORDER BY t.held_on, t.id, x.project_id`,
		append([]any{period.From, period.To}, r.meetable().args...)...)
}

// meetable is the place without the condition that the dossier entered: candidates are met, too.
func (r *activityReading) meetable() scope {
	return scope{strings.Replace(r.place.where, enteredAtAll, "TRUE", 1), r.place.args}
}

// accompanied reports whether a dossier was accompanied at some time of a period.
func accompanied(m *Member, p models.Period) bool {
	return m.EnteredOn != "" && m.EnteredOn <= p.To && (m.LeftOn == "" || m.LeftOn >= p.From)
}

// capped marks the holders to whom all was awarded by the end of the period that their cap allows.
func (r *activityReading) capped() error {
	args := append([]any{r.filter.Period.To, r.filter.Period.To}, r.scope.args...)
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		r.byID[id].Activity.AtCap = true
		return err
	}, `SELECT p.id FROM projects p JOIN grant_holders g ON g.person_id = p.person_id JOIN (SELECT person_id, SUM(amount) AS held FROM
			(SELECT person_id, amount FROM grant_awards WHERE awarded_on <= ? UNION ALL SELECT person_id, -amount FROM grant_reductions WHERE reduced_on <= ?) o
			GROUP BY person_id) w ON w.person_id = p.person_id
		WHERE g.cap > 0 AND w.held >= g.cap AND `+r.scope.where, args...)
}

// key makes a part of a figure's code from what a person typed: what reads alike is one group.
func key(text string) string {
	var b strings.Builder
	for _, c := range models.Fold(strings.TrimSpace(text)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c > 127:
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= 60 {
			break
		}
	}
	return strings.TrimRight(b.String(), "_")
}

// sectorsOf and formsOf list what the enterprises created in a period are, the most frequent first. A group is written as most write it.
func sectorsOf(list []Member, p models.Period) []Named {
	return namedBy(list, p, func(m *Member) string { return m.Activity.Sector })
}

func formsOf(list []Member, p models.Period) []Named {
	return namedBy(list, p, func(m *Member) string { return m.Activity.LegalForm })
}

func namedBy(list []Member, p models.Period, of func(*Member) string) []Named {
	spelt := map[string]map[string]int{}
	count := map[string]int{}
	for i := range list {
		m := &list[i]
		if !left(m, p) || !m.Launched() {
			continue
		}
		text := strings.Join(strings.Fields(of(m)), " ")
		k := key(text)
		if k == "" {
			continue
		}
		if spelt[k] == nil {
			spelt[k] = map[string]int{}
		}
		spelt[k][text]++
		count[k]++
	}
	var named []Named
	for k, names := range spelt {
		best := ""
		for name, n := range names {
			if best == "" || n > names[best] || n == names[best] && name < best {
				best = name
			}
		}
		named = append(named, Named{k, best})
	}
	slices.SortFunc(named, func(a, b Named) int {
		if d := count[b.Key] - count[a.Key]; d != 0 {
			return d
		}
		return strings.Compare(a.Key, b.Key)
	})
	return named
}

// left reports whether the journey ended in a period.
func left(m *Member, p models.Period) bool { return m.LeftOn != "" && p.Contains(m.LeftOn) }

func knownExit(m *Member) bool {
	return exited(m) && slices.Contains(programme.AllExitReasons(), m.ExitReason)
}
