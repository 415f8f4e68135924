package models

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
)

// OneLine takes line ends out of what must stand on one: a title, a name in the head of a mail.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ParseEmail folds an address to the form that is kept and compared: trimmed,
// lower case, with a dotted domain, at most 254 characters.
func ParseEmail(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s || len(s) > 254 || !strings.Contains(s[strings.LastIndex(s, "@")+1:], ".") {
		return "", fmt.Errorf("not an e-mail address: %q", s)
	}
	return s, nil
}

// IsWebAddress reports whether a text is a whole address of the web.
func IsWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}

// ParsePhone takes a telephone number as people write it: Belgian (0470 12 34 56)
// or international (+32 ..., 0032 ...). It is kept as typed, with single spaces; only
// what cannot be a number is refused.
func ParsePhone(s string) (string, error) {
	s = OneLine(s)
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" ./-()", r):
		default:
			return "", fmt.Errorf("not a telephone number: %q", s)
		}
	}
	bare := strings.TrimLeft(s, "(")
	abroad := strings.HasPrefix(bare, "+") || strings.HasPrefix(bare, "00")
	switch {
	case abroad && digits >= 8 && digits <= 17:
	case !abroad && strings.HasPrefix(bare, "0") && (digits == 9 || digits == 10):
	default:
		return "", fmt.Errorf("not a telephone number: %q", s)
	}
	return s, nil
}

// ParsePostcode takes a Belgian postcode: four digits, the first not 0.
func ParsePostcode(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) != 4 || s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return "", fmt.Errorf("not a postcode: %q", s)
	}
	return s, nil
}
