package wording

import (
	"context"
	"testing"

	"eclosion/models"
)

func TestInWords(t *testing.T) {
	for n, want := range map[int64]string{0: "zéro", 1: "un", 16: "seize", 17: "dix-sept", 20: "vingt", 21: "vingt-et-un", 22: "vingt-deux", 61: "soixante-et-un",
		70: "septante", 71: "septante-et-un", 80: "quatre-vingts", 81: "quatre-vingt-un", 88: "quatre-vingt-huit", 90: "nonante", 91: "nonante-et-un", 99: "nonante-neuf",
		100: "cent", 101: "cent-un", 180: "cent-quatre-vingts", 200: "deux-cents", 201: "deux-cent-un", 999: "neuf-cent-nonante-neuf", 1000: "mille", 1001: "mille-un",
		1200: "mille-deux-cents", 2000: "deux-mille", 5000: "cinq-mille", 80_000: "quatre-vingt-mille", 200_000: "deux-cent-mille", 201_080: "deux-cent-un-mille-quatre-vingts",
		1_000_000: "un-million", 2_000_001: "deux-millions-un", 80_000_000: "quatre-vingts-millions", 10_000_000: "dix-millions"} {
		if got := InWords(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestMoneyInWords(t *testing.T) {
	for c, want := range map[models.Cents]string{0: "zéro euro", 1: "zéro euro et un centime", 100: "un euro", 199: "un euro et nonante-neuf centimes", 200: "deux euros",
		250_050: "deux-mille-cinq-cents euros et cinquante centimes", 500_000: "cinq-mille euros", 100_000_000: "un-million d'euros", 100_000_100: "un-million-un euros", -100: "moins un euro"} {
		if got := MoneyInWords(context.Background(), c); Typeset(got) != Typeset(want) {
			t.Errorf("%d: %q, want %q", c, got, want)
		}
	}
}
