package models

import (
	"fmt"
	"strings"
)

// EnterpriseNumber is a number of the Banque-Carrefour des Entreprises: ten
// digits, the first 0 or 1, the last two 97 minus the first eight modulo 97.
// It is kept as bare digits.
type EnterpriseNumber string

// ParseEnterpriseNumber reads "0403.019.261", "BE 0403 019 261" or bare digits,
// and checks the check digits. Nine digits get the leading 0 they had before 2005.
func ParseEnterpriseNumber(s string) (EnterpriseNumber, error) {
	bad := fmt.Errorf("not an enterprise number: %q", s)
	clean := strings.ToUpper(strings.TrimSpace(s))
	clean = strings.TrimPrefix(clean, "BE")
	clean = strings.NewReplacer(".", "", " ", "", "\u00a0", "", "\u202f", "", "-", "").Replace(clean)
	if len(clean) == 9 {
		clean = "0" + clean
	}
	if len(clean) != 10 || (clean[0] != '0' && clean[0] != '1') {
		return "", bad
	}
	var base, check int
	for i, r := range clean {
		if r < '0' || r > '9' {
			return "", bad
		}
		if i < 8 {
			base = base*10 + int(r-'0')
		} else {
			check = check*10 + int(r-'0')
		}
	}
	if base == 0 || check != 97-base%97 {
		return "", bad
	}
	return EnterpriseNumber(clean), nil
}

// String writes the number as it is printed: 0403.019.261.
func (n EnterpriseNumber) String() string {
	if len(n) != 10 {
		return string(n)
	}
	return string(n[:4] + "." + n[4:7] + "." + n[7:])
}
