// Package correspondence is what the holder of a dossier and the couveuse write to each
// other: one thread a dossier, from the submission to the years after. It knows no meeting and
// no private note, and no member of a committee reads it.
package correspondence
