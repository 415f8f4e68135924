package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/logbook"
	"eclosion/models/programme"
	views "eclosion/views/coaching"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// editMeeting shows the form that changes a meeting.
func (a *App) editMeeting(c echo.Context) error {
	return a.showEdit(c, http.StatusOK, nil, nil)
}

// editKey is the key of the form that changes a meeting as it stands: opened again it finds its draft, sent
// again it finds its work done.
func editKey(m coaching.Meeting) string { return fmt.Sprintf("m-%s-%d", m.PublicID, m.Version) }

// showEdit shows the form of a meeting: as it is stored, as it was left, or as it was sent.
func (a *App) showEdit(c echo.Context, status int, sent *ui.Form, unclear []views.Unclear) error {
	e := views.Entry{Rows: actionRows, Unclear: unclear}
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
		if e.Form, err = a.editForm(c, tx, m, sent); err != nil {
			return err
		}
		e.Rows = draftRows(e.Form.Values)
		return a.entryChoices(c, tx, p, &e)
	})
	if err != nil {
		return err
	}
	if sent != nil {
		e.Rows = postedRows(c)
	}
	if status == http.StatusConflict {
		// The text that was typed now stands against what is stored now.
		e.Saved, e.Form.Version, e.Form.Key = e.Meeting, strconv.Itoa(e.Meeting.Version), editKey(*e.Meeting)
	}
	return a.entryPage(c, status, e)
}

func (a *App) editForm(c echo.Context, tx *db.Tx, m coaching.Meeting, sent *ui.Form) (ui.Form, error) {
	if sent != nil {
		return *sent, nil
	}
	form := meetingValues(m, tx.Now())
	form.Key = editKey(m)
	d, found, err := logbook.DraftOf(tx, form.Key)
	if err == nil && found && d.DroppedAt.IsZero() {
		form.Values = d.Fields
	}
	return form, err
}

// meetingValues are a stored meeting's answers. One whose time has come was held, as a rule.
func meetingValues(m coaching.Meeting, now models.Instant) ui.Form {
	v := map[string][]string{"meeting_state": {string(m.State)}, "meeting_on": {string(m.HeldOn)}, "starts_at": {m.Time().String()},
		"meeting_kind": {string(m.Kind)}, "medium": {string(m.Medium)}, "place": {m.Place}, "meeting_summary": {m.Summary}}
	if m.State == coaching.Planned && m.StartsAt <= now {
		v["meeting_state"] = []string{string(coaching.Held)}
	}
	length := "minutes_other"
	if slices.Contains(views.MinuteChoices, m.Minutes) {
		length = "minutes"
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
	files, refused, err := a.readMeeting(c, &f)
	if err != nil {
		return err
	}
	if err := sameAccount(c); err != nil {
		return a.refuseChange(c, err, nil)
	}
	var unclear []views.Unclear
	var faults formFaults
	err = a.read(c, func(tx *db.Tx) (err error) {
		unclear, faults, err = resolve(c, tx, &f)
		return err
	})
	if err != nil {
		return err
	}
	if f.Add == "action" {
		return a.showEdit(c, http.StatusOK, &ui.Form{Key: web.Key(c), Version: c.FormValue("version"), Values: web.Posted(c)}, unclear)
	}
	e, err := f.entry(c, files)
	err = together(faults, refused, err)
	var logged logbook.Result
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			logged, err = logbook.Change(tx, c.Param("ref"), c.Param("id"), e, web.Version(c))
			return err
		})
	}
	if err != nil {
		return a.refuseChange(c, err, unclear)
	}
	return a.meetingDone(c, "/projets/"+logged.Ref+"/rencontres/"+logged.PublicID, loggedNotice(c, coaching.Held, logged))
}

func (a *App) refuseChange(c echo.Context, err error, unclear []views.Unclear) error {
	p, isProblem := models.ProblemOf(err)
	switch {
	case !isProblem, p.Code == "meeting.other_account" && !web.WantsJSON(c):
		return err
	case web.WantsJSON(c):
		return a.tellMeeting(c, p)
	case p.Kind == models.Forbidden, p.Kind == models.NotFound:
		a.keepPosted(c)
		return a.showKept(c, p, web.Posted(c))
	}
	return a.again(c, err, func(status int, form ui.Form) error { return a.showEdit(c, status, &form, unclear) })
}

// settleForm says what became of a planned meeting.
type settleForm struct {
	State  string `form:"meeting_state"`
	Reason string `form:"reason"`
	Back   string `form:"suite"`
}

// settleMeeting records that a planned meeting does not take place.
func (a *App) settleMeeting(c echo.Context) error {
	var f settleForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return coaching.SettleMeeting(tx, c.Param("ref"), c.Param("id"), coaching.State(f.State), f.Reason, web.Version(c))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMeeting(c, status, &form) })
	}
	to := "/projets/" + c.Param("ref") + "/rencontres/" + c.Param("id")
	if f.Back != "" {
		to = web.LocalPath(f.Back)
	}
	ctx := c.Request().Context()
	return web.SeeOther(c, to, wording.T(ctx, "Rencontre : %s.", wording.MeetingStateLabel(ctx, coaching.State(f.State))))
}
