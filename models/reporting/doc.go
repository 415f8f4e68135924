// Package reporting answers read-only questions across the tables of every
// pillar: the report of a cohort, the report of a year, the progress of one
// project, its checklist. Each answer is one typed value, from which the page,
// the paper and the charts are drawn, so that they cannot differ.
//
// Questions are set-based: a handful of statements whatever the number of
// dossiers, never one a row. A figure about people is a predicate over the
// dossiers that were read; the list behind it is the same predicate, so the
// count and the list agree by construction.
//
// It changes nothing, except that it keeps the papers that were issued.
// Private notes are never read here.
package reporting
