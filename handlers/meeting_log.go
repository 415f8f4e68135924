package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/logbook"
	views "eclosion/views/coaching"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// logMeeting stores what the form says, with or without a dossier in its address.
func (a *App) logMeeting(c echo.Context) error {
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
	ref := c.Param("ref")
	if ref == "" && len(f.Holders) > 0 {
		ref = f.Holders[0]
	}
	switch {
	case f.Start != "":
		return a.startMeeting(c, ref)
	case f.Add == "personne" && len(faults) == 0, f.Add == "action":
		return a.showEntry(c, http.StatusOK, ui.Form{Key: web.Key(c), Values: web.Posted(c)}, unclear)
	}
	if ref == "" && len(faults) == 0 {
		faults.addField("qui", "required", nil)
	}
	e, err := f.entry(c, files)
	err = together(faults, refused, err)
	var logged logbook.Result
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			logged, err = logbook.Log(tx, ref, e)
			return err
		})
	}
	if err != nil {
		return a.refuseMeeting(c, err, func(status int, form ui.Form) error { return a.showEntry(c, status, form, unclear) })
	}
	to := meetingAt(logged.Ref, logged.PublicID)
	if f.Another != "" {
		to = anotherPath(e.Meeting)
	}
	return a.meetingDone(c, to, loggedNotice(c, e.Meeting.State, logged))
}

// together makes one refusal of what the people, the files and the fields of a form say.
func together(faults formFaults, refused, err error) error {
	p, isProblem := models.ProblemOf(err)
	if err != nil && !isProblem || len(faults) == 0 && refused == nil {
		return err
	}
	var reasons []*models.Problem
	for _, e := range []error{refused, err} {
		if q, ok := models.ProblemOf(e); ok && q.Kind != models.Invalid {
			reasons = append(reasons, q)
		}
	}
	if isProblem && p.Kind == models.Invalid {
		faults = append(faults, p.Fields...)
		reasons = append(reasons, p.Reasons...)
	}
	if problem := models.Gather(faults, reasons...); problem != nil {
		return problem
	}
	return refused
}

// anotherPath is the form for the meeting that follows one: the same day, from where it ended.
func anotherPath(d coaching.Draft) string {
	end := d.HeldOn.At(d.Time.Hour, d.Time.Minute+d.Minutes)
	v := url.Values{}
	if models.DateOf(end) == d.HeldOn {
		v.Set("le", string(d.HeldOn))
		v.Set("a", end.Format("15:04"))
	}
	return "/rencontres/nouvelle?" + v.Encode()
}

func loggedNotice(c echo.Context, state coaching.State, r logbook.Result) string {
	ctx := c.Request().Context()
	switch {
	case r.Again:
		return wording.T(ctx, "Cette rencontre était déjà enregistrée : rien n'a été ajouté.")
	case len(r.Infected) > 0:
		return wording.T(ctx, "Rencontre enregistrée. Un virus a été trouvé dans %s : ce fichier n'est pas gardé.", strings.Join(r.Infected, ", "))
	case len(r.Overlaps) > 0:
		return wording.T(ctx, "Rencontre enregistrée. Elle en chevauche une autre : vérifiez l'heure.")
	case state == coaching.Planned:
		return wording.T(ctx, "Rencontre planifiée.")
	}
	return wording.T(ctx, "Rencontre enregistrée.")
}

// sameAccount refuses a form that somebody else opened: a script sends later what was written without a network, and by
// then another person may have signed in.
func sameAccount(c echo.Context) error {
	if ofAnother(c) {
		return &models.Problem{Kind: models.Forbidden, Code: "meeting.other_account"}
	}
	return nil
}

// told is what a script learns of the form that it sent.
type told struct {
	To       string      `json:"to,omitempty"` // where to go: it was stored
	Said     string      `json:"said,omitempty"`
	Other    bool        `json:"other,omitempty"` // somebody else is signed in: it was not looked at
	Problems []toldField `json:"problems,omitempty"`
	Link     string      `json:"link,omitempty"`
	LinkText string      `json:"linkText,omitempty"`
	Key      string      `json:"key,omitempty"` // under which the form can be sent as another meeting
}

type toldField struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

// meetingDone leads on from a meeting that was stored.
func (a *App) meetingDone(c echo.Context, to, notice string) error {
	if !web.WantsJSON(c) {
		return web.SeeOther(c, to, notice)
	}
	web.SetNotice(c, notice)
	return c.JSON(http.StatusOK, told{To: to, Said: notice})
}

// refuseMeeting answers a form that was not stored: what was typed stays on the page of the script that sent it, comes
// back in the form, which show shows, or is shown to be copied where no form can take it.
func (a *App) refuseMeeting(c echo.Context, err error, show func(status int, form ui.Form) error) error {
	p, isProblem := models.ProblemOf(err)
	switch {
	case !isProblem:
		return err
	case web.WantsJSON(c):
		return a.tellMeeting(c, p)
	case p.Code == "meeting.other_account":
		return err
	case p.Kind == models.Forbidden, p.Kind == models.NotFound, p.Code == "meeting.already" && c.Param("id") == "":
		return a.showKept(c, p, web.Posted(c), a.keepPosted(c))
	}
	return a.again(c, err, show)
}

func (a *App) tellMeeting(c echo.Context, p *models.Problem) error {
	ctx := c.Request().Context()
	t := told{Other: p.Code == "meeting.other_account", Said: whyRefused(c, p)}
	for _, f := range p.Fields {
		t.Problems = append(t.Problems, toldField{f.Field, wording.FieldLabel(ctx, f.Field), wording.Field(ctx, "", f)})
	}
	if p.Code == "meeting.already" {
		t.Link, t.Key = meetingAt(p.Facts["ref"].(string), p.Facts["id"].(string)), web.NewKey()
		t.LinkText = wording.T(ctx, "Voir cette rencontre")
	}
	return c.JSON(statusOf(p), t)
}
