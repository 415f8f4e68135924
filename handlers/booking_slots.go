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

// slots is where a coach publishes slots.
func (a *App) slots(c echo.Context) error { return a.showSlots(c, http.StatusOK, nil, nil) }

func (a *App) showSlots(c echo.Context, status int, extra, settings *ui.Form) error {
	p := views.Slots{Today: a.today()}
	var s booking.Settings
	err := a.read(c, func(tx *db.Tx) (err error) {
		me := tx.Actor().AccountID
		if p.Patterns, err = booking.Patterns(tx, me); err != nil {
			return err
		}
		if p.Extras, err = booking.Extras(tx, me); err != nil {
			return err
		}
		s, err = booking.SettingsOf(tx, me)
		return err
	})
	if err != nil {
		return err
	}
	p.ExtraForm = ui.Form{Scope: "extra", Values: map[string][]string{"slot_minutes": {"60"}, "slot_kind": {string(coaching.Coaching)}, "slot_medium": {string(coaching.InPerson)}}}
	p.SettingsForm = ui.Form{Scope: "settings", Version: strconv.Itoa(s.Version), Values: map[string][]string{"slot_change_hours": {strconv.Itoa(s.ChangeHours)},
		"slot_max_upcoming": {strconv.Itoa(s.MaxUpcoming)}, "slot_phone": {s.Phone}}}
	if extra != nil {
		p.ExtraForm.Values, p.ExtraForm.Problems = extra.Values, extra.Problems
	}
	if settings != nil {
		p.SettingsForm.Values, p.SettingsForm.Problems = settings.Values, settings.Problems
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Mes créneaux"), func(f layout.Frame) templ.Component { return views.SlotsPage(f, p) })
}

type settingsOfSlots struct {
	ChangeHours string `form:"slot_change_hours" validate:"required,whole"`
	MaxUpcoming string `form:"slot_max_upcoming" validate:"required,whole"`
	Phone       string `form:"slot_phone" validate:"max=40"`
}

func (a *App) saveSlotSettings(c echo.Context) error {
	var f settingsOfSlots
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return booking.SaveSettings(tx, booking.Settings{ChangeHours: digits(f.ChangeHours), MaxUpcoming: digits(f.MaxUpcoming), Phone: f.Phone, Version: web.Version(c)})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showSlots(c, status, nil, &form) })
	}
	return web.SeeOther(c, "/agenda/creneaux", wording.T(c.Request().Context(), "Réglages enregistrés."))
}

// pattern shows the form of a pattern: a new one, or one that stands.
func (a *App) pattern(c echo.Context) error { return a.showPattern(c, http.StatusOK, nil) }

func (a *App) showPattern(c echo.Context, status int, sent *ui.Form) error {
	p := views.Pattern{PublicID: c.Param("id"), Form: ui.Form{Key: web.NewKey(), Values: newPattern(a.today())}}
	ctx := c.Request().Context()
	title := wording.T(ctx, "Ajouter une plage")
	if p.PublicID != "" {
		var was booking.Pattern
		err := a.read(c, func(tx *db.Tx) (err error) { was, err = booking.OwnPattern(tx, p.PublicID); return err })
		if err != nil {
			return err
		}
		p.Form, title = ui.Form{Version: strconv.Itoa(was.Version), Values: patternValues(was)}, wording.T(ctx, "Changer la plage")
	}
	if sent != nil {
		p.Form.Values, p.Form.Problems = sent.Values, sent.Problems
		if sent.Key != "" {
			p.Form.Key = sent.Key
		}
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.PatternPage(f, p) })
}

func newPattern(today models.Date) map[string][]string {
	return map[string][]string{"slot_weekday": {"1"}, "slot_from": {"09:00"}, "slot_until": {"12:00"}, "slot_minutes": {"60"}, "slot_pause": {"0"},
		"slot_valid_from": {string(today)}, "slot_kind": {string(coaching.Coaching)}, "slot_medium": {string(coaching.InPerson)},
		"slot_horizon": {"6"}, "slot_notice": {"24"}}
}

func patternValues(p booking.Pattern) map[string][]string {
	return map[string][]string{"slot_weekday": {strconv.Itoa(p.DayNumber())}, "slot_from": {views.Clock(p.From)}, "slot_until": {views.Clock(p.Until)},
		"slot_minutes": {strconv.Itoa(p.Minutes)}, "slot_pause": {strconv.Itoa(p.Pause)}, "slot_valid_from": {string(p.Valid.From)}, "slot_valid_to": {string(p.Valid.To)},
		"slot_kind": {string(p.Kind)}, "slot_medium": {string(p.Medium)}, "slot_place": {p.Place}, "slot_horizon": {strconv.Itoa(p.HorizonWeeks)}, "slot_notice": {strconv.Itoa(p.NoticeHours)}}
}

// what is what a slot is for and where, as both forms send it.
func what(minutes, kind, medium, place string) booking.SlotDraft {
	return booking.SlotDraft{Minutes: digits(minutes), Kind: coaching.Kind(kind), Medium: coaching.Medium(medium), Place: place}
}

type patternForm struct {
	Weekday   string `form:"slot_weekday" validate:"required,number,max=1"`
	From      string `form:"slot_from"`
	Until     string `form:"slot_until"`
	ValidFrom string `form:"slot_valid_from"`
	ValidTo   string `form:"slot_valid_to"`
	Pause     string `form:"slot_pause" validate:"required,whole"`
	Horizon   string `form:"slot_horizon" validate:"required,whole"`
	Notice    string `form:"slot_notice" validate:"required,whole"`
	Minutes   string `form:"slot_minutes" validate:"required,whole"`
	Kind      string `form:"slot_kind"`
	Medium    string `form:"slot_medium"`
	Place     string `form:"slot_place"`
}

func (f patternForm) draft() booking.PatternDraft {
	return booking.PatternDraft{SlotDraft: what(f.Minutes, f.Kind, f.Medium, f.Place), Weekday: digits(f.Weekday), From: f.From, Until: f.Until, Pause: digits(f.Pause),
		ValidFrom: models.Date(f.ValidFrom), ValidTo: models.Date(f.ValidTo), HorizonWeeks: digits(f.Horizon), NoticeHours: digits(f.Notice)}
}

// savePattern publishes slots, or changes those of a pattern.
func (a *App) savePattern(c echo.Context) error {
	var f patternForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return booking.SavePattern(tx, web.Said(c), c.Param("id"), f.draft(), web.Version(c))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showPattern(c, status, &form) })
	}
	return web.SeeOther(c, "/agenda/creneaux", wording.T(c.Request().Context(), "Plage enregistrée. Les rendez-vous déjà pris restent où ils sont."))
}

func (a *App) dropPattern(c echo.Context) error {
	if err := a.write(c, func(tx *db.Tx) error { return booking.DropPattern(tx, c.Param("id")) }); err != nil {
		return err
	}
	return web.SeeOther(c, "/agenda/creneaux", wording.T(c.Request().Context(), "Plage retirée. Les rendez-vous déjà pris restent."))
}

type extraForm struct {
	Day     string `form:"slot_day"`
	From    string `form:"slot_from"`
	Minutes string `form:"slot_minutes" validate:"required,whole"`
	Kind    string `form:"slot_kind"`
	Medium  string `form:"slot_medium"`
	Place   string `form:"slot_place"`
}

func (a *App) addExtra(c echo.Context) error {
	var f extraForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return booking.AddExtra(tx, booking.ExtraDraft{SlotDraft: what(f.Minutes, f.Kind, f.Medium, f.Place), Day: models.Date(f.Day), From: f.From})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showSlots(c, status, &form, nil) })
	}
	return web.SeeOther(c, "/agenda/creneaux", wording.T(c.Request().Context(), "Créneau ajouté."))
}

func (a *App) dropExtra(c echo.Context) error {
	if err := a.write(c, func(tx *db.Tx) error { return booking.DropExtra(tx, c.Param("id")) }); err != nil {
		return err
	}
	return web.SeeOther(c, "/agenda/creneaux", wording.T(c.Request().Context(), "Créneau retiré."))
}
