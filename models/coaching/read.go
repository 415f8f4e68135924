package coaching

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const meetingColumns = `m.id, m.public_id, m.state, m.held_on, m.starts_at, m.minutes, m.kind, m.medium, m.place, m.summary,
	m.reason, COALESCE(m.created_by, 0), m.updated_at, m.version, m.sequence`

func (m *Meeting) targets() []any {
	return []any{&m.ID, &m.PublicID, &m.State, &m.HeldOn, &m.StartsAt, &m.Minutes, &m.Kind, &m.Medium, &m.Place, &m.Summary,
		&m.Reason, &m.CreatedBy, &m.UpdatedAt, &m.Version, &m.Sequence}
}

// MayReadNotes reports whether the actor may know of the private notes of a
// dossier. A holder never does of their own, whatever else they are in the house.
func MayReadNotes(a access.Actor, p *programme.Project) bool {
	return p.May(a, access.NoteRead) && !p.Standing.Own
}

// MeetingOf gives a meeting of a dossier, as the actor may know it.
func MeetingOf(tx *db.Tx, p *programme.Project, publicID string) (Meeting, error) {
	m, err := meetingOf(tx, p, publicID)
	if err != nil {
		return m, err
	}
	m.Actions, err = actions(tx, p, `a.meeting_id = ?`, m.ID)
	return m, err
}

// meetingOf finds a meeting through its dossier, and through nothing else.
func meetingOf(tx *db.Tx, p *programme.Project, publicID string) (Meeting, error) {
	var m Meeting
	found, err := tx.Get(m.targets(), `SELECT `+meetingColumns+` FROM meetings m JOIN meeting_projects k ON k.meeting_id = m.id
		WHERE m.public_id = ? AND k.project_id = ?`+tx.ForUpdate("m"), publicID, p.ID)
	if err != nil {
		return m, fmt.Errorf("load meeting: %w", err)
	}
	if !found {
		return m, models.Missing("meeting")
	}
	list := []Meeting{m}
	if err := addPeople(tx, p, list); err != nil {
		return m, err
	}
	return list[0], nil
}

// addPeople fills in coaches, visible holders and notes, with one question for each.
func addPeople(tx *db.Tx, p *programme.Project, list []Meeting) error {
	ids := make([]int64, len(list))
	at := map[int64]*Meeting{}
	for i := range list {
		ids[i] = list[i].ID
		at[list[i].ID] = &list[i]
	}
	in, args := db.In(ids)
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var c Coach
		err := rows.Scan(&id, &c.AccountID, &c.PublicID, &c.Name)
		at[id].Coaches = append(at[id].Coaches, c)
		return err
	}, `SELECT k.meeting_id, a.id, a.public_id, a.name FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id
		WHERE k.meeting_id IN `+in+` ORDER BY a.name, a.id`, args...)
	if err != nil {
		return fmt.Errorf("load the coaches of meetings: %w", err)
	}
	if err := addHolders(tx, p, at, in, args); err != nil {
		return err
	}
	if !MayReadNotes(tx.Actor(), p) {
		return nil
	}
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var n Note
		err := rows.Scan(&id, &n.Body, &n.Author, &n.UpdatedAt)
		at[id].Note = &n
		return err
	}, `SELECT n.meeting_id, n.body, COALESCE(a.name, ''), n.updated_at FROM meeting_notes n LEFT JOIN accounts a ON a.id = n.author_id
		WHERE n.meeting_id IN `+in+` AND n.body <> ''`, args...)
}

// addHolders names the dossiers at the meetings that the actor may see: a holder
// does not learn who else was there.
func addHolders(tx *db.Tx, p *programme.Project, at map[int64]*Meeting, in string, args []any) error {
	visible, more := programme.Visible(tx, access.MeetingRead)
	if p.Standing.Own {
		visible, more = `p.id = ?`, []any{p.ID}
	}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var h Holder
		var first, last string
		err := rows.Scan(&id, &h.ProjectID, &h.Ref, &first, &last, &h.Title)
		h.Name = programme.FullName(first, last)
		at[id].Holders = append(at[id].Holders, h)
		return err
	}, `SELECT k.meeting_id, p.id, p.ref, h.first_name, h.last_name, p.title FROM meeting_projects k
		JOIN projects p ON p.id = k.project_id JOIN persons h ON h.id = p.person_id
		WHERE k.meeting_id IN `+in+` AND `+visible+` ORDER BY h.sort_key, p.id`, append(args, more...)...)
	if err != nil {
		return fmt.Errorf("load the holders of meetings: %w", err)
	}
	return nil
}

// projectsAt gives every dossier at a meeting, visible to the actor or not.
func projectsAt(tx *db.Tx, meetingID int64) ([]int64, error) {
	var ids []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT project_id FROM meeting_projects WHERE meeting_id = ? ORDER BY project_id`, meetingID)
	return ids, err
}

// PageSize is how many meetings a page of the list holds.
const PageSize = 30

// MeetingsOf lists the meetings of a dossier that the actor may read, latest first, one page
// at a time: after is where the page before ended ("" for the first), next is where
// this one does ("" for the last). Actions are left out.
func MeetingsOf(tx *db.Tx, p *programme.Project, after string) (list []Meeting, next string, err error) {
	query := `SELECT ` + meetingColumns + ` FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id WHERE k.project_id = ?`
	args := []any{p.ID}
	if after != "" {
		at, id, ok := cursor(after)
		if !ok {
			return nil, "", models.Fields(models.FieldProblem{Field: "suite", Code: "cursor"})
		}
		query += ` AND (m.starts_at, m.id) < (?, ?)`
		args = append(args, at, id)
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var m Meeting
		err := rows.Scan(m.targets()...)
		list = append(list, m)
		return err
	}, query+` ORDER BY m.starts_at DESC, m.id DESC LIMIT ?`, append(args, PageSize+1)...)
	if err != nil {
		return nil, "", fmt.Errorf("list the meetings of %s: %w", p.Ref, err)
	}
	if len(list) > PageSize {
		list = list[:PageSize]
		last := list[PageSize-1]
		next = fmt.Sprintf("%d.%d", last.StartsAt, last.ID)
	}
	return list, next, addPeople(tx, p, list)
}

func cursor(s string) (at, id int64, ok bool) {
	left, right, found := strings.Cut(s, ".")
	at, err1 := strconv.ParseInt(left, 10, 64)
	id, err2 := strconv.ParseInt(right, 10, 64)
	return at, id, found && err1 == nil && err2 == nil
}

// NextMeeting gives the next planned meeting of a dossier; nil when there is none.
func NextMeeting(tx *db.Tx, p *programme.Project) (*Meeting, error) {
	var m Meeting
	found, err := tx.Get(m.targets(), `SELECT `+meetingColumns+` FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
		WHERE k.project_id = ? AND m.state = 'planned' AND m.starts_at + m.minutes * 60000 >= ? ORDER BY m.starts_at, m.id LIMIT 1`, p.ID, tx.Now())
	if err != nil {
		return nil, fmt.Errorf("find the next meeting of %s: %w", p.Ref, err)
	}
	if !found {
		return nil, nil
	}
	list := []Meeting{m}
	return &list[0], addPeople(tx, p, list)
}
