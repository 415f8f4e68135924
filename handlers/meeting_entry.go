package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/logbook"
	"eclosion/models/programme"
	views "eclosion/views/coaching"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// newMeeting shows the form that logs a meeting, ready for the one that has just ended, or as it was left.
func (a *App) newMeeting(c echo.Context) error {
	if ref := c.QueryParam("projet"); ref != "" && c.Param("ref") == "" {
		return a.newMeetingAbout(c, ref)
	}
	key := draftKey(c.QueryParam("cle"))
	if key == "" {
		return a.showEntry(c, http.StatusOK, ui.Form{Key: web.NewKey(), Values: a.meetingDefaults(c)}, nil)
	}
	var draft logbook.Draft
	var found bool
	var made error
	err := a.read(c, func(tx *db.Tx) (err error) {
		if draft, found, err = logbook.DraftOf(tx, key); err == nil {
			made = logbook.Unused(tx, key)
		}
		return err
	})
	if err != nil {
		return err
	}
	form := ui.Form{Key: key, Values: a.meetingDefaults(c)}
	if made != nil {
		p, ok := models.ProblemOf(made)
		if !ok {
			return made
		}
		return a.madeBefore(c, p, draft.Fields)
	}
	if !found {
		return a.showEntry(c, http.StatusOK, form, nil)
	}
	if draft.Ref != "" && c.Param("ref") == "" && draft.Meeting == "" {
		return c.Redirect(http.StatusSeeOther, "/projets/"+draft.Ref+"/rencontres/nouvelle?cle="+key)
	}
	form.Values = draft.Fields
	err = a.showEntry(c, http.StatusOK, form, nil)
	if p, isProblem := models.ProblemOf(err); isProblem {
		return a.showKept(c, p, draft.Fields, true)
	}
	return err
}

// newMeetingAbout leads from the page of a dossier to its form, or to the form for anybody where one may not log.
func (a *App) newMeetingAbout(c echo.Context, ref string) error {
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, ref, access.MeetingLog)
		if err != nil {
			return err
		}
		if refusal := coaching.CheckLog(p); refusal != nil {
			return refusal
		}
		return nil
	})
	if _, isProblem := models.ProblemOf(err); isProblem {
		return c.Redirect(http.StatusSeeOther, "/rencontres/nouvelle")
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/projets/"+ref+"/rencontres/nouvelle")
}

// madeBefore answers for a form that has made its meeting: what was written since is shown.
func (a *App) madeBefore(c echo.Context, p *models.Problem, typed map[string][]string) error {
	ref, _ := p.Facts["ref"].(string)
	id, _ := p.Facts["id"].(string)
	if len(typed) == 0 {
		return web.SeeOther(c, meetingAt(ref, id), wording.T(c.Request().Context(), "Cette rencontre était déjà enregistrée : rien n'a été ajouté."))
	}
	return a.showKept(c, p, typed, true)
}

// meetingDefaults are the answers that most meetings have.
func (a *App) meetingDefaults(c echo.Context) map[string][]string {
	now := a.Clock.Now().In(models.Brussels)
	v := map[string][]string{"meeting_state": {string(coaching.Held)}, "meeting_on": {string(models.DateOf(now))}, "minutes": {"60"},
		"meeting_kind": {string(coaching.Coaching)}, "medium": {string(coaching.InPerson)}}
	if coaching.State(c.QueryParam("etat")) == coaching.Planned {
		v["meeting_state"], v["meeting_on"] = []string{string(coaching.Planned)}, nil
		return v
	}
	started := now.Add(-time.Hour).Truncate(15 * time.Minute)
	if models.DateOf(started) != models.DateOf(now) {
		started = now
	}
	v["starts_at"] = []string{started.Format("15:04")}
	// After "log another": the same day, from where the one before ended.
	if on, err := models.ParseDate(c.QueryParam("le")); err == nil {
		if at, err := coaching.ParseTimeOfDay(c.QueryParam("a")); err == nil {
			v["meeting_on"], v["starts_at"] = []string{string(on)}, []string{at.String()}
		}
	}
	return v
}

// showEntry shows the form of a new meeting.
func (a *App) showEntry(c echo.Context, status int, form ui.Form, unclear []views.Unclear) error {
	e := views.Entry{Form: form, Unclear: unclear, States: []coaching.State{coaching.Held, coaching.Planned, coaching.Absent, coaching.Excused}}
	err := a.read(c, func(tx *db.Tx) (err error) {
		ref := c.Param("ref")
		if ref == "" && len(form.Values["holders"]) > 0 && status != http.StatusUnprocessableEntity {
			ref = form.Values["holders"][0]
		}
		if ref == "" {
			e.Today, e.Now = tx.Today(), tx.Now()
			if e.Chosen, err = coaching.Chosen(tx, form.Values["holders"]); err != nil {
				return err
			}
			return a.draftState(tx, &e)
		}
		p, err := programme.Load(tx, ref, access.MeetingLog)
		if err != nil {
			return err
		}
		if refusal := coaching.CheckLog(p); refusal != nil && status == http.StatusOK {
			return refusal
		}
		return a.entryChoices(c, tx, p, &e)
	})
	if err != nil {
		return err
	}
	if _, sent := form.Values["coaches"]; !sent {
		for _, k := range e.Coaches {
			if k.AccountID == web.Actor(c).AccountID {
				form.Values["coaches"] = []string{k.PublicID}
			}
		}
	}
	return a.entryPage(c, status, e)
}

func (a *App) entryPage(c echo.Context, status int, e views.Entry) error {
	e.Account, e.Rows = userKey(web.Actor(c)), actionRows(e.Form.Values)
	return a.page(c, status, views.EntryTitle(c.Request().Context(), e), func(f layout.Frame) templ.Component {
		return views.EntryPage(f, e)
	})
}

// entryChoices fills in what the form offers.
func (a *App) entryChoices(c echo.Context, tx *db.Tx, p *programme.Project, e *views.Entry) (err error) {
	e.Today, e.Now = tx.Today(), tx.Now()
	if e.Head, err = a.dossierHead(c, tx, p); err != nil {
		return err
	}
	if e.Coaches, err = coaching.OfferedCoaches(tx, p, e.Meeting); err != nil {
		return err
	}
	if e.Offer, err = logbook.OfferOf(tx, p); err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(e.Form.Values["holders"]), func(ref string) bool { return ref == p.Ref })
	if e.Chosen, err = coaching.Chosen(tx, others); err != nil {
		return err
	}
	return a.draftState(tx, e)
}

// draftState is what the server keeps of the form: its version, and since when the meeting runs.
func (a *App) draftState(tx *db.Tx, e *views.Entry) error {
	d, found, err := logbook.DraftOf(tx, e.Form.Key)
	if err != nil {
		return err
	}
	e.Draft = strconv.Itoa(d.Version)
	if e.Waiting, err = logbook.CountDrafts(tx); err != nil {
		return err
	}
	if found {
		e.StartedAt = d.StartedAt
		if d.DroppedAt.IsZero() {
			e.Waiting--
		}
	}
	return nil
}

// showKept shows a text that could not be logged, and why; isDraft says that it waits among the drafts as well.
func (a *App) showKept(c echo.Context, p *models.Problem, typed map[string][]string, isDraft bool) error {
	ctx := c.Request().Context()
	f := layout.Failure{Status: statusOf(p), Title: wording.T(ctx, "Votre texte n'est pas perdu"), What: whyRefused(c, p)}
	if isDraft {
		f.Do = wording.T(ctx, "Rien n'a été enregistré dans le dossier. Votre texte reste dans vos brouillons.")
	}
	if ref, ok := p.Facts["ref"].(string); ok {
		if id, ok := p.Facts["id"].(string); ok {
			f.Links = append(f.Links, ui.Link{Href: meetingAt(ref, id) + "/modifier", Label: wording.T(ctx, "Compléter cette rencontre")})
		}
	}
	f.Links = append(f.Links, ui.Link{Href: "/rencontres/brouillons", Label: wording.T(ctx, "Mes brouillons")})
	fields := []string{"meeting_summary", "private_note"}
	for row := 1; row <= coaching.MaxActions; row++ {
		fields = append(fields, coaching.ActionField(row, "title"))
	}
	for _, field := range fields {
		for _, text := range (ui.Form{Values: typed}).Texts(field) {
			f.Typed = append(f.Typed, ui.Text{Label: wording.FieldLabel(ctx, field), Text: text.Text})
		}
	}
	return web.Render(c, f.Status, layout.ErrorPage(a.frame(c, f.Title), f))
}

// whyRefused says why a meeting is not stored.
func whyRefused(c echo.Context, p *models.Problem) string {
	ctx := c.Request().Context()
	switch {
	case p.Kind == models.Forbidden && p.Code != "meeting.other_account":
		return wording.T(ctx, "Vous n'accompagnez pas ou plus ce dossier : vous ne pouvez pas y consigner de rencontre.")
	case p.Kind == models.NotFound:
		return wording.T(ctx, "Ce dossier, ou ce que vous y cochez, n'existe pas ou ne vous est plus ouvert.")
	}
	_, sentences := wording.Problem(ctx, p)
	return strings.Join(sentences, " ")
}
