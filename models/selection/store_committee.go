package selection

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const committeeColumns = `c.id, c.ref, c.cohort_id, c.held_on, c.place, c.state, c.created_at, c.version, k.ref, k.name, s.name, k.site_id`

const committeeTables = ` FROM committees c JOIN cohorts k ON k.id = c.cohort_id JOIN sites s ON s.id = k.site_id`

func (c *Committee) targets() []any {
	return []any{&c.ID, &c.Ref, &c.CohortID, &c.HeldOn, &c.Place, &c.State, &c.CreatedAt, &c.Version, &c.CohortRef, &c.CohortName, &c.SiteName, &c.SiteID}
}

func readCommittee(tx *db.Tx, ref string) (c *Committee, member bool, err error) {
	c = &Committee{}
	found, err := tx.Get(append(c.targets(), &member), `SELECT `+committeeColumns+`,
		EXISTS (SELECT 1 FROM committee_members m WHERE m.committee_id = c.id AND m.account_id = ?)`+
		committeeTables+` WHERE c.ref = ?`+tx.ForUpdate("c"), tx.Actor().AccountID, ref)
	if err != nil {
		return nil, false, fmt.Errorf("load committee %s: %w", ref, err)
	}
	if !found {
		return nil, false, models.Missing("committee")
	}
	return c, member, nil
}

// Committees lists the committees of the actor's sites and the open ones on which it
// sits, the latest first, with how many files and opinions they have.
func Committees(tx *db.Tx) ([]Committee, error) {
	actor := tx.Actor()
	condition, args := `FALSE`, []any{}
	if sites, all := access.SitesFor(actor, access.CommitteeRead); all {
		condition = `TRUE`
	} else if len(sites) > 0 {
		in, ids := db.In(sites)
		condition, args = `k.site_id IN `+in, ids
	}
	if actor.Has(access.Jury) {
		condition += ` OR c.state = 'open' AND EXISTS (SELECT 1 FROM committee_members m WHERE m.committee_id = c.id AND m.account_id = ?)`
		args = append(args, actor.AccountID)
	}
	var list []Committee
	err := tx.Each(func(rows *sql.Rows) error {
		var c Committee
		err := rows.Scan(append(c.targets(), &c.Files, &c.Opinions)...)
		list = append(list, c)
		return err
	}, `SELECT `+committeeColumns+`, (SELECT count(*) FROM committee_files f WHERE f.committee_id = c.id),
		(SELECT count(*) FROM opinions o WHERE o.committee_id = c.id)`+committeeTables+
		` WHERE `+condition+` ORDER BY c.held_on DESC, c.id DESC LIMIT 200`, args...)
	return list, err
}

// CommitteesOf lists the committees that have a dossier on them, the latest first.
func CommitteesOf(tx *db.Tx, p *programme.Project) ([]Committee, error) {
	var list []Committee
	err := tx.Each(func(rows *sql.Rows) error {
		var c Committee
		err := rows.Scan(c.targets()...)
		list = append(list, c)
		return err
	}, `SELECT `+committeeColumns+committeeTables+` JOIN committee_files f ON f.committee_id = c.id
		WHERE f.project_id = ? ORDER BY c.held_on DESC, c.id DESC`, p.ID)
	return list, err
}

func insertCommittee(tx *db.Tx, ref string, cohortID int64, d CommitteeDraft) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO committees (ref, cohort_id, held_on, place, state, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		ref, cohortID, d.HeldOn, d.Place, Preparing, tx.Now())
	if err != nil {
		return 0, fmt.Errorf("insert committee: %w", err)
	}
	return id, nil
}

func storeCommittee(tx *db.Tx, c *Committee, d CommitteeDraft) error {
	_, err := tx.Exec(`UPDATE committees SET held_on = ?, place = ?, version = version + 1 WHERE id = ?`, d.HeldOn, d.Place, c.ID)
	return err
}

func storeState(tx *db.Tx, c *Committee, state CommitteeState) error {
	_, err := tx.Exec(`UPDATE committees SET state = ?, version = version + 1 WHERE id = ?`, state, c.ID)
	return err
}

// Jury lists the active and invited accounts with the role of committee member, by name.
func Jury(tx *db.Tx) ([]Member, error) {
	return members(tx, `SELECT DISTINCT a.id, a.public_id, a.name FROM accounts a JOIN account_roles r ON r.account_id = a.id
		WHERE r.role = 'jury' AND a.state <> 'disabled' ORDER BY a.name, a.id`)
}

// Members lists who sits on a committee, by name.
func Members(tx *db.Tx, c *Committee) ([]Member, error) {
	return members(tx, `SELECT a.id, a.public_id, a.name FROM accounts a JOIN committee_members m ON m.account_id = a.id
		WHERE m.committee_id = ? ORDER BY a.name, a.id`, c.ID)
}

func members(tx *db.Tx, query string, args ...any) ([]Member, error) {
	var list []Member
	err := tx.Each(func(rows *sql.Rows) error {
		var m Member
		err := rows.Scan(&m.AccountID, &m.PublicID, &m.Name)
		list = append(list, m)
		return err
	}, query, args...)
	return list, err
}

func storeMembers(tx *db.Tx, committeeID int64, list []Member) error {
	if _, err := tx.Exec(`DELETE FROM committee_members WHERE committee_id = ?`, committeeID); err != nil {
		return err
	}
	for _, m := range list {
		if _, err := tx.Exec(`INSERT INTO committee_members (committee_id, account_id) VALUES (?, ?)`, committeeID, m.AccountID); err != nil {
			return err
		}
	}
	return nil
}

// addFiles puts the judgeable files of the cohort on the committee; it gives how many are new.
func addFiles(tx *db.Tx, c *Committee) (int, error) {
	n, err := tx.Exec(`INSERT INTO committee_files (committee_id, project_id)
		SELECT ?, p.id FROM projects p WHERE p.cohort_id = ? AND p.phase IN ('review', 'waitlisted') ON CONFLICT DO NOTHING`, c.ID, c.CohortID)
	if err != nil {
		return 0, fmt.Errorf("add files to %s: %w", c.Ref, err)
	}
	return int(n), nil
}

func hasFile(tx *db.Tx, c *Committee, p *programme.Project) (on bool, err error) {
	_, err = tx.Get([]any{&on}, `SELECT EXISTS (SELECT 1 FROM committee_files f WHERE f.committee_id = ? AND f.project_id = ?)`, c.ID, p.ID)
	return on, err
}

// File is a line of a committee: a dossier with what the members think of it.
type File struct {
	ProjectID          int64
	Ref, Holder, Title string
	Sector             string
	Phase              programme.Phase
	Yes, Maybe, No     int
	Own                Recommendation // the actor's own; "" for none
}

// Files lists the files of a loaded committee by reference. The counts of
// opinions are left out for who only sits on it: members judge on their own.
func Files(tx *db.Tx, c *Committee) ([]File, error) {
	var list []File
	err := tx.Each(func(rows *sql.Rows) error {
		var f File
		var first, last string
		err := rows.Scan(&f.ProjectID, &f.Ref, &first, &last, &f.Title, &f.Sector, &f.Phase, &f.Yes, &f.Maybe, &f.No, &f.Own)
		f.Holder = programme.FullName(first, last)
		if !c.Managed {
			f.Yes, f.Maybe, f.No = 0, 0, 0
		}
		list = append(list, f)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title, p.sector, p.phase,
			COALESCE(SUM(CASE WHEN o.recommendation = 'yes' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN o.recommendation = 'maybe' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN o.recommendation = 'no' THEN 1 ELSE 0 END), 0),
			COALESCE(MAX(CASE WHEN o.account_id = ? THEN o.recommendation END), '')
		FROM committee_files f JOIN projects p ON p.id = f.project_id JOIN persons h ON h.id = p.person_id
		LEFT JOIN opinions o ON o.committee_id = f.committee_id AND o.project_id = f.project_id
		WHERE f.committee_id = ? GROUP BY p.id, p.ref, h.first_name, h.last_name, p.title, p.sector, p.phase ORDER BY p.id`,
		tx.Actor().AccountID, c.ID)
	return list, err
}

// Waiting counts the files of the committee's cohort that could be put on it, and
// those that are submitted but not under review.
func Waiting(tx *db.Tx, c *Committee) (ready, submitted int, err error) {
	ready, err = tx.Count(`SELECT count(*) FROM projects p WHERE p.cohort_id = ? AND p.phase IN ('review', 'waitlisted')
		AND NOT EXISTS (SELECT 1 FROM committee_files f WHERE f.committee_id = ? AND f.project_id = p.id)`, c.CohortID, c.ID)
	if err != nil {
		return 0, 0, err
	}
	submitted, err = tx.Count(`SELECT count(*) FROM projects p WHERE p.cohort_id = ? AND p.phase = 'submitted'`, c.CohortID)
	return ready, submitted, err
}

const opinionSelect = `SELECT c.ref, o.account_id, a.name, o.recommendation, o.comment, o.updated_at, o.version
	FROM opinions o JOIN committees c ON c.id = o.committee_id JOIN accounts a ON a.id = o.account_id `

func (o *Opinion) targets() []any {
	return []any{&o.CommitteeRef, &o.AccountID, &o.Name, &o.Recommendation, &o.Comment, &o.UpdatedAt, &o.Version}
}

// OwnOpinion gives the actor's opinion on a file; its version is 0 when there is none yet.
func OwnOpinion(tx *db.Tx, c *Committee, p *programme.Project) (Opinion, error) {
	var o Opinion
	_, err := tx.Get(o.targets(), opinionSelect+`WHERE o.committee_id = ? AND o.project_id = ? AND o.account_id = ?`, c.ID, p.ID, tx.Actor().AccountID)
	return o, err
}

// Opinions lists every opinion on a loaded dossier, by committee and name, to who
// may read them; to others none.
func Opinions(tx *db.Tx, p *programme.Project) ([]Opinion, error) {
	if !p.May(tx.Actor(), access.OpinionRead) {
		return nil, nil
	}
	var list []Opinion
	err := tx.Each(func(rows *sql.Rows) error {
		var o Opinion
		err := rows.Scan(o.targets()...)
		list = append(list, o)
		return err
	}, opinionSelect+`WHERE o.project_id = ? ORDER BY c.held_on DESC, c.id DESC, a.name`, p.ID)
	return list, err
}

func storeOpinion(tx *db.Tx, c *Committee, p *programme.Project, version int, d OpinionDraft) error {
	stale := models.Stale("opinion", models.Facts{"ref": p.Ref})
	var n int64
	var err error
	if version == 0 {
		n, err = tx.Exec(`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, c.ID, p.ID, tx.Actor().AccountID, d.Recommendation, d.Comment, tx.Now())
	} else {
		n, err = tx.Exec(`UPDATE opinions SET recommendation = ?, comment = ?, updated_at = ?, version = version + 1
			WHERE committee_id = ? AND project_id = ? AND account_id = ? AND version = ?`,
			d.Recommendation, d.Comment, tx.Now(), c.ID, p.ID, tx.Actor().AccountID, version)
	}
	if err != nil {
		return fmt.Errorf("store opinion: %w", err)
	}
	if n == 0 {
		return stale
	}
	return nil
}
