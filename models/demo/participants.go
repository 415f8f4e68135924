package demo

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/participant"
)

// participants gives what the European Social Fund asks of those who entered: most of it was answered, some prefer not to say, some
// is missing, and some answers on leaving came too late. Of a very large demonstration only what the dossiers know is told.
func (v *inventor) participants(tx *db.Tx) error {
	if _, err := participant.TakeOver(tx); err != nil {
		return err
	}
	if v.size.Brief {
		return nil
	}
	if _, err := tx.Exec(`UPDATE participants SET carried = FALSE`); err != nil {
		return err
	}
	var list []asked
	err := tx.Each(func(rows *sql.Rows) error {
		var a asked
		err := rows.Scan(&a.id, &a.person, &a.entered, &a.left)
		list = append(list, a)
		return err
	}, `SELECT id, person_id, entered_on, left_on FROM projects WHERE entered_on IS NOT NULL ORDER BY id`)
	if err != nil {
		return err
	}
	for i, a := range list {
		if err := v.answered(tx, i, a); err != nil {
			return err
		}
	}
	return nil
}

// asked is somebody who entered.
type asked struct {
	id, person    int64
	entered, left models.Date
}

// answered invents the answers of the i-th: by its number and not by chance, so that the rest of the invention stays as it is.
func (v *inventor) answered(tx *db.Tx, i int, a asked) error {
	one := func(step int, list ...string) string { return list[(i*step+i/len(list))%len(list)] }
	if i%9 != 8 || a.person == v.candidate { // one in nine was not asked yet
		labour := one(3, "unemployed", "unemployed", "inactive", "employed")
		if _, err := tx.Exec(`UPDATE participants SET labour = CASE WHEN labour = '' THEN CAST(? AS TEXT) ELSE labour END, rural = ?, third_country = ?, foreign_background = ?, minority = ?,
			disability = ?, homeless = ? WHERE project_id = ?`, labour, one(5, "no", "yes", "no", "no", "yes"), one(7, "no", "no", "no", "yes", "declined"), one(4, "no", "yes", "no", "declined", "yes", "no"),
			one(6, "no", "no", "declined", "no", "yes", "no", "declined"), one(2, "no", "no", "no", "yes", "declined"), one(8, "no", "no", "no", "no", "declined", "no", "yes"), a.id); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE participants SET jobless_since = ? WHERE project_id = ? AND labour = 'unemployed' AND jobless_since IS NULL`, a.entered.AddMonths(-(i % 20)), a.id); err != nil {
			return err
		}
	}
	if a.left == "" {
		return nil
	}
	if i%4 != 3 {
		on := min(a.left.AddDays(7+5*(i%6)), v.today) // the last of six comes after its four weeks
		if _, err := tx.Exec(`INSERT INTO participant_results (project_id, moment, observed_on, job_search, training, qualification, employment, by_holder, recorded_by, recorded_at)
			VALUES (?, 'exit', ?, ?, ?, ?, ?, ?, ?, ?)`, a.id, on, one(3, "no", "yes", "no"), one(5, "no", "no", "yes", "no"), one(7, "yes", "no", "no"), one(2, "yes", "yes", "no"), i%2 == 0, v.star.id,
			models.InstantOf(on.At(10, 0))); err != nil {
			return err
		}
	}
	if later := a.left.AddMonths(6).AddDays(10); i%3 != 2 && later <= v.today {
		_, err := tx.Exec(`INSERT INTO participant_results (project_id, moment, observed_on, employment, improved, by_holder, recorded_by, recorded_at) VALUES (?, 'later', ?, ?, ?, ?, ?, ?)`,
			a.id, later, one(2, "yes", "yes", "no", "yes"), one(3, "yes", "no", "yes"), false, v.star.id, models.InstantOf(later.At(10, 0)))
		return err
	}
	return nil
}
