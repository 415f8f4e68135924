// Package pilot shows a manager all journeys at a glance: where they stand, what holds them up and why, who works on what, which
// places are left, what ends soon, what is to be paid. It gathers facts from every pillar and changes none of them; it keeps the
// views that people save of their lists.
//
// Every number counts a list: [Of] gives the list of a figure, and the page counts the same. What holds a dossier up is defined
// once, in blocked.go, as pure functions over [Facts].
package pilot
