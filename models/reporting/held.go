package reporting

import (
	"cmp"
	"database/sql"
	"slices"

	"eclosion/models"
)

// Meetings sums the meetings held. Carried ones were held before the product and are
// known as totals only; Lines does not know their kind.
type Meetings struct {
	Lines                           []KindLine
	Meetings, Minutes               int // of the lines
	CarriedMeetings, CarriedMinutes int
	Masked, CarriedMasked           bool
}

// All is the number of meetings, carried ones included.
func (m Meetings) All() int { return m.Meetings + m.CarriedMeetings }

// AllMinutes is their length.
func (m Meetings) AllMinutes() int { return m.Minutes + m.CarriedMinutes }

// KindLine is the meetings of one kind. A meeting with several projects is one
// meeting; Projects says how many took part.
type KindLine struct {
	Kind     string
	Meetings int
	Minutes  int
	Projects Figure
	Masked   bool
}

// chosen narrows the meetings further than the period does; the zero value is all of them.
type chosen struct {
	kind  string
	month models.Period
}

// heldOn is what was held of one kind on one day, each meeting once.
type heldOn struct {
	kind              string
	on                models.Date
	meetings, minutes int
}

// within is the condition over meetings t of what is chosen, with its arguments.
func (r *reading) within(s chosen) (condition string, args []any) {
	from, to := r.bounds()
	if s.month != (models.Period{}) {
		from, to = max(from, s.month.From), min(to, s.month.To)
	}
	condition, args = `t.state = 'held' AND t.held_on BETWEEN ? AND ?`, []any{from, to}
	if s.kind != "" {
		condition, args = condition+` AND t.kind = ?`, append(args, s.kind)
	}
	return condition, args
}

// held sums the meetings, each once, by kind and day.
func (r *reading) held(s chosen) ([]heldOn, error) {
	condition, args := r.within(s)
	var list []heldOn
	err := r.tx.Each(func(rows *sql.Rows) error {
		var h heldOn
		err := rows.Scan(&h.kind, &h.on, &h.meetings, &h.minutes)
		list = append(list, h)
		return err
	}, `SELECT t.kind, t.held_on, count(*), SUM(t.minutes) FROM meetings t WHERE `+condition+` AND t.id IN (SELECT x.meeting_id
		FROM meeting_projects x JOIN projects p ON p.id = x.project_id WHERE `+r.scope.where+`) GROUP BY t.kind, t.held_on`, append(args, r.scope.args...)...)
	return list, err
}

// attended gives each dossier's own number of meetings and minutes; a meeting of several counts for each.
func (r *reading) attended(s chosen) (map[int64][2]int, error) {
	condition, args := r.within(s)
	by := map[int64][2]int{}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var n [2]int
		err := rows.Scan(&id, &n[0], &n[1])
		by[id] = n
		return err
	}, `SELECT x.project_id, count(*), SUM(t.minutes) FROM projects p JOIN meeting_projects x ON x.project_id = p.id JOIN meetings t ON t.id = x.meeting_id
		WHERE `+condition+` AND `+r.scope.where+` GROUP BY x.project_id`, append(args, r.scope.args...)...)
	return by, err
}

// meetingsOf sums what was held by kind, the most frequent first.
func meetingsOf(held []heldOn, list []Member, figures Figures) Meetings {
	var m Meetings
	at := map[string]int{}
	for _, h := range held {
		i, known := at[h.kind]
		if !known {
			i = len(m.Lines)
			at[h.kind] = i
			m.Lines = append(m.Lines, KindLine{Kind: h.kind, Projects: figures.Get("kind." + h.kind)})
		}
		l := &m.Lines[i]
		l.Meetings, l.Minutes = l.Meetings+h.meetings, l.Minutes+h.minutes
		m.Meetings, m.Minutes = m.Meetings+h.meetings, m.Minutes+h.minutes
	}
	for i := range list {
		m.CarriedMeetings += list[i].CarriedMeetings
		m.CarriedMinutes += list[i].CarriedMinutes
	}
	slices.SortFunc(m.Lines, func(a, b KindLine) int { return cmp.Or(b.Meetings-a.Meetings, cmp.Compare(a.Kind, b.Kind)) })
	return m
}

// mask hides what few dossiers shared, and further kinds until what is left of the total says nothing of them.
func (m *Meetings) mask(figures Figures) {
	carried := figures.Get("carried")
	if m.Masked = small(figures.Get("met").Count); m.Masked {
		*m = Meetings{Masked: true}
		return
	}
	people, hidden := 0, 0
	hide := func(n int) { people, hidden = people+n, hidden+1 }
	if m.CarriedMasked = small(carried.Count); m.CarriedMasked {
		hide(carried.Count)
	}
	for i := range m.Lines {
		l := &m.Lines[i]
		l.Projects = figures.Get(l.Projects.Code)
		if l.Masked = small(l.Projects.Count); l.Masked {
			hide(l.Projects.Count)
		}
	}
	byPeople := make([]*KindLine, len(m.Lines))
	for i := range m.Lines {
		byPeople[i] = &m.Lines[i]
	}
	slices.SortStableFunc(byPeople, func(a, b *KindLine) int { return a.Projects.Count - b.Projects.Count })
	for _, l := range byPeople {
		if hidden > 0 && (hidden < 2 || people < Smallest) && !l.Masked {
			l.Masked = true
			hide(l.Projects.Count)
		}
	}
	if hidden == 1 { // nothing else could hide it: the total would tell
		*m = Meetings{Masked: true}
		return
	}
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Masked {
			l.Meetings, l.Minutes = 0, 0
		}
	}
	if m.CarriedMasked {
		m.CarriedMeetings, m.CarriedMinutes = 0, 0
	}
}
