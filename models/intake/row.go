package intake

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"eclosion/models"
	"eclosion/models/programme"
)

// record is one row in the words of the product.
type record struct {
	row                       int
	externalRef               string
	lastName, firstName       string
	birthOn                   models.Date
	gender, email, phone      string
	postcode, municipality    string
	site                      programme.Site
	programme                 programme.Programme
	situation, schooling      string
	title, sector             string
	enteredOn, testOn, leftOn models.Date
	study                     *bool
	exit                      programme.ExitReason // "" when the journey goes on, or ended in an enterprise
	created                   bool
	enterprise, number        string
	createdOn                 models.Date
	survival                  string // three years later: alive, closed, unknown; "" while nobody has looked
	grant                     models.Cents
	meetings, minutes         int
}

// reference is what the couveuse calls its sites and programmes.
type reference struct {
	sites      map[string]programme.Site
	programmes map[string]programme.Programme
	offered    map[[2]int64]bool // programme and site
	today      models.Date
}

// parser reads the cells of one row and gathers all that is wrong with them.
type parser struct {
	table    table
	layout   layout
	cells    []string
	problems []*models.Problem
}

func (p *parser) add(problem *models.Problem) { p.problems = append(p.problems, problem) }

// about are the facts of a problem with a cell.
func about(c column, value string) models.Facts {
	return models.Facts{"column": string(c), "value": value}
}

func (p *parser) cell(c column) string {
	i, ok := p.layout.at[c]
	if !ok || i >= len(p.cells) {
		return ""
	}
	return p.cells[i]
}

// maxText bounds a cell: it is a name or a title, never a report.
const maxText = 200

// clean composes letters and makes every run of spaces one.
func clean(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

func (p *parser) text(c column) string {
	s := clean(p.cell(c))
	switch {
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }):
		p.add(models.Refuse("import.not_text", about(c, "")))
		return ""
	case len([]rune(s)) > maxText:
		p.add(models.Refuse("import.too_long", models.Facts{"column": string(c), "limit": maxText}))
		return ""
	}
	return s
}

func (p *parser) needed(c column) string {
	s := p.text(c)
	if s == "" {
		p.add(models.Refuse("import.missing_value", about(c, "")))
	}
	return s
}

var frenchDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

// date reads 29/08/2007, 2007-08-29, or a workbook's count of days. A day that
// does not exist is refused, and so is one that has not come yet.
func (p *parser) date(c column, today models.Date) models.Date {
	s := p.text(c)
	if s == "" {
		return ""
	}
	iso := s
	if m := frenchDate.FindStringSubmatch(s); m != nil {
		iso = m[3] + "-" + ("0" + m[2])[len(m[2])-1:] + "-" + ("0" + m[1])[len(m[1])-1:]
	} else if days, err := strconv.Atoi(strings.TrimSuffix(s, ".0")); p.table.sheet && err == nil && days > 0 && days < 200_000 {
		if at, err := excelize.ExcelDateToTime(float64(days), p.table.epoch); err == nil {
			iso = at.Format("2006-01-02")
		}
	}
	d, err := models.ParseDate(iso)
	switch {
	case err != nil:
		p.add(models.Refuse("import.not_a_date", about(c, s)))
		return ""
	case d > today:
		p.add(models.Refuse("import.in_future", about(c, s)))
		return ""
	}
	return d
}

// word reads one of the words that a column may hold; "" for an empty cell.
func word[V any](p *parser, c column, meanings map[string]V) (v V) {
	s := p.text(c)
	if s == "" {
		return v
	}
	v, known := meanings[plain(s)]
	if !known {
		p.add(models.Refuse("import.unknown_value", about(c, s)))
	}
	return v
}

func (p *parser) money(c column) models.Cents {
	s := p.text(c)
	if s == "" {
		return 0
	}
	if p.table.sheet {
		// A workbook stores 3250.5, or 3250.4999999999995.
		if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 0 && f < 1e7 {
			cents := math.Round(f * 100)
			if math.Abs(f*100-cents) < 1e-6 {
				return models.Cents(cents)
			}
		}
	}
	amount, err := models.ParseCents(s)
	if err != nil {
		p.add(models.Refuse("import.not_an_amount", about(c, s)))
	}
	return amount
}

var (
	plainNumber = regexp.MustCompile(`^\d{1,5}([.,]\d+)?$`)
	clockHours  = regexp.MustCompile(`^(\d{1,5})\s?h\s?([0-5]\d)?$`)
)

func (p *parser) count(c column) int {
	s := p.text(c)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, ".0"))
	if err != nil || n < 0 || n > 10_000 {
		p.add(models.Refuse("import.not_a_number", about(c, s)))
		return 0
	}
	return n
}

// minutes reads hours: 9,8 or 9.8 h (588 minutes), 9h30.
func (p *parser) minutes(c column) int {
	s := strings.ToLower(p.text(c))
	if s == "" {
		return 0
	}
	if m := clockHours.FindStringSubmatch(s); m != nil {
		hours, _ := strconv.Atoi(m[1])
		rest, _ := strconv.Atoi(m[2])
		return hours*60 + rest
	}
	decimal := strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(s, "heures"), "h"))
	hours, err := strconv.ParseFloat(strings.Replace(decimal, ",", ".", 1), 64)
	if err != nil || !plainNumber.MatchString(decimal) {
		p.add(models.Refuse("import.not_a_number", about(c, s)))
		return 0
	}
	return int(math.Round(hours * 60))
}

// parse reads one row. The record is of use only when there are no problems.
func parse(t table, l layout, row line, ref reference) (record, []*models.Problem) {
	p := &parser{table: t, layout: l, cells: row.cells}
	if row.broken {
		return record{}, []*models.Problem{models.Refuse("import.quotes", nil)}
	}
	over := len(row.cells) > l.width && !(line{cells: row.cells[l.width:]}).blank()
	if over || len(row.cells) < l.width && !t.sheet { // a workbook leaves out the empty end of a row
		return record{}, []*models.Problem{models.Refuse("import.cells", models.Facts{"count": len(row.cells), "wanted": l.width})}
	}
	r := record{
		row: row.number, externalRef: p.needed(colRef), lastName: p.needed(colLastName), firstName: p.needed(colFirstName),
		birthOn: p.date(colBirth, ref.today), gender: word(p, colGender, genders), email: strings.ToLower(p.text(colEmail)),
		phone: p.text(colPhone), postcode: strings.TrimSuffix(p.text(colPostcode), ".0"), municipality: p.text(colMunicipality),
		site: word(p, colSite, ref.sites), programme: word(p, colProgramme, ref.programmes),
		situation: word(p, colSituation, situations), schooling: word(p, colSchooling, schoolings),
		title: p.text(colTitle), sector: p.text(colSector),
		enteredOn: p.date(colEntered, ref.today), testOn: p.date(colTest, ref.today), leftOn: p.date(colLeft, ref.today),
		grant: p.money(colGrant), meetings: p.count(colMeetings), minutes: p.minutes(colHours),
	}
	for _, c := range []column{colSite, colProgramme, colEntered} {
		if clean(p.cell(c)) == "" {
			p.add(models.Refuse("import.missing_value", about(c, "")))
		}
	}
	p.ending(&r, ref.today)
	p.order(r)
	return r, p.problems
}

// ending reads how a journey ended and what became of the enterprise.
func (p *parser) ending(r *record, today models.Date) {
	switch word(p, colStudy, answers) {
	case "yes":
		yes := true
		r.study = &yes
	case "no":
		no := false
		r.study = &no
	}
	motive := p.text(colExit)
	if r.created = creations[plain(motive)]; !r.created {
		r.exit = word(p, colExit, exits)
	}
	if (motive == "") != (clean(p.cell(colLeft)) == "") {
		p.add(models.Refuse("import.exit_incomplete", nil))
	}
	r.enterprise, r.createdOn = p.text(colEnterprise), p.date(colCreated, today)
	if s := p.text(colNumber); s != "" {
		n, err := models.ParseEnterpriseNumber(s)
		if err != nil {
			p.add(models.Refuse("import.enterprise_number", about(colNumber, s)))
		}
		r.number = string(n)
	}
	r.survival = map[string]string{"yes": "alive", "no": "closed", "unknown": "unknown"}[word(p, colSurvival, answers)]
	if !r.created && (r.enterprise != "" || r.createdOn != "" || r.number != "" || r.survival != "") {
		p.add(models.Refuse("import.enterprise_without_creation", nil))
	}
	if r.created && r.enterprise == "" {
		p.add(models.Refuse("import.missing_value", about(colEnterprise, "")))
	}
	if r.created && r.createdOn == "" && clean(p.cell(colCreated)) == "" {
		r.createdOn = r.leftOn
	}
}

// order refuses dates that contradict each other.
func (p *parser) order(r record) {
	dates := []struct {
		name column
		on   models.Date
	}{{colBirth, r.birthOn}, {colEntered, r.enteredOn}, {colTest, r.testOn}, {colLeft, r.leftOn}}
	last := dates[0]
	for _, d := range dates[1:] {
		if d.on == "" {
			continue
		}
		if d.on < last.on {
			p.add(models.Refuse("import.date_order", models.Facts{"column": string(d.name), "date": d.on, "other": string(last.name), "since": last.on}))
		}
		last = d
	}
}
