// Package handover moves dossiers from one coach to another, for good or between two days, and gathers one dossier whole
// for a file. Who works on which dossier is asked of package programme; nothing of a handover is ever deleted, and its
// note never reaches a holder.
package handover
