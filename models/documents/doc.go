// Package documents is the pillar of what a dossier holds in files: the categories
// that a programme asks for, the documents with their bytes, what the couveuse asks
// for besides and what it says of each. It also asks the gates of entry, whose
// evidence these documents are.
//
// A file is looked into before it is stored ([Check]): its kind comes from its
// content, never from its name or what a browser said of it. Bytes stand in a table
// of their own, read by [Open] alone. It knows the hub programme and no other pillar.
package documents
