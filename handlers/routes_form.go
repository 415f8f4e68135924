package handlers

import "eclosion/models/access"

// formRoutes are the application's questions and conditions of entry: answering them, and setting them.
func (a *App) formRoutes() []route {
	return []route{
		{post, "/candidatures/:ref/brouillon/:partie", access.ApplicationEdit, a.keepTopic},
	}
}
