package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// File is a file as it was handed in.
type File struct {
	Name    string // without its folder
	Content []byte
}

// Note says something of a row; its problem is a refusal or a warning.
type Note struct {
	Row     int // as a spreadsheet shows it; the header is row 1
	Problem *models.Problem
}

// Report is what came of a file, or would come of it.
type Report struct {
	Rows        int // dossiers in the file
	Projects    int // dossiers created
	Unchanged   int // dossiers that were known already
	People      int // people created; the others were known
	Grants      int
	Enterprises int
	Warnings    []Note
	Refused     []Note
}

// RefusedRows counts the rows that were refused; a row can be so for several reasons.
func (r Report) RefusedRows() int {
	rows := map[int]bool{}
	for _, n := range r.Refused {
		rows[n.Row] = true
	}
	return len(rows)
}

var errTry = errors.New("only tried")

// Import takes a file, all of it or nothing, in one transaction. Rows whose N°
// dossier is known already are left as they are, so that the file can be taken again. A file or
// row that cannot be understood is a refusal; Report.Refused then says which rows,
// all of them. With try nothing is kept.
func Import(ctx context.Context, d *db.DB, actor access.Actor, f File, try bool) (Report, error) {
	t, err := readTable(f.Content)
	if err != nil {
		return Report{}, err
	}
	if len(t.lines) == 0 {
		return Report{}, models.Refuse("import.empty", nil)
	}
	l, err := readHeader(t.lines[0].cells)
	if err != nil {
		return Report{}, err
	}
	var report Report
	err = d.Write(ctx, actor, func(tx *db.Tx) (err error) {
		report, err = take(tx, f, t, l)
		if err == nil && try {
			return errTry
		}
		return err
	})
	if errors.Is(err, errTry) {
		err = nil
	}
	return report, err
}

// take reads every row before it writes the first.
func take(tx *db.Tx, f File, t table, l layout) (Report, error) {
	ref, err := loadReference(tx)
	if err != nil {
		return Report{}, err
	}
	var report Report
	for _, name := range l.unknown {
		report.Warnings = append(report.Warnings, Note{t.lines[0].number, models.Refuse("import.warn_column", models.Facts{"column": name})})
	}
	var records []record
	seen := map[string]int{}
	for _, row := range t.lines[1:] {
		if row.blank() && !row.broken {
			continue
		}
		r, problems := parse(t, l, row, ref)
		if first, twice := seen[r.externalRef]; twice && r.externalRef != "" {
			problems = append(problems, models.Refuse("import.twice_in_file", models.Facts{"value": r.externalRef, "line": first}))
		} else {
			seen[r.externalRef] = row.number
		}
		for _, p := range problems {
			report.Refused = append(report.Refused, Note{row.number, p})
		}
		records = append(records, r)
	}
	report.Rows = len(records)
	switch {
	case len(report.Refused) > 0:
		return report, models.Refuse("import.refused", models.Facts{"count": report.RefusedRows()})
	case len(records) == 0:
		return report, models.Refuse("import.empty", nil)
	}
	w, err := newWriter(tx, f, ref, &report)
	if err != nil {
		return report, err
	}
	for _, r := range records {
		if err := w.take(r); err != nil {
			return report, err
		}
	}
	if len(report.Refused) > 0 {
		return report, models.Refuse("import.refused", models.Facts{"count": report.RefusedRows()})
	}
	return report, w.finish(f)
}

func checksum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

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
		{colGrant, plainCount(int(r.grant))}, {colMeetings, plainCount(r.meetings)}, {colHours, plainCount(r.minutes)},
	}...)
}

// identity is the person whom a row speaks of.
type identity struct{ programme.Person }

func (r record) person() identity {
	return identity{programme.Person{LastName: r.lastName, FirstName: r.firstName, BirthOn: r.birthOn, Gender: r.gender,
		Email: r.email, Phone: r.phone, Postcode: r.postcode, Municipality: r.municipality}}
}

func (p identity) says() []said {
	return []said{{colLastName, p.LastName}, {colFirstName, p.FirstName}, {colBirth, string(p.BirthOn)}, {colGender, p.Gender},
		{colEmail, p.Email}, {colPhone, p.Phone}, {colPostcode, p.Postcode}, {colMunicipality, p.Municipality}}
}

// key tells whether two rows speak of one person: the same name, whatever its accents,
// and the same day of birth or, failing that, the same address. "" when nothing can tell.
func (p identity) key() string {
	name := models.Fold(p.LastName + " " + p.FirstName)
	switch {
	case p.BirthOn != "":
		return name + "|" + string(p.BirthOn)
	case p.Email != "":
		return name + "|" + strings.ToLower(p.Email)
	}
	return ""
}

// differences names the columns in which two records do not say the same.
func differences(a, b []said) []string {
	var names []string
	for i := range a {
		if a[i].value != b[i].value && !slices.Contains(names, string(a[i].column)) {
			names = append(names, string(a[i].column))
		}
	}
	return names
}
