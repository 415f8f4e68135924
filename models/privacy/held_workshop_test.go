package privacy_test

import (
	"fmt"
	"testing"

	"eclosion/models/programme"
)

// A workshop goes along with how one stood and whether one came; what was done with those who came alone, and of the others nothing.
func TestWorkshopsGoAlong(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Accepted, "2026-05-04", 0)
		other := tw.dossier("sam", programme.Accepted, "2026-05-04", 0)
		id, others := tw.count(`SELECT id FROM projects WHERE ref = ?`, ref), tw.count(`SELECT id FROM projects WHERE ref = ?`, other)
		tw.exec(`INSERT INTO workshops (id, public_id, site_id, title, places, starts_at, ends_at, created_at, updated_at) VALUES (7, 'w7', 1, 'Prix', 9, 1, 7200001, 1, 1)`)
		for i := 1; i <= 3; i++ {
			tw.exec(`INSERT INTO workshop_sessions (id, public_id, workshop_id, held_on, starts_at, minutes, held_minutes, place, online_url, summary, closed_at, updated_at)
				VALUES (?, ?, 7, '2026-06-01', 1, 120, 90, 'Salle', 'https://zzsecret.test', ?, 1, 1)`, i, fmt.Sprint("s", i), fmt.Sprint("fait ", i))
		}
		tw.exec(`UPDATE workshop_sessions SET closed_at = NULL, held_minutes = 0 WHERE id = 3`)
		tw.exec(`INSERT INTO workshop_enrolments (workshop_id, project_id, state, came_order, created_at, updated_at) VALUES (7, ?, 'left', 1, 1, 1), (7, ?, 'enrolled', 2, 1, 1)`, id, others)
		tw.exec(`INSERT INTO workshop_attendance (session_id, project_id, mark, marked_at) VALUES (1, ?, 'present', 1), (2, ?, 'excused', 1), (3, ?, 'present', 1), (2, ?, 'present', 1)`, id, id, id, others)
		h, err := tw.gather("zoe")
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Workshops) != 1 {
			t.Fatalf("%+v", h.Workshops)
		}
		w := h.Workshops[0]
		got := fmt.Sprintf("%s %t %s", w.Title, w.Ref == ref, w.State)
		for _, s := range w.Sessions {
			got += fmt.Sprintf(" %s/%d/%s/%s", s.On, s.Minutes, s.Mark, s.Summary)
		}
		if want := "Prix true left 2026-06-01/90/present/fait 1 2026-06-01/90/excused/ 2026-06-01/120//"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}
