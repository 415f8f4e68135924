package form

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Found lays the first definitions of the two first programmes where those have none
// yet; otherwise it changes nothing.
func Found(tx *db.Tx) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	first := map[string][]Question{"JI": jobin, "JID": append(append([]Question(nil), jobin...), jobinDesign...)}
	for _, p := range programmes {
		more, ok := first[p.Code]
		if !ok {
			continue
		}
		n, err := tx.Count(`SELECT count(*) FROM form_versions WHERE programme_id = ?`, p.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		id, err := insertVersion(tx, p.ID, 1, compose(more))
		if err != nil {
			return fmt.Errorf("first form of %s: %w", p.Code, err)
		}
		if _, err := tx.Exec(`UPDATE form_versions SET state = 'published', published_at = ? WHERE id = ?`, tx.Now(), id); err != nil {
			return err
		}
	}
	return nil
}

// insertVersion writes a draft with copies of the questions.
func insertVersion(tx *db.Tx, programmeID int64, number int, questions []Question) (id int64, err error) {
	if _, err := tx.Get([]any{&id}, `INSERT INTO form_versions (programme_id, number, state) VALUES (?, ?, 'draft') RETURNING id`,
		programmeID, number); err != nil {
		return 0, err
	}
	for n, q := range questions {
		if err := insertQuestion(tx, id, n+1, q); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func insertQuestion(tx *db.Tx, formID int64, position int, q Question) error {
	if _, err := tx.Get([]any{&q.ID}, `INSERT INTO form_questions (form_id, topic, position, code, kind, label, help, required, max_length, condition_code, condition_values)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, formID, q.Topic, position, q.Code, q.Kind, q.Label, q.Help, q.Required, q.MaxLength,
		q.Condition.Code, strings.Join(q.Condition.Values, "\n")); err != nil {
		return err
	}
	return insertOptions(tx, q)
}

// insertOptions keeps the options of a question; those of locked questions stand in the product.
func insertOptions(tx *db.Tx, q Question) error {
	if q.Locked() {
		return nil
	}
	for n, o := range q.Options {
		if _, err := tx.Exec(`INSERT INTO form_options (question_id, position, value, label) VALUES (?, ?, ?, ?)`, q.ID, n+1, o.Value, o.Label); err != nil {
			return err
		}
	}
	return nil
}

func (d *Definition) targets() []any {
	return []any{&d.ID, &d.ProgrammeID, &d.Number, &d.State, &d.PublishedAt, &d.Version}
}

func one(tx *db.Tx, condition string, args ...any) (d Definition, found bool, err error) {
	found, err = tx.Get(d.targets(), `SELECT v.id, v.programme_id, v.number, v.state, v.published_at, v.version FROM form_versions v `+condition, args...)
	if err != nil || !found {
		return d, false, err
	}
	index := map[int64]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		var q Question
		var conditions string
		var value, label sql.NullString
		if err := rows.Scan(&q.ID, &q.Topic, &q.Code, &q.Kind, &q.Label, &q.Help, &q.Required, &q.MaxLength, &q.Condition.Code, &conditions, &value, &label); err != nil {
			return err
		}
		at, known := index[q.ID]
		if !known {
			at = len(d.Questions)
			index[q.ID] = at
			q.Condition.Values = Split(conditions)
			if q.Locked() && q.Kind.HasOptions() {
				q.Options = values(LockedValues(q.Code)...)
			}
			d.Questions = append(d.Questions, q)
		}
		if value.Valid {
			d.Questions[at].Options = append(d.Questions[at].Options, Option{value.String, label.String})
		}
		return nil
	}, `SELECT q.id, q.topic, q.code, q.kind, q.label, q.help, q.required, q.max_length, q.condition_code, q.condition_values, o.value, o.label
		FROM form_questions q LEFT JOIN form_options o ON o.question_id = q.id WHERE q.form_id = ? ORDER BY q.position, q.id, o.position`, d.ID)
	if err != nil {
		return d, false, fmt.Errorf("load form %d: %w", d.ID, err)
	}
	d.Questions = ordered(d.Questions)
	return d, true, nil
}

// ordered puts questions in the order of the topics, each topic's in the order they came in.
func ordered(questions []Question) []Question {
	list := make([]Question, 0, len(questions))
	for _, t := range AskedTopics() {
		for _, q := range questions {
			if q.Topic == t {
				list = append(list, q)
			}
		}
	}
	return list
}

// PublishedOf gives what new applications to a programme are written on; the base when it has published nothing.
func PublishedOf(tx *db.Tx, programmeID int64) (Definition, error) {
	return orBase(one(tx, `WHERE v.programme_id = ? AND v.state = 'published'`, programmeID))
}

// ByID gives the version that an application was written on; the base for 0.
func ByID(tx *db.Tx, id int64) (Definition, error) {
	if id == 0 {
		return Base(), nil
	}
	return orBase(one(tx, `WHERE v.id = ?`, id))
}

func orBase(d Definition, found bool, err error) (Definition, error) {
	if err == nil && !found {
		d = Base()
	}
	return d, err
}

// VersionOf gives a version of a programme's definition; Missing when there is none.
func VersionOf(tx *db.Tx, programmeID int64, number int) (Definition, error) {
	d, found, err := one(tx, `WHERE v.programme_id = ? AND v.number = ?`, programmeID, number)
	if err == nil && !found {
		err = models.Missing("form")
	}
	return d, err
}
