package participant

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

func maySet(tx *db.Tx) error {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return models.Denied(string(access.SettingsManage))
	}
	return nil
}

// maxCode and maxLabel bound what an administrator types.
const maxCode, maxLabel = 20, 200

// IndicatorOf gives an indicator by its definition; Missing for none.
func IndicatorOf(tx *db.Tx, counts string) (Indicator, error) {
	var i Indicator
	found, err := tx.Get([]any{&i.ID, &i.Counts, &i.Code, &i.Label, &i.Active, &i.Position, &i.Version},
		`SELECT id, counts, code, label, active, position, version FROM participant_indicators WHERE counts = ?`, counts)
	if err == nil && !found {
		err = models.Missing("indicator")
	}
	return i, err
}

// ChangeIndicator writes the code, the label and whether it is shown. Fields: "indicator_code", "indicator_label".
func ChangeIndicator(tx *db.Tx, i Indicator) error {
	if err := maySet(tx); err != nil {
		return err
	}
	was, err := IndicatorOf(tx, i.Counts)
	if err != nil {
		return err
	}
	i.Code, i.Label = strings.TrimSpace(i.Code), strings.TrimSpace(i.Label)
	taken, err := tx.Count(`SELECT count(*) FROM participant_indicators WHERE code = ? AND counts <> ?`, i.Code, i.Counts)
	if err != nil {
		return err
	}
	if problem := checkIndicator(i, taken > 0); problem != nil {
		return problem
	}
	n, err := tx.Exec(`UPDATE participant_indicators SET code = ?, label = ?, active = ?, version = version + 1 WHERE counts = ? AND version = ?`,
		i.Code, i.Label, i.Active, i.Counts, i.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("indicator", nil)
	}
	return tx.Audit("indicator.change", "indicator", was.ID, 0, models.Facts{"from": was.Code, "to": i.Code, "active": i.Active})
}

// checkIndicator says what is wrong with an indicator. What does not count people cannot be shown among people.
func checkIndicator(i Indicator, taken bool) *models.Problem {
	var wrong []models.FieldProblem
	for _, x := range []struct {
		field, text string
		most        int
	}{{"indicator_code", i.Code, maxCode}, {"indicator_label", i.Label, maxLabel}} {
		switch {
		case x.text == "":
			wrong = append(wrong, models.FieldProblem{Field: x.field, Code: "required"})
		case len([]rune(x.text)) > x.most:
			wrong = append(wrong, models.FieldProblem{Field: x.field, Code: "max", Facts: models.Facts{"param": x.most}})
		}
	}
	if taken {
		wrong = append(wrong, models.FieldProblem{Field: "indicator_code", Code: "unique"})
	}
	if problem := models.Fields(wrong...); problem != nil {
		return problem
	}
	if i.Active && !CountsPeople(i.Counts) {
		return models.Refuse("indicator.not_people", nil)
	}
	return nil
}

// MoveIndicator moves an indicator by one place; at an end it stays.
func MoveIndicator(tx *db.Tx, counts string, up bool) error {
	if err := maySet(tx); err != nil {
		return err
	}
	list, err := Indicators(tx)
	if err != nil {
		return err
	}
	at := -1
	for k, i := range list {
		if i.Counts == counts {
			at = k
		}
	}
	if at < 0 {
		return models.Missing("indicator")
	}
	to := at + 1
	if up {
		to = at - 1
	}
	if to < 0 || to >= len(list) {
		return nil
	}
	list[at], list[to] = list[to], list[at]
	for k, i := range list {
		if i.Position == k+1 {
			continue
		}
		if _, err := tx.Exec(`UPDATE participant_indicators SET position = ? WHERE id = ?`, k+1, i.ID); err != nil {
			return err
		}
	}
	return tx.Audit("indicator.order", "indicator", list[to].ID, 0, nil)
}

// ChangeRules writes the rules. Who entered keeps those of that day; windows follow the new ones.
func ChangeRules(tx *db.Tx, r Rules) error {
	if err := maySet(tx); err != nil {
		return err
	}
	if problem := r.Validate(); problem != nil {
		return problem
	}
	n, err := tx.Exec(`UPDATE participant_rules SET long_months = ?, young_under = ?, young_months = ?, exit_days = ?, later_months = ?, later_days = ?, version = version + 1
		WHERE id = 1 AND version = ?`, r.LongMonths, r.YoungUnder, r.YoungMonths, r.ExitDays, r.LaterMonths, r.LaterDays, r.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("indicator", nil)
	}
	return tx.Audit("participant.rules", "participant_rules", 1, 0, nil)
}
