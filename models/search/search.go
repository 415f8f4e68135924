package search

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Kind is what a hit is.
type Kind string

// The kinds, in the order in which results show them.
const (
	Dossier     Kind = "dossier"
	Person      Kind = "person"
	Enterprise  Kind = "enterprise"
	Meeting     Kind = "meeting"
	Note        Kind = "note"
	Action      Kind = "action"
	Document    Kind = "document"
	Message     Kind = "message"
	PlanText    Kind = "plan_text"
	PlanRemark  Kind = "plan_remark"  // on a text of the plan
	PlanComment Kind = "plan_comment" // on an item of the checklist
	Application Kind = "application"
	Cohort      Kind = "cohort"
)

// Source says where the texts of a kind stand: the table, its key, and the columns that are
// searched together. Number is the kind's place in search_texts and never changes. Key is an expression over
// the row's key; a second column has room for 2^20.
type Source struct {
	Kind       Kind
	Number     int64
	Table, Key string
	Columns    []string
}

// Span is how many keys a kind has room for in search_texts.
const Span int64 = 1 << 48

// First is the id in search_texts that stands for key 0.
func (s Source) First() int64 { return s.Number * Span }

// Sources lists where searchable texts stand, in the order of the results.
func Sources() []Source {
	return []Source{
		{Dossier, 1, "projects", "id", []string{"search", "sector"}},
		{Person, 2, "persons", "id", []string{"first_name", "last_name", "email", "phone", "phone_key", "street", "postcode", "municipality"}},
		{Enterprise, 10, "enterprises", "id", []string{"name", "number"}},
		{Meeting, 3, "meetings", "id", []string{"summary", "place"}},
		{Note, 4, "meeting_notes", "meeting_id", []string{"body"}},
		{Action, 5, "actions", "id", []string{"title"}},
		{Document, 6, "documents", "id", []string{"name"}},
		{Message, 7, "messages", "id", []string{"body"}},
		{PlanText, 12, "plan_texts", "project_id * 1048576 + section_id", []string{"body"}},
		{PlanRemark, 13, "plan_comments", "id", []string{"body"}},
		{PlanComment, 11, "plan_events", "id", []string{"comment"}},
		{Application, 9, "applications", "project_id", []string{"description", "clients", "motivation", "experience"}},
		{Cohort, 8, "cohorts", "id", []string{"ref", "name"}},
	}
}

// KindsFor gives the kinds that the actor can find anything of, in the order of the results.
func KindsFor(a access.Actor) (list []Kind) {
	for _, s := range Sources() {
		action := kinds[s.Kind].action
		switch s.Kind {
		case Cohort:
			action = access.CohortRead
		case Person:
			action = access.CohortList // a holder would find nobody but themself
		}
		if access.Can(a, action) {
			list = append(list, s.Kind)
		}
	}
	return list
}

// KindOf gives the kind of a name, "" for a name that is none.
func KindOf(name string) Kind {
	for _, s := range Sources() {
		if string(s.Kind) == name {
			return s.Kind
		}
	}
	return ""
}

// Bounds of a question: what is longer finds no more and costs the database.
const (
	textMax = 200 // characters
	wordMax = 8
)

// Query is a question as it was understood.
type Query struct {
	Text  string // as typed, clipped
	words []word
}

type word struct {
	text   string
	prefix bool   // finds what begins so
	or     string // finds as well, when not ""
}

// Parse reads what somebody typed, whatever it is: words in any order, with or without accents. Each
// finds what begins with it; short ones only at the end, where they are still being typed.
func Parse(text string) Query {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", " "), " ")
	if r := []rune(text); len(r) > textMax {
		text = string(r[:textMax])
	}
	q := Query{Text: strings.TrimSpace(text)}
	if digits := number(text); digits != "" {
		q.words = []word{{digits, true, programme.PhoneKey(text)}}
		return q
	}
	parts := strings.Fields(models.Words(text))
	for i, part := range parts {
		w := word{text: part, prefix: len([]rune(part)) > 2 || i == len(parts)-1}
		if w.prefix {
			w.text = singular(part)
		}
		if len(q.words) < wordMax && !slices.Contains(q.words, w) {
			q.words = append(q.words, w)
		}
	}
	if len(q.words) == 1 && len([]rune(q.words[0].text)) < 2 {
		q.words = nil // one letter is everywhere
	}
	return q
}

// Empty reports that there is nothing to look for.
func (q Query) Empty() bool { return len(q.words) == 0 }

// number reads a telephone's or an enterprise's number, however its digits are grouped, as
// digits alone; "" for any other text.
func number(text string) string {
	var digits strings.Builder
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			digits.WriteRune(r)
		case !strings.ContainsRune("+/.-() \u00a0\u202f", r):
			return ""
		}
	}
	if digits.Len() < 9 || digits.Len() > 14 {
		return ""
	}
	return digits.String()
}

// singular takes the mark of the plural off, so that "factures" finds "facture" too.
func singular(w string) string {
	if r := []rune(w); len(r) > 4 && (r[len(r)-1] == 's' || r[len(r)-1] == 'x') {
		return string(r[:len(r)-1])
	}
	return w
}

// Hit is one text that was found. Ref, Holder and Phase are of its dossier.
type Hit struct {
	Kind        Kind
	Ref, Holder string
	Title       string // of the dossier; a cohort's name
	Phase       programme.Phase
	Address     string      // what names the source: a public id, a cohort's reference
	Label       string      // what the source is called: a document's name, a kind of meeting
	On          models.Date // of the source, "" when it has none
	Internal    bool        // the holder does not see it
	Excerpt     []Piece

	id int64
}

// Piece is a part of an excerpt; Match when it was asked for.
type Piece struct {
	Text  string
	Match bool
}

// Group is the hits of one kind, newest first. Next continues it, "" when these are all.
type Group struct {
	Kind Kind
	Hits []Hit
	Next string
}

// excerptRunes is about how much of a text is shown around the first match.
const excerptRunes = 180

// Excerpt cuts out of a text what shows the match, and marks the words that were asked for.
func (q Query) Excerpt(text string) []Piece {
	var pieces []Piece
	first := -1
	models.FindWords(text, func(piece string, isWord bool) {
		match := isWord && q.matches(piece)
		if match && first < 0 {
			first = len(pieces)
		}
		pieces = append(pieces, Piece{piece, match})
	})
	from := max(first, 0)
	for lead := 0; from > 0 && lead < excerptRunes/4; from-- {
		lead += len([]rune(pieces[from-1].Text))
	}
	var out []Piece
	length := 0
	add := func(p Piece) {
		if n := len(out); n > 0 && !p.Match && !out[n-1].Match {
			out[n-1].Text += p.Text
			return
		}
		out = append(out, p)
	}
	if from > 0 {
		add(Piece{Text: "…"})
	}
	for i, p := range pieces[from:] {
		if r := []rune(p.Text); len(r) > excerptRunes { // one endless word
			p.Text = string(r[:excerptRunes])
		}
		add(p)
		if length += len([]rune(p.Text)); length > excerptRunes && from+i < len(pieces)-1 {
			add(Piece{Text: "…"})
			break
		}
	}
	return out
}

// matches reports whether a word of a text is one that was asked for.
func (q Query) matches(piece string) bool {
	folded := strings.TrimSpace(models.Words(piece))
	for _, w := range q.words {
		if folded == w.text || w.prefix && strings.HasPrefix(folded, w.text) {
			return folded != ""
		}
	}
	return false
}

// matched is the part of a statement that finds texts: a table t, the expression of its ids, and the condition that a
// text of the kind matches.
type matched struct {
	table, id, where string
	args             []any
}

// in asks the engine's own index; without one, the words themselves.
func (q Query) in(tx *db.Tx, s Source) matched {
	low, high := s.First(), s.First()+Span-1
	switch {
	case tx.FullText():
		return matched{`search_fts t`, `t.rowid`, `t.search_fts MATCH ? AND t.rowid BETWEEN ? AND ?`, []any{q.lite(), low, high}}
	case tx.Engine() == db.Postgres:
		return matched{`search_texts t`, `t.id`, `array_to_tsvector(string_to_array(btrim(t.body), ' ')) @@ CAST(? AS tsquery) AND t.id BETWEEN ? AND ?`, []any{q.postgres(), low, high}}
	}
	where, args := `t.id BETWEEN ? AND ?`, []any{low, high}
	for _, w := range q.words {
		needle := " " + w.text
		if !w.prefix {
			needle += " "
		}
		condition := `instr(t.body, ?) > 0`
		args = append(args, needle)
		if w.or != "" {
			condition = `(` + condition + ` OR instr(t.body, ?) > 0)`
			args = append(args, " "+w.or)
		}
		where += ` AND ` + condition
	}
	return matched{`search_texts t`, `t.id`, where, args}
}

// lite writes the question for FTS5. Words hold letters and digits alone, so quotes hold them whole.
func (q Query) lite() string {
	return q.written(`"`, `"*`, ` AND `, ` OR `)
}

// postgres writes the question as a tsquery.
func (q Query) postgres() string {
	return q.written(`'`, `':*`, ` & `, ` | `)
}

func (q Query) written(quote, prefixed, and, or string) string {
	parts := make([]string, len(q.words))
	for i, w := range q.words {
		parts[i] = quote + w.text + quote
		if w.prefix {
			parts[i] = quote + w.text + prefixed
		}
		if w.or != "" {
			parts[i] = `(` + parts[i] + or + quote + w.or + prefixed + `)`
		}
	}
	return strings.Join(parts, and)
}
