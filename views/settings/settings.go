// Package settings shows what an administrator sets (the couveuse, its sites,
// programmes, terms, plan templates), the accounts, one's own account and the
// form of a cohort.
package settings

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/form"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Yes is what a ticked box sends.
const Yes = "oui"

// Overview is all that the first page of the settings shows.
type Overview struct {
	Couveuse   programme.Couveuse
	Sites      []programme.Site
	Programmes []programme.Programme
	Offers     map[int64][]int64 // the sites of each programme
}

// ProgrammeView is one programme with what belongs to it.
type ProgrammeView struct {
	Programme programme.Programme
	Sites     []string
	Terms     []TermsRow
	Versions  []plan.Version
	Forms     []form.Version
}

// TermsRow is dated terms: whether they are in force, and how many journeys keep them.
type TermsRow struct {
	programme.Terms
	InForce bool
	Used    int
}

// TemplateView is a version of a plan template.
type TemplateView struct {
	Programme programme.Programme
	Template  plan.Template
	Form      ui.Form // only its problems, after a refused change of order or publication
}

func (v TemplateView) draft() bool { return v.Template.State == plan.Draft }

func (v TemplateView) path() string {
	return "/reglages/programmes/" + v.Programme.Code + "/plan/" + strconv.Itoa(v.Template.Number)
}

func (v TemplateView) version() string { return strconv.Itoa(v.Template.Version) }

// move is the hidden part of a button that changes the order.
type move struct {
	section, item int64
	up            bool
	label         string
}

func (m move) direction() string {
	if m.up {
		return "monter"
	}
	return "descendre"
}

// AccountView is one account as an administrator sees it. Link is shown once.
type AccountView struct {
	Account accounts.Account
	Sites   []programme.Site
	Form    ui.Form
	Link    string
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

func crumbs(links ...ui.Link) []ui.Link { return links }

func (v ProgrammeView) path() string { return "/reglages/programmes/" + v.Programme.Code }

func siteNames(o Overview, programmeID int64) string {
	var names []string
	for _, s := range o.Sites {
		for _, site := range o.Offers[programmeID] {
			if site == s.ID {
				names = append(names, s.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}

func siteOptions(sites []programme.Site) []ui.Option {
	var list []ui.Option
	for _, s := range sites {
		list = append(list, ui.Option{Value: id(s.ID), Label: s.Name})
	}
	return list
}

// roleFields are the groups of boxes of an account's roles; AllSites stands first.
var roleFields = []struct {
	role    access.Role
	onSites bool
}{{access.Candidate, false}, {access.Coach, true}, {access.Jury, true}, {access.Manager, true}, {access.Administrator, false}}

// RoleField names the field of a role.
func RoleField(r access.Role) string { return "role_" + string(r) }

func roleOptions(ctx context.Context, onSites bool, sites []programme.Site) []ui.Option {
	if !onSites {
		return []ui.Option{{Value: id(access.AllSites), Label: wording.T(ctx, "Oui")}}
	}
	list := []ui.Option{{Value: id(access.AllSites), Label: wording.T(ctx, "Tous les sites")}}
	return append(list, siteOptions(sites)...)
}

// GrantsText says the roles of an account with their sites.
func GrantsText(ctx context.Context, grants []access.Grant, sites []programme.Site) string {
	names := map[int64]string{}
	for _, s := range sites {
		names[s.ID] = s.Name
	}
	var parts []string
	for _, f := range roleFields {
		var on []string
		held := false
		for _, g := range grants {
			if g.Role != f.role {
				continue
			}
			held = true
			if name := names[g.SiteID]; name != "" {
				on = append(on, name)
			}
		}
		switch label := wording.RoleLabel(ctx, f.role); {
		case held && len(on) > 0:
			parts = append(parts, wording.T(ctx, "%s (%s)", label, strings.Join(on, ", ")))
		case held:
			parts = append(parts, label)
		}
	}
	return strings.Join(parts, " · ")
}

func accountTone(s accounts.State) ui.Tone {
	switch s {
	case accounts.Active:
		return ui.Good
	case accounts.Invited:
		return ui.Wait
	}
	return ui.Stop
}

func monthsRange(ctx context.Context, low, high int) string {
	return wording.T(ctx, "%s à %s mois", wording.Count(low), wording.Count(high))
}

func gateOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, g := range programme.AllGateModes() {
		list = append(list, ui.Option{Value: string(g), Label: wording.GateLabel(ctx, g)})
	}
	return list
}

func activeTag(ctx context.Context, active bool) string {
	if active {
		return wording.T(ctx, "Actif")
	}
	return wording.T(ctx, "Fermé")
}

func activeTone(active bool) ui.Tone {
	if active {
		return ui.Good
	}
	return ui.Plain
}

// enterpriseNumber writes a number as people read it; "" stays.
func enterpriseNumber(s string) string {
	if s == "" {
		return ""
	}
	return models.EnterpriseNumber(s).String()
}
