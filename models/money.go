package models

import (
	"fmt"
	"strings"
)

// Cents is an amount of euros in whole cents.
type Cents int64

// MaxCents bounds every amount that a person types: ten million euros.
const MaxCents Cents = 1_000_000_000

// ParseCents reads an amount as people in Belgium write it: "1 234,50",
// "1.234,50 €", "1234.5", "EUR 12". It refuses signs, more than two decimals,
// separators that do not group by three, and what can be read in two ways.
// A single dot before three digits groups thousands ("1.234" is one thousand two
// hundred and thirty-four, as Belgium writes); a single comma there is refused.
func ParseCents(s string) (Cents, error) {
	bad := fmt.Errorf("not an amount: %q", s)
	whole, decimals := withoutCurrency(s), ""
	if i := strings.LastIndexAny(whole, ".,"); i >= 0 {
		tail, sep := whole[i+1:], whole[i:i+1]
		grouping := len(tail) == 3 && (sep == "." || strings.Count(whole, ",") > 1)
		if !grouping {
			whole, decimals = whole[:i], tail
			if len(tail) == 0 || len(tail) > 2 || strings.Contains(whole, sep) {
				return 0, bad
			}
		}
	}
	digits, ok := ungroup(whole)
	if !ok || digits+decimals == "" || len(digits) > 9 {
		return 0, bad
	}
	var cents Cents
	for _, r := range digits + (decimals + "00")[:2] {
		if r < '0' || r > '9' {
			return 0, bad
		}
		cents = cents*10 + Cents(r-'0')
	}
	if cents > MaxCents {
		return 0, bad
	}
	return cents, nil
}

var plainMarks = strings.NewReplacer("\u202f", " ", "\u00a0", " ", "\u2009", " ", "’", "'")

// withoutCurrency takes one sign of the euro off either end, and makes every
// space a plain one. Anywhere else the sign is no currency: "1€50" is not read as 150.
func withoutCurrency(s string) string {
	s = strings.TrimSpace(plainMarks.Replace(s))
	for _, sign := range []string{"€", "EUR", "eur", "Eur"} {
		if rest, ok := strings.CutSuffix(s, sign); ok {
			return strings.TrimSpace(rest)
		}
		if rest, ok := strings.CutPrefix(s, sign); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// ungroup drops thousands separators that stand where they should, all alike.
func ungroup(s string) (string, bool) {
	i := strings.IndexAny(s, "., '")
	if i < 0 {
		return s, true
	}
	parts := strings.Split(s, s[i:i+1])
	if len(parts[0]) == 0 || len(parts[0]) > 3 || parts[0][0] == '0' {
		return "", false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}
