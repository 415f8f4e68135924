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
	e := views.Entry{Unclear: unclear}
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
		if e.Form, err = editForm(c, tx, m, status, sent); err != nil {
			return err
		}
		if status == http.StatusConflict || sent == nil && e.Form.Key != editKey(m) {
			// What was typed over an older version stands against what is stored now.
			e.Saved, e.Form.Version = &m, strconv.Itoa(m.Version)
		}
		return a.entryChoices(c, tx, p, &e)
	})
	if err != nil {
		return err
	}
	return a.entryPage(c, status, e)
}

// editForm is the form of a meeting as it was sent, as it was left, or as the meeting is stored. An address that names the
// key of its form, perhaps over an older version, takes that one up; one that has done its work gives way to a new one.
func editForm(c echo.Context, tx *db.Tx, m coaching.Meeting, status int, sent *ui.Form) (ui.Form, error) {
	if sent != nil && status != http.StatusConflict {
		return *sent, nil
	}
	form := meetingValues(m, tx.Now())
	form.Key = draftKey(c.QueryParam("cle"))
	if sent != nil {
		form = *sent
	}
	done := logbook.Unused(tx, form.Key)
	if _, isProblem := models.ProblemOf(done); done != nil && !isProblem {
		return form, done
	}
	d, found, err := logbook.DraftOf(tx, form.Key)
	if err == nil && (form.Key == "" || done != nil || found && d.Meeting != m.PublicID) {
		form.Key = editKey(m)
		d, found, err = logbook.DraftOf(tx, form.Key)
	}
	if sent == nil && found && d.DroppedAt.IsZero() {
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
		return a.refuseMeeting(c, err, nil)
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
		return a.refuseMeeting(c, err, func(status int, form ui.Form) error { return a.showEdit(c, status, &form, unclear) })
	}
	return a.meetingDone(c, meetingAt(logged.Ref, logged.PublicID), loggedNotice(c, coaching.Held, logged))
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
	to := meetingPath(c)
	if f.Back != "" {
		to = web.LocalPath(f.Back)
	}
	ctx := c.Request().Context()
	return web.SeeOther(c, to, wording.T(ctx, "Rencontre : %s.", wording.MeetingStateLabel(ctx, coaching.State(f.State))))
}
