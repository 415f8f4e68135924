package handlers

import (
	"net/http"
	"strconv"
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
		return a.showEntry(c, http.StatusOK, ui.Form{Key: web.NewKey(), Values: a.meetingDefaults(c)}, actionRows, nil)
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
		return a.showEntry(c, http.StatusOK, form, actionRows, nil)
	}
	if draft.Ref != "" && c.Param("ref") == "" && draft.Meeting == "" {
		return c.Redirect(http.StatusSeeOther, "/projets/"+draft.Ref+"/rencontres/nouvelle?cle="+key)
	}
	form.Values = draft.Fields
	err = a.showEntry(c, http.StatusOK, form, draftRows(draft.Fields), nil)
	if p, isProblem := models.ProblemOf(err); isProblem {
		return a.showKept(c, p, draft.Fields)
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
		return web.SeeOther(c, "/projets/"+ref+"/rencontres/"+id, wording.T(c.Request().Context(), "Cette rencontre était déjà enregistrée : rien n'a été ajouté."))
	}
	return a.showKept(c, p, typed)
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
func (a *App) showEntry(c echo.Context, status int, form ui.Form, rows int, unclear []views.Unclear) error {
	e := views.Entry{Form: form, Rows: rows, Unclear: unclear, States: []coaching.State{coaching.Held, coaching.Planned, coaching.Absent, coaching.Excused}}
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
	e.Account = userKey(web.Actor(c))
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
	if e.Chosen, err = a.othersAt(tx, p, *e); err != nil {
		return err
	}
	return a.draftState(tx, e)
}

// othersAt are the dossiers besides p that the form names: those chosen, and of a stored meeting those at it.
func (a *App) othersAt(tx *db.Tx, p *programme.Project, e views.Entry) (list []coaching.Holder, err error) {
	var refs []string
	for _, ref := range e.Form.Values["holders"] {
		if ref != p.Ref {
			refs = append(refs, ref)
		}
	}
	if list, err = coaching.Chosen(tx, refs); err != nil || e.Meeting == nil {
		return list, err
	}
	offered, err := coaching.OfferedHolders(tx, p, e.Meeting)
	if err != nil {
		return nil, err
	}
	list = nil
	for _, h := range offered {
		if e.Form.Checked("holders", h.Ref) {
			list = append(list, h)
		}
	}
	return list, nil
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

// showKept shows a text that could not be logged, and why.
func (a *App) showKept(c echo.Context, p *models.Problem, typed map[string][]string) error {
	ctx := c.Request().Context()
	k := views.Kept{Values: typed}
	_, sentences := wording.Problem(ctx, p)
	k.Failure = whyKept(c, p, sentences)
	if ref, ok := p.Facts["ref"].(string); ok {
		if id, ok := p.Facts["id"].(string); ok {
			k.Link = ui.Link{Href: "/projets/" + ref + "/rencontres/" + id + "/modifier", Label: wording.T(ctx, "Compléter cette rencontre")}
		}
	}
	return a.page(c, statusOf(p), wording.T(ctx, "Votre texte est gardé"), func(f layout.Frame) templ.Component {
		return views.KeptPage(f, k)
	})
}

// whyKept says why a meeting cannot be logged any more.
func whyKept(c echo.Context, p *models.Problem, sentences []string) string {
	ctx := c.Request().Context()
	switch p.Kind {
	case models.Forbidden:
		return wording.T(ctx, "Vous n'accompagnez pas ou plus ce dossier : vous ne pouvez pas y consigner de rencontre.")
	case models.NotFound:
		return wording.T(ctx, "Ce dossier, ou ce que vous y cochez, n'existe pas ou ne vous est plus ouvert.")
	}
	text := ""
	for _, s := range sentences {
		text += s + " "
	}
	return text
}

// draftRows is how many rows of actions a draft fills, three at least.
func draftRows(values map[string][]string) int {
	rows := actionRows
	for row := rows + 1; row <= coaching.MaxActions; row++ {
		if len(values[coaching.ActionField(row, "title")]) > 0 || len(values[coaching.ActionField(row, "due")]) > 0 {
			rows = row
		}
	}
	return rows
}
