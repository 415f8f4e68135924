package progress

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

// decidable loads a submitted report for a manager who may decide on it: not who wrote or submitted
// it, and not its holder.
func decidable(tx *db.Tx, ref, publicID string) (Report, error) {
	p, err := programme.Load(tx, ref, access.ProgressDecide)
	if err != nil {
		return Report{}, err
	}
	if p.Standing.Own {
		return Report{}, models.Denied(string(access.ProgressDecide))
	}
	r, err := reportOf(tx, p, publicID)
	if err != nil {
		return r, err
	}
	if problem := CheckDecide(r, tx.Actor().AccountID); problem != nil {
		return r, problem
	}
	return r, nil
}

// ForIssue gives a submitted report, with what was submitted, to a manager who may approve it: the paper is laid
// out from it before [Approve].
func ForIssue(tx *db.Tx, ref, publicID string) (Report, Content, error) {
	r, err := decidable(tx, ref, publicID)
	if err != nil {
		return r, Content{}, err
	}
	c, err := unpack(r)
	return r, c, err
}

// Approve issues a report as it was submitted, at the version that was read, and tells the holder. It is a
// conflict ("paper.stale") when the number was taken while the paper was laid out.
func Approve(tx *db.Tx, ref, publicID string, version int, paper reporting.Issued) error {
	r, err := decidable(tx, ref, publicID)
	if err != nil {
		return err
	}
	if err := reporting.Issue(tx, paper); err != nil {
		return err
	}
	if err := storeIssued(tx, r, version, paper.Number); err != nil {
		return err
	}
	if err := audit(tx, r, "issued", ""); err != nil {
		return err
	}
	return programme.Tell(tx, r.Project, outbox.ProgressIssued, "progress-issued/"+r.PublicID,
		models.Facts{"number": paper.Number, "from": r.Period.From, "to": r.Period.To})
}

// Return gives a report back to its coaches with a reason, at the version that was read, and tells them. Field: "return_reason".
func Return(tx *db.Tx, ref, publicID string, version int, reason string) error {
	r, err := decidable(tx, ref, publicID)
	if err != nil {
		return err
	}
	var list faults
	reason = strings.TrimSpace(reason)
	list.text("return_reason", reason, MaxReason, true)
	if problem := models.Fields(list...); problem != nil {
		return problem
	}
	if err := storeState(tx, r, version, Returned); err != nil {
		return err
	}
	if err := audit(tx, r, "returned", reason); err != nil {
		return err
	}
	return tellCoaches(tx, r, fmt.Sprintf("progress-returned/%s/%d", r.PublicID, version))
}

// tellCoaches writes to who works on the dossier today, and to who submitted the report. The reason is read after signing in.
func tellCoaches(tx *db.Tx, r Report, key string) error {
	working, worker := programme.WorkersOn(tx, "a.id", r.Project.ID)
	var list []outbox.Message
	err := tx.Each(func(rows *sql.Rows) error {
		m := outbox.Message{Kind: outbox.ProgressReturned, ProjectID: r.Project.ID, Facts: models.Facts{"ref": r.Project.Ref, "id": r.PublicID}}
		err := rows.Scan(&m.AccountID, &m.To, &m.Name)
		m.Key = fmt.Sprintf("%s/%d", key, m.AccountID)
		list = append(list, m)
		return err
	}, `SELECT a.id, a.email, a.name FROM accounts a WHERE a.state = 'active' AND (a.id = ? OR `+working+`) ORDER BY a.id`, append([]any{r.SubmittedBy}, worker...)...)
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := outbox.Put(tx, m); err != nil {
			return err
		}
	}
	return nil
}
