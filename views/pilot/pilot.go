// Package pilot shows all journeys at a glance: the board and its table, what holds dossiers up, the team, places, ends and payments.
// Every number is a link to the list that it counts, and says so to who checks it (data-figure, data-sum).
package pilot

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/views/saved"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Around is what every page of the pilot has: its filters and what they can be.
type Around struct {
	Path       string // of this page
	Query      url.Values
	Today      models.Date
	Sites      []programme.Site
	Programmes []programme.Programme
	Cohorts    []programme.Cohort
	Coaches    []accounts.Account
	Saved      saved.Bar
}

// narrowing are the filters that every page of the pilot takes over from another.
var narrowing = []string{"site", "programme", "cohorte", "coach"}

// to gives an address with the filters of this page, and more.
func (a Around) to(path string, more ...string) string {
	q := url.Values{}
	for _, name := range narrowing {
		if v := a.Query.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		if q.Set(more[i], more[i+1]); more[i+1] == "" {
			q.Del(more[i])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// list gives the address of a figure's list.
func (a Around) list(code string, more ...string) string {
	return a.to("/pilotage/liste", append([]string{"chiffre", code}, more...)...)
}

func (a Around) tabs(ctx context.Context) []ui.Link {
	var list []ui.Link
	for _, t := range []struct{ path, label string }{
		{"/pilotage", wording.T(ctx, "Parcours")}, {"/pilotage/bloques", wording.T(ctx, "Ce qui bloque")}, {"/pilotage/equipe", wording.T(ctx, "Équipe")},
		{"/pilotage/recrutements", wording.T(ctx, "Places")}, {"/pilotage/echeances", wording.T(ctx, "Échéances et paiements")},
	} {
		list = append(list, ui.Link{Href: a.to(t.path), Label: t.label, Current: t.path == a.Path})
	}
	return list
}

func (a Around) form() ui.Form { return ui.Form{Scope: "filtre", Values: a.Query} }

func (a Around) filtered() bool {
	for _, name := range append([]string{"phase", "bloques", "chiffre"}, narrowing...) {
		if a.Query.Get(name) != "" && name != "chiffre" {
			return true
		}
	}
	return false
}

func (a Around) reset() string {
	switch {
	case !a.filtered():
		return ""
	case a.Path == "/pilotage":
		return a.Saved.Whole()
	case a.Query.Get("chiffre") != "":
		return a.Path + "?" + url.Values{"chiffre": {a.Query.Get("chiffre")}}.Encode()
	}
	return a.Path
}

func (a Around) siteOptions() (list []ui.Option) {
	for _, s := range a.Sites {
		list = append(list, ui.Option{Value: s.Code, Label: s.Name})
	}
	return list
}

func (a Around) programmeOptions() (list []ui.Option) {
	for _, p := range a.Programmes {
		list = append(list, ui.Option{Value: p.Code, Label: p.Name})
	}
	return list
}

func (a Around) cohortOptions() (list []ui.Option) {
	for _, c := range a.Cohorts {
		list = append(list, ui.Option{Value: c.Ref, Label: c.Ref})
	}
	return list
}

func (a Around) coachOptions() (list []ui.Option) {
	for _, c := range a.Coaches {
		list = append(list, ui.Option{Value: c.PublicID, Label: c.Name})
	}
	return list
}

func phaseOptions(ctx context.Context, phases []programme.Phase) (list []ui.Option) {
	for _, p := range phases {
		list = append(list, ui.Option{Value: string(p), Label: wording.PhaseLabel(ctx, p)})
	}
	return list
}

// Overview is the pipeline, as a board or as a table.
type Overview struct {
	Around
	Blocked, Table bool
	Columns        []pilot.Column
	Sheet          pilot.Sheet
}

// kept are the filters of this page that a move comes back to.
func (o Overview) kept() string { return pilot.Filters(pilot.PilotList, o.Query) }

// with gives the same page with one thing changed, from its beginning.
func (o Overview) with(name, value string) string {
	q := url.Values{}
	for _, n := range append([]string{"phase", "bloques", "vue"}, narrowing...) {
		if v := o.Query.Get(n); v != "" {
			q.Set(n, v)
		}
	}
	if q.Set(name, value); value == "" {
		q.Del(name)
	}
	return "/pilotage?" + q.Encode()
}

// whole is the table of a column.
func (o Overview) whole(p programme.Phase) string {
	blocked := ""
	if o.Blocked {
		blocked = "1"
	}
	return o.to("/pilotage", "vue", "table", "phase", string(p), "bloques", blocked)
}

func (o Overview) switches(ctx context.Context) []ui.Link {
	return []ui.Link{{Href: o.with("vue", ""), Label: wording.T(ctx, "Tableau par étape"), Current: !o.Table},
		{Href: o.with("vue", "table"), Label: wording.T(ctx, "Liste"), Current: o.Table}}
}

// bands are the columns of the journey, those of the applications, and how journeys end.
func (o Overview) bands() (journey, applications, ends []pilot.Column) {
	for _, c := range o.Columns {
		switch {
		case !pilot.HasCards(c.Phase):
			ends = append(ends, c)
		case c.Phase.IsJourney():
			journey = append(journey, c)
		default:
			applications = append(applications, c)
		}
	}
	return journey, applications, ends
}

func (o Overview) pager(ctx context.Context) ui.Page {
	p := ui.Page{}
	if o.Query.Get("apres") != "" {
		p.First = o.with("apres", "")
	}
	if o.Sheet.Next != "" {
		p.Next = o.with("apres", o.Sheet.Next)
	}
	return p
}

func heading(ctx context.Context, title string) string {
	if title == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return title
}

// soon is from how many days before its end on a phase asks for attention.
const soon = 30

// clock says where a dossier stands in its phase.
func clock(ctx context.Context, r programme.Row, today models.Date) (string, ui.Tone) {
	left := today.DaysUntil(r.PhaseEndsOn)
	switch {
	case r.SuspendedOn != "":
		return wording.T(ctx, "Suspendu depuis le %s", wording.Date(r.SuspendedOn)), ui.Wait
	case r.PhaseEndsOn == "":
		return wording.T(ctx, "Depuis %s", wording.Days(ctx, r.PhaseStartedOn.DaysUntil(today))), ui.Plain
	case left < 0:
		return wording.T(ctx, "Échéance dépassée de %s", wording.Days(ctx, -left)), ui.Stop
	case left <= soon:
		return wording.T(ctx, "Se termine dans %s", wording.Days(ctx, left)), ui.Wait
	}
	return wording.T(ctx, "Jusqu'au %s", wording.Date(r.PhaseEndsOn)), ui.Plain
}

// reasons are the words for what holds a dossier up; a card leaves out what its clock says already.
func reasons(ctx context.Context, c pilot.Card, today models.Date, all bool) (list []string) {
	for _, b := range c.Blocks {
		if all || b.Reason != pilot.Overdue {
			list = append(list, wording.BlockText(ctx, b, today))
		}
	}
	return list
}

func coaches(r programme.Row) string {
	var names []string
	for _, c := range r.Coaches {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// href opens a dossier: before the acceptance, its application.
func href(r programme.Row) string {
	if r.Phase.IsApplication() {
		return "/candidatures/" + r.Ref
	}
	return "/projets/" + r.Ref
}

func moves(p programme.Phase) string {
	var list []string
	for _, to := range pilot.MovesFrom(p) {
		list = append(list, string(to))
	}
	return strings.Join(list, " ")
}

// Move is the page of a step that was refused, or that somebody looks at before taking it.
type Move struct {
	Card  pilot.Card
	Today models.Date
	Form  ui.Form
	Back  string // filters of the board
	To    programme.Phase
}

// Number is a number that opens its list.
type Number struct {
	Href  string
	Count int
	Sum   int    // of minutes or cents, where Text tells it
	Text  string // as read; "" for the count
}

func count(href string, c pilot.Count) Number { return Number{Href: href, Count: c.N} }

// amount is what the list is to come to; "" where only its length is told.
func (n Number) amount() string {
	if n.Text == "" {
		return ""
	}
	return strconv.Itoa(n.Sum)
}

func (n Number) text() string {
	if n.Text != "" {
		return n.Text
	}
	return wording.Count(n.Count)
}

// Figure is a figure of a page.
type Figure struct {
	Code  string
	Count pilot.Count
}

// Group is figures under one heading.
type Group struct {
	Area    string // of their codes
	Figures []Figure
}

// Team is the table of the team.
type Team struct {
	Around
	Loads []pilot.Load
}

// Blocks is what holds dossiers up.
type Blocks struct {
	Around
	All     Figure
	Reasons []Figure
}

// Places are the cohorts that are open or coming.
type Places struct {
	Around
	Intakes []pilot.Intake
}

// Ends are ends, unpaid tranches and reports.
type Ends struct {
	Around
	Groups            []Group
	Tranches, Reports []Figure
}

// List is the list behind a figure.
type List struct {
	Around
	Code string
	Page pilot.Page
}

func (l List) pager(ctx context.Context) ui.Page {
	p := ui.Page{}
	if l.Query.Get("apres") != "" {
		p.First = l.list(l.Code)
	}
	if l.Page.Next != "" {
		p.Next = l.list(l.Code, "apres", l.Page.Next)
	}
	return p
}

// sum is what the list comes to: cents, or minutes.
func (l List) sum() string {
	switch l.Page.Kind {
	case pilot.Tranches:
		return strconv.FormatInt(int64(l.Page.Count.Amount), 10)
	case pilot.Meetings:
		return strconv.Itoa(l.Page.Count.Minutes)
	}
	return ""
}

func (l List) lead(ctx context.Context) string {
	c := l.Page.Count
	switch l.Page.Kind {
	case pilot.Tranches:
		return wording.N(ctx, "%s tranche, %s à payer", "%s tranches, %s à payer", c.N, wording.Count(c.N), wording.Money(c.Amount))
	case pilot.Meetings:
		return wording.N(ctx, "%s rencontre, %s", "%s rencontres, %s", c.N, wording.Count(c.N), wording.Duration(c.Minutes))
	case pilot.Actions:
		return wording.N(ctx, "%s action", "%s actions", c.N, wording.Count(c.N))
	case pilot.Reports:
		return wording.N(ctx, "%s rapport", "%s rapports", c.N, wording.Count(c.N))
	}
	return wording.N(ctx, "%s dossier", "%s dossiers", c.N, wording.Count(c.N))
}

// opens is where a line of a list leads, and what it is called.
func (l List) opens(ctx context.Context, i pilot.Item) (to, label string) {
	r := l.Page.Rows[i.ProjectID]
	switch l.Page.Kind {
	case pilot.Meetings:
		return "/projets/" + r.Ref + "/rencontres/" + i.PublicID, wording.T(ctx, "Rencontre du %s", wording.Moment(i.At))
	case pilot.Actions:
		return "/projets/" + r.Ref + "#actions", i.Title
	case pilot.Tranches:
		return "/projets/" + r.Ref + "/bourse/" + strconv.Itoa(i.Number) + "/tranches/" + strconv.FormatInt(i.ID, 10) + "/paiement",
			wording.T(ctx, "Tranche %s, %s", wording.Count(i.Position), wording.Money(i.Amount))
	case pilot.Reports:
		if i.PublicID != "" {
			return "/projets/" + r.Ref + "/progression/rapports/" + i.PublicID, wording.T(ctx, "Rapport de %s", heading(ctx, r.Title))
		}
		return "/projets/" + r.Ref + "/progression", wording.T(ctx, "Rapport à faire : %s", heading(ctx, r.Title))
	}
	return href(r), heading(ctx, r.Title)
}
