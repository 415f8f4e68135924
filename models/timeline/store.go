package timeline

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// source is where entries of one kind stand. The query gives, for the dossier ?, the columns id, day, at, code,
// was, name, body, author, address, amount. A dated source counts by its day; the others by their moment.
type source struct {
	kind     Kind
	rank     int // among entries of the same moment; each source has its own
	internal bool
	dated    bool
	action   access.Action // what the reader must be allowed to read
	query    string
	again    int // how many more times the query names the dossier
	persons  int // how often it then names the holder's person
}

const noDay, noAmount = `CAST(NULL AS DATE) AS day`, `0 AS amount`

// shared is what the holder may know.
var shared = []source{
	{kind: Step, rank: 1, dated: true, action: access.HistoryRead, query: `SELECT c.id, ` + programme.StepDay + ` AS day, c.at, c.to_phase AS code, c.from_phase AS was,
		c.detail AS name, c.reason AS body, c.actor_name AS author, '' AS address, ` + noAmount + ` FROM phase_changes c WHERE c.project_id = ?`},
	{kind: Meeting, rank: 2, action: access.MeetingRead, query: `SELECT m.id, ` + noDay + `, m.starts_at AS at, m.state AS code, m.kind AS was, m.place AS name, m.summary AS body,
		COALESCE((SELECT MIN(a.name) FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id WHERE k.meeting_id = m.id), '') AS author, m.public_id AS address,
		m.minutes AS amount FROM meeting_projects l JOIN meetings m ON m.id = l.meeting_id WHERE l.project_id = ?`},
	{kind: Action, rank: 3, dated: true, action: access.MeetingRead, query: `SELECT x.id, x.done_on AS day, x.created_at AS at, 'holder' AS code, '' AS was, x.title AS name, '' AS body,
		COALESCE(a.name, '') AS author, '' AS address, ` + noAmount + ` FROM actions x LEFT JOIN accounts a ON a.id = x.done_by
		WHERE x.project_id = ? AND x.owner = 'holder' AND x.done_on IS NOT NULL`},
	{kind: Document, rank: 4, action: access.DocumentRead, query: `SELECT d.id, ` + noDay + `, d.added_at AS at, d.review AS code, '' AS was, d.name, d.reason AS body,
		COALESCE(a.name, '') AS author, d.public_id AS address, ` + noAmount + ` FROM documents d LEFT JOIN accounts a ON a.id = d.added_by
		WHERE d.project_id = ? AND d.removed_at IS NULL AND d.scan <> 'infected'`},
	{kind: Message, rank: 5, action: access.MessageRead, query: `SELECT m.id, ` + noDay + `, m.at, m.side AS code, '' AS was, '' AS name, m.body, COALESCE(a.name, '') AS author,
		m.public_id AS address, ` + noAmount + ` FROM messages m LEFT JOIN accounts a ON a.id = m.author_id WHERE m.project_id = ? AND m.gone = ''`},
	{kind: Plan, rank: 6, action: access.PlanRead, query: `SELECT e.id, ` + noDay + `, e.at, e.event AS code, 'item' AS was, i.title AS name, e.comment AS body, e.actor_name AS author,
		'' AS address, ` + noAmount + ` FROM plan_events e JOIN plan_items i ON i.id = e.item_id WHERE e.project_id = ?`},
	{kind: Plan, rank: 7, action: access.PlanRead, query: `SELECT e.id, ` + noDay + `, e.at, e.event AS code, 'section' AS was, s.title AS name, e.comment AS body, e.actor_name AS author,
		'' AS address, ` + noAmount + ` FROM plan_section_events e JOIN plan_sections s ON s.id = e.section_id WHERE e.project_id = ?`},
	{kind: Grant, rank: 8, dated: true, action: access.GrantRead, query: grantEvents, again: 6},
	{kind: Paper, rank: 9, action: access.PaperRead, query: `SELECT i.id, ` + noDay + `, i.issued_at AS at, i.kind AS code, '' AS was, i.title AS name, '' AS body,
		COALESCE(a.name, '') AS author, i.number AS address, ` + noAmount + ` FROM issued_papers i LEFT JOIN accounts a ON a.id = i.issued_by WHERE i.project_id = ?`},
	{kind: Team, rank: 10, dated: true, action: access.ProjectRead, query: teamEvents, again: 1},
	{kind: Mail, rank: 11, action: access.ProjectRead, persons: 2, query: mails + ` AND (o.account_id IN (SELECT y.id FROM accounts y WHERE y.person_id = ?)
		OR o.account_id IS NULL AND o.recipient IN (SELECT h.email FROM persons h WHERE h.id = ?))`},
}

// internal is what the couveuse keeps to itself.
var internal = []source{
	{kind: Note, rank: 20, internal: true, action: access.NoteRead, query: `SELECT m.id, ` + noDay + `, m.starts_at AS at, '' AS code, m.kind AS was, '' AS name, n.body,
		COALESCE(a.name, '') AS author, m.public_id AS address, ` + noAmount + ` FROM meeting_projects l JOIN meetings m ON m.id = l.meeting_id
		JOIN meeting_notes n ON n.meeting_id = m.id LEFT JOIN accounts a ON a.id = n.author_id WHERE l.project_id = ? AND n.body <> ''`},
	{kind: Action, rank: 21, internal: true, dated: true, action: access.NoteRead, query: `SELECT x.id, x.done_on AS day, x.created_at AS at, 'coach' AS code, '' AS was, x.title AS name,
		'' AS body, COALESCE(a.name, '') AS author, '' AS address, ` + noAmount + ` FROM actions x LEFT JOIN accounts a ON a.id = x.done_by
		WHERE x.project_id = ? AND x.owner = 'coach' AND x.done_on IS NOT NULL`},
	{kind: Mail, rank: 22, internal: true, action: access.NoteRead, persons: 1, query: mails + ` AND o.account_id IS NOT NULL
		AND o.account_id NOT IN (SELECT y.id FROM accounts y WHERE y.person_id = ?)`},
	{kind: Register, rank: 23, internal: true, action: access.NoteRead, query: `SELECT e.id, ` + noDay + `, e.at, e.action AS code, '' AS was,
		COALESCE(a.name, '') AS name, '' AS body, e.actor_name AS author, '' AS address, ` + noAmount + ` FROM audit_entries e
		LEFT JOIN accounts a ON e.entity = 'account' AND a.id = e.entity_id
		WHERE e.project_id = ? AND e.action IN ('application.return', 'conflict.declare', 'conflict.lift', 'document.ask', 'document.unask', 'document.infected', 'meeting.change', 'action.change')`},
}

// mails are those that left, or are on their way. Who a mail is for decides who may know of it.
const mails = `SELECT o.id, ` + noDay + `, COALESCE(o.sent_at, o.created_at) AS at, o.state AS code, '' AS was, o.kind AS name, '' AS body, o.name AS author, '' AS address,
	` + noAmount + ` FROM outbox o WHERE o.project_id = ? AND o.state IN ('waiting', 'sending', 'sent')`

// Rows of several tables share a source: the last figure of an id keeps them apart.
const grantEvents = `SELECT e.id, e.day, e.at, e.code, '' AS was, e.ref AS name, e.body, COALESCE(a.name, '') AS author, '' AS address, e.amount
	FROM (SELECT r.id * 10 AS id, r.ref, r.asked_on AS day, r.created_at AS at, 'asked' AS code, r.purpose AS body, r.created_by AS by_id,
			(SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM grant_lines l WHERE l.request_id = r.id) AS amount FROM grant_requests r WHERE r.project_id = ?
		UNION ALL SELECT r.id * 10 + 1, r.ref, r.decided_on, r.created_at, r.state, r.decision_reason, r.decided_by, 0 FROM grant_requests r
			WHERE r.project_id = ? AND r.state IN ('refused', 'withdrawn') AND r.decided_on IS NOT NULL
		UNION ALL SELECT w.id * 10 + 2, r.ref, w.awarded_on, w.created_at, 'awarded', '', w.awarded_by, w.amount
			FROM grant_requests r JOIN grant_awards w ON w.request_id = r.id WHERE r.project_id = ?
		UNION ALL SELECT y.id * 10 + 3, r.ref, y.paid_on, y.created_at, 'paid', y.reference, y.paid_by, y.amount
			FROM grant_requests r JOIN grant_tranches t ON t.request_id = r.id JOIN grant_payments y ON y.tranche_id = t.id WHERE r.project_id = ?
		UNION ALL SELECT f.id * 10 + 4, r.ref, f.received_on, f.created_at, 'proof', f.label, f.received_by, f.amount
			FROM grant_requests r JOIN grant_proofs f ON f.request_id = r.id WHERE r.project_id = ?
		UNION ALL SELECT d.id * 10 + 5, r.ref, d.reduced_on, d.created_at, 'reduced', d.reason, d.reduced_by, d.amount
			FROM grant_requests r JOIN grant_reductions d ON d.request_id = r.id WHERE r.project_id = ?
		UNION ALL SELECT v.id * 10 + 6, r.ref, v.recovered_on, v.created_at, 'recovered', v.reason, v.recovered_by, v.amount
			FROM grant_requests r JOIN grant_recoveries v ON v.request_id = r.id WHERE r.project_id = ?) e LEFT JOIN accounts a ON a.id = e.by_id`

const teamEvents = `SELECT e.id, e.day, CAST(0 AS BIGINT) AS at, e.code, '' AS was, a.name, '' AS body, '' AS author, '' AS address, ` + noAmount + `
	FROM (SELECT k.id * 10 AS id, k.account_id, k.from_on AS day, 'from' AS code FROM project_coaches k WHERE k.project_id = ?
		UNION ALL SELECT k.id * 10 + 1, k.account_id, k.to_on, 'to' FROM project_coaches k WHERE k.project_id = ? AND k.to_on IS NOT NULL) e
	JOIN accounts a ON a.id = e.account_id`

// read gives at most limit entries of the source that come after the cursor, in order.
func (s source) read(tx *db.Tx, p *programme.Project, after cursor, limit int) (list []Entry, err error) {
	if !p.May(tx.Actor(), s.action) {
		return nil, nil
	}
	args := append(slices.Repeat([]any{p.ID}, 1+s.again), slices.Repeat([]any{p.PersonID}, s.persons)...)
	where, order := `e.at < ? OR e.at = ? AND e.id < ?`, `e.at DESC, e.id DESC`
	if s.dated {
		where, order = `e.day < ? OR e.day = ? AND (`+where+`)`, `e.day DESC, `+order
		args = append(args, after.on, after.on, after.at, after.at, after.below(s.rank))
	} else {
		at, id := after.moment(s.rank)
		args = append(args, at, at, id)
	}
	err = tx.Each(func(rows *sql.Rows) error {
		e := Entry{Kind: s.kind, Internal: s.internal, rank: s.rank}
		if err := rows.Scan(&e.id, &e.On, &e.At, &e.Code, &e.From, &e.Name, &e.Body, &e.By, &e.Address, &e.Amount); err != nil {
			return err
		}
		if !s.dated {
			e.On = e.At.Date()
		}
		list = append(list, e)
		return nil
	}, `SELECT e.id, e.day, e.at, e.code, e.was, e.name, e.body, e.author, e.address, e.amount FROM (`+s.query+`) e
		WHERE `+where+` ORDER BY `+order+` LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("timeline of %s, %s: %w", p.Ref, s.kind, err)
	}
	return list, nil
}

// moment gives what an entry that counts by its moment must come before to come after the cursor: a moment, and of that very
// moment an id. The day goes first: the cursor's own moment may lie on another one.
func (c cursor) moment(rank int) (models.Instant, int64) {
	if c == first {
		return c.at, 0
	}
	begins, ends := models.InstantOf(c.on.Start()), models.InstantOf(c.on.AddDays(1).Start())
	switch {
	case c.at >= ends:
		return ends, 0
	case c.at < begins:
		return begins, 0
	}
	return c.at, c.below(rank)
}
