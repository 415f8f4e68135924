package demo

import (
	"slices"

	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// fate is what a small demonstration must show at least once.
type fate struct {
	phase     programme.Phase
	cohort    int
	suspended bool
	overdue   bool
	star      bool // the dossier of candidate@demo.test
	judged    int  // decided so many days ago, by the committee that sat then; 0: any day
}

// smallFates are the dossiers of the small demonstration: every phase, late and
// early files. Cohorts: 0 began long ago in Liège, 1 in Namur this year, 2 takes designers now.
func smallFates() []fate {
	var list []fate
	add := func(n, cohort int, phase programme.Phase) {
		for range n {
			list = append(list, fate{phase: phase, cohort: cohort})
		}
	}
	judged := func(n, cohort int, phase programme.Phase) {
		for range n {
			list = append(list, fate{phase: phase, cohort: cohort, judged: sittingDays})
		}
	}
	list = append(list, fate{phase: programme.Test, cohort: 0, star: true})
	add(4, 0, programme.Test)
	add(3, 0, programme.Launched)
	add(2, 0, programme.FollowedUp)
	add(3, 0, programme.Exited)
	add(1, 0, programme.Declined)
	add(8, 1, programme.Coaching)
	list = append(list, fate{phase: programme.Coaching, cohort: 1, suspended: true}, fate{phase: programme.Test, cohort: 0, overdue: true})
	judged(2, 2, programme.Accepted)
	add(1, 1, programme.Exited)
	add(1, 1, programme.Declined)
	add(1, 1, programme.Withdrawn)
	add(3, 2, programme.Draft)
	add(4, 2, programme.Submitted)
	add(4, 2, programme.Review)
	judged(2, 2, programme.Waitlisted)
	return list
}

// change is a step of a dossier's history.
type change struct {
	from, to programme.Phase
	on       models.Date
	reason   string
}

// decision is what a committee answered.
type decision struct {
	outcome           string
	reasons, nextStep string
	rank              int
	on                models.Date
}

// pause is a suspension, extend an extension, waiver a derogation.
type (
	pause struct {
		phase    programme.Phase
		from, to models.Date
		reason   string
	}
	extend struct {
		phase  programme.Phase
		months int
		on     models.Date
	}
	waiver struct {
		rule, reason string
		on           models.Date
	}
	signed struct {
		kind                   string
		signedOn, starts, ends models.Date
		ended                  models.Date
	}
	seen struct {
		months int
		on     models.Date
		state  string
	}
)

// story is one dossier's journey up to today.
type story struct {
	created, submitted models.Date
	phase              programme.Phase
	phaseStart         models.Date
	entered, left      models.Date
	endsOn, suspended  models.Date
	exit               programme.ExitReason
	studied            *bool
	changes            []change
	decisions          []decision
	pauses             []pause
	extensions         []extend
	waivers            []waiver
	agreements         []signed
	enterpriseOn       models.Date
	checks             []seen
}

// coached reports whether the couveuse ever accompanied the dossier.
func (s *story) coached() bool { return s.entered != "" }

// teller tells one story: it draws what happens next and stops at today.
type teller struct {
	*inventor
	story
	cohort  *cohort
	terms   programme.Terms
	stopped bool
}

// tell invents a journey in a cohort. It may be cut short by today.
func (v *inventor) tell(c *cohort) story {
	t := &teller{inventor: v, cohort: c, terms: v.terms[c.ProgrammeID]}
	t.application()
	t.kept()
	return t.story
}

// move takes the dossier to a phase on a day, unless that day is still to come.
func (t *teller) move(to programme.Phase, on models.Date, reason string) bool {
	if t.stopped || on > t.today {
		t.stopped = true
		return false
	}
	// An extension that would have been asked for later never was.
	t.extensions = slices.DeleteFunc(t.extensions, func(e extend) bool { return e.phase == t.phase && e.on > on })
	t.changes = append(t.changes, change{t.phase, to, on, reason})
	t.phase, t.phaseStart = to, on
	return true
}

func (t *teller) later(d models.Date, low, high int) models.Date {
	return d.AddDays(t.between(low, high))
}

func (t *teller) application() {
	last := min(t.cohort.IntakeClosesOn, t.today)
	window := max(0, t.cohort.IntakeOpensOn.DaysUntil(last))
	t.created = t.cohort.IntakeOpensOn.AddDays(t.between(0, window))
	t.move(programme.Draft, t.created, "")
	if t.chance(7) {
		return
	}
	sent := t.later(t.created, 0, 12)
	if sent > t.cohort.IntakeClosesOn {
		sent = t.cohort.IntakeClosesOn
	}
	if !t.move(programme.Submitted, sent, "") {
		return
	}
	t.submitted = sent
	if t.chance(4) {
		t.move(programme.Withdrawn, t.later(sent, 2, 20), "J'ai trouvé un emploi.")
		return
	}
	if t.move(programme.Review, t.later(sent, 2, 9), "") {
		t.judged()
	}
}

// judged is what the committee does with a file.
func (t *teller) judged() {
	on := t.later(t.phaseStart, 5, 16)
	switch n := t.between(1, 100); {
	case n <= 18:
		t.decide("declined", pick(t.inventor, declineReasons), on)
		return
	case n <= 30:
		if !t.decide("waitlisted", "Le projet convient ; la cohorte est complète.", on) || t.chance(40) {
			return
		}
		on = t.later(on, 20, 50)
		if t.chance(30) {
			t.decide("declined", "Aucune place ne s'est libérée dans cette cohorte.", on)
			return
		}
	}
	if t.decide("accepted", "Projet réaliste, motivation claire, marché à vérifier pendant l'accompagnement.", on) {
		t.accompanied()
	}
}

func (t *teller) decide(outcome, reasons string, on models.Date) bool {
	if !t.move(programme.Phase(outcome), on, reasons) {
		return false
	}
	d := decision{outcome: outcome, reasons: reasons, on: on}
	switch outcome {
	case "declined":
		d.nextStep = "Rencontrez trois clients possibles, puis déposez une nouvelle candidature au prochain recrutement."
	case "waitlisted":
		t.cohort.waiting++
		d.rank = t.cohort.waiting
	}
	t.decisions = append(t.decisions, d)
	return true
}

// accompanied is the coaching, from the agreement to its end.
func (t *teller) accompanied() {
	if t.chance(3) {
		t.leave(t.later(t.phaseStart, 5, 20))
		return
	}
	start := max(t.later(t.phaseStart, 4, 12), t.cohort.StartsOn)
	if t.chance(35) { // a latecomer
		start = t.later(start, 8, 60)
	}
	if !t.move(programme.Coaching, start, "") {
		return
	}
	t.entered = start
	t.agreements = append(t.agreements, signed{kind: "coaching", signedOn: start.AddDays(-t.between(0, 3)), starts: start})
	clock := t.lived(programme.Coaching)
	end := clock.End(t.today)
	switch n := t.between(1, 100); {
	case n <= 20:
		t.leave(t.later(start, 30, max(31, start.DaysUntil(end))))
	case n <= 29:
		t.launch(t.within(clock))
	case n <= 37: // late: the end goes by and nobody decides for a while
		t.leave(t.later(end, 8, 60))
	default:
		t.tried(clock)
	}
}

// within is a day between the earliest and the end of a clock.
func (t *teller) within(c programme.Clock) models.Date {
	first, last := c.Earliest(t.today), c.End(t.today)
	return t.later(first, 0, max(0, first.DaysUntil(last)-1))
}

// tried is the test period.
func (t *teller) tried(coaching programme.Clock) {
	if t.paused() {
		return
	}
	on := t.afterPauses(t.within(coaching))
	if t.chance(4) && len(t.pauses) == 0 {
		on = coaching.Earliest(t.today).AddDays(-t.between(5, 20))
		if on <= t.today && on > t.entered {
			t.waivers = append(t.waivers, waiver{programme.CoachingTooShort, "Une commande ferme attend ; le comité a vu le plan d'affaires complet.", on})
		}
	}
	if !t.move(programme.Test, on, "") {
		return
	}
	t.agreements = append(t.agreements, signed{kind: "status", signedOn: on.AddDays(-t.between(0, 2)), starts: on, ends: on.AddMonths(t.terms.TestMaxMonths).AddDays(-1)})
	clock := t.lived(programme.Test)
	end := clock.End(t.today)
	switch n := t.between(1, 100); {
	case n <= 26:
		t.leave(t.later(on, 40, max(41, on.DaysUntil(end))))
	case n <= 34:
		t.launch(t.later(end, 5, 40))
	default:
		t.launch(t.within(clock))
	}
}

// lived draws the pauses and extensions of a clocked phase that has begun, and gives its clock.
func (t *teller) lived(phase programme.Phase) programme.Clock {
	start := t.phaseStart
	if from := t.later(start, 20, 70); t.chance(8) && from <= t.today {
		to := t.later(from, 14, 70)
		if to > t.today {
			to = ""
		}
		t.pauses = append(t.pauses, pause{phase, from, to, pick(t.inventor, []string{"Maladie, certificat reçu.", "Naissance d'un enfant.", "Hospitalisation d'un proche."})})
	}
	clock := t.clock(phase)
	limit, asked := t.terms.ExtensionLimit(phase), t.later(clock.End(t.today), -30, -5)
	if t.chance(10) && limit > 0 && asked > start && asked <= t.today {
		t.extensions = append(t.extensions, extend{phase, t.between(1, min(2, limit)), asked})
	}
	return t.clock(phase)
}

// clock is the clock of the current phase as told so far.
func (t *teller) clock(phase programme.Phase) programme.Clock {
	months := 0
	for _, e := range t.extensions {
		if e.phase == phase {
			months += e.months
		}
	}
	var pauses []programme.Suspension
	for _, p := range t.pauses {
		if p.phase == phase {
			pauses = append(pauses, programme.Suspension{From: p.from, To: p.to, Reason: p.reason})
		}
	}
	return t.terms.ClockOf(phase, t.phaseStart, months, pauses)
}

// paused reports whether the dossier is suspended today: it then goes nowhere.
func (t *teller) paused() bool {
	return len(t.pauses) > 0 && t.pauses[len(t.pauses)-1].to == ""
}

// leave ends the journey without a launch.
func (t *teller) leave(on models.Date) {
	if t.paused() {
		return
	}
	reason := pick(t.inventor, []programme.ExitReason{programme.JobFound, programme.JobFound, programme.GaveUp, programme.GaveUp, programme.GaveUp, programme.Training, programme.OtherExit})
	note := ""
	if reason.NeedsNote() {
		note = "Déménagement dans une autre région."
	}
	if on = t.afterPauses(on); t.move(programme.Exited, on, note) {
		studied := t.chance(45)
		t.exit, t.left, t.studied = reason, on, &studied
		t.over(on)
	}
}

// afterPauses is the day itself, or the end of the last pause if that is later.
func (t *teller) afterPauses(on models.Date) models.Date {
	for _, p := range t.pauses {
		on = max(on, p.to)
	}
	return on
}

// over ends the agreements that ran.
func (t *teller) over(on models.Date) {
	for i := range t.agreements {
		t.agreements[i].ended = on
	}
}

// launch makes the enterprise, and what is seen of it afterwards.
func (t *teller) launch(on models.Date) {
	if t.paused() {
		return
	}
	if on = t.afterPauses(on); !t.move(programme.Launched, on, "") {
		return
	}
	yes := true
	t.left, t.enterpriseOn, t.studied = on, on, &yes
	t.over(on)
	alive := true
	for _, months := range []int{6, 12, 36, 60} {
		day := on.AddMonths(months).AddDays(t.between(0, 20))
		if day > t.today || t.chance(18) {
			continue
		}
		state := "alive"
		if alive = alive && t.chance(88); !alive {
			state = "closed"
		} else if t.chance(5) {
			state = "unknown"
		}
		if len(t.checks) == 0 && !t.move(programme.FollowedUp, day, "") {
			return
		}
		t.checks = append(t.checks, seen{months, day, state})
	}
}

// kept works out what the dossier's row keeps for lists.
func (t *teller) kept() {
	if !t.phase.IsClocked() {
		return
	}
	clock := t.clock(t.phase)
	t.endsOn = journey.PlannedEnd(clock, t.today)
	if open, ok := clock.OpenSuspension(); ok {
		t.suspended = open.From
	}
}

// fits reports whether a story is what a small demonstration asked for.
func (s *story) fits(f fate, today models.Date) bool {
	if s.phase != f.phase || f.suspended != (s.suspended != "") {
		return false
	}
	if f.star && (len(s.pauses)+len(s.waivers)+len(s.extensions) > 0 || s.endsOn < today.AddDays(20)) {
		return false
	}
	if f.judged > 0 && (len(s.decisions) != 1 || s.decisions[0].on != today.AddDays(-f.judged)) {
		return false
	}
	return s.endsOn == "" || f.overdue == (s.endsOn < today)
}
