package participant

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Filter narrows the table. Zero values narrow nothing, but for the period: an empty one is the calendar year of today.
type Filter struct {
	Period              models.Period
	SiteID, ProgrammeID int64
}

// Table is the indicators of a period.
type Table struct {
	Couveuse        programme.Couveuse
	Period          models.Period
	Today           models.Date
	Site, Programme string // "" for all
	Partial         bool   // the reader's sites are not all
	Masked          bool
	Rules           Rules
	Lines           []Line
	Entered, Left   int // people: the scopes of the lines
	Looked          int
	Gaps            []Gap
}

// Gap is somebody of whom something is missing.
type Gap struct {
	Row
	Entry    []string // names of the answers of the entry
	Exit     Lack
	ExitDue  models.Date // last day on which the answer counts
	Later    Lack
	LaterDue models.Date
}

// Lack is why a result does not count; "" when it does, or is not asked.
type Lack string

// The lacks.
const (
	Awaited Lack = "awaited"  // its window is open
	Overdue Lack = "overdue"  // its window is over, and nothing was recorded
	TooLate Lack = "too_late" // it was recorded after its window
)

// Indicators lists the indicators, in order.
func Indicators(tx *db.Tx) (list []Indicator, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var i Indicator
		err := rows.Scan(&i.ID, &i.Counts, &i.Code, &i.Label, &i.Active, &i.Position, &i.Version)
		list = append(list, i)
		return err
	}, `SELECT id, counts, code, label, active, position, version FROM participant_indicators ORDER BY position, id`)
	return list, err
}

// period fills in a period: the calendar year of today for none, its other end for one that is open.
func (f Filter) period(today models.Date) (models.Period, *models.Problem) {
	p, year := f.Period, models.YearPeriod(today.Year())
	switch {
	case p.From == "" && p.To == "":
		p = year
	case p.From == "":
		p.From = models.YearPeriod(p.To.Year()).From
	case p.To == "":
		p.To = max(p.From, year.To)
	}
	if p.To < p.From {
		return p, models.Fields(models.FieldProblem{Field: "au", Code: "not_before", Facts: models.Facts{"date": p.From}})
	}
	return p, nil
}

// LoadTable makes the table over the sites on which the actor may report.
func LoadTable(tx *db.Tx, f Filter) (Table, error) {
	t := Table{Today: tx.Today()}
	rows, err := t.read(tx, f)
	if err != nil {
		return t, err
	}
	if t.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return t, err
	}
	list, err := Indicators(tx)
	if err != nil {
		return t, err
	}
	for _, i := range list {
		if d, people := definitionOf(i.Counts); people && i.Active {
			t.Lines = append(t.Lines, d.count(i, rows, t.Period, t.Today))
		}
	}
	for k := range rows {
		r := &rows[k]
		for _, x := range []struct {
			among scope
			n     *int
		}{{entered, &t.Entered}, {left, &t.Left}, {looked, &t.Looked}} {
			if x.among(r, t.Period, t.Today) {
				*x.n++
			}
		}
		if g, lacks := gapOf(r, t.Period, t.Today); lacks {
			t.Gaps = append(t.Gaps, g)
		}
	}
	return t, nil
}

// read gives the people of the period: who entered in it, left in it, or came to the day on which they are asked again.
func (t *Table) read(tx *db.Tx, f Filter) ([]Row, error) {
	if !access.Can(tx.Actor(), access.ParticipantReport) {
		return nil, models.Denied(string(access.ParticipantReport))
	}
	var problem *models.Problem
	if t.Period, problem = f.period(tx.Today()); problem != nil {
		return nil, problem
	}
	var err error
	if t.Rules, err = LoadRules(tx); err != nil {
		return nil, err
	}
	if err := t.names(tx, f); err != nil {
		return nil, err
	}
	early := t.Period.From.AddMonths(-t.Rules.LaterMonths).AddDays(-4) // months end on different days: looked is exact
	conditions := []string{`p.entered_on IS NOT NULL AND (p.entered_on BETWEEN ? AND ? OR p.left_on BETWEEN ? AND ?)`}
	args := []any{t.Period.From, t.Period.To, early, t.Period.To}
	for _, by := range []struct {
		column string
		id     int64
	}{{`p.site_id = ?`, f.SiteID}, {`p.programme_id = ?`, f.ProgrammeID}} {
		if by.id != 0 {
			conditions, args = append(conditions, by.column), append(args, by.id)
		}
	}
	sites, all := access.SitesFor(tx.Actor(), access.ParticipantReport)
	if t.Partial = !all; t.Partial {
		in, ids := db.In(sites)
		conditions, args = append(conditions, `p.site_id IN `+in), append(args, ids...)
	}
	return rowsOf(tx, t.Rules, strings.Join(conditions, " AND "), args...)
}

// rowsOf reads participations with two statements, whatever their number.
func rowsOf(tx *db.Tx, rules Rules, where string, args ...any) (list []Row, err error) {
	byID := map[int64]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		r := Row{Rules: rules}
		dest := append([]any{&r.ProjectID, &r.Ref, &r.First, &r.Last, &r.SiteName, &r.Programme, &r.Phase, &r.EnteredOn, &r.LeftOn, &r.Recorded,
			&r.Rules.LongMonths, &r.Rules.YoungUnder, &r.Rules.YoungMonths}, r.Entry.targets()...)
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		byID[r.ProjectID] = len(list)
		list = append(list, r)
		return nil
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, s.name, g.name, p.phase, p.entered_on, p.left_on, e.project_id IS NOT NULL,
		COALESCE(e.long_months, u.long_months), COALESCE(e.young_under, u.young_under), COALESCE(e.young_months, u.young_months),
		COALESCE(e.labour, ''), e.jobless_since, e.birth_on, COALESCE(e.gender, ''), COALESCE(e.schooling, ''), COALESCE(e.disability, ''), COALESCE(e.third_country, ''),
		COALESCE(e.foreign_background, ''), COALESCE(e.minority, ''), COALESCE(e.homeless, ''), COALESCE(e.rural, '')
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN programmes g ON g.id = p.programme_id
		JOIN participant_rules u ON u.id = 1 LEFT JOIN participants e ON e.project_id = p.id
		WHERE `+where+` ORDER BY h.sort_key, p.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("participants: %w", err)
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		var x Result
		if err := rows.Scan(&id, &x.Moment, &x.ObservedOn, &x.JobSearch, &x.Training, &x.Qualification, &x.Employment, &x.Improved); err != nil {
			return err
		}
		if r := &list[byID[id]]; x.Moment == Later {
			r.Later = &x
		} else {
			r.Exit = &x
		}
		return nil
	}, `SELECT x.project_id, x.moment, x.observed_on, x.job_search, x.training, x.qualification, x.employment, x.improved
		FROM participant_results x JOIN projects p ON p.id = x.project_id WHERE `+where, args...)
	return list, err
}

// names words the filter; a site or programme that does not exist is missing.
func (t *Table) names(tx *db.Tx, f Filter) error {
	if f.SiteID != 0 {
		found, err := tx.Get([]any{&t.Site}, `SELECT name FROM sites WHERE id = ?`, f.SiteID)
		if err != nil {
			return err
		}
		if !found {
			return models.Missing("site")
		}
	}
	if f.ProgrammeID != 0 {
		found, err := tx.Get([]any{&t.Programme}, `SELECT name FROM programmes WHERE id = ?`, f.ProgrammeID)
		if err != nil {
			return err
		}
		if !found {
			return models.Missing("programme")
		}
	}
	return nil
}

// People lists who stands behind a cell: the column of the indicator that has the code.
func People(tx *db.Tx, f Filter, code string, c Column) (Line, []Row, error) {
	var line Line
	list, err := Indicators(tx)
	if err != nil {
		return line, nil, err
	}
	for _, i := range list {
		d, people := definitionOf(i.Counts)
		if i.Code != code || !i.Active || !people {
			continue
		}
		t := Table{Today: tx.Today()}
		rows, err := t.read(tx, f)
		if err != nil {
			return line, nil, err
		}
		line = d.count(i, rows, t.Period, t.Today)
		if !slices.Contains(Columns(), c) {
			break
		}
		var found []Row
		for k := range rows {
			if d.among(&rows[k], t.Period, t.Today) && d.holds(&rows[k], c) {
				found = append(found, rows[k])
			}
		}
		return line, found, nil
	}
	return line, nil, models.Missing("figure")
}

// Mask hides small groups, and who lacks what.
func (t *Table) Mask() {
	t.Masked, t.Gaps = true, nil
	mask(t.Lines)
}

// Line gives the line of a definition; the zero line for none.
func (t *Table) Line(counts string) Line {
	for _, l := range t.Lines {
		if l.Counts == counts {
			return l
		}
	}
	return Line{}
}

// lack says why the result of a moment does not count.
func (r *Row) lack(m Moment, today models.Date) (Lack, models.Date) {
	last := r.Rules.Window(m, r.LeftOn).To
	switch {
	case r.Late(m):
		return TooLate, last
	case r.Result(m) != nil:
		return "", last
	case today <= last:
		return Awaited, last
	}
	return Overdue, last
}

// gapOf says what is missing of somebody for the lines of a period.
func gapOf(r *Row, p models.Period, today models.Date) (Gap, bool) {
	g := Gap{Row: *r}
	if entered(r, p, today) {
		g.Entry = r.Entry.Missing()
	}
	if left(r, p, today) {
		g.Exit, g.ExitDue = r.lack(Exit, today)
	}
	if looked(r, p, today) {
		g.Later, g.LaterDue = r.lack(Later, today)
	}
	return g, len(g.Entry) > 0 || g.Exit != "" || g.Later != ""
}
