// Package workshop shows group work: to holders who enrol, and to the staff that keeps workshops and marks who came. What a
// holder sees is made from a Mine, which holds nothing of the others; what the staff sees from the workshop itself.
package workshop

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/workshop"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Home is the address of the list.
const Home = "/ateliers"

// Path is the address of a workshop.
func Path(publicID string) string { return Home + "/" + url.PathEscape(publicID) }

// SessionPath is the address of a session's attendance.
func SessionPath(publicID, session string) string {
	return Path(publicID) + "/seances/" + url.PathEscape(session)
}

// Offer is what a holder finds: the workshops that they are on, and those that one can enrol on.
type Offer struct {
	Mine, Open []workshop.Mine
	Now        models.Instant
}

// Show is one workshop for a holder.
type Show struct {
	Mine workshop.Mine
	Now  models.Instant
	Form ui.Form // of the enrolment
}

// total is how long the holder came to workshops in all.
func (o Offer) total() (minutes int) {
	for _, m := range o.Mine {
		minutes += m.Minutes
	}
	return minutes
}

// state says in a word how a holder stands to a workshop.
func state(ctx context.Context, m workshop.Mine, now models.Instant) (ui.Tone, string) {
	w, on := m.Workshop, m.On()
	switch {
	case w.Cancelled():
		return ui.Stop, wording.T(ctx, "Annulé")
	case w.Planned() && w.EndsAt <= now:
		return ui.Plain, wording.T(ctx, "Terminé")
	case on != nil && on.State == workshop.Enrolled:
		return ui.Good, wording.EnrolmentLabel(ctx, workshop.Enrolled)
	case on != nil:
		return ui.Wait, wording.T(ctx, "Liste d'attente, rang %s", wording.Count(on.Rank))
	}
	return openness(ctx, w, now)
}

// openness says in a word whether holders can enrol.
func openness(ctx context.Context, w workshop.Workshop, now models.Instant) (ui.Tone, string) {
	switch {
	case w.Cancelled():
		return ui.Stop, wording.T(ctx, "Annulé")
	case !w.Planned():
		return ui.Wait, wording.T(ctx, "Sans date")
	case w.EndsAt <= now:
		return ui.Plain, wording.T(ctx, "Terminé")
	case w.StartsAt <= now:
		return ui.Info, wording.T(ctx, "En cours")
	case !w.Open:
		return ui.Plain, wording.T(ctx, "Inscriptions fermées")
	case w.Left() == 0:
		return ui.Wait, wording.T(ctx, "Complet : liste d'attente")
	}
	return ui.Good, wording.N(ctx, "Il reste %s place", "Il reste %s places", w.Left(), wording.Count(w.Left()))
}

// hours says from when to when a session is, and how long.
func hours(ctx context.Context, s workshop.Session) string {
	return wording.T(ctx, "%s à %s (%s)", wording.Clock(s.StartsAt.Time()), wording.Clock(s.EndsAt().Time()), wording.Duration(s.Minutes))
}

// when says a session's day and hours.
func when(ctx context.Context, s workshop.Session) string {
	return wording.T(ctx, "%s, %s", wording.DayDate(s.HeldOn), hours(ctx, s))
}

// where says a session's place in one line.
func where(ctx context.Context, s workshop.Session) string {
	switch {
	case s.Place == "":
		return wording.T(ctx, "En ligne")
	case s.OnlineURL != "":
		return wording.T(ctx, "%s, ou en ligne", s.Place)
	}
	return s.Place
}

// led says who leads a session.
func led(s workshop.Session) string { return strings.Join(leaders(s), ", ") }

func leaders(s workshop.Session) []string {
	var names []string
	for _, l := range s.Leaders {
		names = append(names, l.Name)
	}
	if s.Speaker != "" {
		names = append(names, s.Speaker)
	}
	return names
}

// ledAll says who leads a workshop: everybody who leads one of its sessions, once.
func ledAll(w workshop.Workshop) string {
	var names []string
	for _, s := range w.Live() {
		for _, name := range leaders(s) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, ", ")
}

// span says when a workshop is in one line.
func span(ctx context.Context, w workshop.Workshop) string {
	live := w.Live()
	switch len(live) {
	case 0:
		return wording.T(ctx, "Dates à fixer")
	case 1:
		return when(ctx, live[0])
	}
	return wording.T(ctx, "%s séances, du %s au %s", wording.Count(len(live)), wording.LongDate(live[0].HeldOn), wording.LongDate(live[len(live)-1].HeldOn))
}

// forWhom names the programmes of a workshop.
func forWhom(ctx context.Context, w workshop.Workshop) string {
	if len(w.Programmes) == 0 {
		return wording.T(ctx, "Tous les programmes")
	}
	names := make([]string, len(w.Programmes))
	for i, p := range w.Programmes {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

// place says how many of the places are taken.
func places(ctx context.Context, w workshop.Workshop) string {
	text := wording.T(ctx, "%s sur %s", wording.Count(w.Enrolled), wording.Count(w.Places))
	if w.Waiting > 0 {
		return wording.T(ctx, "%s, %s en attente", text, wording.Count(w.Waiting))
	}
	return text
}

// facts are what one needs to know of a workshop.
func facts(ctx context.Context, w workshop.Workshop) []ui.Fact {
	list := []ui.Fact{
		{Term: wording.T(ctx, "Quand"), Value: span(ctx, w)},
		{Term: wording.T(ctx, "Site"), Value: w.SiteName},
		{Term: wording.T(ctx, "Pour"), Value: forWhom(ctx, w)},
	}
	if names := ledAll(w); names != "" {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Avec"), Value: names})
	}
	return list
}

func markTone(m workshop.Mark) ui.Tone {
	switch m {
	case workshop.Present:
		return ui.Good
	case workshop.Absent:
		return ui.Stop
	case workshop.Excused:
		return ui.Wait
	}
	return ui.Plain
}

func enrolmentTone(s workshop.State) ui.Tone {
	switch s {
	case workshop.Enrolled:
		return ui.Good
	case workshop.Waiting:
		return ui.Wait
	}
	return ui.Plain
}

// free are the dossiers by which a holder can enrol now.
func (s Show) free() []workshop.Own {
	var list []workshop.Own
	for _, o := range s.Mine.Own {
		if o.Refusal == nil {
			list = append(list, o)
		}
	}
	return list
}

// enrols says whether the holder can enrol now, or else why not: "" when there is nothing to say of it.
func (s Show) enrols(ctx context.Context) (yes bool, why []string) {
	if s.Mine.On() != nil {
		return false, nil
	}
	problem := s.Mine.Workshop.Closed(s.Now)
	if problem == nil && len(s.free()) == 0 && len(s.Mine.Own) > 0 {
		problem = s.Mine.Own[0].Refusal
	}
	if problem == nil {
		return true, nil
	}
	_, why = wording.Problem(ctx, problem)
	return false, why
}

// leaves says whether the holder can give up their place.
func (s Show) leaves() bool {
	w := s.Mine.Workshop
	return s.Mine.On() != nil && !w.Cancelled() && w.Planned() && w.EndsAt > s.Now
}

// says how the holder stands to the workshop, in a sentence.
func (s Show) says(ctx context.Context) string {
	on := s.Mine.On()
	switch {
	case on == nil || s.Mine.Workshop.Cancelled():
		return ""
	case on.State == workshop.Waiting && s.Mine.Workshop.StartsAt <= s.Now:
		return wording.T(ctx, "Vous étiez sur la liste d'attente : il n'y a pas eu de place.")
	case on.State == workshop.Waiting:
		return wording.T(ctx, "Vous êtes au rang %s de la liste d'attente. Dès qu'une place se libère, elle va à la première personne de la liste, et nous vous écrivons.", wording.Count(on.Rank))
	}
	if s.Mine.Workshop.Planned() && s.Mine.Workshop.EndsAt <= s.Now {
		return wording.T(ctx, "Vous y aviez une place. L'atelier est terminé.")
	}
	return wording.T(ctx, "Vous avez une place, pour toutes les séances.")
}

// OverlapNotice tells which of the leaders has something else at the same time; "" for nobody.
func OverlapNotice(ctx context.Context, list []coaching.Overlap) string {
	if len(list) == 0 {
		return ""
	}
	var parts []string
	for _, o := range list[:min(3, len(list))] {
		parts = append(parts, wording.T(ctx, "%s, le %s", o.CoachName, wording.When(ctx, o.StartsAt)))
	}
	return wording.T(ctx, "Attention, autre chose est prévu au même moment : %s.", strings.Join(parts, " ; "))
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
