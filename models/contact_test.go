package models_test

import (
	"testing"

	"eclosion/models"
)

func TestContacts(t *testing.T) {
	for _, c := range []struct {
		parse    func(string) (string, error)
		in, want string // "": refused
	}{
		{models.ParseEmail, " Zoe@Exemple.BE ", "zoe@exemple.be"},
		{models.ParseEmail, "zoe@exemple", ""},
		{models.ParseEmail, "Zoé <zoe@exemple.be>", ""},
		{models.ParseEmail, "zoe", ""},
		{models.ParsePhone, "0470  12 34 56", "0470 12 34 56"},
		{models.ParsePhone, "04/222.33.44", "04/222.33.44"},
		{models.ParsePhone, "+32 470 12 34 56", "+32 470 12 34 56"},
		{models.ParsePhone, "0032470123456", "0032470123456"},
		{models.ParsePhone, "+48 (22) 123-45-67", "+48 (22) 123-45-67"},
		{models.ParsePhone, "12345", ""},
		{models.ParsePhone, "0470 12 34", ""},
		{models.ParsePhone, "4470 12 34 56", ""},
		{models.ParsePhone, "+32 470 12 34 56 ext 4", ""},
		{models.ParsePhone, "04+70123456", ""},
		{models.ParsePhone, "+123456789012345678", ""},
		{models.ParsePhone, "٠٤٧٠١٢٣٤٥٦", ""},
		{models.ParsePostcode, " 4000 ", "4000"},
		{models.ParsePostcode, "0400", ""},
		{models.ParsePostcode, "400", ""},
		{models.ParsePostcode, "40000", ""},
		{models.ParsePostcode, "4o00", ""},
	} {
		got, err := c.parse(c.in)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%q: %q, %v", c.in, got, err)
		}
	}
}
