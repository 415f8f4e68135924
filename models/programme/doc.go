// Package programme is the hub of the trade: sites, programmes and their dated
// terms, cohorts, persons, projects, the phases of the journey, its clock and
// its rules, the provisional status, and the history of every change.
//
// Rules here are pure: they get the facts and the day, and answer nil or a
// *models.Problem. What one pillar alone knows (meetings, checklist items,
// grants, accounts) lives in that pillar, which may import this package and is
// never imported by it.
package programme
