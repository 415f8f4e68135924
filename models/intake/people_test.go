package intake

import (
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
)

func who(last, first string, birth models.Date, email, phone string) identity {
	return identity{programme.Person{LastName: last, FirstName: first, BirthOn: birth, Email: email, Phone: phone}}
}

func TestLikeness(t *testing.T) {
	known := who("Lefèvre", "Zoé", "1980-05-12", "zoe@exemple.test", "0470 11 22 33")
	for name, c := range map[string]struct {
		row  identity
		want string
	}{
		"a letter of the name":            {who("Lefebvre", "Zoe", "1980-05-12", "", ""), DoubtName},
		"two names exchanged":             {who("ZOÉ", "LEFEVRE", "1980-05-12", "", ""), DoubtSwapped},
		"day and month exchanged":         {who("Lefevre", "Zoé", "1980-12-05", "", ""), DoubtBirth},
		"a digit of the birth":            {who("Lefevre", "Zoé", "1980-05-13", "zoe@exemple.test", ""), DoubtBirth},
		"the same e-mail, no birth":       {who("Durand", "Zoé", "", "ZOE@exemple.test", ""), DoubtEmail},
		"the same telephone, no birth":    {who("Durand", "Zoé", "", "", "+32 470/11.22.33"), DoubtPhone},
		"the same name, no birth":         {who("Lefèvre", "Zoé", "", "", ""), DoubtName},
		"another name and birth, a phone": {who("Durand", "Max", "1971-01-01", "", "0470 11 22 33"), ""},
		"the same birth alone":            {who("Durand", "Max", "1980-05-12", "", ""), ""},
		"the same name, another birth":    {who("Lefèvre", "Zoé", "1965-11-30", "", ""), ""},
	} {
		c1 := newCrowd(true)
		known.ID = 7
		c1.add(known, known.key())
		got := ""
		for _, d := range c1.alike(c.row) {
			got = d.reason
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	d := doubtAbout(who("Lefebvre", "Zoé", "1980-05-12", "", "0470112233"), doubted{DoubtName, humanOf(known)})
	if len(d.Agrees) != 3 || len(d.Differs) != 1 || d.Differs[0] != string(colLastName) {
		t.Errorf("%+v", d)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "abd", 1}, {"abc", "ab", 1}, {"abcd", "xyab", 3}, {"kitten", "sitting", 3}} {
		if got := distance(c.a, c.b, 2); got != c.want {
			t.Errorf("%q, %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
