package selection

import (
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/form"
)

// Save keeps the answers of one topic as they were typed, all or none. seen is what the form showed
// (Application.Seen): an answer that was given elsewhere meanwhile stays, unless this form answers it too, and
// differently: that is a conflict. What was submitted is frozen
// ("application.frozen").
func Save(tx *db.Tx, ref, seen string, t form.Topic, sent map[string][]string) error {
	a, err := editable(tx, ref)
	if err != nil {
		return err
	}
	answers, wrong := a.read(t, sent, tx.Today())
	m := a.merge(t, seen, answers)
	if m.conflict != nil {
		return stale(a)
	}
	if problem := models.Fields(wrong...); problem != nil {
		return problem
	}
	if _, err := store(tx, a, m.write); err != nil {
		return err
	}
	return tx.Audit("application.save", "project", a.Project.ID, a.Project.ID, models.Facts{"topic": t})
}

// Kept is what became of answers that were kept while their author was typing.
type Kept struct {
	Seen  string                // what the form shows from now on
	Wrong []models.FieldProblem // what could not be kept yet
}

// burst is how long typing goes on without another entry in the audit.
const burst = 10 * time.Minute

// Keep is Save while somebody types: what is well formed is kept, the rest is told. A burst of typing
// makes one entry in the audit.
func Keep(tx *db.Tx, ref, seen string, t form.Topic, sent map[string][]string) (Kept, error) {
	a, err := editable(tx, ref)
	if err != nil {
		return Kept{}, err
	}
	answers, wrong := a.read(t, sent, tx.Today())
	m := a.merge(t, seen, answers)
	if m.conflict != nil {
		return Kept{}, stale(a)
	}
	quiet := tx.Now().Time().Sub(a.UpdatedAt.Time()) >= burst
	changed, err := store(tx, a, m.write)
	if err != nil {
		return Kept{}, err
	}
	if changed && quiet {
		err = tx.Audit("application.keep", "project", a.Project.ID, a.Project.ID, models.Facts{"topic": t})
	}
	return Kept{m.seen, wrong}, err
}

// SaveIntake moves an application to another open intake. In another programme it goes on with that
// programme's questions; answers to the same ones stay.
func SaveIntake(tx *db.Tx, ref, seen, cohortRef string) error {
	a, err := editable(tx, ref)
	if err != nil {
		return err
	}
	var f faults
	if f.required("cohort", cohortRef); f != nil {
		return models.Fields(f...)
	}
	if cohortRef != a.Cohort.Ref { // kept, though its intake may have closed meanwhile
		if a.Seen(form.Intake) != seen {
			return stale(a)
		}
		c, err := openCohort(tx, cohortRef)
		if err != nil {
			return err
		}
		if err := refuseSecond(tx, a.Project.PersonID, c, a.Project.ID); err != nil {
			return err
		}
		if err := storeCohort(tx, a, c); err != nil {
			return err
		}
	}
	return tx.Audit("application.save", "project", a.Project.ID, a.Project.ID, models.Facts{"topic": form.Intake})
}

func editable(tx *db.Tx, ref string) (*Application, error) {
	a, err := Load(tx, ref, access.ApplicationEdit)
	if err != nil {
		return nil, err
	}
	if !a.Editable() {
		return nil, frozen(a.Project.Phase)
	}
	return a, nil
}

func stale(a *Application) error {
	return models.Stale("application", models.Facts{"ref": a.Project.Ref})
}
