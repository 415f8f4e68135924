package pilot

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/progress"
	"eclosion/models/selection"
	"eclosion/models/trial"
)

// Facts gives the facts of the filter's dossiers, read once.
func (g *Glance) Facts() ([]Facts, error) {
	if g.read {
		return g.facts, nil
	}
	var err error
	g.facts, err = gather(g.tx, g.filter)
	g.read = err == nil
	return g.facts, err
}

// dossiers lists the dossiers of which a question gives a day.
func (g *Glance) dossiers(day func(f Facts) (on models.Date, blocks []Block, holds bool)) ([]Item, error) {
	facts, err := g.Facts()
	var list []Item
	for _, f := range facts {
		if on, blocks, holds := day(f); holds {
			list = append(list, Item{ID: f.ID, ProjectID: f.ID, On: on, Blocks: blocks})
		}
	}
	return list, err
}

// blocked lists the dossiers that something holds up, each once, since the oldest reason.
func (g *Glance) blocked() ([]Item, error) {
	return g.shared("blocked", func() ([]Item, error) {
		return g.dossiers(func(f Facts) (models.Date, []Block, bool) {
			blocks := BlocksOf(f, g.tx.Now())
			if len(blocks) == 0 {
				return "", nil, false
			}
			first := blocks[0].Since
			for _, b := range blocks {
				first = min(first, b.Since)
			}
			return first, blocks, true
		})
	})
}

func (g *Glance) blockedBy(reason Reason) ([]Item, error) {
	all, err := g.blocked()
	var list []Item
	for _, item := range all {
		if i := slices.IndexFunc(item.Blocks, func(b Block) bool { return b.Reason == reason }); i >= 0 {
			item.On = item.Blocks[i].Since
			list = append(list, item)
		}
	}
	return list, err
}

func (g *Glance) inPhase(phase programme.Phase) ([]Item, error) {
	return g.dossiers(func(f Facts) (models.Date, []Block, bool) { return f.StartedOn, nil, f.Phase == phase })
}

// horizons are how far ahead ends are announced: within so many days, those of the earlier ones left out.
var horizons = [Buckets - 1]int{30, 60, 90}

// Buckets is how many stretches of time ends are counted by: what is past, and each horizon.
const Buckets = 4

// BucketCode names a stretch of time: "past", "30", "60", "90".
func BucketCode(n int) string { return []string{"past", "30", "60", "90"}[n] }

// inBucket reports whether a day lies in the stretch.
func inBucket(on, today models.Date, n int) bool {
	if on == "" {
		return false
	}
	days := today.DaysUntil(on)
	switch {
	case n == 0:
		return days < 0
	case n == 1:
		return days >= 0 && days <= horizons[0]
	}
	return days > horizons[n-2] && days <= horizons[n-1]
}

// phaseEnd is the end of a phase that runs; while a suspension is open it moves by a day each day, and is not counted.
func phaseEnd(f Facts, today models.Date) models.Date {
	if f.Clock == nil || f.SuspendedOn != "" {
		return ""
	}
	return f.Clock.End(today)
}

// statusEnd is the last day of a provisional status, which stands still as its phase does.
func statusEnd(f Facts, _ models.Date) models.Date {
	if f.SuspendedOn != "" {
		return ""
	}
	return f.StatusEndsOn
}

func rightsEnd(f Facts, _ models.Date) models.Date { return f.RightsEndOn }

// ending lists the dossiers of which the day of a kind of end lies in a stretch of time.
func (g *Glance) ending(kind string, day func(Facts, models.Date) models.Date, n int) ([]Item, error) {
	today := g.tx.Today()
	last := today.AddDays(horizons[len(horizons)-1])
	all, err := g.shared(kind, func() ([]Item, error) {
		return g.dossiers(func(f Facts) (models.Date, []Block, bool) {
			on := day(f, today)
			return on, nil, on != "" && on <= last
		})
	})
	var list []Item
	for _, item := range all {
		if inBucket(item.On, today, n) {
			list = append(list, item)
		}
	}
	return list, err
}

// shared asks a question once for all the figures that stand on it.
func (g *Glance) shared(name string, ask func() ([]Item, error)) ([]Item, error) {
	if list, known := g.sums[name]; known {
		return list, nil
	}
	list, err := ask()
	if err == nil {
		g.sums[name] = list
	}
	return list, err
}

// dues are the stretches that unpaid tranches are counted by: days until their day, both ends included.
var dues = []struct {
	code       string
	from, last int
}{{"late", -1 << 30, -1}, {"soon", 0, 30}, {"later", 31, 1 << 30}}

func (g *Glance) tranches(n int) ([]Item, error) {
	all, err := g.shared("tranches", func() ([]Item, error) {
		where, args := g.filter.Where(g.tx, access.PilotRead)
		due, err := trial.Unpaid(g.tx, where, args...)
		var list []Item
		for _, d := range due {
			list = append(list, Item{ID: d.TrancheID, ProjectID: d.ProjectID, On: d.DueOn, Amount: d.Left, Number: d.Number, Position: d.Position})
		}
		return list, err
	})
	var list []Item
	for _, i := range all {
		if days := g.tx.Today().DaysUntil(i.On); days >= dues[n].from && days <= dues[n].last {
			list = append(list, i)
		}
	}
	return list, err
}

func (g *Glance) reports(ask func(tx *db.Tx, condition string, args ...any) ([]progress.Line, error)) ([]Item, error) {
	where, args := g.filter.Where(g.tx, access.PilotRead)
	lines, err := ask(g.tx, where, args...)
	var list []Item
	for _, l := range lines {
		list = append(list, Item{ID: l.ProjectID, ProjectID: l.ProjectID, On: l.On, PublicID: l.PublicID}) // at most one open report a dossier
	}
	return list, err
}

func (g *Glance) reportsDue() ([]Item, error) { return g.reports(progress.DueWithin) }

func (g *Glance) reportsSubmitted() ([]Item, error) { return g.reports(progress.SubmittedWithin) }

// What a place of a cohort is to a dossier, as conditions over projects p.
const (
	held        = selection.HoldsPlace
	waitlisted  = `p.phase = 'waitlisted'`
	underReview = `p.phase IN ('submitted', 'review')`
)

func (g *Glance) placed(condition string) ([]Item, error) {
	where, args := g.filter.Where(g.tx, access.PilotRead)
	var list []Item
	err := g.tx.Each(func(rows *sql.Rows) error {
		var i Item
		err := rows.Scan(&i.ID, &i.On)
		i.ProjectID = i.ID
		list = append(list, i)
		return err
	}, `SELECT p.id, p.phase_started_on FROM projects p WHERE `+condition+` AND `+where, args...)
	return list, err
}
