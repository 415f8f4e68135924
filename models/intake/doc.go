// Package intake takes the files of earlier years into the product: people,
// dossiers, grants and enterprises that were kept in a spreadsheet. What breaks a rule of today is
// a warning, for it has happened; what cannot be understood is a refusal, and
// then nothing of the file is taken. Taken again, a file changes nothing.
//
// It knows the columns of such a file and writes the records of several pillars
// at once, in one transaction; it asks none of their rules.
package intake
