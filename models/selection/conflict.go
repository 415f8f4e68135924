package selection

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// Conflict is a member's declaration that they are too near to a file to judge it. While it stands they
// do not read the file, what they wrote is dropped, and what they gave does not count.
type Conflict struct {
	ProjectID  int64
	AccountID  int64
	PublicID   string // the member's
	Name       string
	Reason     string // may be empty
	DeclaredBy string // the member, or who recorded it for them
	DeclaredAt models.Instant
	SetAside   bool // the member had given an opinion: it does not count
}

// DeclareConflict says that the actor has a conflict of interest on a file of an open committee on which it sits.
// From then on the file is closed to them, on every committee. Said twice, it changes nothing.
func DeclareConflict(tx *db.Tx, committeeRef, projectRef, reason string) error {
	c, err := LoadCommittee(tx, committeeRef)
	if err != nil {
		return err
	}
	if !c.Seated {
		return models.Denied(string(access.OpinionGive))
	}
	return recordConflict(tx, c, projectRef, tx.Actor().AccountID, reason)
}

// RecordConflict records a member's conflict of interest in their place, by who manages the committee.
func RecordConflict(tx *db.Tx, committeeRef, projectRef, memberID, reason string) error {
	c, err := managed(tx, committeeRef)
	if err != nil {
		return err
	}
	members, err := Members(tx, c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m Member) bool { return m.PublicID == memberID })
	if i < 0 {
		var f faults
		f.field("member", "oneof", nil)
		return models.Fields(f...)
	}
	return recordConflict(tx, c, projectRef, members[i].AccountID, reason)
}

func recordConflict(tx *db.Tx, c *Committee, projectRef string, accountID int64, reason string) error {
	projectID, err := lockFile(tx, c, projectRef)
	if err != nil {
		return err
	}
	var f faults
	if f.length("conflict_reason", reason, MaxText); f != nil {
		return models.Fields(f...)
	}
	fresh, err := insertConflict(tx, projectID, accountID, reason)
	if err != nil || !fresh {
		return err
	}
	if err := dropDraft(tx, projectID, accountID, 0); err != nil {
		return err
	}
	return tx.Audit("conflict.declare", "account", accountID, projectID, models.Facts{"committee": c.Ref})
}

// LiftConflict takes a member's conflict of interest back, by who manages the committee and is not that member:
// they read the file again, and what they had given counts again. Where none stands it changes nothing.
func LiftConflict(tx *db.Tx, committeeRef, projectRef, memberID string) error {
	c, err := managed(tx, committeeRef)
	if err != nil {
		return err
	}
	projectID, err := lockFile(tx, c, projectRef)
	if err != nil {
		return err
	}
	conflicts, err := Conflicts(tx, c)
	if err != nil {
		return err
	}
	list := conflicts[projectID]
	i := slices.IndexFunc(list, func(x Conflict) bool { return x.PublicID == memberID })
	if i < 0 {
		return nil
	}
	if list[i].AccountID == tx.Actor().AccountID {
		return models.Refuse("conflict.own", models.Facts{"ref": projectRef})
	}
	if err := storeLift(tx, projectID, list[i].AccountID); err != nil {
		return err
	}
	return tx.Audit("conflict.lift", "account", list[i].AccountID, projectID, models.Facts{"committee": c.Ref})
}

// managed loads a committee for who manages it, whatever its version.
func managed(tx *db.Tx, ref string) (*Committee, error) {
	c, err := LoadCommittee(tx, ref)
	if err != nil {
		return nil, err
	}
	if !c.Managed {
		return nil, models.Denied(string(access.CommitteeManage))
	}
	return c, nil
}
