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
// "1.234,50 €", "1234.5", "EUR 12". It refuses signs, more than two decimals and
// what can be read in two ways ("1.234" is one thousand two hundred and
// thirty-four: a single dot before three digits groups thousands).
func ParseCents(s string) (Cents, error) {
	bad := fmt.Errorf("not an amount: %q", s)
	clean := strings.NewReplacer("\u202f", "", "\u00a0", "", "\u2009", "", " ", "", "€", "", "EUR", "", "eur", "", "'", "", "’", "").Replace(strings.TrimSpace(s))
	if clean == "" {
		return 0, bad
	}
	whole, decimals := clean, ""
	if i := strings.LastIndexAny(clean, ".,"); i >= 0 {
		tail := clean[i+1:]
		grouping := len(tail) == 3 && (clean[i] == '.' || strings.Count(clean, ",") > 1)
		if !grouping {
			whole, decimals = clean[:i], tail
			if len(tail) == 0 || len(tail) > 2 || strings.ContainsRune(whole, rune(clean[i])) {
				return 0, bad
			}
		}
	}
	digits, ok := ungroup(whole)
	if !ok || len(digits) > 9 {
		return 0, bad
	}
	for len(decimals) < 2 {
		decimals += "0"
	}
	var cents Cents
	for _, r := range digits + decimals {
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

// ungroup drops thousands separators that stand where they should.
func ungroup(s string) (string, bool) {
	if s == "" {
		return "0", true
	}
	sep := strings.IndexAny(s, ".,")
	if sep < 0 {
		return s, true
	}
	parts := strings.Split(s, string(s[sep]))
	for i, p := range parts {
		if i > 0 && len(p) != 3 || i == 0 && (len(p) == 0 || len(p) > 3) {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}
