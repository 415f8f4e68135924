package journey

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// StartCoaching moves an accepted dossier into coaching: it freezes the terms valid
// that day, adopts the published plan template, freezes who the person is and assigns the coaches, named by
// the public ids of their accounts. Fields: "date", "coaches".
func StartCoaching(tx *db.Tx, ref string, version int, on models.Date, coaches []string) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	var signed models.Date
	if s.Coaching != nil && !s.Coaching.Ended() {
		signed = s.Coaching.SignedOn
	}
	problem := also(programme.StartCoaching(s.Standing, on, signed), s.GateStops)
	ids, fault, err := s.eligible(tx, coaches)
	if err != nil {
		return err
	}
	if fault == nil && len(ids) == 0 {
		already, err := programme.Coaches(tx, []int64{s.Project.ID})
		if err != nil {
			return err
		}
		if len(already) == 0 {
			fault = &models.FieldProblem{Field: "coaches", Code: "required"}
		}
	}
	if err := refusal(withField(problem, fault)); err != nil {
		return err
	}
	p := s.Project
	if s.Terms, err = programme.TermsOn(tx, p.ProgrammeID, on); err != nil {
		return err
	}
	if err := programme.Move(tx, p, programme.Coaching, on, "", models.Facts{"agreement": s.Coaching.Number}); err != nil {
		return err
	}
	p.EnteredOn, p.TermsID = on, s.Terms.ID
	p.PhaseEndsOn = s.Terms.ClockOf(programme.Coaching, on, 0, nil).End(tx.Today())
	if err := keepEntry(tx, p); err != nil {
		return err
	}
	if err := plan.Adopt(tx, p); err != nil {
		return err
	}
	if err := participant.Freeze(tx, p); err != nil {
		return err
	}
	for _, id := range ids {
		if err := programme.AssignCoach(tx, p, id, on); err != nil {
			return err
		}
	}
	return nil
}

// withField adds what is wrong with a field that the rule does not know.
func withField(p *models.Problem, fault *models.FieldProblem) *models.Problem {
	switch {
	case fault == nil:
		return p
	case p == nil:
		return models.Fields(*fault)
	case p.Code == "journey.transition":
		return p
	case len(p.Fields) > 0:
		return models.Gather(append(slices.Clone(p.Fields), *fault), p.Reasons...)
	case len(p.Reasons) > 0:
		return models.Gather([]models.FieldProblem{*fault}, p.Reasons...)
	}
	return models.Gather([]models.FieldProblem{*fault}, p)
}

// Started is what a start of the test tells besides: mandatory plan items that
// were missing and gates of entry that only warn. Nil when there is nothing to tell.
type Started = *models.Problem

// StartTest moves a dossier from coaching into the test. Fields: "date".
func StartTest(tx *db.Tx, ref string, version int, on models.Date) (warning Started, err error) {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return nil, err
	}
	if err := refusal(also(programme.StartTest(s.Standing, on, s.Missing, s.Status.status()), s.GateStops)); err != nil {
		return nil, err
	}
	detail := models.Facts{"agreement": s.Status.Number}
	if len(s.Missing) > 0 {
		detail["missing"] = len(s.Missing)
	}
	p := s.Project
	if err := programme.Move(tx, p, programme.Test, on, "", detail); err != nil {
		return nil, err
	}
	p.PhaseEndsOn = s.Terms.ClockOf(programme.Test, on, 0, nil).End(tx.Today())
	return also(programme.TestWarning(s.Standing, s.Missing), s.GateWarns), keepClock(tx, p)
}

// Launch makes the project an enterprise: the journey ends, and so do its
// agreements. The study of the project counts as completed. Fields: "date",
// "enterprise_name", "enterprise_number", "legal_form", "jobs".
func Launch(tx *db.Tx, ref string, version int, l programme.Launch) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	l.Name, l.LegalForm = strings.TrimSpace(l.Name), strings.TrimSpace(l.LegalForm)
	if err := refusal(programme.CheckLaunch(s.Standing, l)); err != nil {
		return err
	}
	number, err := models.ParseEnterpriseNumber(l.Number)
	if err != nil {
		return err
	}
	p := s.Project
	detail := models.Facts{"enterprise": l.Name, "number": number, "legal_form": l.LegalForm}
	if l.Jobs != nil {
		detail["jobs"] = *l.Jobs
	}
	if err := programme.Move(tx, p, programme.Launched, l.Date, "", detail); err != nil {
		return err
	}
	completed := true
	p.LeftOn, p.StudyCompleted = l.Date, &completed
	if err := keepLeaving(tx, p); err != nil {
		return err
	}
	if err := insertEnterprise(tx, p.ID, l, number); err != nil {
		return err
	}
	return s.endAll(tx, l.Date, EndedByLaunch)
}

// ExitDraft is an exit as typed. StudyCompleted is nil when it is not known.
type ExitDraft struct {
	Date           models.Date
	Reason         programme.ExitReason
	Note           string
	StudyCompleted *bool
}

// Exit ends the journey without a launch: an open suspension and the agreements end
// that day. Fields: "date", "reason", "note".
func Exit(tx *db.Tx, ref string, version int, d ExitDraft) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	d.Note = strings.TrimSpace(d.Note)
	if err := refusal(programme.CheckExit(s.Standing, d.Date, d.Reason, d.Note)); err != nil {
		return err
	}
	if _, suspended := s.Standing.Clock.OpenSuspension(); suspended {
		if err := s.resume(tx, d.Date); err != nil {
			return err
		}
	}
	p := s.Project
	detail := models.Facts{"exit_reason": d.Reason}
	if d.StudyCompleted != nil {
		detail["study_completed"] = *d.StudyCompleted
	}
	if err := programme.Move(tx, p, programme.Exited, d.Date, d.Note, detail); err != nil {
		return err
	}
	p.LeftOn, p.ExitReason, p.StudyCompleted = d.Date, d.Reason, d.StudyCompleted
	if err := keepLeaving(tx, p); err != nil {
		return err
	}
	return s.endAll(tx, d.Date, EndedByExit)
}

// eligible turns public ids into accounts that may coach on the dossier's site. A
// wrong one is the field "coaches".
func (s *State) eligible(tx *db.Tx, publicIDs []string) (ids []int64, fault *models.FieldProblem, err error) {
	if len(publicIDs) == 0 {
		return nil, nil, nil
	}
	able, err := accounts.WithRole(tx, access.Coach, s.Project.SiteID)
	if err != nil {
		return nil, nil, err
	}
	for _, wanted := range publicIDs {
		i := slices.IndexFunc(able, func(a accounts.Account) bool { return a.PublicID == wanted })
		if i < 0 {
			return nil, &models.FieldProblem{Field: "coaches", Code: "oneof"}, nil
		}
		if !slices.Contains(ids, able[i].ID) {
			ids = append(ids, able[i].ID)
		}
	}
	return ids, nil, nil
}

// AssignCoaches makes accounts coaches of the dossier from today. Fields: "coaches".
func AssignCoaches(tx *db.Tx, ref string, version int, publicIDs []string) error {
	s, err := open(tx, ref, version, access.CoachAssign)
	if err != nil {
		return err
	}
	if phase := s.Project.Phase; phase.IsApplication() || phase == programme.Exited {
		return models.Refuse("coach.out_of_phase", models.Facts{"phase": phase})
	}
	ids, fault, err := s.eligible(tx, publicIDs)
	if err != nil {
		return err
	}
	if fault == nil && len(ids) == 0 {
		fault = &models.FieldProblem{Field: "coaches", Code: "required"}
	}
	if fault != nil {
		return models.Fields(*fault)
	}
	for _, id := range ids {
		if err := programme.AssignCoach(tx, s.Project, id, tx.Today()); err != nil {
			return err
		}
	}
	return programme.Touch(tx, s.Project)
}

// UnassignCoach ends a coach's assignment today.
func UnassignCoach(tx *db.Tx, ref string, version int, publicID string) error {
	s, err := open(tx, ref, version, access.CoachAssign)
	if err != nil {
		return err
	}
	coaches, err := programme.Coaches(tx, []int64{s.Project.ID})
	if err != nil {
		return err
	}
	for _, c := range coaches[s.Project.ID] {
		if c.PublicID != publicID {
			continue
		}
		if err := programme.UnassignCoach(tx, s.Project, c.AccountID, tx.Today()); err != nil {
			return err
		}
		return programme.Touch(tx, s.Project)
	}
	return models.Missing("coach")
}
