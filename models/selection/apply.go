package selection

import (
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Start opens an application of the actor in a cohort whose intake is open, and
// gives its reference. The same key gives the same reference. A second open
// dossier in the same cohort is refused ("application.duplicate"). Field: "cohort".
func Start(tx *db.Tx, key, cohortRef string) (ref string, err error) {
	if ref, err = tx.Once(key); err != nil || ref != "" {
		return ref, err
	}
	actor := tx.Actor()
	if actor.PersonID == 0 || !access.Can(actor, access.ApplicationStart) {
		return "", models.Denied(string(access.ApplicationStart))
	}
	cohort, err := openCohort(tx, cohortRef)
	if err != nil {
		return "", err
	}
	if err := refuseSecond(tx, actor.PersonID, cohort, 0); err != nil {
		return "", err
	}
	person, err := programme.LoadPerson(tx, actor.PersonID)
	if err != nil {
		return "", err
	}
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: cohort, PersonID: person.ID, Holder: person.FullName()})
	if err != nil {
		return "", err
	}
	if err := insertApplication(tx, id, cohort.ProgrammeID); err != nil {
		return "", err
	}
	if err := tx.Audit("application.start", "project", id, id, models.Facts{"ref": ref, "cohort": cohort.Ref}); err != nil {
		return "", err
	}
	return ref, tx.Done(key, ref)
}

// openCohort finds a cohort that takes applications today.
func openCohort(tx *db.Tx, ref string) (c programme.Cohort, err error) {
	var f faults
	if f.required("cohort", ref); f != nil {
		return c, models.Fields(f...)
	}
	open, err := programme.OpenCohorts(tx, tx.Today())
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(open, func(c programme.Cohort) bool { return c.Ref == ref })
	if i < 0 {
		f.field("cohort", "intake_closed", nil)
		return c, models.Fields(f...)
	}
	return open[i], nil
}

// refuseSecond refuses a second open dossier of a person in a cohort, however
// many windows they started it from.
func refuseSecond(tx *db.Tx, personID int64, c programme.Cohort, exceptID int64) error {
	if err := lockPerson(tx, personID); err != nil {
		return err
	}
	other, err := openIn(tx, personID, c.ID, exceptID)
	if err != nil {
		return err
	}
	if other != "" {
		return models.Refuse("application.duplicate", models.Facts{"ref": other, "cohort": c.Ref})
	}
	return nil
}

// Submit hands a complete application in, while its intake is open. The same key again changes
// nothing. version is the application's: what is submitted is what was read.
func Submit(tx *db.Tx, ref, key string, version int) error {
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	a, err := Load(tx, ref, access.ApplicationEdit)
	if err != nil {
		return err
	}
	if !a.Editable() {
		return frozen(a.Project.Phase)
	}
	pieces, err := documents.BlockSubmission(tx, a.Project)
	if err != nil {
		return err
	}
	if problem := CheckSubmission(a, tx.Today(), pieces...); problem != nil {
		return problem
	}
	if err := step(tx, a, version); err != nil {
		return err
	}
	if err := markSubmitted(tx, a); err != nil {
		return err
	}
	if err := programme.Move(tx, a.Project, programme.Submitted, tx.Today(), "", models.Facts{"cohort": a.Cohort.Ref}); err != nil {
		return err
	}
	if err := documents.Purge(tx, a.Project.ID); err != nil {
		return err
	}
	if err := tx.Audit("application.submit", "project", a.Project.ID, a.Project.ID, models.Facts{"cohort": a.Cohort.Ref}); err != nil {
		return err
	}
	if err := tell(tx, a.Project, outbox.ApplicationSubmitted, models.Facts{"cohort": a.Cohort.Ref, "starts_on": a.Cohort.StartsOn}); err != nil {
		return err
	}
	return tx.Done(key, ref)
}

// Withdraw ends an application at its author's wish, before a decision has
// accepted or declined it. reason may be empty. version is the dossier's.
func Withdraw(tx *db.Tx, ref, reason string, version int) error {
	p, err := programme.Load(tx, ref, access.ApplicationEdit)
	if err != nil {
		return err
	}
	var f faults
	if f.length("withdraw_reason", reason, MaxText); f != nil {
		return models.Fields(f...)
	}
	if p.Phase == programme.Withdrawn {
		return nil
	}
	if err := fresh(p, version); err != nil {
		return err
	}
	if err := programme.Move(tx, p, programme.Withdrawn, tx.Today(), reason, nil); err != nil {
		return err
	}
	if err := releaseAll(tx, p); err != nil {
		return err
	}
	if err := tx.Audit("application.withdraw", "project", p.ID, p.ID, nil); err != nil {
		return err
	}
	return tell(tx, p, outbox.ApplicationWithdrawn, nil)
}

// tell writes to the candidate that the dossier has just moved.
func tell(tx *db.Tx, p *programme.Project, kind outbox.Kind, facts models.Facts) error {
	return programme.Tell(tx, p, kind, fmt.Sprintf("application/%d/%d", p.ID, p.Version), facts)
}

// fresh refuses to act on a dossier that moved since the page was read.
func fresh(p *programme.Project, version int) error {
	if p.Version != version {
		return models.Stale("project", models.Facts{"ref": p.Ref})
	}
	return nil
}
