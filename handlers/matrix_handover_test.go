package handlers_test

import (
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

var handoverMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /passation" /*                          */, "s 3 3 y y y 3 y y 3"},
	{"GET /passation/COACH" /*                    */, "s 3 3 y 4 4 3 y 4 3"},
	{"POST /passation/COACH" /*                   */, "s 3 3 y 4 4 3 y 4 3"},
	{"GET /passation/COACH/remplacement" /*       */, "s 3 3 y 4 4 3 y 4 3"},
	{"POST /passation/COACH/remplacement" /*      */, "s 3 3 y 4 4 3 y 4 3"},
	{"GET /passation/remplacements/COVER" /*      */, "s 3 3 y 4 4 3 y 4 3"},
	{"POST /passation/remplacements/COVER" /*     */, "s 3 3 y 4 4 3 y 4 3"},

	{"GET /projets/REF/dossier" /*                */, "s 3 3 y 3 4 3 y 4 3"},
	{"GET /projets/REF/dossier.pdf" /*            */, "s 3 3 y 3 4 3 y 4 3"},
	{"GET /projets/REF/dossier.pdf?interne=1" /*  */, "s 3 3 y 3 4 3 y 4 3"},
	{"GET /projets/REF/dossier.zip" /*            */, "s 3 3 y 3 4 3 y 4 3"},
	{"GET /projets/REF/dossier.zip?interne=1" /*  */, "s 3 3 y 3 4 3 y 4 3"},
}

// matrixHandover lays a cover that begins in a month, so that nobody's reach changes today.
func (k *kit) matrixHandover(coach accounts.Account, p *programme.Project) {
	k.t.Helper()
	by := k.account("Rita", access.Grant{Role: access.Coach, SiteID: p.SiteID})
	k.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO coach_covers (id, public_id, absent_id, by_id, from_on, to_on, created_at) VALUES (900, 'cover1', ?, ?, ?, ?, 1)`,
			coach.ID, by.ID, tx.Today().AddDays(30), tx.Today().AddDays(40))
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) VALUES (900, ?)`, p.ID)
		return err
	})
}
