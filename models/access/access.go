// Package access says who may do what: roles, actors, actions and the one table
// that decides. It knows no record and asks no database; a store tells it how
// an actor stands to a dossier, and it answers.
package access

import "slices"

// Role is what an account is in the couveuse. An account may have several.
type Role string

// The roles.
const (
	Candidate     Role = "candidate"
	Coach         Role = "coach"
	Jury          Role = "jury"
	Manager       Role = "manager"
	Administrator Role = "administrator"
)

// Roles lists every role, in the order in which pages show them.
func Roles() []Role { return []Role{Candidate, Coach, Jury, Manager, Administrator} }

// AllSites stands for every site in a Grant.
const AllSites int64 = 0

// Grant is a role held on one site, or on AllSites.
type Grant struct {
	Role   Role
	SiteID int64
}

// Actor is who acts: a signed-in account, or the operator at the command line.
type Actor struct {
	AccountID int64 // 0 for the operator
	PersonID  int64 // the candidate's own person, else 0
	Name      string
	Grants    []Grant
	operator  bool
}

// Operator acts from the command line: imports, demo data, upkeep. No web
// request ever carries it.
func Operator(name string) Actor { return Actor{Name: name, operator: true} }

// IsOperator reports whether the actor is the operator.
func (a Actor) IsOperator() bool { return a.operator }

// SignedIn reports whether there is an account behind the actor.
func (a Actor) SignedIn() bool { return a.AccountID != 0 }

// Has reports whether the actor holds the role anywhere.
func (a Actor) Has(r Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == r })
}

// Sites gives the sites on which the actor holds the role; all is true when it
// holds it everywhere.
func (a Actor) Sites(r Role) (sites []int64, all bool) {
	for _, g := range a.Grants {
		if g.Role != r {
			continue
		}
		if g.SiteID == AllSites {
			return nil, true
		}
		sites = append(sites, g.SiteID)
	}
	return sites, false
}

// onSite reports whether the role is held on that site.
func (a Actor) onSite(r Role, site int64) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g.Role == r && (g.SiteID == AllSites || g.SiteID == site)
	})
}

// Standing is how an actor stands to one dossier.
type Standing struct {
	SiteID   int64
	Own      bool // the actor is its holder
	Assigned bool // the actor works on it today: coaches it, or stands in for who does
	Seated   bool // the actor sits on an open committee that has the file, and declared no conflict of interest
	Blind    bool // one of these committees judges without learning who applies
	Conflict bool // the actor is a juror who declared a conflict of interest on it, and it is not decided yet
	Unsent   bool // a draft that was never submitted, given up or not: its author's alone
}

// May reports whether the actor may do the action on a dossier that it stands so to.
func May(a Actor, action Action, s Standing) bool {
	if a.operator {
		return true
	}
	for role, reach := range policy[action] {
		if a.Has(role) && reaches(a, role, reach, s) {
			return true
		}
	}
	return false
}

func reaches(a Actor, role Role, reach Reach, s Standing) bool {
	if (s.Unsent || s.Conflict) && reach != Own {
		return false
	}
	switch reach {
	case Own:
		return s.Own
	case Committee:
		return s.Seated
	case NamedCommittee:
		return s.Seated && !s.Blind
	case Assigned:
		return s.Assigned
	case Site:
		return s.Assigned && role == Coach || a.onSite(role, s.SiteID)
	case Anywhere:
		return true
	}
	return false
}

// Can reports whether the actor may do the action on at least something: the
// question a route asks before any record is known.
func Can(a Actor, action Action) bool {
	if a.operator {
		return true
	}
	rules, known := policy[action]
	if !known {
		return false
	}
	if action == Public {
		return true
	}
	if !a.SignedIn() {
		return false
	}
	if len(rules) == 0 {
		return true // any signed-in account
	}
	for role := range rules {
		if a.Has(role) {
			return true
		}
	}
	return false
}

// CanOnSite reports whether the actor may do the action for something of that
// site that is no dossier (a cohort, a committee).
func CanOnSite(a Actor, action Action, site int64) bool {
	if a.operator {
		return true
	}
	for role, reach := range policy[action] {
		switch reach {
		case Anywhere:
			if a.Has(role) {
				return true
			}
		case Site:
			if a.onSite(role, site) {
				return true
			}
		}
	}
	return false
}

// SitesFor gives the sites on which the action is allowed; all is true for every site.
func SitesFor(a Actor, action Action) (sites []int64, all bool) {
	if a.operator {
		return nil, true
	}
	for role, reach := range policy[action] {
		switch reach {
		case Anywhere:
			if a.Has(role) {
				return nil, true
			}
		case Site:
			more, every := a.Sites(role)
			if every {
				return nil, true
			}
			sites = append(sites, more...)
		}
	}
	return sites, false
}

// ReachOf gives how far a role carries an action; Nowhere when it does not.
func ReachOf(action Action, role Role) Reach { return policy[action][role] }
