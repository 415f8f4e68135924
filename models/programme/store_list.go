package programme

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// Sort is the order of a list of dossiers.
type Sort string

// The orders. Each has an index, so that a page costs the same at any size.
const (
	ByNewest Sort = "recent" // newest reference first
	ByEnd    Sort = "fin"    // the phase that ends soonest first
	// ByUrgency goes by the day on which a phase ends or, where it has no end, by the day since when the dossier waits in it.
	ByUrgency Sort = "urgence"
)

// orders are the day that an order goes by, "" for the reference alone.
var orders = map[Sort]string{ByEnd: `p.phase_ends_on`, ByUrgency: `COALESCE(p.phase_ends_on, p.phase_started_on)`}

// running lists the phases in which a dossier waits for a next step of the couveuse: its index is written so, too.
const running = `('submitted', 'review', 'waitlisted', 'accepted', 'coaching', 'test')`

// Filter narrows a list of dossiers. Zero values narrow nothing.
type Filter struct {
	Phases                                 []Phase
	ProgrammeID, SiteID, CohortID, CoachID int64
	Mine                                   bool  // only those that the actor works on today
	Suspended                              bool  // only those whose clock stands still
	PersonID                               int64 // only this holder's
	Accepted                               bool  // only those that were accepted once, whatever came after
	Running                                bool  // only those that wait for a next step: from the submission to the end of the test
	IDs                                    []int64
	Text                                   string // words of the reference, the holder or the title, in any order
	Sort                                   Sort
	After                                  string // where the page before ended, as List gave it
	Limit                                  int
}

// Row is one line of a list of dossiers.
type Row struct {
	ID                          int64
	Ref, Holder, Title          string
	Masked                      bool // the actor judges it blind: Holder is ""
	Phase                       Phase
	PhaseStartedOn, PhaseEndsOn models.Date
	SuspendedOn                 models.Date
	LastMeetingOn               models.Date
	NextMeetingAt               models.Instant
	SubmittedAt                 models.Instant
	SiteName, CohortRef         string
	Version                     int
	Coaches                     []Coach
}

// references are the filters by id, in a fixed order: the same filter makes the
// same SQL, which is then prepared once.
func (f Filter) references() []struct {
	column string
	id     int64
} {
	return []struct {
		column string
		id     int64
	}{{"programme", f.ProgrammeID}, {"site", f.SiteID}, {"cohort", f.CohortID}}
}

// where builds the conditions that the actor's reach and the filter set.
func (f Filter) where(tx *db.Tx, action access.Action) ([]string, []any) {
	visible, args := Visible(tx, action)
	conditions := []string{visible}
	add := func(condition string, more ...any) {
		conditions = append(conditions, condition)
		args = append(args, more...)
	}
	if len(f.Phases) > 0 {
		phases := make([]any, len(f.Phases))
		for i, p := range f.Phases {
			phases[i] = p
		}
		add(`p.phase IN (`+strings.TrimSuffix(strings.Repeat("?, ", len(phases)), ", ")+`)`, phases...)
	}
	if f.Accepted { // written so that the order's index serves, which an IN list would turn away from
		add(`p.phase NOT IN ` + applying)
	}
	if f.Running {
		add(`p.phase IN ` + running)
	}
	if f.IDs != nil {
		in, ids := db.In(f.IDs)
		add(`p.id IN `+in, ids...)
	}
	for _, by := range f.references() {
		if by.id != 0 {
			add("p."+by.column+"_id = ?", by.id)
		}
	}
	if f.Mine {
		f.CoachID = tx.Actor().AccountID
	}
	if f.CoachID != 0 {
		working, worker := WorksOn(tx, "p.id", f.CoachID)
		add(working, worker...)
	}
	if f.PersonID != 0 {
		add(`p.person_id = ?`, f.PersonID)
	}
	if f.Suspended {
		add(`p.suspended_on IS NOT NULL`)
	}
	column, columnArgs := searched(tx)
	for _, word := range strings.Fields(models.Fold(f.Text)) {
		add(column+` LIKE ? ESCAPE '\'`, append(slices.Clone(columnArgs), "%"+likeEscaper.Replace(word)+"%")...)
	}
	return conditions, args
}

// Where is the filter as a condition over projects p, within the actor's reach, for questions that other rooms ask of the same dossiers.
func (f Filter) Where(tx *db.Tx, action access.Action) (string, []any) {
	list, args := f.where(tx, action)
	return strings.Join(list, " AND "), args
}

// searched is what a search looks into: of a dossier that the actor judges blind only the
// reference, or names could be tried.
func searched(tx *db.Tx) (string, []any) {
	hidden, args := Masked(tx)
	if len(args) == 0 {
		return `p.search`, nil
	}
	return `(CASE WHEN ` + hidden + ` THEN lower(p.ref) ELSE p.search END)`, args
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// List gives one page of dossiers that the actor may do the action on, and
// where the next page starts ("" on the last). An unreadable After is invalid.
func List(tx *db.Tx, action access.Action, f Filter) (list []Row, next string, err error) {
	conditions, args := f.where(tx, action)
	order, day := "p.id DESC", orders[f.Sort]
	if day != "" {
		order = day + ", p.id"
	}
	if f.Sort == ByEnd {
		conditions = append(conditions, `p.phase_ends_on IS NOT NULL`)
	}
	if f.After != "" {
		date, id, err := readCursor(f.After)
		if err != nil {
			return nil, "", err
		}
		if day != "" {
			conditions = append(conditions, `(`+day+`, p.id) > (?, ?)`)
			args = append(args, date, id)
		} else {
			conditions = append(conditions, `p.id < ?`)
			args = append(args, id)
		}
	}
	if f.Limit == 0 {
		f.Limit = 50
	}
	hidden, hiddenArgs := Masked(tx)
	args = append(append(slices.Clone(hiddenArgs), args...), f.Limit+1)
	list = make([]Row, 0, f.Limit+1)
	err = tx.Each(func(rows *sql.Rows) error {
		var r Row
		var first, last string
		err := rows.Scan(&r.ID, &r.Ref, &first, &last, &r.Title, &r.Phase, &r.PhaseStartedOn, &r.PhaseEndsOn, &r.SuspendedOn,
			&r.LastMeetingOn, &r.NextMeetingAt, &r.SubmittedAt, &r.SiteName, &r.CohortRef, &r.Version, &r.Masked)
		if !r.Masked {
			r.Holder = FullName(first, last)
		}
		list = append(list, r)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title, p.phase, p.phase_started_on, p.phase_ends_on, p.suspended_on,
		p.last_meeting_on, p.next_meeting_at, p.submitted_at, s.name, c.ref, p.version, `+hidden+`
		FROM (SELECT p.id FROM projects p WHERE `+strings.Join(conditions, " AND ")+` ORDER BY `+order+` LIMIT ?) page
		JOIN projects p ON p.id = page.id JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN cohorts c ON c.id = p.cohort_id
		ORDER BY `+order, args...)
	if err != nil {
		return nil, "", fmt.Errorf("list projects: %w", err)
	}
	if len(list) > f.Limit {
		list = list[:f.Limit]
		last := list[f.Limit-1]
		next = string(cmp.Or(last.PhaseEndsOn, last.PhaseStartedOn)) + "~" + strconv.FormatInt(last.ID, 10)
	}
	return list, next, addCoaches(tx, list)
}

func readCursor(after string) (models.Date, int64, error) {
	bad := models.Fields(models.FieldProblem{Field: "apres", Code: "cursor"})
	date, number, ok := strings.Cut(after, "~")
	id, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil {
		return "", 0, bad
	}
	if date != "" {
		if _, err := models.ParseDate(date); err != nil {
			return "", 0, bad
		}
	}
	return models.Date(date), id, nil
}

func addCoaches(tx *db.Tx, list []Row) error {
	ids := make([]int64, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	coaches, err := Coaches(tx, ids)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Coaches = coaches[list[i].ID]
	}
	return nil
}

// None reports that no dossier has the words of the filter, by the counts of the filter: they need not be looked for again.
func (f Filter) None(counts map[Phase]int) bool {
	n := 0
	for phase, found := range counts {
		if len(f.Phases) == 0 || slices.Contains(f.Phases, phase) {
			n += found
		}
	}
	return f.Text != "" && f.After == "" && n == 0
}

// CountByPhase counts the dossiers of the filter by phase. Whole sites and cohorts are read from the kept counts;
// what the actor sees besides, and what a filter leaves of a site, is counted.
func CountByPhase(tx *db.Tx, action access.Action, f Filter) (map[Phase]int, error) {
	f.Phases = nil
	sites, all := access.SitesFor(tx.Actor(), action)
	whole := (all || len(sites) > 0) && !tx.Actor().Has(access.Jury)
	if !whole || f.Mine || f.CoachID != 0 || f.PersonID != 0 || f.Text != "" || f.Suspended {
		counts := map[Phase]int{}
		return counts, countInto(tx, counts, action, f, "TRUE")
	}
	conditions, args := []string{"TRUE"}, []any{}
	if !all {
		in, ids := db.In(sites)
		conditions, args = append(conditions, "c.site_id IN "+in), append(args, ids...)
	}
	for _, by := range f.references() {
		if by.id != 0 {
			column := strings.Replace("c."+by.column+"_id = ?", "cohort_id", "id", 1)
			conditions, args = append(conditions, column), append(args, by.id)
		}
	}
	counts, err := keptCounts(tx, f, strings.Join(conditions, " AND "), args)
	if err != nil {
		return counts, err
	}
	return counts, countBeyond(tx, counts, action, f, sites, all)
}

// keptCounts reads the counts of the cohorts c of a condition, without what was never sent.
func keptCounts(tx *db.Tx, f Filter, condition string, args []any) (map[Phase]int, error) {
	counts := map[Phase]int{}
	accepted := ""
	if f.Accepted {
		accepted = ` AND n.phase NOT IN ` + applying
	}
	err := tx.Each(eachCount(counts, 1), `SELECT n.phase, SUM(n.n) FROM project_counts n JOIN cohorts c ON c.id = n.cohort_id
		WHERE `+condition+accepted+` GROUP BY n.phase`, args...)
	if err != nil || tx.Actor().IsOperator() || f.Accepted { // what was accepted was sent long ago
		return counts, err
	}
	// What only its author sees: the kept counts know every dossier.
	return counts, tx.Each(eachCount(counts, -1), `SELECT p.phase, count(*) FROM projects p
		WHERE p.submitted_at IS NULL AND p.phase IN ('draft', 'withdrawn') AND p.cohort_id IN (SELECT c.id FROM cohorts c WHERE `+condition+`)
		GROUP BY p.phase`, args...)
}

// countBeyond adds what the actor sees besides what was sent on whole sites: their own dossiers, and those that they work on elsewhere.
func countBeyond(tx *db.Tx, counts map[Phase]int, action access.Action, f Filter, sites []int64, all bool) error {
	a := tx.Actor()
	switch {
	case a.PersonID == 0 && (all || !a.Has(access.Coach)):
		return nil
	case all:
		return countInto(tx, counts, action, f, `p.person_id = ? AND NOT `+sent, a.PersonID)
	}
	in, args := db.In(sites)
	working, worker := WorksOn(tx, "p.id", a.AccountID)
	return countInto(tx, counts, action, f, `(`+working+` OR p.person_id = ?) AND NOT (`+sent+` AND p.site_id IN `+in+`)`,
		append(append(worker, a.PersonID), args...)...)
}

// countInto counts the dossiers of a filter and a condition one by one.
func countInto(tx *db.Tx, counts map[Phase]int, action access.Action, f Filter, condition string, more ...any) error {
	conditions, args := f.where(tx, action)
	phase := `p.phase || ''` // grouped by a word and not by the column, or SQLite walks all dossiers by phase to count a few
	if f.Text != "" {
		phase = `p.phase` // nothing but a walk finds words, and an index holds all that it asks
	}
	return tx.Each(eachCount(counts, 1), `SELECT `+phase+`, count(*) FROM projects p WHERE `+strings.Join(conditions, " AND ")+` AND `+condition+` GROUP BY 1`,
		append(args, more...)...)
}

// eachCount adds each row's count to its phase, or takes it away.
func eachCount(counts map[Phase]int, sign int) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var phase Phase
		var n int
		err := rows.Scan(&phase, &n)
		counts[phase] += sign * n
		return err
	}
}
