// Package sitting is a committee's day and what follows from it: the order of the files, who was
// there, what was said, the decisions as they fall, the minutes, the letters and
// the waiting list. It gathers what selection, documents and reporting hold. Decisions are selection's:
// there is one rule and one way to decide, whatever page it is done from.
//
// No sentence of a letter stands here: views word it, this package fills it in and
// keeps it once.
package sitting
