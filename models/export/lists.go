package export

import (
	"net/url"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// page is how many rows of a list are read at once.
const page = 500

// Projects gives the dossiers of a filter to each, in the order of its list, one page of the filter's limit after the other. What the actor judges
// blind stays out: a file leaves the committee.
func Projects(tx *db.Tx, action access.Action, f programme.Filter, each func(programme.Row) error) error {
	if f.After = ""; f.Limit == 0 {
		f.Limit = page
	}
	for {
		rows, next, err := programme.List(tx, action, f)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Masked {
				continue
			}
			if err := each(r); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		f.After = next
	}
}

// Taken writes down that a list was taken along: which, how it was narrowed, and how long it was. The words of a search stay
// out: they are often somebody's name.
func Taken(tx *db.Tx, path string, query url.Values, rows int) error {
	facts := models.Facts{"path": path, "rows": rows}
	for name, values := range query {
		if name != "q" && strings.Join(values, "") != "" {
			facts["filter."+name] = strings.Join(values, ", ")
		}
	}
	return tx.Audit("list.export", "list", 0, 0, facts)
}
