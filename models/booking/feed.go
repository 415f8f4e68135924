package booking

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

// Feed is the secret address at which programs read an account's calendar. The secret itself stands nowhere.
type Feed struct {
	AccountID            int64
	Nameless             bool // a coach's calendar names nobody
	CreatedAt, UpdatedAt models.Instant
}

func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// NewFeed makes the actor's address anew and gives its secret, 130 random bits, once. An address that they had opens nothing
// any more.
func NewFeed(tx *db.Tx) (secret string, err error) {
	account := tx.Actor().AccountID
	if account == 0 {
		return "", models.Denied(string(access.SignedIn))
	}
	secret = strings.ToLower(rand.Text())
	_, err = tx.Exec(`INSERT INTO calendar_feeds (account_id, secret_hash, created_at, updated_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (account_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at, updated_at = excluded.updated_at`,
		account, hash(secret), tx.Now(), tx.Now())
	if err != nil {
		return "", fmt.Errorf("make the calendar's address: %w", err)
	}
	return secret, tx.Audit("feed.create", "account", account, 0, nil)
}

// DropFeed closes the actor's address.
func DropFeed(tx *db.Tx) error {
	n, err := tx.Exec(`DELETE FROM calendar_feeds WHERE account_id = ?`, tx.Actor().AccountID)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit("feed.drop", "account", tx.Actor().AccountID, 0, nil)
}

// SetNameless says whether the actor's calendar names who comes.
func SetNameless(tx *db.Tx, nameless bool) error {
	n, err := tx.Exec(`UPDATE calendar_feeds SET nameless = ?, updated_at = ? WHERE account_id = ?`, nameless, tx.Now(), tx.Actor().AccountID)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Missing("feed")
	}
	return tx.Audit("feed.change", "account", tx.Actor().AccountID, 0, models.Facts{"nameless": nameless})
}

// OwnFeed gives the actor's address; nil when there is none.
func OwnFeed(tx *db.Tx) (*Feed, error) {
	f, found, err := feed(tx, `f.account_id = ?`, tx.Actor().AccountID)
	if err != nil || !found {
		return nil, err
	}
	return &f, nil
}

// FeedBySecret finds whose calendar a secret opens; Missing for one that never was, was closed or replaced, or whose account
// is disabled.
func FeedBySecret(tx *db.Tx, secret string) (Feed, error) {
	f, found, err := feed(tx, `f.secret_hash = ? AND a.state = 'active'`, hash(secret))
	if err == nil && !found {
		err = models.Missing("feed")
	}
	return f, err
}

func feed(tx *db.Tx, condition string, arg any) (f Feed, found bool, err error) {
	found, err = tx.Get([]any{&f.AccountID, &f.Nameless, &f.CreatedAt, &f.UpdatedAt}, `SELECT f.account_id, f.nameless, f.created_at, f.updated_at
		FROM calendar_feeds f JOIN accounts a ON a.id = f.account_id WHERE `+condition, arg)
	if err != nil {
		return f, false, fmt.Errorf("find calendar: %w", err)
	}
	return f, found, nil
}

// Listed is a meeting as a calendar shows it. It holds nothing that its reader may not see: no summary, no note; to a
// holder nobody but the coaches.
type Listed struct {
	PublicID  string
	Sequence  int
	UpdatedAt models.Instant
	State     coaching.State
	StartsAt  models.Instant
	Minutes   int
	Kind      coaching.Kind
	Medium    coaching.Medium
	Place     string
	Ref       string // of the dossier; to a coach "" when they may read none
	OfHolder  bool   // the reader is its holder, not its coach
	Coaches   string
	Holder    string // to a coach
	Others    int    // other dossiers, to a coach
	Topic     string
	Booked    bool
}

// EndsAt is when it is over.
func (l Listed) EndsAt() models.Instant { return l.StartsAt + minutes(l.Minutes) }

// Off reports whether it does not take place: calendars strike it out.
func (l Listed) Off() bool { return l.State == coaching.Cancelled || l.State == coaching.Excused }

// What a calendar holds: from so many days ago to so many months ahead. What was called off stays for as many days, so that
// every program hears of it.
const (
	feedDaysBack    = 30
	feedMonthsAhead = 12
	feedMost        = 2000
)

// CalendarTime is the time that a calendar holds on a day.
func CalendarTime(today models.Date) Stretch {
	return Stretch{models.InstantOf(today.AddDays(-feedDaysBack).Start()), models.InstantOf(today.AddMonths(feedMonthsAhead).Start())}
}

// Calendar lists the meetings of the actor, as a holder and as a coach, within the time that a calendar holds. Group work is told by
// its sessions.
func Calendar(tx *db.Tx) ([]Listed, error) {
	a := tx.Actor()
	var list []Listed
	if a.PersonID != 0 && a.Has(access.Candidate) {
		own, err := listed(tx, true, `FROM projects p JOIN meeting_projects k ON k.project_id = p.id JOIN meetings m ON m.id = k.meeting_id
			LEFT JOIN bookings b ON b.meeting_id = m.id AND b.project_id = p.id WHERE p.person_id = ?`, `p.ref`, a.PersonID)
		if err != nil {
			return nil, err
		}
		list = own
	}
	if a.Has(access.Coach) {
		held, err := listed(tx, false, `FROM meeting_coaches k JOIN meetings m ON m.id = k.meeting_id
			LEFT JOIN bookings b ON b.meeting_id = m.id WHERE k.account_id = ?`, `''`, a.AccountID)
		if err != nil {
			return nil, err
		}
		list = append(list, held...)
	}
	return unique(list), nil
}

// unique keeps the first of each meeting: a calendar holds no UID twice.
func unique(list []Listed) []Listed {
	seen, kept := map[string]bool{}, list[:0]
	for _, l := range list {
		if !seen[l.PublicID] {
			kept = append(kept, l)
		}
		seen[l.PublicID] = true
	}
	return kept
}

func listed(tx *db.Tx, ofHolder bool, from, ref string, whose int64) (list []Listed, err error) {
	within := CalendarTime(tx.Today())
	var ids []int64
	at := map[int64]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		l := Listed{OfHolder: ofHolder}
		var id int64
		err := rows.Scan(&id, &l.PublicID, &l.Sequence, &l.UpdatedAt, &l.State, &l.StartsAt, &l.Minutes, &l.Kind, &l.Medium, &l.Place, &l.Booked, &l.Topic, &l.Ref)
		at[id] = len(list)
		list, ids = append(list, l), append(ids, id)
		return err
	}, `SELECT m.id, m.public_id, m.sequence, m.updated_at, m.state, m.starts_at, m.minutes, m.kind, m.medium, m.place, b.meeting_id IS NOT NULL,
			COALESCE(b.topic, ''), `+ref+` `+from+` AND m.kind <> 'workshop' AND m.starts_at >= ? AND m.starts_at < ? AND (m.state NOT IN ('cancelled', 'excused') OR m.updated_at >= ?)
		ORDER BY m.starts_at, m.id LIMIT ?`, whose, within.From, within.To, within.From, feedMost)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	for len(ids) > 0 { // in parts: a statement takes so many arguments
		part := ids[:min(len(ids), 500)]
		ids = ids[len(part):]
		names, err := coachNames(tx, part)
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			list[at[id]].Coaches = name
		}
		if ofHolder {
			continue
		}
		err = eachHolder(tx, part, func(id int64, ref, name string) {
			l := &list[at[id]]
			if l.Ref == "" {
				l.Ref, l.Holder = ref, name
				return
			}
			l.Others++
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
