package programme

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// LoadCouveuse gives the couveuse's own data.
func LoadCouveuse(tx *db.Tx) (Couveuse, error) {
	var c Couveuse
	_, err := tx.Get([]any{&c.Name, &c.Address, &c.EnterpriseNumber, &c.Email, &c.Phone, &c.Version},
		`SELECT name, address, enterprise_number, email, phone, version FROM couveuse WHERE id = 1`)
	return c, err
}

// Sites lists the sites in their order.
func Sites(tx *db.Tx) ([]Site, error) {
	var list []Site
	err := tx.Each(func(rows *sql.Rows) error {
		var s Site
		err := rows.Scan(&s.ID, &s.Code, &s.Name, &s.Address, &s.Active, &s.Position, &s.Version)
		list = append(list, s)
		return err
	}, `SELECT id, code, name, address, active, position, version FROM sites ORDER BY position, name`)
	return list, err
}

// Programmes lists the programmes by code.
func Programmes(tx *db.Tx) ([]Programme, error) {
	var list []Programme
	err := tx.Each(func(rows *sql.Rows) error {
		var p Programme
		err := rows.Scan(&p.ID, &p.Code, &p.Name, &p.Summary, &p.Description, &p.Active, &p.Version)
		list = append(list, p)
		return err
	}, `SELECT id, code, name, summary, description, active, version FROM programmes ORDER BY code`)
	return list, err
}

const termsColumns = `id, programme_id, valid_from, coaching_min_months, coaching_max_months, coaching_extension_months,
	test_min_months, test_max_months, test_extension_months, total_max_months, grant_cap, plan_gate, silent_days`

func (t *Terms) targets() []any {
	return []any{&t.ID, &t.ProgrammeID, &t.ValidFrom, &t.CoachingMinMonths, &t.CoachingMaxMonths, &t.CoachingExtensionMonths,
		&t.TestMinMonths, &t.TestMaxMonths, &t.TestExtensionMonths, &t.TotalMaxMonths, &t.GrantCap, &t.PlanGate, &t.SilentDays}
}

// TermsOn gives the terms of a programme that are valid on a day. Before the
// first terms it gives the first: an imported journey may be older than they are.
func TermsOn(tx *db.Tx, programmeID int64, on models.Date) (Terms, error) {
	var t Terms
	found, err := tx.Get(t.targets(), `SELECT `+termsColumns+` FROM terms WHERE programme_id = ?
		ORDER BY CASE WHEN valid_from <= ? THEN 0 ELSE 1 END, CASE WHEN valid_from <= ? THEN valid_from END DESC, valid_from LIMIT 1`,
		programmeID, on, on)
	if err == nil && !found {
		err = models.Missing("terms")
	}
	return t, err
}

// TermsOf gives the terms of a journey: those it started under, or before
// it starts those valid today.
func TermsOf(tx *db.Tx, p *Project) (Terms, error) {
	if p.TermsID == 0 {
		return TermsOn(tx, p.ProgrammeID, tx.Today())
	}
	var t Terms
	found, err := tx.Get(t.targets(), `SELECT `+termsColumns+` FROM terms WHERE id = ?`, p.TermsID)
	if err == nil && !found {
		err = fmt.Errorf("terms %d of %s are gone", p.TermsID, p.Ref)
	}
	return t, err
}

// AllTerms lists the terms of a programme, newest first.
func AllTerms(tx *db.Tx, programmeID int64) ([]Terms, error) {
	var list []Terms
	err := tx.Each(func(rows *sql.Rows) error {
		var t Terms
		err := rows.Scan(t.targets()...)
		list = append(list, t)
		return err
	}, `SELECT `+termsColumns+` FROM terms WHERE programme_id = ? ORDER BY valid_from DESC`, programmeID)
	return list, err
}

// InsertTerms adds dated terms to a programme.
func InsertTerms(tx *db.Tx, t Terms) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO terms (programme_id, valid_from, coaching_min_months, coaching_max_months,
		coaching_extension_months, test_min_months, test_max_months, test_extension_months, total_max_months, grant_cap, plan_gate, silent_days)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		t.ProgrammeID, t.ValidFrom, t.CoachingMinMonths, t.CoachingMaxMonths, t.CoachingExtensionMonths,
		t.TestMinMonths, t.TestMaxMonths, t.TestExtensionMonths, t.TotalMaxMonths, t.GrantCap, t.PlanGate, t.SilentDays)
	return id, err
}

const cohortSelect = `SELECT c.id, c.programme_id, c.site_id, c.ref, c.year, c.number, c.name, c.intake_opens_on, c.intake_closes_on,
	c.starts_on, c.capacity, c.imported, c.created_at, c.version, g.code, g.name, s.name
	FROM cohorts c JOIN programmes g ON g.id = c.programme_id JOIN sites s ON s.id = c.site_id `

func (c *Cohort) targets() []any {
	return []any{&c.ID, &c.ProgrammeID, &c.SiteID, &c.Ref, &c.Year, &c.Number, &c.Name, &c.IntakeOpensOn, &c.IntakeClosesOn,
		&c.StartsOn, &c.Capacity, &c.Imported, &c.CreatedAt, &c.Version, &c.ProgrammeCode, &c.ProgrammeName, &c.SiteName}
}

// LoadCohort gives a cohort to an actor who may do the action on its site;
// otherwise it is missing, or denied when the actor may read it.
func LoadCohort(tx *db.Tx, ref string, action access.Action) (*Cohort, error) {
	var c Cohort
	found, err := tx.Get(c.targets(), cohortSelect+`WHERE c.ref = ?`, ref)
	if err != nil {
		return nil, fmt.Errorf("load cohort %s: %w", ref, err)
	}
	if !found || !access.CanOnSite(tx.Actor(), access.CohortRead, c.SiteID) {
		return nil, models.Missing("cohort")
	}
	if !access.CanOnSite(tx.Actor(), action, c.SiteID) {
		return nil, models.Denied(string(action))
	}
	return &c, nil
}

// CohortByID gives a cohort without asking who wants it: for verbs that have
// loaded the dossier already.
func CohortByID(tx *db.Tx, id int64) (Cohort, error) {
	var c Cohort
	found, err := tx.Get(c.targets(), cohortSelect+`WHERE c.id = ?`, id)
	if err == nil && !found {
		err = models.Missing("cohort")
	}
	return c, err
}

// EveryTerms gives the terms of all programmes by id, for lists of dossiers that each keep their own.
func EveryTerms(tx *db.Tx) (map[int64]Terms, error) {
	all := map[int64]Terms{}
	return all, tx.Each(func(rows *sql.Rows) error {
		var t Terms
		err := rows.Scan(t.targets()...)
		all[t.ID] = t
		return err
	}, `SELECT `+termsColumns+` FROM terms`)
}

// Cohorts lists the cohorts that the actor may read, the newest first.
func Cohorts(tx *db.Tx) ([]Cohort, error) {
	sites, all := access.SitesFor(tx.Actor(), access.CohortList)
	condition, args := "TRUE", []any{}
	if !all {
		condition, args = db.In(sites)
		condition = "c.site_id IN " + condition
	}
	return cohorts(tx, `WHERE `+condition+` ORDER BY c.starts_on DESC, c.ref`, args...)
}

// OpenCohorts lists the cohorts whose intake window is open on that day, for applicants.
func OpenCohorts(tx *db.Tx, on models.Date) ([]Cohort, error) {
	return cohorts(tx, `WHERE c.intake_opens_on <= ? AND c.intake_closes_on >= ? AND c.imported = FALSE
		AND g.active AND s.active ORDER BY g.code, s.position, c.starts_on`, on, on)
}

func cohorts(tx *db.Tx, rest string, args ...any) ([]Cohort, error) {
	var list []Cohort
	err := tx.Each(func(rows *sql.Rows) error {
		var c Cohort
		err := rows.Scan(c.targets()...)
		list = append(list, c)
		return err
	}, cohortSelect+rest, args...)
	return list, err
}

// NewCohort adds a cohort; its number is the next of its programme, site and year.
func NewCohort(tx *db.Tx, c Cohort) (Cohort, error) {
	var programmeCode, siteCode string
	var offered bool
	found, err := tx.Get([]any{&programmeCode, &siteCode, &offered}, `SELECT g.code, s.code,
		EXISTS (SELECT 1 FROM programme_sites x WHERE x.programme_id = g.id AND x.site_id = s.id)
		FROM programmes g, sites s WHERE g.id = ? AND s.id = ?`, c.ProgrammeID, c.SiteID)
	if err != nil {
		return c, err
	}
	if !found || !offered && !c.Imported { // earlier years had pairs that are not offered today
		return c, models.Fields(models.FieldProblem{Field: "site", Code: "programme_site"})
	}
	c.Year = c.StartsOn.Year()
	series := fmt.Sprintf("%s-%s-%d", programmeCode, siteCode, c.Year)
	c.Number, err = tx.Next(series)
	if err != nil {
		return c, err
	}
	c.Ref = fmt.Sprintf("%s-%d", series, c.Number)
	if c.Name = strings.TrimSpace(c.Name); c.Name == "" {
		c.Name = c.Ref
	}
	c.CreatedAt, c.Version = tx.Now(), 1
	_, err = tx.Get([]any{&c.ID}, `INSERT INTO cohorts (ref, programme_id, site_id, year, number, name, intake_opens_on, intake_closes_on,
		starts_on, capacity, imported, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		c.Ref, c.ProgrammeID, c.SiteID, c.Year, c.Number, c.Name, c.IntakeOpensOn, c.IntakeClosesOn,
		c.StartsOn, c.Capacity, c.Imported, c.CreatedAt)
	if err != nil {
		return c, fmt.Errorf("new cohort: %w", err)
	}
	return c, tx.Audit("cohort.create", "cohort", c.ID, 0, models.Facts{"ref": c.Ref})
}
