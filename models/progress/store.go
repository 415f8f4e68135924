package progress

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const reportColumns = `r.id, r.public_id, r.state, r.from_on, r.to_on, r.synthesis, r.next_steps, r.asked_at, r.paragraph, r.paragraph_at, r.holder_version,
	COALESCE(r.created_by, 0), COALESCE(r.submitted_by, 0), COALESCE(c.name, ''), COALESCE(s.name, ''), r.submitted_at, r.version,
	COALESCE(i.number, ''), COALESCE(i.sha256, ''), i.issued_at, r.snapshot FROM progress_reports r
	LEFT JOIN accounts c ON c.id = r.created_by LEFT JOIN accounts s ON s.id = r.submitted_by LEFT JOIN issued_papers i ON i.id = r.paper_id`

func (r *Report) targets() []any {
	return []any{&r.ID, &r.PublicID, &r.State, &r.Period.From, &r.Period.To, &r.Synthesis, &r.NextSteps, &r.AskedAt, &r.Paragraph, &r.ParagraphAt, &r.HolderVersion,
		&r.CreatedBy, &r.SubmittedBy, &r.Author, &r.Submitter, &r.SubmittedAt, &r.Version,
		&r.Number, &r.SHA256, &r.IssuedAt, &r.snapshot}
}

// reportOf finds a report through its loaded dossier, whose lock guards it.
func reportOf(tx *db.Tx, p *programme.Project, publicID string) (Report, error) {
	r := Report{Project: p}
	found, err := tx.Get(r.targets(), `SELECT `+reportColumns+` WHERE r.project_id = ? AND r.public_id = ?`, p.ID, publicID)
	if err != nil {
		return r, fmt.Errorf("load report: %w", err)
	}
	if !found {
		return r, models.Missing("progress")
	}
	return r, nil
}

// reportsOf lists the reports of a dossier that were not dropped, the latest first.
func reportsOf(tx *db.Tx, p *programme.Project) ([]Report, error) {
	var list []Report
	err := tx.Each(func(rows *sql.Rows) error {
		r := Report{Project: p}
		err := rows.Scan(r.targets()...)
		list = append(list, r)
		return err
	}, `SELECT `+reportColumns+` WHERE r.project_id = ? AND r.state <> 'dropped' ORDER BY r.id DESC`, p.ID)
	return list, err
}

func insertReport(tx *db.Tx, r *Report) error {
	_, err := tx.Get([]any{&r.ID}, `INSERT INTO progress_reports (public_id, project_id, state, from_on, to_on, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, r.PublicID, r.Project.ID, Draft, r.Period.From, r.Period.To,
		db.Nullable(tx.Actor().AccountID), tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("insert report: %w", err)
	}
	return nil
}

// storeTexts writes the coach's words at the version that was read.
func storeTexts(tx *db.Tx, r Report, version int, d Words) error {
	n, err := tx.Exec(`UPDATE progress_reports SET synthesis = ?, next_steps = ?, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ? AND state IN ('draft', 'returned')`, d.Synthesis, d.NextSteps, tx.Now(), r.ID, version)
	return guarded(n, err)
}

// storeParagraph writes the holder's words at the version that was read.
func storeParagraph(tx *db.Tx, r Report, version int, text string) error {
	n, err := tx.Exec(`UPDATE progress_reports SET paragraph = ?, paragraph_at = ?, holder_version = holder_version + 1
		WHERE id = ? AND holder_version = ? AND state IN ('draft', 'returned')`, text, tx.Now(), r.ID, version)
	return guarded(n, err)
}

func storeAsked(tx *db.Tx, r Report) error {
	n, err := tx.Exec(`UPDATE progress_reports SET asked_at = ? WHERE id = ? AND state IN ('draft', 'returned')`, tx.Now(), r.ID)
	return guarded(n, err)
}

// storeState moves a report from the state and the version at which it was read.
func storeState(tx *db.Tx, r Report, version int, to State) error {
	n, err := tx.Exec(`UPDATE progress_reports SET state = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state = ?`,
		to, tx.Now(), r.ID, version, r.State)
	return guarded(n, err)
}

func storeSubmitted(tx *db.Tx, r Report, snapshot string) error {
	n, err := tx.Exec(`UPDATE progress_reports SET state = 'submitted', snapshot = ?, submitted_by = ?, submitted_at = ?, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ? AND state IN ('draft', 'returned')`,
		snapshot, db.Nullable(tx.Actor().AccountID), tx.Now(), tx.Now(), r.ID, r.Version)
	return guarded(n, err)
}

func storeIssued(tx *db.Tx, r Report, version int, number string) error {
	n, err := tx.Exec(`UPDATE progress_reports SET state = 'issued', paper_id = (SELECT id FROM issued_papers WHERE number = ?), updated_at = ?, version = version + 1
		WHERE id = ? AND version = ? AND state = 'submitted'`, number, tx.Now(), r.ID, version)
	return guarded(n, err)
}

func guarded(n int64, err error) error {
	if err != nil {
		return fmt.Errorf("store report: %w", err)
	}
	if n == 0 {
		return models.Stale("progress", nil)
	}
	return nil
}

func insertEvent(tx *db.Tx, r Report, event, reason string) error {
	_, err := tx.Exec(`INSERT INTO progress_events (report_id, project_id, event, reason, actor_id, actor_name, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Project.ID, event, reason, db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now())
	return err
}

// Events are the steps of a report, oldest first.
func Events(tx *db.Tx, r Report) ([]Event, error) {
	var list []Event
	err := tx.Each(func(rows *sql.Rows) error {
		var e Event
		err := rows.Scan(&e.What, &e.Reason, &e.Who, &e.At)
		list = append(list, e)
		return err
	}, `SELECT event, reason, actor_name, at FROM progress_events WHERE report_id = ? ORDER BY id`, r.ID)
	return list, err
}

// figuresOf gives what the programme asks, with what each side says. An indicator that was set aside stays
// in the reports that have it.
func figuresOf(tx *db.Tx, r Report) ([]Figure, error) {
	var list []Figure
	err := tx.Each(func(rows *sql.Rows) error {
		var f Figure
		var holder, house sql.NullInt64
		err := rows.Scan(&f.ID, &f.Code, &f.Label, &f.Unit, &f.Active, &f.Position, &f.Version, &holder, &house)
		f.Holder, f.House = number(holder), number(house)
		list = append(list, f)
		return err
	}, `SELECT i.id, i.code, i.label, i.unit, i.active, i.position, i.version, h.amount, k.amount FROM progress_indicators i
		LEFT JOIN progress_values h ON h.report_id = ? AND h.indicator_id = i.id AND h.side = 'holder'
		LEFT JOIN progress_values k ON k.report_id = ? AND k.indicator_id = i.id AND k.side = 'house'
		WHERE i.programme_id = ? AND (i.active OR h.amount IS NOT NULL OR k.amount IS NOT NULL) ORDER BY i.position, i.id`, r.ID, r.ID, r.Project.ProgrammeID)
	return list, err
}

func number(n sql.NullInt64) *int64 {
	if !n.Valid {
		return nil
	}
	return &n.Int64
}

func storeFigures(tx *db.Tx, r Report, side Side, changed map[int64]*int64) error {
	for id, amount := range changed {
		var err error
		if amount == nil {
			_, err = tx.Exec(`DELETE FROM progress_values WHERE report_id = ? AND indicator_id = ? AND side = ?`, r.ID, id, side)
		} else {
			_, err = tx.Exec(`INSERT INTO progress_values (report_id, indicator_id, side, amount) VALUES (?, ?, ?, ?)
				ON CONFLICT (report_id, indicator_id, side) DO UPDATE SET amount = excluded.amount`, r.ID, id, side, *amount)
		}
		if err != nil {
			return fmt.Errorf("store figure: %w", err)
		}
	}
	return nil
}

// choicesOf gives what the coach chose, by meeting.
func choicesOf(tx *db.Tx, reportID int64) (map[int64]choice, error) {
	list := map[int64]choice{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var c choice
		err := rows.Scan(&id, &c.placed, &c.sectionID, &c.leftOut)
		list[id] = c
		return err
	}, `SELECT meeting_id, placed, COALESCE(section_id, 0), left_out FROM progress_meetings WHERE report_id = ?`, reportID)
	return list, err
}

func storeChoices(tx *db.Tx, r Report, changed map[int64]choice) error {
	for id, c := range changed {
		_, err := tx.Exec(`INSERT INTO progress_meetings (report_id, meeting_id, placed, section_id, left_out) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (report_id, meeting_id) DO UPDATE SET placed = excluded.placed, section_id = excluded.section_id, left_out = excluded.left_out`,
			r.ID, id, c.placed, db.Nullable(c.sectionID), c.leftOut)
		if err != nil {
			return fmt.Errorf("store choice: %w", err)
		}
	}
	return nil
}

// notHeld counts the meetings of the period that are planned or were called off.
func notHeld(tx *db.Tx, r Report) (int, error) {
	return tx.Count(`SELECT count(*) FROM meeting_projects x JOIN meetings m ON m.id = x.meeting_id
		WHERE x.project_id = ? AND m.state IN ('planned', 'cancelled') AND m.held_on >= ? AND m.held_on <= ?`, r.Project.ID, r.Period.From, r.Period.To)
}
