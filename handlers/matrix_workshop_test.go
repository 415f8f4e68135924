package handlers_test

import (
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

var workshopMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /ateliers" /*                           */, "s y y y y y 3 y y 3"},
	{"POST /ateliers" /*                          */, "s 3 3 y y y 3 y y 3"},
	{"GET /ateliers/nouveau" /*                   */, "s 3 3 y y y 3 y y 3"},
	{"GET /ateliers/atelier1" /*                  */, "s y 4 y y 4 3 y 4 3"},
	{"GET /ateliers/atelier1/agenda.ics" /*       */, "s y 4 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/inscription" /*     */, "s 4 4 3 3 3 3 3 3 3"}, // the dossier that it names is nobody's
	{"POST /ateliers/atelier1/desistement" /*     */, "s y 4 3 3 3 3 3 3 3"},
	{"GET /ateliers/atelier1/modifier" /*         */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/modifier" /*        */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/annulation" /*      */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/inscriptions" /*    */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/inscriptions/REF/retrait", "s 3 3 y y 4 3 y 4 3"},
	{"GET /ateliers/atelier1/seances/nouvelle" /* */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/seances" /*         */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /ateliers/atelier1/seances/seance1" /*  */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /ateliers/atelier1/seances/autre" /*    */, "s 3 3 4 4 4 3 4 4 3"},
	{"GET /ateliers/atelier1/seances/seance1/modifier", "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/seances/seance1/modifier", "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/seances/seance1/annulation", "s 3 3 y y 4 3 y 4 3"},
	{"POST /ateliers/atelier1/seances/seance1/presences", "s 3 3 4 4 4 3 4 4 3"}, // it names nobody who is on the list
	{"POST /ateliers/atelier1/seances/seance1/cloture", "s 3 3 y y 4 3 y 4 3"},
	{"GET /ateliers/atelier1/seances/seance1/feuille", "s 3 3 y y 4 3 y 4 3"},
	{"GET /ateliers/atelier1/seances/seance1/presences.pdf", "s 3 3 y y 4 3 y 4 3"},
}

// matrixWorkshop lays out what the rows of workshops name, on the site of the town.
func (k *kit) matrixWorkshop(site int64, p *programme.Project) {
	k.write(func(tx *db.Tx) error {
		on := tx.Today().AddDays(9)
		start := models.InstantOf(on.At(18, 0))
		for _, s := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO workshops (id, public_id, site_id, title, places, starts_at, ends_at, created_at, updated_at) VALUES (900, 'atelier1', ?, 'Prix', 9, ?, ?, 1, 1)`,
				[]any{site, start, start + 3_600_000}},
			{`INSERT INTO workshop_sessions (id, public_id, workshop_id, held_on, starts_at, minutes, place, speaker, updated_at)
				VALUES (900, 'seance1', 900, ?, ?, 60, 'Liège', 'Me Dupont', 1)`, []any{on, start}},
			{`INSERT INTO workshop_enrolments (id, workshop_id, project_id, state, came_order, created_at, updated_at) VALUES (900, 900, ?, 'left', 1, 1, 1)`, []any{p.ID}},
		} {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return err
			}
		}
		return nil
	})
}
