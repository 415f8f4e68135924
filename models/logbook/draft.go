package logbook

import (
	"encoding/json"
	"strings"
	"time"

	"eclosion/models"
	"eclosion/models/db"
)

// Limits of the drafts of one account.
const (
	maxDraft  = 1 << 20 // bytes of one, as it is stored
	MaxDrafts = 100     // that wait to be written on

	// AgedDays is when a draft counts as an old one: it is told apart, and never goes by itself.
	AgedDays = 30
	// droppedDays is how long one that was thrown away can be taken back.
	droppedDays = 30
)

// Draft is the form of a meeting as its author left it. Only its author ever reads it.
type Draft struct {
	Key       string
	Ref       string // of its dossier; "" when none is chosen, or when the author no longer reads it
	Holder    string
	Meeting   string // public id of the meeting whose minutes it is; "" for a new one
	Fields    map[string][]string
	StartedAt models.Instant // 0 when the meeting was not started from it
	UpdatedAt models.Instant
	DroppedAt models.Instant // 0 unless it was thrown away
	Version   int
}

// Text gives the first value of a field, "" for none.
func (d Draft) Text(field string) string {
	if v := d.Fields[field]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Aged reports whether the draft was left alone for long.
func (d Draft) Aged(now models.Instant) bool {
	return d.UpdatedAt < now-days(AgedDays)
}

func days(n int) models.Instant {
	return models.Instant(time.Duration(n) * 24 * time.Hour / time.Millisecond)
}

// Page is what a draft is kept for.
type Page struct {
	Key     string // of its form
	Ref     string // of the dossier, "" while none is chosen
	Meeting string // public id of the meeting whose minutes are written; "" for a new one
}

// Keep stores the form of a meeting as it stands and gives its new version; version is the one that the page
// knows, 0 for a draft that is not kept yet. Conflict: another page has kept something meanwhile
// ("meeting_draft.stale"), or the form has made its meeting ("meeting.already"). Refused: "meeting.draft_long",
// "meeting.drafts_many".
func Keep(tx *db.Tx, page Page, fields map[string][]string, version int) (int, error) {
	if err := Unused(tx, page.Key); err != nil {
		return 0, err
	}
	text, err := json.Marshal(worth(fields))
	if err != nil {
		return 0, err
	}
	if len(text) > maxDraft {
		return 0, models.Refuse("meeting.draft_long", nil)
	}
	projectID, meetingID, err := placeOf(tx, page)
	if err != nil {
		return 0, err
	}
	if version > 0 {
		return version + 1, overwrite(tx, page.Key, projectID, meetingID, string(text), version)
	}
	if err := purge(tx); err != nil {
		return 0, err
	}
	n, err := tx.Count(`SELECT count(*) FROM meeting_drafts WHERE account_id = ? AND dropped_at IS NULL`, tx.Actor().AccountID)
	if err != nil {
		return 0, err
	}
	if n >= MaxDrafts {
		return 0, models.Refuse("meeting.drafts_many", models.Facts{"limit": MaxDrafts})
	}
	return 1, insert(tx, page.Key, projectID, meetingID, string(text))
}

// worth leaves out what is empty and what guards the form itself.
func worth(fields map[string][]string) map[string][]string {
	kept := map[string][]string{}
	for name, values := range fields {
		switch name {
		case "version", "cle", "compte", "brouillon", "ajouter", "demarrer", "encore":
			continue
		}
		if strings.Join(values, "") != "" {
			kept[name] = values
		}
	}
	return kept
}

// Start says that the meeting of a form begins now, and keeps the form with it. One that has begun goes on.
func Start(tx *db.Tx, page Page, fields map[string][]string, version int) error {
	version, err := Keep(tx, page, fields, version)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE meeting_drafts SET started_at = COALESCE(started_at, ?) WHERE account_id = ? AND form_key = ? AND version = ?`,
		tx.Now(), tx.Actor().AccountID, page.Key, version)
	return err
}

// Drop throws a draft of the actor's away, or takes it back.
func Drop(tx *db.Tx, key string, drop bool) error {
	var at any
	if drop {
		at = tx.Now()
	}
	n, err := tx.Exec(`UPDATE meeting_drafts SET dropped_at = ?, version = version + 1 WHERE account_id = ? AND form_key = ?`,
		at, tx.Actor().AccountID, key)
	if err == nil && n == 0 {
		err = models.Missing("meeting_draft")
	}
	return err
}

// DraftOf gives a draft of the actor's; false when there is none under the key.
func DraftOf(tx *db.Tx, key string) (Draft, bool, error) {
	list, err := drafts(tx, ` AND d.form_key = ?`, key)
	if err != nil || len(list) == 0 {
		return Draft{}, false, err
	}
	return list[0], true, nil
}

// Drafts lists the drafts of the actor, the latest first; those thrown away come with them.
func Drafts(tx *db.Tx) ([]Draft, error) {
	return drafts(tx, ` ORDER BY d.updated_at DESC, d.form_key LIMIT 300`)
}

// CountDrafts tells how many drafts of the actor wait.
func CountDrafts(tx *db.Tx) (int, error) {
	return tx.Count(`SELECT count(*) FROM meeting_drafts WHERE account_id = ? AND dropped_at IS NULL`, tx.Actor().AccountID)
}
