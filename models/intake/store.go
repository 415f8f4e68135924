package intake

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

// survivalMonths is the age at which the files of earlier years say whether an
// enterprise is still active: "Active après 3 ans".
const survivalMonths = 36

func loadReference(tx *db.Tx) (reference, error) {
	ref := reference{sites: map[string]programme.Site{}, programmes: map[string]programme.Programme{},
		offered: map[[2]int64]bool{}, today: tx.Today()}
	sites, err := programme.Sites(tx)
	if err != nil {
		return ref, err
	}
	for _, s := range sites {
		ref.sites[plain(s.Code)], ref.sites[plain(s.Name)] = s, s
	}
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return ref, err
	}
	for _, p := range programmes {
		ref.programmes[plain(p.Code)], ref.programmes[plain(p.Name)] = p, p
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var pair [2]int64
		err := rows.Scan(&pair[0], &pair[1])
		ref.offered[pair] = true
		return err
	}, `SELECT programme_id, site_id FROM programme_sites`)
	return ref, err
}

// known is a dossier that an earlier file made.
type known struct {
	record
	id, person int64
	version    int
	ref        string
}

// loadKnown gives the dossiers with these numbers as the rows that would say the same.
func loadKnown(tx *db.Tx, numbers []string) (map[string]known, error) {
	list := map[string]known{}
	if len(numbers) == 0 {
		return list, nil
	}
	in, args := db.In(numbers)
	err := tx.Each(func(rows *sql.Rows) error {
		var k known
		var phase programme.Phase
		var grant, meetings, minutes int64
		err := rows.Scan(&k.id, &k.person, &k.version, &k.ref, &k.externalRef, &k.lastName, &k.firstName, &k.birthOn, &k.gender, &k.email, &k.phone, &k.postcode, &k.municipality,
			&k.site.Name, &k.programme.Name, &k.situation, &k.schooling, &k.title, &k.sector, &k.enteredOn, &k.testOn, &k.leftOn,
			&k.study, &k.exit, &phase, &k.enterprise, &k.number, &k.createdOn, &k.survival, &grant, &meetings, &minutes)
		k.created = phase == programme.Launched || phase == programme.FollowedUp
		k.grant, k.meetings, k.minutes = models.Cents(grant), int(meetings), int(minutes)
		list[k.externalRef] = k
		return err
	}, `SELECT p.id, p.person_id, p.version, p.ref, p.external_ref, h.last_name, h.first_name, h.birth_on, h.gender, h.email, h.phone, h.postcode, h.municipality,
		s.name, g.name, COALESCE(a.situation, ''), COALESCE(a.schooling, ''), p.title, p.sector, p.entered_on,
		(SELECT MIN(`+programme.StepDay+`) FROM phase_changes c WHERE c.project_id = p.id AND c.to_phase || '' = 'test'), p.left_on,
		p.study_completed, p.exit_reason, p.phase, COALESCE(e.name, ''), COALESCE(e.number, ''), e.created_on,
		COALESCE((SELECT k.state FROM enterprise_checks k WHERE k.enterprise_id = e.id AND k.months_after = ? ORDER BY k.id DESC LIMIT 1), ''),
		COALESCE((SELECT CAST(SUM(w.amount) AS BIGINT) FROM grant_awards w JOIN grant_requests q ON q.id = w.request_id WHERE q.project_id = p.id AND w.imported), 0),
		p.carried_meetings, p.carried_minutes
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN programmes g ON g.id = p.programme_id
		LEFT JOIN applications a ON a.project_id = p.id LEFT JOIN enterprises e ON e.project_id = p.id
		WHERE p.external_ref IN `+in, append([]any{survivalMonths}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read the dossiers of earlier files: %w", err)
	}
	return list, nil
}

// loadCrowd gives everyone who can be recognised.
func loadCrowd(tx *db.Tx, blocks bool) (*crowd, error) {
	c := newCrowd(blocks)
	err := tx.Each(func(rows *sql.Rows) error {
		var p identity
		err := rows.Scan(&p.ID, &p.LastName, &p.FirstName, &p.BirthOn, &p.Gender, &p.Email, &p.Phone, &p.Postcode, &p.Municipality)
		c.add(p, p.key())
		return err
	}, `SELECT id, last_name, first_name, birth_on, gender, email, phone, postcode, municipality FROM persons
		WHERE last_name <> '' OR first_name <> '' ORDER BY id`)
	return c, err
}

// importedCohort finds or makes the cohort that gathers a year's imported entries.
func importedCohort(tx *db.Tx, p programme.Programme, s programme.Site, year int) (int64, error) {
	var id int64
	found, err := tx.Get([]any{&id}, `SELECT id FROM cohorts WHERE programme_id = ? AND site_id = ? AND year = ? AND imported ORDER BY id LIMIT 1`,
		p.ID, s.ID, year)
	if err != nil || found {
		return id, err
	}
	whole := models.YearPeriod(year)
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: p.ID, SiteID: s.ID, Name: fmt.Sprintf("Reprise %d", year),
		IntakeOpensOn: whole.From, IntakeClosesOn: whole.To, StartsOn: whole.From, Imported: true})
	return c.ID, err
}

// held is what one person was awarded, as the guard of the cap keeps it.
type held struct {
	imported, awarded models.Cents
	guarded           bool // the guard is there
}

func loadHeld(tx *db.Tx, person int64) (h held, err error) {
	h.guarded, err = tx.Get([]any{&h.imported, &h.awarded}, `SELECT imported, awarded FROM grant_holders WHERE person_id = ?`, person)
	return h, err
}

// holder makes the guard of a known person's cap, where there is none.
func (w *writer) holder(person int64, limit models.Cents) error {
	_, err := w.tx.Exec(`INSERT INTO grant_holders (person_id, cap) VALUES (?, ?) ON CONFLICT DO NOTHING`, person, limit)
	return err
}

// update writes what a row says more of a known dossier. Its journey stays as it is.
func (w *writer) update(u update, row int) error {
	r, tx := u.record, w.tx
	if u.touches(ofPerson) {
		p, err := programme.LoadPerson(tx, u.known.person)
		if err != nil {
			return err
		}
		p.LastName, p.FirstName, p.BirthOn, p.Gender = r.lastName, r.firstName, r.birthOn, r.gender
		p.Email, p.Phone, p.Postcode, p.Municipality = r.email, r.phone, r.postcode, r.municipality
		if err := programme.UpdatePerson(tx, p); err != nil {
			return err
		}
	}
	n, err := tx.Exec(`UPDATE projects SET title = ?, sector = ?, study_completed = ?, carried_meetings = ?, carried_minutes = ?, search = ?,
		updated_at = ?, version = version + 1 WHERE id = ? AND version = ?`, r.title, r.sector, r.study, r.meetings, r.minutes,
		programme.SearchText(u.known.ref, r.fullName(), r.title), tx.Now(), u.known.id, u.known.version)
	if err != nil {
		return fmt.Errorf("update project: %w", err)
	}
	if n == 0 {
		return models.Stale("project", models.Facts{"ref": u.known.ref})
	}
	if u.touches([]column{colSituation, colSchooling}) {
		_, err = tx.Exec(`INSERT INTO applications (project_id, situation, schooling, updated_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (project_id) DO UPDATE SET situation = excluded.situation, schooling = excluded.schooling, updated_at = excluded.updated_at,
			version = applications.version + 1`, u.known.id, r.situation, r.schooling, tx.Now())
		if err != nil {
			return fmt.Errorf("update application: %w", err)
		}
	}
	if u.touches([]column{colNumber}) {
		if _, err = tx.Exec(`UPDATE enterprises SET number = ?, version = version + 1 WHERE project_id = ?`, r.number, u.known.id); err != nil {
			return fmt.Errorf("update enterprise: %w", err)
		}
	}
	return tx.Audit("import.update", "project", u.known.id, u.known.id, models.Facts{"file": w.file, "row": row, "columns": names(u.columns)})
}

// takeTurn lets one file be written at a time: who comes second sees what the first has made.
func takeTurn(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE sequences SET last = last WHERE name = 'import'`)
	return err
}

// keep records an import that changed something.
func (j job) keep(tx *db.Tx, r Report) error {
	if j.record != 0 {
		if err := finish(tx, j, r); err != nil {
			return err
		}
		return tx.Audit("import.file", "import", j.record, 0, models.Facts{"file": j.file, "created": r.Projects, "updated": r.Updated})
	}
	if r.Projects+r.Updated == 0 {
		return nil // taken again: nothing changed, so nothing is recorded
	}
	if _, err := participant.TakeOver(tx); err != nil { // what the European Social Fund counts them by
		return fmt.Errorf("take over participants: %w", err)
	}
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO imports (file_name, sha256, created, updated, unchanged, refused, people, grants, enterprises, warnings, actor_id, at, file_rows, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, j.file, j.sum, r.Projects, r.Updated, r.Unchanged, r.Refused,
		r.People, r.Grants, r.Enterprises, r.Warnings, db.Nullable(tx.Actor().AccountID), tx.Now(), r.Rows, tx.Now())
	if err != nil {
		return fmt.Errorf("record the import: %w", err)
	}
	return tx.Audit("import.file", "import", id, 0, models.Facts{"file": j.file, "created": r.Projects, "updated": r.Updated})
}
