package handlers_test

import (
	"context"

	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// matrixPlan gives the matrix's project a text in its first section.
func (k *kit) matrixPlan(p *programme.Project, holder accounts.Account) {
	k.t.Helper()
	err := k.db.Write(context.Background(), holder.Actor(), func(tx *db.Tx) error {
		_, err := plan.SaveText(tx, p.Ref, 1, 0, "Un texte.")
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

var planMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /projets/REF/plan/sections/1" /*         */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/plan/sections/1" /*        */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/plan/sections/1/brouillon", "s y 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/plan/sections/1/documents", "s 4 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/plan/sections/1/redemande", "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/plan/sections/1/remarques", "s y 4 y 3 4 3 3 3 3"},
	{"POST /projets/REF/plan/sections/1/remarques/x", "s y 4 y 3 4 3 3 3 3"},
	{"POST /projets/REF/plan/sections/1/remarques/x/etat", "s 3 3 4 3 4 3 3 3 3"},
	{"GET /projets/REF/plan/sections/1/versions" /**/, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/plan/sections/1/versions/1", "s y 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/plan/impression" /*        */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/plan/complet" /*            */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/plan/complet.pdf" /*        */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/plan/finances" /*           */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/plan/finances" /*          */, "s y 4 y 3 4 3 3 3 3"},
	{"POST /projets/REF/plan/finances/calcul" /*   */, "s y 4 y 3 4 3 3 3 3"},
	{"GET /projets/REF/plan/finances.xlsx" /*      */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/plan/finances/import" /*   */, "s y 4 y 3 4 3 3 3 3"},
}
