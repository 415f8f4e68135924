package programme

import (
	"math"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
)

// answer writes a problem in one line: "ok", "field:code ..." and "| codes ...".
func answer(p *models.Problem) string {
	if p == nil {
		return "ok"
	}
	if len(p.Fields) == 0 {
		return strings.Join(p.Codes(), " ")
	}
	text := fieldCodes(p.Fields)
	if len(p.Reasons) > 0 {
		text += " | " + strings.Join(p.Codes(), " ")
	}
	return text
}

// inCoaching is a journey in coaching since 10 March 2026, seen on today, under Job'In's terms.
func inCoaching(today models.Date) Standing {
	terms := DefaultTerms("2026-01-01")
	return Standing{Phase: Coaching, Clock: terms.ClockOf(Coaching, "2026-03-10", 0, nil), Terms: terms,
		Today: today, LastChange: "2026-03-10", JourneyStart: "2026-03-10"}
}

// inTest is the same journey, in test since 10 June 2026.
func inTest(today models.Date) Standing {
	s := inCoaching(today)
	s.Phase, s.Clock, s.LastChange = Test, s.Terms.ClockOf(Test, "2026-06-10", 0, nil), "2026-06-10"
	return s
}

func agreement() *StatusAgreement {
	return &StatusAgreement{Number: "SP-2026-0007", SignedOn: "2026-06-01", StartsOn: "2026-06-10", EndsOn: "2027-06-09"}
}

type change func(*Standing)

func lifted(codes ...string) change { return func(s *Standing) { s.Lifted = codes } }
func phase(p Phase) change          { return func(s *Standing) { s.Phase = p } }
func gate(m GateMode) change        { return func(s *Standing) { s.Terms.PlanGate = m } }
func extended(months int) change    { return func(s *Standing) { s.Clock.ExtensionMonths = months } }
func suspended(from, to models.Date) change {
	return func(s *Standing) { s.Clock.Suspensions = append(s.Clock.Suspensions, Suspension{From: from, To: to}) }
}

func with(s Standing, changes ...change) Standing {
	for _, c := range changes {
		c(&s)
	}
	return s
}

func TestStartCoaching(t *testing.T) {
	accepted := Standing{Phase: Accepted, Clock: Clock{Phase: Accepted, Start: "2026-03-01"}, Today: "2026-03-20", LastChange: "2026-03-01"}
	for _, c := range []struct {
		name       string
		s          Standing
		on, signed models.Date
		want       string
	}{
		{"signed the day itself", accepted, "2026-03-10", "2026-03-10", "ok"},
		{"today", accepted, "2026-03-20", "2026-03-10", "ok"},
		{"the day of the acceptance", accepted, "2026-03-01", "2026-02-27", "ok"},
		{"unsigned", accepted, "2026-03-10", "", "coaching.agreement_unsigned"},
		{"signed the day after", accepted, "2026-03-10", "2026-03-11", "coaching.agreement_signed_later"},
		{"no date", accepted, "", "2026-03-10", "date:required"},
		{"no such date", accepted, "2026-02-30", "2026-02-10", "date:date"},
		{"tomorrow", accepted, "2026-03-21", "2026-03-10", "date:future"},
		{"before the acceptance", accepted, "2026-02-28", "2026-02-10", "date:before_phase"},
		{"not accepted", with(accepted, phase(Review)), "2026-03-10", "2026-03-10", "journey.transition"},
		{"already in coaching", with(accepted, phase(Coaching)), "2026-03-10", "2026-03-10", "journey.transition"},
	} {
		if got := answer(StartCoaching(c.s, c.on, c.signed)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestStartTest(t *testing.T) {
	missing := []string{"Budget du ménage", "Prix"}
	unsigned, late, later, ended := agreement(), agreement(), agreement(), agreement()
	unsigned.SignedOn, late.SignedOn, later.StartsOn, ended.EndedOn = "", "2026-06-11", "2026-06-11", "2026-06-10"
	for _, c := range []struct {
		name    string
		s       Standing
		on      models.Date
		missing []string
		paper   *StatusAgreement
		want    string
	}{
		{"the first day allowed", inCoaching("2026-06-10"), "2026-06-10", nil, agreement(), "ok"},
		{"told later", inCoaching("2026-06-30"), "2026-06-10", nil, agreement(), "ok"},
		{"long after the maximum", inCoaching("2026-12-31"), "2026-12-31", nil, agreement(), "ok"},
		{"one day too soon", inCoaching("2026-06-10"), "2026-06-09", nil, &StatusAgreement{SignedOn: "2026-06-01", StartsOn: "2026-06-09", EndsOn: "2027-06-08"}, "coaching.too_short"},
		{"too soon, lifted", with(inCoaching("2026-06-10"), lifted(CoachingTooShort)), "2026-06-09", nil, &StatusAgreement{SignedOn: "2026-06-01", StartsOn: "2026-06-09", EndsOn: "2027-06-08"}, "ok"},
		{"items missing", inCoaching("2026-06-10"), "2026-06-10", missing, agreement(), "plan.mandatory_missing"},
		{"items missing, gate warns", with(inCoaching("2026-06-10"), gate(GateWarn)), "2026-06-10", missing, agreement(), "ok"},
		{"items missing, gate off", with(inCoaching("2026-06-10"), gate(GateOff)), "2026-06-10", missing, agreement(), "ok"},
		{"items missing, lifted", with(inCoaching("2026-06-10"), lifted(MandatoryMissing)), "2026-06-10", missing, agreement(), "ok"},
		{"no agreement", inCoaching("2026-06-10"), "2026-06-10", nil, nil, "status.missing"},
		{"unsigned", inCoaching("2026-06-10"), "2026-06-10", nil, unsigned, "status.unsigned"},
		{"signed after", inCoaching("2026-06-12"), "2026-06-10", nil, late, "status.signed_later"},
		{"agreement begins after", inCoaching("2026-06-10"), "2026-06-10", nil, later, "status.not_covering"},
		{"agreement is past", inCoaching("2027-06-10"), "2027-06-10", nil, agreement(), "status.not_covering"},
		{"agreement was ended", inCoaching("2026-06-10"), "2026-06-10", nil, ended, "status.ended"},
		{"suspended", with(inCoaching("2026-06-20"), suspended("2026-06-15", "")), "2026-06-20", nil, agreement(), "phase.suspended"},
		{"suspended ten days, too soon by one", with(inCoaching("2026-06-30"), suspended("2026-04-01", "2026-04-11")), "2026-06-19", nil, agreement(), "coaching.too_short"},
		{"suspended ten days, then allowed", with(inCoaching("2026-06-30"), suspended("2026-04-01", "2026-04-11")), "2026-06-20", nil, agreement(), "ok"},
		{"everything at once", with(inCoaching("2026-05-01"), suspended("2026-04-15", "")), "2026-05-01", missing, nil,
			"coaching.too_short plan.mandatory_missing status.missing phase.suspended"},
		{"what is lifted is left out", with(inCoaching("2026-05-01"), lifted(CoachingTooShort)), "2026-05-01", missing, nil,
			"plan.mandatory_missing status.missing"},
		{"before the resumption", with(inCoaching("2026-07-30"), suspended("2026-06-15", "2026-07-20")), "2026-07-19", nil, agreement(), "date:before_history"},
		{"tomorrow", inCoaching("2026-06-10"), "2026-06-11", nil, agreement(), "date:future"},
		{"from the application", with(inCoaching("2026-06-10"), phase(Accepted)), "2026-06-10", nil, agreement(), "journey.transition"},
		{"twice", inTest("2026-06-10"), "2026-06-10", nil, agreement(), "journey.transition"},
	} {
		if got := answer(StartTest(c.s, c.on, c.missing, c.paper)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTooShortFacts(t *testing.T) {
	s := with(inCoaching("2026-05-29"), suspended("2026-04-01", "2026-04-02"))
	p := StartTest(s, "2026-05-29", nil, &StatusAgreement{SignedOn: "2026-05-01", StartsOn: "2026-05-29", EndsOn: "2027-05-28"})
	if p == nil || p.Facts["earliest"] != models.Date("2026-06-11") || p.Facts["days_left"] != 13 || p.Facts["months"] != 3 || p.Facts["to"] != Test {
		t.Errorf("facts: %v", p)
	}
	p = StartTest(inCoaching("2026-06-10"), "2026-06-10", []string{"Prix", "Clients"}, agreement())
	if p == nil || p.Facts["count"] != 2 || !slices.Equal(p.Facts["items"].([]string), []string{"Prix", "Clients"}) {
		t.Errorf("facts: %v", p)
	}
}

func TestTestWarning(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Standing
		want string
	}{
		{"the gate blocks: no warning, a refusal", inCoaching("2026-06-10"), "ok"},
		{"the gate warns", with(inCoaching("2026-06-10"), gate(GateWarn)), MandatoryMissing},
		{"the gate is off", with(inCoaching("2026-06-10"), gate(GateOff)), "ok"},
		{"lifted", with(inCoaching("2026-06-10"), lifted(MandatoryMissing)), MandatoryMissing},
	} {
		if got := answer(TestWarning(c.s, []string{"Prix"})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if got := answer(TestWarning(c.s, nil)); got != "ok" {
			t.Errorf("%s, nothing missing: %q", c.name, got)
		}
	}
}

func TestCheckLaunch(t *testing.T) {
	on := func(d models.Date) Launch {
		return Launch{Date: d, Name: "Ateliers Łukasz", Number: "BE 0403.019.261", LegalForm: "srl"}
	}
	for _, c := range []struct {
		name string
		s    Standing
		l    Launch
		want string
	}{
		{"from the test", inTest("2026-12-10"), on("2026-12-10"), "ok"},
		{"a day too soon", inTest("2026-12-10"), on("2026-12-09"), "test.too_short"},
		{"too soon, lifted", with(inTest("2026-12-10"), lifted(TestTooShort)), on("2026-12-09"), "ok"},
		{"the other lifting does not help", with(inTest("2026-12-10"), lifted(CoachingTooShort)), on("2026-12-09"), "test.too_short"},
		{"straight from coaching", inCoaching("2026-06-10"), on("2026-06-10"), "ok"},
		{"from coaching, too soon", inCoaching("2026-06-10"), on("2026-06-09"), "coaching.too_short"},
		{"suspended", with(inTest("2027-01-10"), suspended("2026-12-20", "")), on("2027-01-10"), "phase.suspended"},
		{"tomorrow", inTest("2026-12-10"), on("2026-12-11"), "date:future"},
		{"before the test", inTest("2026-12-10"), on("2026-06-09"), "date:before_phase"},
		{"nothing given", inTest("2026-12-10"), Launch{}, "date:required enterprise_name:required enterprise_number:required legal_form:required"},
		{"only spaces", inTest("2026-12-10"), Launch{"2026-12-10", " ", "\t", " ", nil}, "enterprise_name:required enterprise_number:required legal_form:required"},
		{"a wrong number", inTest("2026-12-10"), Launch{"2026-12-10", "x", "0403.019.262", "srl", nil}, "enterprise_number:enterprise_number"},
		{"a field and a rule at once", inTest("2026-12-10"), Launch{"2026-12-09", "x", "0403.019.262", "srl", nil}, "enterprise_number:enterprise_number | test.too_short"},
		{"too many jobs", inTest("2026-12-10"), Launch{"2026-12-10", "x", "0403.019.261", "srl", ptr(MostJobs + 1)}, "jobs:max"},
		{"less than no jobs", inTest("2026-12-10"), Launch{"2026-12-10", "x", "0403.019.261", "srl", ptr(-1)}, "jobs:min"},
		{"no paid job, and the most", inTest("2026-12-10"), Launch{"2026-12-10", "x", "0403.019.261", "srl", ptr(MostJobs)}, "ok"},
		{"from the waiting list", with(inTest("2026-12-10"), phase(Waitlisted)), on("2026-12-10"), "journey.transition"},
	} {
		if got := answer(CheckLaunch(c.s, c.l)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCheckExit(t *testing.T) {
	for _, c := range []struct {
		name   string
		s      Standing
		on     models.Date
		reason ExitReason
		note   string
		want   string
	}{
		{"the first day", inCoaching("2026-03-10"), "2026-03-10", JobFound, "", "ok"},
		{"while suspended", with(inTest("2026-09-01"), suspended("2026-08-01", "")), "2026-09-01", GaveUp, "", "ok"},
		{"before the suspension", with(inTest("2026-09-01"), suspended("2026-08-01", "")), "2026-07-31", GaveUp, "", "date:before_history"},
		{"accepted, never started", with(inCoaching("2026-04-01"), phase(Accepted)), "2026-04-01", Training, "", "ok"},
		{"no reason", inTest("2026-09-01"), "2026-09-01", "", "", "reason:required"},
		{"an invented reason", inTest("2026-09-01"), "2026-09-01", "bored", "", "reason:oneof"},
		{"a reason of the imported years", inTest("2026-09-01"), "2026-09-01", NoNews, "", "reason:oneof"},
		{"excluded without a word", inTest("2026-09-01"), "2026-09-01", Excluded, " ", "note:required"},
		{"excluded", inTest("2026-09-01"), "2026-09-01", Excluded, "Factures hors convention", "ok"},
		{"other without a word", inTest("2026-09-01"), "2026-09-01", OtherExit, "", "note:required"},
		{"tomorrow", inTest("2026-09-01"), "2026-09-02", JobFound, "", "date:future"},
		{"before the phase", inTest("2026-09-01"), "2026-06-09", JobFound, "", "date:before_phase"},
		{"before a later decision", with(inTest("2026-09-01"), func(s *Standing) { s.LastChange = "2026-08-15" }), "2026-08-14", JobFound, "", "date:before_history"},
		{"two faults", inTest("2026-09-01"), "", "", "", "date:required reason:required"},
		{"launched", with(inTest("2026-09-01"), phase(Launched)), "2026-09-01", JobFound, "", "journey.transition"},
	} {
		if got := answer(CheckExit(c.s, c.on, c.reason, c.note)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSuspendAndResume(t *testing.T) {
	open := with(inTest("2026-09-01"), suspended("2026-08-01", ""))
	closed := with(inTest("2026-09-01"), suspended("2026-08-01", "2026-08-20"))
	for _, c := range []struct {
		name string
		got  *models.Problem
		want string
	}{
		{"suspend today", Suspend(inTest("2026-09-01"), "2026-09-01", "Maladie"), "ok"},
		{"suspend from the first day", Suspend(inTest("2026-09-01"), "2026-06-10", "Maladie"), "ok"},
		{"suspend before the phase", Suspend(inTest("2026-09-01"), "2026-06-09", "Maladie"), "date:before_phase"},
		{"suspend tomorrow", Suspend(inTest("2026-09-01"), "2026-09-02", "Maladie"), "date:future"},
		{"suspend without a reason", Suspend(inTest("2026-09-01"), "2026-09-01", " "), "reason:required"},
		{"suspend without anything", Suspend(inTest("2026-09-01"), "", ""), "date:required reason:required"},
		{"suspend twice", Suspend(open, "2026-09-01", "Maladie"), "suspension.already"},
		{"suspend again on the day of resumption", Suspend(closed, "2026-08-20", "Maladie"), "ok"},
		{"suspend inside an earlier one", Suspend(closed, "2026-08-19", "Maladie"), "date:overlap"},
		{"suspend around an earlier one", Suspend(closed, "2026-07-01", "Maladie"), "date:overlap"},
		{"told after a later decision", Suspend(with(inTest("2026-09-01"), func(s *Standing) { s.LastChange = "2026-08-30" }), "2026-08-01", "Naissance"), "ok"},
		{"suspend an accepted project", Suspend(with(inTest("2026-09-01"), phase(Accepted)), "2026-09-01", "Maladie"), "phase.not_clocked"},
		{"resume", Resume(open, "2026-08-15"), "ok"},
		{"resume the same day", Resume(open, "2026-08-01"), "ok"},
		{"resume today", Resume(open, "2026-09-01"), "ok"},
		{"resume before", Resume(open, "2026-07-31"), "date:before_suspension"},
		{"resume tomorrow", Resume(open, "2026-09-02"), "date:future"},
		{"resume without a date", Resume(open, ""), "date:required"},
		{"resume what runs", Resume(closed, "2026-09-01"), "suspension.none"},
		{"resume a launched project", Resume(with(open, phase(Launched)), "2026-09-01"), "phase.not_clocked"},
	} {
		if got := answer(c.got); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestExtend(t *testing.T) {
	// Coaching took a year, and the test began on 10 March 2027: 12 months are left in all.
	late := func(today models.Date, changes ...change) Standing {
		s := inTest(today)
		s.Clock.Start, s.LastChange = "2027-03-10", "2027-03-10"
		return with(s, changes...)
	}
	earlier := func(days int) change { return func(s *Standing) { s.EarlierSuspended = days } }
	for _, c := range []struct {
		name   string
		s      Standing
		months int
		reason string
		want   string
	}{
		{"a month", inCoaching("2026-08-01"), 1, "Étude de marché à finir", "ok"},
		{"all of it", inCoaching("2026-08-01"), 3, "x", "ok"},
		{"too much", inCoaching("2026-08-01"), 4, "x", "extension.over_limit"},
		{"the rest", with(inCoaching("2026-08-01"), extended(2)), 1, "x", "ok"},
		{"more than the rest", with(inCoaching("2026-08-01"), extended(2)), 2, "x", "extension.over_limit"},
		{"an absurd number", with(inCoaching("2026-08-01"), extended(2)), math.MaxInt, "x", "extension.over_limit"},
		{"already overdue", inCoaching("2027-01-01"), 1, "x", "ok"},
		{"while suspended", with(inCoaching("2026-08-01"), suspended("2026-07-01", "")), 1, "x", "ok"},
		{"nothing", inCoaching("2026-08-01"), 0, "x", "months:gte"},
		{"backwards", inCoaching("2026-08-01"), -1, "", "months:gte reason:required"},
		{"no reason", inCoaching("2026-08-01"), 1, " ", "reason:required"},
		{"no reason and too much", inCoaching("2026-08-01"), 4, "", "reason:required | extension.over_limit"},
		{"beyond the total", late("2028-01-01"), 1, "x", "extension.over_total"},
		{"the total is moved by suspensions too", late("2028-01-01", earlier(31)), 1, "x", "ok"},
		{"by one day too few", late("2028-01-01", earlier(30)), 1, "x", "extension.over_total"},
		{"a suspension of the test moves both", late("2028-01-01", suspended("2027-06-01", "2027-08-01")), 1, "x", "extension.over_total"},
		{"not a clocked phase", with(inCoaching("2026-08-01"), phase(Accepted)), 1, "x", "phase.not_clocked"},
	} {
		if got := answer(Extend(c.s, c.months, c.reason)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDerogate(t *testing.T) {
	const why = "Commande ferme à honorer dès juin"
	for _, c := range []struct {
		name   string
		s      Standing
		code   string
		reason string
		want   string
	}{
		{"the minimum of coaching", inCoaching("2026-05-01"), CoachingTooShort, why, "ok"},
		{"the checklist", inCoaching("2026-05-01"), MandatoryMissing, why, "ok"},
		{"the minimum of the test", inTest("2026-09-01"), TestTooShort, why, "ok"},
		{"the cap, never", inTest("2026-09-01"), "grant.over_cap", why, "derogation.not_allowed"},
		{"a missing agreement, never", inCoaching("2026-05-01"), "status.missing", why, "derogation.not_allowed"},
		{"nothing named", inCoaching("2026-05-01"), "", why, "derogation.not_allowed"},
		{"another phase's rule", inTest("2026-09-01"), CoachingTooShort, why, "derogation.out_of_phase"},
		{"too early for the test's", inCoaching("2026-05-01"), TestTooShort, why, "derogation.out_of_phase"},
		{"twice", with(inCoaching("2026-05-01"), lifted(CoachingTooShort)), CoachingTooShort, why, "derogation.already"},
		{"no reason", inCoaching("2026-05-01"), CoachingTooShort, " ", "reason:required"},
		{"one word", inCoaching("2026-05-01"), CoachingTooShort, "Exceptionnellement", "reason:words"},
		{"three letters", inCoaching("2026-05-01"), CoachingTooShort, "a b c", "reason:words"},
	} {
		if got := answer(Derogate(c.s, c.code, c.reason)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDerogable(t *testing.T) {
	p := StartTest(inCoaching("2026-05-01"), "2026-05-01", []string{"Prix"}, nil)
	if got := Derogable(p); !slices.Equal(got, []string{CoachingTooShort, MandatoryMissing}) {
		t.Errorf("derogable: %v", got)
	}
	if got := Derogable(nil); got != nil {
		t.Errorf("derogable of nothing: %v", got)
	}
}

func TestStateOfStatus(t *testing.T) {
	clock := func(extension int, suspensions ...Suspension) Clock {
		return DefaultTerms("2026-01-01").ClockOf(Test, "2026-06-10", extension, suspensions)
	}
	ended := agreement()
	ended.EndedOn = "2026-10-01"
	unsigned := agreement()
	unsigned.SignedOn = ""
	for _, c := range []struct {
		name  string
		paper *StatusAgreement
		phase Phase
		clock Clock
		today models.Date
		want  StatusState
	}{
		{"no agreement", nil, Test, clock(0), "2026-07-01", StatusNone},
		{"unsigned", unsigned, Test, clock(0), "2026-07-01", StatusNone},
		{"not signed yet on that day", agreement(), Coaching, Clock{}, "2026-05-31", StatusNone},
		{"not accepted", agreement(), Review, Clock{}, "2026-06-05", StatusNone},
		{"declined", agreement(), Declined, Clock{}, "2026-06-05", StatusNone},
		{"accepted", agreement(), Accepted, Clock{}, "2026-06-05", StatusFuture},
		{"in coaching", agreement(), Coaching, Clock{}, "2026-07-01", StatusFuture},
		{"in test, agreement begins tomorrow", agreement(), Test, clock(0), "2026-06-09", StatusFuture},
		{"first day", agreement(), Test, clock(0), "2026-06-10", StatusValid},
		{"last day", agreement(), Test, clock(0), "2027-06-09", StatusValid},
		{"day after", agreement(), Test, clock(0), "2027-06-10", StatusExpired},
		{"extended by two months", agreement(), Test, clock(2), "2027-08-09", StatusValid},
		{"after the extension", agreement(), Test, clock(2), "2027-08-10", StatusExpired},
		{"after ten days of suspension", agreement(), Test, clock(0, Suspension{From: "2026-09-01", To: "2026-09-11"}), "2027-06-19", StatusValid},
		{"after these days", agreement(), Test, clock(0, Suspension{From: "2026-09-01", To: "2026-09-11"}), "2027-06-20", StatusExpired},
		{"suspended", agreement(), Test, clock(0, Suspension{From: "2026-09-01"}), "2026-09-01", StatusSuspended},
		{"resumed", agreement(), Test, clock(0, Suspension{From: "2026-09-01", To: "2026-09-02"}), "2026-09-02", StatusValid},
		{"the day before it is ended", ended, Test, clock(0), "2026-09-30", StatusValid},
		{"ended", ended, Test, clock(0), "2026-10-01", StatusEnded},
		{"ended while suspended", ended, Test, clock(0, Suspension{From: "2026-09-01"}), "2026-10-02", StatusEnded},
		{"launched", agreement(), Launched, Clock{}, "2026-12-10", StatusEnded},
		{"exited", agreement(), Exited, Clock{}, "2026-12-10", StatusEnded},
		{"followed up", agreement(), FollowedUp, Clock{}, "2028-12-10", StatusEnded},
	} {
		got, exists := StateOfStatus(c.paper, c.phase, c.clock, c.today)
		if got != c.want || exists != (c.want == StatusValid) {
			t.Errorf("%s: %q %v, want %q", c.name, got, exists, c.want)
		}
	}
}

func TestCheckStatusAgreement(t *testing.T) {
	terms := DefaultTerms("2026-01-01")
	for _, c := range []struct {
		name   string
		change func(*StatusAgreement)
		want   string
	}{
		{"a year", func(*StatusAgreement) {}, "ok"},
		{"a year to the day", func(a *StatusAgreement) { a.EndsOn = "2027-06-10" }, "ok"},
		{"a day longer", func(a *StatusAgreement) { a.EndsOn = "2027-06-11" }, "ends_on:status_long"},
		{"six months", func(a *StatusAgreement) { a.EndsOn = "2026-12-09" }, "ok"},
		{"a day shorter", func(a *StatusAgreement) { a.EndsOn = "2026-12-08" }, "ends_on:status_short"},
		{"ends before it starts", func(a *StatusAgreement) { a.EndsOn = "2026-06-09" }, "ends_on:not_before"},
		{"unsigned", func(a *StatusAgreement) { a.SignedOn = "" }, "ok"},
		{"signed the first day", func(a *StatusAgreement) { a.SignedOn = a.StartsOn }, "ok"},
		{"signed the day after", func(a *StatusAgreement) { a.SignedOn = "2026-06-11" }, "signed_on:not_after"},
		{"signed tomorrow", func(a *StatusAgreement) { a.SignedOn = "2026-06-16" }, "signed_on:future"},
		{"signed on a day that is none", func(a *StatusAgreement) { a.SignedOn = "2026-02-30" }, "signed_on:date"},
		{"nothing given", func(a *StatusAgreement) { *a = StatusAgreement{} }, "number:required starts_on:required ends_on:required"},
		{"days that are none", func(a *StatusAgreement) { a.StartsOn, a.EndsOn = "soon", "later" }, "starts_on:date ends_on:date"},
	} {
		a := agreement()
		c.change(a)
		if got := answer(CheckStatusAgreement(*a, terms, "2026-06-15")); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func ptr(n int) *int { return &n }
