package reporting

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// SurvivalFilter narrows which enterprises are looked at; zero values narrow nothing.
type SurvivalFilter struct {
	CohortID, SiteID, ProgrammeID int64
	Year                          int // in which they were created
}

// Survival is what became of enterprises after their creation: the curve, how it stands at the months at which one asks, and the plain counts.
type Survival struct {
	Couveuse                programme.Couveuse
	Today                   models.Date
	Filter                  SurvivalFilter
	Cohort, Site, Programme string // "" for all
	Partial                 bool   // the reader's sites are not all
	Masked                  bool

	Total   int // enterprises created
	Steps   []Step
	Moments []Moment // at 0 and at every month at which one asks
	Figures Figures
	lives   []Life
}

// The codes of the figures: "life.created", "life.36.due", "life.36.alive"; and those of the curve,
// "curve.36.at_risk", "curve.36.closed" (up to then) and "curve.36.lost" (before).
const survivalAll = "life.created"

func survivalCode(months int, what string) string {
	return "life." + strconv.Itoa(months) + "." + what
}

func curveCode(months int, what string) string { return "curve." + strconv.Itoa(months) + "." + what }

// At gives the figure of a month: due, and how many stand so.
func (s Survival) At(months int, what string) Figure {
	return s.Figures.Get(survivalCode(months, what))
}

// Curve gives the figure of the curve at a month.
func (s Survival) Curve(months int, what string) Figure {
	return s.Figures.Get(curveCode(months, what))
}

// lifeQuestion is a figure over enterprises before it is counted.
type lifeQuestion struct {
	code, of string
	in       func(*Life) bool
}

// survivalQuestions are the figures, wholes before their parts.
func survivalQuestions(today models.Date) []lifeQuestion {
	list := []lifeQuestion{{survivalAll, "", func(*Life) bool { return true }}}
	for _, m := range SurvivalMonths() {
		due := survivalCode(m, "due")
		list = append(list, lifeQuestion{due, survivalAll, func(l *Life) bool { return l.due(m, today) }})
		for _, what := range []string{StandsAlive, StandsSold, StandsClosed, StandsUnknown, StandsSilent} {
			list = append(list, lifeQuestion{survivalCode(m, what), due, func(l *Life) bool { return l.at(m, today) == what }})
		}
		list = append(list, lifeQuestion{survivalCode(m, StandsNotDue), survivalAll, func(l *Life) bool { return l.at(m, today) == StandsNotDue }})
	}
	for _, m := range append([]int{0}, SurvivalMonths()...) {
		list = append(list,
			lifeQuestion{curveCode(m, "at_risk"), survivalAll, func(l *Life) bool { return l.Until >= m }},
			lifeQuestion{curveCode(m, "closed"), survivalAll, func(l *Life) bool { return l.Closed && l.Until <= m }},
			lifeQuestion{curveCode(m, "lost"), survivalAll, func(l *Life) bool { return !l.Closed && l.Until < m }})
	}
	return list
}

// count fills in everything that is computed from the lives.
func (s *Survival) count() {
	for i := range s.lives {
		s.lives[i].follow(s.Today)
	}
	s.Total, s.Steps = len(s.lives), estimate(s.lives)
	for _, m := range append([]int{0}, SurvivalMonths()...) {
		s.Moments = append(s.Moments, momentOf(s.Steps, m, s.Total))
	}
	counts := map[string]int{}
	for _, q := range survivalQuestions(s.Today) {
		f := Figure{Code: q.code, OfCode: q.of, Of: counts[q.of]}
		for i := range s.lives {
			if q.in(&s.lives[i]) {
				f.Count++
			}
		}
		counts[q.code] = f.Count
		s.Figures = append(s.Figures, f)
	}
}

// People lists the enterprises that a figure counts.
func (s Survival) People(code string) (Figure, []Life, error) {
	for _, q := range survivalQuestions(s.Today) {
		if q.code == code {
			return s.Figures.Get(code), slices.DeleteFunc(slices.Clone(s.lives), func(l Life) bool { return !q.in(&l) }), nil
		}
	}
	return Figure{}, nil, models.Missing("figure")
}

// Mask hides small groups: in the table as in every report; of the curve, which would tell them step by step, only what
// stands on groups that are shown.
func (s *Survival) Mask() {
	s.Masked = true
	small := func(n int) bool { return n > 0 && n < Smallest }
	for i := range s.Figures {
		s.Figures[i].Masked = small(s.Figures[i].Count)
	}
	for _, m := range SurvivalMonths() {
		prefix := survivalCode(m, "")
		s.Figures.maskSecond(func(code string) bool {
			what, part := strings.CutPrefix(code, prefix)
			return part && what != "due" && what != StandsNotDue
		})
		s.Figures.maskSecond(func(code string) bool { return code == survivalCode(m, "due") || code == survivalCode(m, StandsNotDue) })
	}
	s.Steps = nil
	for i := range s.Moments {
		m := &s.Moments[i]
		parts := []string{curveCode(m.Months, "at_risk"), curveCode(m.Months, "closed"), curveCode(m.Months, "lost")}
		s.Figures.maskSecond(func(code string) bool { return slices.Contains(parts, code) })
		for _, code := range parts {
			m.Hidden = m.Hidden || s.Figures.Get(code).Masked
		}
	}
}

// LoadSurvival reads what became of the enterprises of a filter, on the sites on which the actor may do the action.
func LoadSurvival(tx *db.Tx, action access.Action, f SurvivalFilter) (Survival, error) {
	s := Survival{Today: tx.Today(), Filter: f}
	if !access.Can(tx.Actor(), action) {
		return s, models.Denied(string(action))
	}
	var err error
	if s.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return s, err
	}
	sites, all := access.SitesFor(tx.Actor(), action)
	s.Partial = !all
	if err := s.names(tx); err != nil {
		return s, err
	}
	where, args := f.where(sites, all)
	if s.lives, err = lives(tx, where, args); err != nil {
		return s, fmt.Errorf("survival: %w", err)
	}
	s.count()
	return s, nil
}

func (f SurvivalFilter) where(sites []int64, all bool) (string, []any) {
	conditions, args := []string{`p.phase IN ('launched', 'followed_up')`}, []any{}
	for _, by := range []struct {
		column string
		id     int64
	}{{`p.cohort_id = ?`, f.CohortID}, {`p.site_id = ?`, f.SiteID}, {`p.programme_id = ?`, f.ProgrammeID}} {
		if by.id != 0 {
			conditions, args = append(conditions, by.column), append(args, by.id)
		}
	}
	if f.Year != 0 {
		year := models.YearPeriod(f.Year)
		conditions, args = append(conditions, `e.created_on BETWEEN ? AND ?`), append(args, year.From, year.To)
	}
	if !all {
		in, ids := db.In(sites)
		conditions, args = append(conditions, `p.site_id IN `+in), append(args, ids...)
	}
	return strings.Join(conditions, " AND "), args
}

// lives reads the enterprises and the looks at them, with two statements.
func lives(tx *db.Tx, where string, args []any) ([]Life, error) {
	var list []Life
	at := map[int64]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var l Life
		var first, last string
		err := rows.Scan(&id, &l.ProjectID, &l.Ref, &first, &last, &l.Name, &l.SiteName, &l.ProgrammeName, &l.CreatedOn)
		l.Holder = programme.FullName(first, last)
		at[id] = len(list)
		list = append(list, l)
		return err
	}, `SELECT e.id, p.id, p.ref, h.first_name, h.last_name, e.name, s.name, g.name, e.created_on FROM enterprises e JOIN projects p ON p.id = e.project_id
		JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN programmes g ON g.id = p.programme_id
		WHERE `+where+` ORDER BY h.sort_key, p.id`, args...)
	if err != nil {
		return nil, err
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		var look Look
		if err := rows.Scan(&id, &look.Months, &look.On, &look.State, &look.ClosedOn); err != nil {
			return err
		}
		l := &list[at[id]]
		l.Looks = append(l.Looks, look)
		return nil
	}, `SELECT k.enterprise_id, k.months_after, k.observed_on, k.state, k.closed_on FROM enterprise_checks k JOIN enterprises e ON e.id = k.enterprise_id
		JOIN projects p ON p.id = e.project_id WHERE `+where+` ORDER BY k.id`, args...)
	return list, err
}

// names words the filter; what does not exist is missing.
func (s *Survival) names(tx *db.Tx) error {
	for _, by := range []struct {
		id    int64
		to    *string
		query string
		what  string
	}{
		{s.Filter.CohortID, &s.Cohort, `SELECT ref FROM cohorts WHERE id = ?`, "cohort"},
		{s.Filter.SiteID, &s.Site, `SELECT name FROM sites WHERE id = ?`, "site"},
		{s.Filter.ProgrammeID, &s.Programme, `SELECT name FROM programmes WHERE id = ?`, "programme"},
	} {
		if by.id == 0 {
			continue
		}
		found, err := tx.Get([]any{by.to}, by.query, by.id)
		if err != nil {
			return err
		}
		if !found {
			return models.Missing(by.what)
		}
	}
	return nil
}
