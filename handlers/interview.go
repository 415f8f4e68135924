package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/committee"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// interviews shows the slots of a committee.
func (a *App) interviews(c echo.Context) error {
	publish := ui.Form{Key: web.NewKey(), Values: map[string][]string{"minutes": {"30"}, "from": {"09:00"}, "until": {"12:00"}}}
	return a.showInterviews(c, http.StatusOK, publish, ui.Form{})
}

func (a *App) showInterviews(c echo.Context, status int, publish, act ui.Form) error {
	p := committee.Interviews{Publish: publish, Act: act, Today: a.today(), Now: a.now()}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Committee, err = selection.LoadCommittee(tx, c.Param("ref")); err != nil {
			return err
		}
		if p.Slots, err = selection.Slots(tx, p.Committee); err != nil {
			return err
		}
		p.Files, err = selection.Files(tx, p.Committee)
		p.Files = slices.DeleteFunc(p.Files, func(f selection.File) bool { return !f.Conflict && !selection.Awaits(f.Phase) })
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Entretiens"), func(f layout.Frame) templ.Component {
		return committee.InterviewsPage(f, p)
	})
}

type slotsForm struct {
	Day     string `form:"day" validate:"omitempty,date"`
	From    string `form:"from"`
	Until   string `form:"until"`
	Minutes string `form:"minutes" validate:"omitempty,number,max=4"`
	Every   string `form:"every" validate:"omitempty,number,max=4"`
	Count   string `form:"count" validate:"omitempty,number,max=4"`
	Place   string `form:"place"`
}

func (f slotsForm) draft() selection.SlotsDraft {
	number := func(text string) int {
		n, _ := strconv.Atoi(text) // the tags let only digits through
		return n
	}
	return selection.SlotsDraft{Day: models.Date(f.Day), From: f.From, Until: f.Until, Minutes: number(f.Minutes), Every: number(f.Every),
		Count: number(f.Count), Place: f.Place}
}

// publishSlots offers interview slots to the candidates of a committee.
func (a *App) publishSlots(c echo.Context) error {
	var f slotsForm
	var added int
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			added, err = selection.PublishSlots(tx, web.Said(c), c.Param("ref"), f.draft())
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showInterviews(c, status, form, ui.Form{}) })
	}
	return web.SeeOther(c, committee.Path(c.Param("ref"))+"/entretiens",
		wording.N(c.Request().Context(), "%s créneau publié.", "%s créneaux publiés.", added, strconv.Itoa(added)))
}

func (a *App) assignSlot(c echo.Context) error {
	return a.changeSlot(c, wording.T(c.Request().Context(), "Créneau attribué : la personne est prévenue."), func(tx *db.Tx, ref, slot string) error {
		return selection.AssignSlot(tx, ref, slot, c.FormValue("file"))
	})
}

func (a *App) freeSlot(c echo.Context) error {
	return a.changeSlot(c, wording.T(c.Request().Context(), "Créneau libéré : la personne est prévenue."), selection.FreeSlot)
}

func (a *App) removeSlot(c echo.Context) error {
	return a.changeSlot(c, wording.T(c.Request().Context(), "Créneau retiré."), selection.RemoveSlot)
}

func (a *App) changeSlot(c echo.Context, notice string, verb func(tx *db.Tx, ref, slot string) error) error {
	err := a.write(c, func(tx *db.Tx) error { return verb(tx, c.Param("ref"), c.Param("slot")) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			for i := range form.Problems {
				form.Problems[i].Field = "" // the field stands in the row, not in a form of its own
			}
			return a.showInterviews(c, status, ui.Form{Key: web.NewKey()}, form)
		})
	}
	return web.SeeOther(c, committee.Path(c.Param("ref"))+"/entretiens", notice)
}

// interview is where a candidate books, moves or cancels the interview of a file.
func (a *App) interview(c echo.Context) error {
	return a.showInterview(c, http.StatusOK, ui.Form{})
}

func (a *App) showInterview(c echo.Context, status int, form ui.Form) error {
	p := candidature.Interview{Form: form, Now: a.now()}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.App, err = selection.Load(tx, c.Param("ref"), access.InterviewBook); err != nil {
			return err
		}
		p.Booked, p.Free, err = interviewOf(tx, p.App.Project)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Entretien avec le comité"), func(f layout.Frame) templ.Component {
		return candidature.InterviewPage(f, p)
	})
}

// interviewOf is what the holder of a file has booked, nil for nothing, and what they can book.
func interviewOf(tx *db.Tx, p *programme.Project) (booked *selection.Interview, free []selection.Slot, err error) {
	i, found, err := selection.InterviewOf(tx, p)
	if err != nil {
		return nil, nil, err
	}
	if found {
		booked = &i
	}
	free, err = selection.FreeSlots(tx, p)
	return booked, free, err
}

type bookForm struct {
	Slot string `form:"slot" validate:"required,max=64"`
}

func (a *App) bookInterview(c echo.Context) error {
	var f bookForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return selection.Book(tx, c.Param("ref"), f.Slot) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showInterview(c, status, form) })
	}
	return web.SeeOther(c, candidature.InterviewPath(c.Param("ref")), wording.T(c.Request().Context(), "Votre entretien est fixé. Un message vous le confirme."))
}

func (a *App) cancelInterview(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return selection.CancelInterview(tx, c.Param("ref")) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showInterview(c, status, form) })
	}
	return web.SeeOther(c, candidature.InterviewPath(c.Param("ref")), wording.T(c.Request().Context(), "Votre entretien est annulé."))
}

// interviewFile is the interview as a calendar file.
func (a *App) interviewFile(c echo.Context) error {
	var booked *selection.Interview
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.InterviewBook)
		if err != nil {
			return err
		}
		booked, _, err = interviewOf(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	if booked == nil {
		return models.Missing("interview")
	}
	event := candidature.InterviewEvent(c.Request().Context(), *booked, a.BaseURL, false)
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="entretien-`+booked.Ref+`.ics"`)
	return c.Blob(http.StatusOK, event.Type(), event.ICS())
}
