package trial

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Entry is what is recorded after an award: an amount, a day, and words that say
// why, what or under which reference. Key is the form's idempotency key, Version that of
// the request when the form was shown: of two who record at once the second is
// told, so that nothing is paid or recovered twice.
type Entry struct {
	Key     string
	Version int
	Amount  models.Cents
	On      models.Date
	Text    string
}

// after opens an awarded request for one more record. made is not "" when the same form was taken before.
func after(tx *db.Tx, ref string, number int, e Entry) (p *programme.Project, r *Request, made string, err error) {
	p, r, err = open(tx, ref, number, access.GrantDecide)
	if err != nil {
		return nil, nil, "", err
	}
	if made, err = tx.Once(e.Key); err != nil || made != "" {
		return nil, nil, made, err
	}
	if r.Award == nil {
		return nil, nil, "", models.Refuse("grant.not_awarded", models.Facts{"ref": r.Ref})
	}
	if r.Version != e.Version {
		return nil, nil, "", r.stale()
	}
	return p, r, "", nil
}

// recorded raises the request's version, writes the audit and closes the form's key.
func recorded(tx *db.Tx, p *programme.Project, r *Request, e Entry, action string) (string, error) {
	n, err := tx.Exec(`UPDATE grant_requests SET version = version + 1 WHERE id = ? AND version = ?`, r.ID, r.Version)
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", action, r.Ref, err)
	}
	if n == 0 {
		return "", r.stale()
	}
	if err := settle(tx, p, r.Number); err != nil {
		return "", err
	}
	if err := tx.Audit(action, "grant", r.ID, p.ID, models.Facts{"ref": r.Ref, "amount": e.Amount, "on": e.On}); err != nil {
		return "", err
	}
	return r.Ref, tx.Done(e.Key, r.Ref)
}

// settle marks the tranches on which nothing is left to pay.
func settle(tx *db.Tx, p *programme.Project, number int) error {
	r, err := requestOf(tx, p, number)
	if err != nil {
		return err
	}
	for _, t := range r.Tranches {
		if t.Settled == (t.Left() == 0) {
			continue
		}
		if _, err := tx.Exec(`UPDATE grant_tranches SET settled = ? WHERE id = ?`, t.Left() == 0, t.ID); err != nil {
			return fmt.Errorf("settle %s: %w", r.Ref, err)
		}
	}
	return nil
}

// Reduce gives up a part of an award that was not paid; it frees room under the cap.
// What was awarded before the product is not reduced here: its guard counts apart.
// Entry: Text is the reason; the day is today. Fields: "amount", "reason".
// Refusals: grant.over_unpaid, grant.imported, grant.not_awarded.
func Reduce(tx *db.Tx, ref string, number int, e Entry) (requestRef string, err error) {
	p, r, made, err := after(tx, ref, number, e)
	if err != nil || made != "" {
		return made, err
	}
	if r.Imported {
		return "", models.Refuse("grant.imported", models.Facts{"ref": r.Ref})
	}
	e.On = tx.Today()
	if problem := gather(checkText("reason", e.Text, maxReason), CheckReduction(r.Balance(), e.Amount)); problem != nil {
		return "", problem
	}
	_, err = tx.Exec(`INSERT INTO grant_reductions (request_id, person_id, amount, reason, reduced_on, reduced_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, r.ID, r.PersonID, e.Amount, e.Text, e.On, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return "", fmt.Errorf("reduce %s: %w", r.Ref, err)
	}
	return recorded(tx, p, r, e, "grant.reduced")
}

// Pay records a payment on a tranche of the request. Entry: Text is the bank's or
// the accounts' reference. Fields: "amount", "paid_on", "reference".
// Refusals: grant.over_tranche, grant.not_awarded.
func Pay(tx *db.Tx, ref string, number int, trancheID int64, e Entry) (requestRef string, err error) {
	p, r, made, err := after(tx, ref, number, e)
	if err != nil || made != "" {
		return made, err
	}
	t, found := r.Tranche(trancheID)
	if !found {
		return "", models.Missing("tranche")
	}
	fields := append(checkDay("paid_on", e.On, r.Award.On, tx.Today()), checkText("reference", e.Text, maxLabel)...)
	if problem := gather(fields, CheckPayment(t.Amount-t.Reduced, t.Paid(), e.Amount)); problem != nil {
		return "", problem
	}
	_, err = tx.Exec(`INSERT INTO grant_payments (tranche_id, amount, paid_on, reference, paid_by, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		t.ID, e.Amount, e.On, e.Text, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return "", fmt.Errorf("pay %s: %w", r.Ref, err)
	}
	return recorded(tx, p, r, e, "grant.paid")
}

// AddProof records a paper that shows what the grant was spent on. Entry: Text names it.
// Fields: "amount", "received_on", "label". Refusal: grant.not_awarded.
func AddProof(tx *db.Tx, ref string, number int, e Entry) (requestRef string, err error) {
	p, r, made, err := after(tx, ref, number, e)
	if err != nil || made != "" {
		return made, err
	}
	fields := checkText("label", e.Text, maxLabel)
	switch {
	case e.Amount <= 0:
		fields = append(fields, models.FieldProblem{Field: "amount", Code: "positive"})
	case e.Amount > models.MaxCents:
		fields = append(fields, models.FieldProblem{Field: "amount", Code: "money_max", Facts: models.Facts{"max": models.MaxCents}})
	}
	fields = append(fields, checkDay("received_on", e.On, r.AskedOn, tx.Today())...)
	if problem := models.Gather(fields); problem != nil {
		return "", problem
	}
	_, err = tx.Exec(`INSERT INTO grant_proofs (request_id, label, amount, received_on, received_by, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, e.Text, e.Amount, e.On, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return "", fmt.Errorf("proof of %s: %w", r.Ref, err)
	}
	return recorded(tx, p, r, e, "grant.proof")
}

// Recover records money that the holder paid back. It frees nothing under the cap.
// Entry: Text is the reason. Fields: "amount", "recovered_on", "reason".
// Refusals: grant.over_paid, grant.not_awarded.
func Recover(tx *db.Tx, ref string, number int, e Entry) (requestRef string, err error) {
	p, r, made, err := after(tx, ref, number, e)
	if err != nil || made != "" {
		return made, err
	}
	b := r.Balance()
	fields := append(checkDay("recovered_on", e.On, r.Award.On, tx.Today()), checkText("reason", e.Text, maxReason)...)
	if problem := gather(fields, CheckRecovery(b.Paid, b.Recovered, e.Amount)); problem != nil {
		return "", problem
	}
	_, err = tx.Exec(`INSERT INTO grant_recoveries (request_id, amount, reason, recovered_on, recovered_by, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, e.Amount, e.Text, e.On, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return "", fmt.Errorf("recover of %s: %w", r.Ref, err)
	}
	return recorded(tx, p, r, e, "grant.recovered")
}
