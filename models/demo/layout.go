package demo

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/form"
	"eclosion/models/programme"
)

// layOut reads the couveuse's first data and makes accounts and cohorts.
func (v *inventor) layOut(tx *db.Tx) (err error) {
	v.now = tx.Now()
	v.numbers, v.terms, v.templates, v.coaches = map[string]int{}, map[int64]programme.Terms{}, map[int64]template{}, map[int64][]staff{}
	v.forms = map[int64]form.Definition{}
	v.cohorts, v.done, v.fates = nil, 0, smallFates()
	if v.sites, err = programme.Sites(tx); err != nil {
		return err
	}
	if v.programmes, err = programme.Programmes(tx); err != nil {
		return err
	}
	for _, p := range v.programmes {
		if v.terms[p.ID], err = programme.TermsOn(tx, p.ID, v.today); err != nil {
			return err
		}
		if v.templates[p.ID], err = readTemplate(tx, p.ID); err != nil {
			return err
		}
		if v.forms[p.ID], err = form.PublishedOf(tx, p.ID); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE couveuse SET name = ?, address = ?, enterprise_number = ?, email = ?, phone = ? WHERE id = 1`,
		"Couveuse Éclosion (démonstration)", "rue de la Coquille 1, 4000 Liège", "0403019261", "bonjour@couveuse.test", "04 123 45 67"); err != nil {
		return err
	}
	if err := v.people(tx); err != nil {
		return err
	}
	if err := v.intakes(tx); err != nil {
		return err
	}
	return v.pastCommittee(tx)
}

// readTemplate gives the published checklist of a programme; empty when it has none.
func readTemplate(tx *db.Tx, programmeID int64) (t template, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var i item
		err := rows.Scan(&t.id, &i.id, &i.mandatory)
		t.items = append(t.items, i)
		return err
	}, `SELECT t.id, i.id, i.mandatory FROM plan_templates t JOIN plan_items i ON i.template_id = t.id
		WHERE t.programme_id = ? AND t.state = 'published' ORDER BY i.section_id, i.position`, programmeID)
	return t, err
}

func (v *inventor) site(code string) programme.Site {
	for _, s := range v.sites {
		if s.Code == code {
			return s
		}
	}
	return v.sites[0]
}

// candidateName is who candidate@demo.test is.
const candidateName = "Nour El Amrani"

// people makes the five accounts that are told, and more coaches and jurors.
func (v *inventor) people(tx *db.Tx) error {
	liege := v.site("LIEGE").ID
	names := map[access.Role]string{access.Candidate: candidateName, access.Coach: "Élodie Wautelet", access.Manager: "Raphaël Crèvecœur",
		access.Jury: "İpek Şahin", access.Administrator: "Łukasz Wiśniewski"}
	for _, told := range Addresses {
		grant := access.Grant{Role: told.Role}
		if told.Role == access.Coach {
			grant.SiteID = liege
		}
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: told.Email, Name: names[told.Role], Grants: []access.Grant{grant}}, v.hash)
		if err != nil {
			return err
		}
		switch told.Role {
		case access.Candidate:
			v.candidate = a.PersonID
		case access.Coach:
			v.star = staff{a.ID, a.Name}
			v.coaches[liege] = append(v.coaches[liege], v.star)
		case access.Manager:
			v.chief = staff{a.ID, a.Name}
		}
	}
	for i := range v.size.Coaches {
		site := v.sites[i%len(v.sites)]
		if i < 2 { // the small demonstration's second site, and its designers
			site = v.site([]string{"NAMUR", "LIEGE"}[i])
		}
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: fmt.Sprintf("coach%d@demo.test", i+2), Name: v.name(),
			Grants: []access.Grant{{Role: access.Coach, SiteID: site.ID}}}, v.hash)
		if err != nil {
			return err
		}
		v.coaches[site.ID] = append(v.coaches[site.ID], staff{a.ID, a.Name})
	}
	for i := range 2 {
		_, err := accounts.CreateActive(tx, accounts.Draft{Email: fmt.Sprintf("jury%d@demo.test", i+2), Name: v.name(),
			Grants: []access.Grant{{Role: access.Jury}}}, v.hash)
		if err != nil {
			return err
		}
	}
	_, err := tx.Get([]any{&v.next.person}, `SELECT MAX(id) FROM persons`)
	return err
}

// name is drawn again when it is the candidate's: nobody is to meet themselves.
func (v *inventor) name() string {
	first := menNames
	if v.chance(50) {
		first = womenNames
	}
	name := pick(v, first) + " " + pick(v, familyNames)
	if name == candidateName {
		return v.name()
	}
	return name
}

// intakes makes the three cohorts of the small demonstration and, for the larger
// ones, cohorts of every programme and site over the years before.
func (v *inventor) intakes(tx *db.Tx) error {
	add := func(programmeCode string, site programme.Site, starts models.Date, capacity int) error {
		var programmeID int64
		for _, p := range v.programmes {
			if p.Code == programmeCode {
				programmeID = p.ID
			}
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmeID, SiteID: site.ID, IntakeOpensOn: starts.AddDays(-75),
			IntakeClosesOn: starts.AddDays(-25), StartsOn: starts, Capacity: capacity})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		v.cohorts = append(v.cohorts, cohort{Cohort: c})
		return nil
	}
	for _, c := range []struct {
		programme, site string
		days, capacity  int
	}{{"JI", "LIEGE", -500, 0}, {"JI", "NAMUR", -150, 0}, {"JID", "LIEGE", 45, 4}} {
		if err := add(c.programme, v.site(c.site), v.today.AddDays(c.days), c.capacity); err != nil {
			return err
		}
	}
	for i := range v.size.Cohorts {
		site, code := v.sites[i%len(v.sites)], "JI"
		if site.Code == "MSG" || site.Code == "LIEGE" && i%3 == 0 {
			code = "JID"
		}
		if err := add(code, site, v.today.AddDays(-30-(i*7919)%(365*6)), 0); err != nil {
			return err
		}
	}
	return nil
}
