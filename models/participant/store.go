package participant

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const entryColumns = `e.labour, e.jobless_since, e.birth_on, e.gender, e.schooling, e.disability, e.third_country, e.foreign_background, e.minority, e.homeless, e.rural`

func (e *Entry) targets() []any {
	return []any{&e.Labour, &e.JoblessSince, &e.BirthOn, &e.Gender, &e.Schooling, &e.Disability, &e.ThirdCountry, &e.Foreign, &e.Minority, &e.Homeless, &e.Rural}
}

func (e Entry) values() []any {
	return []any{e.Labour, e.JoblessSince, e.BirthOn, e.Gender, e.Schooling, e.Disability, e.ThirdCountry, e.Foreign, e.Minority, e.Homeless, e.Rural}
}

// LoadRules gives the rules that hold today.
func LoadRules(tx *db.Tx) (r Rules, err error) {
	_, err = tx.Get([]any{&r.LongMonths, &r.YoungUnder, &r.YoungMonths, &r.ExitDays, &r.LaterMonths, &r.LaterDays, &r.Version},
		`SELECT long_months, young_under, young_months, exit_days, later_months, later_days, version FROM participant_rules WHERE id = 1`)
	return r, err
}

// Of gives the record of a dossier that was loaded through permission.
func Of(tx *db.Tx, p *programme.Project) (*Record, error) {
	r := &Record{Project: p}
	var err error
	if r.Rules, err = LoadRules(tx); err != nil {
		return nil, err
	}
	r.kept = r.Rules
	dest := append(r.Entry.targets(), &r.FrozenAt, &r.Carried, &r.kept.LongMonths, &r.kept.YoungUnder, &r.kept.YoungMonths, &r.Version)
	if _, err = tx.Get(dest, `SELECT `+entryColumns+`, e.frozen_at, e.carried, e.long_months, e.young_under, e.young_months, e.version
		FROM participants e WHERE e.project_id = ?`+tx.ForUpdate("e"), p.ID); err != nil {
		return nil, fmt.Errorf("participant of %s: %w", p.Ref, err)
	}
	if !r.Frozen() {
		if r.Proposed, err = proposed(tx, p, r.asOf(tx.Today())); err != nil {
			return nil, err
		}
	}
	if err := r.results(tx); err != nil {
		return nil, err
	}
	r.History, err = corrections(tx, p.ID)
	return r, err
}

func proposed(tx *db.Tx, p *programme.Project, on models.Date) (Entry, error) {
	var k Known
	_, err := tx.Get([]any{&k.BirthOn, &k.Gender, &k.Situation, &k.Schooling, &k.JobseekerSince},
		`SELECT h.birth_on, h.gender, COALESCE(a.situation, ''), COALESCE(a.schooling, ''), a.jobseeker_since
		FROM persons h LEFT JOIN applications a ON a.project_id = ? WHERE h.id = ?`, p.ID, p.PersonID)
	return k.Propose(on), err
}

func (r *Record) results(tx *db.Tx) error {
	return tx.Each(func(rows *sql.Rows) error {
		var x Result
		if err := rows.Scan(&x.Moment, &x.ObservedOn, &x.JobSearch, &x.Training, &x.Qualification, &x.Employment, &x.Improved, &x.ByHolder, &x.By, &x.RecordedAt, &x.Version); err != nil {
			return err
		}
		if x.Moment == Later {
			r.Later = &x
		} else {
			r.Exit = &x
		}
		return nil
	}, `SELECT x.moment, x.observed_on, x.job_search, x.training, x.qualification, x.employment, x.improved, x.by_holder, COALESCE(a.name, ''), x.recorded_at, x.version
		FROM participant_results x LEFT JOIN accounts a ON a.id = x.recorded_by WHERE x.project_id = ?`, r.Project.ID)
}

func corrections(tx *db.Tx, projectID int64) (list []Correction, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var c Correction
		err := rows.Scan(&c.Part, &c.Field, &c.From, &c.To, &c.Reason, &c.By, &c.At)
		list = append(list, c)
		return err
	}, `SELECT part, field, from_value, to_value, reason, actor_name, at FROM participant_corrections WHERE project_id = ? ORDER BY id DESC`, projectID)
	return list, err
}

// store writes the answers, guarded by the version that was read.
func store(tx *db.Tx, r *Record, e Entry) error {
	var n int64
	var err error
	if r.Version == 0 {
		n, err = tx.Exec(`INSERT INTO participants (labour, jobless_since, birth_on, gender, schooling, disability, third_country, foreign_background, minority, homeless, rural, project_id, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, append(e.values(), r.Project.ID, tx.Now())...)
	} else {
		n, err = tx.Exec(`UPDATE participants SET labour = ?, jobless_since = ?, birth_on = ?, gender = ?, schooling = ?, disability = ?, third_country = ?,
			foreign_background = ?, minority = ?, homeless = ?, rural = ?, updated_at = ?, version = version + 1 WHERE project_id = ? AND version = ?`,
			append(e.values(), tx.Now(), r.Project.ID, r.Version)...)
	}
	if err != nil {
		return fmt.Errorf("participant of %s: %w", r.Project.Ref, err)
	}
	if n == 0 {
		return models.Stale("participant", models.Facts{"ref": r.Project.Ref})
	}
	return nil
}

func freeze(tx *db.Tx, projectID int64, r Rules) error {
	_, err := tx.Exec(`UPDATE participants SET frozen_at = ?, long_months = ?, young_under = ?, young_months = ? WHERE project_id = ? AND frozen_at IS NULL`,
		tx.Now(), r.LongMonths, r.YoungUnder, r.YoungMonths, projectID)
	return err
}

// correct keeps what changed, and says in the audit that something did.
func correct(tx *db.Tx, projectID int64, part Moment, list []Change, reason string) error {
	actor := tx.Actor()
	for _, c := range list {
		why := reason
		if c.From == "" && reason == "" {
			why = ""
		}
		if _, err := tx.Exec(`INSERT INTO participant_corrections (project_id, part, field, from_value, to_value, reason, actor_id, actor_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			projectID, part, c.Field, c.From, c.To, why, db.Nullable(actor.AccountID), actor.Name, tx.Now()); err != nil {
			return fmt.Errorf("correction: %w", err)
		}
	}
	return tx.Audit("participant.correct", "project", projectID, projectID, models.Facts{"part": part, "answers": len(list)})
}

func insertResult(tx *db.Tx, projectID int64, x Result) error {
	n, err := tx.Exec(`INSERT INTO participant_results (project_id, moment, observed_on, job_search, training, qualification, employment, improved, by_holder, recorded_by, recorded_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, projectID, x.Moment, x.ObservedOn, x.JobSearch, x.Training, x.Qualification, x.Employment, x.Improved,
		x.ByHolder, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err == nil && n == 0 {
		err = models.Stale("participant", nil)
	}
	return err
}

// updateResult keeps who recorded it first: who corrected it stands with the corrections.
func updateResult(tx *db.Tx, projectID int64, version int, x Result) error {
	n, err := tx.Exec(`UPDATE participant_results SET observed_on = ?, job_search = ?, training = ?, qualification = ?, employment = ?, improved = ?, version = version + 1
		WHERE project_id = ? AND moment = ? AND version = ?`, x.ObservedOn, x.JobSearch, x.Training, x.Qualification, x.Employment, x.Improved, projectID, x.Moment, version)
	if err == nil && n == 0 {
		err = models.Stale("participant", nil)
	}
	return err
}

// TakeOver keeps what the dossiers know of those who entered without being asked: files of earlier years. It tells how many.
func TakeOver(tx *db.Tx) (int, error) {
	r, err := LoadRules(tx)
	if err != nil {
		return 0, err
	}
	n, err := tx.Exec(`INSERT INTO participants (project_id, labour, jobless_since, birth_on, gender, schooling, frozen_at, long_months, young_under, young_months, carried, updated_at)
		SELECT p.id, CASE WHEN a.situation IN ('full_benefits', 'partial_benefits') THEN 'unemployed' WHEN a.situation = 'on_notice' THEN 'employed' ELSE '' END,
			CASE WHEN a.situation IN ('full_benefits', 'partial_benefits') AND a.jobseeker_since <= p.entered_on THEN a.jobseeker_since END, h.birth_on, h.gender,
			CASE WHEN a.schooling IN ('none', 'lower_secondary') THEN 'isced_0_2' WHEN a.schooling = 'upper_secondary' THEN 'isced_3_4' WHEN a.schooling = 'tertiary' THEN 'isced_5_8' ELSE '' END,
			CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), TRUE, CAST(? AS BIGINT)
		FROM projects p JOIN persons h ON h.id = p.person_id LEFT JOIN applications a ON a.project_id = p.id
		WHERE p.entered_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM participants e WHERE e.project_id = p.id)`,
		tx.Now(), r.LongMonths, r.YoungUnder, r.YoungMonths, tx.Now())
	return int(n), err
}
