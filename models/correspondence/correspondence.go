package correspondence

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Side is who speaks: the holder, or the couveuse with one voice.
type Side string

// The sides.
const (
	Holder Side = "holder"
	House  Side = "house"
)

// Other is the side that is spoken to.
func (s Side) Other() Side {
	if s == Holder {
		return House
	}
	return Holder
}

// MaxText is the longest message, in characters.
const MaxText = 4000

// TakeBack is how long an author can take a message back.
const TakeBack = 10 * time.Minute

// Message is one message of a thread.
type Message struct {
	ID       int64
	PublicID string
	Side     Side
	AuthorID int64
	Author   string
	Body     string // "" when it is gone
	Gone     Gone
	At       models.Instant
}

// Gone says why a message has no text any more.
type Gone string

// The ways in which a text goes.
const (
	Here      Gone = ""
	Withdrawn Gone = "withdrawn" // by its author
	Erased    Gone = "erased"    // with its dossier
)

// Thread is the messages of a dossier as one side reads them.
type Thread struct {
	Project  *programme.Project
	Side     Side
	Messages []Message       // of one page, oldest first
	Older    int64           // where the page of older ones ends; 0 when there are none
	Unread   int             // how many messages the side has not read
	Read     int64           // up to which id it has read
	Last     int64           // the id of the newest of the page; 0 without any
	OtherHas int64           // up to which id the other side has read
	Closed   *models.Problem // what a new message would be refused for; nil when one can be written
}

// Mine reports whether the message is of the reader's side.
func (t *Thread) Mine(m Message) bool { return m.Side == t.Side }

// IsRead reports whether the other side has read the message.
func (t *Thread) IsRead(m Message) bool { return m.ID <= t.OtherHas }

// SideOf is the side on which the actor stands to a loaded dossier.
func SideOf(p *programme.Project) Side {
	if p.Standing.Own {
		return Holder
	}
	return House
}

// CheckText says what is wrong with a message's text. Field: "message".
func CheckText(text string) *models.Problem {
	switch {
	case strings.TrimSpace(text) == "":
		return models.Fields(models.FieldProblem{Field: "message", Code: "required"})
	case utf8.RuneCountInString(text) > MaxText:
		return models.Fields(models.FieldProblem{Field: "message", Code: "max", Facts: models.Facts{"param": MaxText, "kind": "text"}})
	}
	return nil
}

// CheckOpen says whether a message can be written about a dossier: not before the couveuse
// can see it, and not after it was anonymised.
func CheckOpen(unsent, erased bool) *models.Problem {
	switch {
	case erased:
		return models.Refuse("message.erased", nil)
	case unsent:
		return models.Refuse("message.unsent", nil)
	}
	return nil
}

// CheckTakeBack says whether the actor can take a message back now: their own, within TakeBack.
func CheckTakeBack(m Message, actorID int64, now models.Instant) *models.Problem {
	switch {
	case actorID == 0 || m.AuthorID != actorID:
		return models.Denied("message.withdraw")
	case m.Gone != Here:
		return models.Refuse("message.gone", nil)
	case now.Time().Sub(m.At.Time()) > TakeBack:
		return models.Refuse("message.too_late", models.Facts{"minutes": int(TakeBack / time.Minute)})
	}
	return nil
}

// Load gives the newest messages of a dossier to an actor who may read them.
func Load(tx *db.Tx, ref string) (*Thread, error) { return Page(tx, ref, 0) }

// PageSize is how many messages a page holds.
const PageSize = 100

// Page gives the messages before an id, as a thread's Older has it; 0 for the newest.
func Page(tx *db.Tx, ref string, before int64) (*Thread, error) {
	p, err := programme.Load(tx, ref, access.MessageRead)
	if err != nil {
		return nil, err
	}
	t := &Thread{Project: p, Side: SideOf(p)}
	if t.Messages, err = messages(tx, p.ID, before, PageSize+1); err != nil {
		return nil, err
	}
	if len(t.Messages) > PageSize {
		t.Messages = t.Messages[1:]
		t.Older = t.Messages[0].ID
	}
	if n := len(t.Messages); n > 0 {
		t.Last = t.Messages[n-1].ID
	}
	s, err := stateOf(tx, p.ID)
	if err != nil {
		return nil, err
	}
	t.Unread, t.Read, t.OtherHas = s.unread[t.Side], s.read[t.Side], s.read[t.Side.Other()]
	if !p.May(tx.Actor(), access.MessageWrite) {
		t.Closed = models.Denied(string(access.MessageWrite))
		return t, nil
	}
	t.Closed, err = closed(tx, p)
	return t, err
}

// All gives every message of a dossier that the actor has loaded as its holder, oldest first.
func All(tx *db.Tx, p *programme.Project) ([]Message, error) {
	if !p.May(tx.Actor(), access.MessageRead) {
		return nil, models.Denied(string(access.MessageRead))
	}
	return messages(tx, p.ID, 0, math.MaxInt32)
}

func closed(tx *db.Tx, p *programme.Project) (*models.Problem, error) {
	erased, err := isErased(tx, p.ID)
	return CheckOpen(p.Standing.Unsent, erased), err
}

// Write adds a message of the actor's side, and tells the other side by mail: once, until it
// has read. The same text under the same key again changes nothing; another text is another message: who goes
// back and writes something else, without a script to renew the key, must not lose it. Field: "message".
func Write(tx *db.Tx, ref, key, text string) error {
	if key != "" {
		sum := sha256.Sum256([]byte(text))
		key += "-" + hex.EncodeToString(sum[:8])
	}
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	p, err := programme.Load(tx, ref, access.MessageWrite)
	if err != nil {
		return err
	}
	if problem := CheckText(text); problem != nil {
		return problem
	}
	if refusal, err := closed(tx, p); refusal != nil || err != nil {
		if err != nil {
			return err
		}
		return refusal
	}
	m := Message{PublicID: uuid.NewString(), Side: SideOf(p), AuthorID: tx.Actor().AccountID, Body: text, At: tx.Now()}
	unread, err := add(tx, p, &m)
	if err != nil {
		return err
	}
	if unread == 1 {
		if err := tell(tx, p, m); err != nil {
			return err
		}
	}
	if err := tx.Audit("message.write", "message", m.ID, p.ID, models.Facts{"side": m.Side}); err != nil {
		return err
	}
	return tx.Done(key, ref)
}

// tell puts the mails of a first unread message into the outbox. They carry no word of it.
func tell(tx *db.Tx, p *programme.Project, m Message) error {
	key := "message/" + strconv.FormatInt(m.ID, 10)
	if m.Side == House {
		return programme.Tell(tx, p, outbox.MessageToHolder, key, nil)
	}
	list, err := readersOf(tx, p)
	if err != nil {
		return err
	}
	for _, r := range list {
		err := outbox.Put(tx, outbox.Message{Key: key + "/" + strconv.FormatInt(r.id, 10), Kind: outbox.MessageToHouse, To: r.email, Name: r.name,
			AccountID: r.id, ProjectID: p.ID, Facts: models.Facts{"ref": p.Ref}})
		if err != nil {
			return err
		}
	}
	return nil
}

// MarkRead notes that the actor's side has read up to a message; what is older never comes
// back as unread. Whoever only reads along (a coach of the site) marks nothing.
func MarkRead(tx *db.Tx, ref string, upTo int64) error {
	p, err := programme.Load(tx, ref, access.MessageRead)
	if err != nil {
		return err
	}
	if !p.May(tx.Actor(), access.MessageWrite) {
		return nil
	}
	return markRead(tx, p.ID, SideOf(p), upTo)
}

// Withdraw takes a message back: its text goes, its place stays. Only its author can, and soon.
func Withdraw(tx *db.Tx, ref, publicID string) error {
	p, err := programme.Load(tx, ref, access.MessageWrite)
	if err != nil {
		return err
	}
	m, err := messageOf(tx, p, publicID)
	if err != nil {
		return err
	}
	if problem := CheckTakeBack(m, tx.Actor().AccountID, tx.Now()); problem != nil {
		return problem
	}
	if err := withdraw(tx, p.ID, m); err != nil {
		return err
	}
	return tx.Audit("message.withdraw", "message", m.ID, p.ID, nil)
}
