package programme

import (
	"strings"

	"eclosion/models/access"
	"eclosion/models/db"
)

// seats are the files f that members m read on open committees o.
const seats = `committee_files f JOIN committee_members m ON m.committee_id = f.committee_id
	JOIN committees o ON o.id = f.committee_id AND o.state = 'open'`

// sent is the condition, over projects p, that more than their author may see it.
const sent = `(p.submitted_at IS NOT NULL OR p.phase NOT IN ('draft', 'withdrawn'))`

// applying lists the phases of what is still an application, or never became more.
const applying = `('draft', 'submitted', 'review', 'waitlisted', 'declined', 'withdrawn')`

// recused is the condition, over projects p, that an account declared a conflict of interest on
// what is still an application.
const recused = `(p.phase IN ` + applying + `
	AND p.id IN (SELECT x.project_id FROM conflicts x WHERE x.account_id = ? AND x.lifted_at IS NULL))`

// stand completes how the actor stands to the dossier from what was read of both. Who only
// reads it from a seat on a blind committee does not learn whose it is.
func (p *Project) stand(a access.Actor) {
	s := &p.Standing
	s.SiteID = p.SiteID
	s.Own = a.PersonID != 0 && a.PersonID == p.PersonID
	s.Unsent = p.SubmittedAt.IsZero() && (p.Phase == Draft || p.Phase == Withdrawn)
	s.Conflict = s.Conflict && a.Has(access.Jury) && p.Phase.IsApplication()
	s.Seated = s.Seated && !s.Conflict
	elsewhere := *s
	elsewhere.Seated = false
	if s.Seated && s.Blind && !access.May(a, access.ApplicationRead, elsewhere) {
		p.Masked, p.HolderFirstName, p.HolderLastName = true, "", ""
	}
}

// Visible gives the SQL condition, over projects p, of what the actor may do the
// action on today. It mirrors access.May; a test holds the two against each other.
func Visible(tx *db.Tx, action access.Action) (string, []any) {
	return visible(tx, action, true)
}

// Masked gives the SQL condition, over projects p, that the actor reads a dossier only from a seat on a blind committee, and
// so does not learn whose it is: neither may it be found by a name. It mirrors stand.
func Masked(tx *db.Tx) (string, []any) {
	a := tx.Actor()
	if a.IsOperator() || !a.Has(access.Jury) {
		return "FALSE", nil
	}
	elsewhere, args := visible(tx, access.ApplicationRead, false)
	return `(p.id IN (SELECT f.project_id FROM ` + seats + ` WHERE m.account_id = ? AND o.blind) AND NOT ` + elsewhere + `)`,
		append([]any{a.AccountID}, args...)
}

// conditions are joined by OR, with their arguments.
type conditions struct {
	list []string
	args []any
}

func (c *conditions) add(condition string, args ...any) {
	c.list = append(c.list, condition)
	c.args = append(c.args, args...)
}

func visible(tx *db.Tx, action access.Action, fromSeats bool) (string, []any) {
	a := tx.Actor()
	if a.IsOperator() {
		return "TRUE", nil
	}
	const seated = `p.id IN (SELECT f.project_id FROM ` + seats + ` WHERE m.account_id = ?)`
	const blind = `p.id IN (SELECT f.project_id FROM ` + seats + ` WHERE m.account_id = ? AND o.blind)`
	working, worker := WorksOn(tx, "p.id", a.AccountID)
	var own, others conditions
	for _, role := range access.Roles() {
		if !a.Has(role) {
			continue
		}
		reach := access.ReachOf(action, role)
		switch {
		case reach == access.Own && a.PersonID != 0:
			own.add(`p.person_id = ?`, a.PersonID)
		case reach == access.Committee && fromSeats:
			others.add(seated, a.AccountID)
		case reach == access.NamedCommittee && fromSeats:
			others.add(`(`+seated+` AND NOT `+blind+`)`, a.AccountID, a.AccountID)
		case reach == access.Assigned:
			others.add(working, worker...)
		case reach == access.Site:
			elsewhere, worker := WorksOn(tx, "p.id + 0", a.AccountID) // not by its index, or SQLite gathers whole sites to sort them
			others.addSites(a, role, elsewhere, worker)
		case reach == access.Anywhere:
			others.add("TRUE")
		}
	}
	if len(others.list) > 0 {
		condition := `(` + sent + ` AND (` + strings.Join(others.list, " OR ") + `))`
		if a.Has(access.Jury) {
			condition = `(` + condition + ` AND NOT ` + recused + `)`
			others.args = append(others.args, a.AccountID)
		}
		own.add(condition, others.args...)
	}
	if len(own.list) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(own.list, " OR ") + ")", own.args
}

// addSites adds the sites on which the actor holds the role, and what a coach works on elsewhere.
func (c *conditions) addSites(a access.Actor, role access.Role, working string, worker []any) {
	sites, all := a.Sites(role)
	if all {
		c.add("TRUE")
		return
	}
	in, ids := db.In(sites)
	if role == access.Coach {
		c.add(`(p.site_id IN `+in+` OR `+working+`)`, append(ids, worker...)...)
		return
	}
	c.add(`p.site_id IN `+in, ids...)
}
