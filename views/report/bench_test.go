package report_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	heapmetrics "runtime/metrics"
	"slices"
	"testing"
	"time"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
	"eclosion/views/layout"
	"eclosion/views/pdf"
	"eclosion/views/report"
	"eclosion/views/sheet"
)

// The report of a cohort at three sizes, part by part: its value from the database, and from that value the page, the PDF and the
// workbook. Of the median round, ns/project is the time a dossier of the cohort and times-smaller the time against the next smaller
// size (33 and 10 are in proportion); MiB-peak is by how much the heap grew at most, garbage included. ECLOSION_TEST_POSTGRES adds PostgreSQL.
//
//	make bench BENCH=CohortReport TIME=10x
func BenchmarkCohortReport(b *testing.B) {
	benchReports(b, func(size int) int { return size }, func(d *db.DB, tw reportingtest.Town) ([]part, int) {
		ctx, o := context.Background(), report.CohortOptions{Names: true}
		load := func() (c reporting.Cohort, err error) {
			err = d.Read(ctx, access.Operator("bench"), func(tx *db.Tx) (err error) {
				c, err = reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
				return err
			})
			return c, err
		}
		c, err := load()
		if err != nil {
			b.Fatal(err)
		}
		linked := o
		linked.Links = "/cohortes/" + tw.Cohort.Ref + "/personnes"
		return []part{
			{"value", func() error { _, err := load(); return err }},
			{"page", func() error { return shown(ctx, report.Cohort(ctx, c, linked)) }},
			{"pdf", func() error { return onPaper(ctx, report.Cohort(ctx, c, o)) }},
			{"xlsx", func() error { _, err := report.CohortSheet(ctx, c, o); return err }},
		}, len(c.Projects)
	})
}

// The report of a year over as many dossiers accompanied in it, measured likewise; the years before have none.
//
//	make bench BENCH=AnnualReport TIME=10x
func BenchmarkAnnualReport(b *testing.B) {
	const laid, accompanied = 16, 9 // of each sixteen dossiers that are laid out
	benchReports(b, func(size int) int { return size * laid / accompanied }, func(d *db.DB, _ reportingtest.Town) ([]part, int) {
		ctx := context.Background()
		load := func() (a reporting.Activity, err error) {
			err = d.Read(ctx, access.Operator("bench"), func(tx *db.Tx) (err error) {
				a, err = reporting.LoadActivity(tx, reporting.OfYear(2026))
				return err
			})
			return a, err
		}
		a, err := load()
		if err != nil {
			b.Fatal(err)
		}
		links := func(period string) string { return "/annees/" + period + "/personnes" }
		return []part{
			{"value", func() error { _, err := load(); return err }},
			{"page", func() error { return shown(ctx, report.Activity(ctx, a, links)) }},
			{"pdf", func() error { return onPaper(ctx, report.Activity(ctx, a, nil)) }},
			{"xlsx", func() error { return sheet.Activity(ctx, new(bytes.Buffer), a) }},
		}, a.Figures.Get("accompanied").Count
	})
}

// part is one way to make something of a report.
type part struct {
	name string
	do   func() error
}

func shown(ctx context.Context, p report.Paper) error {
	return report.Show(layout.Frame{Title: p.Title}, nil, p, report.Around{}).Render(ctx, new(bytes.Buffer))
}

func onPaper(ctx context.Context, p report.Paper) error {
	return pdf.WritePaper(ctx, new(bytes.Buffer), p, "")
}

func benchReports(b *testing.B, toLay func(size int) int, parts func(*db.DB, reportingtest.Town) (list []part, projects int)) {
	engines := []db.Engine{db.SQLite}
	if os.Getenv("ECLOSION_TEST_POSTGRES") != "" {
		engines = append(engines, db.Postgres)
	}
	for _, engine := range engines {
		before := map[string]float64{} // ns by part, at the size before
		for _, size := range []int{30, 1_000, 10_000} {
			d := dbtest.Open(b, engine, &dbtest.Clock{})
			tw := reportingtest.Build(b, d, reportingtest.Options{Size: toLay(size)})
			if engine == db.Postgres {
				if _, err := d.Pool().Exec(`ANALYZE`); err != nil {
					b.Fatal(err)
				}
			}
			list, projects := parts(d, tw)
			for _, p := range list {
				b.Run(fmt.Sprintf("%s/%s/%d", engine, p.name, size), func(b *testing.B) {
					ns := measure(b, p.do)
					b.ReportMetric(ns/float64(projects), "ns/project")
					if before[p.name] > 0 {
						b.ReportMetric(ns/before[p.name], "times-smaller")
					}
					before[p.name] = ns
				})
			}
		}
	}
}

// measure gives the nanoseconds of the median round, which a busy neighbour moves least, and reports by how much the heap grew.
func measure(b *testing.B, do func() error) float64 {
	runtime.GC()
	peak := watchHeap()
	var rounds []time.Duration
	for b.Loop() {
		started := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		rounds = append(rounds, time.Since(started))
	}
	b.ReportMetric(peak()/(1<<20), "MiB-peak")
	slices.Sort(rounds)
	return float64(rounds[len(rounds)/2].Nanoseconds())
}

// watchHeap looks at the heap until the function it gives is called, which tells by
// how much the heap grew at most, garbage not yet collected included.
func watchHeap() func() float64 {
	heap := func() float64 {
		m := []heapmetrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		heapmetrics.Read(m)
		return float64(m[0].Value.Uint64())
	}
	first, stop, most := heap(), make(chan struct{}), make(chan float64)
	go func() {
		high := first
		for {
			select {
			case <-stop:
				most <- high
				return
			case <-time.After(time.Millisecond):
				high = max(high, heap())
			}
		}
	}()
	return func() float64 {
		close(stop)
		return max(0, <-most-first)
	}
}
