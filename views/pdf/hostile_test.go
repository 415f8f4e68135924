package pdf

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/views/chart"
)

// hostile texts are what people paste, and what an attacker sends.
var hostile = []string{
	"Émoji 🎉 et 👩‍👩‍👧‍👦, drapeau 🇧🇪",
	"עברית dans du français",
	"مرحبا بالعالم",
	"漢字かな交じり文",
	"Broken \xff\xfe\xc3 bytes \xed\xa0\x80",
	"Control \x00\x01\x1b[31m \x7f \u0085 tab\tvertical\vend",
	"Turned \u202egnp.exe\u202c",
	"Combined e\u0301 a\u0300 \u0301alone q\u0301",
	"Tiếng Việt, Ελληνικά, Русский, Łódź, Ţara, İstanbul",
	"Parenthèses ) ( \\ ) Tj ET Q \\",
	strings.Repeat("m", 5000),
	strings.Repeat("mot ", 2000),
	"lignes\r\nde\rtexte\u2028séparées\n\n\nici",
	"Espaces\u00a0:\u202f«\u00a0x\u00a0»\u2009\u2003\u3000fin\u200b",
	"", " ", "\n",
}

func hostilePaper(d *Doc) {
	for _, h := range hostile {
		d.Heading(1, h)
		d.Heading(9, h)
		d.Paragraph(h)
		d.Quote(h)
		d.Callout(Stop, h, h)
		d.Figures(Figure{h, h, h})
		d.Definitions(Def{h, h})
		d.CheckItem(true, h, h)
		d.Bullets(h, h)
		d.Table(Table{Columns: []Column{{Title: h}, {Title: "x", Align: Right}}, Rows: []Row{Texts(h, h), {Group: h}, Texts(h, h, h, h), {}}, Foot: []Cell{{Text: h}}})
		d.Table(Table{Columns: []Column{{Title: h}}, Empty: h})
		d.Signatures(Signature{h, h, h, h})
		d.Address(h, h)
		d.Chart(chart.Bars{Frame: chart.Frame{Title: h}, Rows: []chart.Bar{{Label: h, Value: 1, Text: h}}}.Scene())
	}
}

func TestHostileTexts(t *testing.T) {
	meta := paper()
	meta.Title, meta.House, meta.Subtitle, meta.Reference = hostile[0]+hostile[10], hostile[4], hostile[11], hostile[5]
	text := read(t, bytesOf(t, meta, hostilePaper))
	for _, want := range []string{"Émoji □ et □, drapeau □", "Tiếng Việt, Ελληνικά, Русский, Łódź", "Combined é à", ") ( \\ ) Tj ET Q", "Espaces : « x »"} {
		if !strings.Contains(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ").Replace(text), want) {
			t.Errorf("missing %q", want)
		}
	}
	if strings.ContainsAny(text, "\x00\x1b\u202e") {
		t.Error("control characters reached the paper")
	}
}

func TestClean(t *testing.T) {
	m := regular.metrics()
	for _, c := range [][2]string{
		{"Zoé", "Zoé"}, {"e\u0301", "é"}, {"🎉", "□"}, {"👩\u200d👧", "□"}, {"漢", "□"}, {"a\xffb", "a□b"}, {"a\x00b", "ab"},
		{"\u202egnp", "gnp"}, {"1\u202f234,50\u00a0€", "1\u202f234,50\u00a0€"}, {"non\u2011sécable", "non-sécable"}, {"ﬁn", "ﬁn"},
		{"a\tb\r\nc", "a b\nc"}, {"𝐀", "A"}, {"≥ œ ’ −", "≥ œ ’ −"}, {"co\u00adopérative", "coopérative"}, {"q\u0301", "q\u0301"},
	} {
		if got := clean(c[0], m); got != c[1] {
			t.Errorf("clean(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestWrap(t *testing.T) {
	width := regular.metrics().width("Sainte-Marguerite", 10) + 0.01
	for _, c := range []struct{ s, want string }{
		{"", ""}, {"un", "un"}, {"Sainte-Marguerite est là", "Sainte-Marguerite|est là"}, {"rue Sainte-Marguerite", "rue Sainte-|Marguerite"},
		{"a\nb", "a|b"}, {"1\u00a0234\u00a0567\u00a0890\u00a0€ dus", "1\u00a0234\u00a0567\u00a0890\u00a0€|dus"},
		{"SainteMargueriteSainteMarguerite", "SainteMarguerite|SainteMarguerite"}, {"mot   loin du bord droit", "mot   loin du bord|droit"},
	} {
		if got := strings.Join(wrap(c.s, regular, 10, width), "|"); got != c.want {
			t.Errorf("wrap(%q) = %q, want %q", c.s, got, c.want)
		}
	}
	for _, line := range wrap(strings.Repeat("Mww ", 500)+strings.Repeat("W", 900), bold, 9, 40) {
		if w := bold.metrics().width(line, 9); w > 40 {
			t.Errorf("a line of %.2f mm in 40", w)
		}
	}
	if got := wrap("abc", regular, 10, 0); len(got) != 3 {
		t.Errorf("no room: %q", got)
	}
}

func TestMetricsAgreeWithTheLibrary(t *testing.T) {
	bytesOf(t, paper(), func(d *Doc) {
		for f := range faces {
			d.setFont(f, 10)
			for _, s := range []string{"Éclosion", "1\u202f234,50\u00a0€", "Œuvre ’ « » ≥ Ж ệ Ω", "□"} {
				if ours, theirs := f.metrics().width(s, 10), d.f.GetStringWidth(s); ours-theirs > 0.001 || theirs-ours > 0.001 {
					t.Errorf("%q in face %d: %f, library %f", s, f, ours, theirs)
				}
			}
		}
	})
}

func TestSameBytesTwiceAndTogether(t *testing.T) {
	want := bytesOf(t, paper(), gallery)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if !bytes.Equal(want, bytesOf(t, paper(), gallery)) {
				t.Error("not the same bytes")
			}
		})
	}
	group.Wait()
}

func TestRefusals(t *testing.T) {
	ctx := context.Background()
	undated := paper()
	undated.Created = time.Time{}
	if err := Write(ctx, io.Discard, undated, gallery); !errors.Is(err, ErrNoDate) {
		t.Errorf("undated: %v", err)
	}
	var out bytes.Buffer
	if err := Write(ctx, &out, paper(), func(*Doc) { panic("broken") }); err == nil || out.Len() > 0 {
		t.Errorf("panic: %v, %d bytes", err, out.Len())
	}
	ended, end := context.WithCancel(ctx)
	err := Write(ended, &out, paper(), func(d *Doc) { end(); d.Table(sampleTable(500)) })
	if !errors.Is(err, context.Canceled) || out.Len() > 0 {
		t.Errorf("cancelled: %v, %d bytes", err, out.Len())
	}
	// The turn is free again after each of these; one who waits can give up.
	err = Write(ctx, io.Discard, paper(), func(*Doc) {
		waiting, stop := context.WithTimeout(ctx, time.Millisecond)
		defer stop()
		if err := Write(waiting, io.Discard, paper(), gallery); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiting: %v", err)
		}
	})
	if err != nil {
		t.Error(err)
	}
}

func TestIssuedAndPlain(t *testing.T) {
	meta := paper()
	meta.Number, meta.Digest = "2026-0007", strings.Repeat("0123456789abcdef", 4)
	text := read(t, bytesOf(t, meta, func(d *Doc) { d.Paragraph("Contenu."); d.PageBreak(); d.PageBreak(); d.Paragraph("Suite.") }))
	for _, want := range []string{"N° 2026-0007", meta.Digest, "page 1 / 2", "page 2 / 2"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("missing %q in\n%s", want, text)
		}
	}
	meta.Number, meta.Plain = "", true
	if plain := read(t, bytesOf(t, meta, func(*Doc) {})); strings.Contains(text+plain, "Projet") {
		t.Error("an issued or plain paper is marked as a draft")
	}
}

func TestTableRepeatsItsHeaderAndSplitsNoRow(t *testing.T) {
	table := Table{Columns: []Column{{Title: "Clé"}, {Title: "Valeur", Width: 3}}}
	for range 60 {
		table.Rows = append(table.Rows, Texts("début milieu fin", strings.Repeat("texte courant ", 30)+"dernier"))
	}
	text := read(t, bytesOf(t, paper(), func(d *Doc) { d.Table(table) }))
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		if strings.Count(page, "Valeur") != 1 {
			t.Errorf("page %d: no header", i+1)
		}
		if a, b := strings.Count(page, "début"), strings.Count(page, "dernier"); a != b || a == 0 {
			t.Errorf("page %d: %d rows begin, %d end", i+1, a, b)
		}
	}
}

func TestHeadingStaysWithItsBlock(t *testing.T) {
	for n := range 60 { // some length puts the heading at the page's end
		text := read1(t, func(d *Doc) {
			for range n {
				d.Paragraph("ligne")
			}
			d.Heading(1, "Titre")
			d.Heading(2, "Sous-titre")
			d.Note("Ce qu'il faut savoir.")
			d.CheckItem(true, "Suite", "texte")
			d.Heading(2, "Vide")
			d.Note("Rien ici.")
			d.Heading(2, "Fin")
			d.Note("Rien de plus.")
		})
		if strings.Count(text, "Rien") != 2 {
			t.Fatalf("a note without a block is lost:\n%s", text)
		}
		for _, page := range strings.Split(text, "\f") {
			if strings.Contains(page, "Titre") != strings.Contains(page, "Suite") || strings.Contains(page, "Ce qu") != strings.Contains(page, "Suite") || strings.Contains(page, "Vide") != strings.Contains(page, "Rien ici") {
				t.Fatalf("with %d lines the heading or its note stands alone:\n%s", n, page)
			}
		}
	}
}

// read1 lays out without the slow check of every document.
func read1(t *testing.T, build func(*Doc)) string {
	t.Helper()
	return textOf(t, bytesOf(t, paper(), build))
}

func TestCharts(t *testing.T) {
	many := make([]chart.Bar, 200)
	for i := range many {
		many[i] = chart.Bar{Label: "Projet", Value: float64(i), Text: "valeur"}
	}
	doc := bytesOf(t, paper(), func(d *Doc) {
		d.Heading(1, "Parcours")
		d.Chart(chart.Funnel{Stages: []chart.Stage{{Label: "Candidatures", Count: 48, Text: "48", Phase: "submitted"},
			{Label: "Acceptées", Count: 24, Text: "24", Passed: "50\u202f%", Phase: "accepted"}, {Label: "En accompagnement", Count: 20, Text: "20", Passed: "83,3\u202f%", Phase: "coaching"},
			{Label: "En test", Count: 11, Text: "11", Passed: "55\u202f%", Phase: "test"}, {Label: "Lancées", Count: 2, Text: "2", Passed: "18,2\u202f%", Phase: "launched"}}}.Scene())
		d.Heading(1, "Calendrier")
		d.Chart(chart.Timeline{From: "2026-01-15", To: "2027-06-30", Today: models.Date("2026-11-23"), TodayLabel: "aujourd’hui", Series: []chart.Series{
			{Label: "Savonnerie L’Écume", Spans: []chart.Span{{From: "2026-01-15", To: "2026-02-28", Phase: "review"}, {From: "2026-03-01", To: "2026-08-14", Phase: "coaching", Text: "Accompagnement"}, {From: "2026-08-15", To: "2026-11-23", Phase: "test", Text: "Test"}, {From: "2026-11-23", To: "2027-05-14", Phase: "test", Hatched: true}}},
			{Label: "Vélos de Sainte-Marguerite, atelier", Spans: []chart.Span{{From: "2026-05-01", Phase: "coaching", Text: "Accompagnement"}}}}}.Scene())
		d.Heading(1, "Plan d’affaires")
		d.Chart(chart.Radar{Now: "aujourd’hui", Previous: "au 12 octobre", Axes: []chart.Axis{
			{Label: "Porteuse de projet", Value: 1, Before: 0.8, Text: "100\u202f%"}, {Label: "Marché", Value: 0.6, Before: 0.5, Text: "60\u202f%"}, {Label: "Offre et prix", Value: 0.75, Before: 0.4, Text: "75\u202f%"},
			{Label: "Plan financier", Value: 0.2, Before: 0.1, Text: "20\u202f%"}, {Label: "Statut", Value: 0.5, Before: 0.5, Text: "50\u202f%"}}}.Scene())
		d.Heading(1, "Durées")
		d.Chart(chart.Durations{Months: []float64{2.2, 3, 3.4, 4, 4.1, 4.2, 5, 5, 5.6, 6, 6, 6, 6.4, 7.8, 9}, Min: 3, Max: 6,
			MinText: "minimum\u00a0: 3 mois", MaxText: "maximum\u00a0: 6 mois", AxisText: "mois d’accompagnement"}.Scene())
		d.Heading(1, "Bourses")
		d.Chart(chart.Stack{Cap: 5000, CapText: "plafond\u00a0: 5\u202f000,00\u00a0€", Parts: []chart.Part{
			{Label: "Payé", Value: 2000, Text: "2\u202f000,00\u00a0€"}, {Label: "Accordé, à payer", Value: 1250, Text: "1\u202f250,00\u00a0€", Hatched: true}}}.Scene())
		d.Chart(chart.Survival{Living: "En activité", Closed: "Fermées", Unsure: "Sans nouvelles", Rows: []chart.Alive{{Label: "1 an après", Living: 9, Closed: 1, Unsure: 1, Text: "9 sur 11"}, {Label: "2 ans après", Living: 7, Closed: 2, Unsure: 2, Text: "7 sur 11"}}}.Scene())
		d.Heading(1, "Longue liste")
		d.Chart(chart.Bars{Rows: many}.Scene())
		d.Chart(chart.Bars{Frame: chart.Frame{Empty: "Aucune sortie."}}.Scene())
	})
	text := read(t, doc)
	if n := strings.Count(text, "valeur"); n != 200 {
		t.Errorf("%d of 200 bars printed", n)
	}
	if !strings.Contains(text, "Aucune sortie.") {
		t.Error("the empty chart says nothing")
	}
}
