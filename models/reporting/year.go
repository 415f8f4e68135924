package reporting

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Activity is what the couveuse did in a period, as a board and a funder read it.
type Activity struct {
	Couveuse  programme.Couveuse
	Filter    ActivityFilter
	Today     models.Date
	Masked    bool
	Site      string // "" for all
	Programme string // "" for all
	Partial   bool   // the reader's sites are not all

	Figures    Figures // of people and enterprises
	Sums       Sums    // of meetings, time, money and jobs
	Kinds      []string
	Sectors    []Named // of the enterprises created
	Forms      []Named
	Sites      []Named
	Programmes []Named
	Survival   Survival // of all enterprises created up to the period's end
	Before     []Before // the same period of the years before, the nearest first
	Comment    Comment
}

// Before is the report of a period before, as far as it is compared.
type Before struct {
	Period  models.Period
	Figures Figures
	Sums    Sums
}

// Named is a group that people named: Key is its part of a figure's code, Name what is read.
type Named struct{ Key, Name string }

// Year is the calendar year that the report is about; 0 for another period.
func (a Activity) Year() int { return wholeYear(a.Filter.Period) }

// Ref names the period as addresses do.
func (a Activity) Ref() string { return PeriodRef(a.Filter.Period) }

// Running reports whether the period is not over on the day of the report.
func (a Activity) Running() bool { return a.Today <= a.Filter.Period.To }

// LoadActivity makes the report of a period over the sites that the actor may report on. A period of which none can
// be made is Invalid.
func LoadActivity(tx *db.Tx, f ActivityFilter) (Activity, error) {
	r, err := readActivity(tx, f, PeriodsAfore)
	if err != nil {
		return Activity{}, err
	}
	a := Activity{Filter: f, Today: tx.Today(), Partial: r.partial, Site: r.site, Programme: r.programme}
	if a.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return a, err
	}
	list := r.within(f.Period)
	a.Sectors, a.Forms = sectorsOf(list, f.Period), formsOf(list, f.Period)
	a.Sites, a.Programmes = groupsOf(list, siteOf), groupsOf(list, programmeOf)
	a.Figures = r.set(f.Period).figures()
	if a.Sums, a.Kinds, err = r.sums(f.Period, list); err != nil {
		return a, err
	}
	if a.Survival, err = r.survival(); err != nil {
		return a, err
	}
	for i := 1; i <= PeriodsAfore; i++ {
		b := Before{Period: afore(f.Period, i)}
		b.Figures = r.compared(b.Period).figures()
		if b.Sums, err = r.comparedSums(b.Period); err != nil {
			return a, err
		}
		a.Before = append(a.Before, b)
	}
	for n := len(a.Before); n > 0 && a.Before[n-1].nothing(); n-- { // before the couveuse counted
		a.Before = a.Before[:n-1]
	}
	a.Comment, err = CommentOn(tx, f)
	return a, err
}

func (b Before) nothing() bool {
	return b.Figures.Get("accompanied").Count == 0 && !slices.ContainsFunc(b.Sums, func(s Sum) bool { return s.Value != 0 })
}

// activityReading is the dossiers accompanied in a period and in those before it.
type activityReading struct {
	*reading
	filter          ActivityFilter
	place           scope
	partial         bool
	site, programme string
}

// readActivity reads what figures are made of, back to so many periods before. What the reader may not see is missing.
func readActivity(tx *db.Tx, f ActivityFilter, back int) (*activityReading, error) {
	if !access.Can(tx.Actor(), access.YearReport) {
		return nil, models.Denied(string(access.YearReport))
	}
	if p := CheckPeriod(f.Period, tx.Today()); p != nil {
		return nil, p
	}
	r := &activityReading{filter: f, place: f.place(tx)}
	_, all := access.SitesFor(tx.Actor(), access.YearReport)
	r.partial = !all
	if err := r.names(tx); err != nil {
		return nil, err
	}
	span := models.Period{From: afore(f.Period, back).From, To: f.Period.To}
	r.reading = &reading{tx: tx, scope: r.place.within(span), byID: map[int64]*Member{}}
	for _, step := range []func() error{r.members, r.enterprises, r.lifetimes, r.present, r.capped} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// names words the filter; a site or programme that does not exist, or is not the reader's, is missing.
func (r *activityReading) names(tx *db.Tx) error {
	if id := r.filter.SiteID; id != 0 {
		found, err := tx.Get([]any{&r.site}, `SELECT name FROM sites WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if !found || !access.CanOnSite(tx.Actor(), access.YearReport, id) {
			return models.Missing("site")
		}
	}
	if id := r.filter.ProgrammeID; id != 0 {
		found, err := tx.Get([]any{&r.programme}, `SELECT name FROM programmes WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if !found {
			return models.Missing("programme")
		}
	}
	return nil
}

// within lists who was accompanied at some time of a period.
func (r *activityReading) within(p models.Period) []Member {
	var list []Member
	for i := range r.list {
		if m := &r.list[i]; m.EnteredOn <= p.To && (m.LeftOn == "" || m.LeftOn >= p.From) {
			list = append(list, *m)
		}
	}
	return list
}

func (r *activityReading) set(p models.Period) set {
	list := r.within(p)
	return set{list, activityQuestions(p, r.tx.Today(), list)}
}

// compared is the set of a period before, with the questions that are compared and their wholes.
func (r *activityReading) compared(p models.Period) set {
	all := r.set(p)
	var some []question
	for _, q := range all.questions {
		if slices.Contains(ComparedFigures(), q.code) || slices.ContainsFunc(all.questions, func(part question) bool {
			return part.of == q.code && slices.Contains(ComparedFigures(), part.code)
		}) {
			some = append(some, q)
		}
	}
	return set{all.list, some}
}

// ComparedFigures and ComparedSums are the codes that are set beside those of the years before.
func ComparedFigures() []string {
	return []string{"accompanied", "at_start", "entered", "exits", "staying", "study_completed", "exits.launched", "exits.job_found", "exits.training",
		"survival.36.due", "survival.36.alive", "survival.36.closed", "survival.36.unknown"}
}

// ComparedSums are the sums that are set beside those of the years before.
func ComparedSums() []string {
	return []string{"meetings", "minutes", "money.asked", "money.awarded", "money.paid", "money.recovered", "jobs"}
}

// YearSummary is a line of the list of years.
type YearSummary struct{ Year, Entered, Exits, Launched, Accompanied int }

// Years lists the years that have journeys, the newest first: a statement a year, on the indexes of the two days alone. (The
// empty text put to the phase keeps SQLite from going by phase, through all that ever launched, each year.)
func Years(tx *db.Tx) ([]YearSummary, error) {
	condition, args := "TRUE", []any{}
	if sites, all := access.SitesFor(tx.Actor(), access.YearReport); !all {
		condition, args = db.In(sites)
		condition = "p.site_id IN " + condition
	}
	ends := ` FROM projects p WHERE p.entered_on IS NOT NULL AND ` + condition
	var first, last, lastLeft models.Date
	_, err := tx.Get([]any{&first, &last, &lastLeft}, `SELECT (SELECT MIN(p.entered_on)`+ends+`), (SELECT MAX(p.entered_on)`+ends+`), (SELECT MAX(p.left_on)`+ends+`)`,
		slices.Concat(args, args, args)...)
	if err != nil || first == "" {
		return nil, err
	}
	var list []YearSummary
	within := 0 // who entered and had not left before the year
	for year, end := first.Year(), min(max(last.Year(), tx.Today().Year(), lastLeft.Year()), tx.Today().Year()); year <= end; year++ {
		y, period := YearSummary{Year: year}, models.YearPeriod(year)
		bounds := append([]any{period.From, period.To}, args...)
		_, err := tx.Get([]any{&y.Entered, &y.Exits, &y.Launched}, `SELECT
			(SELECT count(*) FROM projects p WHERE p.entered_on BETWEEN ? AND ? AND `+condition+`),
			(SELECT count(*) FROM projects p WHERE p.left_on BETWEEN ? AND ? AND p.entered_on IS NOT NULL AND `+condition+`),
			(SELECT count(*) FROM projects p WHERE p.left_on BETWEEN ? AND ? AND p.entered_on IS NOT NULL AND p.phase || '' IN ('launched', 'followed_up') AND `+condition+`)`,
			slices.Concat(bounds, bounds, bounds)...)
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
