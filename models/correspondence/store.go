package correspondence

import (
	"database/sql"
	"fmt"
	"math"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const messageColumns = `m.id, m.public_id, m.side, COALESCE(m.author_id, 0), COALESCE(a.name, ''), m.body, m.gone, m.at`

func (m *Message) targets() []any {
	return []any{&m.ID, &m.PublicID, &m.Side, &m.AuthorID, &m.Author, &m.Body, &m.Gone, &m.At}
}

// messages gives at most so many messages before an id (0: the newest), oldest first.
func messages(tx *db.Tx, projectID, before int64, most int) ([]Message, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	var list []Message
	err := tx.Each(func(rows *sql.Rows) error {
		var m Message
		err := rows.Scan(m.targets()...)
		list = append(list, m)
		return err
	}, `SELECT `+messageColumns+` FROM messages m LEFT JOIN accounts a ON a.id = m.author_id WHERE m.project_id = ? AND m.id < ?
		ORDER BY m.id DESC LIMIT ?`, projectID, before, most)
	slices.Reverse(list)
	return list, err
}

// messageOf finds a message through its dossier, and through nothing else.
func messageOf(tx *db.Tx, p *programme.Project, publicID string) (m Message, err error) {
	found, err := tx.Get(m.targets(), `SELECT `+messageColumns+` FROM messages m LEFT JOIN accounts a ON a.id = m.author_id
		WHERE m.public_id = ? AND m.project_id = ?`, publicID, p.ID)
	if err == nil && !found {
		err = models.Missing("message")
	}
	return m, err
}

// state is where each side of a thread stands.
type state struct {
	read   map[Side]int64
	unread map[Side]int
}

func stateOf(tx *db.Tx, projectID int64) (state, error) {
	var holderRead, houseRead int64
	var holderUnread, houseUnread int
	_, err := tx.Get([]any{&holderRead, &houseRead, &holderUnread, &houseUnread},
		`SELECT holder_read, house_read, holder_unread, house_unread FROM message_threads WHERE project_id = ?`, projectID)
	return state{map[Side]int64{Holder: holderRead, House: houseRead}, map[Side]int{Holder: holderUnread, House: houseUnread}}, err
}

// recount keeps what lists show of a thread equal to what its messages say.
const recount = `UPDATE message_threads SET
	holder_unread = (SELECT count(*) FROM messages m WHERE m.project_id = message_threads.project_id AND m.side = 'house' AND m.gone = '' AND m.id > message_threads.holder_read),
	house_unread = (SELECT count(*) FROM messages m WHERE m.project_id = message_threads.project_id AND m.side = 'holder' AND m.gone = '' AND m.id > message_threads.house_read)
	WHERE project_id = ?`

// add stores a message and tells how many the other side has not read now. It marks nothing as
// read: what arrived while the text was being typed was not on the page.
func add(tx *db.Tx, p *programme.Project, m *Message) (unread int, err error) {
	_, err = tx.Get([]any{&m.ID}, `INSERT INTO messages (public_id, project_id, side, author_id, body, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		m.PublicID, p.ID, m.Side, db.Nullable(m.AuthorID), m.Body, m.At)
	if err != nil {
		return 0, fmt.Errorf("write message: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO message_threads (project_id, last_at) VALUES (?, ?)
		ON CONFLICT (project_id) DO UPDATE SET last_at = excluded.last_at`, p.ID, m.At)
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(recount, p.ID); err != nil {
		return 0, err
	}
	s, err := stateOf(tx, p.ID)
	return s.unread[m.Side.Other()], err
}

func markRead(tx *db.Tx, projectID int64, side Side, upTo int64) error {
	statement := `UPDATE message_threads SET holder_read = ? WHERE project_id = ? AND holder_read < ?`
	if side == House {
		statement = `UPDATE message_threads SET house_read = ? WHERE project_id = ? AND house_read < ?`
	}
	if _, err := tx.Exec(statement, upTo, projectID, upTo); err != nil {
		return fmt.Errorf("mark as read: %w", err)
	}
	_, err := tx.Exec(recount, projectID)
	return err
}

func withdraw(tx *db.Tx, projectID int64, m Message) error {
	n, err := tx.Exec(`UPDATE messages SET body = '', gone = 'withdrawn' WHERE id = ? AND gone = ''`, m.ID)
	if err != nil {
		return fmt.Errorf("withdraw message: %w", err)
	}
	if n == 0 {
		return models.Refuse("message.gone", nil)
	}
	_, err = tx.Exec(recount, projectID)
	return err
}

func isErased(tx *db.Tx, projectID int64) (bool, error) {
	n, err := tx.Count(`SELECT count(*) FROM erasures WHERE project_id = ?`, projectID)
	return n > 0, err
}

type reader struct {
	id          int64
	email, name string
}

// readersOf are whom a holder's message is told to: who works on the dossier today; before there are any, who
// examines the file; otherwise the managers of the site.
func readersOf(tx *db.Tx, p *programme.Project) ([]reader, error) {
	working, worker := programme.WorkersOn(tx, "a.id", p.ID)
	for _, question := range []struct {
		query string
		args  []any
	}{
		{`SELECT a.id, a.email, a.name FROM accounts a WHERE a.state = 'active' AND ` + working + ` ORDER BY a.id`, worker},
		{`SELECT a.id, a.email, a.name FROM applications x JOIN accounts a ON a.id = x.reviewer_id
			WHERE x.project_id = ? AND a.state = 'active' AND EXISTS (SELECT 1 FROM account_roles r
				WHERE r.account_id = a.id AND r.role = 'manager' AND r.site_id IN (0, ?))`, []any{p.ID, p.SiteID}},
		{`SELECT DISTINCT a.id, a.email, a.name FROM accounts a JOIN account_roles r ON r.account_id = a.id
			WHERE r.role = 'manager' AND r.site_id IN (0, ?) AND a.state = 'active' ORDER BY a.id`, []any{p.SiteID}},
	} {
		var list []reader
		err := tx.Each(func(rows *sql.Rows) error {
			var r reader
			err := rows.Scan(&r.id, &r.email, &r.name)
			list = append(list, r)
			return err
		}, question.query, question.args...)
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}

// Waiting is a thread with messages that a side has not read.
type Waiting struct {
	Ref, Holder, Title string
	Phase              programme.Phase
	Unread             int
	LastAt             models.Instant
}

// WaitingForHouse lists the threads that wait for the couveuse among the dossiers on which the
// actor may answer, the oldest first.
func WaitingForHouse(tx *db.Tx, limit int) ([]Waiting, error) {
	visible, args := programme.Visible(tx, access.MessageWrite)
	return waiting(tx, `t.house_unread`, `t.house_unread > 0 AND (h.id IS NULL OR h.id <> ?) AND `+visible+` ORDER BY t.last_at, t.project_id LIMIT ?`,
		append(append([]any{tx.Actor().PersonID}, args...), limit)...)
}

// WaitingForHolder lists the threads of the actor's own dossiers with something to read.
func WaitingForHolder(tx *db.Tx) ([]Waiting, error) {
	if tx.Actor().PersonID == 0 {
		return nil, nil
	}
	return waiting(tx, `t.holder_unread`, `t.holder_unread > 0 AND p.person_id = ? ORDER BY t.last_at, t.project_id`, tx.Actor().PersonID)
}

func waiting(tx *db.Tx, unread, condition string, args ...any) ([]Waiting, error) {
	var list []Waiting
	err := tx.Each(func(rows *sql.Rows) error {
		var w Waiting
		var first, last string
		err := rows.Scan(&w.Ref, &first, &last, &w.Title, &w.Phase, &w.Unread, &w.LastAt)
		w.Holder = programme.FullName(first, last)
		list = append(list, w)
		return err
	}, `SELECT p.ref, h.first_name, h.last_name, p.title, p.phase, `+unread+`, t.last_at FROM message_threads t
		JOIN projects p ON p.id = t.project_id JOIN persons h ON h.id = p.person_id WHERE `+condition, args...)
	return list, err
}

// Unread counts what the side of the actor has not read, for each of the dossiers of a list.
func Unread(tx *db.Tx, side Side, projectIDs []int64) (map[int64]int, error) {
	in, args := db.In(projectIDs)
	counts := map[int64]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var holder, house int
		err := rows.Scan(&id, &holder, &house)
		if counts[id] = holder; side == House {
			counts[id] = house
		}
		return err
	}, `SELECT project_id, holder_unread, house_unread FROM message_threads WHERE project_id IN `+in, args...)
	return counts, err
}

// Standing tells of a loaded dossier how many messages the actor's side has not read, and whether there are any.
func Standing(tx *db.Tx, p *programme.Project) (unread int, talks bool, err error) {
	if !p.May(tx.Actor(), access.MessageRead) {
		return 0, false, nil
	}
	var holder, house int
	talks, err = tx.Get([]any{&holder, &house}, `SELECT holder_unread, house_unread FROM message_threads WHERE project_id = ?`, p.ID)
	if SideOf(p) == Holder {
		return holder, talks, err
	}
	return house, talks, err
}
