package campaign

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// batch is how many questions one transaction opens or recalls: the clock asks again while there are more.
const batch = 100

// OpenDue opens the questions that are due and puts their mails into the outbox. A day that was missed is made up for; what is older than
// six months is left alone. It tells whether more wait.
func OpenDue(tx *db.Tx) (more bool, err error) {
	for _, months := range journeyMonths() {
		due, err := dueEnterprises(tx, months)
		if err != nil {
			return false, err
		}
		for _, d := range due {
			q, fresh, err := insertQuestion(tx, d, months)
			if err != nil {
				return false, err
			}
			if !fresh { // another server was quicker
				continue
			}
			if err := mail(tx, q, 0); err != nil {
				return false, err
			}
			if err := tx.Audit("campaign.open", "follow_question", q.ID, q.ProjectID, models.Facts{"months": months}); err != nil {
				return false, err
			}
		}
		more = more || len(due) == batch
	}
	return more, nil
}

// Remind puts the reminders that are due into the outbox: 14 and 28 days after the first mail, each once.
func Remind(tx *db.Tx) (more bool, err error) {
	list, err := toRemind(tx)
	if err != nil {
		return false, err
	}
	for i := range list {
		q := &list[i]
		if !q.reminderDue(tx.Today()) {
			continue
		}
		n, err := countReminder(tx, q)
		if err != nil {
			return false, err
		}
		if n == 0 {
			continue
		}
		if err := mail(tx, q, q.Reminders+1); err != nil {
			return false, err
		}
	}
	return len(list) == batch, nil
}

// mail puts the question's mail, or its nth reminder, into the outbox. Its link is made when it leaves (see Fill).
func mail(tx *db.Tx, q *Question, n int) error {
	p, err := programme.LoadByID(tx, q.ProjectID, access.FollowUp)
	if err != nil {
		return err
	}
	return programme.Tell(tx, p, outbox.FollowQuestion, fmt.Sprintf("follow/%d/%d", q.ID, n),
		models.Facts{"question": q.ID, "months": q.Months, "enterprise": q.Enterprise, "reminder": n, "until": string(q.ExpiresOn())})
}

// Fill makes the link that the mail of a question carries, at the moment when it leaves. drop is not empty when the question was
// settled meanwhile.
func Fill(tx *db.Tx, c *outbox.Claimed) (drop string, err error) {
	if c.Kind != outbox.FollowQuestion {
		return "", nil
	}
	id, _ := c.Facts["question"].(float64)
	q, err := byID(tx, int64(id))
	if models.IsKind(err, models.NotFound) {
		return "stale", nil
	}
	if err != nil {
		return "", err
	}
	if q.State != Open || q.expires() <= tx.Now() {
		return "stale", nil
	}
	c.Facts["link"], err = newLink(tx, q)
	return "", err
}
