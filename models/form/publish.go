package form

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
)

// Before lists the questions that a question can depend on: those before it whose answers are a choice.
func (d Definition) Before(id int64) []Question {
	var list []Question
	for _, q := range d.Questions {
		if q.ID == id {
			break
		}
		if len(q.Values()) > 0 {
			list = append(list, q)
		}
	}
	return list
}

// SetCondition makes a question of the draft depend on another, or on none (an empty condition). Fields:
// "condition_code", "condition_values".
func SetCondition(tx *db.Tx, e Edit, id int64, c Condition) error {
	d, err := e.open(tx, "form.condition")
	if err != nil {
		return err
	}
	at, err := d.At(id)
	if err != nil {
		return err
	}
	q := d.Questions[at]
	if q.Locked() {
		return models.Refuse("form.locked", models.Facts{"label": q.Label})
	}
	if c.Code == "" {
		c.Values = nil
	} else if problem := d.mayDepend(q, c); problem != nil {
		return problem
	}
	_, err = tx.Exec(`UPDATE form_questions SET condition_code = ?, condition_values = ? WHERE id = ? AND form_id = ?`,
		c.Code, strings.Join(c.Values, "\n"), q.ID, d.ID)
	return err
}

func (d Definition) mayDepend(q Question, c Condition) error {
	before := d.Before(q.ID)
	i := slices.IndexFunc(before, func(other Question) bool { return other.Code == c.Code })
	if i < 0 {
		return models.Fields(models.FieldProblem{Field: "condition_code", Code: "oneof"})
	}
	if len(c.Values) == 0 {
		return models.Fields(models.FieldProblem{Field: "condition_values", Code: "required"})
	}
	for _, v := range c.Values {
		if !slices.Contains(before[i].Values(), v) {
			return models.Fields(models.FieldProblem{Field: "condition_values", Code: "oneof"})
		}
	}
	return nil
}

// DropQuestion takes a question out of the draft. Locked ones stay ("form.locked"), and those that others
// depend on ("form.needed").
func DropQuestion(tx *db.Tx, e Edit, id int64) error {
	d, err := e.open(tx, "form.question_drop")
	if err != nil {
		return err
	}
	at, err := d.At(id)
	if err != nil {
		return err
	}
	q := d.Questions[at]
	if q.Locked() {
		return models.Refuse("form.locked", models.Facts{"label": q.Label})
	}
	for _, other := range d.Questions {
		if other.Condition.Code == q.Code {
			return models.Refuse("form.needed", models.Facts{"label": q.Label, "other": other.Label})
		}
	}
	if _, err := tx.Exec(`DELETE FROM form_options WHERE question_id = ?`, q.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM form_questions WHERE id = ? AND form_id = ?`, q.ID, d.ID)
	return err
}

// MoveQuestion changes places with the question before (up) or after in its topic; at the end of the topic it
// changes nothing. An order in which a question stands before what it depends on is refused.
func MoveQuestion(tx *db.Tx, e Edit, id int64, up bool) error {
	d, err := e.open(tx, "form.order")
	if err != nil {
		return err
	}
	at, err := d.At(id)
	if err != nil {
		return err
	}
	other := at + 1
	if up {
		other = at - 1
	}
	if other < 0 || other >= len(d.Questions) || d.Questions[other].Topic != d.Questions[at].Topic {
		return nil
	}
	d.Questions[at], d.Questions[other] = d.Questions[other], d.Questions[at]
	if problem := d.check(); problem != nil && problem.Code == "form.condition_later" {
		return problem
	}
	for n, q := range d.Questions {
		if _, err := tx.Exec(`UPDATE form_questions SET position = ? WHERE id = ? AND form_id = ?`, n+1, q.ID, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// DropDraft gives the draft up; what is published stays.
func DropDraft(tx *db.Tx, e Edit) error {
	d, err := e.open(tx, "form.drop")
	if err != nil {
		return err
	}
	for _, statement := range []string{`DELETE FROM form_options WHERE question_id IN (SELECT q.id FROM form_questions q WHERE q.form_id = ?)`,
		`DELETE FROM form_questions WHERE form_id = ?`, `DELETE FROM form_versions WHERE id = ?`} {
		if _, err := tx.Exec(statement, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// Publish makes the draft what new applications are written on; the version before is retired and stays with
// the applications that have it. A definition that nobody could answer is refused.
func Publish(tx *db.Tx, e Edit) error {
	d, err := e.open(tx, "form.publish")
	if err != nil {
		return err
	}
	if problem := d.check(); problem != nil {
		return problem
	}
	if _, err := tx.Exec(`UPDATE form_versions SET state = 'retired', version = version + 1 WHERE programme_id = ? AND state = 'published'`, d.ProgrammeID); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE form_versions SET state = 'published', published_at = ? WHERE id = ?`, tx.Now(), d.ID)
	return err
}
