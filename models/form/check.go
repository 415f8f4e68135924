package form

import (
	"slices"

	"eclosion/models"
)

// check says what is wrong with a definition as a whole: nobody could answer it, or some
// question would never be asked.
func (d Definition) check() *models.Problem {
	for n, q := range d.Questions {
		if q.Kind.HasOptions() && len(q.Options) < 2 {
			return models.Refuse("form.options_missing", models.Facts{"label": q.Label})
		}
		c := q.Condition
		if c.Code == "" {
			continue
		}
		at := slices.IndexFunc(d.Questions, func(other Question) bool { return other.Code == c.Code })
		switch {
		case at < 0:
			return models.Refuse("form.condition_unknown", models.Facts{"label": q.Label})
		case at >= n:
			return models.Refuse("form.condition_later", models.Facts{"label": q.Label, "other": d.Questions[at].Label})
		}
		for _, v := range c.Values {
			if !slices.Contains(d.Questions[at].Values(), v) {
				return models.Refuse("form.condition_value", models.Facts{"label": q.Label, "other": d.Questions[at].Label})
			}
		}
	}
	return nil
}
