// Package search finds what people wrote, across everything that the one who asks may read:
// dossiers, persons, meetings, private notes, actions, documents, messages. It writes nothing: triggers keep the words of
// every text in search_texts (see the migration), and who may read what is asked of the source at
// each search, through programme.Visible. No rule of who may see what lives in the index.
//
// To make another text searchable, add its kind to Sources, its triggers to a migration (as in
// 00014), and what its hits show to the list in store.go.
package search
