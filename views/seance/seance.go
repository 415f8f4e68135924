// Package seance shows the information sessions: to visitors who look for one and register, to those who have, and to
// the staff that holds them.
package seance

import (
	"context"
	"net/url"
	"strconv"

	"eclosion/models"
	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Path is the address of a session for visitors.
func Path(publicID string) string { return "/seances/" + url.PathEscape(publicID) }

// OwnPath is the private address of a registration.
func OwnPath(token string) string { return "/inscriptions/" + url.PathEscape(token) }

// StaffPath is the address of a session for who holds it.
func StaffPath(publicID string) string { return "/seances/gerer/" + url.PathEscape(publicID) }

// List is what visitors choose from.
type List struct {
	Sessions   []infosession.Session
	Sites      []programme.Site
	Programmes []programme.Programme
	Form       ui.Form // the filters, as the address has them
	Now        models.Instant
}

// Show is one session for visitors.
type Show struct {
	Session infosession.Session
	Now     models.Instant
	Form    ui.Form
}

// Own is a registration for who holds its link.
type Own struct {
	Session      infosession.Session
	Registration infosession.Registration
	Now          models.Instant
}

// title names a session by what it is about.
func title(ctx context.Context, s infosession.Session) string {
	return wording.T(ctx, "Séance d'information %s", s.Names())
}

// Title is the title of a session's page.
func Title(ctx context.Context, s infosession.Session) string { return title(ctx, s) }

// state says in a word whether one can still register.
func state(ctx context.Context, s infosession.Session, now models.Instant) (ui.Tone, string) {
	switch {
	case s.Cancelled():
		return ui.Stop, wording.T(ctx, "Annulée")
	case s.Started(now):
		return ui.Plain, wording.T(ctx, "Passée")
	case s.Open(now) != nil:
		return ui.Plain, wording.T(ctx, "Inscriptions terminées")
	case s.Left() == 0:
		return ui.Wait, wording.T(ctx, "Complet : liste d'attente")
	}
	return ui.Good, wording.N(ctx, "Il reste %s place", "Il reste %s places", s.Left(), wording.Count(s.Left()))
}

// where says the place in one line.
func where(ctx context.Context, s infosession.Session) string {
	switch {
	case s.Place != "" && s.OnlineURL != "":
		return wording.T(ctx, "%s, ou en ligne", s.Place)
	case s.Place != "":
		return s.Place
	}
	return wording.T(ctx, "En ligne")
}

// facts are what one needs to know to come.
func facts(ctx context.Context, s infosession.Session) []ui.Fact {
	list := []ui.Fact{
		{Term: wording.T(ctx, "Quand"), Value: wording.When(ctx, s.StartsAt)},
		{Term: wording.T(ctx, "Durée"), Value: wording.Duration(s.Minutes)},
		{Term: wording.T(ctx, "Site"), Value: s.SiteName},
		{Term: wording.T(ctx, "Où"), Value: where(ctx, s)},
	}
	if s.Partner != "" {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Avec"), Value: s.Partner})
	}
	return list
}

func heardOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, h := range infosession.HeardChoices() {
		list = append(list, ui.Option{Value: string(h), Label: wording.HeardLabel(ctx, h)})
	}
	return list
}

func siteOptions(sites []programme.Site) []ui.Option {
	var list []ui.Option
	for _, s := range sites {
		list = append(list, ui.Option{Value: s.Code, Label: s.Name})
	}
	return list
}

func programmeOptions(list []programme.Programme) []ui.Option {
	var options []ui.Option
	for _, p := range list {
		options = append(options, ui.Option{Value: p.Code, Label: p.Name})
	}
	return options
}

// reset is where the filters are left behind; "" when none is set.
func (l List) reset() string {
	if l.Form.Value("site") == "" && l.Form.Value("programme") == "" {
		return ""
	}
	return "/seances"
}

// day is a session's day as its small sheet shows it.
func day(s infosession.Session) string { return strconv.Itoa(s.HeldOn.Day()) }

// says how a registration stands: a title, and what it means.
func (o Own) says(ctx context.Context) (head, text string) {
	switch {
	case o.Session.Cancelled():
		return wording.T(ctx, "La séance est annulée"), wording.T(ctx, "Elle n'aura pas lieu. D'autres séances sont annoncées.")
	case o.Registration.State == infosession.Left:
		return wording.T(ctx, "Votre inscription est annulée"), wording.T(ctx, "Nous avons noté que vous ne viendrez pas. Vous pouvez vous réinscrire sur la page de la séance.")
	case o.Registration.State == infosession.Waiting:
		return wording.T(ctx, "Vous êtes au rang %s de la liste d'attente", wording.Count(o.Registration.Rank)),
			wording.T(ctx, "Dès qu'une place se libère, elle va à la première personne de la liste et nous vous écrivons.")
	case o.Session.Started(o.Now):
		return wording.T(ctx, "La séance est passée"), wording.T(ctx, "Vous y aviez une place.")
	}
	return wording.T(ctx, "Votre place est réservée"), wording.T(ctx, "Nous vous attendons.")
}

// leaves reports whether the registration can still be given up.
func (o Own) leaves() bool {
	return o.Registration.State != infosession.Left && !o.Session.Cancelled() && !o.Session.Started(o.Now)
}
