package settings

import (
	"strconv"

	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
)

// CriteriaView is the grid by which the files of a programme are scored.
type CriteriaView struct {
	Programme programme.Programme
	List      []selection.Criterion
	Form      ui.Form // only its problems, after a refused change of order
}

func (v CriteriaView) path() string {
	return "/reglages/programmes/" + v.Programme.Code + "/criteres"
}

// share is the part of a criterion in the mean, in whole percent; those set aside have none.
func (v CriteriaView) share(c selection.Criterion) string {
	total := 0
	for _, k := range v.List {
		if k.Active {
			total += k.Weight
		}
	}
	if !c.Active || total == 0 {
		return ""
	}
	return strconv.Itoa((100*c.Weight + total/2) / total)
}
