package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/layout"
	views "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func (a *App) agenda(c echo.Context) error { return a.showAgenda(c, http.StatusOK, "", ui.Form{}) }

// showAgenda shows the agenda; form replaces the form of that name after a refusal.
func (a *App) showAgenda(c echo.Context, status int, name string, form ui.Form) error {
	var p views.Agenda
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Sitting, err = sitting.Load(tx, c.Param("ref")); err != nil {
			return err
		}
		p.Items, err = sitting.Agenda(tx, p.Sitting)
		return err
	})
	if err != nil {
		return err
	}
	if status == http.StatusConflict {
		form.Version = ""
	}
	p.Plan, p.Order = formOf("heures", name, form, p.Sitting.Version), formOf("ordre", name, form, p.Sitting.Version)
	if name != "heures" {
		p.Plan.Values = map[string][]string{"starts_at": {p.Sitting.StartsAt}, "minutes_each": {strconv.Itoa(p.Sitting.MinutesEach)}}
	}
	p.Order.Version = strconv.Itoa(p.Sitting.Version)
	return a.page(c, status, wording.T(c.Request().Context(), "Ordre du jour"), func(f layout.Frame) templ.Component {
		return views.AgendaPage(f, p)
	})
}

type planForm struct {
	StartsAt string `form:"starts_at"`
	Each     string `form:"minutes_each" validate:"required,number,max=4"`
}

func (a *App) planSitting(c echo.Context) error {
	var f planForm
	err := web.Bind(c, &f)
	if err == nil {
		each, _ := strconv.Atoi(f.Each) // the tags let only digits through
		err = a.write(c, func(tx *db.Tx) error {
			return sitting.Plan(tx, c.Param("ref"), web.Version(c), sitting.PlanDraft{StartsAt: f.StartsAt, MinutesEach: each})
		})
	}
	return a.agendaDone(c, err, "heures", wording.T(c.Request().Context(), "Heures enregistrées."), "")
}

type turnForm struct {
	File string `form:"dossier" validate:"max=60"`
	Turn string `form:"turn" validate:"omitempty,number,max=4"`
	Do   string `form:"faire" validate:"omitempty,oneof=habituel fixer"`
}

// orderAgenda moves one file, or goes back to the usual order.
func (a *App) orderAgenda(c echo.Context) error {
	var f turnForm
	err := web.Bind(c, &f)
	if err == nil && f.File == "" && f.Do == "" {
		err = models.Fields(models.FieldProblem{Field: "turn", Code: "required"})
	}
	anchor := ""
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			switch f.Do {
			case "fixer":
				return sitting.FixOrder(tx, c.Param("ref"), web.Version(c))
			case "habituel":
				return sitting.ResetOrder(tx, c.Param("ref"), web.Version(c))
			}
			turn, _ := strconv.Atoi(f.Turn)
			anchor = "#" + f.File
			return sitting.Move(tx, c.Param("ref"), web.Version(c), f.File, turn)
		})
	}
	return a.agendaDone(c, err, "ordre", "", anchor)
}

func (a *App) agendaDone(c echo.Context, err error, name, notice, anchor string) error {
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAgenda(c, status, name, form) })
	}
	return web.SeeOther(c, views.AgendaPath(c.Param("ref"))+anchor, notice)
}

func (a *App) day(c echo.Context) error { return a.showDay(c, http.StatusOK, "", ui.Form{}) }

// showDay shows the committee's day; form replaces the form of that name (a file's reference, or
// "presences") after a refusal.
func (a *App) showDay(c echo.Context, status int, name string, form ui.Form) error {
	var d views.Day
	err := a.read(c, func(tx *db.Tx) (err error) {
		d, err = readDay(tx, c.Param("ref"))
		return err
	})
	if err != nil {
		return err
	}
	if status == http.StatusConflict {
		form.Version = ""
	}
	d.Presences = formOf("presences", name, form, d.Sitting.Version)
	if name != "presences" {
		d.Presences.Values = map[string][]string{"chair": {d.Sitting.Chair}, "remarks": {d.Sitting.Remarks}}
		for _, m := range d.Attendance {
			d.Presences.Values[views.PresenceField(m.PublicID)] = []string{string(m.Presence)}
		}
	}
	d.Letters = formOf("lettres", name, form, 0)
	d.Forms = map[string]ui.Form{}
	for _, i := range d.Items {
		f := formOf(i.Ref, name, form, i.Version)
		if name != i.Ref {
			f.Values = map[string][]string{"note": {i.Note}}
		}
		f.Scope = strings.ToLower(i.Ref)
		d.Forms[i.Ref] = f
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Séance du comité"), func(f layout.Frame) templ.Component {
		return views.DayPage(f, d)
	})
}

func readDay(tx *db.Tx, ref string) (d views.Day, err error) {
	if d.Sitting, err = sitting.LoadManaged(tx, ref); err != nil {
		return d, err
	}
	d.Today = tx.Today()
	if d.Items, err = sitting.Agenda(tx, d.Sitting); err != nil {
		return d, err
	}
	if d.Attendance, err = sitting.Attendance(tx, d.Sitting); err != nil {
		return d, err
	}
	cohort, err := programme.CohortByID(tx, d.Sitting.CohortID)
	if err != nil {
		return d, err
	}
	if d.Room, err = selection.RoomOf(tx, cohort); err != nil {
		return d, err
	}
	pending, err := sitting.PendingLetters(tx, ref)
	if err != nil {
		return d, err
	}
	d.Pending = len(pending)
	issued, err := reporting.IssuedFor(tx, reporting.Issued{Kind: reporting.KindMinutes, SubjectRef: ref})
	if len(issued) > 0 {
		d.Minutes = issued[0].Number
	}
	return d, err
}

type attendanceForm struct {
	Chair   string `form:"chair"`
	Remarks string `form:"remarks"`
}

func (a *App) takeAttendance(c echo.Context) error {
	var f attendanceForm
	err := web.Bind(c, &f)
	if err == nil {
		d := sitting.AttendanceDraft{Chair: f.Chair, Remarks: f.Remarks, Presences: map[string]sitting.Presence{}}
		for name, values := range web.Posted(c) {
			if id, ok := strings.CutPrefix(name, views.PresenceField("")); ok && len(values) > 0 && values[0] != "" {
				d.Presences[id] = sitting.Presence(values[0])
			}
		}
		err = a.write(c, func(tx *db.Tx) error { return sitting.TakeAttendance(tx, c.Param("ref"), web.Version(c), d) })
	}
	return a.dayDone(c, err, "presences", wording.T(c.Request().Context(), "Présences enregistrées."), "")
}

type verdictForm struct {
	Outcome     string `form:"outcome"`
	Rank        string `form:"rank" validate:"omitempty,number,max=4"`
	Reasons     string `form:"reasons"`
	NextStep    string `form:"next_step"`
	Condition   string `form:"conditions"`
	Note        string `form:"note"`
	NoteVersion string `form:"note_version" validate:"omitempty,number,max=9"`
	Do          string `form:"faire" validate:"omitempty,oneof=notes"`
}

func (f verdictForm) draft() selection.DecisionDraft {
	return decisionForm{Outcome: f.Outcome, Rank: f.Rank, Reasons: f.Reasons, NextStep: f.NextStep, Condition: f.Condition}.draft()
}

// enterDecision keeps what the committee decided on a file, or the notes of its discussion alone.
func (a *App) enterDecision(c echo.Context) error {
	ctx, ref, file := c.Request().Context(), c.Param("ref"), c.Param("projet")
	var f verdictForm
	err := web.Bind(c, &f)
	notice := wording.T(ctx, "Décision enregistrée pour %s.", file)
	if err == nil {
		noteVersion, _ := strconv.Atoi(f.NoteVersion)
		err = a.write(c, func(tx *db.Tx) error {
			if f.Do == "notes" {
				notice = wording.T(ctx, "Notes enregistrées pour %s.", file)
				return sitting.WriteNote(tx, ref, file, noteVersion, f.Note)
			}
			return sitting.Decide(tx, ref, file, web.Key(c), web.Version(c),
				sitting.Verdict{DecisionDraft: f.draft(), Note: f.Note, NoteVersion: noteVersion})
		})
	}
	return a.dayDone(c, err, file, notice, "#"+file)
}

func (a *App) dayDone(c echo.Context, err error, name, notice, anchor string) error {
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showDay(c, status, name, form) })
	}
	return web.SeeOther(c, views.DayPath(c.Param("ref"))+anchor, notice)
}
