package reporting

import (
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// ActivityFilter says what an activity report is about: a period, and of it one site or
// programme; zero ids narrow nothing.
type ActivityFilter struct {
	Period              models.Period
	SiteID, ProgrammeID int64
}

// The bounds of a report: how long a period may be, and how many periods before it are compared.
const (
	MostMonths   = 120
	PeriodsAfore = 4
)

// OfYear asks for a calendar year.
func OfYear(year int) ActivityFilter { return ActivityFilter{Period: models.YearPeriod(year)} }

// CheckPeriod says whether a report can be made of a period: both ends known, in order, begun by today, and not too long.
// Fields: "du", "au".
func CheckPeriod(p models.Period, today models.Date) *models.Problem {
	var fields []models.FieldProblem
	for _, end := range []struct {
		name string
		on   models.Date
	}{{"du", p.From}, {"au", p.To}} {
		if end.on == "" {
			fields = append(fields, models.FieldProblem{Field: end.name, Code: "required"})
		}
	}
	switch {
	case fields != nil:
	case p.To < p.From:
		fields = append(fields, models.FieldProblem{Field: "au", Code: "not_before", Facts: models.Facts{"date": p.From}})
	case p.From > today:
		fields = append(fields, models.FieldProblem{Field: "du", Code: "future", Facts: models.Facts{"date": today}})
	case p.To >= p.From.AddMonths(MostMonths):
		fields = append(fields, models.FieldProblem{Field: "au", Code: "period_long", Facts: models.Facts{"years": MostMonths / 12}})
	}
	return models.Gather(fields)
}

// wholeYear gives the calendar year that a period is; 0 for any other.
func wholeYear(p models.Period) int {
	if year := p.From.Year(); p == models.YearPeriod(year) {
		return year
	}
	return 0
}

// PeriodRef writes a period as addresses and issued papers name it: "2026", or "2026-01-01_2026-06-30".
func PeriodRef(p models.Period) string {
	if year := wholeYear(p); year != 0 {
		return strconv.Itoa(year)
	}
	return string(p.From) + "_" + string(p.To)
}

// ReadPeriodRef reads what PeriodRef writes; Missing for anything else.
func ReadPeriodRef(ref string) (models.Period, error) {
	if year, err := strconv.Atoi(ref); err == nil && len(ref) == 4 && year >= 1900 && year <= 2199 {
		return models.YearPeriod(year), nil
	}
	from, to, found := strings.Cut(ref, "_")
	if !found {
		return models.Period{}, models.Missing("year")
	}
	var p models.Period
	var err error
	if p.From, err = models.ParseDate(from); err == nil {
		p.To, err = models.ParseDate(to)
	}
	if err != nil || PeriodRef(p) != ref {
		return models.Period{}, models.Missing("year")
	}
	return p, nil
}

// afore gives the same period so many times its length in whole years before: of a year or less the year before.
func afore(p models.Period, times int) models.Period {
	years := 1
	for p.To >= p.From.AddMonths(12*years) {
		years++
	}
	months := -12 * years * times
	to := p.To.AddMonths(months)
	if p.To.AddDays(1).Day() == 1 { // the last of its month stays one, 29 February or not
		to = p.To.AddDays(1).AddMonths(months).AddDays(-1)
	}
	return models.Period{From: p.From.AddMonths(months), To: to}
}

const enteredAtAll = `p.entered_on IS NOT NULL`

// place is the dossiers p of the filter's site and programme on which the actor may report, whatever became of them when.
func (f ActivityFilter) place(tx *db.Tx) scope {
	conditions, args := []string{enteredAtAll}, []any{}
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

// accompaniedIn is the condition of who was accompanied in a period: entered by its last day, not left before its first.
const accompaniedIn = `p.entered_on <= ? AND (p.left_on IS NULL OR p.left_on >= ?)`

// within narrows a place to who was accompanied at some time of the period.
func (s scope) within(p models.Period) scope {
	return scope{s.where + " AND " + accompaniedIn, append(s.args[:len(s.args):len(s.args)], p.To, p.From)}
}
