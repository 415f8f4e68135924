package logbook_test

import (
	"context"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/documents"
	"eclosion/models/logbook"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// house is a couveuse in which Amélie coaches two dossiers in coaching and Bruno works on the same site.
type house struct {
	t                    *testing.T
	d                    *db.DB
	clock                *dbtest.Clock
	amelie, bruno, carla accounts.Account // Carla works on another site
	ref, other           string
}

func eachHouse(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		h := &house{t: t, d: d, clock: clock}
		h.must(operator, h.build)
		fn(t, h)
	})
}

func (h *house) build(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	for _, found := range []func(*db.Tx) error{plan.Found, documents.Found} {
		if err := found(tx); err != nil {
			return err
		}
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	p, err := programme.ProgrammeByCode(tx, "JI")
	if err != nil {
		return err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: p.ID, SiteID: sites[0].ID,
		IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return err
	}
	if c, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	for i, account := range []*accounts.Account{&h.amelie, &h.bruno, &h.carla} {
		name := []string{"Amelie", "Bruno", "Carla"}[i]
		*account, err = accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name,
			Grants: []access.Grant{{Role: access.Coach, SiteID: sites[i/2].ID}}}, "x")
		if err != nil {
			return err
		}
	}
	if h.ref, err = h.open(tx, c, "Zoé", "Lefèvre", "Épicerie 100 % vrac"); err != nil {
		return err
	}
	h.other, err = h.open(tx, c, "Łukasz", "Wiśniewski", "Reliure_d'art")
	return err
}

func (h *house) open(tx *db.Tx, c programme.Cohort, first, last, title string) (string, error) {
	person, err := programme.InsertPerson(tx, programme.Person{FirstName: first, LastName: last})
	if err != nil {
		return "", err
	}
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person.ID, Holder: first + " " + last, Title: title})
	if err != nil {
		return "", err
	}
	terms, err := programme.TermsOn(tx, c.ProgrammeID, tx.Today())
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', terms_id = ? WHERE id = ?`, terms.ID, id); err != nil {
		return "", err
	}
	p, err := programme.Load(tx, ref, access.ProjectRead)
	if err != nil {
		return "", err
	}
	if err := plan.Adopt(tx, p); err != nil {
		return "", err
	}
	return ref, programme.AssignCoach(tx, p, h.amelie.ID, tx.Today())
}

func (h *house) do(a access.Actor, fn func(*db.Tx) error) error { return h.d.Write(ctx, a, fn) }

func (h *house) must(a access.Actor, fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.do(a, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	if err := h.d.Read(ctx, operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err }); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// wants checks effects, question by question.
func (h *house) wants(counts map[string]int) {
	h.t.Helper()
	for query, want := range counts {
		if got := h.count(query); got != want {
			h.t.Errorf("%d, want %d: %s", got, want, query)
		}
	}
}

// item gives the id of the nth item of the plan of ref.
func (h *house) item(n int) int64 {
	h.t.Helper()
	return int64(h.count(`SELECT i.id FROM plan_items i JOIN projects p ON p.template_id = i.template_id WHERE p.ref = ? ORDER BY i.id LIMIT 1 OFFSET ?`, h.ref, n))
}

// entry is a meeting with one of everything.
func (h *house) entry(key string) logbook.Entry {
	h.t.Helper()
	f, err := documents.Check("devis.pdf", []byte("%PDF-1.4\n"+strings.Repeat("% un devis\n", 60)+"startxref\n0\n%%EOF\n"))
	if err != nil {
		h.t.Fatal(err)
	}
	return logbook.Entry{
		Meeting: coaching.Draft{Key: key, State: coaching.Held, HeldOn: "2026-11-23", Time: coaching.TimeOfDay{Hour: 8}, Minutes: 60,
			Kind: coaching.Coaching, Medium: coaching.InPerson, Summary: "Bilan", Note: "Hésite",
			Actions: []coaching.ActionDraft{{Row: 1, Title: "Écrire à la banque"}},
			Next:    &coaching.NextDraft{On: "2026-12-07", Time: coaching.TimeOfDay{Hour: 10}}},
		Validated: []logbook.Tick{{ItemID: h.item(0)}},
		Files:     []logbook.File{{File: f, Scan: documents.Unscanned}}, Category: "autre",
	}
}

func (h *house) log(a access.Actor, ref string, e logbook.Entry) (r logbook.Result, err error) {
	h.t.Helper()
	err = h.do(a, func(tx *db.Tx) (err error) { r, err = logbook.Log(tx, ref, e); return err })
	return r, err
}

// wantsCode checks that an error is the problem of that code.
func (h *house) wantsCode(err error, kind models.Kind, code string) {
	h.t.Helper()
	if !models.IsCode(err, code) || !models.IsKind(err, kind) {
		h.t.Errorf("got %v, want %s", err, code)
	}
}
