package journey

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// The kinds of history rows that leave the phase as it is.
const (
	KindFactCorrected      = "fact_corrected" // fact, was, becomes
	KindAgreement          = "agreement"
	KindAgreementCorrected = "agreement_corrected"
	KindAgreementEnded     = "agreement_ended"
	KindSuspend            = "suspend"
	KindResume             = "resume"
	KindExtend             = "extend"
	KindDerogate           = "derogate"
	KindFollowUp           = "follow_up"
	KindHandover           = "handover"    // from, to: names
	KindCover              = "cover"       // absent, by: names; from, to: days
	KindCoverEnded         = "cover_ended" // as KindCover
)

// PlannedEnd is what is kept as the end of the phase, for lists: the clock's end
// today. While a suspension is open it is the end as it stood on the first day
// suspended, since the true one moves every day; lists say "suspended" then.
func PlannedEnd(c programme.Clock, today models.Date) models.Date {
	if open, ok := c.OpenSuspension(); ok {
		return c.End(open.From)
	}
	return c.End(today)
}

// keep stores what the lists show of the clock.
func (s *State) keep(tx *db.Tx) error {
	var suspended models.Date
	if open, ok := s.Standing.Clock.OpenSuspension(); ok {
		suspended = open.From
	}
	s.Project.PhaseEndsOn, s.Project.SuspendedOn = PlannedEnd(s.Standing.Clock, s.Standing.Today), suspended
	return keepClock(tx, s.Project)
}

// Suspend stops the clock of the phase from a day on. Fields: "date", "reason".
func Suspend(tx *db.Tx, ref string, version int, from models.Date, reason string) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if err := refusal(programme.Suspend(s.Standing, from, reason)); err != nil {
		return err
	}
	if err := insertSuspension(tx, s.Project, from, reason); err != nil {
		return err
	}
	s.Standing.Clock.Suspensions = append(s.Standing.Clock.Suspensions, programme.Suspension{From: from, Reason: reason})
	if err := s.keep(tx); err != nil {
		return err
	}
	return s.record(tx, KindSuspend, from, reason, nil)
}

// Resume lets the clock go on from a day, the first that counts again. Fields: "date".
func Resume(tx *db.Tx, ref string, version int, on models.Date) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	if err := refusal(programme.Resume(s.Standing, on)); err != nil {
		return err
	}
	return s.resume(tx, on)
}

func (s *State) resume(tx *db.Tx, on models.Date) error {
	pauses := s.Standing.Clock.Suspensions
	for i, p := range pauses {
		if !p.IsOpen() {
			continue
		}
		if err := closeSuspension(tx, p.ID, on); err != nil {
			return err
		}
		pauses[i].To = on
		if err := s.keep(tx); err != nil {
			return err
		}
		return s.record(tx, KindResume, on, "", models.Facts{"since": p.From, "days": p.From.DaysUntil(on)})
	}
	return nil
}

// Extend gives the phase so many months more. Fields: "months", "reason".
func Extend(tx *db.Tx, ref string, version int, months int, reason string) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if err := refusal(programme.Extend(s.Standing, months, reason)); err != nil {
		return err
	}
	if err := insertExtension(tx, s.Project, months, reason); err != nil {
		return err
	}
	before := PlannedEnd(s.Standing.Clock, s.Standing.Today)
	s.Standing.Clock.ExtensionMonths += months
	if err := s.keep(tx); err != nil {
		return err
	}
	return s.record(tx, KindExtend, tx.Today(), reason, models.Facts{"months": months, "before": before, "end": s.Project.PhaseEndsOn})
}

// Derogate lifts one rule for this journey, for a reason in words. Fields: "reason".
func Derogate(tx *db.Tx, ref string, version int, rule, reason string) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if err := refusal(programme.Derogate(s.Standing, rule, reason)); err != nil {
		return err
	}
	if err := insertDerogation(tx, s.Project, rule, reason); err != nil {
		return err
	}
	return s.record(tx, KindDerogate, tx.Today(), reason, models.Facts{"rule": rule})
}
