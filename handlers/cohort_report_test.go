package handlers_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
	"eclosion/views/report"
	"eclosion/views/wording"
)

var (
	opens     = regexp.MustCompile(`href="(/cohortes/[^"]*/personnes\?[^"]*)"[^>]*>\s*([^<]*?)\s*<`)
	listedRow = regexp.MustCompile(`(?s)<tbody>(.*?)</tbody>`)
	totalRow  = regexp.MustCompile(`(?s)<tfoot>(.*?)</tfoot>`)
	td        = regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`)
)

// listed is what the page of a list says of its number: how many lines it has, and the last cells of its total.
func peopleTold(body string) (lines int, totals []string) {
	if m := listedRow.FindStringSubmatch(body); m != nil {
		lines = strings.Count(m[1], "<tr>")
	}
	if m := totalRow.FindStringSubmatch(body); m != nil {
		for _, c := range td.FindAllStringSubmatch(m[1], -1) {
			if text := plain(html.UnescapeString(c[1])); text != "" {
				totals = append(totals, text)
			}
		}
	}
	return lines, totals
}

// Every number of the page that opens says what its list counts or adds up to: with a period and without, with
// names and without, and beside other cohorts. A masked page opens nothing, and nothing opens for it.
func TestEveryLinkOfACohortOpensItsNumber(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		manager := k.as(tw.Accounts["manager"])
		seen := map[string]bool{}
		for path, least := range map[string]int{"": 150, "?du=2026-04-10&au=2026-07-15&noms=0": 120, "/comparer?du=2026-04-10": 40} {
			page := manager.get("/cohortes/" + tw.Cohort.Ref + path).wants(http.StatusOK).body
			links := opens.FindAllStringSubmatch(page, -1)
			if len(links) < least {
				t.Errorf("%q opens %d numbers", path, len(links))
			}
			for _, l := range links {
				href := html.UnescapeString(l[1])
				if seen[href+l[2]] {
					continue
				}
				seen[href+l[2]] = true
				number, _, _ := strings.Cut(plain(html.UnescapeString(l[2])), " sur ") // of its whole, where the cohorts stand side by side
				body := manager.get(href).wants(http.StatusOK).body
				lines, totals := peopleTold(body)
				if len(totals) == 0 && strconv.Itoa(lines) != strings.ReplaceAll(number, " ", "") || len(totals) > 0 && !slices.Contains(totals[1:], number) {
					t.Errorf("%s says %q, its list has %d lines and the total %v", href, number, lines, totals)
				}
				if strings.Contains(href, "noms=0") && strings.Contains(body, "Wiśniewski") {
					t.Errorf("%s names people", href)
				}
				if !strings.Contains(body, `class="lead"`) {
					t.Errorf("%s does not say what it counts", href)
				}
			}
		}
		masked := "/cohortes/" + tw.Cohort.Ref + "?masque=1"
		manager.get(masked).wants(http.StatusOK).lacks("/personnes", "Wiśniewski", tw.Refs[0]).has("Petits groupes masqués")
		manager.get("/cohortes/"+tw.Cohort.Ref+"/comparer?masque=1").wants(http.StatusOK).lacks("/personnes", "Wiśniewski")
		for _, path := range []string{"/personnes?chiffre=entered&masque=1", "/personnes.xlsx?chiffre=entered&masque=1"} {
			manager.get("/cohortes/" + tw.Cohort.Ref + path).wants(http.StatusUnprocessableEntity)
		}
	})
}

// book reads a workbook back: the rows of each sheet, as they are stored.
func book(t *testing.T, body string) map[string][][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	sheets := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		sheets[name] = rows
	}
	return sheets
}

// column gives what stands beside a code.
func beside(rows [][]string, code string, column int) string {
	for _, r := range rows {
		if len(r) > column && r[0] == code {
			return r[column]
		}
	}
	return ""
}

// said reports whether a line of a text begins with a label and holds the value behind it.
func said(lines [][]string, label, value string) bool {
	tight := func(s string) string { return strings.ReplaceAll(s, " ", "") } // paper loses a narrow space now and then
	return slices.ContainsFunc(lines, func(l []string) bool {
		return l[0] == label && slices.ContainsFunc(l[1:], func(cell string) bool { return tight(cell) == tight(value) })
	})
}

var (
	tr       = regexp.MustCompile(`(?s)<tr[^>]*>(.*?)</tr>`)
	htmlCell = regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
	tag      = regexp.MustCompile(`(?s)<span class="visually-hidden">.*?</span>|<[^>]+>`)
	gap      = regexp.MustCompile(`\s{2,}`)
	narrowed = []string{"", "?du=2026-04-10&au=2026-07-15", "?masque=1", "?masque=1&du=2026-04-10&au=2026-07-15"}
)

func pageRows(body string) (rows [][]string) {
	for _, r := range tr.FindAllStringSubmatch(body, -1) {
		var cells []string
		for _, c := range htmlCell.FindAllStringSubmatch(r[1], -1) {
			cells = append(cells, plain(html.UnescapeString(tag.ReplaceAllString(c[1], ""))))
		}
		rows = append(rows, cells)
	}
	return rows
}

// The page, the paper and the workbook hold the same figures: every one of the workbook is on the
// page and on the paper, beside its name.
func TestWorkbookPageAndPaperAgree(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		manager := k.as(tw.Accounts["manager"])
		for _, options := range narrowed {
			address := "/cohortes/" + tw.Cohort.Ref
			var value reporting.Cohort
			k.write(func(tx *db.Tx) (err error) {
				q := reporting.CohortAsk{Ref: tw.Cohort.Ref, Masked: strings.Contains(options, "masque")}
				if strings.Contains(options, "du=") {
					q.Period = models.Period{From: "2026-04-10", To: "2026-07-15"}
				}
				value, err = reporting.LoadCohort(tx, q)
				return err
			})
			sheets := book(t, manager.get(address+"/rapport.xlsx"+options).wants(http.StatusOK).body)
			page := pageRows(manager.get(address + options).wants(http.StatusOK).body)
			paper := paperRows(t, manager.get(address+"/rapport.pdf"+options).wants(http.StatusOK).body)
			checkFigures(t, options, value, sheets, page, paper)
			if _, listed := sheets["Projets"]; listed == value.Masked {
				t.Errorf("%s: the workbook lists the dossiers: %v", options, listed)
			}
		}
		named, nameless := manager.get("/cohortes/"+tw.Cohort.Ref+"/rapport.xlsx").body, manager.get("/cohortes/"+tw.Cohort.Ref+"/rapport.xlsx?noms=0").body
		if all := fmt.Sprint(book(t, named)["Projets"]); !strings.Contains(all, "Wiśniewski") || !strings.Contains(all, tw.Refs[0]) {
			t.Error("the workbook does not name the dossiers")
		}
		if all := fmt.Sprint(book(t, nameless)); strings.Contains(all, "Wiśniewski") || strings.Contains(all, "Savonnerie") || !strings.Contains(all, tw.Refs[0]) {
			t.Error("without names there are names, or no references")
		}
	})
}

// paperRows reads the lines of a paper as columns.
func paperRows(t *testing.T, body string) (rows [][]string) {
	for line := range strings.Lines(textLayout(t, body)) {
		var cells []string
		for _, c := range gap.Split(strings.TrimSpace(line), -1) {
			cells = append(cells, plain(c))
		}
		rows = append(rows, cells)
	}
	return rows
}

func checkFigures(t *testing.T, options string, value reporting.Cohort, sheets map[string][][]string, page, paper [][]string) {
	t.Helper()
	ctx := t.Context()
	both := func(code, label, number string) {
		if !said(page, plain(label), plain(number)) {
			t.Errorf("%s: the page does not say %s %q: %s", options, code, label, number)
		}
		if !said(paper, plain(label), plain(number)) {
			t.Errorf("%s: the paper does not say %s %q: %s", options, code, label, number)
		}
	}
	word := func(n string, masked bool) string {
		if masked {
			return "masqué"
		}
		return n
	}
	for _, f := range value.Figures {
		want := word(strconv.Itoa(f.Count), f.Masked)
		if got := beside(sheets["Chiffres"], f.Code, 2); got != want {
			t.Errorf("%s: the workbook has %q for %s, the value %s", options, got, f.Code, want)
		}
		if f.OfCode != "" && (beside(sheets["Chiffres"], f.Code, 4) != word(strconv.Itoa(f.Of), f.OfMasked) || beside(sheets["Chiffres"], f.Code, 3) != f.OfCode) {
			t.Errorf("%s: the workbook has %q under %s, the value %d", options, beside(sheets["Chiffres"], f.Code, 4), f.Code, f.Of)
		}
		if got := beside(sheets["Chiffres"], f.Code, 6); got != word(strconv.Itoa(f.Unknown), f.UnknownMasked) {
			t.Errorf("%s: the workbook has %q not known of %s, the value %d", options, got, f.Code, f.Unknown)
		}
		head, _, grouped := strings.Cut(f.Code, ".")
		if grouped && f.Count == 0 && !f.Masked || head == "kind" || head == "event" || f.Code == "carried" || f.Code == "exit_unknown" && want == "0" {
			continue // groups leave nobody out of sight; the others stand in tables of their own, below
		}
		label := wording.FigureLabel(ctx, f.Code)
		if len([]rune(label)) > 33 {
			continue // wraps on paper
		}
		both(f.Code, label, word(wording.Count(f.Count), f.Masked))
	}
	for _, code := range reporting.Amounts() {
		sum, masked := value.Grants.Amount(code)
		both(code, wording.AmountLabel(ctx, code), word(wording.Money(sum), masked))
		if got := beside(sheets["Bourses"], code, 2); got != word(strconv.FormatFloat(float64(sum)/100, 'f', -1, 64), masked) {
			t.Errorf("%s: the workbook has %q euros for %s, the value %d", options, got, code, sum)
		}
	}
	for _, l := range value.Meetings.Lines {
		label := report.OpenedTitle(ctx, reporting.Opened{Code: "kind." + l.Kind})
		_, label, _ = strings.Cut(plain(label), " : ")
		both("meetings.kind."+l.Kind, label, word(wording.Count(l.Meetings), l.Masked))
		both("minutes.kind."+l.Kind, label, word(wording.Duration(l.Minutes), l.Masked))
		both("kind."+l.Kind, label, word(wording.Count(l.Projects.Count), l.Projects.Masked))
		if beside(sheets["Rencontres"], "meetings.kind."+l.Kind, 2) != word(strconv.Itoa(l.Meetings), l.Masked) || beside(sheets["Rencontres"], "meetings.kind."+l.Kind, 3) != word(strconv.Itoa(l.Minutes), l.Masked) {
			t.Errorf("%s: the workbook differs on %s", options, l.Kind)
		}
	}
	if !value.Meetings.Masked {
		both("meetings", "Total", wording.Count(value.Meetings.All()))
		both("minutes", "Total", wording.Duration(value.Meetings.AllMinutes()))
	}
	for _, s := range value.Sections {
		if !s.Masked {
			both("section", s.Title, wording.Count(s.Validated))
			both("section", s.Title, wording.Count(s.Items))
		}
		if beside(sheets["Sections"], s.Title, 1) != word(strconv.Itoa(s.Validated), s.Masked) || beside(sheets["Sections"], s.Title, 2) != word(strconv.Itoa(s.Items), s.Masked) || beside(sheets["Sections"], s.Title, 3) != word(strconv.Itoa(s.Claimed), s.Masked) {
			t.Errorf("%s: the workbook differs on %s", options, s.Title)
		}
	}
	checkMonths(t, options, value, sheets["Mois"], both)
	if got := beside(sheets["Durées"], wording.PhaseLabel(ctx, value.Coaching.Phase), 7); value.Coaching.Median > 0 && got != strconv.FormatFloat(value.Coaching.Median, 'f', -1, 64) {
		t.Errorf("%s: the workbook has a median of %q, the value %v", options, got, value.Coaching.Median)
	}
}

func checkMonths(t *testing.T, options string, value reporting.Cohort, rows [][]string, both func(code, label, number string)) {
	t.Helper()
	if len(rows) != 1+len(value.Months) {
		t.Fatalf("%s: the workbook has %d months, the value %d", options, len(rows)-1, len(value.Months))
	}
	for i, m := range value.Months {
		for k, e := range reporting.Events() {
			if rows[i+1][k+1] != strconv.Itoa(m.Count(e)) {
				t.Errorf("%s: the workbook has %s %s in %s, the value %d", options, rows[i+1][k+1], e, m.First, m.Count(e))
			}
			if m.Count(e) > 0 {
				both(e, wording.Month(m.First), wording.Count(m.Count(e)))
			}
		}
		if m.Meetings > 0 {
			both("meetings", wording.Month(m.First), wording.Duration(m.Minutes))
		}
	}
	for _, e := range reporting.Events() {
		f := value.Figures.Get("event." + e)
		if !value.Masked && f.Count > 0 {
			both(f.Code, "Total", wording.Count(f.Count))
		}
	}
}
