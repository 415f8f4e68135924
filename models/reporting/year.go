package reporting

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// YearFilter narrows the report of a year; zero values narrow nothing.
type YearFilter struct{ SiteID, ProgrammeID int64 }

// Year is what the couveuse publishes of one calendar year.
type Year struct {
	Couveuse  programme.Couveuse
	Year      int
	Today     models.Date
	Masked    bool
	Site      string // "" for all
	Programme string // "" for all
	Partial   bool   // the reader's sites are not all

	Figures    Figures
	Sites      []YearLine
	Programmes []YearLine
}

// YearLine is the year of one site or one programme.
type YearLine struct {
	Name                         string
	Accompanied, Exits, Launched Figure
}

// Running reports whether the year is not over on the day of the report.
func (y Year) Running() bool { return y.Today <= models.YearPeriod(y.Year).To }

// yearScope is the dossiers accompanied in the year: entered by its last day, and not
// left before its first, on the sites of which the actor may read the year.
func yearScope(tx *db.Tx, year int, f YearFilter) scope {
	period := models.YearPeriod(year)
	conditions := []string{`p.entered_on <= ? AND (p.left_on IS NULL OR p.left_on >= ?)`}
	args := []any{period.To, period.From}
	for _, by := range []struct {
		column string
		id     int64
	}{{`p.site_id = ?`, f.SiteID}, {`p.programme_id = ?`, f.ProgrammeID}} {
		if by.id != 0 {
			conditions, args = append(conditions, by.column), append(args, by.id)
		}
	}
	if sites, all := access.SitesFor(tx.Actor(), access.YearReport); !all {
		in, ids := db.In(sites)
		conditions, args = append(conditions, `p.site_id IN `+in), append(args, ids...)
	}
	return scope{strings.Join(conditions, " AND "), args}
}

// yearQuestions are the figures of a year, wholes before their parts.
func yearQuestions(year int, today models.Date, list []Member) []question {
	period := models.YearPeriod(year)
	left := func(m *Member) bool { return m.LeftOn != "" && period.Contains(m.LeftOn) }
	among := func(is func(*Member) bool) func(*Member) bool {
		return func(m *Member) bool { return left(m) && is(m) }
	}
	launched := among((*Member).Launched)
	q := []question{
		{"accompanied", "", everybody, nil},
		{"entered", "accompanied", func(m *Member) bool { return period.Contains(m.EnteredOn) }, nil},
		{"exits", "accompanied", left, nil},
		{"staying", "accompanied", func(m *Member) bool { return !left(m) }, nil},
		{"study_completed", "exits", among(func(m *Member) bool { return m.StudyCompleted != nil && *m.StudyCompleted }),
			func(m *Member) bool { return m.StudyCompleted == nil }},
		{"exits.launched", "exits", launched, nil},
	}
	for _, reason := range programme.AllExitReasons() {
		q = append(q, question{"exits." + string(reason), "exits",
			among(func(m *Member) bool { return exited(m) && m.ExitReason == reason }), nil})
	}
	q = append(q, question{"exits.unknown", "exits", among(func(m *Member) bool { return exited(m) && m.ExitReason == "" }), nil})
	due := func(m *Member) bool { return m.created().AddMonths(36) <= today }
	after := func(states ...string) func(*Member) bool {
		return func(m *Member) bool { return launched(m) && slices.Contains(states, m.After36) }
	}
	q = append(q,
		question{"survival.alive", "exits.launched", after("alive", "sold"), nil},
		question{"survival.closed", "exits.launched", after("closed"), nil},
		question{"survival.unknown", "exits.launched", func(m *Member) bool {
			return launched(m) && (m.After36 == "unknown" || m.After36 == "" && due(m))
		}, nil},
		question{"survival.not_due", "exits.launched", func(m *Member) bool { return launched(m) && m.After36 == "" && !due(m) }, nil},
	)
	q = append(q, profile("accompanied", everybody)...)
	for _, by := range []struct {
		prefix string
		of     func(*Member) (int64, string)
	}{{"site", siteOf}, {"programme", programmeOf}} {
		for _, group := range groupsOf(list, by.of) {
			in := func(m *Member) bool { id, _ := by.of(m); return id == group.id }
			code := by.prefix + "." + strconv.FormatInt(group.id, 10)
			q = append(q, question{code, "accompanied", in, nil},
				question{code + ".exits", code, func(m *Member) bool { return in(m) && left(m) }, nil},
				question{code + ".launched", code + ".exits", func(m *Member) bool { return in(m) && launched(m) }, nil})
		}
	}
	return q
}

// created is the day on which the enterprise began; the launch where it is not known.
func (m *Member) created() models.Date {
	if m.CreatedOn != "" {
		return m.CreatedOn
	}
	return m.LeftOn
}

func siteOf(m *Member) (int64, string)      { return m.SiteID, m.SiteName }
func programmeOf(m *Member) (int64, string) { return m.ProgrammeID, m.ProgrammeName }

type group struct {
	id   int64
	name string
}

// groupsOf lists the sites or programmes of the dossiers, by name.
func groupsOf(list []Member, of func(*Member) (int64, string)) []group {
	seen := map[int64]bool{}
	var groups []group
	for i := range list {
		if id, name := of(&list[i]); !seen[id] {
			seen[id] = true
			groups = append(groups, group{id, name})
		}
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(models.Fold(a.name), models.Fold(b.name)) })
	return groups
}

// LoadYear makes the report of a year over the sites that the actor may report on.
func LoadYear(tx *db.Tx, year int, f YearFilter) (Year, error) {
	y := Year{Year: year, Today: tx.Today()}
	if !access.Can(tx.Actor(), access.YearReport) {
		return y, models.Denied(string(access.YearReport))
	}
	var err error
	if y.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return y, err
	}
	r, err := read(tx, yearScope(tx, year, f))
	if err != nil {
		return y, err
	}
	_, all := access.SitesFor(tx.Actor(), access.YearReport)
	y.Partial = !all
	y.Figures = set{r.list, yearQuestions(year, tx.Today(), r.list)}.figures()
	line := func(prefix string, g group) YearLine {
		code := prefix + "." + strconv.FormatInt(g.id, 10)
		return YearLine{g.name, y.Figures.Get(code), y.Figures.Get(code + ".exits"), y.Figures.Get(code + ".launched")}
	}
	for _, g := range groupsOf(r.list, siteOf) {
		y.Sites = append(y.Sites, line("site", g))
	}
	for _, g := range groupsOf(r.list, programmeOf) {
		y.Programmes = append(y.Programmes, line("programme", g))
	}
	return y, y.names(tx, f)
}

// names words the filter; a site or programme that does not exist is missing.
func (y *Year) names(tx *db.Tx, f YearFilter) error {
	if f.SiteID != 0 {
		found, err := tx.Get([]any{&y.Site}, `SELECT name FROM sites WHERE id = ?`, f.SiteID)
		if err != nil {
			return err
		}
		if !found {
			return models.Missing("site")
		}
	}
	if f.ProgrammeID != 0 {
		found, err := tx.Get([]any{&y.Programme}, `SELECT name FROM programmes WHERE id = ?`, f.ProgrammeID)
		if err != nil {
			return err
		}
		if !found {
			return models.Missing("programme")
		}
	}
	return nil
}

// Mask hides small groups.
func (y *Year) Mask() {
	y.Masked = true
	y.Figures.mask()
	for _, lines := range [][]YearLine{y.Sites, y.Programmes} {
		for i := range lines {
			l := &lines[i]
			l.Accompanied, l.Exits, l.Launched = y.Figures.Get(l.Accompanied.Code), y.Figures.Get(l.Exits.Code), y.Figures.Get(l.Launched.Code)
		}
	}
}

// YearPeople lists the dossiers behind a figure of the year.
func YearPeople(tx *db.Tx, year int, f YearFilter, code string) (Figure, []Member, error) {
	r, err := read(tx, yearScope(tx, year, f))
	if err != nil {
		return Figure{}, nil, err
	}
	s := set{r.list, yearQuestions(year, tx.Today(), r.list)}
	list, err := s.people(code)
	return Figures(s.figures()).Get(code), list, err
}

// YearSummary is a line of the list of years.
type YearSummary struct{ Year, Entered, Exits, Accompanied int }

// Years lists the years that have journeys, the newest first.
func Years(tx *db.Tx) ([]YearSummary, error) {
	condition, args := "TRUE", []any{}
	if sites, all := access.SitesFor(tx.Actor(), access.YearReport); !all {
		condition, args = db.In(sites)
		condition = "p.site_id IN " + condition
	}
	entered := ` FROM projects p WHERE p.entered_on IS NOT NULL AND ` + condition
	left := ` FROM projects p WHERE p.left_on IS NOT NULL AND p.entered_on IS NOT NULL AND ` + condition
	var first, last, lastLeft models.Date
	_, err := tx.Get([]any{&first, &last, &lastLeft}, `SELECT (SELECT MIN(p.entered_on)`+entered+`), (SELECT MAX(p.entered_on)`+entered+`), (SELECT MAX(p.left_on)`+left+`)`,
		slices.Concat(args, args, args)...)
	if err != nil || first == "" {
		return nil, err
	}
	var list []YearSummary
	within := 0 // who entered and had not left before the year
	for year, end := first.Year(), max(last.Year(), tx.Today().Year(), lastLeft.Year()); year <= end; year++ {
		y, period := YearSummary{Year: year}, models.YearPeriod(year)
		bounds := append([]any{period.From, period.To}, args...)
		_, err := tx.Get([]any{&y.Entered, &y.Exits}, `SELECT
			(SELECT count(*) FROM projects p WHERE p.entered_on BETWEEN ? AND ? AND `+condition+`),
			(SELECT count(*) FROM projects p WHERE p.left_on BETWEEN ? AND ? AND p.entered_on IS NOT NULL AND `+condition+`)`, slices.Concat(bounds, bounds)...)
		if err != nil {
			return nil, err
		}
		y.Accompanied = within + y.Entered
		within = y.Accompanied - y.Exits
		list = append(list, y)
	}
	slices.Reverse(list)
	for len(list) > 0 && list[0].Accompanied == 0 { // nobody is there any more
		list = list[1:]
	}
	return list, nil
}
