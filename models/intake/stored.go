package intake

import (
	"encoding/json"

	"eclosion/models"
)

// What is kept of a row between its check and the decision, as JSON. Facts keep their kind: wording writes a day and an amount as such.
type (
	storedRow struct {
		Problems []storedProblem `json:"p,omitempty"`
		Warnings []storedProblem `json:"w,omitempty"`
		Doubts   []storedDoubt   `json:"d,omitempty"`
		Cells    []string        `json:"c,omitempty"`
	}
	storedProblem struct {
		Code  string                `json:"code"`
		Facts map[string]storedFact `json:"facts,omitempty"`
	}
	storedFact struct {
		Text    *string         `json:"t,omitempty"`
		Number  *int            `json:"n,omitempty"`
		Day     *models.Date    `json:"d,omitempty"`
		Amount  *models.Cents   `json:"a,omitempty"`
		Instant *models.Instant `json:"i,omitempty"`
		List    []string        `json:"l,omitempty"`
	}
	storedDoubt struct {
		Doubt
		Row   string `json:"row"`
		Known string `json:"known"`
	}
)

func storeProblem(p *models.Problem) storedProblem {
	s := storedProblem{Code: p.Code, Facts: map[string]storedFact{}}
	for name, value := range p.Facts {
		var f storedFact
		switch v := value.(type) {
		case string:
			f.Text = &v
		case int:
			f.Number = &v
		case models.Date:
			f.Day = &v
		case models.Cents:
			f.Amount = &v
		case models.Instant:
			f.Instant = &v
		case []string:
			f.List = v
		}
		s.Facts[name] = f
	}
	return s
}

func (s storedProblem) problem() *models.Problem {
	facts := models.Facts{}
	for name, f := range s.Facts {
		switch {
		case f.Text != nil:
			facts[name] = *f.Text
		case f.Number != nil:
			facts[name] = *f.Number
		case f.Day != nil:
			facts[name] = *f.Day
		case f.Amount != nil:
			facts[name] = *f.Amount
		case f.Instant != nil:
			facts[name] = *f.Instant
		default:
			facts[name] = f.List
		}
	}
	return &models.Problem{Kind: models.Refused, Code: s.Code, Facts: facts}
}

// stored writes what is to be said of a row; "" for most rows.
func (t Told) stored() (string, error) {
	if len(t.Problems)+len(t.Warnings)+len(t.Doubts) == 0 {
		return "", nil
	}
	s := storedRow{Cells: t.Cells}
	for _, p := range t.Problems {
		s.Problems = append(s.Problems, storeProblem(p))
	}
	for _, p := range t.Warnings {
		s.Warnings = append(s.Warnings, storeProblem(p))
	}
	for _, d := range t.Doubts {
		s.Doubts = append(s.Doubts, storedDoubt{d, d.pair.row, d.pair.known})
	}
	text, err := json.Marshal(s)
	return string(text), err
}

func (t *Told) read(text string) error {
	if text == "" {
		return nil
	}
	var s storedRow
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return err
	}
	t.Cells = s.Cells
	for _, p := range s.Problems {
		t.Problems = append(t.Problems, p.problem())
	}
	for _, p := range s.Warnings {
		t.Warnings = append(t.Warnings, p.problem())
	}
	for _, d := range s.Doubts {
		d.Doubt.pair = pair{d.Row, d.Known}
		t.Doubts = append(t.Doubts, d.Doubt)
	}
	return nil
}
