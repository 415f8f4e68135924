package campaign

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// ByForm is who acts when a holder answers by the secret link: nobody is signed in, and the link is the permission.
func ByForm() access.Actor { return access.Operator("formulaire de suivi") }

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func newLink(tx *db.Tx, q *Question) (token string, err error) {
	token = strings.ToLower(rand.Text())
	_, err = tx.Exec(`INSERT INTO follow_links (token_hash, question_id, created_at, expires_at) VALUES (?, ?, ?, ?)`, hashOf(token), q.ID, tx.Now(), q.expires())
	return token, err
}

// ByToken gives the question that a secret link opens. One that was never given, or has expired, is missing: both alike.
func ByToken(tx *db.Tx, token string) (*Question, error) {
	var id int64
	found, err := tx.Get([]any{&id}, `SELECT question_id FROM follow_links WHERE token_hash = ? AND expires_at > ?`, hashOf(token), tx.Now())
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, models.Missing("follow_link")
	}
	return byID(tx, id)
}

// AnswerByLink keeps what the holder answers. Who answers a second time corrects; who has not seen that there is an answer already, by
// the phone or from another page, is told first. version is the question's, as the form had it.
func AnswerByLink(tx *db.Tx, token string, version int, a Answer) error {
	q, err := ByToken(tx, token)
	if err != nil {
		return err
	}
	a.Source, a.ObservedOn = journey.FromForm, tx.Today()
	p, err := programme.LoadByID(tx, q.ProjectID, access.FollowUp)
	if err != nil {
		return err
	}
	return answer(tx, p, q.ID, version, a)
}

// Decline ends the questions to an enterprise: its holder wants no more of them. Done twice, it is done once.
func Decline(tx *db.Tx, token string) error {
	q, err := ByToken(tx, token)
	if err != nil {
		return err
	}
	if _, err := programme.LoadByID(tx, q.ProjectID, access.FollowUp); err != nil { // locks it
		return err
	}
	n, err := endAsking(tx, q)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit("campaign.decline", "follow_question", q.ID, q.ProjectID, nil)
}

// Load gives a question to who may record its answer.
func Load(tx *db.Tx, publicID string) (*Question, error) {
	q, err := byPublicID(tx, publicID)
	if err != nil {
		return nil, err
	}
	if _, err := programme.LoadByID(tx, q.ProjectID, access.FollowUp); err != nil {
		if models.IsKind(err, models.NotFound) {
			return nil, models.Missing("follow_question")
		}
		return nil, err
	}
	return q, nil
}

// AnswerByPhone keeps what somebody of the couveuse was told, or that nobody could be reached.
func AnswerByPhone(tx *db.Tx, publicID string, version int, a Answer) error {
	q, err := byPublicID(tx, publicID)
	if err != nil {
		return err
	}
	p, err := programme.LoadByID(tx, q.ProjectID, access.FollowUp)
	if err != nil {
		if models.IsKind(err, models.NotFound) {
			return models.Missing("follow_question")
		}
		return err
	}
	a.Source = journey.FromPhone
	return answer(tx, p, q.ID, version, a)
}

// answer writes one look for the question of a dossier that is locked: of two who come at once the second meets what the first wrote.
func answer(tx *db.Tx, p *programme.Project, id int64, version int, a Answer) error {
	q, err := byID(tx, id)
	if err != nil {
		return err
	}
	if err := a.check(); err != nil {
		return err
	}
	if a.State == journey.Unknown && q.State == Open && !q.MayGiveUp(tx.Today()) {
		return models.Refuse("follow.too_soon", models.Facts{"date": q.MailedOn.AddDays(ReminderDays * (Reminders - q.Reminders))})
	}
	c := a.look(q)
	if version != q.Version {
		switch {
		case q.Said == nil:
			return models.Stale("follow_question", nil)
		case q.Said.says(c): // the same form, sent twice
			return nil
		}
		return &models.Problem{Kind: models.Conflict, Code: "follow.answered", Facts: models.Facts{"source": string(q.Source), "date": q.SettledAt.Date(), "state": string(q.Said.State)}}
	}
	if err := journey.RecordLook(tx, p, c); err != nil {
		return err
	}
	facts := models.Facts{"months": q.Months, "state": a.State, "source": a.Source}
	if c.CorrectsID != 0 {
		facts["corrects"] = c.CorrectsID
	}
	return tx.Audit("campaign.answer", "follow_question", q.ID, q.ProjectID, facts)
}
