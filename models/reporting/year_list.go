package reporting

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

func idKey(id int64) string { return strconv.FormatInt(id, 10) }

// ActivityList is what stands behind one figure of an activity report: people, for a figure of dossiers; people with
// what each gives, for a sum over them; meetings; or movements of money. Its count or total is the figure.
type ActivityList struct {
	Code   string
	Name   string // of the site, programme, sector or legal form that the code names
	Figure Figure // of dossiers
	Sum    Sum    // of anything else; without a code for a figure of dossiers

	People  []Member
	Given   []int64 // by each of the people; nil for a figure of dossiers
	Unknown []bool  // whose part is not known
	Held    []Held
	Money   []Movement
	Lives   []Life // enterprises, of a figure of the survival curve
}

// Movement is one operation on a grant.
type Movement struct {
	On      models.Date
	Dossier Dossier
	Request string
	Amount  models.Cents
}

// IsSum reports whether the list adds up rather than counts.
func (l ActivityList) IsSum() bool { return l.Sum.Code != "" }

// Total is what the list adds up to, or counts: the figure.
func (l ActivityList) Total() int64 {
	total := int64(0)
	switch {
	case !l.IsSum():
		return int64(len(l.People) + len(l.Lives))
	case l.Sum.Unit == InMeetings && l.Given == nil:
		return int64(len(l.Held))
	}
	for _, n := range l.Given {
		total += n
	}
	for _, h := range l.Held {
		total += int64(h.Minutes)
	}
	for _, m := range l.Money {
		total += int64(m.Amount)
	}
	return total
}

// LoadActivityList lists what a figure of the report counts; Missing when the report has no such figure.
func LoadActivityList(tx *db.Tx, f ActivityFilter, code string) (ActivityList, error) {
	r, err := readActivity(tx, f, 0)
	if err != nil {
		return ActivityList{}, err
	}
	l := ActivityList{Code: code}
	s := r.set(f.Period)
	l.Name = nameOf(s.list, f.Period, code)
	if _, ok := s.question(code); ok {
		l.Figure = Figures(s.figures()).Get(code)
		l.People, err = s.people(code)
		return l, err
	}
	if strings.HasPrefix(code, "curve.") || strings.HasPrefix(code, "life.") {
		survival, err := r.survival()
		if err == nil {
			l.Figure, l.Lives, err = survival.People(code)
		}
		return l, err
	}
	sums, kinds, err := r.sums(f.Period, s.list)
	if err != nil {
		return l, err
	}
	if l.Sum = sums.Get(code); l.Sum.Unit == "" {
		return l, models.Missing("figure")
	}
	if l.Sum.Unit == InCents {
		l.Money, err = r.movements(code)
		return l, err
	}
	for _, about := range meetingCodes(kinds) {
		if about.meetings == code || about.minutes == code {
			return l, r.meetingsOf(&l, about.is)
		}
	}
	for _, x := range shares(f.Period, kinds, s.list) {
		if x.code == code {
			l.give(s.list, x)
		}
	}
	return l, nil
}

// give lists who gives something to a sum, and of whom it is not known.
func (l *ActivityList) give(list []Member, x share) {
	l.Given = []int64{}
	for i := range list {
		n, unknown := x.of(&list[i]), x.unknown != nil && x.unknown(&list[i])
		if n != 0 || unknown {
			l.People, l.Given, l.Unknown = append(l.People, list[i]), append(l.Given, n), append(l.Unknown, unknown)
		}
	}
}

// nameOf words the group that a code names.
func nameOf(list []Member, p models.Period, code string) string {
	head, rest, _ := strings.Cut(code, ".")
	groups := map[string]func() []Named{
		"site": func() []Named { return groupsOf(list, siteOf) }, "site_minutes": func() []Named { return groupsOf(list, siteOf) },
		"programme": func() []Named { return groupsOf(list, programmeOf) }, "programme_minutes": func() []Named { return groupsOf(list, programmeOf) },
		"sector": func() []Named { return sectorsOf(list, p) }, "form": func() []Named { return formsOf(list, p) },
	}
	named, ok := groups[head]
	if !ok {
		return ""
	}
	wanted, _, _ := strings.Cut(rest, ".")
	all := named()
	if i := slices.IndexFunc(all, func(n Named) bool { return n.Key == wanted }); i >= 0 {
		return all[i].Name
	}
	return ""
}

// meetingsOf lists the meetings of a code with the names of who took part.
func (r *activityReading) meetingsOf(l *ActivityList, is func(Held) bool) error {
	held, err := r.held(r.filter.Period)
	if err != nil {
		return err
	}
	names, err := r.dossiers(`p.id IN (SELECT x.project_id FROM meetings t JOIN meeting_projects x ON x.meeting_id = t.id
		WHERE t.state = 'held' AND t.held_on BETWEEN ? AND ?)`, r.filter.Period.From, r.filter.Period.To)
	for _, h := range held {
		if is(h) {
			for _, id := range h.dossiers {
				h.Dossiers = append(h.Dossiers, names[id])
			}
			l.Held = append(l.Held, h)
		}
	}
	return err
}

// dossiers names the dossiers of the place that a condition picks, whether they entered or not.
func (r *activityReading) dossiers(condition string, args ...any) (map[int64]Dossier, error) {
	names := map[int64]Dossier{}
	return names, r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var ref, first, last string
		err := rows.Scan(&id, &ref, &first, &last)
		names[id] = Dossier{ref, programme.FullName(first, last)}
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name FROM projects p JOIN persons h ON h.id = p.person_id WHERE `+condition+` AND `+r.meetable().where,
		append(args, r.meetable().args...)...)
}

// movements lists the operations of a code, oldest first.
func (r *activityReading) movements(code string) ([]Movement, error) {
	var list []Movement
	return list, r.tx.Each(func(rows *sql.Rows) error {
		var m Movement
		var first, last string
		err := rows.Scan(&m.On, &m.Dossier.Ref, &first, &last, &m.Request, &m.Amount)
		m.Dossier.Holder = programme.FullName(first, last)
		list = append(list, m)
		return err
	}, `SELECT o.day, p.ref, h.first_name, h.last_name, o.ref, o.amount FROM (`+operations+`) o JOIN projects p ON p.id = o.project_id JOIN persons h ON h.id = p.person_id
		WHERE `+r.meetable().where+` AND o.code = ? ORDER BY o.day, p.ref, o.ref, o.amount`, append(r.operationArgs(r.filter.Period), code)...)
}
