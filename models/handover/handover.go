package handover

import (
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Transfer is what a handover is asked with: dossiers of one coach for another, from today.
type Transfer struct {
	Key      string // the form's own; the same key hands over once
	From, To string // public ids of the coaches
	Refs     []string
	Note     string // for the new coach and the couveuse; never for a holder
	Meetings bool   // the planned meetings to come go along
}

// Done is what became of a handover.
type Done struct {
	To                string // the name of the new coach
	Dossiers          int
	Meetings, Actions int
	Again             bool // the same form had been sent before: nothing was changed
}

// Hand gives dossiers to another coach: for good, from today, all of them or none. Their holders are told who coaches
// them. A dossier that its coach does not coach any more, or that changed hands at the same moment, is a conflict.
// Fields: "handover_refs", "handover_to", "handover_note".
func Hand(tx *db.Tx, t Transfer) (Done, error) {
	before, err := tx.Once(t.Key)
	if err != nil || before != "" {
		return Done{Again: true}, err
	}
	t.Refs, t.Note = sorted(t.Refs), strings.TrimSpace(t.Note)
	from, err := accounts.ByPublicID(tx, t.From)
	if err != nil {
		return Done{}, err
	}
	dossiers, err := open(tx, from, t.Refs)
	if err != nil {
		return Done{}, err
	}
	to, fields, err := taker(tx, t.To, dossiers)
	if err != nil {
		return Done{}, err
	}
	if problem := models.Fields(append(checkTransfer(t), fields...)...); problem != nil {
		return Done{}, problem
	}
	done, err := hand(tx, t, from, to, dossiers)
	if err != nil {
		return done, err
	}
	return done, tx.Done(t.Key, "/passation")
}

func hand(tx *db.Tx, t Transfer, from, to accounts.Account, dossiers []*programme.Project) (Done, error) {
	done := Done{To: to.Name, Dossiers: len(dossiers)}
	for _, p := range dossiers {
		if err := programme.Reassign(tx, p, from.ID, to.ID); err != nil {
			return done, err
		}
	}
	handed, err := coaching.HandOver(tx, ids(dossiers), from.ID, to.ID, t.Meetings)
	if err != nil {
		return done, err
	}
	if err := booking.HandOver(tx, handed.Left, from.ID, to.ID); err != nil {
		return done, err
	}
	if err := coaching.RemindAnew(tx, handed.Meetings); err != nil {
		return done, err
	}
	id, err := insertHandover(tx, from, to, t.Note)
	if err != nil {
		return done, err
	}
	for _, p := range dossiers {
		c := handed.Carried[p.ID]
		done.Meetings, done.Actions = done.Meetings+c.Meetings, done.Actions+c.Actions
		if err := insertHandoverProject(tx, id, p.ID, c); err != nil {
			return done, err
		}
		if err := tx.Audit("dossier.handover", "handover", id, p.ID, models.Facts{"coaches": []any{from.ID, to.ID}, "meetings": c.Meetings, "actions": c.Actions}); err != nil {
			return done, err
		}
		if err := told(tx, p, journey.KindHandover, models.Facts{"from": from.Name, "to": to.Name}); err != nil {
			return done, err
		}
		if err := programme.Tell(tx, p, outbox.CoachChanged, fmt.Sprintf("handover/%d/%d", id, p.ID), models.Facts{"coach": to.Name, "was": from.Name}); err != nil {
			return done, err
		}
	}
	return done, nil
}

// told writes the row of history that everybody who reads the dossier may read: names and days, no note.
func told(tx *db.Tx, p *programme.Project, kind string, detail models.Facts) error {
	detail["kind"] = kind
	return programme.RecordChange(tx, programme.Change{ProjectID: p.ID, FromPhase: p.Phase, ToPhase: p.Phase, EffectiveOn: tx.Today()}, detail)
}

// open loads the dossiers in the order of their references, so that two handovers wait for each other and never in a
// ring, and asks of each whether the actor may give it away: a manager of its site, or the coach whose it is. Who stands
// in for a coach may not.
func open(tx *db.Tx, from accounts.Account, refs []string) ([]*programme.Project, error) {
	if len(refs) > MaxDossiers { // said by the rule, without the work
		return nil, models.Fields(checkDossiers(refs)...)
	}
	var list []*programme.Project
	for _, ref := range refs {
		p, err := programme.Load(tx, ref, access.DossierHandover)
		if err != nil {
			return nil, err
		}
		if !mayGive(tx.Actor(), p.SiteID, from.ID) {
			return nil, models.Denied(string(access.DossierHandover))
		}
		if p.Phase.IsApplication() || p.Phase == programme.Exited {
			return nil, models.Refuse("handover.phase", models.Facts{"ref": p.Ref, "phase": p.Phase})
		}
		list = append(list, p)
	}
	return list, nil
}

func mayGive(a access.Actor, siteID, fromID int64) bool {
	return a.AccountID == fromID && fromID != 0 || access.CanOnSite(a, access.DossierHandover, siteID)
}

// taker finds the coach who is to take the dossiers: an active coach of the site of each. The account is locked until the
// end, so that it is not disabled meanwhile.
func taker(tx *db.Tx, publicID string, dossiers []*programme.Project) (accounts.Account, []models.FieldProblem, error) {
	if publicID == "" {
		return accounts.Account{}, nil, nil // said by the rule
	}
	a, err := lockedAccount(tx, publicID)
	if models.IsKind(err, models.NotFound) {
		return a, []models.FieldProblem{{Field: "handover_to", Code: "oneof"}}, nil
	}
	if err != nil {
		return a, nil, err
	}
	if a.State != accounts.Active {
		return a, []models.FieldProblem{{Field: "handover_to", Code: "coach_gone", Facts: models.Facts{"name": a.Name}}}, nil
	}
	sites, all := a.Actor().Sites(access.Coach)
	var elsewhere []string
	for _, p := range dossiers {
		if !all && !slices.Contains(sites, p.SiteID) {
			elsewhere = append(elsewhere, p.Ref)
		}
	}
	if len(elsewhere) > 0 {
		return a, []models.FieldProblem{{Field: "handover_to", Code: "coach_elsewhere", Facts: models.Facts{"name": a.Name, "refs": elsewhere}}}, nil
	}
	return a, nil, nil
}

func sorted(refs []string) []string {
	refs = slices.Clone(refs)
	slices.Sort(refs)
	return slices.Compact(refs)
}

func ids(dossiers []*programme.Project) []int64 {
	list := make([]int64, len(dossiers))
	for i, p := range dossiers {
		list[i] = p.ID
	}
	return list
}
