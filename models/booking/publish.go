package booking

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

// Limits of what a form may send.
const (
	MinSlot     = 10  // minutes
	MaxSlot     = 240 // minutes
	MaxPause    = 120 // minutes
	MaxHorizon  = 26  // weeks
	MaxNotice   = 336 // hours, and of the change limit
	MaxUpcoming = 10
	MaxPlace    = coaching.MaxPlace
	MaxReason   = 200
	MaxTopic    = 500
	MaxWord     = coaching.MaxReason
	maxPatterns = 60 // of one coach
	maxDays     = 366
	minutesADay = 24 * 60
)

// Media lists the ways to meet that a slot can offer.
func Media() []coaching.Medium {
	return []coaching.Medium{coaching.InPerson, coaching.Video, coaching.Phone}
}

// Settings are what a coach chooses once for all their slots.
type Settings struct {
	ChangeHours int // until how long before an appointment its holder moves or cancels it
	MaxUpcoming int // how many appointments to come one holder may have booked
	Phone       string
	Version     int // 0 while nothing was chosen
}

// usual are the settings of who has chosen none.
var usual = Settings{ChangeHours: 24, MaxUpcoming: 2}

func date(f *models.Faults, name string, d models.Date) bool {
	if d == "" {
		f.Field(name, "required", nil)
		return false
	}
	if _, err := models.ParseDate(string(d)); err != nil {
		f.Field(name, "date", nil)
		return false
	}
	return true
}

// clock reads HH:MM as minutes of the day; where the day may end also 24:00.
func clock(f *models.Faults, name, text string, ends bool) int {
	if text == "" {
		f.Field(name, "required", nil)
		return -1
	}
	if ends && text == "24:00" {
		return minutesADay
	}
	t, err := coaching.ParseTimeOfDay(text)
	if err != nil {
		f.Field(name, "time", nil)
		return -1
	}
	return t.Hour*60 + t.Minute
}

// ahead reads a day and a time of it that are still to come, until a latest day.
func ahead(f *models.Faults, dayField string, day models.Date, clockField, text string, now models.Instant, latest models.Date) models.Instant {
	ok := date(f, dayField, day)
	if clock(f, clockField, text, false) < 0 || !ok {
		return 0
	}
	starts := day.Moment(text)
	switch {
	case day < now.Date():
		f.Field(dayField, "past", nil)
	case day > latest:
		f.Field(dayField, "not_after", models.Facts{"date": latest})
	case starts == 0:
		f.Field(clockField, "time", nil)
	case starts <= now:
		f.Field(clockField, "time_past", nil)
	}
	return starts
}

// SlotDraft is what a slot is, whether it comes back or not.
type SlotDraft struct {
	Minutes int
	Kind    coaching.Kind
	Medium  coaching.Medium
	Place   string
}

func (d SlotDraft) check(f *models.Faults) {
	f.Between("slot_minutes", d.Minutes, MinSlot, MaxSlot)
	if !slices.Contains(coaching.FormKinds(), d.Kind) {
		f.Field("slot_kind", "oneof", nil)
	}
	if !slices.Contains(Media(), d.Medium) {
		f.Field("slot_medium", "oneof", nil)
	}
	f.Length("slot_place", d.Place, MaxPlace)
}

// PatternDraft is a pattern as it was typed.
type PatternDraft struct {
	SlotDraft
	Weekday                   int    // 1 is Monday, 7 Sunday
	From, Until               string // HH:MM
	Pause                     int
	ValidFrom, ValidTo        models.Date // ValidTo may be empty
	HorizonWeeks, NoticeHours int
}

// Check says what is wrong with the draft; from and until are minutes of the day.
func (d PatternDraft) Check() (from, until int, problem *models.Problem) {
	var f models.Faults
	if d.Weekday < 1 || d.Weekday > 7 {
		f.Field("slot_weekday", "oneof", nil)
	}
	from, until = clock(&f, "slot_from", d.From, false), clock(&f, "slot_until", d.Until, true)
	d.check(&f)
	if from >= 0 && until >= 0 && from+max(d.Minutes, MinSlot) > until {
		f.Field("slot_until", "slot_short", nil)
	}
	f.Between("slot_pause", d.Pause, 0, MaxPause)
	ok := date(&f, "slot_valid_from", d.ValidFrom)
	if d.ValidTo != "" && date(&f, "slot_valid_to", d.ValidTo) && ok && d.ValidTo < d.ValidFrom {
		f.Field("slot_valid_to", "not_before", models.Facts{"date": d.ValidFrom})
	}
	f.Between("slot_horizon", d.HorizonWeeks, 1, MaxHorizon)
	f.Between("slot_notice", d.NoticeHours, 0, MaxNotice)
	return from, until, models.Fields(f...)
}

// ExtraDraft is an extra slot as it was typed.
type ExtraDraft struct {
	SlotDraft
	Day  models.Date
	From string // HH:MM
}

// Check says what is wrong with the draft, else when the slot starts.
func (d ExtraDraft) Check(now models.Instant) (models.Instant, *models.Problem) {
	var f models.Faults
	starts := ahead(&f, "slot_day", d.Day, "slot_from", d.From, now, now.Date().AddDays(maxDays))
	d.check(&f)
	return starts, models.Fields(f...)
}

// AbsenceDraft is an absence as it was typed: whole days, or from an hour, or up to one.
type AbsenceDraft struct {
	From, To   models.Date
	Start, End string // HH:MM; both may be empty
	Reason     string // read by the couveuse alone
}

// Check says what is wrong with the draft, else the time that it takes.
func (d AbsenceDraft) Check(today models.Date) (s Stretch, problem *models.Problem) {
	var f models.Faults
	first := date(&f, "absence_from", d.From)
	if d.To == "" {
		d.To = d.From
	}
	last := first && date(&f, "absence_to", d.To)
	start, end := 0, minutesADay
	if d.Start != "" {
		start = clock(&f, "absence_start", d.Start, false)
	}
	if d.End != "" {
		end = clock(&f, "absence_end", d.End, true)
	}
	f.Length("absence_reason", d.Reason, MaxReason)
	if first && last && len(f) == 0 {
		s = Stretch{wall(d.From, start), wall(d.To, end)}
		switch {
		case d.To < d.From:
			f.Field("absence_to", "not_before", models.Facts{"date": d.From})
		case d.To < today:
			f.Field("absence_to", "past", nil)
		case d.From.DaysUntil(d.To) > maxDays:
			f.Field("absence_to", "not_after", models.Facts{"date": d.From.AddDays(maxDays)})
		case s.From >= s.To:
			f.Field("absence_end", "time_order", nil)
		}
	}
	return s, models.Fields(f...)
}

// CheckSettings says what is wrong with settings.
func CheckSettings(s Settings) *models.Problem {
	var f models.Faults
	f.Between("slot_change_hours", s.ChangeHours, 0, MaxNotice)
	f.Between("slot_max_upcoming", s.MaxUpcoming, 1, MaxUpcoming)
	if s.Phone != "" {
		if _, err := models.ParsePhone(s.Phone); err != nil {
			f.Field("slot_phone", "phone", nil)
		}
	}
	return models.Fields(f...)
}

func manages(tx *db.Tx) error {
	if !access.Can(tx.Actor(), access.SlotManage) {
		return models.Denied(string(access.SlotManage))
	}
	return nil
}

func newPublicID() string { return strings.ToLower(rand.Text()[:16]) }

// SavePattern adds a pattern of the actor's ("" for its id), or writes one over again, guarded by its version. What was
// booked stays where it is.
func SavePattern(tx *db.Tx, key, publicID string, d PatternDraft, version int) error {
	if err := manages(tx); err != nil {
		return err
	}
	from, until, problem := d.Check()
	if problem != nil {
		return problem
	}
	p := Pattern{PublicID: publicID, AccountID: tx.Actor().AccountID, Weekday: time.Weekday(d.Weekday % 7), From: from, Until: until, Minutes: d.Minutes, Pause: d.Pause,
		Kind: d.Kind, Medium: d.Medium, Place: d.Place, Valid: models.Period{From: d.ValidFrom, To: d.ValidTo}, HorizonWeeks: d.HorizonWeeks,
		NoticeHours: d.NoticeHours, Version: version}
	if err := ownGuard(tx); err != nil {
		return err
	}
	what := "slot.change"
	if publicID == "" {
		before, err := tx.Once(key)
		if err != nil || before != "" {
			return err
		}
		what, p.PublicID = "slot.publish", newPublicID()
		err = insertPattern(tx, &p)
		if err == nil {
			err = tx.Done(key, p.PublicID)
		}
		if err != nil {
			return err
		}
	} else if err := updatePattern(tx, &p); err != nil {
		return err
	}
	return tx.Audit(what, "slot_pattern", p.ID, 0, models.Facts{"weekday": d.Weekday, "from": d.From, "until": d.Until, "minutes": d.Minutes})
}

// DropPattern takes a pattern of the actor's back. What was booked stays.
func DropPattern(tx *db.Tx, publicID string) error {
	return drop(tx, "slot_pattern", "slot.drop", `DELETE FROM slot_patterns WHERE account_id = ? AND public_id = ? RETURNING id`, publicID)
}

// AddExtra offers a slot once.
func AddExtra(tx *db.Tx, d ExtraDraft) error {
	if err := manages(tx); err != nil {
		return err
	}
	starts, problem := d.Check(tx.Now())
	if problem != nil {
		return problem
	}
	if err := ownGuard(tx); err != nil {
		return err
	}
	var id int64
	found, err := tx.Get([]any{&id}, `INSERT INTO slot_extras (public_id, account_id, starts_at, minutes, kind, medium, place) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING RETURNING id`, newPublicID(), tx.Actor().AccountID, starts, d.Minutes, d.Kind, d.Medium, d.Place)
	if err != nil {
		return fmt.Errorf("add extra slot: %w", err)
	}
	if !found {
		return models.Fields(models.FieldProblem{Field: "slot_from", Code: "unique"})
	}
	return tx.Audit("slot.extra", "slot_extra", id, 0, models.Facts{"at": int64(starts)})
}

// DropExtra takes an extra slot of the actor's back. What was booked stays.
func DropExtra(tx *db.Tx, publicID string) error {
	return drop(tx, "slot_extra", "slot.extra_drop", `DELETE FROM slot_extras WHERE account_id = ? AND public_id = ? RETURNING id`, publicID)
}

// AddAbsence takes time of the actor's out, and gives the absence: its page lists what is planned in it. The same key adds one.
func AddAbsence(tx *db.Tx, key string, d AbsenceDraft) (publicID string, err error) {
	if err := manages(tx); err != nil {
		return "", err
	}
	s, problem := d.Check(tx.Today())
	if problem != nil {
		return "", problem
	}
	if publicID, err = tx.Once(key); err != nil || publicID != "" {
		return publicID, err
	}
	if err := ownGuard(tx); err != nil {
		return "", err
	}
	publicID = newPublicID()
	var id int64
	if _, err := tx.Get([]any{&id}, `INSERT INTO absences (public_id, account_id, from_at, to_at, reason) VALUES (?, ?, ?, ?, ?) RETURNING id`,
		publicID, tx.Actor().AccountID, s.From, s.To, d.Reason); err != nil {
		return "", fmt.Errorf("add absence: %w", err)
	}
	if err := tx.Audit("absence.add", "absence", id, 0, models.Facts{"from": int64(s.From), "to": int64(s.To)}); err != nil {
		return "", err
	}
	return publicID, tx.Done(key, publicID)
}

// DropAbsence takes an absence of the actor's back: its slots are offered again.
func DropAbsence(tx *db.Tx, publicID string) error {
	return drop(tx, "absence", "absence.drop", `DELETE FROM absences WHERE account_id = ? AND public_id = ? RETURNING id`, publicID)
}

func drop(tx *db.Tx, entity, what, statement, publicID string) error {
	if err := manages(tx); err != nil {
		return err
	}
	var id int64
	found, err := tx.Get([]any{&id}, statement, tx.Actor().AccountID, publicID)
	if err != nil {
		return err
	}
	if !found {
		return models.Missing(entity)
	}
	return tx.Audit(what, entity, id, 0, nil)
}

// SaveSettings writes the actor's settings, guarded by their version.
func SaveSettings(tx *db.Tx, s Settings) error {
	if err := manages(tx); err != nil {
		return err
	}
	if problem := CheckSettings(s); problem != nil {
		return problem
	}
	if err := ownGuard(tx); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE slot_settings SET change_hours = ?, max_upcoming = ?, phone = ?, version = version + 1 WHERE account_id = ? AND version = ?`,
		s.ChangeHours, s.MaxUpcoming, s.Phone, tx.Actor().AccountID, max(s.Version, 1))
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("slot_settings", nil)
	}
	return tx.Audit("slot.settings", "account", tx.Actor().AccountID, 0, models.Facts{"change_hours": s.ChangeHours, "max_upcoming": s.MaxUpcoming})
}
