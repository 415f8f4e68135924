package journey

import (
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// Overview is one dossier whole, as its page shows it to one reader.
type Overview struct {
	*State
	Coaches    []programme.Coach
	Enterprise *Enterprise // nil before a launch
	Holder     programme.Person
	Rights     models.Date // end of the holder's unemployment rights; "" when not known
	Changes    []Change    // oldest first
	Next       *Meeting    // the next one planned
	Actions    []Action    // open, the most urgent first
	Plan       plan.Progress
	Sections   []Section // of the business plan, in order; none before there is one
	Report     *Report   // the progress report that was issued last; nil for none
	Grant      Grant
	Eligible   []accounts.Account // who may coach here; for those who assign

	Own, MayMove, MayAssign, MayFollow, MayLog, MayTick, MayWrite bool
}

// Section is how far a section of the business plan is.
type Section struct {
	Title                 string
	Validated, Applicable int
}

// Report is an issued progress report.
type Report struct {
	Number   string
	IssuedAt models.Instant
}

// Meeting is a meeting that is ahead.
type Meeting struct {
	PublicID string
	State    coaching.State
	HeldOn   models.Date
	StartsAt models.Instant
	Minutes  int
	Kind     coaching.Kind
	Medium   coaching.Medium
	Place    string
	Summary  string // shared with the holder
	Coaches  string // names, joined by commas
}

// Action is something to do on the dossier.
type Action struct {
	ID      int64
	Title   string
	ByCoach string // the coach's name; "" for the holder's own
	DueOn   models.Date
}

// Grant is what the dossier's requests come to. Left is what the cap still leaves
// the holder, over all dossiers.
type Grant struct{ Asked, Awarded, Paid, Cap, Left models.Cents }

// LookAt gives a dossier whole to an actor who may read it. What only the couveuse
// may know (coaches' actions) is not there for its holder.
func LookAt(tx *db.Tx, ref string) (*Overview, error) {
	s, err := Load(tx, ref, access.ProjectRead)
	if err != nil {
		return nil, err
	}
	p, actor := s.Project, tx.Actor()
	o := &Overview{State: s, Own: !p.May(actor, access.NoteRead), MayMove: p.May(actor, access.JourneyMove),
		MayAssign: p.May(actor, access.CoachAssign), MayFollow: p.May(actor, access.FollowUp), MayLog: p.May(actor, access.MeetingLog),
		MayTick: p.May(actor, access.ActionTick), MayWrite: p.May(actor, access.MessageWrite)}
	coaches, err := programme.Coaches(tx, []int64{p.ID})
	if err != nil {
		return nil, err
	}
	o.Coaches = coaches[p.ID]
	if o.Enterprise, err = EnterpriseOf(tx, p.ID); err != nil {
		return nil, err
	}
	if o.Holder, err = programme.LoadPerson(tx, p.PersonID); err != nil {
		return nil, err
	}
	if o.Rights, err = endOfRights(tx, p.ID); err != nil {
		return nil, err
	}
	if o.Changes, err = Changes(tx, p.ID); err != nil {
		return nil, err
	}
	if o.MayAssign {
		if o.Eligible, err = accounts.WithRole(tx, access.Coach, p.SiteID); err != nil {
			return nil, err
		}
	}
	return o, o.work(tx)
}

// work adds what is being done on the dossier: meetings, actions, plan, grant.
func (o *Overview) work(tx *db.Tx) (err error) {
	p := o.Project
	if o.Next, err = nextMeeting(tx, p.ID); err != nil {
		return err
	}
	if o.Actions, err = openActions(tx, p.ID, o.Own); err != nil {
		return err
	}
	progress, err := plan.ProgressOf(tx, p.ID)
	if err != nil {
		return err
	}
	o.Plan = progress[p.ID]
	if o.Sections, err = sections(tx, p); err != nil {
		return err
	}
	if o.Report, err = lastReport(tx, p.ID); err != nil {
		return err
	}
	o.Grant, err = grant(tx, p, o.Terms.GrantCap)
	return err
}
