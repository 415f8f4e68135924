// Package progress is the way of a progress report: a coach chooses a period and writes a synthesis,
// the holder adds a paragraph, a manager approves or returns, and what is approved is issued and kept.
//
// The figures are those of models/reporting. What is submitted is kept as a snapshot, so that a manager decides on
// what the coach saw; a fact that changes afterwards is told and not slipped in. Private notes are
// never read here. What a holder sees before the issue is a type of its own, [Asked]: neither the synthesis
// nor a reason for which the report was returned is in it.
package progress
