package intake

import (
	"slices"
	"strconv"

	"eclosion/models"
	"eclosion/models/programme"
)

// said is one thing that a row says, for comparison with what is kept.
type said struct {
	column column
	value  string
}

func (r record) says() []said {
	study := ""
	if r.study != nil {
		study = map[bool]string{true: "yes", false: "no"}[*r.study]
	}
	exit := string(r.exit)
	if r.created {
		exit = "created"
	}
	return append(r.person().says(), []said{
		{colSite, r.site.Name}, {colProgramme, r.programme.Name},
		{colSituation, r.situation}, {colSchooling, r.schooling}, {colTitle, r.title}, {colSector, r.sector},
		{colEntered, string(r.enteredOn)}, {colTest, string(r.testOn)}, {colLeft, string(r.leftOn)}, {colStudy, study}, {colExit, exit},
		{colEnterprise, r.enterprise}, {colNumber, r.number}, {colCreated, string(r.createdOn)}, {colSurvival, r.survival},
		{colGrant, filled(int(r.grant))}, {colMeetings, filled(r.meetings)}, {colHours, filled(r.minutes)},
	}...)
}

// filled writes a number; none is an empty cell.
func filled(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (p identity) says() []said {
	return []said{{colLastName, p.LastName}, {colFirstName, p.FirstName}, {colBirth, string(p.BirthOn)}, {colGender, p.Gender},
		{colEmail, p.Email}, {colPhone, p.Phone}, {colPostcode, p.Postcode}, {colMunicipality, p.Municipality}}
}

// contradictions names the columns in which a row says something else than what is kept. Of what only one of them says there is none.
func contradictions(row, kept []said) []string {
	var names []string
	for i := range row {
		if row[i].value != "" && kept[i].value != "" && row[i].value != kept[i].value {
			names = append(names, string(row[i].column))
		}
	}
	return names
}

// Columns of a known dossier that a later file may fill, or, when whoever runs it says so, replace. The others are
// the journey: history is not rewritten by a file.
var (
	ofPerson  = []column{colLastName, colFirstName, colBirth, colGender, colEmail, colPhone, colPostcode, colMunicipality}
	ofDossier = []column{colSituation, colSchooling, colTitle, colSector, colStudy, colMeetings, colHours, colNumber}
)

// Replaceable tells whether a file's value may replace the one that is kept.
func replaceable(c column) bool { return slices.Contains(ofPerson, c) || slices.Contains(ofDossier, c) }

// update is what a row changes of a known dossier.
type update struct {
	known    known
	record   record // as it will be
	columns  []column
	disputed []string // columns that stay as they are although the file says something else
}

// updateOf compares a row with the dossier that is kept.
func updateOf(r record, k known, wins []column) update {
	u := update{known: k, record: k.record}
	row, kept := r.says(), k.says()
	for i := range row {
		c, value := row[i].column, row[i].value
		if value == "" || value == kept[i].value {
			continue
		}
		if kept[i].value != "" && !slices.Contains(wins, c) || !replaceable(c) || c == colNumber && k.enterprise == "" {
			if kept[i].value != "" || !replaceable(c) {
				u.disputed = append(u.disputed, string(c))
			}
			continue
		}
		u.columns = append(u.columns, c)
		u.record.copy(r, c)
	}
	return u
}

// copy takes one column of another record.
func (r *record) copy(from record, c column) {
	switch c {
	case colLastName:
		r.lastName = from.lastName
	case colFirstName:
		r.firstName = from.firstName
	case colBirth:
		r.birthOn = from.birthOn
	case colGender:
		r.gender = from.gender
	case colEmail:
		r.email = from.email
	case colPhone:
		r.phone = from.phone
	case colPostcode:
		r.postcode = from.postcode
	case colMunicipality:
		r.municipality = from.municipality
	case colSituation:
		r.situation = from.situation
	case colSchooling:
		r.schooling = from.schooling
	case colTitle:
		r.title = from.title
	case colSector:
		r.sector = from.sector
	case colStudy:
		r.study = from.study
	case colMeetings:
		r.meetings = from.meetings
	case colHours:
		r.minutes = from.minutes
	case colNumber:
		r.number = from.number
	}
}

// touches tells whether one of the columns is among those that change.
func (u update) touches(list []column) bool {
	return slices.ContainsFunc(list, func(c column) bool { return slices.Contains(u.columns, c) })
}

// fullName is how a row names its person.
func (r record) fullName() string { return programme.FullName(r.firstName, r.lastName) }

// facts of a row that says something else than the dossier that is kept.
func (u update) differs() *models.Problem {
	return models.Refuse("import.warn_differs", models.Facts{"number": u.record.externalRef, "items": u.disputed})
}
