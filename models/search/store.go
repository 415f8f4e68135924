package search

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// shown says how the hits of a kind are read: the tables behind a row t of search_texts up to the dossier p,
// what is told of them, and what the reader must be allowed to do on the dossier.
type shown struct {
	joins    string // KEY stands for the key of the source's row
	label    string
	address  string
	on       string
	text     string // what an excerpt is cut from
	internal string // a condition: the holder is not to know of it
	named    bool   // says whose dossier it is: not for who judges it blind
	also     string // a condition on the source
	action   access.Action
}

const toProject = ` JOIN projects p ON p.id = x.project_id`

const none = `CAST(NULL AS BIGINT)`

var kinds = map[Kind]shown{
	Dossier: {joins: `JOIN projects p ON p.id = KEY`, label: `''`, address: `''`, on: none, text: `''`, internal: `FALSE`, named: true, action: access.ApplicationRead},
	Person: {joins: `JOIN persons x ON x.id = KEY JOIN projects p ON p.person_id = x.id`, label: `''`, address: `''`, on: none, internal: `FALSE`, named: true,
		text: `x.email || ' · ' || x.phone || ' · ' || x.street || ' · ' || x.postcode || ' ' || x.municipality`, action: access.ProjectRead},
	Enterprise: {joins: `JOIN enterprises x ON x.id = KEY` + toProject, label: `x.name`, address: `''`, on: none, text: `x.name || ' ' || x.number`, internal: `FALSE`, action: access.ProjectRead},
	Meeting: {joins: `JOIN meetings x ON x.id = KEY JOIN meeting_projects l ON l.meeting_id = x.id JOIN projects p ON p.id = l.project_id`,
		label: `x.kind`, address: `x.public_id`, on: `x.starts_at`, text: `x.summary || CASE WHEN x.place = '' THEN '' ELSE ' · ' || x.place END`, internal: `FALSE`, action: access.MeetingRead},
	Note: {joins: `JOIN meetings x ON x.id = KEY JOIN meeting_notes n ON n.meeting_id = x.id JOIN meeting_projects l ON l.meeting_id = x.id JOIN projects p ON p.id = l.project_id`,
		label: `x.kind`, address: `x.public_id`, on: `x.starts_at`, text: `n.body`, internal: `TRUE`, action: access.NoteRead},
	Action: {joins: `JOIN actions x ON x.id = KEY` + toProject, label: `CASE WHEN x.done_on IS NULL THEN 'open' ELSE 'done' END`, address: `''`,
		on: `x.created_at`, text: `x.title`, internal: `x.owner = 'coach'`, action: access.MeetingRead},
	Document: {joins: `JOIN documents x ON x.id = KEY` + toProject, label: `x.category`, address: `x.public_id`, on: `x.added_at`, text: `x.name`, internal: `FALSE`,
		also: `x.removed_at IS NULL AND x.scan <> 'infected'`, action: access.DocumentRead},
	Message: {joins: `JOIN messages x ON x.id = KEY` + toProject, label: `x.side`, address: `x.public_id`, on: `x.at`, text: `x.body`, internal: `FALSE`, action: access.MessageRead},
	PlanText: {joins: `JOIN plan_texts x ON x.project_id = KEY / 1048576 AND x.section_id = KEY % 1048576 JOIN plan_sections k ON k.id = x.section_id` + toProject,
		label: `k.title`, address: `''`, on: `x.updated_at`, text: `x.body`, internal: `FALSE`, action: access.PlanRead},
	PlanRemark: {joins: `JOIN plan_comments x ON x.id = KEY JOIN plan_sections k ON k.id = x.section_id` + toProject, label: `k.title`, address: `''`,
		on: `x.at`, text: `x.body`, internal: `FALSE`, action: access.PlanRead},
	PlanComment: {joins: `JOIN plan_events x ON x.id = KEY` + toProject, label: `x.event`, address: `''`, on: `x.at`, text: `x.comment`, internal: `FALSE`, action: access.PlanRead},
	Application: {joins: `JOIN applications x ON x.project_id = KEY` + toProject, label: `''`, address: `''`, on: `p.submitted_at`, internal: `FALSE`, named: true,
		text: `x.description || ' ' || x.clients || ' ' || x.motivation || ' ' || x.experience`, action: access.ApplicationRead},
}

// PageSize is how many hits of one kind a page holds.
const PageSize = 50

// Find looks for the words in every kind, or in one, and gives the groups that have hits. Of each at most
// limit are given, newest first; after is the Next of the page before, and means something for one kind alone.
func Find(tx *db.Tx, q Query, only Kind, after string, limit int) ([]Group, error) {
	var groups []Group
	if q.Empty() {
		return nil, nil
	}
	before := int64(-1)
	if after != "" {
		n, err := strconv.ParseInt(after, 10, 64)
		if err != nil || n < 0 {
			return nil, models.Fields(models.FieldProblem{Field: "apres", Code: "cursor"})
		}
		before = min(n, Span-1)
	}
	for _, s := range Sources() {
		if only != "" && s.Kind != only {
			continue
		}
		hits, more, err := find(tx, q, s, before, limit)
		if err != nil {
			return nil, fmt.Errorf("search %s: %w", s.Kind, err)
		}
		if len(hits) == 0 {
			continue
		}
		g := Group{Kind: s.Kind, Hits: hits}
		if more {
			g.Next = strconv.FormatInt(hits[len(hits)-1].id-s.First(), 10)
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func find(tx *db.Tx, q Query, s Source, before int64, limit int) (hits []Hit, more bool, err error) {
	if s.Kind == Cohort {
		return cohorts(tx, q, s, before, limit)
	}
	query, args := statement(tx, q, s, before, limit+1)
	rows := 0
	err = tx.Each(func(r *sql.Rows) error {
		h := Hit{Kind: s.Kind}
		var first, last, text string
		var at models.Instant
		if err := r.Scan(&h.id, &h.Ref, &first, &last, &h.Title, &h.Phase, &h.Label, &h.Address, &at, &text, &h.Internal); err != nil {
			return err
		}
		if rows++; rows > limit {
			more = true
			return nil
		}
		if !at.IsZero() {
			h.On = at.Date()
		}
		h.Holder = programme.FullName(first, last)
		h.Excerpt = q.Excerpt(text)
		if n := len(hits); n > 0 && hits[n-1].id == h.id { // several dossiers met together: the newest speaks
			if h.Ref > hits[n-1].Ref {
				hits[n-1] = h
			}
			return nil
		}
		hits = append(hits, h)
		return nil
	}, query, args...)
	return hits, more, err
}

// statement writes the question for one kind.
func statement(tx *db.Tx, q Query, s Source, before int64, limit int) (string, []any) {
	k, actor := kinds[s.Kind], tx.Actor()
	m := q.in(tx, s)
	where, args := m.where, m.args
	add := func(condition string, more []any) {
		where += " AND " + condition
		args = append(args, more...)
	}
	if before >= 0 {
		add(m.id+` < ?`, []any{s.First() + before})
	}
	add(programme.Visible(tx, k.action))
	hidden, hiddenArgs := programme.Masked(tx)
	if k.named { // names could be tried
		add(`NOT `+hidden, hiddenArgs)
	}
	if k.also != "" {
		add(k.also, nil)
	}
	if k.internal != `FALSE` {
		visible, more := programme.Visible(tx, access.NoteRead)
		add(`(NOT (`+k.internal+`) OR (`+visible+` AND p.person_id <> ?))`, append(slices.Clone(more), actor.PersonID))
	}
	name := `CASE WHEN ` + hidden + ` THEN '' ELSE h.first_name END, CASE WHEN ` + hidden + ` THEN '' ELSE h.last_name END`
	columns := `SELECT ` + m.id + `, p.ref, ` + name + `, p.title, p.phase, ` + k.label + `, ` + k.address + `, ` + k.on + `, ` + k.text + `, ` + k.internal
	args = append(append(slices.Concat(hiddenArgs, hiddenArgs), args...), limit)
	// By one key alone: the engines then walk their index and stop at the limit.
	return columns + ` FROM ` + m.table + ` ` + m.keyed(k.joins, s) + ` JOIN persons h ON h.id = p.person_id WHERE ` + where +
		` ORDER BY ` + m.id + ` DESC LIMIT ?`, args
}
