package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"eclosion/models/plan"
)

func TestComparisonIsWordByWord(t *testing.T) {
	mark := func(older, newer string) string {
		var b strings.Builder
		for _, p := range compare(older, newer) {
			b.WriteString(map[Change]string{Same: "", Gone: "-", Came: "+"}[p.Change] + "[" + p.Text + "]")
		}
		return b.String()
	}
	for _, test := range [][3]string{
		{"", "", ""},
		{"Bonjour", "Bonjour", "[Bonjour]"},
		{"", "Bonjour", "+[Bonjour]"},
		{"dix ans de métier", "douze ans de métier", "-[dix]+[douze][ ans de métier]"},
		{"J’ai vendu.", "J’ai revendu.", "[J’ai ]-[vendu]+[revendu][.]"},
		{"un\ndeux", "un\nzéro\ndeux", "[un\n]+[zéro\n][deux]"},
		{"éte\u0301 🐣 שלום", "éte\u0301 🐣🐣 שלום", "[éte\u0301 🐣]+[🐣][ שלום]"},
	} {
		if got := mark(test[0], test[1]); got != test[2] {
			t.Errorf("%q to %q: %s, want %s", test[0], test[1], got, test[2])
		}
	}
}

func TestBothSidesGiveTheirTextBack(t *testing.T) {
	var long, other strings.Builder
	for i := range plan.TextMax {
		long.WriteString(fmt.Sprintf("%c", 'a'+i%26))
		long.WriteByte(" \n,"[i%3])
		other.WriteString(fmt.Sprintf("%c ", 0x4E00+i)) // more signs than there are before the surrogates
		if i > 9900 {
			break
		}
	}
	read := func(lines []Line) string {
		var all []string
		for _, l := range lines {
			text := ""
			for _, p := range l {
				text += p.Text
			}
			all = append(all, text)
		}
		return strings.Join(all, "\n")
	}
	start := time.Now()
	for _, pair := range [][2]string{{"a\n\nb", "a\nc"}, {"", "x\n"}, {long.String(), other.String()}, {"<b>\u202e", "</b>"}} {
		pieces := compare(pair[0], pair[1])
		if read(side(pieces, Gone)) != pair[0] || read(side(pieces, Came)) != pair[1] {
			t.Errorf("the sides of %.20q and %.20q lose text", pair[0], pair[1])
		}
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("comparing took %v", took)
	}
	gone, came := words(compare("a b c", "a d e f"))
	if gone != 2 || came != 3 {
		t.Errorf("%d words went and %d came", gone, came)
	}
	for n := range 60_000 {
		if indexOf(signOf(n)) != n || signOf(n) >= 0xD800 && signOf(n) < 0xE000 {
			t.Fatalf("sign of %d is %x", n, signOf(n))
		}
	}
}
