package day

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// The digest of a week is written on Monday from seven o'clock on; a server that slept then catches up until Tuesday evening.
const (
	digestHour   = 7
	digestDays   = 2
	digestListed = 3 // dossiers named for each kind
)

// DigestWeek gives the Monday whose digest is due, "" when none is.
func DigestWeek(now models.Instant) models.Date {
	monday := now.Date().Monday()
	if now < models.InstantOf(monday.At(digestHour, 0)) || now.Date() >= monday.AddDays(digestDays) {
		return ""
	}
	return monday
}

// DigestReaders lists the active coaches who have not been written the digest of that week, and who want it.
func DigestReaders(tx *db.Tx, monday models.Date) (list []accounts.Account, err error) {
	var ids []int64
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT a.id FROM accounts a WHERE a.state = 'active' AND EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id AND r.role = ?)
		AND NOT EXISTS (SELECT 1 FROM mail_refusals m WHERE m.account_id = a.id AND m.mail_group = ?)
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.mail_key = 'digest/' || CAST(a.id AS TEXT) || '/' || ?) ORDER BY a.id`, access.Coach, outbox.Digest, string(monday))
	for _, id := range ids { // one after the other: each needs its roles whole
		a, err := accounts.ByID(tx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, err
}

// Digest writes to the actor what waits for them this week: how many lines of each kind, and the first dossiers by
// reference, without a name. Nothing is written when nothing waits; twice for a week changes nothing.
func Digest(tx *db.Tx, to accounts.Account, monday models.Date) error {
	d, err := Of(tx)
	if err != nil || d.Count() == 0 {
		return err
	}
	facts := models.Facts{"monday": monday, "total": d.Count()}
	for _, g := range d.Groups {
		var refs []string
		for _, l := range g.Lines {
			if len(refs) < digestListed && !slices.Contains(refs, l.Ref) {
				refs = append(refs, l.Ref)
			}
		}
		facts["n_"+string(g.Kind)], facts["refs_"+string(g.Kind)] = len(g.Lines), strings.Join(refs, ", ")
	}
	return outbox.Put(tx, outbox.Message{Key: fmt.Sprintf("digest/%d/%s", to.ID, monday), Kind: outbox.WeekDigest, To: to.Email, Name: to.Name, AccountID: to.ID, Facts: facts})
}

// Kinds lists the kinds of lines, in the order of a page.
func Kinds() []Kind { return slices.Clone(kinds) }
