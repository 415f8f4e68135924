package seance

import (
	"context"
	"strconv"

	"eclosion/models"
	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Board is the list of who holds sessions.
type Board struct {
	Sessions []infosession.Session
	Over     bool
	Now      models.Instant
}

// Kept is one session for who holds it.
type Kept struct {
	Session       infosession.Session
	Registrations []infosession.Registration
	Now           models.Instant
	Form          ui.Form // of the attendance
	Cancel        ui.Form // of the cancellation
	Invites       bool    // whether the reader may invite people to apply
}

// Edit is the form of a session.
type Edit struct {
	Form       ui.Form
	Session    *infosession.Session // nil for a new one
	Sites      []ui.Option
	Programmes []ui.Option
}

// Values are a session's own as its form shows them.
func Values(s infosession.Session) map[string][]string {
	v := map[string][]string{
		"session_on": {string(s.HeldOn)}, "session_time": {s.StartsAt.Time().Format("15:04")}, "minutes": {strconv.Itoa(s.Minutes)},
		"place": {s.Place}, "online_url": {s.OnlineURL}, "partner": {s.Partner}, "places": {strconv.Itoa(s.Places)},
		"closes_on": {string(s.ClosesOn)}, "notes": {s.Notes},
	}
	for _, p := range s.Programmes {
		v["session_programmes"] = append(v["session_programmes"], strconv.FormatInt(p.ID, 10))
	}
	return v
}

// ProgrammeOptions are the programmes that a session can be about: the open ones, and those it is about.
func ProgrammeOptions(all []programme.Programme, was []infosession.Programme) []ui.Option {
	var list []ui.Option
	for _, p := range all {
		kept := p.Active
		for _, w := range was {
			kept = kept || w.ID == p.ID
		}
		if kept {
			list = append(list, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
		}
	}
	return list
}

func (e Edit) action() string {
	if e.Session == nil {
		return "/seances/gerer"
	}
	return StaffPath(e.Session.PublicID) + "/modifier"
}

func (e Edit) back() string {
	if e.Session == nil {
		return "/seances/gerer"
	}
	return StaffPath(e.Session.PublicID)
}

// editable reports whether the session can still be changed or called off.
func (k Kept) editable() bool { return !k.Session.Cancelled() && !k.Session.Started(k.Now) }

// ticks reports whether it is time to tick who came.
func (k Kept) ticks() bool { return !k.Session.Cancelled() && k.Now.Date() >= k.Session.HeldOn }

// coming are those with a place or waiting.
func (k Kept) coming() (list []infosession.Registration) {
	for _, r := range k.Registrations {
		if r.State != infosession.Left {
			list = append(list, r)
		}
	}
	return list
}

// came counts who was ticked.
func (k Kept) came() (n int) {
	for _, r := range k.Registrations {
		if r.Attended != nil && *r.Attended {
			n++
		}
	}
	return n
}

func (k Kept) figures(ctx context.Context) []ui.Figure {
	list := []ui.Figure{
		{Value: wording.Count(k.Session.Confirmed), Label: wording.T(ctx, "Places prises"), Note: wording.T(ctx, "sur %s", wording.Count(k.Session.Places))},
		{Value: wording.Count(k.Session.Waiting), Label: wording.T(ctx, "Sur la liste d'attente")},
	}
	if k.Session.AttendanceAt != 0 {
		list = append(list, ui.Figure{Value: wording.Count(k.came()), Label: wording.T(ctx, "Personnes venues")})
	}
	return list
}

// partnerCount is what the partner may be told: how many, never who.
func (k Kept) partnerCount(ctx context.Context) string {
	n := k.Session.Confirmed + k.Session.Waiting
	text := wording.N(ctx, "%s du %s : %s personne inscrite", "%s du %s : %s personnes inscrites", n, title(ctx, k.Session), wording.LongDate(k.Session.HeldOn), wording.Count(n))
	if k.Session.AttendanceAt != 0 {
		return wording.N(ctx, "%s, %s venue.", "%s, %s venues.", k.came(), text, wording.Count(k.came()))
	}
	return wording.T(ctx, "%s.", text)
}

func registrationTone(s infosession.State) ui.Tone {
	switch s {
	case infosession.Confirmed:
		return ui.Good
	case infosession.Waiting:
		return ui.Wait
	}
	return ui.Plain
}

// registrationState says how a registration stands, with its rank.
func registrationState(ctx context.Context, r infosession.Registration) string {
	if r.State == infosession.Waiting {
		return wording.T(ctx, "Attente, rang %s", wording.Count(r.Rank))
	}
	return wording.RegistrationLabel(ctx, r.State)
}

// fullName is a name on a list, or what stands for one that was erased.
func fullName(ctx context.Context, r infosession.Registration) string {
	if r.Erased {
		return wording.T(ctx, "Données effacées")
	}
	return r.Name()
}

// boardPlaces says what a line of the board says of places.
func boardPlaces(ctx context.Context, s infosession.Session) string {
	text := wording.T(ctx, "%s sur %s", wording.Count(s.Confirmed), wording.Count(s.Places))
	if s.Waiting > 0 {
		return wording.T(ctx, "%s, %s en attente", text, wording.Count(s.Waiting))
	}
	return text
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// Rows are the registrations of a session for a spreadsheet, with their heads.
func Rows(ctx context.Context, list []infosession.Registration) [][]string {
	rows := [][]string{{wording.T(ctx, "Nom de famille"), wording.T(ctx, "Prénom"), wording.T(ctx, "Adresse e-mail"), wording.T(ctx, "Téléphone"),
		wording.T(ctx, "Inscription"), wording.T(ctx, "Rang"), wording.T(ctx, "Présence"), wording.T(ctx, "Source"), wording.T(ctx, "Inscrit le")}}
	for _, r := range list {
		rank, came := "", ""
		if r.Rank > 0 {
			rank = strconv.Itoa(r.Rank)
		}
		if r.Attended != nil {
			came = wording.T(ctx, "non")
			if *r.Attended {
				came = wording.T(ctx, "oui")
			}
		}
		rows = append(rows, []string{r.LastName, r.FirstName, r.Email, r.Phone, wording.RegistrationLabel(ctx, r.State), rank, came,
			wording.HeardLabel(ctx, r.Heard), wording.Date(r.CreatedAt.Date())})
	}
	return rows
}

func (e Edit) lead(ctx context.Context) string {
	if e.Session == nil {
		return wording.T(ctx, "Elle paraît sur la page publique dès que vous l'enregistrez.")
	}
	return wording.T(ctx, "Si la date, l'heure, la durée ou le lieu changent, les personnes inscrites sont prévenues et leur agenda suit. Plus de places font entrer la liste d'attente.")
}

func (e Edit) submit(ctx context.Context) string {
	if e.Session == nil {
		return wording.T(ctx, "Annoncer la séance")
	}
	return wording.T(ctx, "Enregistrer")
}
