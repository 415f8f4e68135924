package privacy

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// State is where a request for erasure stands.
type State string

// The states.
const (
	Asked     State = "asked"
	Done      State = "done"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Ask is a person's request that what is held about them be erased.
type Ask struct {
	ID                 int64
	PublicID           string
	PersonID           int64
	Name               string // of the person; "" once erased
	Reason             string
	State              State
	AskedAt, DecidedAt models.Instant
	DecidedBy, Answer  string
	Version            int
	Verdicts           []Verdict // what it would do today, or what stayed
}

// Erasable counts the dossiers that would be erased.
func (a *Ask) Erasable() int {
	n := 0
	for _, v := range a.Verdicts {
		if v.Erasable() {
			n++
		}
	}
	return n
}

// Whole reports whether person and account go too: nothing has to be kept.
func (a *Ask) Whole() bool { return a.Erasable() == len(a.Verdicts) }

// AnswerDays is how long the law gives for an answer (GDPR, article 12(3): one month).
const AnswerDays = 30

// MaxText bounds a reason and an answer, in characters.
const MaxText = 2000

// AskErasure records that the actor asks for erasure; asking again while it waits changes nothing.
// Field: "erasure_reason".
func AskErasure(tx *db.Tx, key, reason string) error {
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	actor := tx.Actor()
	if actor.PersonID == 0 || !access.Can(actor, access.OwnData) {
		return models.Denied(string(access.OwnData))
	}
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) > MaxText {
		return models.Fields(models.FieldProblem{Field: "erasure_reason", Code: "max", Facts: models.Facts{"param": MaxText, "kind": "text"}})
	}
	h, err := holderOf(tx, actor.PersonID)
	if err != nil {
		return err
	}
	a := Ask{PublicID: uuid.NewString(), PersonID: h.id, Reason: reason}
	added, err := insertAsk(tx, &a)
	if err != nil {
		return err
	}
	if added {
		if err := tellAsked(tx, a, h); err != nil {
			return err
		}
		if err := tx.Audit("privacy.ask", "person", h.id, 0, nil); err != nil {
			return err
		}
	}
	return tx.Done(key, a.PublicID)
}

func tellAsked(tx *db.Tx, a Ask, h holder) error {
	key := "erasure/" + strconv.FormatInt(a.ID, 10)
	err := outbox.Put(tx, outbox.Message{Key: key + "/asked", Kind: outbox.ErasureAsked, To: h.email, Name: h.name, AccountID: h.accountID})
	if err != nil {
		return err
	}
	list, err := decidersOf(tx, h.id)
	if err != nil {
		return err
	}
	for _, d := range list {
		err := outbox.Put(tx, outbox.Message{Key: key + "/waiting/" + strconv.FormatInt(d.id, 10), Kind: outbox.ErasureWaiting, To: d.email, Name: d.name,
			AccountID: d.id, Facts: models.Facts{"id": a.PublicID}})
		if err != nil {
			return err
		}
	}
	return nil
}

// WithdrawAsk takes the actor's waiting request back; without one nothing changes.
func WithdrawAsk(tx *db.Tx) error {
	n, err := tx.Exec(`UPDATE erasure_requests SET state = 'withdrawn', decided_at = ?, version = version + 1
		WHERE person_id = ? AND state = 'asked'`, tx.Now(), tx.Actor().PersonID)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit("privacy.withdraw", "person", tx.Actor().PersonID, 0, nil)
}

// Decision is the answer to a request. A refusal says why.
type Decision struct {
	Accept bool
	Answer string
}

// Decide answers a waiting request: accepted, what can be erased is erased at once, and the person and their
// account too when nothing has to be kept. With nothing to erase it can only be refused
// ("erasure.nothing"). The person is told by mail. Field: "answer".
func Decide(tx *db.Tx, publicID string, version int, d Decision) error {
	a, err := LoadAsk(tx, publicID)
	if err != nil {
		return err
	}
	if a.State != Asked || a.Version != version {
		return models.Stale("erasure", nil)
	}
	if a.PersonID == tx.Actor().PersonID {
		return models.Denied(string(access.ErasureDecide))
	}
	d.Answer = strings.TrimSpace(d.Answer)
	switch {
	case !d.Accept && d.Answer == "":
		return models.Fields(models.FieldProblem{Field: "answer", Code: "required"})
	case utf8.RuneCountInString(d.Answer) > MaxText:
		return models.Fields(models.FieldProblem{Field: "answer", Code: "max", Facts: models.Facts{"param": MaxText, "kind": "text"}})
	}
	h, err := holderOf(tx, a.PersonID)
	if err != nil {
		return err
	}
	if a.Verdicts, err = verdicts(tx, a.PersonID); err != nil { // all of them, whatever the actor sees
		return err
	}
	if d.Accept && a.Erasable() == 0 && !a.Whole() {
		return models.Refuse("erasure.nothing", nil)
	}
	if err := settleAsk(tx, a, d); err != nil {
		return err
	}
	if d.Accept {
		if err := execute(tx, a, h); err != nil {
			return err
		}
	}
	if err := tx.Audit("privacy.decide", "erasure_request", a.ID, 0, models.Facts{"accepted": d.Accept}); err != nil {
		return err
	}
	return tellDecided(tx, a, h, d)
}

// execute erases what can be erased, the person with the last dossier.
func execute(tx *db.Tx, a *Ask, h holder) error {
	if len(a.Verdicts) == 0 {
		return anonymisePerson(tx, h, Request)
	}
	for _, v := range a.Verdicts {
		if !v.Erasable() {
			continue
		}
		found, err := lockDossier(tx, v.Ref)
		if err != nil {
			return err
		}
		if err := anonymise(tx, found, Request); err != nil {
			return err
		}
	}
	return nil
}

// tellDecided writes to the address that was there before: this letter is its last trace, and goes
// with Sweep once it has left.
func tellDecided(tx *db.Tx, a *Ask, h holder, d Decision) error {
	m := outbox.Message{Key: "erasure/" + strconv.FormatInt(a.ID, 10) + "/decided", To: h.email, Name: h.name, AccountID: h.accountID}
	switch {
	case !d.Accept:
		m.Kind, m.Facts = outbox.ErasureRefused, models.Facts{"reason": d.Answer}
	default:
		m.Kind, m.Facts = outbox.ErasureDone, models.Facts{"kept": len(a.Verdicts) - a.Erasable()}
		if a.Whole() {
			m.Name, m.AccountID = "", 0
		}
	}
	return outbox.Put(tx, m)
}
