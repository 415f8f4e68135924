package notice

import (
	"database/sql"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

// Filter narrows the register; its zero value is everything that the actor may read.
type Filter struct {
	Kind    string // of paper
	Year    int    // of issue
	SiteID  int64
	Subject string // reference of a dossier, a cohort or a committee
	Signed  string // "oui": by all who must; "non": not yet
	Before  int64  // keyset: papers issued before this one
}

// Entry is a line of the register.
type Entry struct {
	reporting.Issued
	Signed, Asked int // signatures on record, and those that the kind asks for
	ReplacedBy    string
	Copies        int
	Erased        bool
}

// PageSize is how many papers one page of the register shows.
const PageSize = 50

// registered are the tables of the register. A paper's site is that of its dossier, its cohort or its committee.
const registered = ` FROM issued_papers p LEFT JOIN accounts a ON a.id = p.issued_by LEFT JOIN projects j ON j.id = p.project_id LEFT JOIN cohorts c ON c.id = p.cohort_id
	LEFT JOIN committees m ON p.kind = 'minutes' AND m.ref = p.subject_ref LEFT JOIN cohorts k ON k.id = m.cohort_id`

const siteOf = `COALESCE(j.site_id, c.site_id, k.site_id)`

// both are the papers that both sides sign, as SQL; see [Sides].
const both = `p.kind IN ('` + reporting.KindAgreement + `', '` + reporting.KindStatus + `', '` + reporting.KindAmendment + `')`

const (
	signed = `(SELECT count(DISTINCT s.side) FROM paper_signoffs s WHERE s.paper_id = p.id)`
	asked  = `CASE WHEN ` + both + ` THEN 2 ELSE 1 END`
)

// readable is the condition of the papers that the actor may read in the register: of their sites. Those of no site,
// such as a year's, are read by who manages them all, or issued them.
func readable(tx *db.Tx) (string, []any) {
	sites, all := access.SitesFor(tx.Actor(), access.PaperRegister)
	if all {
		return "TRUE", nil
	}
	in, args := db.In(sites)
	return `(` + siteOf + ` IN ` + in + ` OR ` + siteOf + ` IS NULL AND p.issued_by = ?)`, append(args, tx.Actor().AccountID)
}

// Register lists issued papers that the actor may read, the latest first. next is the key of the page that follows; 0 for none.
func Register(tx *db.Tx, f Filter) (list []Entry, next int64, err error) {
	if !access.Can(tx.Actor(), access.PaperRegister) {
		return nil, 0, models.Denied(string(access.PaperRegister))
	}
	where, args := f.where(tx)
	list, err = entries(tx, where+` ORDER BY p.id DESC LIMIT ?`, append(args, PageSize+1)...)
	if len(list) > PageSize {
		list = list[:PageSize]
		next = list[PageSize-1].ID
	}
	return list, next, err
}

// IssuedOf lists all papers that were issued about a loaded dossier, the latest first. Who may read its papers may see the list.
func IssuedOf(tx *db.Tx, p *programme.Project) ([]Entry, error) {
	return entries(tx, `p.project_id = ? ORDER BY p.id DESC`, p.ID)
}

func entries(tx *db.Tx, condition string, args ...any) (list []Entry, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var e Entry
		err := rows.Scan(&e.ID, &e.Number, &e.Kind, &e.SubjectRef, &e.ProjectID, &e.CohortID, &e.Title, &e.SHA256, &e.IssuedBy, &e.IssuedAt,
			&e.Signed, &e.Asked, &e.ReplacedBy, &e.Copies, &e.Erased)
		list = append(list, e)
		return err
	}, `SELECT p.id, p.number, p.kind, p.subject_ref, COALESCE(p.project_id, 0), COALESCE(p.cohort_id, 0), p.title, p.sha256, COALESCE(a.name, ''), p.issued_at, `+
		signed+`, `+asked+`, `+replacedBy+`, (SELECT count(*) FROM paper_scans z WHERE z.paper_id = p.id), length(p.pdf) = 0`+
		registered+` WHERE `+condition, args...)
	return list, err
}

func (f Filter) where(tx *db.Tx) (string, []any) {
	first, args := readable(tx)
	conditions := []string{first}
	add := func(is bool, condition string, more ...any) {
		if is {
			conditions, args = append(conditions, condition), append(args, more...)
		}
	}
	add(f.Kind != "", `p.kind = ?`, f.Kind)
	if f.Year != 0 {
		from := models.NewDate(f.Year, 1, 1)
		add(true, `p.issued_at >= ? AND p.issued_at < ?`, models.InstantOf(from.Start()), models.InstantOf(from.AddMonths(12).Start()))
	}
	add(f.SiteID != 0, siteOf+` = ?`, f.SiteID)
	add(f.Subject != "", `p.subject_ref = ?`, f.Subject)
	add(f.Signed == "oui", signed+` >= `+asked)
	add(f.Signed == "non", signed+` < `+asked+` AND NOT EXISTS (SELECT 1 FROM notices y WHERE y.replaces = p.id)`)
	add(f.Before != 0, `p.id < ?`, f.Before)
	return strings.Join(conditions, ` AND `), args
}

// ByHash finds the issued paper, or the signed copy of one, whose file has that sum, among those that the actor may read in
// the register. copied is the number of the copy; 0 for the paper itself.
func ByHash(tx *db.Tx, sum string) (e Entry, copied int, found bool, err error) {
	if !access.Can(tx.Actor(), access.PaperRegister) {
		return e, 0, false, models.Denied(string(access.PaperRegister))
	}
	where, args := readable(tx)
	dest := []any{&e.ID, &e.Number, &e.Kind, &e.SubjectRef, &e.Title, &e.IssuedBy, &e.IssuedAt, &e.SHA256, &e.ReplacedBy, &copied}
	const columns = `SELECT p.id, p.number, p.kind, p.subject_ref, p.title, COALESCE(a.name, ''), p.issued_at, p.sha256, ` + replacedBy
	found, err = tx.Get(dest, columns+`, 0`+registered+` WHERE p.sha256 = ? AND `+where, append([]any{sum}, args...)...)
	if err != nil || found {
		return e, copied, found, err
	}
	found, err = tx.Get(dest, columns+`, z.number`+registered+` JOIN paper_scans z ON z.paper_id = p.id WHERE z.sha256 = ? AND `+where+` ORDER BY p.id, z.number`,
		append([]any{sum}, args...)...)
	return e, copied, found, err
}

// UnsignedSince gives, by dossier, the day on which the oldest agreement or amendment was issued that holds and that not both have signed, for a
// condition over projects p.
func UnsignedSince(tx *db.Tx, condition string, args ...any) (map[int64]models.Date, error) {
	days := map[int64]models.Date{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var at models.Instant
		err := rows.Scan(&id, &at)
		days[id] = at.Date()
		return err
	}, `SELECT n.project_id, MIN(i.issued_at) FROM notices n JOIN issued_papers i ON i.id = n.paper_id JOIN projects p ON p.id = n.project_id
		WHERE n.kind IN ('coaching', 'status', 'extension', 'suspension', 'resumption') AND NOT EXISTS (SELECT 1 FROM notices y WHERE y.replaces = n.paper_id)
		AND (SELECT count(DISTINCT s.side) FROM paper_signoffs s WHERE s.paper_id = n.paper_id) < 2 AND `+condition+` GROUP BY n.project_id`, args...)
	return days, err
}
