// Package upkeep is what an operator does for the database as a whole: check
// that it agrees with itself, back it up, restore it, and by that move it from
// one engine to the other. It reads across all pillars and changes no record.
package upkeep
