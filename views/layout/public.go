package layout

import "strings"

// House is the couveuse as visitors read it at the foot of a page; empty parts are left out.
type House struct{ Name, Address, Email, Phone string }

// brandName is what stands beside the sign: the couveuse for visitors, the product for who works with it.
func (f Frame) brandName() string {
	if f.House.Name == "" {
		return "Éclosion"
	}
	return f.House.Name
}

// telephone is a number as an address takes it.
func telephone(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}
