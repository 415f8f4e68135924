package merge

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Preview compares the holders of two dossiers that the actor may merge: the first is the record that stays. The problem is
// why they cannot be merged, nil when they can.
func Preview(tx *db.Tx, keptRef, otherRef string) (p Pair, why *models.Problem, err error) {
	if p.Kept.Ref, p.Other.Ref = keptRef, otherRef; keptRef == otherRef {
		return p, models.Refuse("merge.same", nil), nil
	}
	sides := []*Side{&p.Kept, &p.Other}
	for _, s := range sides {
		d, err := programme.Load(tx, s.Ref, access.PersonMerge)
		if err != nil {
			return p, nil, err
		}
		s.Person.ID = d.PersonID
	}
	if p.Kept.Person.ID == p.Other.Person.ID {
		return p, models.Refuse("merge.same", nil), nil
	}
	// In one order, whoever merges with whom, so that two merges wait for each other and do not lock each other out.
	if p.Kept.Person.ID > p.Other.Person.ID {
		sides[0], sides[1] = sides[1], sides[0]
	}
	for _, s := range sides {
		if err := s.load(tx); err != nil {
			return p, nil, err
		}
	}
	return p, p.check(tx), nil
}

func (p Pair) check(tx *db.Tx) *models.Problem {
	return p.Check(tx.Actor().PersonID, func(siteID int64) bool { return access.CanOnSite(tx.Actor(), access.PersonMerge, siteID) })
}

// was is what a merge keeps so that it can be undone.
type was struct {
	Kept, Other         programme.Person
	KeptHeld, OtherHeld *Held // nil: no guard row
	Accounts            []accountWas
	Erasures            []int64 // requests that changed hands
}

// accountWas is an account that a merge gave to somebody else, or to nobody.
type accountWas struct {
	ID       int64
	From, To standing
}

type standing struct {
	PersonID int64
	State    accounts.State
}

// Merge makes the holders of two dossiers one person, in one transaction: the first record stays, with the values that were
// chosen, and takes over the dossiers of the other, what was asked and awarded for them, and one account. The sum of what was
// awarded stays within the cap, whoever awards at the same time. It gives the address of the merge, by which it is undone.
// Refusals: those of Pair.Check. Fields: "merge_account", "merge_reason". Conflict when one of the two was changed meanwhile.
func Merge(tx *db.Tx, key, keptRef, otherRef string, c Choice) (publicID string, err error) {
	p, why, err := Preview(tx, keptRef, otherRef)
	if err != nil {
		return "", err
	}
	if made, err := tx.Once(key); err != nil || made != "" {
		return made, err
	}
	if why != nil {
		return "", why
	}
	if c.KeptVersion != p.Kept.Person.Version || c.OtherVersion != p.Other.Person.Version {
		return "", models.Stale("person", nil)
	}
	if problem := c.Check(p); problem != nil {
		return "", problem
	}
	m := record{publicID: strings.ToLower(rand.Text()[:16]), kept: p.Kept.Person.ID, other: p.Other.Person.ID, reason: c.Reason}
	m.was.Kept, m.was.Other = p.Kept.Person, p.Other.Person
	if err := m.open(tx); err != nil {
		return "", err
	}
	for _, step := range []func(*db.Tx, Pair, Choice) error{m.moveGrants, m.moveDossiers, m.moveAccounts, m.moveRequests, m.writePersons} {
		if err := step(tx, p, c); err != nil {
			return "", err
		}
	}
	if err := m.close(tx); err != nil {
		return "", err
	}
	return m.publicID, tx.Done(key, m.publicID)
}

// moveDossiers gives the other's dossiers to the record that stays, and writes into the history of all of them what happened.
func (m *record) moveDossiers(tx *db.Tx, p Pair, _ Choice) error {
	for _, s := range []struct {
		dossiers []Dossier
		moved    bool
	}{{p.Kept.Dossiers, false}, {p.Other.Dossiers, true}} {
		for _, d := range s.dossiers {
			if err := m.note(tx, d.ID, s.moved); err != nil {
				return err
			}
			if err := tx.Audit("person.merge", "person", m.kept, d.ID, models.Facts{"merge": m.publicID, "moved": s.moved}); err != nil {
				return err
			}
		}
	}
	_, err := tx.Exec(`UPDATE projects SET person_id = ?, version = version + 1 WHERE person_id = ?`, m.kept, m.other)
	return err
}

// moveAccounts leaves the person one account: of two, the one that was not chosen is disabled, its sessions end, and it is
// nobody's.
func (m *record) moveAccounts(tx *db.Tx, p Pair, c Choice) error {
	stays := &p.Kept
	if p.Kept.Account == nil {
		stays = &p.Other
	}
	if p.TwoAccounts() {
		var goes *Side
		stays, goes = p.accounts(c.Account)
		if err := m.changeAccount(tx, *goes.Account, accounts.Disabled, 0); err != nil {
			return err
		}
	}
	if stays.Account == nil || stays.Account.PersonID == m.kept {
		return nil
	}
	return m.changeAccount(tx, *stays.Account, stays.Account.State, m.kept)
}

func (m *record) changeAccount(tx *db.Tx, a accounts.Account, state accounts.State, person int64) error {
	w := accountWas{a.ID, standing{a.PersonID, a.State}, standing{person, state}}
	m.was.Accounts = append(m.was.Accounts, w)
	if err := setAccount(tx, w.ID, w.From, w.To); err != nil {
		return err
	}
	return tx.Audit("account.merge", "account", a.ID, 0, models.Facts{"merge": m.publicID, "state": state})
}

// writePersons writes the values that were chosen, and empties the record that went.
func (m *record) writePersons(tx *db.Tx, p Pair, c Choice) error {
	if err := programme.UpdatePerson(tx, programme.Person{ID: m.other, Version: p.Other.Person.Version}); err != nil {
		return err
	}
	m.version = p.Kept.Person.Version + 1
	return programme.UpdatePerson(tx, p.Result(c))
}

// Undo takes two records apart again, exactly as they were, with what happened on the dossiers since. Refused once something
// happened that cannot be given to one of the two: merge.undone, merge.later, merge.new_dossier, merge.identity, merge.account,
// merge.erased. The actor must be one who could merge them.
func Undo(tx *db.Tx, publicID string) error {
	m, err := lockRecord(tx, publicID)
	if err != nil {
		return err
	}
	dossiers, err := m.dossiers(tx)
	if err != nil {
		return err
	}
	if problem, err := m.why(tx, dossiers); err != nil || problem != nil {
		return orProblem(err, problem)
	}
	if _, err := tx.Exec(`UPDATE person_merges SET state = 'open' WHERE id = ?`, m.id); err != nil {
		return err
	}
	for _, step := range []func(*db.Tx) error{m.returnGrants, m.returnDossiers, m.returnAccounts, m.returnPersons} {
		if err := step(tx); err != nil {
			return err
		}
	}
	for _, d := range dossiers {
		if err := tx.Audit("person.merge_undone", "person", m.kept, d.ID, models.Facts{"merge": m.publicID}); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE person_merges SET state = 'undone', undone_at = ?, undone_name = ? WHERE id = ?`, tx.Now(), tx.Actor().Name, m.id)
	return err
}

func orProblem(err error, problem *models.Problem) error {
	if err != nil {
		return err
	}
	return problem
}

func (m *record) returnPersons(tx *db.Tx) error {
	other, err := programme.LoadPerson(tx, m.other)
	if err != nil {
		return err
	}
	for _, back := range []struct {
		was     programme.Person
		version int
	}{{m.was.Other, other.Version}, {m.was.Kept, m.version}} {
		back.was.Version = back.version
		if err := programme.UpdatePerson(tx, back.was); err != nil {
			return err
		}
	}
	return nil
}

func (m *record) returnAccounts(tx *db.Tx) error {
	for i := len(m.was.Accounts) - 1; i >= 0; i-- { // the one that stayed lets the person go before the other takes it back
		a := m.was.Accounts[i]
		if err := setAccount(tx, a.ID, a.To, a.From); err != nil {
			return err
		}
		if err := tx.Audit("account.merge_undone", "account", a.ID, 0, models.Facts{"merge": m.publicID}); err != nil {
			return err
		}
	}
	return nil
}

func encode(w was) (string, error) {
	text, err := json.Marshal(w)
	if err != nil {
		return "", fmt.Errorf("keep what a merge was made of: %w", err)
	}
	return string(text), nil
}
