package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
)

// headerRows is how far down the header of a file is looked for: a title and a date may stand above it.
const headerRows = 20

// Mapping is what somebody decided about the columns of a file, and what is remembered for the next with the same headers.
type Mapping struct {
	Columns   map[string]column            `json:"columns,omitempty"`   // by header, as headerKeys gives it; "" leaves the column out
	Constants map[column]string            `json:"constants,omitempty"` // what every row says of a column that the file has not
	Words     map[column]map[string]string `json:"words,omitempty"`     // an unknown word, as plain gives it, and the known one that it means
	Notations map[column]notation          `json:"notations,omitempty"` // how a column writes decimals, where its cells do not tell
	Wins      []column                     `json:"wins,omitempty"`      // columns whose value replaces the one that is kept
}

// layout says where each column stands in a file.
type layout struct {
	Mapping
	at      map[column]int
	header  int // the index of its line
	width   int
	unknown []string // headers that say nothing to us
}

// ofReasons is the column that stands beside refused rows when they are given back.
const ofReasons = "raison"

// headerKeys names the columns of a header: as plain gives their words; those without words, and those that come twice, by
// their place.
func headerKeys(cells []string) []string {
	keys := make([]string, len(cells))
	seen := map[string]bool{}
	for i, c := range cells {
		key := plain(c)
		if key == "" || seen[key] {
			key = fmt.Sprintf("%s#%d", key, i+1)
		}
		seen[key] = true
		keys[i] = key
	}
	return keys
}

// headerSet is what two files with the same columns share, in whatever order they stand.
func headerSet(keys []string) string {
	var named []string
	for _, k := range keys {
		if !strings.HasPrefix(k, "#") && k != ofReasons {
			named = append(named, k)
		}
	}
	slices.Sort(named)
	sum := sha256.Sum256([]byte(strings.Join(named, "\n")))
	return hex.EncodeToString(sum[:])
}

// findHeader gives the index of the line that names the columns: the one with the most names we know; where there is none,
// the first with several cells.
func (t table) findHeader() int {
	best, most, several := 0, 0, -1
	for i, l := range t.lines[:min(headerRows, len(t.lines))] {
		texts := l.texts()
		if n := knownHeaders(texts); n > most {
			best, most = i, n
		}
		if filled := countFilled(texts); several < 0 && filled > 1 {
			several = i
		}
	}
	if most == 0 {
		return max(several, 0)
	}
	return best
}

func countFilled(cells []string) (n int) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// layOut finds the columns of a file by a mapping, or by their names alone; all that are missing are told at once.
func (t table) layOut(m *Mapping) (layout, error) {
	l := layout{at: map[column]int{}}
	if len(t.lines) == 0 {
		return l, models.Refuse("import.empty", nil)
	}
	l.header = t.findHeader()
	cells := t.lines[l.header].texts()
	l.width = len(cells)
	if m != nil {
		l.Mapping = *m
	}
	names, keys := headerNames(), headerKeys(cells)
	for i, c := range cells {
		name := names[plain(c)]
		if chosen, ok := l.Columns[keys[i]]; ok {
			name = chosen
		}
		if name == "" {
			if strings.TrimSpace(c) != "" && keys[i] != ofReasons {
				l.unknown = append(l.unknown, clean(c))
			}
			continue
		}
		if _, twice := l.at[name]; twice {
			return l, models.Refuse("import.header_twice", models.Facts{"column": string(name)})
		}
		l.at[name] = i
	}
	if len(l.at) == 0 {
		return l, notATable()
	}
	if missing := l.missing(); len(missing) > 0 {
		return l, models.Refuse("import.headers_missing", models.Facts{"items": missing})
	}
	return l, l.notations(t)
}

// missing are the columns on which figures rest and of which the file says nothing.
func (l layout) missing() (names []string) {
	for _, c := range columns {
		_, there := l.at[c.name]
		_, constant := l.Constants[c.name]
		if c.needed && !there && !constant {
			names = append(names, string(c.name))
		}
	}
	return names
}

// notations lets the cells of a column decide how it writes decimals. A column that leaves two readings is
// refused until somebody has chosen.
func (l *layout) notations(t table) error {
	chosen := map[column]notation{}
	for c, n := range l.Mapping.Notations {
		chosen[c] = n
	}
	l.Mapping.Notations = chosen
	for _, c := range decimals {
		if chosen[c] != "" {
			continue
		}
		b := t.poll(l.at, c, l.header)
		if chosen[c] = b.result(); chosen[c] == unclear {
			thousands, part := bothReadings(b.either)
			return models.Refuse("import.two_readings", models.Facts{"column": string(c), "value": b.either, "name": thousands, "other": part})
		}
	}
	return nil
}

// poll asks all cells of a column.
func (t table) poll(at map[column]int, c column, header int) (b ballot) {
	i, ok := at[c]
	if !ok {
		return b
	}
	var cells []cell
	for _, row := range t.lines[min(header+1, len(t.lines)):] {
		if cells = row.cells(cells); i < len(cells) && !cells[i].number {
			b.hear(cells[i].text)
		}
	}
	return b
}

// HeaderOf gives the header of a file as it reads.
func HeaderOf(f File) ([]string, error) {
	t, err := readTable(f)
	if err != nil {
		return nil, err
	}
	return t.lines[t.findHeader()].texts(), nil
}
