package models_test

import (
	"strings"
	"testing"

	"eclosion/models"
)

func TestWords(t *testing.T) {
	for said, want := range map[string]string{
		"":                              "",
		" ,;!? — « » ":                  "",
		"Épicerie d’Hondt":              " epicerie d hondt ",
		"İpek ŞAHİN":                    " ipek sahin ",
		"Łukasz, Œuvre; straße æble":    " lukasz oeuvre strasse aeble ",
		"JI-2026-0042":                  " ji 2026 0042 ",
		"zoe@x.be":                      " zoe x be ",
		"Ἀθῆναι ΣΟΦΟΣ σοφός":            " αθηναι σοφοσ σοφοσ ",
		"Борщ ЁЛКА":                     " борщ елка ",
		"ﬁn ＡＢ½ 2²":                     " fin ab1 2 22 ",
		"שָׁלוֹם مَرْحَبًا":             " שלום مرحبا ",
		"你好 世界":                         " 你好 世界 ",
		"100 % + 🎉 50_000":              " 100 50 000 ",
		"a\x00b\u202ec'd":               " a b c d ",
		"e\u0301te\u0301":               " ete ",
		"\xff\xfeabc":                   " abc ",
		strings.Repeat("x", 150) + " y": " " + strings.Repeat("x", 100) + " y ",
	} {
		if got := models.Words(said); got != want {
			t.Errorf("Words(%q) = %q, want %q", said, got, want)
		}
	}
}

func TestWordsReadAHundredThousandSigns(t *testing.T) {
	if got := models.Words(strings.Repeat("é ", 50_000) + "trop"); strings.Contains(got, "trop") || strings.Count(got, "e") != 50_000 {
		t.Errorf("read %d signs beyond the bound", len(got))
	}
	if got := models.Words(strings.Repeat("é ", 49_999) + "pas"); strings.Contains(got, "pas") || !strings.HasSuffix(got, " pa ") {
		t.Errorf("ends with %q", got[len(got)-10:])
	}
}

func TestFindWords(t *testing.T) {
	for _, said := range []string{"", "l’Épicerie, à 14 h !", "  e\u0301te\u0301  ", "\xffabc\xfe", "🎉 fête 🎉"} {
		whole, marked := "", ""
		models.FindWords(said, func(piece string, word bool) {
			whole += piece
			if word {
				marked += "[" + piece + "]"
			} else if models.Words(piece) != "" {
				t.Errorf("%q holds a word", piece)
			}
		})
		if whole != said {
			t.Errorf("%q came out as %q", said, whole)
		}
		if said == "l’Épicerie, à 14 h !" && marked != "[l][Épicerie][à][14][h]" {
			t.Errorf("words %s", marked)
		}
	}
}
