package reporting_test

import (
	"errors"
	"math"
	"os"
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/intake"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

// published takes the file of 2008 as the operator's import does.
func published(t *testing.T, d *db.DB) {
	t.Helper()
	content, err := os.ReadFile("../intake/testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	operator := access.Operator("test")
	if err := d.Write(t.Context(), operator, func(tx *db.Tx) error { _, err := programme.Found(tx); return err }); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Import(t.Context(), d, operator, intake.Bytes("jobin-2008.csv", content), intake.Options{}); err != nil {
		t.Fatal(err)
	}
}

// The year that Job'In published: every figure as it stood there.
func TestPublishedYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		published(t, d)
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			y, err := reporting.LoadYear(tx, 2008, reporting.YearFilter{})
			if err != nil {
				return err
			}
			for code, want := range map[string][2]int{"accompanied": {470, 0}, "exits": {322, 470}, "study_completed": {250, 322}, "exits.launched": {156, 322},
				"exits.job_found": {12, 322}, "exits.training": {3, 322}, "exits.gave_up": {100, 322}, "situation.full_benefits": {371, 470},
				"schooling.lower_secondary": {174, 470}, "schooling.upper_secondary": {193, 470}, "staying": {148, 470},
				"survival.alive": {90, 156}, "survival.closed": {58, 156}, "survival.unknown": {8, 156}, "survival.not_due": {0, 156}} {
				if f := y.Figures.Get(code); f.Count != want[0] || f.Of != want[1] {
					t.Errorf("%s: %d of %d, published %d of %d", code, f.Count, f.Of, want[0], want[1])
				}
			}
			sites, exits := 0, 0
			for _, l := range y.Sites {
				sites += l.Accompanied.Count
				exits += l.Exits.Count
			}
			if sites != 470 || exits != 322 || len(y.Sites) != 6 || len(y.Programmes) != 2 {
				t.Errorf("by site: %d accompanied, %d exits on %d sites", sites, exits, len(y.Sites))
			}
			years, err := reporting.Years(tx)
			if err != nil {
				return err
			}
			for _, s := range years {
				if s.Year == 2008 && (s.Accompanied != 470 || s.Exits != 322) || s.Year == 2007 && (s.Entered != 275 || s.Accompanied != 295) {
					t.Errorf("the list of years says %+v", s)
				}
			}
			if years[len(years)-1].Year != 2006 || years[0].Year != 2026 {
				t.Errorf("years from %d to %d", years[len(years)-1].Year, years[0].Year)
			}
			return err
		})
	})
}

// After three years, of the 156 enterprises of the published year 90 were alive, 58 closed, and of 8 nothing was known.
func TestPublishedSurvival(t *testing.T) {
	if !slices.Equal(reporting.SurvivalMonths(), journey.FollowUpMonths()) {
		t.Fatal("reports and dossiers ask at other months")
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		published(t, d)
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			s, err := reporting.LoadSurvival(tx, access.YearReport, reporting.SurvivalFilter{})
			if err != nil {
				return err
			}
			for what, want := range map[string]int{"due": 156, "alive": 90, "closed": 58, "unknown": 8, "sold": 0, "silent": 0, "not_due": 0} {
				if got := s.At(36, what).Count; got != want {
					t.Errorf("%s after 36 months: %d, published %d", what, got, want)
				}
			}
			// 8 were lost from view at once, for nothing was ever seen of them: 148 at risk, of whom 58 closed.
			if m := s.Moments[3]; m.Months != 36 || m.AtRisk != 148 || m.ClosedBy != 58 || m.Lost != 8 || math.Abs(m.Share-90.0/148) > 1e-9 {
				t.Errorf("the curve at 36: %+v", m)
			}
			if s.Total != 156 || s.Moments[4].Known || s.Partial {
				t.Errorf("%d in all, at 60: %+v", s.Total, s.Moments[4])
			}
			sum := 0
			for _, p := range []int64{1, 2} {
				part, err := reporting.LoadSurvival(tx, access.YearReport, reporting.SurvivalFilter{ProgrammeID: p, Year: 2008})
				if err != nil {
					return err
				}
				sum += part.Total
			}
			if sum != 156 {
				t.Errorf("the programmes of 2008 make %d", sum)
			}
			_, err = reporting.LoadSurvival(tx, access.YearReport, reporting.SurvivalFilter{SiteID: 999})
			if !errors.Is(err, models.Missing("site")) && err == nil {
				t.Errorf("a site that does not exist: %v", err)
			}
			return nil
		})
	})
}
