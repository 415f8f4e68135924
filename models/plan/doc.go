// Package plan holds the business-plan checklist: the versioned template of a
// programme, what a project's holder says is ready and what its coaches validate
// of it, and the progress counted from that; and the texts of its sections, in versions,
// with remarks and answers. A project keeps the template that it
// adopted when its coaching began. Whether missing items hold back the test is the
// terms' business, not this package's.
package plan
