package demo

import (
	"database/sql"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/selection"
)

// Applicant is the account of a candidate whose file is before the open committee.
const Applicant = "applicant@demo.test"

// voices are what the jurors gave, by file and juror: the first one, who signs in as jury@demo.test, still
// has files to judge. Marks stand in the grid's order. The first file divides them; on the third, the last
// juror declared a conflict of interest.
var voices = [][]string{
	{"maybe 4 3 4 2 3 4 4 2 3", "yes 5 4 5 4 4 5 5 3 4", "no 2 2 1 1 2 2 3 0 1"},
	{"", "yes 4 4 4 3 4 3 5 3 4", "yes 4 5 4 4 4 3 4 2 3"},
	{"yes 4 3 3 3 4 4 3 na 3", "maybe 3 3 3 2 3 4 3 na 2", ""},
	{"", "no 2 1 2 1 1 3 2 1 0", "maybe 3 2 2 1 2 3 2 1 1"},
	{"", "yes 4 4 4 3 4 3 5 3 4", "yes 4 5 4 4 4 3 4 2 3"},
	{"", "maybe 3 3 4 3 2 3 3 2 2", ""},
}

// said is what a juror wrote, by recommendation.
var said = map[selection.Recommendation]string{
	selection.Yes:   "Idée claire, premiers clients trouvés. Le prix est à vérifier.",
	selection.Maybe: "Le besoin existe ; le marché n'est pas encore regardé de près.",
	selection.No:    "Trop tôt : ni prix, ni clients, et un métier à apprendre.",
}

// committee opens one for the cohort that takes applications now, with its files
// under review, all jurors, what they gave so far, and interviews.
func (v *inventor) committee(tx *db.Tx) error {
	c := v.cohorts[2]
	ref := "CM-" + c.Ref + "-2"
	var id int64
	if _, err := tx.Get([]any{&id}, `INSERT INTO committees (ref, cohort_id, held_on, place, state, peers, created_at) VALUES (?, ?, ?, ?, 'preparing', ?, ?) RETURNING id`,
		ref, c.ID, v.today.AddDays(6), "Salle du premier étage", true, tx.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO sequences (name, last) VALUES (?, 2)`, "CM-"+c.Ref); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO committee_members (committee_id, account_id)
		SELECT ?, account_id FROM account_roles WHERE role = 'jury'`, id); err != nil {
		return err
	}
	if _, err := selection.OpenCommittee(tx, ref, 1); err != nil {
		return err
	}
	files, err := column(tx, `SELECT project_id FROM committee_files WHERE committee_id = ? ORDER BY project_id`, id)
	if err != nil {
		return err
	}
	jurors, err := column(tx, `SELECT account_id FROM committee_members WHERE committee_id = ? ORDER BY account_id`, id)
	if err != nil {
		return err
	}
	for i, file := range files {
		for j, juror := range jurors {
			if err := v.voice(tx, id, file, juror, voices[i%len(voices)][j%3]); err != nil {
				return err
			}
		}
	}
	if len(files) > 2 && len(jurors) > 2 {
		if _, err := tx.Exec(`INSERT INTO conflicts (project_id, account_id, reason, declared_by, declared_at) VALUES (?, ?, ?, ?, ?)`,
			files[2], jurors[2], "Une ancienne collègue.", jurors[2], tx.Now()); err != nil {
			return err
		}
	}
	if len(files) > 0 {
		if err := v.applicant(tx, files[0]); err != nil {
			return err
		}
	}
	return v.interviews(tx, id, files)
}

func column(tx *db.Tx, query string, args ...any) (ids []int64, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, query, args...)
	return ids, err
}

// voice writes what a juror gave on a file: "yes 4 na 3 ..."; "" is nothing yet.
func (v *inventor) voice(tx *db.Tx, committee, file, juror int64, text string) error {
	parts := strings.Fields(text)
	if len(parts) == 0 {
		return nil
	}
	recommendation := selection.Recommendation(parts[0])
	if _, err := tx.Exec(`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
		committee, file, juror, recommendation, said[recommendation], v.at(v.today.AddDays(-v.between(1, 4)))); err != nil {
		return err
	}
	grid, err := column(tx, `SELECT position FROM committee_criteria WHERE committee_id = ? ORDER BY position`, committee)
	if err != nil {
		return err
	}
	for i, position := range grid {
		var score any // NULL: it does not apply
		if n, err := strconv.Atoi(parts[1+i%(len(parts)-1)]); err == nil {
			score = n
		}
		if _, err := tx.Exec(`INSERT INTO opinion_scores (committee_id, project_id, account_id, position, score) VALUES (?, ?, ?, ?, ?)`,
			committee, file, juror, position, score); err != nil {
			return err
		}
	}
	return nil
}

// applicant gives the person of a file an account.
func (v *inventor) applicant(tx *db.Tx, file int64) error {
	var person int64
	var first, last string
	if _, err := tx.Get([]any{&person, &first, &last}, `SELECT h.id, h.first_name, h.last_name FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.id = ?`, file); err != nil {
		return err
	}
	a, err := accounts.CreateActive(tx, accounts.Draft{Email: Applicant, Name: first + " " + last, Grants: []access.Grant{{Role: access.Candidate}}}, v.hash)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE accounts SET person_id = ? WHERE id = ?`, person, a.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM persons WHERE id = ?`, a.PersonID) // the account came with one of its own
	return err
}

// interviews offers a morning of slots, two of them booked.
func (v *inventor) interviews(tx *db.Tx, committee int64, files []int64) error {
	day := v.today.AddDays(4)
	for i := range 6 {
		var slot int64
		starts := models.InstantOf(day.At(9+i/2, i%2*30))
		if _, err := tx.Get([]any{&slot}, `INSERT INTO interview_slots (public_id, committee_id, starts_at, minutes, place) VALUES (?, ?, ?, 30, ?) RETURNING id`,
			v.publicID(), committee, starts, "Salle du premier étage"); err != nil {
			return err
		}
		if i%3 != 0 || 1+i/3 >= len(files) {
			continue
		}
		if _, err := tx.Exec(`INSERT INTO interviews (committee_id, project_id, slot_id, uid, booked_at) VALUES (?, ?, ?, ?, ?)`,
			committee, files[1+i/3], slot, v.publicID()+"@eclosion", tx.Now()); err != nil {
			return err
		}
	}
	return nil
}
