package plan

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const textColumns = `t.section_id, t.body, t.turn, t.reason, t.turned_at, t.submitted, t.step, t.updated_at, t.version,
	COALESCE(v.number, 0), COALESCE(v.author_name, ''),
	(SELECT count(*) FROM plan_comments c WHERE c.project_id = t.project_id AND c.section_id = t.section_id AND c.thread_id IS NULL AND c.resolved_at IS NULL)
	FROM plan_texts t LEFT JOIN plan_text_versions v ON v.project_id = t.project_id AND v.section_id = t.section_id
		AND v.number = (SELECT MAX(w.number) FROM plan_text_versions w WHERE w.project_id = t.project_id AND w.section_id = t.section_id)`

func (t *Text) targets() []any {
	return []any{&t.SectionID, &t.Body, &t.Turn, &t.Reason, &t.TurnedAt, &t.Submitted, &t.Step, &t.UpdatedAt, &t.Version, &t.Number, &t.Author, &t.Threads}
}

// Texts gives what was written in the sections of a loaded project, by the section's id.
func Texts(tx *db.Tx, p *programme.Project) (map[int64]Text, error) {
	list := map[int64]Text{}
	err := tx.Each(func(rows *sql.Rows) error {
		var t Text
		err := rows.Scan(t.targets()...)
		list[t.SectionID] = t
		return err
	}, `SELECT `+textColumns+` WHERE t.project_id = ?`, p.ID)
	if err != nil {
		return nil, fmt.Errorf("texts of %s: %w", p.Ref, err)
	}
	attached, err := attachments(tx, `a.project_id = ?`, p.ID)
	for section, documents := range attached {
		t := list[section]
		t.SectionID, t.Documents = section, documents
		list[section] = t
	}
	return list, err
}

// TextOf gives the text of one section; with rules to apply the project's row is locked by then.
func TextOf(tx *db.Tx, p *programme.Project, section int64) (Text, error) {
	t := Text{SectionID: section}
	if _, err := tx.Get(t.targets(), `SELECT `+textColumns+` WHERE t.project_id = ? AND t.section_id = ?`, p.ID, section); err != nil {
		return t, err
	}
	attached, err := attachments(tx, `a.project_id = ? AND a.section_id = ?`, p.ID, section)
	t.Documents = attached[section]
	return t, err
}

// attachments gives the documents that go with each section. A document that its author removed goes with nothing.
func attachments(tx *db.Tx, condition string, args ...any) (map[int64][]string, error) {
	list := map[int64][]string{}
	return list, tx.Each(func(rows *sql.Rows) error {
		var section int64
		var id string
		err := rows.Scan(&section, &id)
		list[section] = append(list[section], id)
		return err
	}, `SELECT a.section_id, d.public_id FROM plan_attachments a JOIN documents d ON d.id = a.document_id
		WHERE `+condition+` AND d.removed_at IS NULL ORDER BY a.section_id, a.added_at, a.document_id`, args...)
}

const versionColumns = `v.number, v.restored, COALESCE(v.author_id, 0), v.author_name, v.at, v.sealed, LENGTH(v.body)`

func (v *TextVersion) targets() []any {
	return []any{&v.Number, &v.Restored, &v.AuthorID, &v.Author, &v.At, &v.Sealed, &v.Length}
}

// TextVersions lists the versions of a section's text, the newest first, without their words.
func TextVersions(tx *db.Tx, p *programme.Project, section int64) ([]TextVersion, error) {
	var list []TextVersion
	return list, tx.Each(func(rows *sql.Rows) error {
		var v TextVersion
		err := rows.Scan(v.targets()...)
		list = append(list, v)
		return err
	}, `SELECT `+versionColumns+` FROM plan_text_versions v WHERE v.project_id = ? AND v.section_id = ? ORDER BY v.number DESC`, p.ID, section)
}

// TextVersionOf gives one version with its words; Missing when there is none.
func TextVersionOf(tx *db.Tx, p *programme.Project, section int64, number int) (TextVersion, error) {
	var v TextVersion
	found, err := tx.Get(append(v.targets(), &v.Body), `SELECT `+versionColumns+`, v.body FROM plan_text_versions v
		WHERE v.project_id = ? AND v.section_id = ? AND v.number = ?`, p.ID, section, number)
	if err == nil && !found {
		err = models.Missing("plan_text")
	}
	return v, err
}

// SectionVersion is a version with its section, for what a person takes along.
type SectionVersion struct {
	SectionID int64
	TextVersion
}

// AllVersions gives every version of a project with its words, section by section, oldest first.
func AllVersions(tx *db.Tx, p *programme.Project) ([]SectionVersion, error) {
	var list []SectionVersion
	return list, tx.Each(func(rows *sql.Rows) error {
		var v SectionVersion
		err := rows.Scan(append(append([]any{&v.SectionID}, v.targets()...), &v.Body)...)
		list = append(list, v)
		return err
	}, `SELECT v.section_id, `+versionColumns+`, v.body FROM plan_text_versions v WHERE v.project_id = ? ORDER BY v.section_id, v.number`, p.ID)
}

// Comments gives the remarks on the sections of a project with their answers, by the section's id, oldest first.
func Comments(tx *db.Tx, p *programme.Project) (map[int64][]Comment, error) {
	return comments(tx, `c.project_id = ?`, p.ID)
}

// CommentsOn gives the remarks on one section.
func CommentsOn(tx *db.Tx, p *programme.Project, section int64) ([]Comment, error) {
	list, err := comments(tx, `c.project_id = ? AND c.section_id = ?`, p.ID, section)
	return list[section], err
}

func comments(tx *db.Tx, condition string, args ...any) (map[int64][]Comment, error) {
	list := map[int64][]Comment{}
	return list, tx.Each(func(rows *sql.Rows) error {
		var c Comment
		var section int64
		if err := rows.Scan(&section, &c.id, &c.threadID, &c.PublicID, &c.House, &c.Body, &c.Number, &c.Author, &c.At, &c.ResolvedAt, &c.ResolvedBy); err != nil {
			return err
		}
		if c.threadID == 0 {
			list[section] = append(list[section], c)
			return nil
		}
		for i := range list[section] {
			if list[section][i].id == c.threadID {
				list[section][i].Answers = append(list[section][i].Answers, c)
			}
		}
		return nil
	}, `SELECT c.section_id, c.id, COALESCE(c.thread_id, 0), c.public_id, c.side = 'house', c.body, c.number, c.author_name, c.at, c.resolved_at, c.resolved_by
		FROM plan_comments c WHERE `+condition+` ORDER BY c.id`, args...)
}

// SectionEvents gives what happened to the sections of a project after a moment (0: ever), the newest first.
func SectionEvents(tx *db.Tx, projectID int64, after models.Instant) ([]SectionEvent, error) {
	var list []SectionEvent
	return list, tx.Each(func(rows *sql.Rows) error {
		var e SectionEvent
		err := rows.Scan(&e.SectionID, &e.Section, &e.Place, &e.Kind, &e.Number, &e.Comment, &e.On, &e.ActorName, &e.At)
		list = append(list, e)
		return err
	}, `SELECT e.section_id, s.title, `+place+`, e.event, e.number, e.comment, e.on_date, e.actor_name, e.at
		FROM plan_section_events e JOIN plan_sections s ON s.id = e.section_id WHERE e.project_id = ? AND e.at > ? ORDER BY e.id DESC`, projectID, int64(after))
}

// place is the number of a section s in its template.
const place = `(SELECT count(*) FROM plan_sections o WHERE o.template_id = s.template_id AND (o.position < s.position OR o.position = s.position AND o.id <= s.id))`

// Handed is a section that was handed in and waits for a coach.
type Handed struct {
	ProjectID int64
	Ref       string
	Title     string // of the project
	Holder    string
	Place     int // of the section, as its address has it
	Section   string
	At        models.Instant
}

// Waiting lists the sections that wait for the actor, the longest first, at most so many: those of the dossiers whose plan they may validate.
func Waiting(tx *db.Tx, most int) ([]Handed, error) {
	visible, args := programme.Visible(tx, access.PlanValidate)
	var list []Handed
	return list, tx.Each(func(rows *sql.Rows) error {
		var h Handed
		var first, last string
		err := rows.Scan(&h.ProjectID, &h.Ref, &h.Title, &first, &last, &h.Place, &h.Section, &h.At)
		h.Holder = programme.FullName(first, last)
		list = append(list, h)
		return err
	}, `SELECT p.id, p.ref, p.title, h.first_name, h.last_name, `+place+`, s.title, t.turned_at
		FROM plan_texts t JOIN projects p ON p.id = t.project_id JOIN persons h ON h.id = p.person_id JOIN plan_sections s ON s.id = t.section_id
		WHERE t.turn = 'submitted' AND p.phase IN ('coaching', 'test') AND `+visible+` ORDER BY t.turned_at, p.id, s.id LIMIT ?`, append(args, most)...)
}
