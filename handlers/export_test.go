package handlers

import "eclosion/models/access"

// Paths lists the addresses of a method, so that a test can walk all of them,
// also those that come later.
func Paths(method string) []string {
	var list []string
	for _, r := range (&App{}).routes() {
		if r.method == method {
			list = append(list, r.path)
		}
	}
	return list
}

// ActionOf gives the action that a route takes.
func ActionOf(method, path string) access.Action {
	for _, r := range (&App{}).routes() {
		if r.method == method && r.path == path {
			return r.action
		}
	}
	return ""
}
