package intake

import (
	"regexp"
	"slices"
	"strings"

	"eclosion/models"
)

// Column is one column of a file, for whoever says what it is.
type Column struct {
	Key     string   `json:"key"`
	Header  string   `json:"header"`
	Samples []string `json:"samples,omitempty"`
	Target  string   `json:"target,omitempty"`  // the name of what it is taken for; "" when it is not read
	Guessed bool     `json:"guessed,omitempty"` // by its values, and not by its name
	Either  string   `json:"either,omitempty"`  // a number in it that can be read in two ways, when none decides
}

// Word is a value that a column holds and we do not know.
type Word struct {
	Column string `json:"column"`
	Value  string `json:"value"`
	Rows   int    `json:"rows"`
}

// Columns describe a file to whoever says what its columns are.
type Columns struct {
	Set     string   `json:"set"`
	Row     int      `json:"row"` // of the header
	List    []Column `json:"list"`
	Unknown []Word   `json:"unknown,omitempty"`
}

// Bounds of what is shown and remembered of a file's columns.
const (
	mostUnknown  = 60
	mostSamples  = 3
	sampledRows  = 400
	guessPercent = 80
)

// Targets are the names of all that a column can be, in the order of the published file.
func Targets() []string {
	var list []string
	for _, c := range columns {
		list = append(list, string(c.name))
	}
	return list
}

// Needed tells whether a file must have a column, be it empty.
func Needed(target string) bool {
	return slices.ContainsFunc(columns, func(c struct {
		name   column
		needed bool
		also   []string
	}) bool {
		return string(c.name) == target && c.needed
	})
}

// MustFill tells whether each row must say something of a column.
func MustFill(target string) bool { return slices.Contains(valued, column(target)) }

// Replaceable tells whether a file's value may replace the one that is kept.
func Replaceable(target string) bool { return replaceable(column(target)) }

// Decimals are the columns with a notation of their own.
func Decimals(target string) bool { return slices.Contains(decimals, column(target)) }

// Meanings are the words that a column may hold: each of those that mean something else once.
func Meanings(target string) []string { return meanings[column(target)] }

// meanings are the words to choose from for one that a column does not know.
var meanings = map[column][]string{
	colSituation: {"chômeur complet indemnisé", "chômeur partiel", "revenu d'intégration (CPAS)", "mutuelle", "sans allocation", "en préavis", "autre"},
	colSchooling: {"sans diplôme", "CESI (secondaire inférieur)", "CESS (secondaire supérieur)", "enseignement supérieur"},
	colGender:    {"F", "H", "X"},
	colStudy:     {"oui", "non", "inconnu"},
	colSurvival:  {"oui", "non", "inconnu"},
	colExit:      {"création d'entreprise", "abandon du projet", "sans nouvelles", "déménagement", "emploi salarié", "formation", "exclusion", "autre motif"},
}

// describe shows the columns of a file: what their names say, what was decided, and, the first time, what their values suggest.
func (t table) describe(m *Mapping, ref reference, first bool) Columns {
	at := t.findHeader()
	texts := t.lines[at].texts()
	keys, names := headerKeys(texts), headerNames()
	c := Columns{Set: headerSet(keys), Row: t.lines[at].number}
	taken := map[column]bool{}
	for i, header := range texts {
		target := names[plain(header)]
		if chosen, ok := m.Columns[keys[i]]; ok {
			target = chosen
		}
		taken[target] = true
		c.List = append(c.List, Column{Key: keys[i], Header: clean(header), Target: string(target)})
	}
	t.sample(c.List, at, func(i int, values []string) {
		one := &c.List[i]
		for _, v := range values {
			if len(one.Samples) < mostSamples && !slices.Contains(one.Samples, v) {
				one.Samples = append(one.Samples, short(v))
			}
		}
		_, chosen := m.Columns[one.Key]
		if guess := guessOf(values, ref); first && !chosen && one.Target == "" && guess != "" && !taken[guess] {
			one.Target, one.Guessed, taken[guess] = string(guess), true, true
		}
	})
	for i := range c.List {
		if target := column(c.List[i].Target); slices.Contains(decimals, target) {
			if b := t.poll(map[column]int{target: i}, target, at); b.result() == unclear {
				c.List[i].Either = b.either
			}
		}
	}
	return c
}

// sample gives some values of each column.
func (t table) sample(list []Column, header int, visit func(i int, values []string)) {
	values := make([][]string, len(list))
	var cells []cell
	for _, l := range t.lines[header+1 : min(len(t.lines), header+1+sampledRows)] {
		cells = l.cells(cells)
		for i := range min(len(cells), len(list)) {
			if v := clean(cells[i].text); v != "" {
				values[i] = append(values[i], v)
			}
		}
	}
	for i := range list {
		visit(i, values[i])
	}
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var (
	anAddress  = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	aPostcode  = regexp.MustCompile(`^[1-9]\d{3}$`)
	aTelephone = regexp.MustCompile(`^(\+32|0)[\d ./-]{7,14}$`)
)

// guessOf says what a column is by its values; "" when they suggest nothing. Dates say nothing: a file has several.
func guessOf(values []string, ref reference) column {
	if len(values) == 0 {
		return ""
	}
	in := func(words map[string]bool) func(string) bool { return func(s string) bool { return words[plain(s)] } }
	for _, g := range []struct {
		column column
		fits   func(string) bool
	}{
		{colEmail, anAddress.MatchString},
		{colNumber, func(s string) bool { _, err := models.ParseEnterpriseNumber(s); return err == nil }},
		{colPostcode, aPostcode.MatchString},
		{colPhone, aTelephone.MatchString},
		{colSite, in(keysOf(ref.sites))},
		{colProgramme, in(keysOf(ref.programmes))},
		{colSituation, in(without(keysOf(situations), "autre"))},
		{colSchooling, in(keysOf(schoolings))},
		{colExit, in(without(keysOf(exits), "autre"))},
		{colGender, in(without(keysOf(genders), "autre"))},
	} {
		n := 0
		for _, v := range values {
			if g.fits(v) {
				n++
			}
		}
		if n*100 >= guessPercent*len(values) {
			return g.column
		}
	}
	return ""
}

func keysOf[V any](m map[string]V) map[string]bool {
	keys := map[string]bool{}
	for k := range m {
		keys[k] = true
	}
	return keys
}

func without(words map[string]bool, word string) map[string]bool {
	delete(words, word)
	return words
}

// guessed tells whether a person must confirm what the values suggest.
func (c Columns) guessed() bool {
	return slices.ContainsFunc(c.List, func(one Column) bool { return one.Guessed })
}

// missing names what must be there and is not.
func (c Columns) missing(m Mapping) []string {
	l := layout{Mapping: m, at: map[column]int{}}
	for i, one := range c.List {
		if one.Target != "" && !one.Guessed {
			l.at[column(one.Target)] = i
		}
	}
	return l.missing()
}

// fits refuses a mapping that names a column the file has not, or one thing twice, or leaves out what must be there.
func (c Columns) fits(m Mapping) error {
	l := layout{Mapping: m, at: map[column]int{}}
	for key, target := range m.Columns {
		i := slices.IndexFunc(c.List, func(one Column) bool { return one.Key == key })
		if i < 0 {
			return models.Missing("import")
		}
		if target == "" {
			continue
		}
		if _, twice := l.at[target]; twice {
			return models.Refuse("import.header_twice", models.Facts{"column": string(target)})
		}
		l.at[target] = i
	}
	if missing := l.missing(); len(missing) > 0 {
		return models.Refuse("import.headers_missing", models.Facts{"items": missing})
	}
	return nil
}

// Chosen is what somebody chose on the page of the columns, by the names that stand there.
type Chosen struct {
	Targets   map[string]string            // by the key of a column; "" is not read
	Constants map[string]string            // by target; "" leaves it empty
	Words     map[string]map[string]string // by target and value
	Decimals  map[string]string            // by target: comma or dot
	Replace   []string
}

// Mapping makes a mapping of what was chosen; what is no choice of ours is left out.
func (c Chosen) Mapping() Mapping {
	m := Mapping{Columns: map[string]column{}, Constants: map[column]string{}, Words: map[column]map[string]string{}, Notations: map[column]notation{}}
	known := func(target string) bool { return slices.Contains(Targets(), target) }
	for key, target := range c.Targets {
		if target == "" || known(target) {
			m.Columns[key] = column(target)
		}
	}
	for target, value := range c.Constants {
		if known(target) {
			m.Constants[column(target)] = value
		}
	}
	for target, words := range c.Words {
		for value, meaning := range words {
			ours := column(target) == colSite || column(target) == colProgramme || slices.Contains(Meanings(target), meaning)
			if !ours || len(meaning) > maxWords {
				continue
			}
			if m.Words[column(target)] == nil {
				m.Words[column(target)] = map[string]string{}
			}
			m.Words[column(target)][plain(value)] = meaning
		}
	}
	for target, n := range c.Decimals {
		if known(target) && (n == string(comma) || n == string(dot)) {
			m.Notations[column(target)] = notation(n)
		}
	}
	for _, target := range c.Replace {
		if Replaceable(target) {
			m.Wins = append(m.Wins, column(target))
		}
	}
	return m
}

// MeaningOf gives what somebody chose for a value; "" for nothing.
func (m Mapping) MeaningOf(target, value string) string { return m.Words[column(target)][plain(value)] }

func sortedWords(words map[Word]int) []Word {
	var list []Word
	for w, n := range words {
		w.Rows = n
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b Word) int {
		if d := strings.Compare(a.Column, b.Column); d != 0 {
			return d
		}
		return strings.Compare(a.Value, b.Value)
	})
	return list
}

// ConstantOf gives what every row says of a column that the file has not.
func (m Mapping) ConstantOf(target string) (string, bool) {
	value, ok := m.Constants[column(target)]
	return value, ok
}

// NotationOf gives how a column writes decimals: comma, dot, or "" when its cells decide.
func (m Mapping) NotationOf(target string) string { return string(m.Notations[column(target)]) }

// Replaces tells whether a column's value replaces the one that is kept.
func (m Mapping) Replaces(target string) bool { return slices.Contains(m.Wins, column(target)) }

// ChosenWords gives the meanings that were chosen for unknown words.
func (m Mapping) ChosenWords() map[string]map[string]string {
	list := map[string]map[string]string{}
	for target, words := range m.Words {
		list[string(target)] = map[string]string{}
		for word := range words {
			list[string(target)][word] = m.MeaningOf(string(target), word)
		}
	}
	return list
}

// Readings are the two numbers that a cell like 1.234 can be: a thousand and more, or one and a part.
func Readings(text string) (thousands, part string) { return bothReadings(text) }
