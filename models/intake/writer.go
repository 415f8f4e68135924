package intake

import (
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// writer takes the rows of one file, one after the other.
type writer struct {
	tx      *db.Tx
	file    string
	ref     reference
	report  *Report
	known   map[string]known
	people  map[string]identity
	cohorts map[cohortKey]int64
	terms   map[termsKey]programme.Terms
}

type cohortKey struct {
	programme, site int64
	year            int
}

type termsKey struct {
	programme int64
	on        models.Date
}

func newWriter(tx *db.Tx, f File, ref reference, report *Report) (*writer, error) {
	w := &writer{tx: tx, file: f.Name, ref: ref, report: report, cohorts: map[cohortKey]int64{}, terms: map[termsKey]programme.Terms{}}
	var err error
	if w.known, err = loadKnown(tx); err != nil {
		return nil, err
	}
	w.people, err = loadPeople(tx)
	return w, err
}

func (w *writer) warn(row int, p *models.Problem) {
	w.report.Warnings = append(w.report.Warnings, Note{row, p})
}

// take makes the dossier of a row, unless it is known.
func (w *writer) take(r record) error {
	if k, ok := w.known[r.externalRef]; ok {
		w.report.Unchanged++
		if names := differences(r.says(), k.says()); len(names) > 0 {
			w.warn(r.row, models.Refuse("import.warn_differs", models.Facts{"number": r.externalRef, "items": names}))
		}
		return nil
	}
	terms, err := w.termsOn(r.programme.ID, r.enteredOn)
	if err != nil {
		return err
	}
	for _, p := range r.warnings(terms, w.ref) {
		w.warn(r.row, p)
	}
	person, err := w.personOf(r)
	if err != nil {
		return err
	}
	cohort, err := w.cohortOf(r)
	if err != nil {
		return err
	}
	ref, err := programme.NextRef(w.tx, r.programme.Code, r.enteredOn.Year())
	if err != nil {
		return err
	}
	steps := r.steps(w.ref.today)
	id, err := insertProject(w.tx, r, steps[len(steps)-1], ref, cohort, person, terms, w.file)
	if err != nil {
		return err
	}
	w.report.Projects++
	if err := w.history(r, id, steps); err != nil {
		return err
	}
	if r.created {
		if err := insertEnterprise(w.tx, r, id); err != nil {
			return err
		}
		w.report.Enterprises++
	}
	return w.grant(r, ref, id, person, terms)
}

func (w *writer) termsOn(programmeID int64, on models.Date) (programme.Terms, error) {
	key := termsKey{programmeID, on}
	terms, ok := w.terms[key]
	if ok {
		return terms, nil
	}
	terms, err := programme.TermsOn(w.tx, programmeID, on)
	w.terms[key] = terms
	return terms, err
}

// personOf recognises the person of a row, or makes it. One who is known keeps
// what is kept of them.
func (w *writer) personOf(r record) (int64, error) {
	p := r.person()
	if k, ok := w.people[p.key()]; ok {
		if names := differences(p.says(), k.says()); len(names) > 0 {
			w.warn(r.row, models.Refuse("import.warn_person", models.Facts{"name": k.FullName(), "items": names}))
		}
		return k.ID, nil
	}
	p.SourceFile, p.SourceRow = w.file, r.row
	made, err := programme.InsertPerson(w.tx, p.Person)
	if err != nil {
		return 0, err
	}
	w.report.People++
	if key := p.key(); key != "" {
		w.people[key] = identity{made}
	}
	return made.ID, nil
}

func (w *writer) cohortOf(r record) (int64, error) {
	key := cohortKey{r.programme.ID, r.site.ID, r.enteredOn.Year()}
	if id, ok := w.cohorts[key]; ok {
		return id, nil
	}
	id, err := importedCohort(w.tx, r.programme, r.site, key.year)
	w.cohorts[key] = id
	return id, err
}

// step is one change of phase that a row tells of.
type step struct {
	phase programme.Phase
	on    models.Date
}

// steps are the phases of a journey as far as the file knows it. It starts with coaching:
// what came before is not told.
func (r record) steps(today models.Date) []step {
	list := []step{{programme.Coaching, r.enteredOn}}
	if r.testOn != "" {
		list = append(list, step{programme.Test, r.testOn})
	}
	switch {
	case r.created:
		list = append(list, step{programme.Launched, r.leftOn})
		if r.survival != "" {
			list = append(list, step{programme.FollowedUp, max(r.leftOn, r.seenOn(today))})
		}
	case r.leftOn != "":
		list = append(list, step{programme.Exited, r.leftOn})
	}
	return list
}

// seenOn is the day for which a file tells whether the enterprise is still active.
func (r record) seenOn(today models.Date) models.Date {
	return min(r.createdOn.AddMonths(survivalMonths), today)
}

func (w *writer) history(r record, project int64, steps []step) error {
	from := programme.Phase("")
	for _, s := range steps {
		detail := models.Facts{"imported": true, "file": w.file, "row": r.row}
		if s.phase == programme.Exited {
			detail["reason"] = r.exit
		}
		c := programme.Change{ProjectID: project, FromPhase: from, ToPhase: s.phase, EffectiveOn: s.on}
		if err := programme.RecordChange(w.tx, c, detail); err != nil {
			return err
		}
		from = s.phase
	}
	return nil
}

// grant records the grant of a row. What was awarded before today's cap may
// exceed it; beside awards made here it may not, for the cap is guarded.
func (w *writer) grant(r record, ref string, project, person int64, terms programme.Terms) error {
	if r.grant == 0 {
		return nil
	}
	h, err := loadHeld(w.tx, person)
	if err != nil {
		return err
	}
	if total := h.imported + h.awarded + r.grant; total > terms.GrantCap {
		facts := models.Facts{"amount": r.grant, "awarded": h.imported + h.awarded, "cap": terms.GrantCap, "total": total}
		if h.awarded > 0 {
			w.report.Refused = append(w.report.Refused, Note{r.row, models.Refuse("import.over_cap", facts)})
			return nil
		}
		w.warn(r.row, models.Refuse("import.warn_over_cap", facts))
	}
	w.report.Grants++
	return insertGrant(w.tx, r, ref, project, person, terms.GrantCap)
}

func (w *writer) finish(f File) error {
	if w.report.Projects == 0 {
		return nil // taken again: nothing changed, so nothing is recorded
	}
	return insertImport(w.tx, f, w.report)
}
