package merge

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/programme"
)

// Field is what of a person is chosen from one of the two records.
type Field string

// The fields, in the order in which they are compared. An address is one thing.
const (
	LastName  Field = "last_name"
	FirstName Field = "first_name"
	BirthOn   Field = "birth_on"
	Gender    Field = "gender"
	Email     Field = "email"
	Phone     Field = "phone"
	Address   Field = "address"
)

// Fields lists them.
func Fields() []Field {
	return []Field{LastName, FirstName, BirthOn, Gender, Email, Phone, Address}
}

// Text gives the field of a person as it is kept; of an address its parts, one a line.
func (f Field) Text(p programme.Person) string {
	switch f {
	case LastName:
		return p.LastName
	case FirstName:
		return p.FirstName
	case BirthOn:
		return string(p.BirthOn)
	case Gender:
		return p.Gender
	case Email:
		return p.Email
	case Phone:
		return p.Phone
	}
	if p.Street+p.Postcode+p.Municipality == "" {
		return ""
	}
	return p.Street + "\n" + p.Postcode + " " + p.Municipality
}

func (f Field) take(to *programme.Person, from programme.Person) {
	switch f {
	case LastName:
		to.LastName = from.LastName
	case FirstName:
		to.FirstName = from.FirstName
	case BirthOn:
		to.BirthOn = from.BirthOn
	case Gender:
		to.Gender = from.Gender
	case Email:
		to.Email = from.Email
	case Phone:
		to.Phone = from.Phone
	case Address:
		to.Street, to.Postcode, to.Municipality = from.Street, from.Postcode, from.Municipality
	}
}

// Dossier is one of a record's dossiers. Of what was never sent nobody but its author reads more than that it is there.
type Dossier struct {
	ID, SiteID int64
	Ref, Title string
	Phase      programme.Phase
	Unsent     bool
}

// Held is what a person was awarded, as the guard of the cap keeps it.
type Held struct {
	Imported, Awarded, Cap models.Cents
}

// Sum is all that was awarded.
func (h Held) Sum() models.Cents { return h.Imported + h.Awarded }

// With adds what another record of the person holds. The higher cap counts: terms only ever raised it for somebody.
func (h Held) With(o Held) Held {
	return Held{h.Imported + o.Imported, h.Awarded + o.Awarded, max(h.Cap, o.Cap)}
}

// OverCap reports whether the cap is exceeded. What was imported from before may exceed it by itself, as an import may.
func (h Held) OverCap() bool { return h.Awarded > 0 && h.Sum() > h.Cap }

// ImportedOver reports whether only what was imported exceeds the cap: worth a warning.
func (h Held) ImportedOver() bool { return h.Awarded == 0 && h.Imported > h.Cap && h.Cap > 0 }

// Side is one of the two records.
type Side struct {
	Ref      string // of the dossier by which it was reached
	Person   programme.Person
	Account  *accounts.Account // nil for none
	Dossiers []Dossier
	Held     Held
	Erased   bool // its identity was taken away
	Asked    bool // its erasure was asked for and waits
	Merged   bool // it went into another record already
}

func (s Side) isStaff() bool {
	return s.Account != nil && slices.ContainsFunc(s.Account.Grants, func(g access.Grant) bool { return g.Role != access.Candidate })
}

// Pair is the two records side by side: Kept stays, Other goes into it.
type Pair struct{ Kept, Other Side }

// Held is what the person holds once the two are one.
func (p Pair) Held() Held { return p.Kept.Held.With(p.Other.Held) }

// TwoAccounts reports whether one of two accounts has to be chosen.
func (p Pair) TwoAccounts() bool { return p.Kept.Account != nil && p.Other.Account != nil }

// Check says why the two cannot be merged; nil when they can. readable tells whether the actor may read every dossier of a
// site, own is the actor's own person.
func (p Pair) Check(own int64, readable func(siteID int64) bool) *models.Problem {
	k, o := p.Kept, p.Other
	switch {
	case k.Person.ID == o.Person.ID:
		return models.Refuse("merge.same", nil)
	case k.Merged || o.Merged:
		return models.Refuse("merge.merged", nil)
	case k.Erased || o.Erased:
		return models.Refuse("merge.erased", nil)
	case k.Asked || o.Asked:
		return models.Refuse("merge.erasure_asked", nil)
	case own != 0 && (own == k.Person.ID || own == o.Person.ID):
		return models.Refuse("merge.own", nil)
	case k.isStaff() && o.isStaff():
		return models.Refuse("merge.staff", nil)
	}
	for _, d := range slices.Concat(k.Dossiers, o.Dossiers) {
		if !d.Unsent && !readable(d.SiteID) {
			return models.Refuse("merge.elsewhere", nil)
		}
	}
	if h := p.Held(); h.OverCap() {
		return models.Refuse("merge.over_cap", models.Facts{"kept": k.Held.Sum(), "other": o.Held.Sum(), "sum": h.Sum(), "cap": h.Cap, "over": h.Sum() - h.Cap})
	}
	return nil
}

// Choice is what a merge keeps.
type Choice struct {
	FromOther                 map[Field]bool // the others stay as the kept record has them
	Account                   string         // the public id of the account that stays, where there are two
	Reason                    string
	KeptVersion, OtherVersion int // of the two persons, as they were compared
}

const maxReason = 2000

// Check says what is wrong with a choice.
func (c Choice) Check(p Pair) *models.Problem {
	var fields []models.FieldProblem
	if len([]rune(c.Reason)) > maxReason {
		fields = append(fields, models.FieldProblem{Field: "merge_reason", Code: "max", Facts: models.Facts{"param": maxReason, "kind": "text"}})
	}
	if p.TwoAccounts() {
		switch stays, goes := p.accounts(c.Account); {
		case stays == nil:
			fields = append(fields, models.FieldProblem{Field: "merge_account", Code: "required"})
		case goes.isStaff():
			fields = append(fields, models.FieldProblem{Field: "merge_account", Code: "staff_account"})
		}
	}
	return models.Gather(fields)
}

// accounts gives the side whose account stays and the one whose account goes; nil when no account is meant.
func (p *Pair) accounts(publicID string) (stays, goes *Side) {
	switch publicID {
	case p.Kept.Account.PublicID:
		return &p.Kept, &p.Other
	case p.Other.Account.PublicID:
		return &p.Other, &p.Kept
	}
	return nil, nil
}

// Result is the person that is left.
func (p Pair) Result(c Choice) programme.Person {
	r := p.Kept.Person
	for _, f := range Fields() {
		if c.FromOther[f] {
			f.take(&r, p.Other.Person)
		}
	}
	return r
}

// Suggested says from which record each field is best taken: the other's where the kept one is empty.
func (p Pair) Suggested() map[Field]bool {
	from := map[Field]bool{}
	for _, f := range Fields() {
		from[f] = f.Text(p.Kept.Person) == "" && f.Text(p.Other.Person) != ""
	}
	return from
}
