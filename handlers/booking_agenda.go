package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/db"
	views "eclosion/views/booking"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// ownAgenda is a week of a coach's own.
func (a *App) ownAgenda(c echo.Context) error {
	monday := a.today().Monday()
	if d, err := models.ParseDate(c.QueryParam("semaine")); err == nil {
		monday = d.Monday()
	}
	p := views.Agenda{Today: a.today(), Now: a.now()}
	p.Week = views.Week{Monday: monday, Prev: views.WeekPath("/agenda", monday.AddDays(-7)), Next: views.WeekPath("/agenda", monday.AddDays(7))}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Days, err = booking.Agenda(tx, models.Period{From: monday, To: monday.AddDays(6)}); err != nil {
			return err
		}
		patterns, err := booking.Patterns(tx, tx.Actor().AccountID)
		p.Bare = len(patterns) == 0
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Agenda"), func(f layout.Frame) templ.Component { return views.AgendaPage(f, p) })
}

// absences is where a coach takes time out.
func (a *App) absences(c echo.Context) error {
	return a.showAbsences(c, http.StatusOK, ui.Form{Key: web.NewKey()})
}

func (a *App) showAbsences(c echo.Context, status int, form ui.Form) error {
	p := views.Absences{Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) { p.List, err = booking.OwnAbsences(tx); return err })
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Absences"), func(f layout.Frame) templ.Component { return views.AbsencesPage(f, p) })
}

type absenceForm struct {
	From   string `form:"absence_from"`
	To     string `form:"absence_to"`
	Start  string `form:"absence_start"`
	End    string `form:"absence_end"`
	Reason string `form:"absence_reason"`
}

// addAbsence takes time out and leads to what is planned in it.
func (a *App) addAbsence(c echo.Context) error {
	var f absenceForm
	var id string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			id, err = booking.AddAbsence(tx, web.Said(c), booking.AbsenceDraft{From: models.Date(f.From), To: models.Date(f.To), Start: f.Start, End: f.End, Reason: f.Reason})
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAbsences(c, status, form) })
	}
	return web.SeeOther(c, "/agenda/absences/"+id, wording.T(c.Request().Context(), "Absence enregistrée."))
}

// absence shows one absence, and what is planned in it.
func (a *App) absence(c echo.Context) error {
	var p views.Absence
	err := a.read(c, func(tx *db.Tx) (err error) {
		p.Absence, p.Planned, err = booking.OwnAbsence(tx, c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	return a.page(c, http.StatusOK, views.Away(ctx, p.Stretch), func(f layout.Frame) templ.Component { return views.AbsencePage(f, p) })
}

func (a *App) dropAbsence(c echo.Context) error {
	if err := a.write(c, func(tx *db.Tx) error { return booking.DropAbsence(tx, c.Param("id")) }); err != nil {
		return err
	}
	return web.SeeOther(c, "/agenda/absences", wording.T(c.Request().Context(), "Absence retirée : ses créneaux sont de nouveau proposés."))
}

// agendaMeeting is where a coach moves a planned meeting or calls it off.
func (a *App) agendaMeeting(c echo.Context) error {
	return a.showAgendaMeeting(c, http.StatusOK, nil, nil)
}

func (a *App) showAgendaMeeting(c echo.Context, status int, move, cancel *ui.Form) error {
	var p views.Change
	err := a.read(c, func(tx *db.Tx) (err error) { p.Entry, err = booking.OwnMeeting(tx, c.Param("id")); return err })
	if err != nil {
		return err
	}
	e := p.Entry
	p.Move = ui.Form{Scope: "move", Values: map[string][]string{"move_on": {string(e.StartsAt.Date())}, "move_at": {wording.Clock(e.StartsAt.Time())},
		"slot_minutes": {strconv.Itoa(e.Minutes)}, "slot_medium": {string(e.Medium)}, "slot_place": {e.Place}}}
	p.Cancel = ui.Form{Scope: "cancel"}
	if move != nil {
		p.Move.Values, p.Move.Problems = move.Values, move.Problems
	}
	if cancel != nil {
		p.Cancel.Values, p.Cancel.Problems = cancel.Values, cancel.Problems
	}
	p.Move.Version, p.Cancel.Version = strconv.Itoa(e.Version), strconv.Itoa(e.Version)
	return a.page(c, status, wording.T(c.Request().Context(), "Déplacer ou annuler"), func(f layout.Frame) templ.Component { return views.ChangePage(f, p) })
}

type moveForm struct {
	On      string `form:"move_on"`
	At      string `form:"move_at"`
	Minutes string `form:"slot_minutes" validate:"required,whole"`
	Medium  string `form:"slot_medium"`
	Place   string `form:"slot_place"`
	Word    string `form:"word"`
}

func (a *App) moveMeeting(c echo.Context) error {
	var f moveForm
	var overlaps []coaching.Overlap
	err := a.mayChangeMeeting(c)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &f); err == nil {
		d := booking.MoveDraft{Day: models.Date(f.On), Time: f.At, Minutes: digits(f.Minutes), Medium: coaching.Medium(f.Medium), Place: f.Place, Word: f.Word}
		err = a.write(c, func(tx *db.Tx) (err error) {
			overlaps, err = booking.MoveOwn(tx, c.Param("id"), d, web.Version(c))
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAgendaMeeting(c, status, &form, nil) })
	}
	ctx := c.Request().Context()
	notice := wording.T(ctx, "Rendez-vous déplacé : la personne est prévenue.")
	if len(overlaps) > 0 {
		notice += " " + wording.T(ctx, "Attention : une autre rencontre est prévue à %s.", wording.Clock(overlaps[0].StartsAt.Time()))
	}
	return web.SeeOther(c, views.WeekPath("/agenda", models.Date(f.On).Monday()), notice)
}

func (a *App) cancelMeeting(c echo.Context) error {
	err := a.mayChangeMeeting(c)
	if err != nil {
		return err
	}
	err = a.write(c, func(tx *db.Tx) error {
		return booking.CancelOwn(tx, c.Param("id"), c.FormValue("word"), web.Version(c))
	})
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAgendaMeeting(c, status, nil, &form) })
	}
	return web.SeeOther(c, "/agenda", wording.T(c.Request().Context(), "Rendez-vous annulé : la personne est prévenue."))
}

// mayChangeMeeting tells who may not change a meeting so before what was typed is looked at.
func (a *App) mayChangeMeeting(c echo.Context) error {
	return a.read(c, func(tx *db.Tx) error { _, err := booking.OwnMeeting(tx, c.Param("id")); return err })
}

// digits reads what a tag let through as a whole number; one beyond every bound stays beyond it, and small enough to reckon with.
func digits(text string) int {
	n, _ := strconv.Atoi(text)
	return max(-99_999, min(n, 99_999))
}
