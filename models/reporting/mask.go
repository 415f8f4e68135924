package reporting

import (
	"slices"
	"strings"
)

// Smallest is the smallest group that is shown when small groups are masked.
const Smallest = 5

func small(n int) bool { return n > 0 && n < Smallest }

// partitions are the groups that share out a whole under a prefix.
var partitions = []string{"exit", "gender", "age", "situation", "schooling", "jobless", "exits", "site", "programme"}

// complements are figures that make up a whole together, though they share no prefix. The whole comes first.
var complements = [][]string{
	{"entered", "met", "never_met"}, {"applications", "pending", "accepted", "declined", "withdrawn"}, {"accompanied", "exits", "staying"}, {"accompanied", "at_start", "entered"},
	{"accepted", "to_enter", "entered", "exited_before"}, {"entered", "coaching", "test", "launched", "exited_entered"},
	{"exited", "exited_before", "exited_entered"}, {"entered", "stay.coaching.done", "stay.coaching.running"}, {"tested", "stay.test.done", "stay.test.running"},
}

// running are the figures of what is not over, which "not known yet" adds up.
var running = []string{"pending", "to_enter", "coaching", "test", "stay.coaching.running", "stay.test.running"}

// sharing is a whole with some of its parts, as places in the list of figures.
type sharing struct {
	whole   int
	parts   []int
	unknown bool // what is not known is a part, too
}

// mask hides the small groups, and what else is needed so that none can be worked out: of
// every whole that is shown with some of its parts, what remains is nobody or a group that is large enough,
// and no hidden part is all that remains. It only ever hides more, so it ends.
func (f Figures) mask() {
	at := make(map[string]int, len(f))
	for i := range f {
		at[f[i].Code] = i
		f[i].Masked, f[i].UnknownMasked = small(f[i].Count), small(f[i].Unknown)
	}
	list := f.sharings(at)
	for again := true; again; {
		again = false
		for _, s := range list {
			again = f.protect(s) || again
		}
	}
	hidden := slices.ContainsFunc(running, func(code string) bool { i, is := at[code]; return is && f[i].Masked })
	for i := range f {
		f[i].UnknownMasked = f[i].UnknownMasked || f[i].Masked || hidden && f[i].OfCode != "" && prefixOf(f[i].Code) == ""
		if whole, known := at[f[i].OfCode]; known {
			f[i].OfMasked = f[whole].Masked
		}
	}
}

// prefixOf is the partition that a figure is a part of, "" for none.
func prefixOf(code string) string {
	head, rest, part := strings.Cut(code, ".")
	if !part || strings.Contains(rest, ".") || !slices.Contains(partitions, head) {
		return ""
	}
	return head
}

// sharings lists what shares out a whole: each figure with what is left of its whole, and each partition.
func (f Figures) sharings(at map[string]int) []sharing {
	var list []sharing
	groups := map[string]*sharing{}
	for i := range f {
		whole, known := at[f[i].OfCode]
		if !known {
			continue
		}
		list = append(list, sharing{whole, []int{i}, true})
		prefix := prefixOf(f[i].Code)
		if f[i].Code == "exit_unknown" {
			prefix = "exit"
		}
		if prefix == "" {
			continue
		}
		if groups[prefix] == nil {
			groups[prefix] = &sharing{whole: whole, unknown: true}
		}
		groups[prefix].parts = append(groups[prefix].parts, i)
	}
	for _, prefix := range partitions {
		if groups[prefix] != nil {
			list = append(list, *groups[prefix])
		}
	}
	for _, codes := range complements {
		whole, known := at[codes[0]]
		s := sharing{whole: whole}
		for _, code := range codes[1:] {
			i, is := at[code]
			if known = known && is; known {
				s.parts = append(s.parts, i)
			}
		}
		if known {
			list = append(list, s)
		}
	}
	return list
}

// protect hides one more figure when a small group could be worked out from a whole and parts of it.
func (f Figures) protect(s sharing) bool {
	rest, hidden, cells, masked, next := f[s.whole].Count, 0, 0, 0, -1
	for _, i := range s.parts {
		rest -= f[i].Count
		switch {
		case f[i].Masked:
			hidden, cells, masked = hidden+f[i].Count, cells+1, masked+1
		case f[i].Count > 0 && (next < 0 || f[i].Count < f[next].Count):
			next = i
		}
	}
	if first := f[s.parts[0]]; s.unknown && first.Unknown > 0 {
		rest -= first.Unknown
		if first.UnknownMasked || masked > 0 {
			hidden, cells = hidden+first.Unknown, cells+1
		}
	}
	if rest > 0 { // what no figure says
		hidden, cells = hidden+rest, cells+1
	}
	open := small(hidden) || masked > 0 && cells < 2
	if f[s.whole].Masked { // its parts, all shown, would add up to it; one that is nearly all of it would tell its size
		open = len(s.parts) > 1 && cells == 0 || len(s.parts) == 1 && f[s.parts[0]].Count > 0 && masked == 0 && f[s.whole].Count-f[s.parts[0]].Count < Smallest
	}
	switch {
	case !open:
		return false
	case next >= 0:
		f[next].Masked = true
	case !f[s.whole].Masked:
		f[s.whole].Masked = true
	case s.unknown && f[s.parts[0]].Unknown > 0 && !f[s.parts[0]].UnknownMasked: // nothing is known of anybody: they are the whole
		for _, i := range s.parts {
			f[i].UnknownMasked = true
		}
	default:
		return false
	}
	return true
}

// hide takes what is masked out of the figures: a value that is passed on holds nothing that is not shown.
func (f Figures) hide() {
	for i := range f {
		if f[i].Masked {
			f[i].Count = 0
		}
		if f[i].UnknownMasked {
			f[i].Unknown = 0
		}
		if f[i].OfMasked {
			f[i].Of = 0
		}
	}
}

// maskSecond masks the smallest shown part of a whole of which one part alone is masked: for figures that share out
// nothing but that whole.
func (f Figures) maskSecond(part func(code string) bool) {
	hidden, next := 0, -1
	for i := range f {
		switch {
		case !part(f[i].Code):
		case f[i].Masked:
			hidden++
		case f[i].Count > 0 && (next < 0 || f[i].Count < f[next].Count):
			next = i
		}
	}
	if hidden == 1 && next >= 0 {
		f[next].Masked = true
	}
}
