package intake

import (
	"encoding/json"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// writer gathers the records of a batch and writes them with few statements: a statement a record took three times as long.
type writer struct {
	tx      *db.Tx
	file    string
	refs    *programme.Refs
	cohorts map[cohortKey]int64
	ids     map[string][]int64 // reserved, by table
	rows    map[string][][]any
	fresh   map[int64]bool // people made here who have no guard of their cap yet
}

type cohortKey struct {
	programme, site int64
	year            int
}

func newWriter(tx *db.Tx, file string) *writer {
	return &writer{tx: tx, file: file, refs: programme.NewRefs(tx), cohorts: map[cohortKey]int64{}, ids: map[string][]int64{}, rows: map[string][][]any{}, fresh: map[int64]bool{}}
}

// id takes the next of the numbers that were reserved in a table.
func (w *writer) id(table string) (int64, error) {
	if len(w.ids[table]) == 0 {
		list, err := w.tx.Reserve(table, batchRows)
		if err != nil {
			return 0, err
		}
		w.ids[table] = list
	}
	id := w.ids[table][0]
	w.ids[table] = w.ids[table][1:]
	return id, nil
}

func (w *writer) put(table string, values ...any) { w.rows[table] = append(w.rows[table], values) }

// tables are what a batch fills: those that others refer to come first.
var tables = []struct {
	name    string
	columns []string
}{
	{"persons", []string{"id", "last_name", "first_name", "birth_on", "gender", "email", "phone", "postcode", "municipality", "sort_key", "phone_key",
		"source_file", "source_row", "created_at"}},
	{"projects", []string{"id", "ref", "programme_id", "site_id", "cohort_id", "person_id", "terms_id", "title", "sector", "phase", "phase_started_on",
		"phase_ends_on", "exit_reason", "study_completed", "entered_on", "left_on", "carried_meetings", "carried_minutes", "search", "external_ref",
		"source_file", "source_row", "created_at", "updated_at"}},
	{"applications", []string{"project_id", "situation", "schooling", "updated_at"}},
	{"phase_changes", []string{"project_id", "seq", "from_phase", "to_phase", "effective_on", "detail", "actor_id", "actor_name", "at"}},
	{"enterprises", []string{"id", "project_id", "name", "number", "created_on", "created_at"}},
	{"enterprise_checks", []string{"enterprise_id", "months_after", "observed_on", "state", "source", "created_at"}},
	{"grant_holders", []string{"person_id", "cap"}},
	{"grant_requests", []string{"id", "ref", "project_id", "person_id", "number", "purpose", "asked_on", "state", "decided_on", "imported", "created_at"}},
	{"grant_lines", []string{"request_id", "position", "label", "amount"}},
	{"grant_awards", []string{"request_id", "person_id", "amount", "awarded_on", "imported", "created_at"}},
}

// flush writes what was gathered.
func (w *writer) flush() error {
	for _, t := range tables {
		if err := w.tx.Bulk(t.name, t.columns, w.rows[t.name]); err != nil {
			return err
		}
		clear(w.rows[t.name])
		w.rows[t.name] = w.rows[t.name][:0]
	}
	return nil
}

func (w *writer) person(p programme.Person) (int64, error) {
	id, err := w.id("persons")
	if err != nil {
		return 0, err
	}
	w.fresh[id] = true
	w.put("persons", id, p.LastName, p.FirstName, p.BirthOn, p.Gender, p.Email, p.Phone, p.Postcode, p.Municipality,
		models.Fold(p.LastName+" "+p.FirstName), programme.PhoneKey(p.Phone), p.SourceFile, p.SourceRow, w.tx.Now())
	return id, nil
}

// create gathers the records of one dossier.
func (w *writer) create(r record, person int64, terms programme.Terms, today models.Date, guarded bool) error {
	cohort, err := w.cohortOf(r)
	if err != nil {
		return err
	}
	ref, err := w.refs.Next(r.programme.Code, r.enteredOn.Year())
	if err != nil {
		return err
	}
	id, err := w.id("projects")
	if err != nil {
		return err
	}
	now, steps := w.tx.Now(), r.steps(today)
	s := steps[len(steps)-1]
	w.put("projects", id, ref, r.programme.ID, r.site.ID, cohort, person, terms.ID, r.title, r.sector, s.phase, s.on,
		terms.ClockOf(s.phase, s.on, 0, nil).End(today), r.exit, r.study, r.enteredOn, r.leftOn, r.meetings, r.minutes,
		programme.SearchText(ref, r.fullName(), r.title), r.externalRef, w.file, r.row, now, now)
	w.put("applications", id, r.situation, r.schooling, now)
	if err := w.history(r, id, steps); err != nil {
		return err
	}
	if r.created {
		if err := w.enterprise(r, id, today); err != nil {
			return err
		}
	}
	if r.grant == 0 {
		return nil
	}
	return w.grant(r, ref, id, person, terms.GrantCap, guarded)
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
	for i, s := range steps {
		detail := models.Facts{"imported": true, "file": w.file, "row": r.row}
		if s.phase == programme.Exited {
			detail["reason"] = r.exit
		}
		text, err := json.Marshal(detail)
		if err != nil {
			return err
		}
		w.put("phase_changes", project, i+1, from, s.phase, s.on, string(text), db.Nullable(w.tx.Actor().AccountID), w.tx.Actor().Name, w.tx.Now())
		from = s.phase
	}
	return nil
}

func (w *writer) enterprise(r record, project int64, today models.Date) error {
	id, err := w.id("enterprises")
	if err != nil {
		return err
	}
	w.put("enterprises", id, project, r.enterprise, r.number, r.createdOn, w.tx.Now())
	if r.survival != "" {
		w.put("enterprise_checks", id, survivalMonths, r.seenOn(today), r.survival, "import", w.tx.Now())
	}
	return nil
}

// grant records a grant of earlier years: asked, awarded and no more, for
// the file does not say what was paid when.
func (w *writer) grant(r record, ref string, project, person int64, limit models.Cents, guarded bool) error {
	on := r.testOn
	if on == "" {
		on = r.enteredOn
	}
	switch {
	case w.fresh[person]:
		w.put("grant_holders", person, limit)
	case !guarded:
		if err := w.holder(person, limit); err != nil {
			return err
		}
	}
	delete(w.fresh, person)
	request, err := w.id("grant_requests")
	if err != nil {
		return err
	}
	w.put("grant_requests", request, ref+"-B1", project, person, 1, r.title, on, "awarded", on, true, w.tx.Now())
	label := r.title
	if label == "" {
		label = string(colGrant)
	}
	w.put("grant_lines", request, 1, label, r.grant)
	w.put("grant_awards", request, person, r.grant, on, true, w.tx.Now())
	return nil
}
