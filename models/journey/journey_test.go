package journey_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

var shop = programme.Launch{Name: "Épicerie Zoé", Number: "0403.019.261", LegalForm: "SRL"}

// A whole journey under a moving clock, each rule refusing where it must.
func TestWholeJourney(t *testing.T) {
	each(t, func(h *house) {
		h.clock.Set("2027-01-31")
		h.refuses(h.startCoaching("2027-01-31", h.coach.PublicID), "coaching.agreement_unsigned")
		h.refuses(h.agree(journey.CoachingAgreement, "", "2027-02-01", "", ""), "number:required", "signed_on:future", "starts_on:required")
		h.must(h.agree(journey.CoachingAgreement, "CA-1", "2027-01-30", "2027-01-31", ""))
		h.must(h.agree(journey.CoachingAgreement, "CA-2027-1", "2027-01-31", "2027-01-31", "")) // corrects
		h.refuses(h.startCoaching("2026-11-22", h.coach.PublicID), "date:before_phase")
		h.refuses(h.startCoaching("2027-01-31"), "coaches:required")
		h.refuses(h.startCoaching("2027-01-31", h.other.PublicID), "coaches:oneof")
		h.refuses(h.startTest("2027-01-31"), "journey.transition")
		h.must(h.startCoaching("2027-01-31", h.coach.PublicID))

		p := h.project()
		h.wants("phase", p.Phase, programme.Coaching)
		h.wants("entered", p.EnteredOn, models.Date("2027-01-31"))
		h.wants("six months after 31 January", p.PhaseEndsOn, models.Date("2027-07-31"))
		h.wants("terms kept", p.TermsID != 0, true)
		h.wants("plan adopted", p.TemplateID != 0, true)
		h.wants("coach", h.count(`SELECT count(*) FROM project_coaches WHERE account_id = ? AND to_on IS NULL`, h.coach.ID), 1)
		h.refuses(h.agree(journey.CoachingAgreement, "CA-2", "2027-01-31", "2027-01-31", ""), "agreement.in_force")

		h.clock.Set("2027-02-28")
		h.refuses(h.startTest("2027-02-28"), programme.CoachingTooShort, programme.MandatoryMissing, "status.missing")
		h.validate(h.items[0])
		h.clock.Set("2027-04-30") // 31 January and three months
		h.refuses(h.agree(journey.StatusAgreement, "SP-1", "2027-04-29", "2027-04-30", "2027-05-30"), "ends_on:status_short")
		h.refuses(h.agree(journey.StatusAgreement, "SP-1", "", "2027-04-30", "2028-04-30"), "signed_on:required")
		h.must(h.agree(journey.StatusAgreement, "SP-1", "2027-04-29", "2027-04-30", "2028-04-30"))
		h.refuses(h.startTest("2027-04-29"), programme.CoachingTooShort, programme.MandatoryMissing, "status.not_covering")
		h.refuses(h.startTest("2027-04-30"), programme.MandatoryMissing)
		h.validate(h.items[1])
		state, exists := h.state().StatusState()
		h.wants("status before the test", state, programme.StatusFuture)
		h.wants("it exists", exists, false)
		h.refuses(h.startTest("2027-05-01"), "date:future")
		h.must(h.startTest("2027-04-30"))

		h.wants("phase", h.project().Phase, programme.Test)
		h.wants("end of the test", h.project().PhaseEndsOn, models.Date("2028-04-30"))
		state, exists = h.state().StatusState()
		h.wants("status in the test", state, programme.StatusValid)
		h.wants("it exists", exists, true)
		h.refuses(h.launch(programme.Launch{Date: "2027-04-30", Number: "0403.019.262"}), "enterprise_name:required", "enterprise_number:enterprise_number", "legal_form:required")
		shop := shop
		shop.Date = "2027-04-30"
		h.refuses(h.launch(shop), programme.TestTooShort)
		h.clock.Set("2027-10-30")
		shop.Date = "2027-10-30"
		shop.Jobs = new(int) // known to be none
		h.must(h.launch(shop))
		h.wants("jobs at the launch", h.count(`SELECT count(*) FROM enterprises WHERE jobs = 0`), 1)

		h.wants("left", h.project().LeftOn, models.Date("2027-10-30"))
		h.wants("number kept plain", h.count(`SELECT count(*) FROM enterprises WHERE number = '0403019261' AND legal_form = 'SRL'`), 1)
		h.wants("agreements ended", h.count(`SELECT count(*) FROM agreements WHERE ended_on = ? AND end_reason = 'launch'`, models.Date("2027-10-30")), 2)
		state, _ = h.state().StatusState()
		h.wants("status after the launch", state, programme.StatusEnded)
		h.refuses(h.exit(journey.ExitDraft{Date: "2027-10-30", Reason: programme.GaveUp}), "journey.transition")

		h.clock.Set("2028-04-30")
		h.refuses(h.followUp(journey.Check{MonthsAfter: 7, State: "well", ObservedOn: "2027-10-29"}), "months_after:oneof", "state:oneof", "observed_on:not_before")
		three, more := 3, programme.MostJobs+1
		h.refuses(h.followUp(journey.Check{MonthsAfter: 6, State: journey.Alive, ObservedOn: "2028-04-30", Jobs: &more}), "jobs:max")
		h.must(h.followUp(journey.Check{MonthsAfter: 6, State: journey.Alive, ObservedOn: "2028-04-30", Jobs: &three}))
		h.wants("phase", h.project().Phase, programme.FollowedUp)
		h.clock.Set("2028-11-02")
		h.must(h.followUp(journey.Check{MonthsAfter: 12, State: journey.Closed, ObservedOn: "2028-11-02", Note: "cessation"}))
		h.wants("jobs at each look", h.count(`SELECT count(*) FROM enterprise_checks WHERE jobs = 3 AND months_after = 6 OR jobs IS NULL AND months_after = 12`), 2)

		h.wants("history", strings.Join(h.history(), " "), ">draft draft>submitted submitted>review review>accepted accepted=agreement accepted=agreement_corrected "+
			"accepted>coaching coaching=agreement coaching>test test>launched launched>followed_up followed_up=follow_up")
	})
}

func TestSuspensionMovesTheEnd(t *testing.T) {
	each(t, func(h *house) {
		h.refuses(h.suspend("2026-11-23"), "phase.not_clocked")
		h.coaching("2027-01-31")
		h.clock.Set("2027-03-10")
		h.refuses(h.resume("2027-03-10"), "suspension.none")
		h.refuses(h.suspend("2027-01-30"), "date:before_phase")
		h.must(h.suspend("2027-03-01"))
		h.wants("suspended on", h.project().SuspendedOn, models.Date("2027-03-01"))
		h.wants("end while suspended", h.project().PhaseEndsOn, models.Date("2027-07-31"))
		h.refuses(h.suspend("2027-03-05"), "suspension.already")
		h.clock.Set("2027-03-20")
		h.refuses(h.resume("2027-02-28"), "date:before_suspension")
		shop := shop
		shop.Date = "2027-03-20"
		h.refuses(h.launch(shop), programme.CoachingTooShort, "phase.suspended")
		h.must(h.resume("2027-03-11"))
		h.wants("ten days later", h.project().PhaseEndsOn, models.Date("2027-08-10"))
		h.wants("runs again", h.project().SuspendedOn, models.Date(""))
		h.must(h.extend(1)) // 31 August, moved by ten days
		h.wants("one month and ten days later", h.project().PhaseEndsOn, models.Date("2027-09-10"))
		h.refuses(h.extend(3), "extension.over_limit")
		h.refuses(h.extend(0), "months:gte")
	})
}

func TestDerogationLiftsOnlyItsRule(t *testing.T) {
	each(t, func(h *house) {
		h.refuses(h.derogate(programme.CoachingTooShort), "derogation.out_of_phase")
		h.coaching("2027-01-31")
		h.must(h.agree(journey.StatusAgreement, "SP-1", "2027-01-31", "2027-01-31", "2027-12-31"))
		h.refuses(h.derogate("grant.over_cap"), "derogation.not_allowed")
		h.refuses(h.derogate(programme.TestTooShort), "derogation.out_of_phase")
		h.refuses(func(tx *db.Tx, v int) error {
			return journey.Derogate(tx, h.ref, v, programme.CoachingTooShort, "urgent")
		}, "reason:words")
		h.must(h.derogate(programme.CoachingTooShort))
		h.refuses(h.derogate(programme.CoachingTooShort), "derogation.already")
		h.refuses(h.startTest("2027-01-31"), programme.MandatoryMissing)
		h.wants("what can still be lifted", strings.Join(h.state().Derogable(), " "), programme.MandatoryMissing)
		h.must(h.derogate(programme.MandatoryMissing))
		var warned bool
		h.must(func(tx *db.Tx, v int) error {
			warning, err := journey.StartTest(tx, h.ref, v, "2027-01-31")
			warned = warning != nil
			return err
		})
		h.wants("says what is missing all the same", warned, true)
	})
}

func TestExitEndsWhatWasOpen(t *testing.T) {
	each(t, func(h *house) {
		h.coaching("2027-01-31")
		h.must(h.agree(journey.StatusAgreement, "SP-1", "2027-01-31", "2027-05-01", "2028-04-30"))
		h.clock.Set("2027-03-10")
		h.must(h.suspend("2027-03-01"))
		h.refuses(h.exit(journey.ExitDraft{Date: "2027-03-10", Reason: programme.OtherExit}), "note:required")
		h.refuses(h.exit(journey.ExitDraft{Date: "2027-03-10", Reason: programme.NoNews}), "reason:oneof")
		done := true
		h.must(h.exit(journey.ExitDraft{Date: "2027-03-10", Reason: programme.JobFound, StudyCompleted: &done}))
		p := h.project()
		h.wants("reason", p.ExitReason, programme.JobFound)
		h.wants("study", p.StudyCompleted != nil && *p.StudyCompleted, true)
		h.wants("left", p.LeftOn, models.Date("2027-03-10"))
		h.wants("suspension closed", h.count(`SELECT count(*) FROM suspensions WHERE to_on = ?`, models.Date("2027-03-10")), 1)
		h.wants("not suspended", p.SuspendedOn, models.Date(""))
		h.wants("agreements ended", h.count(`SELECT count(*) FROM agreements WHERE ended_on IS NULL`), 0)
		h.wants("history", strings.Join(h.history()[4:], " "), "accepted=agreement accepted>coaching coaching=agreement coaching=suspend coaching=resume coaching>exited")
	})
}

func TestAnEndedAgreementCanBeReplaced(t *testing.T) {
	each(t, func(h *house) {
		h.coaching("2027-01-31")
		end := func(on models.Date, reason string) verb {
			return func(tx *db.Tx, v int) error {
				return journey.EndAgreement(tx, h.ref, v, journey.StatusAgreement, on, reason)
			}
		}
		h.refuses(end("2027-01-31", "erreur"), "agreement.none")
		h.must(h.agree(journey.StatusAgreement, "SP-1", "2027-01-31", "2027-02-01", "2027-12-31"))
		h.refuses(end("2027-01-30", ""), "ended_on:not_before", "reason:required")
		h.must(end("2027-01-31", "le numéro était faux"))
		h.refuses(h.startTest("2027-01-31"), programme.CoachingTooShort, programme.MandatoryMissing, "status.ended")
		h.refuses(h.agree(journey.StatusAgreement, "SP-1", "2027-01-31", "2027-02-01", "2027-12-31"), "number:unique")
		h.must(h.agree(journey.StatusAgreement, "SP-2", "2027-01-31", "2027-02-01", "2027-12-31"))
		h.wants("the new one counts", h.state().Status.Number, "SP-2")
	})
}

// Two managers look at the same dossier and start the test at once: one does, the
// other is told that somebody was faster.
func TestTwoManagersStartTheTestAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.coaching("2027-01-31")
		h.validate(h.items[:2]...)
		h.clock.Set("2027-05-03")
		h.must(h.agree(journey.StatusAgreement, "SP-1", "2027-05-03", "2027-05-03", "2028-04-30"))
		version := h.project().Version
		var wg sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			wg.Go(func() {
				results[i] = h.d.Write(ctx, h.manager.Actor(), func(tx *db.Tx) error {
					_, err := journey.StartTest(tx, h.ref, version, "2027-05-03")
					return err
				})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !models.IsKind(err, models.Conflict):
				t.Errorf("a loser was told %v", err)
			}
		}
		h.wants("winners", won, 1)
		h.wants("moves into test", h.count(`SELECT count(*) FROM phase_changes WHERE to_phase = 'test'`), 1)
	})
}

func TestWhoMayMoveAJourney(t *testing.T) {
	each(t, func(h *house) {
		h.coaching("2027-01-31")
		version := h.project().Version
		for name, test := range map[string]struct {
			actor access.Actor
			kind  models.Kind
		}{"holder": {h.own.Actor(), models.Forbidden}, "coach": {h.coach.Actor(), models.Forbidden}, "another site's coach": {h.other.Actor(), models.NotFound}} {
			err := h.d.Write(ctx, test.actor, func(tx *db.Tx) error { return journey.Extend(tx, h.ref, version, 1, "encore un mois") })
			if !models.IsKind(err, test.kind) {
				t.Errorf("%s: %v, want kind %d", name, err, test.kind)
			}
		}
	})
}

func TestCoachesComeAndGo(t *testing.T) {
	each(t, func(h *house) {
		h.refuses(func(tx *db.Tx, v int) error { return journey.AssignCoaches(tx, h.ref, v, nil) }, "coaches:required")
		h.refuses(func(tx *db.Tx, v int) error { return journey.AssignCoaches(tx, h.ref, v, []string{h.manager.PublicID}) }, "coaches:oneof")
		assign := func(tx *db.Tx, v int) error { return journey.AssignCoaches(tx, h.ref, v, []string{h.coach.PublicID}) }
		h.must(assign)
		h.must(assign) // again changes nobody
		h.wants("coaches", h.count(`SELECT count(*) FROM project_coaches WHERE to_on IS NULL`), 1)
		unassign := func(tx *db.Tx, v int) error { return journey.UnassignCoach(tx, h.ref, v, h.coach.PublicID) }
		h.must(unassign)
		h.wants("coaches", h.count(`SELECT count(*) FROM project_coaches WHERE to_on IS NULL`), 0)
		if err := h.do(unassign); !models.IsKind(err, models.NotFound) {
			t.Errorf("a coach who is none went: %v", err)
		}
	})
}

func TestHistoryIsNeverEdited(t *testing.T) {
	each(t, func(h *house) {
		h.coaching("2027-01-31")
		for _, statement := range []string{`UPDATE phase_changes SET reason = 'autre'`, `DELETE FROM phase_changes`, `UPDATE derogations SET reason = 'x'`} {
			if strings.Contains(statement, "derogations") {
				h.must(h.derogate(programme.CoachingTooShort))
			}
			err := h.d.Write(ctx, operator, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
			if err == nil || errors.Is(err, context.Canceled) {
				t.Errorf("%s went through", statement)
			}
		}
	})
}
