package notice

import (
	"errors"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/sitting"
	"eclosion/models/trial"
)

// Wish is what the couveuse may choose of an agreement: its days. "" takes what the dossier says.
type Wish struct{ StartsOn, EndsOn models.Date }

// Change is what an amendment tells.
type Change struct {
	Phase       programme.Phase
	On          models.Date // decided on, or the day from which it holds
	Months      int         // added
	Since       models.Date // first day of the suspension that ended
	Days        int         // that it lasted
	Before, End models.Date // last day of the agreement, before and after; End is "" while nobody can know it
	Reason      string
}

// Money is what a letter of the grant tells.
type Money struct {
	Request trial.Request
	Amount  models.Cents // awarded, given up or paid back; of a refusal what was asked
	On      models.Date
	Reason  string
	Total   models.Cents // what the award comes to after a reduction; all that was paid back, after a recovery
	Cap     models.Cents
	Left    models.Cents // what the holder may still be awarded
}

// Subject is what a notice is about: all that its words may need.
type Subject struct {
	Cause            Cause
	Project          *programme.Project
	Person           programme.Person
	Cohort           programme.Cohort
	Site             programme.Site
	Couveuse         programme.Couveuse
	Coaches          []string
	Terms            programme.Terms
	StartsOn, EndsOn models.Date // of an agreement, its first and its last day
	Agreement        *journey.Agreement
	Change           Change
	Money            Money
	Text             sitting.Text
	Today            models.Date
	Standing         *Notice // which it would replace; nil for none
}

// Option is a notice that the dossier's facts ask for, or would, and what stands in its way.
type Option struct {
	Cause    Cause
	On       models.Date  // of the fact that it tells; "" for an agreement
	Amount   models.Cents // of a letter
	Ref      string       // of the request
	Refused  *models.Problem
	Standing *Notice
}

// file is a dossier with what notices are made from.
type file struct {
	state    *journey.State
	changes  []journey.Change
	grant    trial.Grant
	standing map[string]Notice // by cause, those that were not replaced
}

func open(tx *db.Tx, p *programme.Project) (f file, err error) {
	if f.state, err = journey.Gather(tx, p); err != nil {
		return f, err
	}
	if f.changes, err = journey.Changes(tx, p.ID); err != nil {
		return f, err
	}
	if f.grant, err = trial.GrantOf(tx, p); err != nil {
		return f, err
	}
	list, err := Of(tx, p)
	f.standing = map[string]Notice{}
	for _, n := range list {
		if n.ReplacedBy == "" {
			f.standing[n.Cause] = n
		}
	}
	return f, err
}

func (f file) stands(c Cause) *Notice {
	if n, ok := f.standing[c.String()]; ok {
		return &n
	}
	return nil
}

// Options lists what can be issued about a loaded dossier, and what not yet.
func Options(tx *db.Tx, p *programme.Project) ([]Option, error) {
	f, err := open(tx, p)
	if err != nil {
		return nil, err
	}
	var list []Option
	add := func(o Option) {
		o.Standing = f.stands(o.Cause)
		list = append(list, o)
	}
	for _, k := range []Kind{Coaching, Status} {
		add(Option{Cause: Cause{Kind: k}, Refused: CheckPhase(k, p.Phase)})
	}
	for _, c := range f.changes {
		if k, ok := amendments[c.Kind()]; ok {
			add(Option{Cause: Cause{Kind: k, Seq: c.Seq}, On: c.EffectiveOn, Refused: f.checkAmended(c.FromPhase)})
		}
	}
	for _, r := range f.grant.Requests {
		for _, c := range lettersOf(r) {
			m := moneyOf(r, c)
			add(Option{Cause: c, On: m.On, Amount: m.Amount, Ref: r.Ref, Refused: checkRequest(r)})
		}
	}
	return list, nil
}

// CheckPhase says whether an agreement of the kind can be issued in that phase: before its step, and during it to
// put it right.
func CheckPhase(k Kind, phase programme.Phase) *models.Problem {
	from, until := programme.Accepted, programme.Coaching
	if k == Status {
		from, until = programme.Coaching, programme.Test
	}
	switch {
	case phase == from || phase == until:
		return nil
	case phase.IsApplication() || k == Status && phase == programme.Accepted:
		return models.Refuse("notice.early", models.Facts{"phase": phase, "kind": string(k)})
	}
	return models.Refuse("notice.late", models.Facts{"phase": phase, "kind": string(k)})
}

// amendments are the kinds of history that change an agreement.
var amendments = map[string]Kind{journey.KindExtend: Extension, journey.KindSuspend: Suspension, journey.KindResume: Resumption}

func (f file) agreement(phase programme.Phase) *journey.Agreement {
	if phase == programme.Test {
		return f.state.Status
	}
	return f.state.Coaching
}

func (f file) checkAmended(phase programme.Phase) *models.Problem {
	if f.agreement(phase) == nil {
		return models.Refuse("notice.no_agreement", models.Facts{"phase": phase})
	}
	return nil
}

// checkRequest refuses letters about what was awarded before the product: its facts are not known here.
func checkRequest(r trial.Request) *models.Problem {
	if r.Imported {
		return models.Refuse("notice.carried", models.Facts{"ref": r.Ref})
	}
	return nil
}

// lettersOf lists what there is to tell of a request.
func lettersOf(r trial.Request) (list []Cause) {
	switch {
	case r.Award != nil:
		list = append(list, Cause{Kind: Award, Request: r.Number})
	case r.State == trial.Refused:
		list = append(list, Cause{Kind: Refusal, Request: r.Number})
	}
	for i := range r.Reductions {
		list = append(list, Cause{Kind: Reduction, Request: r.Number, Nth: i + 1})
	}
	for i := range r.Recoveries {
		list = append(list, Cause{Kind: Recovery, Request: r.Number, Nth: i + 1})
	}
	return list
}

// moneyOf gathers what a letter tells of a request that has it.
func moneyOf(r trial.Request, c Cause) Money {
	m := Money{Request: r, On: r.DecidedOn, Reason: r.Reason}
	switch c.Kind {
	case Award:
		m.Amount, m.On = r.Award.Amount, r.Award.On
	case Refusal:
		m.Amount = r.Asked()
	case Reduction:
		x := r.Reductions[c.Nth-1]
		m.Amount, m.On, m.Reason, m.Total = x.Amount, x.On, x.Reason, r.Award.Amount
		for _, before := range r.Reductions[:c.Nth] {
			m.Total -= before.Amount
		}
	case Recovery:
		x := r.Recoveries[c.Nth-1]
		m.Amount, m.On, m.Reason = x.Amount, x.On, x.Reason
		for _, before := range r.Recoveries[:c.Nth] {
			m.Total += before.Amount
		}
	}
	return m
}

// SubjectOf gathers what a notice needs, for who may issue it. What the dossier's facts do not ask for is
// missing; what cannot be issued yet, or any more, is refused. Fields: "starts_on", "ends_on".
func SubjectOf(tx *db.Tx, ref string, c Cause, w Wish) (s Subject, err error) {
	s.Cause, s.Today = c, tx.Today()
	if s.Project, err = programme.Load(tx, ref, access.NoticeIssue); err != nil {
		return s, err
	}
	f, err := open(tx, s.Project)
	if err != nil {
		return s, err
	}
	s.Terms, s.Standing = f.state.Terms, f.stands(c)
	if err := s.surround(tx); err != nil {
		return s, err
	}
	if problem := s.tell(f, w); problem != nil {
		return s, problem
	}
	return s, nil
}

// tell fills in the facts of the cause.
func (s *Subject) tell(f file, w Wish) *models.Problem {
	switch k := s.Cause.Kind; {
	case k == Coaching || k == Status:
		if refused := CheckPhase(k, s.Project.Phase); refused != nil {
			return refused
		}
		return s.setDays(f, w)
	case !k.IsLetter():
		return s.amend(f)
	}
	r, found := f.grant.Request(s.Cause.Request)
	if !found || !slices.Contains(lettersOf(r), s.Cause) {
		return models.Missing("notice")
	}
	s.Money = moneyOf(r, s.Cause)
	s.Money.Cap, s.Money.Left = f.grant.Cap, f.grant.Left()
	return checkRequest(r)
}

// setDays takes the days of an agreement: as wished, as recorded, as issued before, or as they would be.
func (s *Subject) setDays(f file, w Wish) *models.Problem {
	recorded, first := f.state.Coaching, max(s.Today, s.Cohort.StartsOn)
	if s.Cause.Kind == Status {
		recorded, first = f.state.Status, max(s.Today, f.state.Standing.Clock.Earliest(s.Today))
	}
	switch {
	case w.StartsOn != "":
		if _, err := models.ParseDate(string(w.StartsOn)); err != nil {
			return models.Fields(models.FieldProblem{Field: "starts_on", Code: "date"})
		}
		s.StartsOn, s.EndsOn = w.StartsOn, w.EndsOn
	case recorded != nil && !recorded.Ended():
		s.StartsOn, s.EndsOn = recorded.StartsOn, recorded.EndsOn
	case s.Standing != nil:
		s.StartsOn, s.EndsOn = s.Standing.StartsOn, s.Standing.EndsOn
	default:
		s.StartsOn = first
	}
	if s.Cause.Kind == Coaching { // its end is the clock's
		s.EndsOn = s.StartsOn.AddMonths(s.Terms.CoachingMaxMonths)
		return nil
	}
	if s.EndsOn == "" {
		s.EndsOn = s.StartsOn.AddMonths(s.Terms.TestMaxMonths).AddDays(-1)
	}
	return programme.CheckStatusAgreement(programme.StatusAgreement{Number: "-", StartsOn: s.StartsOn, EndsOn: s.EndsOn}, s.Terms, s.Today)
}

// amend reads the row of history that the amendment tells.
func (s *Subject) amend(f file) *models.Problem {
	i := slices.IndexFunc(f.changes, func(c journey.Change) bool { return c.Seq == s.Cause.Seq })
	if i < 0 || amendments[f.changes[i].Kind()] != s.Cause.Kind {
		return models.Missing("notice")
	}
	row := f.changes[i]
	if refused := f.checkAmended(row.FromPhase); refused != nil {
		return refused
	}
	s.Agreement = f.agreement(row.FromPhase)
	s.Change = Change{Phase: row.FromPhase, On: row.EffectiveOn, Reason: row.Reason, Months: row.Number("months"), Since: row.Date("since"), Days: row.Number("days")}
	s.Change.Before = lastDay(s.Agreement, replay(s.Terms, f.changes[:i], row.FromPhase), row.EffectiveOn)
	if s.Cause.Kind != Suspension {
		s.Change.End = lastDay(s.Agreement, replay(s.Terms, f.changes[:i+1], row.FromPhase), row.EffectiveOn)
	}
	return nil
}

// lastDay is the last day of an agreement under a clock, asked on a day. While the clock stands still the end
// moves every day: then it is the one from before.
func lastDay(a *journey.Agreement, c programme.Clock, on models.Date) models.Date {
	if pause, is := c.OpenSuspension(); is {
		on = pause.From
	}
	if c.Phase != programme.Test {
		return c.End(on)
	}
	return programme.StatusAgreement{EndsOn: a.EndsOn}.LastDay(c, on)
}

// replay makes the clock of a phase as the rows of history left it.
func replay(terms programme.Terms, rows []journey.Change, phase programme.Phase) programme.Clock {
	var start models.Date
	var months int
	var pauses []programme.Suspension
	for _, r := range rows {
		switch {
		case r.Moves() && r.ToPhase == phase:
			start, months, pauses = r.EffectiveOn, 0, nil
		case r.FromPhase != phase:
		case r.Kind() == journey.KindExtend:
			months += r.Number("months")
		case r.Kind() == journey.KindSuspend:
			pauses = append(pauses, programme.Suspension{From: r.EffectiveOn})
		case r.Kind() == journey.KindResume && len(pauses) > 0:
			pauses[len(pauses)-1].To = r.EffectiveOn
		}
	}
	return terms.ClockOf(phase, start, months, pauses)
}

// surround adds who is who, and the text that holds.
func (s *Subject) surround(tx *db.Tx) (err error) {
	if s.Person, err = programme.LoadPerson(tx, s.Project.PersonID); err != nil {
		return err
	}
	if s.Cohort, err = programme.CohortByID(tx, s.Project.CohortID); err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sites, func(x programme.Site) bool { return x.ID == s.Project.SiteID })
	if i < 0 {
		return errors.New("the site of " + s.Project.Ref + " is gone")
	}
	s.Site = sites[i]
	if s.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return err
	}
	coaches, err := programme.Coaches(tx, []int64{s.Project.ID})
	if err != nil {
		return err
	}
	for _, c := range coaches[s.Project.ID] {
		s.Coaches = append(s.Coaches, c.Name)
	}
	s.Text, err = TextOf(tx, s.Project.ProgrammeID, s.Cause.Kind)
	return err
}
