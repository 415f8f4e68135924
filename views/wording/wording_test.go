package wording

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"

	"eclosion/models"
)

// shown makes the spaces visible: ~ is no-break, ^ is narrow no-break.
func shown(s string) string {
	return strings.NewReplacer(NoBreak, "~", NarrowNoBreak, "^").Replace(s)
}

func TestTypeset(t *testing.T) {
	for typed, want := range map[string]string{
		"Êtes-vous d'accord ?":        "Êtes-vous d’accord^?",
		"Attention : « x » !":         "Attention~: «~x~»^!",
		"Un ; deux":                   "Un^; deux",
		"Reste 5 €":                   "Reste 5~€",
		"Chargement...":               "Chargement…",
		"« Aujourd'hui ? »":           "«~Aujourd’hui^?~»",
		"il reste %s : %d jours":      "il reste %s~: %d jours",
		"%d %%":                       "%d^%%",
		"%d %% de %s":                 "%d^%% de %s",
		"%d %% %s":                    "%d^%% %s",
		"6,5 % de commission":         "6,5^% de commission",
		"(6,5 %)":                     "(6,5^%)",
		"6,5 %":                       "6,5^%",
		"Est-ce 50 % ?":               "Est-ce 50^%^?",
		"de %[2]s à %[1]s":            "de %[2]s à %[1]s",
		"Enregistrer":                 "Enregistrer",
		"":                            "",
		"https://exemple.be/a?b=c:d!": "https://exemple.be/a?b=c:d!",
	} {
		if got := shown(Typeset(typed)); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestT(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct{ got, want string }{
		{T(ctx, "Enregistré à %s", "14:32"), "Enregistré à 14:32"},
		{T(ctx, "Nom : %s", "l'Œuf ?"), "Nom~: l'Œuf ?"}, // what people typed is left as it is
		{T(ctx, "%s %% du total", "60,8"), "60,8^% du total"},
		{T(ctx, "6,5 %% de commission"), "6,5^% de commission"},
		{T(ctx, "6,5 % de commission"), "6,5^% de commission"},
		{T(ctx, "Êtes-vous d'accord ?"), "Êtes-vous d’accord^?"},
		{T(ctx, "Êtes-vous d'accord ?"), "Êtes-vous d’accord^?"}, // from the cache
	} {
		if shown(c.got) != c.want {
			t.Errorf("%q, want %q", shown(c.got), c.want)
		}
	}
}

func TestN(t *testing.T) {
	ctx := context.Background()
	for n, want := range map[int]string{0: "0 jour", 1: "1 jour", -1: "−1 jour", 2: "2 jours", 12: "12 jours", -2: "−2 jours", 1000: "1^000 jours"} {
		if got := shown(Days(ctx, n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := Months(ctx, 6); got != "6 mois" {
		t.Errorf("months: %q", got)
	}
	if got := N(ctx, "un seul", "plusieurs", 1); got != "un seul" {
		t.Errorf("without arguments: %q", got)
	}
	for n, want := range map[int]string{1: "Effacer ce dossier", 3: "Effacer ces 3 dossiers"} {
		if got := N(ctx, "Effacer ce dossier", "Effacer ces %s dossiers", n, Count(n)); got != want {
			t.Errorf("a number in words: %q, want %q", got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Money(500_000), "5^000,00~€"},
		{Money(0), "0,00~€"},
		{Money(5), "0,05~€"},
		{Money(-123_456), "−1^234,56~€"},
		{Money(100_000_000), "1^000^000,00~€"},
		{Count(999), "999"},
		{Count(75_000), "75^000"},
		{Count(-1_500_000), "−1^500^000"},
		{Percent(90, 148), "60,8^%"},
		{Percent(1, 3), "33,3^%"},
		{Percent(2, 3), "66,7^%"},
		{Percent(1, 2), "50^%"},
		{Percent(148, 148), "100^%"},
		{Percent(0, 148), "0^%"},
		{Percent(1, 2000), "0,1^%"}, // a half is rounded up
		{Percent(1, 2001), "0^%"},
		{Percent(0, 0), "—"},
		{Decimal(9.75), "9,8"},
		{Duration(0), "0~min"},
		{Duration(45), "45~min"},
		{Duration(60), "1~h"},
		{Duration(90), "1~h~30"},
		{Duration(125), "2~h~05"},
		{Duration(75_000), "1^250~h"},
		{Date("2027-03-14"), "14/03/2027"},
		{Date(""), "—"},
		{LongDate("2027-03-14"), "14~mars 2027"},
		{LongDate("2027-03-01"), "1er~mars 2027"},
		{LongDate("2026-08-31"), "31~août 2026"},
		{LongDate("2026-12-11"), "11~décembre 2026"},
		{LongDate(""), "—"},
		{DayDate("2026-11-23"), "lundi 23~novembre 2026"},
		{DayDate("2026-11-01"), "dimanche 1er~novembre 2026"},
		{DayDate(""), "—"},
		{Moment(models.InstantOf(models.Date("2026-11-23").At(14, 32))), "23/11/2026 à 14:32"},
		{Moment(models.InstantOf(models.Date("2026-06-23").At(0, 5))), "23/06/2026 à 00:05"},
		{Moment(0), "—"},
	} {
		if shown(c.got) != c.want {
			t.Errorf("%q, want %q", shown(c.got), c.want)
		}
	}
}

// Another language follows from a catalogue alone: here Polish, whose plural has three forms.
func TestAnotherLanguage(t *testing.T) {
	polish, err := NewSpeaker(language.Polish, os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	ctx := With(context.Background(), polish)
	tooShort := models.Refuse("coaching.too_short", models.Facts{
		"earliest": models.Date("2027-03-14"), "days_left": 12, "today": models.Date("2027-03-02")})
	_, sentences := Problem(ctx, tooShort)
	for _, c := range []struct{ got, want string }{
		{T(ctx, "Enregistrer"), "Zapisz..."}, // set by its translator, not by French rules
		{T(ctx, "Êtes-vous d'accord ?"), "Czy się Pani/Pan zgadza?"},
		{T(ctx, "Enregistré à %s", "14:32"), "Zapisano o 14:32"},
		{Days(ctx, 1), "1 dzień"},
		{Days(ctx, 3), "3 dni (kilka)"},
		{Days(ctx, 12), "12 dni"},
		{T(ctx, "Quitter"), "Quitter"}, // not translated yet: French speaks
		{strings.SplitAfter(sentences[0], ".")[0], "Okres próbny od: 14~mars 2027; zostało 12 dni."},
		{T(context.Background(), "Enregistrer"), "Enregistrer"}, // elsewhere French goes on
	} {
		if shown(c.got) != c.want {
			t.Errorf("%q, want %q", shown(c.got), c.want)
		}
	}
}

func TestNewSpeakerRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"no catalogue":     {},
		"broken catalogue": {"pl.po": {Data: []byte("msgid \"a\nmsgstr")}},
	} {
		if _, err := NewSpeaker(language.Polish, files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := NewSpeaker(language.Polish, Catalogues()); err == nil {
		t.Error("the program carries a Polish catalogue: add it to this test")
	}
}

// Every area's fields have a name for the summary of what is wrong: a table that is not in the list names nothing.
func TestEveryAreaNamesItsFields(t *testing.T) {
	for _, area := range []labels{doorLabels, dossierLabels, applicationLabels, formLabels, committeeLabels, selectionLabels, sittingLabels, noticeLabels,
		coachingLabels, planLabels, trialLabels, reportLabels, settingsLabels, publicLabels, followLabels, mailLabels, documentLabels, workshopLabels,
		papersLabels,
	} {
		for name := range area {
			if FieldLabel(context.Background(), name) == "" {
				t.Errorf("the field %s has no name", name)
			}
		}
	}
}
