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
	"eclosion/models/programme"
	views "eclosion/views/coaching"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// newMeeting shows the form that logs a meeting, ready for the one that has just ended.
func (a *App) newMeeting(c echo.Context) error {
	form := ui.Form{Key: web.NewKey(), Values: a.meetingDefaults(coaching.State(c.QueryParam("etat")))}
	return a.showEntry(c, http.StatusOK, form, actionRows)
}

// meetingDefaults are the answers that most meetings have.
func (a *App) meetingDefaults(state coaching.State) map[string][]string {
	now := a.Clock.Now().In(models.Brussels)
	v := map[string][]string{"meeting_state": {string(coaching.Held)}, "meeting_on": {string(models.DateOf(now))}, "minutes": {"60"},
		"meeting_kind": {string(coaching.Coaching)}, "medium": {string(coaching.InPerson)}}
	if state == coaching.Planned {
		v["meeting_state"], v["meeting_on"] = []string{string(coaching.Planned)}, nil
		return v
	}
	started := now.Add(-time.Hour).Truncate(15 * time.Minute)
	if models.DateOf(started) != models.DateOf(now) {
		started = now
	}
	v["starts_at"] = []string{started.Format("15:04")}
	return v
}

// showEntry shows the form of a new meeting.
func (a *App) showEntry(c echo.Context, status int, form ui.Form, rows int) error {
	e := views.Entry{Form: form, Rows: rows, States: []coaching.State{coaching.Held, coaching.Planned, coaching.Absent, coaching.Excused}}
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.MeetingLog)
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
	return a.page(c, status, views.EntryTitle(c.Request().Context(), e), func(f layout.Frame) templ.Component {
		return views.EntryPage(f, e)
	})
}

// entryChoices fills in what the form offers.
func (a *App) entryChoices(c echo.Context, tx *db.Tx, p *programme.Project, e *views.Entry) (err error) {
	if e.Head, err = a.dossierHead(c, tx, p); err != nil {
		return err
	}
	if e.Coaches, err = coaching.OfferedCoaches(tx, p, e.Meeting); err != nil {
		return err
	}
	e.Holders, err = coaching.OfferedHolders(tx, p, e.Meeting)
	return err
}

// logMeeting stores what the form says.
func (a *App) logMeeting(c echo.Context) error {
	var f meetingForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	if f.AddRow != "" {
		return a.showEntry(c, http.StatusOK, ui.Form{Key: web.Key(c), Values: web.Posted(c)}, postedRows(c))
	}
	var logged coaching.Logged
	d, err := f.draft(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			logged, err = coaching.LogMeeting(tx, c.Param("ref"), d)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showEntry(c, status, form, postedRows(c))
		})
	}
	return web.SeeOther(c, "/projets/"+logged.Ref+"/rencontres/"+logged.PublicID, loggedNotice(c, d.State, logged))
}

func loggedNotice(c echo.Context, state coaching.State, l coaching.Logged) string {
	ctx := c.Request().Context()
	switch {
	case l.Again:
		return wording.T(ctx, "Cette rencontre était déjà enregistrée : rien n'a été ajouté.")
	case len(l.Overlaps) > 0:
		return wording.T(ctx, "Rencontre enregistrée. Elle en chevauche une autre : vérifiez l'heure.")
	case state == coaching.Planned:
		return wording.T(ctx, "Rencontre planifiée.")
	}
	return wording.T(ctx, "Rencontre enregistrée.")
}

// editMeeting shows the form that changes a meeting.
func (a *App) editMeeting(c echo.Context) error {
	return a.showEdit(c, http.StatusOK, nil)
}

// showEdit shows the form of a meeting: as it is stored, or as it was sent.
func (a *App) showEdit(c echo.Context, status int, sent *ui.Form) error {
	e := views.Entry{Rows: actionRows}
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.MeetingRead)
		if err != nil {
			return err
		}
		m, err := coaching.MeetingOf(tx, p, c.Param("id"))
		if err != nil {
			return err
		}
		if !coaching.MayChange(web.Actor(c), p, m) {
			return models.Denied(string(access.MeetingLog))
		}
		e.Meeting, e.States = &m, m.State.Next()
		return a.entryChoices(c, tx, p, &e)
	})
	if err != nil {
		return err
	}
	e.Form = meetingValues(*e.Meeting)
	if sent != nil {
		e.Form, e.Rows = *sent, postedRows(c)
	}
	if status == http.StatusConflict {
		// The text that was typed now stands against what is stored now.
		e.Saved, e.Form.Version = e.Meeting, strconv.Itoa(e.Meeting.Version)
	}
	return a.entryPage(c, status, e)
}

// meetingValues are a stored meeting's answers.
func meetingValues(m coaching.Meeting) ui.Form {
	v := map[string][]string{"meeting_state": {string(m.State)}, "meeting_on": {string(m.HeldOn)}, "starts_at": {m.Time().String()},
		"meeting_kind": {string(m.Kind)}, "medium": {string(m.Medium)}, "place": {m.Place}, "meeting_summary": {m.Summary}}
	length := "minutes_other"
	for _, n := range views.MinuteChoices {
		if n == m.Minutes {
			length = "minutes"
		}
	}
	v[length] = []string{strconv.Itoa(m.Minutes)}
	if m.Note != nil {
		v["private_note"] = []string{m.Note.Body}
	}
	for _, k := range m.Coaches {
		v["coaches"] = append(v["coaches"], k.PublicID)
	}
	for _, h := range m.Holders {
		v["holders"] = append(v["holders"], h.Ref)
	}
	return ui.Form{Values: v, Version: strconv.Itoa(m.Version)}
}

// changeMeeting stores a changed meeting.
func (a *App) changeMeeting(c echo.Context) error {
	var f meetingForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	if f.AddRow != "" {
		return a.showEdit(c, http.StatusOK, &ui.Form{Version: c.FormValue("version"), Values: web.Posted(c)})
	}
	var logged coaching.Logged
	d, err := f.draft(c)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			logged, err = coaching.ChangeMeeting(tx, c.Param("ref"), c.Param("id"), d, web.Version(c))
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showEdit(c, status, &form) })
	}
	return web.SeeOther(c, "/projets/"+logged.Ref+"/rencontres/"+logged.PublicID, wording.T(c.Request().Context(), "Rencontre enregistrée."))
}
