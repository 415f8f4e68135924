// Package logbook is where the form of a meeting arrives: the meeting itself, the points of the business plan
// that were seen to be done, the actions ticked, the files, all in one transaction; and the drafts of that form, kept
// while somebody types. It gathers the verbs of the pillars and adds no rule of theirs.
package logbook
