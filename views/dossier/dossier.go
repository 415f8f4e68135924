// Package dossier holds the frame around every page of one project: its head, its
// clock and its tabs.
package dossier

import (
	"context"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Head is what the frame knows of the project. Tabs are those open to the reader.
type Head struct {
	Project *programme.Project
	Coaches []programme.Coach
	StandIn []programme.StandIn // who stands in for one of them today
	Clock   *programme.Clock    // nil for a phase without one
	Today   models.Date
	Tabs    []ui.Link
}

// parts turns the head into what the component shows.
func (h Head) parts(ctx context.Context) ui.Dossier {
	p := h.Project
	title := p.Title
	if title == "" {
		title = wording.T(ctx, "Projet sans titre")
	}
	d := ui.Dossier{Reference: p.Ref, Title: title, Href: "/projets/" + p.Ref, Holders: []string{p.Holder()},
		Phase: string(p.Phase), PhaseLabel: wording.PhaseLabel(ctx, p.Phase)}
	for _, c := range h.Coaches {
		d.Coaches = append(d.Coaches, coachName(ctx, c, h.StandIn))
	}
	d.Facts = []ui.Fact{
		{Term: wording.T(ctx, "Programme"), Value: p.ProgrammeName},
		{Term: wording.T(ctx, "Site"), Value: p.SiteName},
		{Term: wording.T(ctx, "Cohorte"), Value: p.CohortRef},
	}
	if !p.SuspendedOn.IsZero() {
		d.Suspended = wording.T(ctx, "Suspendu depuis le %s", wording.LongDate(p.SuspendedOn))
	}
	d.Clock, d.ClockTone = ClockText(ctx, h.Clock, h.Today)
	return d
}

// coachName names a coach, and who stands in for them today.
func coachName(ctx context.Context, c programme.Coach, in []programme.StandIn) string {
	for _, s := range in {
		if s.AbsentID == c.AccountID {
			return wording.T(ctx, "%s, remplacé·e par %s jusqu'au %s", c.Name, s.Name, wording.Date(s.ToOn))
		}
	}
	return c.Name
}

// soonDays is when an end that comes near asks for attention.
const soonDays = 30

// ClockText says how long the phase still runs, and how that should look.
func ClockText(ctx context.Context, c *programme.Clock, today models.Date) (string, ui.Tone) {
	if c == nil {
		return "", ui.Plain
	}
	left := c.DaysLeft(today)
	switch {
	case left < 0:
		return wording.T(ctx, "Échéance dépassée de %s", wording.Days(ctx, -left)), ui.Stop
	case left <= soonDays:
		return wording.T(ctx, "Il reste %s, jusqu'au %s", wording.Days(ctx, left), wording.LongDate(c.End(today))), ui.Wait
	}
	return wording.T(ctx, "Il reste %s, jusqu'au %s", wording.Days(ctx, left), wording.LongDate(c.End(today))), ui.Plain
}
