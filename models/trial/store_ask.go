package trial

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Longest texts, in characters.
const (
	maxPurpose = 2000
	maxReason  = 2000
	maxLabel   = 200
)

// RequestDraft is what a holder or a coach asks for. Key is the form's idempotency key.
type RequestDraft struct {
	Key     string
	Purpose string
	Lines   []Line
}

func (d RequestDraft) check() *models.Problem {
	fields := checkText("purpose", d.Purpose, maxPurpose)
	amounts := make([]models.Cents, len(d.Lines))
	for i, l := range d.Lines {
		amounts[i] = l.Amount
		if wrong := checkText("lines", l.Label, maxLabel); wrong != nil {
			return gather(append(fields, wrong...))
		}
	}
	return gather(fields, CheckLines(amounts))
}

// AskGrant records a request with its budget and gives its number within the project. The
// same key asked twice makes one request.
// Fields: "purpose", "lines". Refusals: grant.out_of_phase.
func AskGrant(tx *db.Tx, ref string, d RequestDraft) (requestRef string, err error) {
	p, err := programme.Load(tx, ref, access.GrantAsk)
	if err != nil {
		return "", err
	}
	if made, err := tx.Once(d.Key); err != nil || made != "" {
		return made, err
	}
	if refusal := CheckPhase(p.Phase); refusal != nil {
		return "", refusal
	}
	if problem := d.check(); problem != nil {
		return "", problem
	}
	r := Request{ProjectID: p.ID, PersonID: p.PersonID, Purpose: d.Purpose, AskedOn: tx.Today(), State: Submitted, Lines: d.Lines}
	if err := insertRequest(tx, p, &r); err != nil {
		return "", err
	}
	if err := tx.Audit("grant.asked", "grant", r.ID, p.ID, models.Facts{"ref": r.Ref, "amount": r.Asked()}); err != nil {
		return "", err
	}
	return r.Ref, tx.Done(d.Key, r.Ref)
}

// insertRequest gives the request the next number of its project, whose row is locked.
func insertRequest(tx *db.Tx, p *programme.Project, r *Request) error {
	last, err := tx.Count(`SELECT MAX(number) FROM grant_requests WHERE project_id = ?`, p.ID)
	if err != nil {
		return err
	}
	r.Number = last + 1
	r.Ref = fmt.Sprintf("%s-B%d", p.Ref, r.Number)
	_, err = tx.Get([]any{&r.ID}, `INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, created_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		r.Ref, r.ProjectID, r.PersonID, r.Number, r.Purpose, r.AskedOn, r.State, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("insert request %s: %w", r.Ref, err)
	}
	rows := make([][]any, len(r.Lines))
	for i, l := range r.Lines {
		rows[i] = []any{r.ID, i + 1, l.Label, int64(l.Amount)}
	}
	return tx.Bulk("grant_lines", []string{"request_id", "position", "label", "amount"}, rows)
}

// MayWithdraw reports whether the actor may take back the request: its asker may,
// and the holder always.
func MayWithdraw(a access.Actor, p *programme.Project, r Request) bool {
	return p.May(a, access.GrantAsk) && (p.Standing.Own || r.AskedBy != 0 && r.AskedBy == a.AccountID)
}

// WithdrawRequest takes back a request that is not decided yet.
func WithdrawRequest(tx *db.Tx, ref string, number int, key string, version int) (requestRef string, err error) {
	p, r, err := open(tx, ref, number, access.GrantAsk)
	if err != nil {
		return "", err
	}
	if !MayWithdraw(tx.Actor(), p, *r) {
		return "", models.Denied("grant.withdraw")
	}
	if made, err := tx.Once(key); err != nil || made != "" {
		return made, err
	}
	if err := r.undecided(version); err != nil {
		return "", err
	}
	if err := r.decide(tx, Withdrawn, ""); err != nil {
		return "", err
	}
	if err := tx.Audit("grant.withdrawn", "grant", r.ID, p.ID, models.Facts{"ref": r.Ref}); err != nil {
		return "", err
	}
	return r.Ref, tx.Done(key, r.Ref)
}

// open loads a project through the actor's permission and a request through the project.
func open(tx *db.Tx, ref string, number int, action access.Action) (*programme.Project, *Request, error) {
	p, err := programme.Load(tx, ref, action)
	if err != nil {
		return nil, nil, err
	}
	r, err := requestOf(tx, p, number)
	return p, r, err
}

// stale is the answer to who works on a request that changed meanwhile.
func (r *Request) stale() *models.Problem {
	return &models.Problem{Kind: models.Conflict, Code: "grant.stale", Facts: models.Facts{"ref": r.Ref}}
}

func (r *Request) undecided(version int) error {
	if r.State != Submitted || r.Version != version {
		return r.stale()
	}
	return nil
}

// decide ends the waiting of a request, guarded by the version it was read at.
func (r *Request) decide(tx *db.Tx, to State, reason string) error {
	n, err := tx.Exec(`UPDATE grant_requests SET state = ?, decided_on = ?, decided_by = ?, decision_reason = ?, version = version + 1
		WHERE id = ? AND state = ? AND version = ?`,
		to, tx.Today(), db.Nullable(tx.Actor().AccountID), reason, r.ID, Submitted, r.Version)
	if err != nil {
		return fmt.Errorf("decide %s: %w", r.Ref, err)
	}
	if n == 0 {
		return r.stale()
	}
	return nil
}
