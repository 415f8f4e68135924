package documents

import (
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Verdict is what a reviewer says of a document.
type Verdict struct {
	Review Review // New takes an earlier verdict back
	Reason string // of a refusal; the holder reads it
}

// CheckVerdict says what is wrong with a verdict. Fields: "verdict", "document_reason".
func CheckVerdict(v Verdict) *models.Problem {
	var f models.Faults
	if !slices.Contains([]Review{New, Accepted, Refused}, v.Review) {
		f.Field("verdict", "oneof", nil)
	}
	if v.Review == Refused && v.Reason == "" {
		f.Field("document_reason", "required", nil)
	}
	f.Length("document_reason", v.Reason, MaxNote)
	return models.Fields(f...)
}

// Judge accepts a document, refuses it with a reason, or takes that back. version is the
// document's. A refusal is told to the holder.
func Judge(tx *db.Tx, ref, publicID string, version int, v Verdict) error {
	p, err := programme.Load(tx, ref, access.DocumentReview)
	if err != nil {
		return err
	}
	d, err := find(tx, p, publicID)
	if err != nil {
		return err
	}
	if v.Review != Refused {
		v.Reason = ""
	}
	switch problem := CheckVerdict(v); {
	case problem != nil:
		return problem
	case !d.RemovedAt.IsZero():
		return models.Missing("document")
	case d.Scan == Infected:
		return models.Refuse("document.gone", models.Facts{"name": d.Name})
	case d.Version != version:
		return models.Stale("document", models.Facts{"ref": p.Ref})
	case d.Review == v.Review && d.Reason == v.Reason:
		return nil
	}
	by, at := db.Nullable(tx.Actor().AccountID), tx.Now()
	if v.Review == New {
		by, at = nil, 0
	}
	n, err := tx.Exec(`UPDATE documents SET review = ?, reason = ?, reviewed_by = ?, reviewed_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		v.Review, v.Reason, by, at, d.ID, version)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("document", models.Facts{"ref": p.Ref})
	}
	if err := tx.Audit("document.review", "document", d.ID, p.ID, models.Facts{"category": d.Category, "verdict": v.Review}); err != nil {
		return err
	}
	if v.Review != Refused {
		return nil
	}
	return programme.Tell(tx, p, outbox.DocumentRefused, fmt.Sprintf("document/%d/refused/%d", d.ID, version),
		models.Facts{"category": d.Label, "reason": v.Reason})
}

// Ask is a piece that is wanted, as it was typed.
type Ask struct {
	Category, Note string
	DueOn          models.Date
}

// mostDays bounds how far away a piece may be due: beyond, somebody mistyped.
const mostDays = 366

// CheckAsk says what is wrong with a request. Fields: "category", "piece_note", "piece_due_on".
func CheckAsk(a Ask, known bool, today models.Date) *models.Problem {
	var f models.Faults
	switch {
	case a.Category == "":
		f.Field("category", "required", nil)
	case !known:
		f.Field("category", "oneof", nil)
	}
	f.Length("piece_note", a.Note, MaxNote)
	switch _, err := models.ParseDate(string(a.DueOn)); {
	case a.DueOn == "":
		f.Field("piece_due_on", "required", nil)
	case err != nil:
		f.Field("piece_due_on", "date", nil)
	case a.DueOn < today:
		f.Field("piece_due_on", "past", nil)
	case a.DueOn > today.AddDays(mostDays):
		f.Field("piece_due_on", "not_after", models.Facts{"date": today.AddDays(mostDays)})
	}
	return models.Fields(f...)
}

// AskFor asks the holder of a dossier for a piece, and tells them. The same key again changes
// nothing. A piece that is waited for already is not asked twice ("document.asked").
func AskFor(tx *db.Tx, ref, key string, a Ask) error {
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	p, err := programme.Load(tx, ref, access.DocumentReview)
	if err != nil {
		return err
	}
	if problem := CheckAdd(p.Phase); problem != nil {
		return problem
	}
	c, err := activeCategory(tx, p.ProgrammeID, a.Category)
	if err != nil {
		return err
	}
	if problem := CheckAsk(a, c != nil, tx.Today()); problem != nil {
		return problem
	}
	asked, err := Requests(tx, p)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(asked, func(r Request) bool { return r.Open() && r.Category == c.Code }); i >= 0 {
		return models.Refuse("document.asked", models.Facts{"name": c.Label, "date": asked[i].DueOn})
	}
	var id int64
	_, err = tx.Get([]any{&id}, `INSERT INTO document_requests (project_id, category, note, due_on, after_id, asked_by, asked_at)
		SELECT ?, ?, ?, ?, COALESCE(MAX(d.id), 0), ?, ? FROM documents d WHERE d.project_id = ? RETURNING id`,
		p.ID, c.Code, a.Note, a.DueOn, db.Nullable(tx.Actor().AccountID), tx.Now(), p.ID)
	if err != nil {
		return fmt.Errorf("ask for a piece: %w", err)
	}
	if err := tx.Audit("document.ask", "document_request", id, p.ID, models.Facts{"category": c.Code, "due_on": a.DueOn}); err != nil {
		return err
	}
	err = programme.Tell(tx, p, outbox.PieceAsked, fmt.Sprintf("piece/%d/asked", id), models.Facts{"category": c.Label, "note": a.Note, "due": a.DueOn})
	if err != nil {
		return err
	}
	return tx.Done(key, ref)
}

// Withdraw takes a request back; one that was fulfilled or taken back stays as it is.
func Withdraw(tx *db.Tx, ref string, id int64) error {
	p, err := programme.Load(tx, ref, access.DocumentReview)
	if err != nil {
		return err
	}
	asked, err := Requests(tx, p)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(asked, func(r Request) bool { return r.ID == id })
	if i < 0 {
		return models.Missing("request")
	}
	if !asked[i].Open() {
		return nil
	}
	if _, err := tx.Exec(`UPDATE document_requests SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL`, tx.Now(), id); err != nil {
		return err
	}
	return tx.Audit("document.unask", "document_request", id, p.ID, models.Facts{"category": asked[i].Category})
}

// AskedOf lists the pieces that a person is waited for, over all their dossiers, the most urgent first.
func AskedOf(tx *db.Tx, personID int64) ([]Request, error) {
	return requests(tx, ` WHERE p.person_id = ? AND r.withdrawn_at IS NULL AND NOT `+fulfilled+` ORDER BY r.due_on, r.id`, personID)
}

// remindDays is how long before its day a piece is recalled.
const remindDays = 3

// Remind tells the holders of pieces that are due soon or overdue, each once, and gives how many
// dossiers it looked at.
func Remind(tx *db.Tx) (n int, err error) {
	today := tx.Today()
	due, err := requests(tx, ` WHERE r.withdrawn_at IS NULL AND r.due_on <= ? AND NOT `+fulfilled+` AND NOT EXISTS (SELECT 1 FROM outbox o
		WHERE o.mail_key = 'piece/' || CAST(r.id AS TEXT) || CASE WHEN r.due_on < ? THEN '/late' ELSE '/soon' END) ORDER BY r.id`, today.AddDays(remindDays), today)
	if err != nil {
		return 0, err
	}
	for _, r := range due {
		p, err := programme.LoadByID(tx, r.ProjectID, access.DocumentReview)
		if err != nil {
			return n, err
		}
		late := r.Overdue(today)
		if CheckAdd(p.Phase) != nil || !late && r.AskedAt.Date() == today { // closed meanwhile; or told this very day
			continue
		}
		when := "soon"
		if late {
			when = "late"
		}
		facts := models.Facts{"category": r.Label, "note": r.Note, "due": r.DueOn, "when": when}
		if err := programme.Tell(tx, p, outbox.PieceReminder, fmt.Sprintf("piece/%d/%s", r.ID, when), facts); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
