// Package workshop shows group work: to holders who enrol, and to the staff that keeps workshops and marks who came. What a
// holder sees is a Mine, which holds nothing of the others; what the staff sees is a Kept.
package workshop

import "net/url"

// Home is the address of the list.
const Home = "/ateliers"

// Path is the address of a workshop.
func Path(publicID string) string { return Home + "/" + url.PathEscape(publicID) }

// SessionPath is the address of a session's attendance.
func SessionPath(publicID, session string) string {
	return Path(publicID) + "/seances/" + url.PathEscape(session)
}
