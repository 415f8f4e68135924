package plan

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const templateSelect = `SELECT t.id, t.programme_id, t.number, t.state, t.published_at, t.version FROM plan_templates t `

func (t *Template) targets() []any {
	return []any{&t.ID, &t.ProgrammeID, &t.Number, &t.State, &t.PublishedAt, &t.Version}
}

func oneTemplate(tx *db.Tx, condition string, args ...any) (Template, bool, error) {
	var t Template
	found, err := tx.Get(t.targets(), templateSelect+condition, args...)
	if err != nil || !found {
		return t, false, err
	}
	index := map[int64]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		var s Section
		var id sql.NullInt64
		var title, expectation, evidence sql.NullString
		var mandatory sql.NullBool
		if err := rows.Scan(&s.ID, &s.Title, &id, &title, &expectation, &evidence, &mandatory); err != nil {
			return err
		}
		at, known := index[s.ID]
		if !known {
			at = len(t.Sections)
			index[s.ID] = at
			t.Sections = append(t.Sections, s)
		}
		if id.Valid {
			t.Sections[at].Items = append(t.Sections[at].Items, Item{ID: id.Int64, SectionID: s.ID, Title: title.String,
				Expectation: expectation.String, Evidence: evidence.String, Mandatory: mandatory.Bool})
		}
		return nil
	}, `SELECT s.id, s.title, i.id, i.title, i.expectation, i.evidence, i.mandatory
		FROM plan_sections s LEFT JOIN plan_items i ON i.section_id = s.id
		WHERE s.template_id = ? ORDER BY s.position, s.id, i.position, i.id`, t.ID)
	if err != nil {
		return t, false, fmt.Errorf("load template %d: %w", t.ID, err)
	}
	return t, true, nil
}

// PublishedOf gives the published template of a programme; false when it has none.
func PublishedOf(tx *db.Tx, programmeID int64) (Template, bool, error) {
	return oneTemplate(tx, `WHERE t.programme_id = ? AND t.state = 'published'`, programmeID)
}

// TemplateOf gives a version of a programme's template; Missing when there is none.
func TemplateOf(tx *db.Tx, programmeID int64, number int) (Template, error) {
	t, found, err := oneTemplate(tx, `WHERE t.programme_id = ? AND t.number = ?`, programmeID, number)
	if err == nil && !found {
		err = models.Missing("plan_template")
	}
	return t, err
}

// Adopt gives a project the published template of its programme, for good: it is
// called when the coaching starts. A project that has one keeps it; without a
// published template it changes nothing.
func Adopt(tx *db.Tx, p *programme.Project) error {
	if p.TemplateID != 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE projects SET template_id = (SELECT t.id FROM plan_templates t WHERE t.programme_id = ? AND t.state = 'published')
		WHERE id = ? AND template_id IS NULL`, p.ProgrammeID, p.ID)
	if err != nil {
		return fmt.Errorf("adopt template: %w", err)
	}
	_, err = tx.Get([]any{&p.TemplateID}, `SELECT COALESCE(template_id, 0) FROM projects WHERE id = ?`, p.ID)
	return err
}

// Of gives the checklist of a loaded project: of its own template, or before it
// has one the published template of its programme, untouched. A programme without
// any published template gives an empty checklist.
func Of(tx *db.Tx, p *programme.Project) (Checklist, error) {
	var t Template
	var err error
	if p.TemplateID != 0 {
		t, _, err = oneTemplate(tx, `WHERE t.id = ?`, p.TemplateID)
	} else {
		t, _, err = PublishedOf(tx, p.ProgrammeID)
	}
	if err != nil {
		return Checklist{}, err
	}
	states, err := statesOf(tx, p.ID)
	if err != nil {
		return Checklist{}, fmt.Errorf("plan of %s: %w", p.Ref, err)
	}
	c := NewChecklist(t, states)
	c.Adopted = p.TemplateID != 0
	return c, nil
}

func statesOf(tx *db.Tx, projectID int64) (map[int64]State, error) {
	states := map[int64]State{}
	return states, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var s State
		err := rows.Scan(&id, &s.ClaimedOn, &s.ValidatedOn, &s.ValidatedBy, &s.NotApplicable, &s.Comment, &s.Version,
			&s.claimedBy, &s.validatedBy)
		states[id] = s
		return err
	}, `SELECT s.item_id, s.claimed_on, s.validated_on, COALESCE(a.name, ''), s.not_applicable, s.comment, s.version,
		COALESCE(s.claimed_by, 0), COALESCE(s.validated_by, 0) FROM plan_states s LEFT JOIN accounts a ON a.id = s.validated_by WHERE s.project_id = ?`, projectID)
}

// MandatoryMissing gives the titles of what the test period waits for.
func MandatoryMissing(tx *db.Tx, p *programme.Project) ([]string, error) {
	c, err := Of(tx, p)
	if err != nil {
		return nil, err
	}
	var titles []string
	for _, l := range c.Missing() {
		titles = append(titles, l.Item.Title)
	}
	return titles, nil
}

// ProgressOf gives the progress of many projects with two questions, however many
// they are. A project without a template of its own is left out.
func ProgressOf(tx *db.Tx, projectIDs ...int64) (map[int64]Progress, error) {
	in, args := db.In(projectIDs)
	return progressWhere(tx, `p.id IN `+in, args...)
}

// ProgressOfCohort is ProgressOf for all projects of a cohort.
func ProgressOfCohort(tx *db.Tx, cohortID int64) (map[int64]Progress, error) {
	return progressWhere(tx, `p.cohort_id = ?`, cohortID)
}

// progressWhere counts only what was touched of each project; what was not is known
// from its template.
func progressWhere(tx *db.Tx, condition string, args ...any) (map[int64]Progress, error) {
	whole, err := templateTotals(tx)
	if err != nil {
		return nil, err
	}
	list := map[int64]Progress{}
	err = tx.Each(func(rows *sql.Rows) error {
		var id, template int64
		var outside, claimed, validated, settled int
		if err := rows.Scan(&id, &template, &outside, &claimed, &validated, &settled); err != nil {
			return err
		}
		p := whole[template]
		p.Applicable -= outside
		p.Claimed, p.Validated = claimed, validated
		p.MandatoryMissing -= settled
		list[id] = p
		return nil
	}, `SELECT p.id, p.template_id,
		COALESCE(SUM(CASE WHEN s.not_applicable <> '' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN s.not_applicable = '' AND s.validated_on IS NULL AND s.claimed_on IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN s.validated_on IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN i.mandatory AND (s.validated_on IS NOT NULL OR s.not_applicable <> '') THEN 1 ELSE 0 END), 0)
		FROM projects p LEFT JOIN plan_states s ON s.project_id = p.id LEFT JOIN plan_items i ON i.id = s.item_id
		WHERE p.template_id IS NOT NULL AND `+condition+` GROUP BY p.id, p.template_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("progress: %w", err)
	}
	return list, nil
}

// templateTotals gives the progress of each template before anything is done.
func templateTotals(tx *db.Tx) (map[int64]Progress, error) {
	totals := map[int64]Progress{}
	return totals, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var items, mandatory int
		err := rows.Scan(&id, &items, &mandatory)
		totals[id] = Progress{Items: items, Applicable: items, MandatoryMissing: mandatory}
		return err
	}, `SELECT template_id, count(*), SUM(CASE WHEN mandatory THEN 1 ELSE 0 END) FROM plan_items GROUP BY template_id`)
}

// EventKind says what happened to an item.
type EventKind string

// The kinds of event.
const (
	WasClaimed       EventKind = "claimed"
	WasUnclaimed     EventKind = "unclaimed"
	WasValidated     EventKind = "validated"
	WasReopened      EventKind = "reopened"
	BecameOutOfScope EventKind = "not_applicable"
	BecameApplicable EventKind = "applicable"
	WasCommented     EventKind = "commented"
)

// Event is one change of an item. It is never edited.
type Event struct {
	ItemID    int64
	Kind      EventKind
	Comment   string // the comment, or the reason why the item does not apply
	On        models.Date
	ActorName string
	At        models.Instant
	ItemTitle string
}

// Events gives what happened to a project's checklist after a moment (0: ever), the
// newest first: its history, and what changed since a paper was printed.
func Events(tx *db.Tx, projectID int64, after models.Instant) ([]Event, error) {
	var list []Event
	return list, tx.Each(func(rows *sql.Rows) error {
		var e Event
		err := rows.Scan(&e.ItemID, &e.Kind, &e.Comment, &e.On, &e.ActorName, &e.At, &e.ItemTitle)
		list = append(list, e)
		return err
	}, `SELECT e.item_id, e.event, e.comment, e.on_date, e.actor_name, e.at, i.title
		FROM plan_events e JOIN plan_items i ON i.id = e.item_id
		WHERE e.project_id = ? AND e.at > ? ORDER BY e.id DESC`, projectID, int64(after))
}
