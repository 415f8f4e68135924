package wording

import (
	"context"
	"strings"

	"eclosion/models"
)

var units = []string{"", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
	"seize", "dix-sept", "dix-huit", "dix-neuf"}

// tens are those of Belgium.
var tens = []string{"", "", "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "quatre-vingt", "nonante"}

// InWords writes a whole number from 0 to 999 999 999 as Belgium reads it aloud, in the spelling of 1990: "deux-mille-cinq-cents".
func InWords(n int64) string {
	switch {
	case n == 0:
		return "zéro"
	case n >= 1_000_000:
		words := hundreds(n/1_000_000, true) + "-million"
		if n/1_000_000 > 1 {
			words += "s"
		}
		return strings.TrimSuffix(words+"-"+rest(n%1_000_000), "-")
	}
	return rest(n)
}

// rest writes what is less than a million; "" for nothing.
func rest(n int64) string {
	var parts []string
	switch thousands := n / 1000; {
	case thousands == 1:
		parts = append(parts, "mille")
	case thousands > 1: // "mille" takes no plural, and takes that of "cent" and "vingt" before it away
		parts = append(parts, hundreds(thousands, false), "mille")
	}
	if n%1000 > 0 {
		parts = append(parts, hundreds(n%1000, true))
	}
	return strings.Join(parts, "-")
}

// hundreds writes 1 to 999. last: nothing but a noun follows, so that "cents" and "vingts" take their plural.
func hundreds(n int64, last bool) string {
	var parts []string
	if h := n / 100; h > 0 {
		word := "cent"
		if h > 1 {
			word = units[h] + "-cent"
			if n%100 == 0 && last {
				word += "s"
			}
		}
		parts = append(parts, word)
	}
	switch n %= 100; {
	case n == 0:
	case n < 20:
		parts = append(parts, units[n])
	default:
		word := tens[n/10]
		switch {
		case n == 80 && last:
			word += "s"
		case n%10 == 1 && n != 81:
			word += "-et-un"
		case n%10 > 0:
			word += "-" + units[n%10]
		}
		parts = append(parts, word)
	}
	return strings.Join(parts, "-")
}

// MoneyInWords writes an amount for a paper that binds: "deux-mille-cinq-cents euros et cinquante centimes".
func MoneyInWords(ctx context.Context, c models.Cents) string {
	if c < 0 {
		return T(ctx, "moins %s", MoneyInWords(ctx, -c))
	}
	euros, cents := int64(c)/100, int64(c)%100
	words := T(ctx, "%s euros", InWords(euros))
	switch {
	case euros < 2:
		words = T(ctx, "%s euro", InWords(euros))
	case euros%1_000_000 == 0:
		words = T(ctx, "%s d'euros", InWords(euros))
	}
	switch cents {
	case 0:
		return words
	case 1:
		return T(ctx, "%s et %s centime", words, InWords(cents))
	}
	return T(ctx, "%s et %s centimes", words, InWords(cents))
}

// MoneyTwice writes an amount in figures and in words.
func MoneyTwice(ctx context.Context, c models.Cents) string {
	return T(ctx, "%s (%s)", Money(c), MoneyInWords(ctx, c))
}
