// Package correction puts right a past fact of a dossier that was written down wrong, and keeps that it did: what was there, what
// is right, who says so and why. The history and what was issued stay as they were.
package correction
