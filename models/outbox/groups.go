package outbox

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// Group gathers the kinds that a person accepts or refuses together.
type Group string

// The groups. Essential ones are always sent: links, decisions, and what one must know to
// keep one's rights.
const (
	Essential    Group = "essential"
	Following    Group = "following"    // where one's file stands
	Appointments Group = "appointments" // sessions, interviews: confirmations and reminders
	Messages     Group = "messages"     // somebody wrote on one's dossier
	Digest       Group = "digest"       // what waits for a coach, once a week
)

// groups names the kinds that can be refused; a kind that is not here is essential.
var groups = map[Kind]Group{
	SessionReminder:  Appointments,
	InterviewBooked:  Appointments,
	InterviewMoved:   Appointments,
	BookingPlanned:   Appointments,
	BookingMoved:     Appointments,
	BookingReminder:  Appointments,
	PieceReminder:    Following,
	PlanNews:         Following,
	MessageToHolder:  Messages,
	MessageToHouse:   Messages,
	WorkshopReminder: Appointments,

	ProgressAsked:    Following,
	ProgressReturned: Following,
	ProgressIssued:   Following,
	MinutesReady:     Following,
	MinutesRemarked:  Messages,

	WeekDigest: Digest,
}

// Optional lists the groups that a person may refuse; OptionalFor those that the actor is asked about.
func Optional() []Group { return []Group{Following, Appointments, Messages, Digest} }

// OptionalFor leaves out what the actor's roles never get.
func OptionalFor(a access.Actor) []Group {
	if a.Has(access.Coach) {
		return Optional()
	}
	return slices.DeleteFunc(Optional(), func(g Group) bool { return g == Digest })
}

// Group tells how a kind can be refused.
func (k Kind) Group() Group {
	if g, ok := groups[k]; ok {
		return g
	}
	return Essential
}

// Refused lists the groups that an account does not want by mail.
func Refused(tx *db.Tx, accountID int64) ([]Group, error) {
	var list []Group
	return list, tx.Each(func(rows *sql.Rows) error {
		var g Group
		err := rows.Scan(&g)
		list = append(list, g)
		return err
	}, `SELECT mail_group FROM mail_refusals WHERE account_id = ? ORDER BY mail_group`, accountID)
}

// Prefer writes which optional groups the actor wants; it also holds for what waits already.
// A group that cannot be refused is an invalid field.
func Prefer(tx *db.Tx, wanted []Group) error {
	for _, g := range wanted {
		if !slices.Contains(Optional(), g) {
			return models.Fields(models.FieldProblem{Field: "mail_groups", Code: "oneof"})
		}
	}
	account := tx.Actor().AccountID
	if _, err := tx.Exec(`DELETE FROM mail_refusals WHERE account_id = ?`, account); err != nil {
		return err
	}
	refused := []Group{}
	for _, g := range OptionalFor(tx.Actor()) {
		if slices.Contains(wanted, g) {
			continue
		}
		refused = append(refused, g)
		if _, err := tx.Exec(`INSERT INTO mail_refusals (account_id, mail_group) VALUES (?, ?) ON CONFLICT DO NOTHING`, account, g); err != nil {
			return fmt.Errorf("refuse %s: %w", g, err)
		}
	}
	return tx.Audit("account.mail", "account", account, 0, models.Facts{"refused": refused})
}
