package coaching

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

// ActionsOf lists the actions agreed on for a dossier, the holder's and the
// coaches': the open ones by day, those without a day last, then the done ones,
// latest first. Both sides read them; what a holder must not read is a note.
func ActionsOf(tx *db.Tx, p *programme.Project) ([]Action, error) {
	list, err := actions(tx, p, `a.project_id = ?`, p.ID)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b Action) int {
		switch {
		case a.DoneOn.IsZero() != b.DoneOn.IsZero():
			if a.DoneOn.IsZero() {
				return -1
			}
			return 1
		case !a.DoneOn.IsZero():
			return strings.Compare(string(b.DoneOn), string(a.DoneOn))
		case a.DueOn.IsZero() != b.DueOn.IsZero():
			if b.DueOn.IsZero() {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a.DueOn), string(b.DueOn))
	})
	return list, nil
}

// actions reads the dossier's actions that meet a condition over actions a.
func actions(tx *db.Tx, p *programme.Project, condition string, arg any) ([]Action, error) {
	var list []Action
	err := tx.Each(func(rows *sql.Rows) error {
		var a Action
		err := rows.Scan(&a.ID, &a.ProjectID, &a.MeetingID, &a.Meeting, &a.Title, &a.Owner, &a.CoachID, &a.CoachName, &a.DueOn, &a.DoneOn, &a.Version)
		list = append(list, a)
		return err
	}, `SELECT a.id, a.project_id, COALESCE(a.meeting_id, 0), COALESCE(m.public_id, ''), a.title, a.owner, COALESCE(a.coach_id, 0),
			COALESCE(c.name, ''), a.due_on, a.done_on, a.version
		FROM actions a LEFT JOIN meetings m ON m.id = a.meeting_id LEFT JOIN accounts c ON c.id = a.coach_id
		WHERE a.project_id = ? AND `+condition+` ORDER BY a.id`, p.ID, arg)
	if err != nil {
		return nil, fmt.Errorf("load actions of %s: %w", p.Ref, err)
	}
	return list, nil
}

// ActionOf gives an action of a dossier.
func ActionOf(tx *db.Tx, p *programme.Project, id int64) (Action, error) {
	list, err := actions(tx, p, `a.id = ?`, id)
	if err != nil {
		return Action{}, err
	}
	if len(list) == 0 {
		return Action{}, models.Missing("action")
	}
	return list[0], nil
}

// TickAction says that an action is done, or open again. Saying it twice changes
// nothing. Holders tick theirs, coaches any.
func TickAction(tx *db.Tx, ref string, id int64, done bool) error {
	p, err := programme.Load(tx, ref, access.ActionTick)
	if err != nil {
		return err
	}
	a, err := ActionOf(tx, p, id)
	if err != nil {
		return err
	}
	if a.Owner == ByCoach && !p.May(tx.Actor(), access.MeetingLog) {
		return models.Denied(string(access.ActionTick))
	}
	if a.DoneOn.IsZero() != done {
		return nil
	}
	var on models.Date
	var by any
	what := "action.reopen"
	if done {
		on, by, what = tx.Today(), db.Nullable(tx.Actor().AccountID), "action.done"
	}
	if _, err := tx.Exec(`UPDATE actions SET done_on = ?, done_by = ?, version = version + 1 WHERE id = ?`, on, by, id); err != nil {
		return fmt.Errorf("tick action %d: %w", id, err)
	}
	return tx.Audit(what, "action", id, p.ID, nil)
}

// AddAction adds an action outside of a meeting, once for each form key: to the
// holder, or to a coach whom OfferedCoaches names.
func AddAction(tx *db.Tx, ref, key string, d ActionDraft) error {
	p, err := programme.Load(tx, ref, access.MeetingLog)
	if err != nil {
		return err
	}
	before, err := tx.Once(key)
	if err != nil || before != "" {
		return err
	}
	d, fields := d.plain(tx.Today())
	coachID, err := ownerOf(tx, p, d.Coach, &fields)
	if err != nil {
		return err
	}
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	if err := insertAction(tx, p.ID, 0, d, coachID); err != nil {
		return err
	}
	return tx.Done(key, ref)
}

// ChangeAction writes an action over again, guarded by its version.
func ChangeAction(tx *db.Tx, ref string, id int64, d ActionDraft, version int) error {
	p, err := programme.Load(tx, ref, access.MeetingLog)
	if err != nil {
		return err
	}
	was, err := ActionOf(tx, p, id)
	if err != nil {
		return err
	}
	d, fields := d.plain(tx.Today())
	coachID, err := ownerOf(tx, p, d.Coach, &fields)
	if err != nil {
		return err
	}
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	owner := ByHolder
	if coachID != 0 {
		owner = ByCoach
	}
	n, err := tx.Exec(`UPDATE actions SET title = ?, owner = ?, coach_id = ?, due_on = ?, version = version + 1 WHERE id = ? AND version = ?`,
		d.Title, owner, db.Nullable(coachID), d.DueOn, id, version)
	if err != nil {
		return fmt.Errorf("change action %d: %w", id, err)
	}
	if n == 0 {
		return models.Stale("action", nil)
	}
	return tx.Audit("action.change", "action", id, p.ID, models.Facts{"owner": []any{was.Owner, owner}, "due_on": []any{was.DueOn, d.DueOn},
		"retitled": was.Title != d.Title})
}

// plain checks an action that stands alone; its fields have plain names.
func (a ActionDraft) plain(today models.Date) (ActionDraft, problems) {
	var list problems
	if a.Title = strings.TrimSpace(a.Title); a.Title == "" {
		list.addField("action_title", "required", nil)
	}
	list.text("action_title", a.Title, MaxTitle)
	checkDue(&list, "action_due", a.DueOn, today)
	return a, list
}

func ownerOf(tx *db.Tx, p *programme.Project, coach string, fields *problems) (int64, error) {
	if coach == "" {
		return 0, nil
	}
	offered, err := OfferedCoaches(tx, p, nil)
	if err != nil {
		return 0, err
	}
	for _, c := range offered {
		if c.PublicID == coach {
			return c.AccountID, nil
		}
	}
	fields.addField("action_owner", "oneof", nil)
	return 0, nil
}
