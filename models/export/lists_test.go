package export_test

import (
	"context"
	"slices"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/export"
	"eclosion/models/programme"
)

var operator = access.Operator("test")

// town is a couveuse with one cohort and n dossiers in coaching.
func town(t *testing.T, d *db.DB, n int) (c programme.Cohort, refs []string) {
	t.Helper()
	err := d.Write(context.Background(), operator, func(tx *db.Tx) error {
		refs = nil
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		if c, err = programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
			IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-01"}); err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		for range n {
			person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: "D'Hondt"})
			if err != nil {
				return err
			}
			ref, _, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person.ID, Holder: "Zoë D'Hondt", Title: "=1+1"})
			if err != nil {
				return err
			}
			refs = append(refs, ref)
		}
		_, err = tx.Exec(`UPDATE projects SET phase = 'accepted', submitted_at = 1, phase_ends_on = '2027-01-31'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, refs
}

// A list is taken along whole, whatever the length of its pages, in its order; each dossier once.
func TestAllPagesOfAList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		_, refs := town(t, d, 7)
		slices.Reverse(refs) // the newest first
		for _, limit := range []int{1, 2, 3, 7, 8, 0} {
			for _, sort := range []programme.Sort{programme.ByNewest, programme.ByEnd} {
				var got []string
				err := d.Read(context.Background(), operator, func(tx *db.Tx) error {
					return export.Projects(tx, access.ProjectList, programme.Filter{Limit: limit, Sort: sort, After: "~3"}, func(r programme.Row) error {
						got = append(got, r.Ref)
						return nil
					})
				})
				want := slices.Clone(refs)
				if sort == programme.ByEnd {
					slices.Reverse(want)
				}
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("pages of %d, %s: %v, %v, want %v", limit, sort, got, err, want)
				}
			}
		}
	})
}
