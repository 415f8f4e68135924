// Package participant keeps what the European Social Fund Plus asks of the people that it helps to accompany, and counts its
// indicators: Regulation (EU) 2021/1057, Annex I.
//
// Who somebody was on the first day of coaching is frozen that day, with the rules of that day; from then on it changes only by
// corrections, which say who, when, from, to and why. What became of somebody is asked on leaving and months later; an answer
// that comes after its window is kept with its day and not counted.
//
// An indicator is a predicate over the people who were read; the list behind a cell is the same predicate, so that figure and
// list agree by construction. Codes and labels are an administrator's; what a code counts is one of the definitions here.
//
// Who reads it: the holder their own, who works on the dossier, and who is responsible for its site. The audit says that
// something changed, never an answer.
package participant
