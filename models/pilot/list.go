package pilot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Kind says what a figure counts.
type Kind string

// The kinds.
const (
	Dossiers Kind = "dossiers"
	Meetings Kind = "meetings"
	Actions  Kind = "actions"
	Tranches Kind = "tranches"
	Reports  Kind = "reports"
)

// Item is one thing that a figure counts, and the dossier to open it through.
type Item struct {
	ID        int64 // of what is counted, within its kind
	ProjectID int64
	On        models.Date // the day that the figure is about
	Blocks    []Block     // what holds the dossier up, where the figure is about that
	Title     string      // of an action
	PublicID  string      // of a meeting, a report
	At        models.Instant
	Minutes   int          // of a meeting
	Amount    models.Cents // left to pay of a tranche
	Number    int          // of the request of a tranche
	Position  int          // of the tranche
	accounts  []int64      // whose work it is, for the table of the team
}

// figure is one number: the things that it counts.
type figure struct {
	code  string
	kind  Kind
	items func(g *Glance) ([]Item, error)
}

// Glance is what was read for one filter; each question is asked once, however many figures stand on it.
type Glance struct {
	tx     *db.Tx
	filter programme.Filter
	facts  []Facts
	read   bool
	sums   map[string][]Item // of the questions that several figures share
}

// Look prepares to count the figures of a filter.
func Look(tx *db.Tx, f programme.Filter) *Glance {
	return &Glance{tx: tx, filter: f, sums: map[string][]Item{}}
}

// figures are all numbers that open a list of their own.
func figures() []figure {
	list := []figure{{"blocked", Dossiers, (*Glance).blocked}}
	for _, r := range Reasons() {
		list = append(list, figure{"blocked." + string(r), Dossiers, func(g *Glance) ([]Item, error) { return g.blockedBy(r) }})
	}
	for _, end := range []struct {
		code string
		day  func(Facts, models.Date) models.Date
	}{{"ends", phaseEnd}, {"status", statusEnd}, {"rights", rightsEnd}} {
		for n := range Buckets {
			list = append(list, figure{end.code + "." + BucketCode(n), Dossiers, func(g *Glance) ([]Item, error) { return g.ending(end.code, end.day, n) }})
		}
	}
	for n := range dues {
		list = append(list, figure{"tranches." + dues[n].code, Tranches, func(g *Glance) ([]Item, error) { return g.tranches(n) }})
	}
	return append(list,
		figure{"reports.due", Reports, (*Glance).reportsDue}, figure{"reports.submitted", Reports, (*Glance).reportsSubmitted},
		figure{"coach.coaching", Dossiers, func(g *Glance) ([]Item, error) { return g.inPhase(programme.Coaching) }},
		figure{"coach.test", Dossiers, func(g *Glance) ([]Item, error) { return g.inPhase(programme.Test) }},
		figure{"coach.silent", Dossiers, func(g *Glance) ([]Item, error) { return g.blockedBy(Silent) }},
		figure{"coach.met", Meetings, (*Glance).met}, figure{"coach.ahead", Meetings, (*Glance).ahead}, figure{"coach.late", Actions, (*Glance).lateActions},
		figure{"places.held", Dossiers, func(g *Glance) ([]Item, error) { return g.placed(held) }},
		figure{"places.waiting", Dossiers, func(g *Glance) ([]Item, error) { return g.placed(waitlisted) }},
		figure{"places.review", Dossiers, func(g *Glance) ([]Item, error) { return g.placed(underReview) }},
	)
}

// Figures lists the codes of all figures.
func Figures() (codes []string) {
	for _, f := range figures() {
		codes = append(codes, f.code)
	}
	return codes
}

// Items gives what a figure counts, in the order of its days; an unknown code is no list.
func (g *Glance) Items(code string) ([]Item, Kind, error) {
	for _, f := range figures() {
		if f.code == code {
			list, err := f.items(g)
			return list, f.kind, err
		}
	}
	return nil, "", models.Missing("list")
}

// Count is one number: how many things, and what they come to where they are amounts or minutes.
type Count struct {
	N       int
	Amount  models.Cents
	Minutes int
}

// CountOf counts things.
func CountOf(list []Item) Count {
	c := Count{N: len(list)}
	for _, i := range list {
		c.Amount += i.Amount
		c.Minutes += i.Minutes
	}
	return c
}

// Count counts a figure: what [Glance.Items] lists.
func (g *Glance) Count(code string) (Count, error) {
	list, _, err := g.Items(code)
	return CountOf(list), err
}

// Page is one page of a figure's list.
type Page struct {
	Kind  Kind
	Count Count // of the whole list
	Items []Item
	Rows  map[int64]programme.Row // the dossiers of the items, by id
	Next  string                  // where the next page starts; "" on the last
}

// pageSize is how many things a page of a list shows.
const pageSize = 50

// Of gives a page of the list behind a figure. after is where the page before ended; an unreadable one is invalid.
func Of(tx *db.Tx, code string, f programme.Filter, after string) (p Page, err error) {
	all, kind, err := Look(tx, f).Items(code)
	if err != nil {
		return p, err
	}
	p.Kind, p.Count = kind, CountOf(all)
	if p.Items, p.Next, err = cut(all, after); err != nil {
		return p, err
	}
	p.Rows, err = rowsOf(tx, p.Items)
	return p, err
}

// Each goes through the whole list behind a figure, with the dossier of each thing.
func Each(tx *db.Tx, code string, f programme.Filter, fn func(Item, programme.Row) error) error {
	all, _, err := Look(tx, f).Items(code)
	if err != nil {
		return err
	}
	slices.SortFunc(all, byDay)
	for page := range slices.Chunk(all, pageSize) {
		rows, err := rowsOf(tx, page)
		if err != nil {
			return err
		}
		for _, i := range page {
			if err := fn(i, rows[i.ProjectID]); err != nil {
				return err
			}
		}
	}
	return nil
}

func byDay(a, b Item) int {
	return cmp.Or(strings.Compare(string(a.On), string(b.On)), cmp.Compare(a.ID, b.ID))
}

// cut takes a page out of a list, by the key of the last line before it and not by its place: what came or went meanwhile moves nothing.
func cut(all []Item, after string) (page []Item, next string, err error) {
	slices.SortFunc(all, byDay)
	if after != "" {
		day, number, found := strings.Cut(after, "~")
		id, err := strconv.ParseInt(number, 10, 64)
		if !found || err != nil {
			return nil, "", models.Fields(models.FieldProblem{Field: "apres", Code: "cursor"})
		}
		last := Item{On: models.Date(day), ID: id}
		from, known := slices.BinarySearchFunc(all, last, byDay)
		if known {
			from++
		}
		all = all[from:]
	}
	if len(all) > pageSize {
		all = all[:pageSize]
		last := all[pageSize-1]
		next = string(last.On) + "~" + strconv.FormatInt(last.ID, 10)
	}
	return all, next, nil
}

// rowsOf reads the dossiers of a page.
func rowsOf(tx *db.Tx, items []Item) (map[int64]programme.Row, error) {
	ids := make([]int64, 0, len(items))
	for _, i := range items {
		ids = append(ids, i.ProjectID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	rows := map[int64]programme.Row{}
	list, _, err := programme.List(tx, access.PilotRead, programme.Filter{IDs: ids, Limit: max(1, len(ids))})
	for _, r := range list {
		rows[r.ID] = r
	}
	return rows, err
}
