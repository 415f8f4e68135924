package coaching

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// at is a meeting as one of its dossiers knows it.
type at struct{ project, meeting int64 }

// pair is a meeting to be looked at from one of its dossiers.
type pair struct {
	project int64
	meeting Meeting
}

// mark is a row of the readings.
type mark struct {
	Mark
	digest string
}

// marksOf gives every time that the minutes of meetings were read, oldest first.
func marksOf(tx *db.Tx, meetingIDs []int64) (map[at][]mark, error) {
	in, args := db.In(meetingIDs)
	list := map[at][]mark{}
	err := tx.Each(func(rows *sql.Rows) error {
		var k at
		var m mark
		err := rows.Scan(&k.project, &k.meeting, &m.Who, &m.Remark, &m.At, &m.digest)
		list[k] = append(list[k], m)
		return err
	}, `SELECT r.project_id, r.meeting_id, a.name, r.remark, r.at, r.digest FROM minutes_readings r JOIN accounts a ON a.id = r.account_id
		WHERE r.meeting_id IN `+in+` ORDER BY r.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("load the readings of minutes: %w", err)
	}
	return list, nil
}

// readings computes how minutes stand, with three questions whatever their number.
func readings(tx *db.Tx, pairs []pair) (map[at]Reading, error) {
	ids := make([]int64, len(pairs))
	for i, p := range pairs {
		ids[i] = p.meeting.ID
	}
	in, args := db.In(ids)
	coaches := map[int64][]int64{}
	err := tx.Each(func(rows *sql.Rows) error {
		var meeting, account int64
		err := rows.Scan(&meeting, &account)
		coaches[meeting] = append(coaches[meeting], account)
		return err
	}, `SELECT meeting_id, account_id FROM meeting_coaches WHERE meeting_id IN `+in, args...)
	if err != nil {
		return nil, err
	}
	agreed := map[at][]Action{}
	err = tx.Each(func(rows *sql.Rows) error {
		var k at
		var a Action
		err := rows.Scan(&k.project, &k.meeting, &a.Title, &a.Owner, &a.CoachID, &a.DueOn)
		agreed[k] = append(agreed[k], a)
		return err
	}, `SELECT project_id, meeting_id, title, owner, COALESCE(coach_id, 0), due_on FROM actions WHERE meeting_id IN `+in+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	marks, err := marksOf(tx, ids)
	if err != nil {
		return nil, err
	}
	found := map[at]Reading{}
	for _, p := range pairs {
		k := at{p.project, p.meeting.ID}
		found[k] = standing(p.meeting, digest(p.meeting, coaches[k.meeting], agreed[k]), marks[k])
	}
	return found, nil
}

// remarkedSo reports whether the same minutes were read with the same words before: the form was sent twice.
func remarkedSo(tx *db.Tx, projectID, meetingID int64, digest, remark string) (bool, error) {
	n, err := tx.Count(`SELECT count(*) FROM minutes_readings WHERE project_id = ? AND meeting_id = ? AND digest = ? AND remark = ?`, projectID, meetingID, digest, remark)
	return n > 0 && remark != "", err
}

func insertReading(tx *db.Tx, projectID, meetingID int64, digest, remark string) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO minutes_readings (meeting_id, project_id, account_id, digest, remark, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		meetingID, projectID, tx.Actor().AccountID, digest, remark, tx.Now())
	if err != nil {
		return 0, fmt.Errorf("insert reading: %w", err)
	}
	return id, nil
}

// followingMeeting is the next meeting of the dossier after this one, whatever became of it but called off.
func followingMeeting(tx *db.Tx, p *programme.Project, m Meeting) (*NextPlanned, error) {
	var n NextPlanned
	found, err := tx.Get([]any{&n.StartsAt, &n.Medium, &n.Place}, `SELECT m.starts_at, m.medium, m.place FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
		WHERE k.project_id = ? AND m.state <> 'cancelled' AND m.starts_at > ? ORDER BY m.starts_at, m.id LIMIT 1`, p.ID, m.StartsAt)
	if err != nil || !found {
		return nil, err
	}
	return &n, nil
}

// minutesShown bounds the minutes that a home lists.
const minutesShown = 100

// recentMinutes gives the ready minutes of the actor's own dossiers, and the dossier of each.
func recentMinutes(tx *db.Tx) (list []MinutesLine, projects []int64, err error) {
	visible, args := programme.Visible(tx, access.MinutesSign)
	args = append(args, tx.Today().AddDays(-MinutesDays), minutesShown)
	err = tx.Each(func(rows *sql.Rows) error {
		var l MinutesLine
		var project int64
		err := rows.Scan(append([]any{&project, &l.Ref}, l.Meeting.targets()...)...)
		list, projects = append(list, l), append(projects, project)
		return err
	}, `SELECT p.id, p.ref, `+meetingColumns+` FROM projects p JOIN meeting_projects k ON k.project_id = p.id JOIN meetings m ON m.id = k.meeting_id
		WHERE `+visible+` AND m.state = 'held' AND m.summary <> '' AND m.held_on >= ? ORDER BY m.starts_at DESC, m.id DESC LIMIT ?`, args...)
	return list, projects, err
}

// heldBy gives of dossiers what a mail to their holders needs.
func heldBy(tx *db.Tx, projectIDs []int64) ([]programme.Project, error) {
	in, args := db.In(projectIDs)
	var list []programme.Project
	err := tx.Each(func(rows *sql.Rows) error {
		var p programme.Project
		err := rows.Scan(&p.ID, &p.Ref, &p.PersonID)
		list = append(list, p)
		return err
	}, `SELECT id, ref, person_id FROM projects WHERE id IN `+in+` ORDER BY id`, args...)
	return list, err
}

// tellRemark writes to the coaches of the meeting that its holder left a remark.
func tellRemark(tx *db.Tx, p *programme.Project, m Meeting, readingID int64) error {
	var list []outbox.Message
	err := tx.Each(func(rows *sql.Rows) error {
		o := outbox.Message{Kind: outbox.MinutesRemarked, ProjectID: p.ID, Facts: models.Facts{"ref": p.Ref, "id": m.PublicID, "on": m.HeldOn}}
		err := rows.Scan(&o.AccountID, &o.To, &o.Name)
		o.Key = fmt.Sprintf("remark/%d/%d", readingID, o.AccountID)
		list = append(list, o)
		return err
	}, `SELECT a.id, a.email, a.name FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id WHERE k.meeting_id = ? AND a.state = 'active' ORDER BY a.id`, m.ID)
	if err != nil {
		return err
	}
	for _, o := range list {
		if err := outbox.Put(tx, o); err != nil {
			return err
		}
	}
	return nil
}
