package programme

import (
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
)

// Effect is one thing that the change of a setting touches: what, by a code that has words, and how many.
type Effect struct {
	Code  string
	Count int
}

// Effects are all that the change of a setting touches, in the order in which they are told.
type Effects []Effect

// Stamp tells two sets of effects apart: a form carries it from the moment somebody saw them to the moment they save.
func (e Effects) Stamp() string {
	parts := make([]string, len(e))
	for i, x := range e {
		parts[i] = x.Code + "=" + strconv.Itoa(x.Count)
	}
	return strings.Join(parts, " ")
}

// A Start is a day on which cohorts of a programme begin, with the files that may enter with them.
type Start struct {
	On             models.Date
	Cohorts, Files int
}

// FirstDayOf tells which terms hold on a day, by their first day: the last that have begun, or the first of all.
func FirstDayOf(all []models.Date, on models.Date) (first models.Date) {
	for _, from := range slices.Sorted(slices.Values(all)) {
		if first == "" || from <= on {
			first = from
		}
	}
	return first
}

// Under adds up the cohorts and files that enter under the terms of that first day. A file whose cohort has begun enters today at the
// earliest; a cohort that has begun and waits for nobody counts no more.
func Under(starts []Start, all []models.Date, from, today models.Date) (cohorts, files int) {
	for _, s := range starts {
		if FirstDayOf(all, max(s.On, today)) == from && (s.On >= today || s.Files > 0) {
			cohorts += s.Cohorts
			files += s.Files
		}
	}
	return cohorts, files
}

// Piece is a point or a question of a version, as two versions compare it.
type Piece struct {
	Key   string // what it is known by in both
	Place string // the part that it stands in
	Text  string // all that it says
}

// Difference counts what tells a version from the one before.
type Difference struct{ Added, Removed, Rewritten, Moved int }

// Compare tells two versions apart. A piece has moved when it stands in another part, or when it is one of the
// fewest that had to be taken out for the others to stand in the order of before.
func Compare(before, after []Piece) (d Difference) {
	at := map[string]int{}
	for i, p := range before {
		if _, twice := at[p.Key]; !twice {
			at[p.Key] = i
		}
	}
	d.Removed = len(before)
	var order []int
	for _, p := range after {
		i, known := at[p.Key]
		if !known {
			d.Added++
			continue
		}
		delete(at, p.Key)
		d.Removed--
		if before[i].Text != p.Text {
			d.Rewritten++
		}
		if before[i].Place != p.Place {
			d.Moved++
		} else {
			order = append(order, i)
		}
	}
	d.Moved += len(order) - rising(order)
	return d
}

// rising is the length of the longest part of a list that only rises.
func rising(list []int) int {
	var ends []int // the smallest end of a rising part of each length
	for _, n := range list {
		i, _ := slices.BinarySearch(ends, n)
		if i == len(ends) {
			ends = append(ends, n)
		} else {
			ends[i] = n
		}
	}
	return len(ends)
}
