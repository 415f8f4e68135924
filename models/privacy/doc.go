// Package privacy answers a person's rights over what is held about them: what it is, taking it
// along, having it erased; and it anonymises what may not be kept any longer. It reads and empties
// the records of every pillar; it adds none of its own to a dossier.
package privacy
