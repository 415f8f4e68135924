package demo

import (
	"fmt"
	"math/rand/v2"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// stretches are the weekly slots of coach@demo.test: weekday from Monday, hours, minutes of a slot and between two.
var stretches = []struct {
	weekday, from, until, minutes, pause int
	kind                                 coaching.Kind
	medium                               coaching.Medium
	place                                string
}{
	{2, 9, 12, 60, 0, coaching.Coaching, coaching.InPerson, "rue de la Coquille 1, bureau 3"},
	{4, 14, 17, 45, 15, coaching.Financial, coaching.Video, "https://reunion.test/amelie"},
	{5, 9, 11, 30, 0, coaching.Coaching, coaching.Phone, ""},
}

// appointments shows booking: the weekly slots of coach@demo.test, an absence at Christmas, one slot more, and what
// candidate@demo.test has booked. It draws from a source of its own.
func (v *inventor) appointments(tx *db.Tx) error {
	r := rand.New(rand.NewPCG(uint64(len(stretches)), 0x6167_656e_6461))
	if _, err := tx.Exec(`INSERT INTO slot_settings (account_id, phone) VALUES (?, '0470 12 34 56')`, v.star.id); err != nil {
		return err
	}
	for _, s := range stretches {
		_, err := tx.Exec(`INSERT INTO slot_patterns (public_id, account_id, weekday, from_minute, until_minute, minutes, pause, kind, medium, place, valid_from,
				horizon_weeks, notice_hours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 8, 24)`, secret(r, 16), v.star.id, s.weekday, s.from*60, s.until*60, s.minutes,
			s.pause, s.kind, s.medium, s.place, v.today.AddMonths(-3))
		if err != nil {
			return fmt.Errorf("slots: %w", err)
		}
	}
	extra := v.today.Monday().AddDays(9)
	if _, err := tx.Exec(`INSERT INTO slot_extras (public_id, account_id, starts_at, minutes, kind, medium, place) VALUES (?, ?, ?, 60, 'coaching', 'in_person', ?)`,
		secret(r, 16), v.star.id, models.InstantOf(extra.At(17, 0)), "Namur, place du Nid 12"); err != nil {
		return err
	}
	year := v.today.Year()
	_, err := tx.Exec(`INSERT INTO absences (public_id, account_id, from_at, to_at, reason) VALUES (?, ?, ?, ?, 'Congé de fin d’année')`, secret(r, 16), v.star.id,
		models.InstantOf(models.NewDate(year, 12, 24).Start()), models.InstantOf(models.NewDate(year+1, 1, 3).Start()))
	if err != nil {
		return err
	}
	return v.booked(tx, r)
}

// booked books the first slot that is free in a week for candidate@demo.test.
func (v *inventor) booked(tx *db.Tx, r *rand.Rand) error {
	star, err := v.dossierOf(tx, `p.person_id = ? AND p.phase = 'test'`, v.candidate)
	if err != nil || star.id == 0 {
		return err
	}
	p, err := programme.LoadByID(tx, star.id, access.ProjectRead)
	if err != nil {
		return err
	}
	coaches, err := booking.Coaches(tx, p, models.Period{From: v.today.AddDays(7), To: v.today.AddDays(28)})
	if err != nil {
		return err
	}
	for _, c := range coaches {
		if c.AccountID == v.star.id && len(c.Free) > 0 {
			return v.book(tx, r, star, c.Free[0])
		}
	}
	return nil
}

func (v *inventor) book(tx *db.Tx, r *rand.Rand, d told, s booking.Slot) error {
	made := models.InstantOf(v.today.AddDays(-2).At(20, 15))
	var id int64
	if _, err := tx.Get([]any{&id}, `INSERT INTO meetings (public_id, state, held_on, starts_at, minutes, kind, medium, place, created_by, created_at, updated_at)
		VALUES (?, 'planned', ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, secret(r, 16), s.StartsAt.Date(), s.StartsAt, s.Minutes, s.Kind, s.Medium, s.Place,
		db.Nullable(d.account), made, made); err != nil {
		return err
	}
	for _, st := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, ?)`, []any{d.id, id}},
		{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (?, ?, ?)`, []any{id, s.CoachID, s.StartsAt}},
		{`INSERT INTO bookings (meeting_id, coach_id, project_id, starts_at, topic, booked_by, booked_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			[]any{id, s.CoachID, d.id, s.StartsAt, "Mes prix de vente : est-ce que je les augmente après les fêtes ?", db.Nullable(d.account), made}},
		{`UPDATE projects SET next_meeting_at = (SELECT MIN(m.starts_at) FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
			WHERE k.project_id = projects.id AND m.state = 'planned' AND m.starts_at >= ?) WHERE id = ?`, []any{v.now, d.id}},
	} {
		if _, err := tx.Exec(st.sql, st.args...); err != nil {
			return err
		}
	}
	return nil
}
