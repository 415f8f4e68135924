package merge

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// load fills a side whose person's id is known; a write holds the person, the dossiers and the guard until its end.
func (s *Side) load(tx *db.Tx) (err error) {
	id := s.Person.ID
	if _, err = tx.Get([]any{&id}, `SELECT h.id FROM persons h WHERE h.id = ?`+tx.ForUpdate("h"), id); err != nil {
		return err
	}
	if s.Person, err = programme.LoadPerson(tx, id); err != nil {
		return err
	}
	if s.Dossiers, err = dossiersOf(tx, `p.person_id = ?`, id); err != nil {
		return err
	}
	if s.Held, _, err = heldBy(tx, id); err != nil {
		return err
	}
	var account int64
	if _, err = tx.Get([]any{&account}, `SELECT a.id FROM accounts a WHERE a.person_id = ?`+tx.ForUpdate("a"), id); err != nil {
		return err
	}
	if account != 0 {
		a, err := accounts.ByID(tx, account)
		if err != nil {
			return err
		}
		s.Account = &a
	}
	_, err = tx.Get([]any{&s.Erased, &s.Asked, &s.Merged}, `SELECT EXISTS (SELECT 1 FROM erasures e WHERE e.person_id = ?),
		EXISTS (SELECT 1 FROM erasure_requests q WHERE q.person_id = ? AND q.state = 'asked'),
		EXISTS (SELECT 1 FROM person_merges m WHERE m.other_id = ? AND m.state <> 'undone')`, id, id, id)
	return err
}

func dossiersOf(tx *db.Tx, condition string, args ...any) (list []Dossier, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var d Dossier
		var submitted models.Instant
		err := rows.Scan(&d.ID, &d.SiteID, &d.Ref, &d.Title, &d.Phase, &submitted)
		d.Unsent = submitted.IsZero() && (d.Phase == programme.Draft || d.Phase == programme.Withdrawn)
		if d.Unsent {
			d.Title = ""
		}
		list = append(list, d)
		return err
	}, `SELECT p.id, p.site_id, p.ref, p.title, p.phase, p.submitted_at FROM projects p WHERE `+condition+` ORDER BY p.id`+tx.ForUpdate("p"), args...)
	return list, err
}

// heldBy gives what the guard of the cap keeps for a person; found is false without a row.
func heldBy(tx *db.Tx, personID int64) (h Held, found bool, err error) {
	found, err = tx.Get([]any{&h.Imported, &h.Awarded, &h.Cap}, `SELECT h.imported, h.awarded, h.cap FROM grant_holders h WHERE h.person_id = ?`+tx.ForUpdate("h"), personID)
	return h, found, err
}

// record is a merge as it is kept.
type record struct {
	id, kept, other  int64
	publicID, reason string
	version          int // of the kept person, when the merge was done
	was              was
	state            string
	mergedAt         models.Instant
}

func (m *record) open(tx *db.Tx) error {
	_, err := tx.Get([]any{&m.id}, `INSERT INTO person_merges (public_id, kept_id, other_id, state, was, reason, merged_at, merged_by, merged_name)
		VALUES (?, ?, ?, 'open', '{}', ?, ?, ?, ?) RETURNING id`, m.publicID, m.kept, m.other, m.reason, tx.Now(), db.Nullable(tx.Actor().AccountID), tx.Actor().Name)
	if db.IsUnique(err) {
		return models.Stale("person", nil)
	}
	return err
}

func (m *record) note(tx *db.Tx, projectID int64, moved bool) error {
	_, err := tx.Exec(`INSERT INTO person_merge_projects (merge_id, project_id, moved) VALUES (?, ?, ?)`, m.id, projectID, moved)
	return err
}

func (m *record) close(tx *db.Tx) error {
	text, err := encode(m.was)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE person_merges SET state = 'done', was = ?, kept_version = ? WHERE id = ?`, text, m.version, m.id)
	return err
}

// lockRecord finds a merge for who may undo it, and holds it. The actor must be one who may merge on the site of every dossier
// that it was about; else there is none.
func lockRecord(tx *db.Tx, publicID string) (m record, err error) {
	var text string
	found, err := tx.Get([]any{&m.id, &m.kept, &m.other, &m.publicID, &m.state, &text, &m.version, &m.mergedAt}, `SELECT m.id, m.kept_id, m.other_id, m.public_id, m.state, m.was, m.kept_version, m.merged_at
		FROM person_merges m WHERE m.public_id = ?`+tx.ForUpdate("m"), publicID)
	if err != nil {
		return m, err
	}
	if !found {
		return m, models.Missing("merge")
	}
	if err := json.Unmarshal([]byte(text), &m.was); err != nil {
		return m, fmt.Errorf("read what merge %d was made of: %w", m.id, err)
	}
	dossiers, err := m.dossiers(tx)
	if err != nil {
		return m, err
	}
	for _, d := range dossiers {
		if !d.Unsent && !access.CanOnSite(tx.Actor(), access.PersonMerge, d.SiteID) {
			return m, models.Missing("merge")
		}
	}
	return m, nil
}

// dossiers are those of both when they were merged.
func (m *record) dossiers(tx *db.Tx) ([]Dossier, error) {
	return dossiersOf(tx, `p.id IN (SELECT x.project_id FROM person_merge_projects x WHERE x.merge_id = ?)`, m.id)
}

// why says what keeps a merge from being undone; nil for nothing.
func (m *record) why(tx *db.Tx, dossiers []Dossier) (*models.Problem, error) {
	if m.state != "done" {
		return models.Refuse("merge.undone", nil), nil
	}
	if m.was.Kept.ID == 0 {
		return models.Refuse("merge.erased", nil), nil
	}
	for _, id := range []int64{min(m.kept, m.other), max(m.kept, m.other)} {
		if _, err := tx.Get([]any{new(int64)}, `SELECT h.id FROM persons h WHERE h.id = ?`+tx.ForUpdate("h"), id); err != nil {
			return nil, err
		}
	}
	now, err := dossiersOf(tx, `p.person_id IN (?, ?)`, m.kept, m.other)
	if err != nil {
		return nil, err
	}
	known := map[int64]bool{}
	for _, d := range dossiers {
		known[d.ID] = true
	}
	later, err := tx.Count(`SELECT count(*) FROM person_merges WHERE state = 'done' AND id > ? AND (kept_id IN (?, ?) OR other_id IN (?, ?))`, m.id, m.kept, m.other, m.kept, m.other)
	if err != nil {
		return nil, err
	}
	if later > 0 {
		return models.Refuse("merge.later", nil), nil
	}
	for _, d := range now {
		if !known[d.ID] {
			return models.Refuse("merge.new_dossier", models.Facts{"ref": d.Ref}), nil
		}
	}
	person, err := programme.LoadPerson(tx, m.kept)
	if err != nil || person.Version != m.version {
		return models.Refuse("merge.identity", nil), err
	}
	return m.accountsChanged(tx)
}

func (m *record) accountsChanged(tx *db.Tx) (*models.Problem, error) {
	for _, a := range m.was.Accounts {
		n, err := tx.Count(`SELECT count(*) FROM accounts WHERE id = ? AND COALESCE(person_id, 0) = ? AND state = ?`, a.ID, a.To.PersonID, string(a.To.State))
		if err != nil || n == 0 {
			return models.Refuse("merge.account", nil), err
		}
	}
	// An account that was made since: whose is it?
	n, err := tx.Count(`SELECT count(*) FROM accounts WHERE person_id = ? AND created_at > ?`, m.kept, m.mergedAt)
	if err != nil || n > 0 {
		return models.Refuse("merge.account", nil), err
	}
	return nil, nil
}

// setAccount makes an account somebody's, or nobody's, where it still stands as it was read. One that is disabled ends its sessions.
func setAccount(tx *db.Tx, id int64, from, to standing) error {
	n, err := tx.Exec(`UPDATE accounts SET person_id = ?, state = ?, stamp = CASE WHEN state = ? THEN stamp ELSE stamp + 1 END, version = version + 1
		WHERE id = ? AND COALESCE(person_id, 0) = ? AND state = ?`, db.Nullable(to.PersonID), string(to.State), string(to.State), id, from.PersonID, string(from.State))
	if err != nil {
		return fmt.Errorf("account %d of a merge: %w", id, err)
	}
	if n == 0 {
		return models.Stale("account", nil)
	}
	// Nobody's account is no candidate's.
	switch {
	case to.PersonID == 0:
		_, err = tx.Exec(`DELETE FROM account_roles WHERE account_id = ? AND role = 'candidate'`, id)
	case from.PersonID == 0:
		_, err = tx.Exec(`INSERT INTO account_roles (account_id, role, site_id) VALUES (?, 'candidate', 0) ON CONFLICT DO NOTHING`, id)
	}
	return err
}

// moveRequests lets the person find again what was once asked to be erased.
func (m *record) moveRequests(tx *db.Tx, _ Pair, _ Choice) error {
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		m.was.Erasures = append(m.was.Erasures, id)
		return err
	}, `SELECT id FROM erasure_requests WHERE person_id = ? ORDER BY id`, m.other)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE erasure_requests SET person_id = ? WHERE person_id = ?`, m.kept, m.other)
	return err
}

func (m *record) returnDossiers(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE projects SET person_id = ?, version = version + 1 WHERE id IN (SELECT x.project_id FROM person_merge_projects x WHERE x.merge_id = ? AND x.moved)`, m.other, m.id)
	for _, id := range m.was.Erasures {
		if err == nil {
			_, err = tx.Exec(`UPDATE erasure_requests SET person_id = ? WHERE id = ?`, m.other, id)
		}
	}
	return err
}

// giveGrants gives the grants of dossiers to a person, who has a guard where something was awarded.
func giveGrants(tx *db.Tx, personID int64, dossiers []int64) error {
	for _, id := range dossiers {
		if _, err := tx.Exec(`UPDATE grant_requests SET person_id = ? WHERE project_id = ?`, personID, id); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE grant_awards SET person_id = ? WHERE request_id IN (SELECT r.id FROM grant_requests r WHERE r.project_id = ?)`, personID, id); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE grant_reductions SET person_id = ? WHERE request_id IN (SELECT r.id FROM grant_requests r WHERE r.project_id = ?)`, personID, id); err != nil {
			return err
		}
	}
	return nil
}

func setHeld(tx *db.Tx, personID int64, h Held) error {
	_, err := tx.Exec(`INSERT INTO grant_holders (person_id, cap, imported, awarded) VALUES (?, ?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET cap = excluded.cap, imported = excluded.imported, awarded = excluded.awarded`, personID, h.Cap, h.Imported, h.Awarded)
	if db.Violates(err, "grant_cap") {
		return models.Refuse("merge.over_cap", models.Facts{"sum": h.Sum(), "cap": h.Cap, "over": h.Sum() - h.Cap})
	}
	return err
}

// moveGrants gives the other's grants to the record that stays, and adds up the two guards: both are held, so that nobody
// awards between.
func (m *record) moveGrants(tx *db.Tx, p Pair, _ Choice) error {
	for _, s := range []struct {
		id   int64
		into **Held
	}{{m.kept, &m.was.KeptHeld}, {m.other, &m.was.OtherHeld}} {
		h, found, err := heldBy(tx, s.id)
		if err != nil {
			return err
		}
		if found {
			*s.into = &h
		}
	}
	if m.was.OtherHeld == nil {
		return giveGrants(tx, m.kept, ids(p.Other.Dossiers)) // asked for, and nothing awarded yet
	}
	if err := setHeld(tx, m.kept, p.Held()); err != nil {
		return err
	}
	if err := giveGrants(tx, m.kept, ids(p.Other.Dossiers)); err != nil {
		return err
	}
	return setHeld(tx, m.other, Held{Cap: p.Other.Held.Cap})
}

func ids(list []Dossier) (all []int64) {
	for _, d := range list {
		all = append(all, d.ID)
	}
	return all
}

// returnGrants gives back the grants of the dossiers that moved, with what was awarded and given up on them since.
func (m *record) returnGrants(tx *db.Tx) error {
	moved, err := dossiersOf(tx, `p.id IN (SELECT x.project_id FROM person_merge_projects x WHERE x.merge_id = ? AND x.moved)`, m.id)
	if err != nil {
		return err
	}
	all, found, err := heldBy(tx, m.kept)
	if err != nil {
		return err
	}
	other, err := heldOn(tx, ids(moved))
	if err != nil {
		return err
	}
	if found {
		other.Cap, all.Cap = capOf(m.was.OtherHeld, other, all.Cap), capOf(m.was.KeptHeld, Held{all.Imported - other.Imported, all.Awarded - other.Awarded, 0}, all.Cap)
		if err := setHeld(tx, m.other, other); err != nil {
			return err
		}
	}
	if err := giveGrants(tx, m.other, ids(moved)); err != nil {
		return err
	}
	if !found {
		return nil
	}
	return setHeld(tx, m.kept, Held{all.Imported - other.Imported, all.Awarded - other.Awarded, all.Cap})
}

// capOf is the cap that a record had, unless more was awarded since.
func capOf(before *Held, now Held, joined models.Cents) models.Cents {
	if before == nil || now.Awarded > 0 && now.Sum() > before.Cap {
		return joined
	}
	return before.Cap
}

// heldOn sums what was awarded on dossiers.
func heldOn(tx *db.Tx, dossiers []int64) (h Held, err error) {
	in, args := db.In(dossiers)
	_, err = tx.Get([]any{&h.Imported, &h.Awarded}, `SELECT
		CAST(COALESCE(SUM(CASE WHEN w.imported THEN w.amount ELSE 0 END), 0) AS BIGINT),
		CAST(COALESCE(SUM(CASE WHEN w.imported THEN 0 ELSE w.amount END), 0)
			- COALESCE(SUM((SELECT SUM(d.amount) FROM grant_reductions d WHERE d.request_id = w.request_id)), 0) AS BIGINT)
		FROM grant_awards w JOIN grant_requests r ON r.id = w.request_id WHERE r.project_id IN `+in, args...)
	return h, err
}
