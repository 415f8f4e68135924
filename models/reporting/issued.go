package reporting

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// The kinds of paper that are issued.
const (
	KindCohort   = "cohort"
	KindProgress = "progress"
	KindPlan     = "plan"
	KindYear     = "year"
	KindMinutes  = "minutes" // of a committee
	KindLetter   = "letter"  // that tells a candidate a decision
	KindFund     = "fund"    // the indicators of the European Social Fund Plus

	KindAgreement = "agreement" // of coaching
	KindStatus    = "status"    // of the provisional status
	KindAmendment = "amendment" // to one of both
	KindGrant     = "grant"     // a letter about a grant
)

// series heads the numbers of a kind: RC-2026-0001.
var series = map[string]string{KindCohort: "RC", KindProgress: "RP", KindPlan: "PA", KindYear: "RA", KindMinutes: "PV", KindLetter: "LD", KindFund: "FS",
	KindAgreement: "CA", KindStatus: "CS", KindAmendment: "AV", KindGrant: "LB"}

// Issued is a paper that was issued: its bytes are kept and printed again as
// they were. SHA256 is that of the file, in hexadecimal.
type Issued struct {
	ID                  int64
	Number, Kind        string
	SubjectRef          string // of the project, the cohort or the committee, or the year
	ProjectID, CohortID int64  // 0 when the paper is about something else
	Title, SHA256       string
	IssuedBy            string
	IssuedAt            models.Instant
	PDF                 []byte // read by LoadIssued only

	Activity ActivityFilter // of a report on activity that is being issued: its commentary is sealed with it
}

// NextNumber tells which number a paper of the kind would get now. It takes
// none: the paper is laid out with it before anything is written.
func NextNumber(tx *db.Tx, kind string) (string, error) {
	last, err := tx.Count(`SELECT last FROM sequences WHERE name = ?`, numberSeries(tx, kind))
	return number(tx, kind, last+1), err
}

func numberSeries(tx *db.Tx, kind string) string {
	return fmt.Sprintf("paper-%s-%d", series[kind], tx.Today().Year())
}

func number(tx *db.Tx, kind string, n int) string {
	return fmt.Sprintf("%s-%d-%04d", series[kind], tx.Today().Year(), n)
}

// Issue keeps a paper under its number. It is a conflict when the number was
// taken while the paper was laid out: nothing is written, and the caller lays it out again.
func Issue(tx *db.Tx, p Issued) error {
	if err := mayIssue(tx, &p); err != nil {
		return err
	}
	if p.Kind == KindYear {
		if err := sealComment(tx, p.Activity); err != nil {
			return err
		}
	}
	n, err := tx.Next(numberSeries(tx, p.Kind))
	if err != nil {
		return fmt.Errorf("issue paper: %w", err)
	}
	if number(tx, p.Kind, n) != p.Number {
		return models.Stale("paper", models.Facts{"number": p.Number})
	}
	sum := sha256.Sum256(p.PDF)
	var id int64
	_, err = tx.Get([]any{&id}, `INSERT INTO issued_papers (number, kind, subject_ref, project_id, cohort_id, title, sha256, pdf, issued_by, issued_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, p.Number, p.Kind, p.SubjectRef, db.Nullable(p.ProjectID), db.Nullable(p.CohortID),
		p.Title, hex.EncodeToString(sum[:]), p.PDF, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("issue paper %s: %w", p.Number, err)
	}
	return tx.Audit("paper.issue", "paper", id, p.ProjectID, models.Facts{"number": p.Number, "kind": p.Kind, "subject": p.SubjectRef})
}

// mayIssue finds the paper's subject through the actor's permission.
func mayIssue(tx *db.Tx, p *Issued) error {
	switch p.Kind {
	case KindCohort:
		c, err := programme.LoadCohort(tx, p.SubjectRef, access.CohortReport)
		if err != nil {
			return err
		}
		if !access.CanOnSite(tx.Actor(), access.PaperIssue, c.SiteID) {
			return models.Denied(string(access.PaperIssue))
		}
		p.CohortID = c.ID
	case KindProgress, KindPlan, KindLetter, KindAgreement, KindStatus, KindAmendment, KindGrant:
		project, err := programme.Load(tx, p.SubjectRef, access.PaperIssue)
		if err != nil {
			return err
		}
		p.ProjectID = project.ID
	case KindMinutes:
		c, err := selection.LoadCommittee(tx, p.SubjectRef)
		if err != nil {
			return err
		}
		if !access.CanOnSite(tx.Actor(), access.PaperIssue, c.SiteID) {
			return models.Denied(string(access.PaperIssue))
		}
	case KindYear:
		if !access.Can(tx.Actor(), access.YearReport) || !access.Can(tx.Actor(), access.PaperIssue) {
			return models.Denied(string(access.PaperIssue))
		}
	case KindFund:
		if !access.Can(tx.Actor(), access.ParticipantReport) || !access.Can(tx.Actor(), access.PaperIssue) {
			return models.Denied(string(access.PaperIssue))
		}
	default:
		return models.Missing("paper")
	}
	return nil
}

// IssuedFor lists the papers issued about a project, a cohort or a year (the
// subject's id, or for a year and a committee its kind and reference), the newest first, without
// their bytes. Who may see the subject may see the list.
func IssuedFor(tx *db.Tx, about Issued) ([]Issued, error) {
	condition, args := `p.kind = ? AND p.subject_ref = ?`, []any{about.Kind, about.SubjectRef}
	switch {
	case about.ProjectID != 0:
		condition, args = `p.project_id = ?`, []any{about.ProjectID}
	case about.CohortID != 0:
		condition, args = `p.cohort_id = ?`, []any{about.CohortID}
	}
	var list []Issued
	err := tx.Each(func(rows *sql.Rows) error {
		var p Issued
		err := rows.Scan(p.targets()...)
		list = append(list, p)
		return err
	}, `SELECT `+issuedColumns+` WHERE `+condition+` ORDER BY p.id DESC`, args...)
	return list, err
}

const issuedColumns = `p.id, p.number, p.kind, p.subject_ref, COALESCE(p.project_id, 0), COALESCE(p.cohort_id, 0), p.title, p.sha256,
	COALESCE(a.name, ''), p.issued_at FROM issued_papers p LEFT JOIN accounts a ON a.id = p.issued_by`

func (p *Issued) targets() []any {
	return []any{&p.ID, &p.Number, &p.Kind, &p.SubjectRef, &p.ProjectID, &p.CohortID, &p.Title, &p.SHA256, &p.IssuedBy, &p.IssuedAt}
}

// FindIssued gives an issued paper without its bytes to who may read its subject.
// A year's paper is read by whom may report on years on every site, or issued it.
func FindIssued(tx *db.Tx, number string) (Issued, error) {
	var p Issued
	var by int64
	found, err := tx.Get(append(p.targets(), &by), `SELECT p.id, p.number, p.kind, p.subject_ref, COALESCE(p.project_id, 0), COALESCE(p.cohort_id, 0), p.title, p.sha256,
		COALESCE(a.name, ''), p.issued_at, COALESCE(p.issued_by, 0) FROM issued_papers p LEFT JOIN accounts a ON a.id = p.issued_by WHERE p.number = ?`, number)
	if err != nil {
		return p, err
	}
	if !found || !mayRead(tx, p, by) {
		return Issued{}, models.Missing("paper")
	}
	return p, nil
}

// LoadIssued gives it with its bytes.
func LoadIssued(tx *db.Tx, number string) (Issued, error) {
	p, err := FindIssued(tx, number)
	if err != nil {
		return p, err
	}
	_, err = tx.Get([]any{&p.PDF}, `SELECT pdf FROM issued_papers WHERE id = ?`, p.ID)
	return p, err
}

func mayRead(tx *db.Tx, p Issued, by int64) bool {
	switch {
	case p.ProjectID != 0:
		_, err := programme.LoadByID(tx, p.ProjectID, access.PaperRead)
		return err == nil
	case p.CohortID != 0:
		c, err := programme.CohortByID(tx, p.CohortID)
		return err == nil && access.CanOnSite(tx.Actor(), access.CohortReport, c.SiteID)
	}
	if p.Kind == KindMinutes { // they name every candidate and what was said: not for who sat there
		c, err := selection.LoadCommittee(tx, p.SubjectRef)
		return err == nil && access.CanOnSite(tx.Actor(), access.CommitteeRead, c.SiteID)
	}
	report := access.YearReport
	if p.Kind == KindFund {
		report = access.ParticipantReport
	}
	_, all := access.SitesFor(tx.Actor(), report)
	return all || by != 0 && by == tx.Actor().AccountID && access.Can(tx.Actor(), report)
}
