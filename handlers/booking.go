package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/booking"
	"eclosion/models/db"
	"eclosion/models/programme"
	views "eclosion/views/booking"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// weekOf reads which week the address asks for; this one when it asks for none, or for one that is past or further than
// slots are offered.
func (a *App) weekOf(c echo.Context, past bool) models.Date {
	this := a.today().Monday()
	d, err := models.ParseDate(c.QueryParam("semaine"))
	if err != nil || d < this && !past || d > this.AddDays(7*booking.MaxHorizon) {
		return this
	}
	return d.Monday()
}

// slotDays are the days on which slots can be offered at all.
func (a *App) slotDays() models.Period {
	return models.Period{From: a.today(), To: a.today().AddDays(7*booking.MaxHorizon + 6)}
}

// week leads to the weeks beside one, and to the first in which something is free.
func (a *App) week(monday models.Date, path string, free []booking.Slot, more ...string) views.Week {
	w := views.Week{Monday: monday}
	this := a.today().Monday()
	if monday > this {
		w.Prev = views.WeekPath(path, monday.AddDays(-7), more...)
	}
	if monday < this.AddDays(7*booking.MaxHorizon) {
		w.Next = views.WeekPath(path, monday.AddDays(7), more...)
	}
	for _, s := range free {
		if w.First == 0 || s.StartsAt < w.First {
			w.First, w.FirstHref = s.StartsAt, views.WeekPath(path, s.StartsAt.Date().Monday(), more...)
		}
	}
	return w
}

// accompanied lists the actor's own dossiers that the couveuse accompanies.
func accompanied(tx *db.Tx) (list []views.Dossier, err error) {
	own, _, err := programme.List(tx, access.ProjectList, programme.Filter{PersonID: tx.Actor().PersonID})
	for _, r := range own {
		if r.Phase.IsJourney() {
			list = append(list, views.Dossier{Ref: r.Ref, Title: r.Title})
		}
	}
	return list, err
}

// appointments is where a holder sees their appointments and what is free.
func (a *App) appointments(c echo.Context) error {
	p := views.Holder{Now: a.now()}
	ctx := c.Request().Context()
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Upcoming, err = booking.Appointments(tx); err != nil {
			return err
		}
		if p.Dossiers, err = accompanied(tx); err != nil || len(p.Dossiers) == 0 {
			return err
		}
		p.Ref = p.Dossiers[0].Ref
		for _, d := range p.Dossiers {
			if d.Ref == c.QueryParam("dossier") {
				p.Ref = d.Ref
			}
		}
		return a.fillOffer(ctx, tx, &p)
	})
	if err != nil {
		return err
	}
	var free []booking.Slot
	for _, k := range p.Coaches {
		free = append(free, k.Free...)
	}
	more := ""
	if len(p.Dossiers) > 1 {
		more = p.Ref
	}
	p.Week = a.week(a.weekOf(c, false), "/rendez-vous", free, "dossier", more)
	return a.page(c, http.StatusOK, wording.T(ctx, "Rendez-vous"), func(f layout.Frame) templ.Component { return views.HolderPage(f, p) })
}

// fillOffer adds what the holder of a dossier can book, or why nothing.
func (a *App) fillOffer(ctx context.Context, tx *db.Tx, p *views.Holder) error {
	project, err := programme.Load(tx, p.Ref, access.SlotBook)
	if err != nil {
		return err
	}
	if p.Coaches, err = booking.Coaches(tx, project, a.slotDays()); err != nil {
		return err
	}
	most := 0
	for _, k := range p.Coaches {
		most = max(most, k.Settings.MaxUpcoming)
	}
	booked := 0
	for _, u := range p.Upcoming {
		if u.Booked() && u.StartsAt > p.Now {
			booked++
		}
	}
	if refusal := booking.CheckBook(project.Ref, project.Phase, project.SuspendedOn, booked, max(most, 1)); refusal != nil {
		_, p.Refusals = wording.Problem(ctx, refusal)
	}
	return nil
}

// slotForm names a slot: in the address of its confirmation, and in what that sends.
type slotForm struct {
	Ref   string `form:"dossier"`
	Coach string `form:"avec"`
	Start string `form:"debut"`
	Topic string `form:"topic"`
}

func (f slotForm) startsAt() models.Instant {
	n, _ := strconv.ParseInt(f.Start, 10, 64) // what is no number is no slot
	return models.Instant(n)
}

// noSlot refuses a moment at which no slot can be, nor was of late: an address that was mistyped or made up, not a slot that went.
func (a *App) noSlot(f slotForm) error {
	days := a.slotDays()
	if at := f.startsAt(); at < models.InstantOf(days.From.AddDays(-90).At(0, 0)) || at >= models.InstantOf(days.To.AddDays(1).At(0, 0)) {
		return models.Refuse("booking.no_slot", nil)
	}
	return nil
}

// confirmSlot asks a holder once more before a slot is theirs.
func (a *App) confirmSlot(c echo.Context) error {
	f := slotForm{Ref: c.QueryParam("dossier"), Coach: c.QueryParam("avec"), Start: c.QueryParam("debut")}
	return a.showConfirm(c, http.StatusOK, f, ui.Form{Key: web.NewKey()})
}

// showConfirm shows the slot again, whatever became of it meanwhile: what was typed stays.
func (a *App) showConfirm(c echo.Context, status int, f slotForm, form ui.Form) error {
	p := views.Confirm{Ref: f.Ref, Coach: f.Coach, Slot: booking.Slot{StartsAt: f.startsAt(), Minutes: 60}, Form: form}
	err := a.read(c, func(tx *db.Tx) error {
		project, err := programme.Load(tx, f.Ref, access.SlotBook)
		if err != nil {
			return err
		}
		if err := a.noSlot(f); err != nil {
			return err
		}
		day := p.Slot.StartsAt.Date()
		coaches, err := booking.Coaches(tx, project, models.Period{From: day, To: day})
		for _, k := range coaches {
			if k.PublicID != f.Coach {
				continue
			}
			p.CoachName = k.Name
			for _, s := range k.Free {
				if s.StartsAt == p.Slot.StartsAt {
					p.Slot = s
					return err
				}
			}
		}
		if err == nil && p.CoachName == "" {
			return models.Refuse("booking.no_slot", nil)
		}
		if status == http.StatusOK && err == nil {
			return models.Refuse("booking.taken", models.Facts{"at": p.Slot.StartsAt})
		}
		return err
	})
	if models.IsCode(err, "booking.taken") || models.IsCode(err, "booking.no_slot") {
		return a.gone(c, err, "/rendez-vous")
	}
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Confirmer le rendez-vous"), func(f layout.Frame) templ.Component { return views.ConfirmPage(f, p) })
}

// gone leads back to the slots that are free, with the sentence of what happened.
func (a *App) gone(c echo.Context, err error, path string) error {
	p, _ := models.ProblemOf(err)
	_, sentences := wording.Problem(c.Request().Context(), p)
	return web.SeeOther(c, path, sentences[0])
}

// bookSlot takes a slot.
func (a *App) bookSlot(c echo.Context) error {
	var f slotForm
	err := web.Bind(c, &f)
	var id string
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			id, err = booking.Book(tx, web.Said(c), f.Ref, f.Coach, f.startsAt(), f.Topic)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showConfirm(c, status, f, form) })
	}
	return web.SeeOther(c, views.Path(id), wording.T(c.Request().Context(), "C'est noté. Un message vous le confirme, avec une entrée pour votre agenda."))
}

// appointment is one appointment of a holder's.
func (a *App) appointment(c echo.Context) error {
	return a.showAppointment(c, http.StatusOK, ui.Form{})
}

func (a *App) showAppointment(c echo.Context, status int, form ui.Form) error {
	p, err := a.loadAppointment(c)
	if models.IsCode(err, "meeting.not_found") {
		return a.notPlanned(c, err)
	}
	if err != nil {
		return err
	}
	p.Form = form
	p.Week = a.week(a.weekFor(c, p.StartsAt), views.Path(p.PublicID), p.Free)
	return a.page(c, status, wording.T(c.Request().Context(), "Votre rendez-vous"), func(f layout.Frame) templ.Component {
		return views.AppointmentPage(f, p)
	})
}

// weekFor is the week that the address asks for, else that of the appointment.
func (a *App) weekFor(c echo.Context, at models.Instant) models.Date {
	if c.QueryParam("semaine") == "" {
		return max(at.Date(), a.today()).Monday()
	}
	return a.weekOf(c, false)
}

func (a *App) loadAppointment(c echo.Context) (p views.Appointment, err error) {
	p.Now = a.now()
	err = a.read(c, func(tx *db.Tx) error {
		u, err := booking.OwnAppointment(tx, c.Param("id"))
		if err != nil {
			return err
		}
		house, err := programme.LoadCouveuse(tx)
		if err != nil {
			return err
		}
		p.Upcoming, p.Phone, p.Email = u, u.Phone, house.Email
		if p.Phone == "" {
			p.Phone = house.Phone
		}
		if u.Changeable(tx.Now()) {
			p.Free, err = booking.FreeFor(tx, u, a.slotDays())
		}
		return err
	})
	return p, err
}

// notPlanned answers for a meeting of the holder's own that is not planned any more: what became of it stands on its page.
func (a *App) notPlanned(c echo.Context, err error) error {
	var path string
	failed := a.read(c, func(tx *db.Tx) (err error) { path, err = booking.WhereItStands(tx, c.Param("id")); return err })
	if failed != nil {
		return failed
	}
	if path == "" {
		return err
	}
	return web.SeeOther(c, path, wording.T(c.Request().Context(), "Ce rendez-vous n'est plus prévu : voici ce qu'il en est."))
}

// appointmentFile is an appointment as a calendar file.
func (a *App) appointmentFile(c echo.Context) error {
	p, err := a.loadAppointment(c)
	if err != nil {
		return err
	}
	event := p.Event(c.Request().Context(), a.BaseURL)
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="rendez-vous.ics"`)
	return c.Blob(http.StatusOK, event.Type(), event.ICS())
}

// confirmMove asks a holder once more before an appointment moves.
func (a *App) confirmMove(c echo.Context) error {
	return a.showMove(c, http.StatusOK, slotForm{Start: c.QueryParam("debut")}, ui.Form{})
}

func (a *App) showMove(c echo.Context, status int, f slotForm, form ui.Form) error {
	u, err := a.loadAppointment(c)
	if models.IsCode(err, "meeting.not_found") {
		return a.notPlanned(c, err)
	}
	if err != nil {
		return err
	}
	if err := a.noSlot(f); err != nil {
		return a.gone(c, err, views.Path(u.PublicID))
	}
	p := views.Confirm{Ref: u.Ref, Coach: u.Coach, CoachName: u.Coaches, Slot: booking.Slot{StartsAt: f.startsAt(), Minutes: u.Minutes, Kind: u.Kind, Medium: u.Medium, Place: u.Place},
		Moving: &u.Upcoming, Form: form}
	found := false
	for _, s := range u.Free {
		if s.StartsAt == p.Slot.StartsAt {
			p.Slot, found = s, true
		}
	}
	if !found && status == http.StatusOK {
		return a.gone(c, models.Refuse("booking.taken", models.Facts{"at": p.Slot.StartsAt}), views.Path(u.PublicID))
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Déplacer le rendez-vous"), func(f layout.Frame) templ.Component { return views.ConfirmPage(f, p) })
}

// moveAppointment takes another slot for an appointment.
func (a *App) moveAppointment(c echo.Context) error {
	var f slotForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return booking.Move(tx, c.Param("id"), f.startsAt()) })
	}
	if models.IsCode(err, "meeting.not_found") {
		return a.notPlanned(c, err)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMove(c, status, f, form) })
	}
	return web.SeeOther(c, views.Path(c.Param("id")), wording.T(c.Request().Context(), "Votre rendez-vous est déplacé. Un message vous le confirme."))
}

// cancelAppointment gives a slot back.
func (a *App) cancelAppointment(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return booking.Cancel(tx, c.Param("id")) })
	if models.IsCode(err, "meeting.not_found") {
		return a.notPlanned(c, err)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAppointment(c, status, form) })
	}
	return web.SeeOther(c, "/rendez-vous", wording.T(c.Request().Context(), "Votre rendez-vous est annulé."))
}
