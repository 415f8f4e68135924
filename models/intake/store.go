package intake

import (
	"database/sql"
	"fmt"
	"strconv"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// survivalMonths is the age at which the files of earlier years say whether an
// enterprise is still active: "Active après 3 ans".
const survivalMonths = 36

func plainCount(n int) string { return strconv.Itoa(n) }

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
type known struct{ record }

// loadKnown gives the imported dossiers as the rows that would say the same.
func loadKnown(tx *db.Tx) (map[string]known, error) {
	list := map[string]known{}
	err := tx.Each(func(rows *sql.Rows) error {
		var k known
		var phase programme.Phase
		var grant, meetings, minutes int64
		err := rows.Scan(&k.externalRef, &k.lastName, &k.firstName, &k.birthOn, &k.gender, &k.email, &k.phone, &k.postcode, &k.municipality,
			&k.site.Name, &k.programme.Name, &k.situation, &k.schooling, &k.title, &k.sector, &k.enteredOn, &k.testOn, &k.leftOn,
			&k.study, &k.exit, &phase, &k.enterprise, &k.number, &k.createdOn, &k.survival, &grant, &meetings, &minutes)
		k.created = phase == programme.Launched || phase == programme.FollowedUp
		k.grant, k.meetings, k.minutes = models.Cents(grant), int(meetings), int(minutes)
		list[k.externalRef] = k
		return err
	}, `SELECT p.external_ref, h.last_name, h.first_name, h.birth_on, h.gender, h.email, h.phone, h.postcode, h.municipality,
		s.name, g.name, COALESCE(a.situation, ''), COALESCE(a.schooling, ''), p.title, p.sector, p.entered_on,
		(SELECT MIN(c.effective_on) FROM phase_changes c WHERE c.project_id = p.id AND c.to_phase = 'test'), p.left_on,
		p.study_completed, p.exit_reason, p.phase, COALESCE(e.name, ''), COALESCE(e.number, ''), e.created_on,
		COALESCE((SELECT k.state FROM enterprise_checks k WHERE k.enterprise_id = e.id AND k.months_after = ? ORDER BY k.id DESC LIMIT 1), ''),
		COALESCE((SELECT CAST(SUM(w.amount) AS BIGINT) FROM grant_awards w JOIN grant_requests q ON q.id = w.request_id WHERE q.project_id = p.id AND w.imported), 0),
		p.carried_meetings, p.carried_minutes
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN programmes g ON g.id = p.programme_id
		LEFT JOIN applications a ON a.project_id = p.id LEFT JOIN enterprises e ON e.project_id = p.id
		WHERE p.external_ref IS NOT NULL`, survivalMonths)
	if err != nil {
		return nil, fmt.Errorf("read the dossiers of earlier files: %w", err)
	}
	return list, nil
}

// loadPeople gives everyone who can be recognised.
func loadPeople(tx *db.Tx) (map[string]identity, error) {
	people := map[string]identity{}
	err := tx.Each(func(rows *sql.Rows) error {
		var p identity
		err := rows.Scan(&p.ID, &p.LastName, &p.FirstName, &p.BirthOn, &p.Gender, &p.Email, &p.Phone, &p.Postcode, &p.Municipality)
		if key := p.key(); key != "" {
			if _, taken := people[key]; !taken {
				people[key] = p
			}
		}
		return err
	}, `SELECT id, last_name, first_name, birth_on, gender, email, phone, postcode, municipality FROM persons ORDER BY id`)
	return people, err
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

func insertProject(tx *db.Tx, r record, s step, ref string, cohort, person int64, terms programme.Terms, file string) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO projects (ref, programme_id, site_id, cohort_id, person_id, terms_id, title, sector,
		phase, phase_started_on, phase_ends_on, exit_reason, study_completed, entered_on, left_on, carried_meetings, carried_minutes,
		search, external_ref, source_file, source_row, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		ref, r.programme.ID, r.site.ID, cohort, person, terms.ID, r.title, r.sector,
		s.phase, s.on, terms.ClockOf(s.phase, s.on, 0, nil).End(tx.Today()), r.exit, r.study, r.enteredOn, r.leftOn, r.meetings, r.minutes,
		programme.SearchText(ref, programme.FullName(r.firstName, r.lastName), r.title), r.externalRef, file, r.row, tx.Now(), tx.Now())
	if err != nil {
		return 0, fmt.Errorf("row %d: insert project: %w", r.row, err)
	}
	_, err = tx.Exec(`INSERT INTO applications (project_id, situation, schooling, updated_at) VALUES (?, ?, ?, ?)`, id, r.situation, r.schooling, tx.Now())
	if err != nil {
		return 0, fmt.Errorf("row %d: insert application: %w", r.row, err)
	}
	return id, nil
}

func insertEnterprise(tx *db.Tx, r record, project int64) error {
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO enterprises (project_id, name, number, created_on, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id`,
		project, r.enterprise, r.number, r.createdOn, tx.Now())
	if err == nil && r.survival != "" {
		_, err = tx.Exec(`INSERT INTO enterprise_checks (enterprise_id, months_after, observed_on, state, created_at) VALUES (?, ?, ?, ?, ?)`,
			id, survivalMonths, r.seenOn(tx.Today()), r.survival, tx.Now())
	}
	if err != nil {
		return fmt.Errorf("row %d: insert enterprise: %w", r.row, err)
	}
	return nil
}

// held is what one person was awarded, as the guard of the cap keeps it.
type held struct{ imported, awarded models.Cents }

func loadHeld(tx *db.Tx, person int64) (h held, err error) {
	_, err = tx.Get([]any{&h.imported, &h.awarded}, `SELECT imported, awarded FROM grant_holders WHERE person_id = ?`, person)
	return h, err
}

// insertGrant records a grant of earlier years: asked, awarded and no more, for
// the file does not say what was paid when.
func insertGrant(tx *db.Tx, r record, ref string, project, person int64, limit models.Cents) error {
	on := r.testOn
	if on == "" {
		on = r.enteredOn
	}
	_, err := tx.Exec(`INSERT INTO grant_holders (person_id, cap) VALUES (?, ?) ON CONFLICT DO NOTHING`, person, limit)
	if err != nil {
		return fmt.Errorf("row %d: grant holder: %w", r.row, err)
	}
	var request int64
	_, err = tx.Get([]any{&request}, `INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, decided_on, imported, created_at)
		VALUES (?, ?, ?, 1, ?, ?, 'awarded', ?, TRUE, ?) RETURNING id`, ref+"-B1", project, person, r.title, on, on, tx.Now())
	if err != nil {
		return fmt.Errorf("row %d: grant request: %w", r.row, err)
	}
	label := r.title
	if label == "" {
		label = string(colGrant)
	}
	_, err = tx.Exec(`INSERT INTO grant_lines (request_id, position, label, amount) VALUES (?, 1, ?, ?)`, request, label, r.grant)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, imported, created_at) VALUES (?, ?, ?, ?, TRUE, ?)`,
			request, person, r.grant, on, tx.Now())
	}
	if err != nil {
		return fmt.Errorf("row %d: grant: %w", r.row, err)
	}
	return nil
}

func insertImport(tx *db.Tx, f File, report *Report) error {
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO imports (file_name, sha256, created, unchanged, warnings, actor_id, at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		f.Name, checksum(f.Content), report.Projects, report.Unchanged, len(report.Warnings), db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("record the import: %w", err)
	}
	return tx.Audit("import.file", "import", id, 0, models.Facts{"file": f.Name, "created": report.Projects})
}
