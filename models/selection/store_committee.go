package selection

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const committeeColumns = `c.id, c.ref, c.cohort_id, c.held_on, c.place, c.state, c.created_at, c.opened_at, c.blind, c.peers, c.book_hours, c.version, k.ref, k.name, s.name, k.site_id`

const committeeTables = ` FROM committees c JOIN cohorts k ON k.id = c.cohort_id JOIN sites s ON s.id = k.site_id`

func (c *Committee) targets() []any {
	return []any{&c.ID, &c.Ref, &c.CohortID, &c.HeldOn, &c.Place, &c.State, &c.CreatedAt,
		&c.OpenedAt, &c.Blind, &c.Peers, &c.BookHours, &c.Version, &c.CohortRef, &c.CohortName, &c.SiteName, &c.SiteID}
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
		(SELECT count(*) FROM opinions o WHERE o.committee_id = c.id AND `+counted+`)`+committeeTables+
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
	_, err = tx.Get([]any{&id}, `INSERT INTO committees (ref, cohort_id, held_on, place, state, blind, peers, book_hours, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, ref, cohortID, d.HeldOn, d.Place, Preparing, d.Blind, d.Peers, d.BookHours, tx.Now())
	if err != nil {
		return 0, fmt.Errorf("insert committee: %w", err)
	}
	return id, nil
}

func storeCommittee(tx *db.Tx, c *Committee, d CommitteeDraft) error {
	_, err := tx.Exec(`UPDATE committees SET held_on = ?, place = ?, blind = ?, peers = ?, book_hours = ?, version = version + 1 WHERE id = ?`,
		d.HeldOn, d.Place, d.Blind, d.Peers, d.BookHours, c.ID)
	return err
}

func storeState(tx *db.Tx, c *Committee, state CommitteeState) error {
	opened := c.OpenedAt
	if state == Open && opened.IsZero() {
		opened = tx.Now()
	}
	_, err := tx.Exec(`UPDATE committees SET state = ?, opened_at = ?, version = version + 1 WHERE id = ?`, state, opened, c.ID)
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
