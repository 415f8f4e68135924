package programme

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
)

// TermsEffects counts what terms of a programme decide: who enters under them, among those that wait, and the journeys
// under way, which keep theirs. Asked where these terms stand: after they were added, before they are dropped.
func TermsEffects(tx *db.Tx, programmeID int64, from models.Date, dropped bool) (Effects, error) {
	terms, err := AllTerms(tx, programmeID)
	if err != nil {
		return nil, err
	}
	var all []models.Date
	for _, t := range terms {
		all = append(all, t.ValidFrom)
	}
	var starts []Start
	if err := tx.Each(func(rows *sql.Rows) error {
		s := Start{Cohorts: 1}
		err := rows.Scan(&s.On, &s.Files)
		starts = append(starts, s)
		return err
	}, `SELECT c.starts_on, (SELECT count(*) FROM projects p WHERE p.cohort_id = c.id AND p.phase IN ('draft', 'submitted', 'review', 'waitlisted', 'accepted'))
		FROM cohorts c WHERE c.programme_id = ?`, programmeID); err != nil {
		return nil, err
	}
	running, err := tx.Count(`SELECT count(*) FROM projects WHERE programme_id = ? AND phase IN ('coaching', 'test')`, programmeID)
	if err != nil {
		return nil, err
	}
	cohorts, files := Under(starts, all, from, tx.Today())
	if dropped {
		return Effects{{"terms.keep", running}, {"terms.files_elsewhere", files}, {"terms.cohorts_elsewhere", cohorts}}, nil
	}
	return Effects{{"terms.keep", running}, {"terms.files", files}, {"terms.cohorts", cohorts}}, nil
}

// whereabouts counts the dossiers of a programme or a site (the column) that a change of it leaves alone.
func whereabouts(tx *db.Tx, column string, id int64) (Effects, error) {
	var running, waiting, drafts int
	_, err := tx.Get([]any{&running, &waiting, &drafts}, `SELECT count(CASE WHEN phase IN ('coaching', 'test') THEN 1 END),
		count(CASE WHEN phase IN ('submitted', 'review', 'waitlisted', 'accepted') THEN 1 END), count(CASE WHEN phase = 'draft' THEN 1 END)
		FROM projects WHERE `+column+` = ?`, id)
	return Effects{{"house.running", running}, {"house.waiting", waiting}, {"house.drafts", drafts}}, err
}

// coming counts the cohorts of a programme or a site (the column) that take applications today or will, where the other of the
// two is open.
func coming(tx *db.Tx, column string, id int64, other string) (int, error) {
	return tx.Count(`SELECT count(*) FROM cohorts c JOIN programmes g ON g.id = c.programme_id JOIN sites s ON s.id = c.site_id
		WHERE c.`+column+` = ? AND c.intake_closes_on >= ? AND c.imported = FALSE AND `+other+`.active`, id, tx.Today())
}

// doors says what opening or closing does to cohorts; nothing when neither happens.
func doors(was, is bool, n int) Effects {
	switch {
	case was && !is:
		return Effects{{"house.cohorts_closed", n}}
	case !was && is:
		return Effects{{"house.cohorts_opened", n}}
	}
	return nil
}

// ProgrammeEffects counts what the change of a programme touches, from what it was to what it now is.
func ProgrammeEffects(tx *db.Tx, was, is Programme) (Effects, error) {
	list, err := whereabouts(tx, "programme_id", was.ID)
	if err != nil {
		return nil, err
	}
	cohorts, err := coming(tx, "programme_id", was.ID, "s")
	if err != nil {
		return nil, err
	}
	elsewhere, err := tx.Count(`SELECT count(*) FROM cohorts c WHERE c.programme_id = ? AND c.intake_closes_on >= ? AND c.imported = FALSE
		AND NOT EXISTS (SELECT 1 FROM programme_sites x WHERE x.programme_id = c.programme_id AND x.site_id = c.site_id)`, was.ID, tx.Today())
	if err != nil {
		return nil, err
	}
	return append(append(list, doors(was.Active, is.Active, cohorts)...), Effect{"house.cohorts_not_offered", elsewhere}), nil
}

// SiteEffects counts what the change of a site touches, from what it was to what it now is.
func SiteEffects(tx *db.Tx, was, is Site) (Effects, error) {
	list, err := whereabouts(tx, "site_id", was.ID)
	if err != nil {
		return nil, err
	}
	cohorts, err := coming(tx, "site_id", was.ID, "g")
	if err != nil {
		return nil, err
	}
	accounts, err := tx.Count(`SELECT count(DISTINCT account_id) FROM account_roles WHERE site_id = ?`, was.ID)
	if err != nil {
		return nil, err
	}
	return append(append(list, doors(was.Active, is.Active, cohorts)...), Effect{"house.accounts", accounts}), nil
}
