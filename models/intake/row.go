package intake

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

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

// parser reads the cells of one row after the other and gathers all that is wrong with each.
type parser struct {
	table    table
	layout   layout
	ref      reference
	cells    []cell
	problems []*models.Problem
	warnings []*models.Problem
	plains   map[string]string // plain is asked of the same few words again and again
}

func newParser(t table, l layout, ref reference) *parser {
	return &parser{table: t, layout: l, ref: ref, plains: map[string]string{}}
}

func (p *parser) add(problem *models.Problem) { p.problems = append(p.problems, problem) }

// mostPlain bounds what is remembered of a file whose cells all differ.
const mostPlain = 10_000

func (p *parser) plain(s string) string {
	word, ok := p.plains[s]
	if !ok {
		word = plain(s)
		if len(p.plains) < mostPlain {
			p.plains[s] = word
		}
	}
	return word
}

// about are the facts of a problem with a cell.
func about(c column, value string) models.Facts {
	return models.Facts{"column": string(c), "value": value}
}

func (p *parser) cell(c column) cell {
	i, ok := p.layout.at[c]
	if !ok {
		return cell{text: p.layout.Constants[c]}
	}
	if i >= len(p.cells) {
		return cell{}
	}
	return p.cells[i]
}

// maxWords bounds a cell: it is a name or a title, never a report.
const maxWords = 200

// clean composes letters and makes every run of spaces one.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 || r < ' ' }) && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s) // most cells
	}
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

func (p *parser) text(c column) string {
	s := clean(p.cell(c).text)
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@|%", s[1]) >= 0 { // made text for spreadsheets, maybe by us
		s = s[1:]
	}
	switch {
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }):
		p.add(models.Refuse("import.not_text", about(c, "")))
		return ""
	case len(s) > maxWords && len([]rune(s)) > maxWords:
		p.add(models.Refuse("import.too_long", models.Facts{"column": string(c), "limit": maxWords}))
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

// date reads a day. One that does not exist is refused, and so is one that has not come yet.
func (p *parser) date(c column) models.Date {
	s := p.text(c)
	if s == "" {
		return ""
	}
	d, code := models.Date(""), "import.not_a_date"
	if p.cell(c).number {
		if stored, ok := storedDate(s, p.table.epoch); ok {
			d, code = stored, ""
		}
	} else {
		d, code = readDate(s)
	}
	switch {
	case code == "import.short_year":
		p.add(models.Refuse("import.short_year", about(c, s)))
		return ""
	case code != "":
		p.add(models.Refuse("import.not_a_date", about(c, s)))
		return ""
	case d > p.ref.today:
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
	key := p.plain(s)
	v, known := meanings[key]
	if !known {
		v, known = meanings[p.plain(p.layout.Words[c][key])]
	}
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
	if p.cell(c).number {
		if amount, ok := storedAmount(s); ok {
			return amount
		}
	}
	amount, err := readAmount(s, p.layout.Notations[c])
	if err != nil {
		p.add(models.Refuse("import.not_an_amount", about(c, s)))
	}
	return amount
}

var (
	plainNumber = regexp.MustCompile(`^\d{1,5}(\.\d+)?$`)
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
	if !p.cell(c).number {
		decimal = pointed(decimal, p.layout.Notations[c])
	}
	hours, err := strconv.ParseFloat(decimal, 64)
	if err != nil || !plainNumber.MatchString(decimal) {
		p.add(models.Refuse("import.not_a_number", about(c, s)))
		return 0
	}
	return int(math.Round(hours * 60))
}

// parse reads one row. The record is of use only when there are no problems.
func (p *parser) parse(row line) (record, []*models.Problem, []*models.Problem) {
	p.cells, p.problems, p.warnings = row.cells(p.cells), nil, nil
	if !p.sound(row) {
		return record{row: row.number}, p.problems, nil
	}
	r := record{
		row: row.number, externalRef: p.needed(colRef), lastName: p.needed(colLastName), firstName: p.needed(colFirstName),
		birthOn: p.date(colBirth), gender: word(p, colGender, genders), email: strings.ToLower(p.text(colEmail)),
		phone: p.text(colPhone), postcode: strings.TrimSuffix(p.text(colPostcode), ".0"), municipality: p.text(colMunicipality),
		site: word(p, colSite, p.ref.sites), programme: word(p, colProgramme, p.ref.programmes),
		situation: word(p, colSituation, situations), schooling: word(p, colSchooling, schoolings),
		title: p.text(colTitle), sector: p.text(colSector),
		enteredOn: p.date(colEntered), testOn: p.date(colTest), leftOn: p.date(colLeft),
		grant: p.money(colGrant), meetings: p.count(colMeetings), minutes: p.minutes(colHours),
	}
	for _, c := range []column{colSite, colProgramme, colEntered} {
		if clean(p.cell(c).text) == "" {
			p.add(models.Refuse("import.missing_value", about(c, "")))
		}
	}
	p.ending(&r)
	p.order(r)
	return r, p.problems, p.warnings
}

// sound tells whether a row can be read at all: what the reader saw of it, and how many cells it has.
func (p *parser) sound(row line) bool {
	for _, o := range p.table.odd[row.number] {
		p.oddity(o)
	}
	if len(p.problems) > 0 {
		return false
	}
	width := p.layout.width
	over := len(p.cells) > width && !blank(p.cells[width:])
	if over || len(p.cells) < width && p.table.text { // a workbook leaves out the empty end of a row
		p.add(models.Refuse("import.cells", models.Facts{"count": len(p.cells), "wanted": width}))
		return false
	}
	return true
}

// oddity says what the reader saw. What is odd in a column that is not read does not matter.
func (p *parser) oddity(o oddity) {
	if o.cell < 0 {
		switch o.code {
		case oddQuotes:
			p.add(models.Refuse("import.quotes", nil))
		case oddEncoding:
			p.add(models.Refuse("import.mixed_encoding", nil))
		case oddMerged:
			p.add(models.Refuse("import.merged", nil))
		}
		return
	}
	for c, at := range p.layout.at {
		if at != o.cell {
			continue
		}
		value := ""
		if at < len(p.cells) {
			value = p.cells[at].text
		}
		switch o.code {
		case oddError:
			p.add(models.Refuse("import.cell_error", about(c, value)))
		case oddUncached:
			p.add(models.Refuse("import.formula_empty", about(c, "")))
		case oddFormula:
			p.warnings = append(p.warnings, models.Refuse("import.warn_formula", about(c, value)))
		}
	}
}

// ending reads how a journey ended and what became of the enterprise.
func (p *parser) ending(r *record) {
	switch word(p, colStudy, answers) {
	case "yes":
		yes := true
		r.study = &yes
	case "no":
		no := false
		r.study = &no
	}
	motive := p.text(colExit)
	if r.created = creations[p.plain(motive)]; !r.created {
		r.exit = word(p, colExit, exits)
	}
	if (motive == "") != (clean(p.cell(colLeft).text) == "") {
		p.add(models.Refuse("import.exit_incomplete", nil))
	}
	r.enterprise, r.createdOn = p.text(colEnterprise), p.date(colCreated)
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
	if r.created && r.createdOn == "" && clean(p.cell(colCreated).text) == "" {
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

// back gives the cells of a row as they can be written into a CSV file and read again: what a workbook stores as a number
// becomes the date or the amount that it stands for.
func (p *parser) back(l line) []string {
	var texts []string
	for i, c := range l.cells(nil) {
		text := c.text
		for name, at := range p.layout.at {
			if at != i || !c.number {
				continue
			}
			if day, ok := storedDate(text, p.table.epoch); ok && slices.Contains(dated, name) {
				text = string(day[8:]) + "/" + string(day[5:7]) + "/" + string(day[:4])
			} else if slices.Contains(decimals, name) {
				text = strings.Replace(text, ".", ",", 1)
			}
		}
		texts = append(texts, text)
	}
	return texts
}
