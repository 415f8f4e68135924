// Package coaching is the pillar of the accompaniment: meetings, the summaries
// shared with the holders, the private notes that they never see, and the
// actions agreed on. Nothing here is ever deleted: a meeting that did not take
// place changes its state.
//
// Children are found only through a dossier that the actor may see. It knows the
// hub programme and no other pillar.
package coaching
