package project

import (
	"context"
	"net/url"

	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/programme"
	"eclosion/views/saved"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// List is the list of dossiers. Query is what the address asks; Own is the list of
// somebody who is only a holder.
type List struct {
	Query      url.Values
	Rows       []programme.Row
	Unread     map[int64]int // messages to read, by dossier
	Counts     map[programme.Phase]int
	Next       string
	Today      models.Date
	Saved      saved.Bar
	Own        bool
	IsCoach    bool
	Sites      []programme.Site
	Programmes []programme.Programme
	Cohorts    []programme.Cohort
	Coaches    []accounts.Account
}

// journeyPhases are the tabs of the list: what follows an acceptance.
var journeyPhases = []programme.Phase{programme.Accepted, programme.Coaching, programme.Test, programme.Launched, programme.FollowedUp, programme.Exited}

// with gives the address of the same list with one thing changed, from its first page.
func (l List) with(name, value string) string {
	q := url.Values{}
	for k, v := range l.Query {
		if k != "apres" && len(v) > 0 && v[0] != "" {
			q.Set(k, v[0])
		}
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return "/projets"
	}
	return "/projets?" + q.Encode()
}

func (l List) tabs(ctx context.Context) []ui.Link {
	total := 0
	for _, p := range journeyPhases {
		total += l.Counts[p]
	}
	current := l.Query.Get("phase")
	tabs := []ui.Link{{Href: l.with("phase", ""), Label: wording.T(ctx, "Tous"), Count: wording.Count(total), Current: current == ""}}
	for _, p := range journeyPhases {
		tabs = append(tabs, ui.Link{Href: l.with("phase", string(p)), Label: wording.PhaseLabel(ctx, p), Count: wording.Count(l.Counts[p]), Current: current == string(p)})
	}
	return tabs
}

// filtered reports whether anything but the phase narrows the list.
func (l List) filtered() bool {
	for name, v := range l.Query {
		if name != "phase" && name != "apres" && name != "tri" && len(v) > 0 && v[0] != "" {
			return true
		}
	}
	return false
}

func (l List) reset() string {
	if l.filtered() {
		return l.Saved.Whole()
	}
	return ""
}

func (l List) form() ui.Form { return ui.Form{Scope: "filtre", Values: l.Query} }

func (l List) siteOptions() []ui.Option {
	var list []ui.Option
	for _, s := range l.Sites {
		list = append(list, ui.Option{Value: s.Code, Label: s.Name})
	}
	return list
}

func (l List) programmeOptions() []ui.Option {
	var list []ui.Option
	for _, p := range l.Programmes {
		list = append(list, ui.Option{Value: p.Code, Label: p.Name})
	}
	return list
}

func (l List) cohortOptions() []ui.Option {
	var list []ui.Option
	for _, c := range l.Cohorts {
		label := c.Name
		if label != c.Ref {
			label = c.Ref + ", " + c.Name
		}
		list = append(list, ui.Option{Value: c.Ref, Label: label})
	}
	return list
}

func (l List) coachOptions() []ui.Option {
	var list []ui.Option
	for _, a := range l.Coaches {
		list = append(list, ui.Option{Value: a.PublicID, Label: a.Name})
	}
	return list
}

func (l List) pager(ctx context.Context) ui.Page {
	p := ui.Page{}
	if l.Query.Get("apres") != "" {
		p.First = l.with("apres", "")
	}
	if l.Next != "" {
		p.Next = l.with("apres", l.Next)
	}
	if p.First != "" || p.Next != "" {
		p.Summary = wording.N(ctx, "%s projet sur cette page", "%s projets sur cette page", len(l.Rows), wording.Count(len(l.Rows)))
	}
	return p
}

// end says when the phase of a row ends, and how that should look.
func (l List) end(ctx context.Context, r programme.Row) (string, ui.Tone) {
	left := l.Today.DaysUntil(r.PhaseEndsOn)
	switch {
	case r.SuspendedOn != "":
		return wording.T(ctx, "Suspendu depuis le %s", wording.Date(r.SuspendedOn)), ui.Wait
	case r.PhaseEndsOn == "":
		return "", ui.Plain
	case left < 0:
		return wording.T(ctx, "Dépassée de %s", wording.Days(ctx, -left)), ui.Stop
	case left <= soonDays:
		return wording.T(ctx, "Dans %s", wording.Days(ctx, left)), ui.Wait
	}
	return wording.Date(r.PhaseEndsOn), ui.Plain
}

// soonDays is when an end that comes near asks for attention.
const soonDays = 30

func title(ctx context.Context, s string) string {
	if s == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return s
}

func meetingDay(r programme.Row) string {
	if r.LastMeetingOn == "" {
		return ""
	}
	return wording.Date(r.LastMeetingOn)
}

func nextDay(r programme.Row) string {
	if r.NextMeetingAt.IsZero() {
		return ""
	}
	return wording.Moment(r.NextMeetingAt)
}
