package trial

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// TrancheDraft is one tranche of an award.
type TrancheDraft struct {
	Amount    models.Cents
	Condition string
	DueOn     models.Date
}

// AwardDraft is a decision to grant. Without tranches the award is paid in one.
type AwardDraft struct {
	Key      string
	Version  int
	Amount   models.Cents
	Reason   string // optional
	Tranches []TrancheDraft
}

func (d AwardDraft) check(today models.Date) *models.Problem {
	var fields []models.FieldProblem
	if d.Reason != "" {
		fields = checkText("reason", d.Reason, maxReason)
	}
	amounts := make([]models.Cents, len(d.Tranches))
	for i, t := range d.Tranches {
		amounts[i] = t.Amount
		if t.Condition != "" {
			fields = append(fields, checkText("tranches", t.Condition, maxLabel)...)
		}
		if _, err := models.ParseDate(string(t.DueOn)); t.DueOn != "" && err != nil {
			fields = append(fields, models.FieldProblem{Field: "tranches", Code: "date"})
		} else if t.DueOn != "" && t.DueOn < today {
			fields = append(fields, models.FieldProblem{Field: "tranches", Code: "past"})
		}
	}
	return gather(fields, CheckTranches(d.Amount, amounts))
}

// AwardGrant grants a request, in whole or in part. What is awarded to one holder, over
// all requests, projects and cohorts, stays within the cap of the terms of the
// request's journey, however many decide at once: the holder's guard row is locked before
// the rule is asked, and the database refuses a sum beyond the cap besides.
// Fields: "amount", "tranches", "reason". Refusals: grant.over_cap, grant.over_asked,
// grant.tranches_differ, grant.out_of_phase. Conflict when it was decided meanwhile.
func AwardGrant(tx *db.Tx, ref string, number int, d AwardDraft) (requestRef string, err error) {
	p, r, err := open(tx, ref, number, access.GrantDecide)
	if err != nil {
		return "", err
	}
	if made, err := tx.Once(d.Key); err != nil || made != "" {
		return made, err
	}
	if err := r.undecided(d.Version); err != nil {
		return "", err
	}
	if refusal := CheckPhase(p.Phase); refusal != nil {
		return "", refusal
	}
	terms, err := programme.TermsOf(tx, p)
	if err != nil {
		return "", err
	}
	already, err := lockHolder(tx, p.PersonID, terms.GrantCap)
	if err != nil {
		return "", err
	}
	if len(d.Tranches) == 0 {
		d.Tranches = []TrancheDraft{{Amount: d.Amount}}
	}
	amountProblem := CheckAward(r.Asked(), d.Amount, already, terms.GrantCap)
	if d.Amount <= 0 { // tranches of a wrong amount are wrong too: one problem says it
		return "", amountProblem
	}
	if problem := gather(nil, amountProblem, d.check(tx.Today())); problem != nil {
		return "", problem
	}
	if err := r.decide(tx, Awarded, d.Reason); err != nil {
		return "", err
	}
	if err := setHolderCap(tx, p.PersonID, terms.GrantCap); err != nil {
		return "", err
	}
	if err := r.insertAward(tx, d.Amount, tx.Today(), d.Tranches); err != nil {
		if db.Violates(err, "grant_cap") {
			return "", OverCap(d.Amount, already, terms.GrantCap)
		}
		return "", err
	}
	facts := models.Facts{"ref": r.Ref, "amount": d.Amount, "awarded_before": already, "cap": terms.GrantCap}
	if err := tx.Audit("grant.awarded", "grant", r.ID, p.ID, facts); err != nil {
		return "", err
	}
	return r.Ref, tx.Done(d.Key, r.Ref)
}

// lockHolder makes sure of the holder's guard row, holds it until the transaction ends
// and gives what stands awarded, imports of earlier years included.
func lockHolder(tx *db.Tx, personID int64, limit models.Cents) (already models.Cents, err error) {
	_, err = tx.Exec(`INSERT INTO grant_holders (person_id, cap) VALUES (?, ?) ON CONFLICT DO NOTHING`, personID, limit)
	if err != nil {
		return 0, fmt.Errorf("guard of holder %d: %w", personID, err)
	}
	_, err = tx.Get([]any{&already}, `SELECT h.imported + h.awarded FROM grant_holders h WHERE h.person_id = ?`+tx.ForUpdate("h"), personID)
	return already, err
}

// setHolderCap sets the guard's cap to that of the journey that is awarded to now: a
// person's journeys may have started under different terms.
func setHolderCap(tx *db.Tx, personID int64, limit models.Cents) error {
	_, err := tx.Exec(`UPDATE grant_holders SET cap = ? WHERE person_id = ? AND cap <> ?`, limit, personID, limit)
	if err != nil {
		return fmt.Errorf("guard of holder %d: %w", personID, err)
	}
	return nil
}

func (r *Request) insertAward(tx *db.Tx, amount models.Cents, on models.Date, tranches []TrancheDraft) error {
	_, err := tx.Exec(`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, awarded_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?)`, r.ID, r.PersonID, amount, on, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("award %s: %w", r.Ref, err)
	}
	for i, t := range tranches {
		_, err := tx.Exec(`INSERT INTO grant_tranches (request_id, position, amount, condition, due_on) VALUES (?, ?, ?, ?, ?)`,
			r.ID, i+1, t.Amount, t.Condition, t.DueOn)
		if err != nil {
			return fmt.Errorf("tranche of %s: %w", r.Ref, err)
		}
	}
	return nil
}

// RefusalDraft is a decision not to grant.
type RefusalDraft struct {
	Key     string
	Version int
	Reason  string
}

// RefuseGrant refuses a request with a reason. Field: "reason".
func RefuseGrant(tx *db.Tx, ref string, number int, d RefusalDraft) (requestRef string, err error) {
	p, r, err := open(tx, ref, number, access.GrantDecide)
	if err != nil {
		return "", err
	}
	if made, err := tx.Once(d.Key); err != nil || made != "" {
		return made, err
	}
	if err := r.undecided(d.Version); err != nil {
		return "", err
	}
	if problem := models.Gather(checkText("reason", d.Reason, maxReason)); problem != nil {
		return "", problem
	}
	if err := r.decide(tx, Refused, d.Reason); err != nil {
		return "", err
	}
	if err := tx.Audit("grant.refused", "grant", r.ID, p.ID, models.Facts{"ref": r.Ref}); err != nil {
		return "", err
	}
	return r.Ref, tx.Done(d.Key, r.Ref)
}
