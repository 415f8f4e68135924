package selection

import (
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Criterion is one line of the grid by which files are scored. On a committee it has no ID: the
// committee keeps its own copy, known by its position.
type Criterion struct {
	ID       int64
	Position int // from 1
	Label    string
	Meaning  string // what it asks, and what the marks stand for; may be empty
	Weight   int    // 1 to MaxWeight
	Active   bool   // new committees take it
	Version  int
}

// The limits of a criterion.
const (
	MaxWeight  = 10
	MaxMeaning = 1000 // characters
)

func (c Criterion) check() *models.Problem {
	var f faults
	f.required("criterion_label", c.Label)
	f.length("criterion_label", c.Label, MaxLine)
	f.length("meaning", c.Meaning, MaxMeaning)
	switch {
	case c.Weight < 1:
		f.field("weight", "gte", models.Facts{"param": 1})
	case c.Weight > MaxWeight:
		f.field("weight", "lte", models.Facts{"param": MaxWeight})
	}
	return models.Fields(f...)
}

// Grid gives the criteria of a programme, by code, to who configures: those set aside too.
func Grid(tx *db.Tx, programmeCode string) (programme.Programme, []Criterion, error) {
	p, err := configured(tx, programmeCode)
	if err != nil {
		return p, nil, err
	}
	list, err := criteriaOf(tx, p.ID)
	return p, list, err
}

func configured(tx *db.Tx, programmeCode string) (programme.Programme, error) {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return programme.Programme{}, models.Denied(string(access.SettingsManage))
	}
	return programme.ProgrammeByCode(tx, programmeCode)
}

// AddCriterion adds a criterion at the end of a programme's grid. The same key adds one.
func AddCriterion(tx *db.Tx, programmeCode, key string, c Criterion) error {
	p, err := configured(tx, programmeCode)
	if err != nil {
		return err
	}
	if problem := c.check(); problem != nil {
		return problem
	}
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	id, err := insertCriterion(tx, p.ID, c)
	if err != nil {
		return err
	}
	if err := tx.Audit("criterion.add", "criterion", id, 0, models.Facts{"programme": p.Code, "weight": c.Weight}); err != nil {
		return err
	}
	return tx.Done(key, p.Code)
}

// ChangeCriterion changes a criterion at the version that was read. Committees that were opened
// before keep what they took.
func ChangeCriterion(tx *db.Tx, programmeCode string, c Criterion) error {
	p, list, err := Grid(tx, programmeCode)
	if err != nil {
		return err
	}
	if indexOf(list, c.ID) < 0 {
		return models.Missing("criterion")
	}
	if problem := c.check(); problem != nil {
		return problem
	}
	if err := storeCriterion(tx, p.ID, c); err != nil {
		return err
	}
	return tx.Audit("criterion.change", "criterion", c.ID, 0, models.Facts{"programme": p.Code, "weight": c.Weight, "active": c.Active})
}

// MoveCriterion moves a criterion of a programme's grid by one place; at the end it stays.
func MoveCriterion(tx *db.Tx, programmeCode string, id int64, up bool) error {
	p, err := configured(tx, programmeCode)
	if err != nil {
		return err
	}
	if err := lockGrid(tx, p.ID); err != nil {
		return err
	}
	list, err := criteriaOf(tx, p.ID)
	if err != nil {
		return err
	}
	i := indexOf(list, id)
	if i < 0 {
		return models.Missing("criterion")
	}
	j := i + 1
	if up {
		j = i - 1
	}
	if j < 0 || j >= len(list) {
		return nil
	}
	list[i], list[j] = list[j], list[i]
	if err := storeOrder(tx, list); err != nil {
		return err
	}
	return tx.Audit("criterion.move", "criterion", id, 0, models.Facts{"programme": p.Code, "place": j + 1})
}

func indexOf(list []Criterion, id int64) int {
	for i, c := range list {
		if c.ID == id {
			return i
		}
	}
	return -1
}
