package report

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models/coaching"
	"eclosion/models/reporting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// PeriodPath is where a chosen period goes.
const PeriodPath = "/rapports/activite"

// PeriodChoice is the form that chooses what an activity report is about.
type PeriodChoice struct {
	Form              ui.Form // du, au, site, programme
	Sites, Programmes []ui.Option
	Quick             []ui.Link // periods that are often wanted
}

// CommentPage is where a manager writes for a report.
type CommentPage struct {
	Form       ui.Form // comment
	Path, Back string
	Scope      string // which report it is, in words
	Conflict   bool
	Stored     reporting.Comment
	Versions   []reporting.CommentVersion
	Shown      reporting.CommentVersion // an earlier one, to be read
}

// commentPause is how long a page waits after a key before it saves, in milliseconds.
const commentPause = "2000"

// autosave tells the script where a text is kept; after a conflict nothing is until its author saves.
func (c CommentPage) autosave() templ.OrderedAttributes {
	if c.Conflict {
		return nil
	}
	path, query, _ := strings.Cut(c.Path, "?")
	return templ.OrderedAttributes{templ.KV[string, any]("data-autosave", strings.TrimSuffix(path+"/brouillon?"+query, "?")), templ.KV[string, any]("data-pause", commentPause)}
}

func (c CommentPage) versionPath(n int) string {
	u, err := url.Parse(c.Path)
	if err != nil {
		return c.Path
	}
	q := u.Query()
	q.Set("version", strconv.Itoa(n))
	u.RawQuery, u.Fragment = q.Encode(), "versions"
	return u.String()
}

// BehindTitle names the figure whose list is shown.
func BehindTitle(ctx context.Context, l reporting.ActivityList) string {
	return wording.ActivityLabel(ctx, l.Code, l.Name)
}

// total says what a list counts or adds up to.
func total(ctx context.Context, l reporting.ActivityList) string {
	n := int(l.Total())
	switch {
	case len(l.Lives) > 0:
		return wording.N(ctx, "%s entreprise", "%s entreprises", n, wording.Count(n))
	case !l.IsSum():
		return wording.N(ctx, "%s dossier", "%s dossiers", n, wording.Count(n))
	}
	return amount(ctx, l.Sum.Unit, l.Total())
}

// amount writes a number with its unit.
func amount(ctx context.Context, unit reporting.Unit, value int64) string {
	n := int(value)
	switch unit {
	case reporting.InMinutes:
		return wording.Duration(n)
	case reporting.InCents:
		return wording.Money(cents(reporting.Sum{Value: value}))
	case reporting.InJobs:
		return wording.N(ctx, "%s emploi", "%s emplois", n, wording.Count(n))
	case reporting.InPresences:
		return wording.N(ctx, "%s présence", "%s présences", n, wording.Count(n))
	}
	return wording.N(ctx, "%s rencontre", "%s rencontres", n, wording.Count(n))
}

// gives says what one of the people gives to a sum.
func gives(ctx context.Context, l reporting.ActivityList, i int) string {
	if l.Unknown[i] && l.Given[i] == 0 {
		return wording.T(ctx, "non connu")
	}
	text := amount(ctx, l.Sum.Unit, l.Given[i])
	if l.Unknown[i] {
		text += " " + wording.T(ctx, "(emplois salariés non connus)")
	}
	return text
}

func kindOf(ctx context.Context, h reporting.Held) string {
	return wording.MeetingKindLabel(ctx, coaching.Kind(h.Kind))
}

// mostRows is how many lines of a list a page shows; the total is that of all.
const mostRows = 2000

func first[T any](list []T) []T { return list[:min(len(list), mostRows)] }

// beyond is how many lines of a list are not shown.
func beyond(l reporting.ActivityList) int {
	return max(0, max(len(l.People), len(l.Held), len(l.Money), len(l.Lives))-mostRows)
}
