package pilot

import (
	"cmp"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Card is a dossier on the board or in its table.
type Card struct {
	programme.Row
	Blocks []Block // what holds it up
}

// Column is a phase of the board: its first dossiers by urgency.
type Column struct {
	Phase programme.Phase
	Count int
	Cards []Card // none for a phase that ends the way: there the board only counts
}

// columnCards is how many dossiers a column shows.
const columnCards = 20

// boardPhases are the phases in which a dossier waits for a next step.
var boardPhases = []programme.Phase{programme.Submitted, programme.Review, programme.Waitlisted, programme.Accepted, programme.Coaching, programme.Test}

// endPhases are those in which the board shows no dossiers.
var endPhases = []programme.Phase{programme.Declined, programme.Launched, programme.FollowedUp, programme.Exited}

// BoardPhases lists the phases of the board, those without cards last.
func BoardPhases() []programme.Phase { return slices.Concat(boardPhases, endPhases) }

// HasCards reports whether the board shows the dossiers of a phase.
func HasCards(p programme.Phase) bool { return slices.Contains(boardPhases, p) }

// Board is the pipeline, phase by phase. With blocked, only dossiers that something holds up are on it.
func Board(tx *db.Tx, f programme.Filter, blocked bool) ([]Column, error) {
	if blocked {
		return blockedBoard(tx, f)
	}
	counts, err := programme.CountByPhase(tx, access.PilotRead, f)
	if err != nil {
		return nil, err
	}
	var columns []Column
	for _, phase := range columnsOf(f) {
		c := Column{Phase: phase, Count: counts[phase]}
		if HasCards(phase) && c.Count > 0 {
			f.Phases, f.Sort, f.Limit = []programme.Phase{phase}, programme.ByUrgency, columnCards
			rows, _, err := programme.List(tx, access.PilotRead, f)
			if err != nil {
				return nil, err
			}
			c.Cards = cardsOf(rows)
		}
		columns = append(columns, c)
	}
	return columns, addBlocks(tx, columns)
}

// columnsOf gives the columns that a filter leaves.
func columnsOf(f programme.Filter) []programme.Phase {
	all := BoardPhases()
	if len(f.Phases) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(p programme.Phase) bool { return !slices.Contains(f.Phases, p) })
}

func cardsOf(rows []programme.Row) []Card {
	list := make([]Card, len(rows))
	for i, r := range rows {
		list[i].Row = r
	}
	return list
}

// addBlocks says of every card what holds it up.
func addBlocks(tx *db.Tx, columns []Column) error {
	var ids []int64
	for _, c := range columns {
		for _, card := range c.Cards {
			ids = append(ids, card.ID)
		}
	}
	blocks, err := blocksOf(tx, ids)
	for _, c := range columns {
		for i := range c.Cards {
			c.Cards[i].Blocks = blocks[c.Cards[i].ID]
		}
	}
	return err
}

func blocksOf(tx *db.Tx, ids []int64) (map[int64][]Block, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	facts, err := gather(tx, programme.Filter{IDs: ids})
	blocks := map[int64][]Block{}
	for _, f := range facts {
		blocks[f.ID] = BlocksOf(f, tx.Now())
	}
	return blocks, err
}

// urgency is the day that the board goes by, as [programme.ByUrgency].
func urgency(r programme.Row) models.Date { return cmp.Or(r.PhaseEndsOn, r.PhaseStartedOn) }

func blockedBoard(tx *db.Tx, f programme.Filter) ([]Column, error) {
	g := Look(tx, f)
	items, err := g.blocked()
	if err != nil {
		return nil, err
	}
	facts, err := g.Facts()
	if err != nil {
		return nil, err
	}
	phases := map[int64]programme.Phase{}
	for _, x := range facts {
		phases[x.ID] = x.Phase
	}
	slices.SortFunc(items, byDay)
	by := map[programme.Phase][]Item{}
	for _, i := range items {
		by[phases[i.ProjectID]] = append(by[phases[i.ProjectID]], i)
	}
	var columns []Column
	for _, phase := range columnsOf(f) {
		c := Column{Phase: phase, Count: len(by[phase])}
		if HasCards(phase) {
			if c.Cards, err = cardsOfItems(tx, by[phase][:min(columnCards, c.Count)]); err != nil {
				return nil, err
			}
			slices.SortStableFunc(c.Cards, func(a, b Card) int { return strings.Compare(string(urgency(a.Row)), string(urgency(b.Row))) })
		}
		columns = append(columns, c)
	}
	return columns, nil
}

func cardsOfItems(tx *db.Tx, items []Item) ([]Card, error) {
	rows, err := rowsOf(tx, items)
	var list []Card
	for _, i := range items {
		list = append(list, Card{rows[i.ProjectID], i.Blocks})
	}
	return list, err
}

// Sheet is one page of the same dossiers as a table.
type Sheet struct {
	Count int // of the whole table
	Cards []Card
	Next  string
}

// Table gives a page of the pipeline as a table, the most urgent first; without a phase, those that wait for a next step.
func Table(tx *db.Tx, f programme.Filter, blocked bool, after string) (s Sheet, err error) {
	if blocked {
		var items []Item
		if items, _, err = Look(tx, f).Items("blocked"); err != nil {
			return s, err
		}
		s.Count = len(items)
		if items, s.Next, err = cut(items, after); err == nil {
			s.Cards, err = cardsOfItems(tx, items)
		}
		return s, err
	}
	counts, err := programme.CountByPhase(tx, access.PilotRead, f)
	if err != nil {
		return s, err
	}
	f.Running, f.Sort, f.After, f.Limit = len(f.Phases) == 0, programme.ByUrgency, after, pageSize
	for phase, n := range counts {
		if f.Running && HasCards(phase) || slices.Contains(f.Phases, phase) {
			s.Count += n
		}
	}
	rows, next, err := programme.List(tx, access.PilotRead, f)
	if err != nil {
		return s, err
	}
	s.Cards, s.Next = cardsOf(rows), next
	return s, addBlocks(tx, []Column{{Cards: s.Cards}})
}
