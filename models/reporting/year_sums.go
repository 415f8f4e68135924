package reporting

import (
	"database/sql"
	"slices"
	"strings"

	"eclosion/models"
)

// Unit says what a sum counts.
type Unit string

// The units.
const (
	InMeetings  Unit = "meetings"
	InPresences Unit = "presences" // of one dossier at one meeting
	InMinutes   Unit = "minutes"
	InCents     Unit = "cents"
	InJobs      Unit = "jobs"
)

// Sum is a number of a report that counts something else than dossiers. Dossiers says of how many it is made: a sum over a small
// group is masked. Unknown says for how many of those that it concerns nothing is known.
type Sum struct {
	Code     string
	Unit     Unit
	Value    int64
	Dossiers int
	Unknown  int
	Masked   bool
}

// Sums is an ordered list of sums, found by code.
type Sums []Sum

// Get gives the sum of a code; the zero sum when there is none.
func (s Sums) Get(code string) Sum {
	i := slices.IndexFunc(s, func(x Sum) bool { return x.Code == code })
	if i < 0 {
		return Sum{Code: code}
	}
	return s[i]
}

func (s Sums) mask() {
	small := func(n int) bool { return n > 0 && n < Smallest }
	families := map[string][]int{}
	for i := range s {
		s[i].Masked = small(s[i].Dossiers)
		if head, _, part := strings.Cut(s[i].Code, "."); part && head != "money" {
			families[head] = append(families[head], i)
		}
	}
	for _, family := range families { // one masked part alone could be worked out from the others
		hidden, next := 0, -1
		for _, i := range family {
			switch {
			case s[i].Masked:
				hidden++
			case s[i].Value != 0 && (next < 0 || s[i].Dossiers < s[next].Dossiers):
				next = i
			}
		}
		if hidden == 1 && next >= 0 {
			s[next].Masked = true
		}
	}
}

// share is a sum over the dossiers before it is counted: what each gives, and for whom it is not known.
type share struct {
	code    string
	unit    Unit
	of      func(*Member) int64
	unknown func(*Member) bool // nil: known for everybody
}

// shares are the sums over the dossiers accompanied in a period.
func shares(p models.Period, kinds []string, list []Member) []share {
	launched := func(m *Member) bool { return left(m, p) && m.Launched() }
	among := func(is func(*Member) bool, n func(*Member) int64) func(*Member) int64 {
		return func(m *Member) int64 {
			if !is(m) {
				return 0
			}
			return n(m)
		}
	}
	paid := func(jobs *int) int64 {
		if jobs == nil {
			return 0
		}
		return int64(*jobs)
	}
	own := func(m *Member) int64 { return 1 }
	unknown := func(m *Member) bool { return launched(m) && m.Activity.Jobs == nil }
	active := func(m *Member) bool {
		f := m.Activity.Followed
		return f != nil && (f.State == "alive" || f.State == "sold")
	}
	s := []share{
		{"presences", InPresences, func(m *Member) int64 { return int64(m.Activity.Presences) }, nil},
		{"presence_minutes", InMinutes, func(m *Member) int64 { return int64(m.Activity.PresenceMinutes) }, nil},
		{"carried_meetings", InMeetings, func(m *Member) int64 { return int64(m.CarriedMeetings) }, nil},
		{"carried_minutes", InMinutes, func(m *Member) int64 { return int64(m.CarriedMinutes) }, nil},
		{"jobs", InJobs, among(launched, func(m *Member) int64 { return 1 + paid(m.Activity.Jobs) }), unknown},
		{"jobs.founders", InJobs, among(launched, own), nil},
		{"jobs.paid", InJobs, among(launched, func(m *Member) int64 { return paid(m.Activity.Jobs) }), unknown},
		{"followed_jobs", InJobs, among(active, func(m *Member) int64 { return paid(m.Activity.Followed.Jobs) }),
			func(m *Member) bool { return active(m) && m.Activity.Followed.Jobs == nil }},
	}
	for _, kind := range kinds {
		s = append(s, share{"presences." + kind, InPresences, func(m *Member) int64 { return int64(m.Kinds[kind]) }, nil},
			share{"presence_minutes." + kind, InMinutes, func(m *Member) int64 { return int64(m.Activity.KindMinutes[kind]) }, nil})
	}
	for _, by := range []struct {
		prefix string
		of     func(*Member) (int64, string)
	}{{"site", siteOf}, {"programme", programmeOf}} {
		for _, g := range groupsOf(list, by.of) {
			in := func(m *Member) bool { id, _ := by.of(m); return idKey(id) == g.Key }
			s = append(s, share{by.prefix + "_minutes." + g.Key, InMinutes, among(in, func(m *Member) int64 { return int64(m.Activity.PresenceMinutes) }), nil})
		}
	}
	return s
}

func (s share) sum(list []Member) Sum {
	sum := Sum{Code: s.code, Unit: s.unit}
	for i := range list {
		m := &list[i]
		if n := s.of(m); n != 0 {
			sum.Value += n
			sum.Dossiers++
		}
		if s.unknown != nil && s.unknown(m) {
			sum.Unknown++
		}
	}
	return sum
}

// sums counts meetings, time, money and jobs of a period, and lists the kinds of meeting in order.
func (r *activityReading) sums(p models.Period, list []Member) (Sums, []string, error) {
	sums, kinds, err := r.meetingSums(p)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range shares(p, kinds, list) {
		sums = append(sums, s.sum(list))
	}
	money, err := r.money(p)
	return append(sums, money...), kinds, err
}

// meetingSums counts each meeting once, however many took part: those with somebody accompanied by kind, the others apart.
func (r *activityReading) meetingSums(p models.Period) (Sums, []string, error) {
	held, err := r.held(p)
	if err != nil {
		return nil, nil, err
	}
	kinds := map[string]bool{}
	for _, h := range held {
		if h.Accompanied {
			kinds[h.Kind] = true
		}
	}
	var list []string
	for kind := range kinds {
		list = append(list, kind)
	}
	slices.Sort(list)
	var sums Sums
	for _, about := range meetingCodes(list) {
		n, minutes, dossiers := Sum{Code: about.meetings, Unit: InMeetings}, Sum{Code: about.minutes, Unit: InMinutes}, map[int64]bool{}
		for _, h := range held {
			if !about.is(h) {
				continue
			}
			n.Value++
			minutes.Value += int64(h.Minutes)
			for _, id := range h.dossiers {
				dossiers[id] = true
			}
		}
		n.Dossiers, minutes.Dossiers = len(dossiers), len(dossiers)
		sums = append(sums, n, minutes)
	}
	return sums, list, nil
}

type meetingCode struct {
	meetings, minutes string
	is                func(Held) bool
}

// meetingCodes pair what counts meetings with what counts their time.
func meetingCodes(kinds []string) []meetingCode {
	codes := []meetingCode{{"meetings", "minutes", func(h Held) bool { return h.Accompanied }},
		{"other_meetings", "other_minutes", func(h Held) bool { return !h.Accompanied }}}
	for _, kind := range kinds {
		codes = append(codes, meetingCode{"meetings." + kind, "minutes." + kind, func(h Held) bool { return h.Accompanied && h.Kind == kind }})
	}
	return codes
}

// Held is a meeting that was held, with those of the reader's dossiers that took part.
type Held struct {
	On          models.Date
	Kind        string
	Minutes     int
	Accompanied bool // somebody of them was accompanied in the period
	Dossiers    []Dossier

	id       int64
	dossiers []int64
}

// Dossier is a dossier in a list.
type Dossier struct{ Ref, Holder string }

// held lists the meetings of a period. Without names: those are looked up for a list alone.
func (r *activityReading) held(p models.Period) ([]Held, error) {
	var list []Held
	err := r.eachPresence(p, func(x presence) error {
		last := len(list) - 1
		if last < 0 || list[last].id != x.meeting {
			list = append(list, Held{On: x.on, Kind: x.kind, Minutes: x.minutes, id: x.meeting})
			last++
		}
		h := &list[last]
		h.dossiers = append(h.dossiers, x.project)
		m := r.byID[x.project]
		h.Accompanied = h.Accompanied || m != nil && accompanied(m, p)
		return nil
	})
	return list, err
}

// operations are the movements of money on the dossiers of a place, by code. An amount that was given up or paid back is
// said with its own sign: it is a sum of its own.
const operations = `SELECT 'money.asked' AS code, q.asked_on AS day, q.project_id, q.ref, l.amount FROM grant_requests q JOIN grant_lines l ON l.request_id = q.id
		WHERE q.state <> 'withdrawn' AND q.asked_on BETWEEN ? AND ?
	UNION ALL SELECT 'money.awarded', a.awarded_on, q.project_id, q.ref, a.amount FROM grant_awards a JOIN grant_requests q ON q.id = a.request_id WHERE a.awarded_on BETWEEN ? AND ?
	UNION ALL SELECT 'money.reduced', d.reduced_on, q.project_id, q.ref, d.amount FROM grant_reductions d JOIN grant_requests q ON q.id = d.request_id WHERE d.reduced_on BETWEEN ? AND ?
	UNION ALL SELECT 'money.paid', y.paid_on, q.project_id, q.ref, y.amount FROM grant_payments y JOIN grant_tranches t ON t.id = y.tranche_id
		JOIN grant_requests q ON q.id = t.request_id WHERE y.paid_on BETWEEN ? AND ?
	UNION ALL SELECT 'money.recovered', c.recovered_on, q.project_id, q.ref, c.amount FROM grant_recoveries c JOIN grant_requests q ON q.id = c.request_id WHERE c.recovered_on BETWEEN ? AND ?`

// moneyCodes are the codes of the operations, in the order of reports.
func moneyCodes() []string {
	return []string{"money.asked", "money.awarded", "money.reduced", "money.paid", "money.recovered"}
}

func (r *activityReading) operationArgs(p models.Period) []any {
	var args []any
	for range moneyCodes() {
		args = append(args, p.From, p.To)
	}
	return append(args, r.meetable().args...)
}

// money sums the operations of a period.
func (r *activityReading) money(p models.Period) (Sums, error) {
	sums := make(Sums, len(moneyCodes()))
	for i, code := range moneyCodes() {
		sums[i] = Sum{Code: code, Unit: InCents}
	}
	return sums, r.tx.Each(func(rows *sql.Rows) error {
		s := Sum{Unit: InCents}
		err := rows.Scan(&s.Code, &s.Value, &s.Dossiers)
		if i := slices.Index(moneyCodes(), s.Code); i >= 0 {
			sums[i] = s
		}
		return err
	}, `SELECT o.code, CAST(SUM(o.amount) AS BIGINT), count(DISTINCT o.project_id) FROM (`+operations+`) o JOIN projects p ON p.id = o.project_id
		WHERE `+r.meetable().where+` GROUP BY o.code`, r.operationArgs(p)...)
}

// comparedSums are the sums of a period before that are set beside those of the period.
func (r *activityReading) comparedSums(p models.Period) (Sums, error) {
	list := r.within(p)
	money, err := r.money(p)
	if err != nil {
		return nil, err
	}
	meetings, minutes := Sum{Code: "meetings", Unit: InMeetings}, Sum{Code: "minutes", Unit: InMinutes}
	place := r.place.within(p)
	_, err = r.tx.Get([]any{&meetings.Value, &minutes.Value, &meetings.Dossiers}, `SELECT count(*), COALESCE(CAST(SUM(minutes) AS BIGINT), 0), (SELECT count(DISTINCT x.project_id)
			FROM meetings t JOIN meeting_projects x ON x.meeting_id = t.id JOIN projects p ON p.id = x.project_id WHERE t.state = 'held' AND t.held_on BETWEEN ? AND ? AND `+r.meetable().where+`)
		FROM meetings t WHERE t.state = 'held' AND t.held_on BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM meeting_projects x JOIN projects p ON p.id = x.project_id
			WHERE x.meeting_id = t.id AND `+place.where+`)`,
		slices.Concat([]any{p.From, p.To}, r.meetable().args, []any{p.From, p.To}, place.args)...)
	minutes.Dossiers = meetings.Dossiers
	sums := Sums{meetings, minutes}
	for _, s := range shares(p, nil, nil) {
		if strings.HasPrefix(s.code, "jobs") {
			sums = append(sums, s.sum(list))
		}
	}
	return append(sums, money...), err
}
