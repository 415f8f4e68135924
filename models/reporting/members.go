package reporting

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Member is one dossier as a report reads it: what was written on entry, what
// happened since, and the sums of its meetings, checklist and grants.
type Member struct {
	ID, PersonID, SiteID, ProgrammeID, TermsID, TemplateID int64

	Ref, Title, FirstName, LastName string
	SiteName, ProgrammeName         string
	Enterprise                      string

	Gender                                      string // "", F, M, X
	BirthOn                                     models.Date
	Situation, Schooling                        string // codes of the application; "" while not known
	JobseekerSince                              models.Date
	Phase                                       programme.Phase
	PhaseStartedOn, PhaseEndsOn, SuspendedOn    models.Date
	SubmittedOn, EnteredOn, LeftOn              models.Date
	AcceptedOn, TestOn                          models.Date // from the history; "" when it did not happen
	LastMeetingOn                               models.Date
	ExitReason                                  programme.ExitReason
	StudyCompleted                              *bool // nil: not known yet
	HasCoach                                    bool
	Meetings, Minutes                           int // held in the period; without one, with what was carried over from before the product
	CarriedMeetings, CarriedMinutes             int
	Kinds                                       map[string]int // meetings held, by kind
	Period                                      Flow           // what of it happened in the period of the report
	PlanItems, PlanValidated                    int            // items that apply; nothing without a template
	MandatoryItems, MandatoryValidated          int
	Asked, Awarded, Paid, Recovered, LatePayout models.Cents
	HolderAwarded, Cap                          models.Cents // of the person, over all projects and cohorts
	After36                                     string       // what was seen three years after the launch
	CreatedOn                                   models.Date  // of the enterprise

	Activity ActivityFacts // of an activity report alone

	capOnce, elsewhereOnce, underOnce models.Cents // of the holder, on one of their dossiers alone

	Coaching, Test *Stay    // nil when the phase never began
	Alerts         []string // codes of what is amiss: overdue, silent, no_coach, unpaid, missing
	Missing        []string // names of what is not filled in
}

// Flow is what moved of a dossier's grants in a period; reductions are taken off Awarded.
type Flow struct{ Asked, Awarded, Paid, Recovered models.Cents }

// Holder is the project holder's name.
func (m *Member) Holder() string { return programme.FullName(m.FirstName, m.LastName) }

// Accepted reports whether the application was accepted, whatever came after.
func (m *Member) Accepted() bool { return !m.Phase.IsApplication() }

// Launched reports whether the project became an enterprise.
func (m *Member) Launched() bool {
	return m.Phase == programme.Launched || m.Phase == programme.FollowedUp
}

// Entered reports whether coaching began.
func (m *Member) Entered() bool { return m.EnteredOn != "" }

// Tested reports whether the test period began.
func (m *Member) Tested() bool { return m.TestOn != "" }

// LeftToPay is what was awarded and not paid yet.
func (m *Member) LeftToPay() models.Cents { return m.Awarded - m.Paid }

// scope is the dossiers that a report is about: a condition over projects p.
type scope struct {
	where string
	args  []any
}

// reading gathers the dossiers of a scope with few statements.
type reading struct {
	tx     *db.Tx
	scope  scope
	period models.Period
	list   []Member
	byID   map[int64]*Member
	terms  map[int64][]programme.Terms // by programme, newest first
}

// readWithin counts the meetings of a period alone, and tells what of the grants moved in it.
func readWithin(tx *db.Tx, s scope, period models.Period) (*reading, error) {
	r := &reading{tx: tx, scope: s, period: period, byID: map[int64]*Member{}, terms: map[int64][]programme.Terms{}}
	steps := []func() error{r.members, r.loadTerms, r.history, r.stays, r.meetings, r.plan, r.grants, r.checks}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
	}
	for i := range r.list {
		r.list[i].look(tx.Today(), r.termsOf(&r.list[i]))
	}
	holderSums(r.list)
	return r, nil
}

// whole reports whether the report has no period.
func (r *reading) whole() bool { return r.period == models.Period{} }

// bounds are the first and last day of the period for a condition: open ends are far away.
func (r *reading) bounds() (from, to models.Date) {
	from, to = r.period.From, r.period.To
	if from == "" {
		from = "1000-01-01"
	}
	if to == "" {
		to = "9999-12-31"
	}
	return from, to
}

func (r *reading) members() error {
	err := r.tx.Each(func(rows *sql.Rows) error {
		var m Member
		var submitted models.Instant
		err := rows.Scan(&m.ID, &m.PersonID, &m.SiteID, &m.ProgrammeID, &m.TermsID, &m.TemplateID, &m.Ref, &m.Title, &m.FirstName, &m.LastName,
			&m.SiteName, &m.ProgrammeName, &m.Gender, &m.BirthOn, &m.Situation, &m.Schooling, &m.JobseekerSince,
			&m.Phase, &m.PhaseStartedOn, &m.PhaseEndsOn, &m.SuspendedOn, &submitted, &m.EnteredOn, &m.LeftOn, &m.LastMeetingOn,
			&m.ExitReason, &m.StudyCompleted, &m.CarriedMeetings, &m.CarriedMinutes, &m.Enterprise, &m.CreatedOn, &m.HasCoach)
		m.SubmittedOn = submitted.Date()
		if !r.whole() { // nobody knows on which days they were
			m.CarriedMeetings, m.CarriedMinutes = 0, 0
		}
		m.Meetings, m.Minutes = m.CarriedMeetings, m.CarriedMinutes
		r.list = append(r.list, m)
		return err
	}, `SELECT p.id, p.person_id, p.site_id, p.programme_id, COALESCE(p.terms_id, 0), COALESCE(p.template_id, 0), p.ref, p.title, h.first_name, h.last_name,
		s.name, g.name, h.gender, h.birth_on, COALESCE(a.situation, ''), COALESCE(a.schooling, ''), a.jobseeker_since,
		p.phase, p.phase_started_on, p.phase_ends_on, p.suspended_on, p.submitted_at, p.entered_on, p.left_on, p.last_meeting_on,
		p.exit_reason, p.study_completed, p.carried_meetings, p.carried_minutes, COALESCE(e.name, ''), e.created_on,
		EXISTS (SELECT 1 FROM project_coaches k WHERE k.project_id = p.id AND k.to_on IS NULL)
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN programmes g ON g.id = p.programme_id
		LEFT JOIN applications a ON a.project_id = p.id LEFT JOIN enterprises e ON e.project_id = p.id
		WHERE `+r.scope.where+` ORDER BY h.sort_key, p.id`, r.scope.args...)
	for i := range r.list {
		r.byID[r.list[i].ID] = &r.list[i]
	}
	return err
}

func (r *reading) loadTerms() error {
	for i := range r.list {
		id := r.list[i].ProgrammeID
		if _, known := r.terms[id]; known {
			continue
		}
		list, err := programme.AllTerms(r.tx, id)
		if err != nil {
			return err
		}
		r.terms[id] = list
	}
	return nil
}

// termsOf gives the terms of a journey: its own, or those valid today.
func (r *reading) termsOf(m *Member) programme.Terms {
	list := r.terms[m.ProgrammeID]
	for _, t := range list {
		if t.ID == m.TermsID {
			return t
		}
	}
	for _, t := range list {
		if t.ValidFrom <= r.tx.Today() {
			return t
		}
	}
	if len(list) > 0 {
		return list[len(list)-1]
	}
	return programme.Terms{}
}

// history reads when each dossier was accepted and when its test began. What
// was imported without history is dated by the dossier itself.
func (r *reading) history() error {
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var to programme.Phase
		var on models.Date
		if err := rows.Scan(&id, &to, &on); err != nil {
			return err
		}
		m := r.byID[id]
		switch to {
		case programme.Submitted:
			if m.SubmittedOn == "" {
				m.SubmittedOn = on
			}
		case programme.Accepted:
			m.AcceptedOn = on
		case programme.Test:
			m.TestOn = on
		}
		return nil
	}, `SELECT c.project_id, c.to_phase, MIN(`+programme.StepDay+`) FROM phase_changes c JOIN projects p ON p.id = c.project_id
		WHERE c.to_phase IN ('submitted', 'accepted', 'test') AND c.from_phase <> c.to_phase AND `+r.scope.where+`
		GROUP BY c.project_id, c.to_phase`, r.scope.args...)
	for i := range r.list {
		if m := &r.list[i]; m.Phase == programme.Test && m.TestOn == "" {
			m.TestOn = m.PhaseStartedOn
		}
	}
	return err
}

func (r *reading) meetings() error {
	from, to := r.bounds()
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var kind string
		var n, minutes int
		if err := rows.Scan(&id, &kind, &n, &minutes); err != nil {
			return err
		}
		m := r.byID[id]
		if m.Kinds == nil {
			m.Kinds = map[string]int{}
		}
		m.Kinds[kind] += n
		m.Meetings += n
		m.Minutes += minutes
		return nil
	}, `SELECT x.project_id, t.kind, count(*), SUM(t.minutes) FROM projects p JOIN meeting_projects x ON x.project_id = p.id
		JOIN meetings t ON t.id = x.meeting_id WHERE t.state = 'held' AND t.held_on BETWEEN ? AND ? AND `+r.scope.where+` GROUP BY x.project_id, t.kind`,
		append([]any{from, to}, r.scope.args...)...)
}

func (r *reading) checks() error {
	return r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var state string
		if err := rows.Scan(&id, &state); err != nil {
			return err
		}
		r.byID[id].After36 = state // the newest comes last
		return nil
	}, `SELECT e.project_id, c.state FROM enterprise_checks c JOIN enterprises e ON e.id = c.enterprise_id
		JOIN projects p ON p.id = e.project_id WHERE c.months_after = 36 AND `+r.scope.where+` ORDER BY c.id`, r.scope.args...)
}

// look works out what needs somebody, and what is not filled in.
func (m *Member) look(today models.Date, terms programme.Terms) {
	m.Cap = terms.GrantCap
	m.Missing = m.missing()
	stay := m.Coaching
	if m.Phase == programme.Test {
		stay = m.Test
	}
	running := m.Phase.IsClocked()
	suspended := m.SuspendedOn != ""
	last := max(m.LastMeetingOn, m.PhaseStartedOn)
	for _, alert := range []struct {
		code string
		is   bool
	}{
		{"overdue", running && stay != nil && stay.Running && stay.Late},
		{"silent", running && !suspended && last.DaysUntil(today) > terms.SilentDays},
		{"no_coach", m.Phase.IsJourney() && !m.HasCoach},
		{"unpaid", m.LatePayout > 0},
		{"missing", len(m.Missing) > 0},
	} {
		if alert.is {
			m.Alerts = append(m.Alerts, alert.code)
		}
	}
}

// missing names what a report will lack of an accepted dossier.
func (m *Member) missing() []string {
	if !m.Accepted() {
		return nil
	}
	var names []string
	left := m.Launched() || m.Phase == programme.Exited
	for _, field := range []struct {
		name string
		is   bool
	}{
		{"gender", m.Gender == ""},
		{"birth_on", m.BirthOn == ""},
		{"situation", m.Situation == ""},
		{"schooling", m.Schooling == ""},
		{"exit_reason", m.Phase == programme.Exited && m.ExitReason == ""},
		{"study_completed", left && m.Entered() && m.StudyCompleted == nil},
		{"enterprise", m.Launched() && m.Enterprise == ""},
	} {
		if field.is {
			names = append(names, field.name)
		}
	}
	return names
}
