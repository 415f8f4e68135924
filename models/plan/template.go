package plan

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// The longest texts of a template, in characters.
const (
	TitleMax    = 160
	SentenceMax = 1000
)

// Version is a line in the list of a programme's templates.
type Version struct {
	Number      int
	State       TemplateState
	PublishedAt models.Instant
	Items       int
	Projects    int // journeys that have adopted it
}

// Versions lists the templates of a programme, the newest first.
func Versions(tx *db.Tx, programmeID int64) ([]Version, error) {
	var list []Version
	return list, tx.Each(func(rows *sql.Rows) error {
		var v Version
		err := rows.Scan(&v.Number, &v.State, &v.PublishedAt, &v.Items, &v.Projects)
		list = append(list, v)
		return err
	}, `SELECT t.number, t.state, t.published_at, (SELECT count(*) FROM plan_items i WHERE i.template_id = t.id),
		(SELECT count(*) FROM projects p WHERE p.programme_id = t.programme_id AND p.template_id = t.id)
		FROM plan_templates t WHERE t.programme_id = ? ORDER BY t.number DESC`, programmeID)
}

// Edit names the draft that an administrator works on, and the version that was read.
type Edit struct {
	Programme string // its code
	Number    int
	Version   int
}

// StartDraft gives the number of the draft of a programme's template: the one
// there is, or a new copy of what is published (of the base, for a programme
// that has nothing yet).
func StartDraft(tx *db.Tx, programmeCode string) (number int, err error) {
	p, err := managed(tx, programmeCode)
	if err != nil {
		return 0, err
	}
	// The programme's row is the lock: two administrators get the same draft.
	if _, err := tx.Exec(`UPDATE programmes SET version = version WHERE id = ?`, p.ID); err != nil {
		return 0, err
	}
	found, err := tx.Get([]any{&number}, `SELECT number FROM plan_templates WHERE programme_id = ? AND state = 'draft'`, p.ID)
	if err != nil || found {
		return number, err
	}
	sections := base
	t, found, err := PublishedOf(tx, p.ID)
	if err != nil {
		return 0, err
	}
	if found {
		sections = t.Sections
	}
	last, err := tx.Count(`SELECT MAX(number) FROM plan_templates WHERE programme_id = ?`, p.ID)
	if err != nil {
		return 0, err
	}
	id, err := insertTemplate(tx, p.ID, last+1, sections)
	if err != nil {
		return 0, fmt.Errorf("start draft: %w", err)
	}
	return last + 1, tx.Audit("template.draft", "plan_template", id, 0, models.Facts{"programme": p.Code, "number": last + 1})
}

func managed(tx *db.Tx, programmeCode string) (programme.Programme, error) {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return programme.Programme{}, models.Denied(string(access.SettingsManage))
	}
	return programme.ProgrammeByCode(tx, programmeCode)
}

// open takes the draft of an edit: guarded by the version that was read, which it raises.
func (e Edit) open(tx *db.Tx, action string) (Template, error) {
	p, err := managed(tx, e.Programme)
	if err != nil {
		return Template{}, err
	}
	t, err := TemplateOf(tx, p.ID, e.Number)
	if err != nil {
		return t, err
	}
	if t.State != Draft {
		return t, models.Refuse("template.not_draft", models.Facts{"number": t.Number})
	}
	n, err := tx.Exec(`UPDATE plan_templates SET version = version + 1 WHERE id = ? AND version = ?`, t.ID, e.Version)
	if err != nil {
		return t, err
	}
	if n == 0 {
		return t, models.Stale("plan_template", nil)
	}
	return t, tx.Audit(action, "plan_template", t.ID, 0, nil)
}

func (t Template) section(id int64) (int, error) {
	for n, s := range t.Sections {
		if s.ID == id {
			return n, nil
		}
	}
	return 0, models.Missing("plan_section")
}

func (t Template) item(sectionID, id int64) (section, item int, err error) {
	section, err = t.section(sectionID)
	if err != nil {
		return 0, 0, err
	}
	for n, i := range t.Sections[section].Items {
		if i.ID == id {
			return section, n, nil
		}
	}
	return 0, 0, models.Missing("plan_item")
}

// Item gives an item of a section of the template; Missing when it has none.
func (t Template) Item(sectionID, id int64) (Item, error) {
	s, i, err := t.item(sectionID, id)
	if err != nil {
		return Item{}, err
	}
	return t.Sections[s].Items[i], nil
}

// Section gives a section of the template; Missing when it has none.
func (t Template) Section(id int64) (Section, error) {
	n, err := t.section(id)
	if err != nil {
		return Section{}, err
	}
	return t.Sections[n], nil
}

func checkText(name, value string, most int, needed bool) []models.FieldProblem {
	switch n := len([]rune(value)); {
	case n == 0 && needed:
		return []models.FieldProblem{{Field: name, Code: "required"}}
	case n > most:
		return []models.FieldProblem{{Field: name, Code: "max", Facts: models.Facts{"param": most}}}
	}
	return nil
}

// SaveSection renames a section of the draft, or adds one at the end (id 0).
func SaveSection(tx *db.Tx, e Edit, id int64, title string) error {
	title = strings.Join(strings.Fields(title), " ")
	if problem := models.Fields(checkText("title", title, TitleMax, true)...); problem != nil {
		return problem
	}
	t, err := e.open(tx, "template.section")
	if err != nil {
		return err
	}
	if id == 0 {
		_, err = tx.Exec(`INSERT INTO plan_sections (template_id, position, title) VALUES (?, ?, ?)`, t.ID, len(t.Sections)+1, title)
		return err
	}
	if _, err := t.section(id); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE plan_sections SET title = ? WHERE id = ? AND template_id = ?`, title, id, t.ID)
	return err
}

// DropSection takes a section with its items out of the draft.
func DropSection(tx *db.Tx, e Edit, id int64) error {
	t, err := e.open(tx, "template.section_drop")
	if err != nil {
		return err
	}
	if _, err := t.section(id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM plan_items WHERE section_id = ? AND template_id = ?`, id, t.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM plan_sections WHERE id = ? AND template_id = ?`, id, t.ID)
	return err
}

// SaveItem writes an item of a section of the draft, or adds one at its end (ID 0).
func SaveItem(tx *db.Tx, e Edit, i Item) error {
	i.Title = strings.Join(strings.Fields(i.Title), " ")
	fields := checkText("title", i.Title, TitleMax, true)
	fields = append(fields, checkText("expectation", i.Expectation, SentenceMax, true)...)
	fields = append(fields, checkText("evidence", i.Evidence, SentenceMax, false)...)
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	t, err := e.open(tx, "template.item")
	if err != nil {
		return err
	}
	if i.ID == 0 {
		n, err := t.section(i.SectionID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO plan_items (section_id, template_id, position, title, expectation, evidence, mandatory) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			i.SectionID, t.ID, len(t.Sections[n].Items)+1, i.Title, i.Expectation, i.Evidence, i.Mandatory)
		return err
	}
	if _, _, err := t.item(i.SectionID, i.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE plan_items SET title = ?, expectation = ?, evidence = ?, mandatory = ? WHERE id = ? AND template_id = ?`,
		i.Title, i.Expectation, i.Evidence, i.Mandatory, i.ID, t.ID)
	return err
}

// DropItem takes an item out of the draft.
func DropItem(tx *db.Tx, e Edit, sectionID, id int64) error {
	t, err := e.open(tx, "template.item_drop")
	if err != nil {
		return err
	}
	if _, _, err := t.item(sectionID, id); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM plan_items WHERE id = ? AND template_id = ?`, id, t.ID)
	return err
}

// MoveSection changes places with the section before (up) or after; at the end of
// the list it changes nothing.
func MoveSection(tx *db.Tx, e Edit, id int64, up bool) error {
	t, err := e.open(tx, "template.order")
	if err != nil {
		return err
	}
	at, err := t.section(id)
	if err != nil {
		return err
	}
	ids := make([]int64, len(t.Sections))
	for n, s := range t.Sections {
		ids[n] = s.ID
	}
	for n, id := range swapped(ids, at, up) {
		if _, err := tx.Exec(`UPDATE plan_sections SET position = ? WHERE id = ?`, n+1, id); err != nil {
			return err
		}
	}
	return nil
}

// MoveItem changes places with the item before (up) or after in its section.
func MoveItem(tx *db.Tx, e Edit, sectionID, id int64, up bool) error {
	t, err := e.open(tx, "template.order")
	if err != nil {
		return err
	}
	section, at, err := t.item(sectionID, id)
	if err != nil {
		return err
	}
	items := t.Sections[section].Items
	ids := make([]int64, len(items))
	for n, i := range items {
		ids[n] = i.ID
	}
	for n, id := range swapped(ids, at, up) {
		if _, err := tx.Exec(`UPDATE plan_items SET position = ? WHERE id = ?`, n+1, id); err != nil {
			return err
		}
	}
	return nil
}

func swapped(ids []int64, at int, up bool) []int64 {
	other := at + 1
	if up {
		other = at - 1
	}
	if other >= 0 && other < len(ids) {
		ids[at], ids[other] = ids[other], ids[at]
	}
	return ids
}

// DropDraft gives the draft up; what is published stays.
func DropDraft(tx *db.Tx, e Edit) error {
	t, err := e.open(tx, "template.drop")
	if err != nil {
		return err
	}
	for _, statement := range []string{`DELETE FROM plan_items WHERE template_id = ?`, `DELETE FROM plan_sections WHERE template_id = ?`,
		`DELETE FROM plan_templates WHERE id = ?`} {
		if _, err := tx.Exec(statement, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// Publish makes the draft what journeys adopt from now on; the version before is
// retired and stays with the journeys that have it. A section without items is
// refused ("template.empty").
func Publish(tx *db.Tx, e Edit) error {
	t, err := e.open(tx, "template.publish")
	if err != nil {
		return err
	}
	if len(t.Sections) == 0 {
		return models.Refuse("template.empty", nil)
	}
	for _, s := range t.Sections {
		if len(s.Items) == 0 {
			return models.Refuse("template.empty", models.Facts{"section": s.Title})
		}
	}
	if _, err := tx.Exec(`UPDATE plan_templates SET state = 'retired', version = version + 1 WHERE programme_id = ? AND state = 'published'`, t.ProgrammeID); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE plan_templates SET state = 'published', published_at = ? WHERE id = ?`, tx.Now(), t.ID)
	return err
}
