package workshop

import (
	"context"
	"net/url"
	"strconv"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/workshop"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Board is the list of who keeps workshops.
type Board struct {
	List  []workshop.Workshop
	Over  bool
	Now   models.Instant
	Form  ui.Form // the filters, as the address has them
	Sites []ui.Option
	Page  ui.Page
}

// Kept is one workshop for who keeps it.
type Kept struct {
	Workshop   workshop.Workshop
	Enrolments []workshop.Enrolment
	Came       map[int64]int // by session
	Now        models.Instant
	Find       Find
	Form       ui.Form // of an enrolment
	Cancel     ui.Form
}

// Find is a search for a dossier to put on a workshop, or on the attendance of a session.
type Find struct {
	Query string
	Found []programme.Row
	More  bool // there are more than are shown
}

// Edit is the form of a workshop.
type Edit struct {
	Form              ui.Form
	Workshop          *workshop.Workshop // nil for a new one
	Sites, Programmes []ui.Option
}

// SessionEdit is the form of a session.
type SessionEdit struct {
	Form     ui.Form
	Cancel   ui.Form
	Workshop workshop.Workshop
	Session  *workshop.Session // nil for a new one
	Leaders  []ui.Option
}

// Attendance is the page on which who came to a session is marked.
type Attendance struct {
	Workshop workshop.Workshop
	Session  workshop.Session
	Places   []workshop.Place
	Now      models.Instant
	Find     Find
	Marks    ui.Form // what is wrong with a mark
	Closing  ui.Form
}

// Yes is the value of a ticked box.
const Yes = "oui"

// Values are a workshop's own as its form shows them.
func Values(w workshop.Workshop) url.Values {
	v := url.Values{"workshop_title": {w.Title}, "workshop_description": {w.Description}, "places": {strconv.Itoa(w.Places)}}
	if w.Open {
		v.Set("open", Yes)
	}
	for _, p := range w.Programmes {
		v.Add("workshop_programmes", id(p.ID))
	}
	return v
}

// SessionValues are a session's own as its form shows them.
func SessionValues(s workshop.Session) url.Values {
	v := url.Values{"session_on": {string(s.HeldOn)}, "session_from": {wording.Clock(s.StartsAt.Time())}, "session_to": {wording.Clock(s.EndsAt().Time())},
		"place": {s.Place}, "online_url": {s.OnlineURL}, "speaker": {s.Speaker}}
	for _, l := range s.Leaders {
		v.Add("leaders", l.PublicID)
	}
	return v
}

// NextValues suggest a further session: a week after the last one, as that one was.
func NextValues(w workshop.Workshop) url.Values {
	live := w.Live()
	if len(live) == 0 {
		return url.Values{"place": {w.SiteAddress}}
	}
	v := SessionValues(live[len(live)-1])
	v.Set("session_on", string(live[len(live)-1].HeldOn.AddDays(7)))
	return v
}

// ClosingValues are what the closing of a session says as its form shows it.
func ClosingValues(s workshop.Session) url.Values {
	return url.Values{"minutes": {strconv.Itoa(s.Took())}, "workshop_summary": {s.Summary}}
}

func (e Edit) action() string {
	if e.Workshop == nil {
		return Home
	}
	return Path(e.Workshop.PublicID) + "/modifier"
}

func (e Edit) back() string {
	if e.Workshop == nil {
		return Home
	}
	return Path(e.Workshop.PublicID)
}

func (e Edit) submit(ctx context.Context) string {
	if e.Workshop == nil {
		return wording.T(ctx, "Créer l'atelier")
	}
	return wording.T(ctx, "Enregistrer")
}

func (e SessionEdit) action() string {
	if e.Session == nil {
		return Path(e.Workshop.PublicID) + "/seances"
	}
	return SessionPath(e.Workshop.PublicID, e.Session.PublicID) + "/modifier"
}

func (e SessionEdit) lead(ctx context.Context) string {
	if e.Workshop.Enrolled == 0 {
		return ""
	}
	if e.Session == nil {
		return wording.T(ctx, "Les personnes inscrites sont prévenues, avec le rendez-vous pour leur agenda.")
	}
	return wording.T(ctx, "Si la date, l'heure ou le lieu changent, les personnes inscrites sont prévenues et leur agenda suit.")
}

// marks reports whether it is time to mark who came to a session.
func marks(s workshop.Session, now models.Instant) bool { return s.Marking(now.Date()) == nil }

// sessionState says in a word where a session stands.
func sessionState(ctx context.Context, s workshop.Session, came int, now models.Instant) (ui.Tone, string) {
	switch {
	case s.Cancelled():
		return ui.Stop, wording.T(ctx, "Annulée")
	case s.Closed():
		return ui.Good, wording.N(ctx, "%s personne venue", "%s personnes venues", came, wording.Count(came))
	case marks(s, now):
		return ui.Wait, wording.T(ctx, "Présences à clôturer")
	}
	return ui.Plain, wording.T(ctx, "À venir")
}

func (k Kept) figures(ctx context.Context) []ui.Figure {
	minutes, came := 0, 0
	for _, s := range k.Workshop.Sessions {
		if s.Closed() {
			minutes += s.HeldMinutes * k.Came[s.ID]
			came += k.Came[s.ID]
		}
	}
	list := []ui.Figure{
		{Value: wording.Count(k.Workshop.Enrolled), Label: wording.T(ctx, "Places prises"), Note: wording.T(ctx, "sur %s", wording.Count(k.Workshop.Places))},
		{Value: wording.Count(k.Workshop.Waiting), Label: wording.T(ctx, "Sur la liste d'attente")},
	}
	if came > 0 {
		list = append(list, ui.Figure{Value: wording.Duration(minutes), Label: wording.T(ctx, "Heures dans les dossiers"),
			Note: wording.N(ctx, "%s présence", "%s présences", came, wording.Count(came))})
	}
	return list
}

// enrols reports whether somebody can still be put on the workshop.
func (k Kept) enrols() bool {
	w := k.Workshop
	return !w.Cancelled() && w.Planned() && w.EndsAt > k.Now
}

// cancels reports whether the workshop can still be called off.
func (k Kept) cancels() bool {
	w := k.Workshop
	return !w.Cancelled() && (!w.Planned() || w.EndsAt > k.Now)
}

// has reports whether a dossier of a search is on the workshop already.
func (k Kept) has(ref string) bool {
	for _, e := range k.Enrolments {
		if e.Ref == ref && e.State != workshop.Left {
			return true
		}
	}
	return false
}

func (a Attendance) has(ref string) bool {
	for _, p := range a.Places {
		if p.Ref == ref {
			return true
		}
	}
	return false
}

// count counts the people with a mark.
func (a Attendance) count(m workshop.Mark) (n int) {
	for _, p := range a.Places {
		if p.Mark == m {
			n++
		}
	}
	return n
}

// tally says how many came, in a sentence.
func (a Attendance) tally(ctx context.Context) string {
	present, rest := a.count(workshop.Present), a.count("")
	text := wording.T(ctx, "%s sur %s présent·e·s", wording.Count(present), wording.Count(len(a.Places)))
	if n := a.count(workshop.Excused); n > 0 {
		text = wording.N(ctx, "%s, %s excusé·e", "%s, %s excusé·e·s", n, text, wording.Count(n))
	}
	if n := a.count(workshop.Absent); n > 0 {
		text = wording.N(ctx, "%s, %s absent·e", "%s, %s absent·e·s", n, text, wording.Count(n))
	}
	if rest > 0 {
		return wording.T(ctx, "%s, %s à cocher", text, wording.Count(rest))
	}
	return text
}

func (a Attendance) path(more string) string {
	return SessionPath(a.Workshop.PublicID, a.Session.PublicID) + more
}

func pressed(yes bool) string { return strconv.FormatBool(yes) }

// closes says what the button under the closing form does.
func (a Attendance) closes(ctx context.Context) string {
	if a.Session.Closed() {
		return wording.T(ctx, "Corriger")
	}
	return wording.T(ctx, "Clôturer les présences")
}

func holderName(ctx context.Context, name string) string {
	if name == "" {
		return wording.T(ctx, "Sans nom")
	}
	return name
}

func sheetFacts(ctx context.Context, a Attendance) []ui.Fact {
	return []ui.Fact{
		{Term: wording.T(ctx, "Quand"), Value: when(ctx, a.Session)},
		{Term: wording.T(ctx, "Site"), Value: a.Workshop.SiteName},
		{Term: wording.T(ctx, "Lieu"), Value: where(ctx, a.Session)},
		{Term: wording.T(ctx, "Avec"), Value: led(a.Session)},
	}
}
