package programme

import (
	"regexp"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// What an administrator sets: the couveuse, its sites, its programmes and their
// terms. Every verb asks for the permission itself, is guarded by the version that
// was read, and leaves a trace.

var codeForm = regexp.MustCompile(`^[A-Z0-9]{2,12}$`)

func maySet(tx *db.Tx) error {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return models.Denied(string(access.SettingsManage))
	}
	return nil
}

// ChangeCouveuse writes the couveuse's own data. An enterprise number is checked
// and kept as ten digits.
func ChangeCouveuse(tx *db.Tx, c Couveuse) error {
	if err := maySet(tx); err != nil {
		return err
	}
	fields := required("name", c.Name)
	if c.EnterpriseNumber != "" {
		number, err := models.ParseEnterpriseNumber(c.EnterpriseNumber)
		if err != nil {
			fields = append(fields, field("enterprise_number", "enterprise_number", nil)...)
		}
		c.EnterpriseNumber = string(number)
	}
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	n, err := tx.Exec(`UPDATE couveuse SET name = ?, address = ?, enterprise_number = ?, email = ?, phone = ?, version = version + 1
		WHERE id = 1 AND version = ?`, c.Name, c.Address, c.EnterpriseNumber, c.Email, c.Phone, c.Version)
	return kept(tx, n, err, "couveuse", 1)
}

// kept ends a guarded change: a conflict when no row had the version, else a trace.
func kept(tx *db.Tx, n int64, err error, entity string, id int64) error {
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale(entity, nil)
	}
	return tx.Audit(entity+".change", entity, id, 0, nil)
}

// SiteByCode gives a site; Missing when there is none.
func SiteByCode(tx *db.Tx, code string) (Site, error) {
	var s Site
	found, err := tx.Get([]any{&s.ID, &s.Code, &s.Name, &s.Address, &s.Active, &s.Position, &s.Version},
		`SELECT id, code, name, address, active, position, version FROM sites WHERE code = ?`, code)
	if err == nil && !found {
		err = models.Missing("site")
	}
	return s, err
}

// ProgrammeByCode gives a programme; Missing when there is none.
func ProgrammeByCode(tx *db.Tx, code string) (Programme, error) {
	var p Programme
	found, err := tx.Get([]any{&p.ID, &p.Code, &p.Name, &p.Summary, &p.Description, &p.Active, &p.Version},
		`SELECT id, code, name, summary, description, active, version FROM programmes WHERE code = ?`, code)
	if err == nil && !found {
		err = models.Missing("programme")
	}
	return p, err
}

// checkNames says what is wrong with the code and the name of a site or programme;
// taken are the rows of others that have the same.
func checkNames(code, name string, codes, names int) *models.Problem {
	var fields []models.FieldProblem
	switch {
	case code == "":
		fields = append(fields, field("code", "required", nil)...)
	case !codeForm.MatchString(code):
		fields = append(fields, field("code", "code", nil)...)
	case codes > 0:
		fields = append(fields, field("code", "unique", nil)...)
	}
	switch {
	case name == "":
		fields = append(fields, field("name", "required", nil)...)
	case names > 0:
		fields = append(fields, field("name", "unique", nil)...)
	}
	return models.Fields(fields...)
}

// AddSite adds an antenna at the end of the list. The code goes into references
// and never changes.
func AddSite(tx *db.Tx, s Site) (Site, error) {
	if err := maySet(tx); err != nil {
		return s, err
	}
	s.Code = strings.ToUpper(s.Code)
	var codes, names int
	if _, err := tx.Get([]any{&codes, &names, &s.Position}, `SELECT (SELECT count(*) FROM sites WHERE code = ?),
		(SELECT count(*) FROM sites WHERE name = ?), (SELECT COALESCE(MAX(position), 0) + 1 FROM sites)`, s.Code, s.Name); err != nil {
		return s, err
	}
	if problem := checkNames(s.Code, s.Name, codes, names); problem != nil {
		return s, problem
	}
	s.Active, s.Version = true, 1
	if _, err := tx.Get([]any{&s.ID}, `INSERT INTO sites (code, name, address, position) VALUES (?, ?, ?, ?) RETURNING id`,
		s.Code, s.Name, s.Address, s.Position); err != nil {
		return s, err
	}
	return s, tx.Audit("site.create", "site", s.ID, 0, models.Facts{"code": s.Code})
}

// ChangeSite writes name, address and whether the site takes applications.
func ChangeSite(tx *db.Tx, code string, s Site) error {
	if err := maySet(tx); err != nil {
		return err
	}
	old, err := SiteByCode(tx, code)
	if err != nil {
		return err
	}
	names, err := tx.Count(`SELECT count(*) FROM sites WHERE name = ? AND id <> ?`, s.Name, old.ID)
	if err != nil {
		return err
	}
	if problem := checkNames(code, s.Name, 0, names); problem != nil {
		return problem
	}
	n, err := tx.Exec(`UPDATE sites SET name = ?, address = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?`,
		s.Name, s.Address, s.Active, old.ID, s.Version)
	return kept(tx, n, err, "site", old.ID)
}

// AddProgramme adds a programme with the sites that offer it and the usual terms from today on:
// a programme is never without terms.
func AddProgramme(tx *db.Tx, p Programme, siteIDs []int64) (Programme, error) {
	if err := maySet(tx); err != nil {
		return p, err
	}
	p.Code = strings.ToUpper(p.Code)
	var codes, names int
	if _, err := tx.Get([]any{&codes, &names}, `SELECT (SELECT count(*) FROM programmes WHERE code = ?),
		(SELECT count(*) FROM programmes WHERE name = ?)`, p.Code, p.Name); err != nil {
		return p, err
	}
	if problem := checkNames(p.Code, p.Name, codes, names); problem != nil {
		return p, problem
	}
	p.Active, p.Version = true, 1
	if _, err := tx.Get([]any{&p.ID}, `INSERT INTO programmes (code, name, summary, description) VALUES (?, ?, ?, ?) RETURNING id`,
		p.Code, p.Name, p.Summary, p.Description); err != nil {
		return p, err
	}
	if err := offer(tx, p.ID, siteIDs); err != nil {
		return p, err
	}
	terms := DefaultTerms(tx.Today())
	terms.ProgrammeID = p.ID
	if _, err := InsertTerms(tx, terms); err != nil {
		return p, err
	}
	return p, tx.Audit("programme.create", "programme", p.ID, 0, models.Facts{"code": p.Code})
}

// ChangeProgramme writes a programme and the sites that offer it; cohorts on a site
// that offers it no more go on.
func ChangeProgramme(tx *db.Tx, code string, p Programme, siteIDs []int64) error {
	if err := maySet(tx); err != nil {
		return err
	}
	old, err := ProgrammeByCode(tx, code)
	if err != nil {
		return err
	}
	names, err := tx.Count(`SELECT count(*) FROM programmes WHERE name = ? AND id <> ?`, p.Name, old.ID)
	if err != nil {
		return err
	}
	if problem := checkNames(code, p.Name, 0, names); problem != nil {
		return problem
	}
	n, err := tx.Exec(`UPDATE programmes SET name = ?, summary = ?, description = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?`,
		p.Name, p.Summary, p.Description, p.Active, old.ID, p.Version)
	if err := kept(tx, n, err, "programme", old.ID); err != nil {
		return err
	}
	return offer(tx, old.ID, siteIDs)
}

// offer sets the sites of a programme; an id that is no site is a wrong field.
func offer(tx *db.Tx, programmeID int64, siteIDs []int64) error {
	if _, err := tx.Exec(`DELETE FROM programme_sites WHERE programme_id = ?`, programmeID); err != nil {
		return err
	}
	for _, id := range siteIDs {
		n, err := tx.Exec(`INSERT INTO programme_sites (programme_id, site_id) SELECT ?, id FROM sites WHERE id = ? ON CONFLICT DO NOTHING`, programmeID, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.Fields(models.FieldProblem{Field: "site", Code: "oneof"})
		}
	}
	return nil
}

// AddTerms adds dated terms to a programme. Journeys that have started keep
// theirs; those that start from that day on get these.
func AddTerms(tx *db.Tx, code string, t Terms) error {
	if err := maySet(tx); err != nil {
		return err
	}
	p, err := ProgrammeByCode(tx, code)
	if err != nil {
		return err
	}
	if problem := models.Fields(t.Validate()...); problem != nil {
		return problem
	}
	taken, err := tx.Count(`SELECT count(*) FROM terms WHERE programme_id = ? AND valid_from = ?`, p.ID, t.ValidFrom)
	if err != nil {
		return err
	}
	if taken > 0 {
		return models.Fields(models.FieldProblem{Field: "valid_from", Code: "unique"})
	}
	t.ProgrammeID = p.ID
	id, err := InsertTerms(tx, t)
	if db.IsUnique(err) {
		return models.Fields(models.FieldProblem{Field: "valid_from", Code: "unique"})
	}
	if err != nil {
		return err
	}
	return tx.Audit("terms.create", "terms", id, 0, models.Facts{"programme": code, "valid_from": t.ValidFrom})
}

// DropTerms takes back terms under which no journey has started ("terms.used"
// otherwise); the only terms of a programme stay ("terms.only").
func DropTerms(tx *db.Tx, code string, from models.Date) error {
	if err := maySet(tx); err != nil {
		return err
	}
	if _, err := models.ParseDate(string(from)); err != nil {
		return models.Missing("terms")
	}
	p, err := ProgrammeByCode(tx, code)
	if err != nil {
		return err
	}
	// The lock comes first: a journey that starts meanwhile waits, or is counted.
	var id int64
	found, err := tx.Get([]any{&id}, `SELECT t.id FROM terms t WHERE t.programme_id = ? AND t.valid_from = ?`+tx.ForUpdate("t"), p.ID, from)
	if err != nil {
		return err
	}
	if !found {
		return models.Missing("terms")
	}
	var used, all int
	if _, err := tx.Get([]any{&used, &all}, `SELECT (SELECT count(*) FROM projects WHERE terms_id = ?),
		(SELECT count(*) FROM terms WHERE programme_id = ?)`, id, p.ID); err != nil {
		return err
	}
	switch {
	case used > 0:
		return models.Refuse("terms.used", models.Facts{"count": used, "date": from})
	case all == 1:
		return models.Refuse("terms.only", nil)
	}
	if _, err := tx.Exec(`DELETE FROM terms WHERE id = ?`, id); err != nil {
		return err
	}
	return tx.Audit("terms.drop", "terms", id, 0, models.Facts{"programme": code, "valid_from": from})
}
