package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/programme"
)

// Doubt is a known person whom a row may speak of. Of them it says no more than the row itself: which columns agree, and which do not.
type Doubt struct {
	Reason  string // what made us ask: see the reasons
	Agrees  []string
	Differs []string
	Same    bool // decided: the same person
	Decided bool
	pair    pair
}

// The reasons to ask.
const (
	DoubtEmail   = "email"
	DoubtPhone   = "phone"
	DoubtName    = "name"    // a letter or two of the name differ
	DoubtSwapped = "swapped" // first and last name have changed places
	DoubtBirth   = "birth"   // day and month have, or one digit differs
)

// pair is a row's person and a known one, as a decision about them is remembered: by what was compared.
type pair struct{ row, known string }

func (p identity) print() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{models.Fold(p.LastName), models.Fold(p.FirstName), string(p.BirthOn),
		strings.ToLower(p.Email), programme.PhoneKey(p.Phone)}, "|")))
	return hex.EncodeToString(sum[:16])
}

// human is a known person, in the little that is compared.
type human struct {
	id                                               int64
	last, first                                      string
	birth                                            models.Date
	gender, email, phone, phoneKey, postcode, living string
	foldedLast, foldedFirst                          string
}

func (h human) identity() identity {
	return identity{programme.Person{ID: h.id, LastName: h.last, FirstName: h.first, BirthOn: h.birth, Gender: h.gender,
		Email: h.email, Phone: h.phone, Postcode: h.postcode, Municipality: h.living}}
}

func humanOf(p identity) human {
	return human{id: p.ID, last: p.LastName, first: p.FirstName, birth: p.BirthOn, gender: p.Gender, email: p.Email, phone: p.Phone,
		phoneKey: programme.PhoneKey(p.Phone), postcode: p.Postcode, living: p.Municipality,
		foldedLast: models.Fold(p.LastName), foldedFirst: models.Fold(p.FirstName)}
}

// mostAlike bounds how many people of one block are compared: of a number that everybody shares nothing follows.
const mostAlike = 40

// crowd is everybody who is known, found by what they may share with a row. Comparing each row with each person would take hours.
type crowd struct {
	humans []human
	exact  map[string]int32   // by key
	blocks map[string][]int32 // by birth, e-mail, telephone, name; nil when nobody asks
}

func newCrowd(blocks bool) *crowd {
	c := &crowd{exact: map[string]int32{}}
	if blocks {
		c.blocks = map[string][]int32{}
	}
	return c
}

// add makes a person known. key is theirs, when it was computed already.
func (c *crowd) add(p identity, key string) {
	i := int32(len(c.humans)) //nolint:gosec // some hundred thousand at most
	h := humanOf(p)
	c.humans = append(c.humans, h)
	if _, taken := c.exact[key]; key != "" && !taken {
		c.exact[key] = i
	}
	if c.blocks == nil {
		return
	}
	for _, b := range blocksOf(h) {
		if list := c.blocks[b]; len(list) < mostAlike {
			c.blocks[b] = append(list, i)
		}
	}
}

// blocksOf are the words under which somebody is found.
func blocksOf(h human) []string {
	var list []string
	if h.birth != "" {
		list = append(list, string(h.birth))
	}
	if h.email != "" {
		list = append(list, "@"+strings.ToLower(h.email))
	}
	if len(h.phoneKey) > 7 {
		list = append(list, "+"+h.phoneKey)
	}
	return append(list, nameBlock(h.foldedLast, h.foldedFirst))
}

// nameBlock is the same for two folded names in either order.
func nameBlock(last, first string) string {
	words := strings.Fields(last + " " + first)
	slices.Sort(words)
	return "=" + strings.Join(words, " ")
}

// find gives the person with the row's own key.
func (c *crowd) find(key string) (human, bool) {
	i, ok := c.exact[key]
	if !ok || key == "" {
		return human{}, false
	}
	return c.humans[i], true
}

// mostDoubts bounds the people shown beside one row.
const mostDoubts = 3

// alike gives the known people whom a row may speak of.
func (c *crowd) alike(p identity) []doubted {
	h := humanOf(p)
	words := blocksOf(h)
	if swapped := dayAndMonth(h.birth); swapped != "" {
		words = append(words, string(swapped))
	}
	var list []doubted
	seen := map[int32]bool{}
	for _, w := range words {
		for _, i := range c.blocks[w] {
			if seen[i] {
				continue
			}
			seen[i] = true
			if reason := likeness(h, c.humans[i]); reason != "" && len(list) < mostDoubts {
				list = append(list, doubted{reason, c.humans[i]})
			}
		}
	}
	return list
}

type doubted struct {
	reason string
	human  human
}

// likeness says why two people may be one; "" when nothing suggests it.
func likeness(a, b human) string {
	sameBirth := a.birth != "" && a.birth == b.birth
	known := a.birth != "" && b.birth != ""
	last, first, otherLast, otherFirst := a.foldedLast, a.foldedFirst, b.foldedLast, b.foldedFirst
	same := last == otherLast && first == otherFirst
	swapped := last == otherFirst && first == otherLast && last != first
	switch {
	case sameBirth && swapped:
		return DoubtSwapped
	case sameBirth && distance(last+" "+first, otherLast+" "+otherFirst, 2) <= 2:
		return DoubtName
	case known && same && (dayAndMonth(a.birth) == b.birth || distance(string(a.birth), string(b.birth), 1) == 1):
		return DoubtBirth
	case known && !sameBirth && !same: // two days of birth and two names are two people
		return ""
	case a.email != "" && strings.EqualFold(a.email, b.email):
		return DoubtEmail
	case len(a.phoneKey) > 7 && a.phoneKey == b.phoneKey:
		return DoubtPhone
	case !known && same:
		return DoubtName
	case !known && swapped:
		return DoubtSwapped
	}
	return ""
}

// dayAndMonth exchanges the two, where that is a day.
func dayAndMonth(d models.Date) models.Date {
	if len(d) != 10 || d[5:7] == d[8:] {
		return ""
	}
	other, err := models.ParseDate(string(d[:5] + d[8:] + d[4:5] + d[5:7]))
	if err != nil {
		return ""
	}
	return other
}

// distance counts the letters to change, add, take away or exchange with their neighbour; it gives up beyond most.
func distance(a, b string, most int) int {
	if d := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); d > most || -d > most {
		return most + 1
	}
	x, y := []rune(a), []rune(b)
	before, last, next := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		next[0] = i
		best := next[0]
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
			best = min(best, next[j])
		}
		if best > most {
			return most + 1
		}
		before, last, next = last, next, before
	}
	return last[len(y)]
}

// doubtAbout tells what agrees and what does not; of what the row does not say, nothing.
func doubtAbout(p identity, d doubted) Doubt {
	other := d.human.identity()
	about := Doubt{Reason: d.reason, pair: pair{p.print(), other.print()}}
	row, kept := p.says(), other.says()
	for i := range row {
		switch {
		case row[i].value == "", kept[i].value == "":
		case models.Fold(row[i].value) == models.Fold(kept[i].value), row[i].column == colPhone && programme.PhoneKey(p.Phone) == d.human.phoneKey:
			about.Agrees = append(about.Agrees, string(row[i].column))
		default:
			about.Differs = append(about.Differs, string(row[i].column))
		}
	}
	return about
}
