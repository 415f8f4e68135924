package pdf

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// papers lays out every paper of a laid-out cohort, by name.
func papers(t testing.TB, d *db.DB, tw reportingtest.Town) map[string]report.Paper {
	t.Helper()
	list := map[string]report.Paper{}
	ctx := t.Context()
	err := d.Read(ctx, access.Operator("test"), func(tx *db.Tx) error {
		c, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
		if err != nil {
			return err
		}
		list["cohort"] = report.Cohort(ctx, c, report.CohortOptions{Names: true})
		if c, err = reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Masked: true}); err != nil {
			return err
		}
		list["masked"] = report.Cohort(ctx, c, report.CohortOptions{})
		if c, err = reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Empty.Ref}); err != nil {
			return err
		}
		list["empty"] = report.Cohort(ctx, c, report.CohortOptions{Names: true})
		y, err := reporting.LoadActivity(tx, reporting.OfYear(2026))
		if err != nil {
			return err
		}
		list["year"] = report.Activity(ctx, y, nil)
		if y, err = reporting.LoadActivity(tx, reporting.OfYear(1999)); err != nil {
			return err
		}
		list["no year"] = report.Activity(ctx, y, nil)
		for name, i := range map[string]int{"progress": min(6, len(tw.Refs)-1), "no progress": min(5, len(tw.Refs)-1)} {
			r, err := reporting.LoadProgress(tx, tw.Refs[i], models.Period{})
			if err != nil {
				return err
			}
			list[name] = report.Progress(ctx, r)
			k, err := reporting.LoadChecklist(tx, tw.Refs[i])
			if err != nil {
				return err
			}
			list["checklist of "+name] = report.Checklist(ctx, k)
		}
		blank, err := reporting.LoadBlank(tx, "JI")
		list["blank"] = report.Checklist(ctx, blank)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func printed(t testing.TB, p report.Paper, number string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WritePaper(context.Background(), &out, p, number); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// plain takes typography and line ends out of a text, so that what is wrapped on
// paper compares with what is said.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u202f%", "%", " %", "%", "\u00a0", " ", "\u202f", " ").Replace(s)), " ")
}

func squeezed(s string) string { return strings.ReplaceAll(s, " ", "") }

// Every paper is sound, says what its blocks say, and comes out the same twice.
func TestPapers(t *testing.T) {
	hostile := reportingtest.Options{Size: 24, Names: [][2]string{{"\u202eevil\u202c", "<script>alert(1)</script>"}, {strings.Repeat("Nom très long ", 40), "Ünïcödé 🐣"},
		{"", ""}, {"名前", "العربية"}, {"\\(paren", "100 % \x01 %s"}}}
	for name, o := range map[string]reportingtest.Options{"ordinary": {}, "hostile": hostile} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
			for kind, p := range papers(t, d, reportingtest.Build(t, d, o)) {
				t.Run(strings.ReplaceAll(kind, " ", "_"), func(t *testing.T) { sound(t, p) })
			}
		})
	}
}

func sound(t *testing.T, p report.Paper) {
	doc := printed(t, p, "")
	text := plain(read(t, doc))
	if !bytes.Equal(doc, printed(t, p, "")) {
		t.Error("printed twice, it is not the same file")
	}
	if got := strings.Contains(text, "Projet : ce document n’a pas encore été émis"); got == p.Plain {
		t.Errorf("the draft mark stands: %v", got)
	}
	for _, b := range p.Blocks {
		switch b := b.(type) {
		case report.Heading:
			if first, _, _ := strings.Cut(plain(b.Text), " "); !strings.Contains(text, first) {
				t.Errorf("the paper lacks the heading %q", b.Text)
			}
		case report.Figures:
			for _, f := range b {
				if !strings.Contains(squeezed(text), squeezed(plain(f.Value))) { // a narrow space may not come out of the paper
					t.Errorf("the paper lacks the figure %s %q", f.Label, f.Value)
				}
			}
		case report.Table:
			for _, r := range b.Rows {
				if len(r.Cells) > 1 && !strings.Contains(text, plain(r.Cells[1].Text)[:min(6, len(plain(r.Cells[1].Text)))]) {
					t.Errorf("the paper lacks the row %v", r.Cells)
				}
			}
		}
	}
	if strings.Contains(text, "NOTE PRIVÉE") {
		t.Error("a private note is on the paper")
	}
	if !p.Plain {
		issued := plain(textOf(t, printed(t, p, "RC-2026-0001")))
		if !strings.Contains(issued, "N° RC-2026-0001") || strings.Contains(issued, "n’a pas encore été émis") {
			t.Error("an issued paper bears its number and is no draft")
		}
	}
}

// The report of a cohort says its figures in the words and numbers of its value.
func TestCohortPaperSaysItsFigures(t *testing.T) {
	d := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
	tw := reportingtest.Build(t, d, reportingtest.Options{})
	var c reporting.Cohort
	err := d.Read(t.Context(), access.Operator("test"), func(tx *db.Tx) (err error) {
		c, err = reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text := plain(textOf(t, printed(t, report.Cohort(t.Context(), c, report.CohortOptions{Names: true}), "")))
	g := c.Grants
	for _, want := range []string{tw.Cohort.Ref, "Printemps 2026", wording.Money(g.Asked), wording.Money(g.Awarded), wording.Money(g.Paid), wording.Money(g.Left),
		wording.Money(g.Caps), wording.Duration(c.Meetings.AllMinutes()), "Łukasz Wiśniewski", "Nguyễn Thị Hồng", "Γεώργιος", "page 1 /"} {
		if !strings.Contains(text, plain(want)) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	if nameless := plain(textOf(t, printed(t, report.Cohort(t.Context(), c, report.CohortOptions{}), ""))); strings.Contains(nameless, "Wiśniewski") {
		t.Error("a report without names has names")
	}
}
