package selection

import (
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// CommitteeState says whether the members may read and judge.
type CommitteeState string

// The states of a committee.
const (
	Preparing CommitteeState = "preparing"
	Open      CommitteeState = "open"
	Closed    CommitteeState = "closed"
)

// Committee is a group of people who read the files of one cohort.
type Committee struct {
	ID        int64
	Ref       string // CM-JI-LIEGE-2026-2-1
	CohortID  int64
	HeldOn    models.Date
	Place     string
	State     CommitteeState
	CreatedAt models.Instant
	OpenedAt  models.Instant // the first time; 0 before
	Blind     bool           // its members do not learn who applies
	Peers     bool           // who gave an opinion on a file reads those of the others
	BookHours int            // interviews are booked and changed until so long before they begin
	Version   int

	CohortRef, CohortName, SiteName string
	SiteID                          int64
	Files, Opinions                 int // counts, in lists

	// Seated is whether the actor who loaded it sits on it and may judge today.
	Seated bool
	// Managed is whether the actor may change it.
	Managed bool
}

// Member is a jury account, on a committee or free to sit on one.
type Member struct {
	AccountID int64
	PublicID  string
	Name      string
}

// CommitteeDraft is a committee as it was typed.
type CommitteeDraft struct {
	CohortRef string // when it is made; a committee keeps its cohort
	HeldOn    models.Date
	Place     string
	Members   []string // public ids of jury accounts
	Blind     bool
	Peers     bool
	BookHours int
}

// MaxBookHours bounds how long before an interview its booking can be frozen: two weeks.
const MaxBookHours = 336

func (d CommitteeDraft) check() faults {
	var f faults
	f.required("held_on", string(d.HeldOn))
	f.date("held_on", d.HeldOn)
	f.length("place", d.Place, MaxLine)
	f.between("book_hours", d.BookHours, 0, MaxBookHours)
	return f
}

// CreateCommittee makes a committee of a cohort, in preparation, and gives its
// reference. The same key gives the same one.
func CreateCommittee(tx *db.Tx, key string, d CommitteeDraft) (ref string, err error) {
	if ref, err = tx.Once(key); err != nil || ref != "" {
		return ref, err
	}
	var f faults
	f.required("cohort", d.CohortRef)
	f = append(f, d.check()...)
	members, err := membersOf(tx, d.Members, &f)
	if err != nil {
		return "", err
	}
	if problem := models.Fields(f...); problem != nil {
		return "", problem
	}
	cohort, err := cohortFor(tx, d.CohortRef)
	if err != nil {
		return "", err
	}
	n, err := tx.Next("CM-" + cohort.Ref)
	if err != nil {
		return "", err
	}
	ref = fmt.Sprintf("CM-%s-%d", cohort.Ref, n)
	id, err := insertCommittee(tx, ref, cohort.ID, d)
	if err != nil {
		return "", err
	}
	if err := storeMembers(tx, id, members); err != nil {
		return "", err
	}
	if err := tx.Audit("committee.create", "committee", id, 0, models.Facts{"ref": ref, "members": len(members)}); err != nil {
		return "", err
	}
	return ref, tx.Done(key, ref)
}

// cohortFor finds the cohort that a form chose; one out of reach is no choice.
func cohortFor(tx *db.Tx, ref string) (*programme.Cohort, error) {
	cohort, err := programme.LoadCohort(tx, ref, access.CommitteeManage)
	if models.IsKind(err, models.NotFound) || models.IsKind(err, models.Forbidden) {
		var f faults
		f.field("cohort", "oneof", nil)
		return nil, models.Fields(f...)
	}
	return cohort, err
}

// membersOf finds the jury accounts behind public ids; an id that is none is a fault.
func membersOf(tx *db.Tx, ids []string, f *faults) ([]Member, error) {
	all, err := Jury(tx)
	if err != nil {
		return nil, err
	}
	var chosen []Member
	for _, id := range ids {
		i := slices.IndexFunc(all, func(m Member) bool { return m.PublicID == id })
		if i < 0 {
			f.field("members", "oneof", nil)
			return nil, nil
		}
		if !slices.Contains(chosen, all[i]) {
			chosen = append(chosen, all[i])
		}
	}
	return chosen, nil
}

// LoadCommittee gives a committee to who manages its site, or sits on it while it
// is open. For everybody else it is missing.
func LoadCommittee(tx *db.Tx, ref string) (*Committee, error) {
	c, member, err := readCommittee(tx, ref)
	if err != nil {
		return nil, err
	}
	actor := tx.Actor()
	c.Seated = member && c.State == Open && actor.Has(access.Jury)
	c.Managed = access.CanOnSite(actor, access.CommitteeManage, c.SiteID)
	if !c.Seated && !access.CanOnSite(actor, access.CommitteeRead, c.SiteID) {
		return nil, models.Missing("committee")
	}
	return c, nil
}

// manage loads a committee to change it, at the version that was read.
func manage(tx *db.Tx, ref string, version int) (*Committee, error) {
	c, err := LoadCommittee(tx, ref)
	if err != nil {
		return nil, err
	}
	if !c.Managed {
		return nil, models.Denied(string(access.CommitteeManage))
	}
	if c.Version != version {
		return nil, models.Stale("committee", models.Facts{"ref": c.Ref})
	}
	return c, nil
}

// ChangeCommittee changes date, place and members. What members wrote stays.
func ChangeCommittee(tx *db.Tx, ref string, version int, d CommitteeDraft) error {
	c, err := manage(tx, ref, version)
	if err != nil {
		return err
	}
	f := d.check()
	members, err := membersOf(tx, d.Members, &f)
	if err != nil {
		return err
	}
	if c.State == Open && len(d.Members) == 0 {
		f.field("members", "required", nil)
	}
	if problem := models.Fields(f...); problem != nil {
		return problem
	}
	if err := storeCommittee(tx, c, d); err != nil {
		return err
	}
	if err := storeMembers(tx, c.ID, members); err != nil {
		return err
	}
	return tx.Audit("committee.change", "committee", c.ID, 0, models.Facts{"members": len(members), "blind": d.Blind, "peers": d.Peers})
}

// OpenCommittee opens a committee, or opens a closed one again: the files of its cohort that are
// under review or on the waiting list are put on it, and its members see them. The first time it
// takes its copy of the programme's criteria. added says how many files are new.
func OpenCommittee(tx *db.Tx, ref string, version int) (added int, err error) {
	c, err := manage(tx, ref, version)
	if err != nil {
		return 0, err
	}
	if c.State == Open {
		return 0, models.Refuse("committee.already_open", models.Facts{"ref": c.Ref})
	}
	members, err := Members(tx, c)
	if err != nil {
		return 0, err
	}
	if len(members) == 0 {
		return 0, models.Refuse("committee.no_members", models.Facts{"ref": c.Ref})
	}
	if c.OpenedAt.IsZero() {
		if err := copyGrid(tx, c); err != nil {
			return 0, err
		}
	}
	if added, err = addFiles(tx, c); err != nil {
		return 0, err
	}
	if err := storeState(tx, c, Open); err != nil {
		return 0, err
	}
	if err := tellSlots(tx, c); err != nil {
		return 0, err
	}
	return added, tx.Audit("committee.open", "committee", c.ID, 0, models.Facts{"added": added})
}

// RefreshCommittee puts the files on an open committee that came under review since.
func RefreshCommittee(tx *db.Tx, ref string, version int) (added int, err error) {
	c, err := manage(tx, ref, version)
	if err != nil {
		return 0, err
	}
	if c.State != Open {
		return 0, models.Refuse("committee.not_open", models.Facts{"ref": c.Ref})
	}
	if added, err = addFiles(tx, c); err != nil || added == 0 {
		return 0, err
	}
	if err := storeState(tx, c, Open); err != nil {
		return 0, err
	}
	if err := tellSlots(tx, c); err != nil {
		return 0, err
	}
	return added, tx.Audit("committee.refresh", "committee", c.ID, 0, models.Facts{"added": added})
}

// CloseCommittee ends the members' access to the files; their opinions stay.
func CloseCommittee(tx *db.Tx, ref string, version int) error {
	c, err := manage(tx, ref, version)
	if err != nil {
		return err
	}
	if c.State != Open {
		return models.Refuse("committee.not_open", models.Facts{"ref": c.Ref})
	}
	if err := storeState(tx, c, Closed); err != nil {
		return err
	}
	return tx.Audit("committee.close", "committee", c.ID, 0, nil)
}

// LoadFile gives a file of a committee that the actor may see.
func LoadFile(tx *db.Tx, committeeRef, projectRef string) (*Committee, *Application, error) {
	c, err := LoadCommittee(tx, committeeRef)
	if err != nil {
		return nil, nil, err
	}
	a, err := Load(tx, projectRef, access.ApplicationRead)
	if err != nil {
		return nil, nil, err
	}
	on, err := hasFile(tx, c, a.Project)
	if err != nil {
		return nil, nil, err
	}
	if !on {
		return nil, nil, models.Missing("project")
	}
	if c.hides() {
		a.mask()
	}
	return c, a, nil
}

// hides reports whether the actor who loaded the committee must not learn who applies.
func (c *Committee) hides() bool { return c.Blind && !c.Managed }
