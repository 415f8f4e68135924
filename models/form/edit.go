package form

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

// The longest texts of a definition, in characters, and the most options.
const (
	LabelMax  = 300
	HelpMax   = 500
	OptionMax = 120
	MostOf    = 40 // options of one question
)

// Version is a line in the list of a programme's definitions.
type Version struct {
	Number      int
	State       State
	PublishedAt models.Instant
	Questions   int
	Drafts      int // applications being written on it
	Others      int // applications that were handed in, or given up
}

// Versions lists the definitions of a programme, the newest first.
func Versions(tx *db.Tx, programmeID int64) ([]Version, error) {
	var list []Version
	return list, tx.Each(func(rows *sql.Rows) error {
		var v Version
		err := rows.Scan(&v.Number, &v.State, &v.PublishedAt, &v.Questions, &v.Drafts, &v.Others)
		list = append(list, v)
		return err
	}, `SELECT v.number, v.state, v.published_at, (SELECT count(*) FROM form_questions q WHERE q.form_id = v.id),
		(SELECT count(*) FROM applications a JOIN projects p ON p.id = a.project_id WHERE a.form_id = v.id AND p.phase = 'draft'),
		(SELECT count(*) FROM applications a JOIN projects p ON p.id = a.project_id WHERE a.form_id = v.id AND p.phase <> 'draft')
		FROM form_versions v WHERE v.programme_id = ? ORDER BY v.number DESC`, programmeID)
}

// Edit names the draft that an administrator works on, and the version that was read.
type Edit struct {
	Programme string // its code
	Number    int
	Version   int
}

func managed(tx *db.Tx, programmeCode string) (programme.Programme, error) {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return programme.Programme{}, models.Denied(string(access.SettingsManage))
	}
	return programme.ProgrammeByCode(tx, programmeCode)
}

// StartDraft gives the number of the draft of a programme's questions: the one there is, or a new copy
// of what is published.
func StartDraft(tx *db.Tx, programmeCode string) (number int, err error) {
	p, err := managed(tx, programmeCode)
	if err != nil {
		return 0, err
	}
	// The programme's row is the lock: two administrators get the same draft.
	if _, err := tx.Exec(`UPDATE programmes SET version = version WHERE id = ?`, p.ID); err != nil {
		return 0, err
	}
	found, err := tx.Get([]any{&number}, `SELECT v.number FROM form_versions v WHERE v.programme_id = ? AND v.state = 'draft'`, p.ID)
	if err != nil || found {
		return number, err
	}
	published, err := PublishedOf(tx, p.ID)
	if err != nil {
		return 0, err
	}
	last, err := tx.Count(`SELECT MAX(number) FROM form_versions WHERE programme_id = ?`, p.ID)
	if err != nil {
		return 0, err
	}
	id, err := insertVersion(tx, p.ID, last+1, published.Questions)
	if err != nil {
		return 0, fmt.Errorf("start form: %w", err)
	}
	return last + 1, tx.Audit("form.draft", "form", id, 0, models.Facts{"programme": p.Code, "number": last + 1})
}

// open takes the draft of an edit: guarded by the version that was read, which it raises.
func (e Edit) open(tx *db.Tx, action string) (Definition, error) {
	p, err := managed(tx, e.Programme)
	if err != nil {
		return Definition{}, err
	}
	d, err := VersionOf(tx, p.ID, e.Number)
	if err != nil {
		return d, err
	}
	if d.State != Draft {
		return d, models.Refuse("form.not_draft", models.Facts{"number": d.Number})
	}
	n, err := tx.Exec(`UPDATE form_versions SET version = version + 1 WHERE id = ? AND version = ? AND state = 'draft'`, d.ID, e.Version)
	if err != nil {
		return d, err
	}
	if n == 0 {
		return d, models.Stale("form", nil)
	}
	return d, tx.Audit(action, "form", d.ID, 0, models.Facts{"programme": p.Code, "number": d.Number})
}

// At finds a question of the definition; Missing when it has none.
func (d Definition) At(id int64) (int, error) {
	n := slices.IndexFunc(d.Questions, func(q Question) bool { return q.ID == id })
	if n < 0 || id == 0 {
		return 0, models.Missing("form_question")
	}
	return n, nil
}

// Change is a question as an administrator typed it. Of a locked one only Label and Help count; topic and kind
// of any other are for good once it is there.
type Change struct {
	ID          int64 // 0 for a new one
	Topic       Topic
	Kind        Kind
	Label, Help string
	Required    bool
	MaxLength   int // 0: the limit of the kind
	Options     []string
}

func (c Change) check(locked bool) []models.FieldProblem {
	var list []models.FieldProblem
	add := func(field, code string, facts models.Facts) {
		list = append(list, models.FieldProblem{Field: field, Code: code, Facts: facts})
	}
	longest := func(field, text string, most int) {
		if len([]rune(text)) > most {
			add(field, "max", models.Facts{"param": most, "kind": "text"})
		}
	}
	if c.Label == "" {
		add("question_label", "required", nil)
	}
	longest("question_label", c.Label, LabelMax)
	longest("question_help", c.Help, HelpMax)
	if locked {
		return list
	}
	if !slices.Contains(AskedTopics(), c.Topic) {
		add("question_topic", "oneof", nil)
	}
	if !slices.Contains(Kinds(), c.Kind) {
		add("question_kind", "oneof", nil)
	}
	if most := (Question{Kind: c.Kind}).Max(); c.MaxLength < 0 || c.MaxLength > MaxText || most == 0 && c.MaxLength > 0 {
		add("question_max", "max", models.Facts{"param": MaxText, "kind": "number"})
	}
	if !c.Kind.HasOptions() {
		return list
	}
	switch {
	case len(c.Options) < 2:
		add("question_options", "options_few", nil)
	case len(c.Options) > MostOf:
		add("question_options", "max", models.Facts{"param": MostOf, "kind": "list"})
	}
	folded := map[string]bool{}
	for _, o := range c.Options {
		longest("question_options", o, OptionMax)
		if folded[models.Fold(o)] {
			add("question_options", "options_twice", models.Facts{"label": o})
		}
		folded[models.Fold(o)] = true
	}
	return list
}

// SaveQuestion changes a question of the draft, or adds one at the end of its topic (ID 0).
func SaveQuestion(tx *db.Tx, e Edit, c Change) error {
	c.Label = strings.Join(strings.Fields(c.Label), " ")
	c.Options = lines(c.Options)
	d, err := e.open(tx, "form.question")
	if err != nil {
		return err
	}
	if c.ID == 0 {
		if problem := models.Fields(c.check(false)...); problem != nil {
			return problem
		}
		return addQuestion(tx, d, c)
	}
	at, err := d.At(c.ID)
	if err != nil {
		return err
	}
	q := d.Questions[at]
	c.Topic, c.Kind = q.Topic, q.Kind
	if problem := models.Fields(c.check(q.Locked())...); problem != nil {
		return problem
	}
	if q.Locked() {
		_, err = tx.Exec(`UPDATE form_questions SET label = ?, help = ? WHERE id = ? AND form_id = ?`, c.Label, c.Help, q.ID, d.ID)
		return err
	}
	if _, err := tx.Exec(`UPDATE form_questions SET label = ?, help = ?, required = ?, max_length = ? WHERE id = ? AND form_id = ?`,
		c.Label, c.Help, c.Required, c.MaxLength, q.ID, d.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM form_options WHERE question_id = ?`, q.ID); err != nil {
		return err
	}
	q.Options = renew(q.Options, c.Options)
	return insertOptions(tx, q)
}

func lines(list []string) []string {
	var kept []string
	for _, l := range list {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

func addQuestion(tx *db.Tx, d Definition, c Change) error {
	q := Question{Topic: c.Topic, Kind: c.Kind, Label: c.Label, Help: c.Help, Required: c.Required, MaxLength: c.MaxLength, Options: renew(nil, c.Options)}
	var err error
	if q.Code, err = freshCode(tx, c.Label); err != nil {
		return err
	}
	// Positions count over all topics; only their order within one matters.
	last, err := tx.Count(`SELECT MAX(position) FROM form_questions WHERE form_id = ?`, d.ID)
	if err != nil {
		return err
	}
	return insertQuestion(tx, d.ID, last+1, q)
}

// freshCode names a new question by its label. A code that any version ever used is not given again: its
// answers are another question's.
func freshCode(tx *db.Tx, label string) (string, error) {
	base := slug(label)
	taken := map[string]bool{}
	err := tx.Each(func(rows *sql.Rows) error {
		var code string
		err := rows.Scan(&code)
		taken[code] = true
		return err
	}, `SELECT DISTINCT q.code FROM form_questions q UNION SELECT DISTINCT w.code FROM application_answers w`)
	if err != nil {
		return "", err
	}
	code := "q_" + base
	for n := 2; taken[code]; n++ {
		code = fmt.Sprintf("q_%s%d", base, n)
	}
	return code, nil
}

// slug is a label as a name: lower case, without accents, at most 40 characters.
func slug(label string) string {
	var b strings.Builder
	for _, r := range models.Fold(label) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= 40 {
			break
		}
	}
	if s := strings.Trim(b.String(), "_"); s != "" {
		return s
	}
	return "x"
}

// renew gives new labels to options. An answer that keeps its words keeps its value, wherever it moves; when
// as many stand there as before, one that is worded anew keeps the value of its place.
func renew(old []Option, labels []string) []Option {
	list := make([]Option, len(labels))
	taken := map[string]bool{}
	for i, label := range labels {
		for _, o := range old {
			if models.Fold(o.Label) == models.Fold(label) && !taken[o.Value] {
				list[i] = Option{o.Value, label}
				taken[o.Value] = true
				break
			}
		}
	}
	for i, label := range labels {
		if list[i].Value != "" {
			continue
		}
		if len(old) == len(labels) && !taken[old[i].Value] {
			list[i] = Option{old[i].Value, label}
			taken[old[i].Value] = true
			continue
		}
		value := slug(label)
		for n := 2; taken[value] || slices.ContainsFunc(old, func(o Option) bool { return o.Value == value }); n++ {
			value = fmt.Sprintf("%s%d", slug(label), n)
		}
		list[i] = Option{value, label}
		taken[value] = true
	}
	return list
}
