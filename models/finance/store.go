package finance

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Stored is the financial part of a project as it is kept.
type Stored struct {
	Inputs    Inputs
	Filled    bool // false: nobody has saved any figure, the inputs are those of an empty form
	Version   int
	UpdatedAt models.Instant
	By        string
}

// Kept is a version of the figures.
type Kept struct {
	Number int
	Author string
	At     models.Instant
	Inputs Inputs // given by All alone
}

// pause is how long an author may leave the figures before the next save makes a new version.
const pause = 30 * time.Minute

// Load gives the figures of a loaded project.
func Load(tx *db.Tx, p *programme.Project) (Stored, error) {
	s := Stored{}
	var text string
	found, err := tx.Get([]any{&text, &s.Version, &s.UpdatedAt, &s.By}, `SELECT inputs, version, updated_at, updated_name FROM finance_plans WHERE project_id = ?`, p.ID)
	if err != nil || !found {
		s.Inputs = New(tx.Today())
		return s, err
	}
	s.Filled = true
	return s, s.Inputs.read(p.Ref, text)
}

func (in *Inputs) read(ref, text string) error {
	if err := json.Unmarshal([]byte(text), in); err != nil {
		return fmt.Errorf("figures of %s: %w", ref, err)
	}
	return nil
}

// MayChange refuses to work on the figures outside coaching and test, as on the rest of the plan.
func MayChange(p *programme.Project) *models.Problem {
	if p.Phase.IsClocked() {
		return nil
	}
	return models.Refuse("plan.phase", models.Facts{"phase": p.Phase})
}

// Save keeps the figures, as Parse has read them. seen is the version that they were typed over: when others were stored
// meanwhile it is a conflict ("finance.stale"), unless they are the same. changed is false when they are.
func Save(tx *db.Tx, ref string, seen int, in Inputs) (changed bool, err error) {
	p, err := programme.Load(tx, ref, access.FinanceEdit)
	if err != nil {
		return false, err
	}
	if refusal := MayChange(p); refusal != nil {
		return false, refusal
	}
	text, err := json.Marshal(in)
	if err != nil {
		return false, err
	}
	var stored string
	var version int
	if _, err := tx.Get([]any{&stored, &version}, `SELECT inputs, version FROM finance_plans WHERE project_id = ?`, p.ID); err != nil {
		return false, err
	}
	if stored == string(text) {
		return false, nil
	}
	if seen != version {
		return false, models.Stale("finance", nil)
	}
	return true, keep(tx, p, version, string(text))
}

// keep writes the figures and their version. The project's row is locked by then; the version is asked again all the same.
func keep(tx *db.Tx, p *programme.Project, version int, text string) error {
	n, err := tx.Exec(`INSERT INTO finance_plans (project_id, inputs, updated_at, updated_name, version) VALUES (?, ?, ?, ?, 1)
		ON CONFLICT (project_id) DO UPDATE SET inputs = excluded.inputs, updated_at = excluded.updated_at, updated_name = excluded.updated_name, version = finance_plans.version + 1
		WHERE finance_plans.version = ?`, p.ID, text, tx.Now(), tx.Actor().Name, version)
	if err != nil {
		return fmt.Errorf("figures of %s: %w", p.Ref, err)
	}
	if n == 0 {
		return models.Stale("finance", nil)
	}
	var number int
	var author int64
	var at models.Instant
	if _, err := tx.Get([]any{&number, &author, &at}, `SELECT number, COALESCE(author_id, 0), at FROM finance_versions WHERE project_id = ? ORDER BY number DESC LIMIT 1`, p.ID); err != nil {
		return err
	}
	if number > 0 && author == tx.Actor().AccountID && tx.Now().Time().Sub(at.Time()) < pause {
		_, err := tx.Exec(`UPDATE finance_versions SET inputs = ?, at = ? WHERE project_id = ? AND number = ?`, text, tx.Now(), p.ID, number)
		return err
	}
	if _, err := tx.Exec(`INSERT INTO finance_versions (project_id, number, inputs, author_id, author_name, at) VALUES (?, ?, ?, ?, ?, ?)`,
		p.ID, number+1, text, db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now()); err != nil {
		return fmt.Errorf("version of the figures of %s: %w", p.Ref, err)
	}
	return tx.Audit("finance.save", "project", p.ID, p.ID, models.Facts{"version": number + 1})
}

// Versions lists the versions of a project's figures, the newest first.
func Versions(tx *db.Tx, p *programme.Project) ([]Kept, error) {
	var list []Kept
	return list, tx.Each(func(rows *sql.Rows) error {
		var v Kept
		err := rows.Scan(&v.Number, &v.Author, &v.At)
		list = append(list, v)
		return err
	}, `SELECT number, author_name, at FROM finance_versions WHERE project_id = ? ORDER BY number DESC`, p.ID)
}

// VersionOf gives the figures of one version; Missing when there is none.
func VersionOf(tx *db.Tx, p *programme.Project, number int) (Inputs, error) {
	var in Inputs
	var text string
	found, err := tx.Get([]any{&text}, `SELECT inputs FROM finance_versions WHERE project_id = ? AND number = ?`, p.ID, number)
	if err != nil {
		return in, err
	}
	if !found {
		return in, models.Missing("finance")
	}
	return in, in.read(p.Ref, text)
}

// All gives every version of a project's figures, the oldest first.
func All(tx *db.Tx, p *programme.Project) ([]Kept, error) {
	var list []Kept
	return list, tx.Each(func(rows *sql.Rows) error {
		var v Kept
		var text string
		if err := rows.Scan(&v.Number, &v.Author, &v.At, &text); err != nil {
			return err
		}
		err := v.Inputs.read(p.Ref, text)
		list = append(list, v)
		return err
	}, `SELECT number, author_name, at, inputs FROM finance_versions WHERE project_id = ? ORDER BY number`, p.ID)
}
