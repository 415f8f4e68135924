package programme

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// PlanCohort adds a cohort for an actor who manages its site. Programme and site
// give it its reference and never change.
func PlanCohort(tx *db.Tx, c Cohort) (Cohort, error) {
	if c.SiteID != 0 && !access.CanOnSite(tx.Actor(), access.CohortManage, c.SiteID) {
		return c, models.Fields(models.FieldProblem{Field: "site", Code: "oneof"})
	}
	fields := checkCohort(c)
	if c.SiteID == 0 {
		fields = append(field("site", "required", nil), fields...)
	}
	if c.ProgrammeID == 0 {
		fields = append(field("programme", "required", nil), fields...)
	}
	if problem := models.Fields(fields...); problem != nil {
		return c, problem
	}
	return NewCohort(tx, c)
}

// ChangeCohort writes the name, the intake window, the start and the capacity of a
// cohort, guarded by the version that was read.
func ChangeCohort(tx *db.Tx, ref string, c Cohort) error {
	old, err := LoadCohort(tx, ref, access.CohortManage)
	if err != nil {
		return err
	}
	if problem := models.Fields(checkCohort(c)...); problem != nil {
		return problem
	}
	if c.Name = strings.TrimSpace(c.Name); c.Name == "" {
		c.Name = old.Ref
	}
	n, err := tx.Exec(`UPDATE cohorts SET name = ?, intake_opens_on = ?, intake_closes_on = ?, starts_on = ?, capacity = ?, version = version + 1
		WHERE id = ? AND version = ?`, c.Name, c.IntakeOpensOn, c.IntakeClosesOn, c.StartsOn, c.Capacity, old.ID, c.Version)
	return kept(tx, n, err, "cohort", old.ID)
}

// maxCapacity bounds what can be typed; 0 is no limit.
const maxCapacity = 10_000

func checkCohort(c Cohort) []models.FieldProblem {
	fields := dateField("intake_opens_on", c.IntakeOpensOn)
	fields = append(fields, dateField("intake_closes_on", c.IntakeClosesOn)...)
	if isDate(c.IntakeOpensOn) && isDate(c.IntakeClosesOn) && c.IntakeClosesOn < c.IntakeOpensOn {
		fields = append(fields, field("intake_closes_on", "not_before", models.Facts{"date": c.IntakeOpensOn})...)
	}
	fields = append(fields, dateField("cohort_starts_on", c.StartsOn)...)
	if isDate(c.StartsOn) && isDate(c.IntakeOpensOn) && c.StartsOn < c.IntakeOpensOn {
		fields = append(fields, field("cohort_starts_on", "not_before", models.Facts{"date": c.IntakeOpensOn})...)
	}
	switch {
	case c.Capacity < 0:
		fields = append(fields, field("capacity", "gte", models.Facts{"param": 0})...)
	case c.Capacity > maxCapacity:
		fields = append(fields, field("capacity", "lte", models.Facts{"param": maxCapacity})...)
	}
	return fields
}
