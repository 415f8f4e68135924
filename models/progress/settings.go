package progress

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Settings are what a programme asks of its reports.
type Settings struct {
	Programme  programme.Programme
	Cadence    Cadence
	Indicators []Indicator // those set aside too
}

// MaxLabel is the longest name of an indicator, in characters; maxMonths bounds a cadence.
const (
	MaxLabel  = 120
	maxMonths = 24
)

// firstIndicators are those of a programme that has never been set up.
var firstIndicators = []Indicator{
	{Code: "turnover", Label: "Chiffre d'affaires de la période", Unit: InMoney},
	{Code: "clients", Label: "Clients servis pendant la période", Unit: InCount},
	{Code: "hours", Label: "Heures de travail consacrées au projet", Unit: InHours},
}

// Found gives every programme that has none yet a report each three months and the first indicators; otherwise it
// changes nothing.
func Found(tx *db.Tx) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	for _, p := range programmes {
		n, err := tx.Exec(`INSERT INTO progress_cadences (programme_id, coaching_months, test_months) VALUES (?, 3, 3) ON CONFLICT DO NOTHING`, p.ID)
		if err != nil {
			return fmt.Errorf("first cadence of %s: %w", p.Code, err)
		}
		if n == 0 {
			continue
		}
		for _, i := range firstIndicators {
			i.Active = true
			if _, err := insertIndicator(tx, p.ID, i); err != nil {
				return fmt.Errorf("first indicators of %s: %w", p.Code, err)
			}
		}
	}
	return nil
}

// SettingsOf gives what a programme asks, by its code, to who configures.
func SettingsOf(tx *db.Tx, programmeCode string) (s Settings, err error) {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return s, models.Denied(string(access.SettingsManage))
	}
	if s.Programme, err = programme.ProgrammeByCode(tx, programmeCode); err != nil {
		return s, err
	}
	if _, err = tx.Get([]any{&s.Cadence.CoachingMonths, &s.Cadence.TestMonths, &s.Cadence.Version},
		`SELECT coaching_months, test_months, version FROM progress_cadences WHERE programme_id = ?`, s.Programme.ID); err != nil {
		return s, err
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var i Indicator
		err := rows.Scan(&i.ID, &i.Code, &i.Label, &i.Unit, &i.Active, &i.Position, &i.Version)
		s.Indicators = append(s.Indicators, i)
		return err
	}, `SELECT id, code, label, unit, active, position, version FROM progress_indicators WHERE programme_id = ? ORDER BY position, id`, s.Programme.ID)
	return s, err
}

// SetCadence changes how often a programme asks for a report, at the version that was read.
func SetCadence(tx *db.Tx, programmeCode string, c Cadence) error {
	s, err := SettingsOf(tx, programmeCode)
	if err != nil {
		return err
	}
	var list faults
	for _, m := range []struct {
		field string
		n     int
	}{{"report_coaching_months", c.CoachingMonths}, {"report_test_months", c.TestMonths}} {
		switch {
		case m.n < 0:
			list.add(m.field, "gte", models.Facts{"param": 0})
		case m.n > maxMonths:
			list.add(m.field, "lte", models.Facts{"param": maxMonths})
		}
	}
	if problem := models.Fields(list...); problem != nil {
		return problem
	}
	n, err := tx.Exec(`INSERT INTO progress_cadences (programme_id, coaching_months, test_months) VALUES (?, ?, ?)
		ON CONFLICT (programme_id) DO UPDATE SET coaching_months = excluded.coaching_months, test_months = excluded.test_months,
			version = progress_cadences.version + 1 WHERE progress_cadences.version = ?`, s.Programme.ID, c.CoachingMonths, c.TestMonths, c.Version)
	if err != nil {
		return fmt.Errorf("set cadence: %w", err)
	}
	if n == 0 {
		return models.Stale("progress_settings", nil)
	}
	return tx.Audit("progress.cadence", "programme", s.Programme.ID, 0, models.Facts{"coaching": c.CoachingMonths, "test": c.TestMonths})
}

var codePattern = regexp.MustCompile(`^[a-z0-9_]{2,30}$`)

func (i Indicator) check(others []Indicator) *models.Problem {
	var list faults
	switch {
	case !codePattern.MatchString(i.Code):
		list.add("indicator_code", "category_code", nil)
	case slices.ContainsFunc(others, func(o Indicator) bool { return o.Code == i.Code && o.ID != i.ID }):
		list.add("indicator_code", "unique", nil)
	}
	list.text("indicator_label", i.Label, MaxLabel, true)
	if !slices.Contains(Units(), i.Unit) {
		list.add("indicator_unit", "oneof", nil)
	}
	return models.Fields(list...)
}

// AddIndicator adds an indicator at the end of what a programme asks. The same key adds one.
func AddIndicator(tx *db.Tx, programmeCode, key string, i Indicator) error {
	s, err := SettingsOf(tx, programmeCode)
	if err != nil {
		return err
	}
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	if problem := i.check(s.Indicators); problem != nil {
		return problem
	}
	id, err := insertIndicator(tx, s.Programme.ID, i)
	if db.IsUnique(err) { // two administrators at once
		return models.Fields(models.FieldProblem{Field: "indicator_code", Code: "unique"})
	}
	if err != nil {
		return err
	}
	if err := tx.Audit("indicator.add", "indicator", id, 0, models.Facts{"programme": s.Programme.Code, "code": i.Code}); err != nil {
		return err
	}
	return tx.Done(key, i.Code)
}

// ChangeIndicator changes an indicator at the version that was read. Its code and its unit stay: reports hold figures in it.
func ChangeIndicator(tx *db.Tx, programmeCode string, i Indicator) error {
	s, err := SettingsOf(tx, programmeCode)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(s.Indicators, func(o Indicator) bool { return o.ID == i.ID })
	if at < 0 {
		return models.Missing("indicator")
	}
	i.Code, i.Unit = s.Indicators[at].Code, s.Indicators[at].Unit
	if problem := i.check(s.Indicators); problem != nil {
		return problem
	}
	n, err := tx.Exec(`UPDATE progress_indicators SET label = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?`, i.Label, i.Active, i.ID, i.Version)
	if err != nil {
		return fmt.Errorf("change indicator: %w", err)
	}
	if n == 0 {
		return models.Stale("progress_settings", nil)
	}
	return tx.Audit("indicator.change", "indicator", i.ID, 0, models.Facts{"programme": s.Programme.Code, "code": i.Code, "active": i.Active})
}

// MoveIndicator moves an indicator by one place; at the end it stays.
func MoveIndicator(tx *db.Tx, programmeCode string, id int64, up bool) error {
	s, err := SettingsOf(tx, programmeCode)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.Indicators, func(o Indicator) bool { return o.ID == id })
	if i < 0 {
		return models.Missing("indicator")
	}
	j := i + 1
	if up {
		j = i - 1
	}
	if j < 0 || j >= len(s.Indicators) {
		return nil
	}
	s.Indicators[i], s.Indicators[j] = s.Indicators[j], s.Indicators[i]
	for at, o := range s.Indicators {
		if _, err := tx.Exec(`UPDATE progress_indicators SET position = ? WHERE id = ? AND position <> ?`, at+1, o.ID, at+1); err != nil {
			return fmt.Errorf("order indicators: %w", err)
		}
	}
	return tx.Audit("indicator.move", "indicator", id, 0, models.Facts{"programme": s.Programme.Code, "place": j + 1})
}

func insertIndicator(tx *db.Tx, programmeID int64, i Indicator) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO progress_indicators (programme_id, code, label, unit, active, position)
		SELECT ?, ?, ?, ?, ?, COALESCE(MAX(position), 0) + 1 FROM progress_indicators WHERE programme_id = ? RETURNING id`,
		programmeID, i.Code, i.Label, i.Unit, i.Active, programmeID)
	return id, err
}
