package handlers

import "eclosion/models/access"

// searchRoutes are the search across everything one may read, and the palette.
func (a *App) searchRoutes() []route {
	return []route{
		{get, "/recherche", access.Search, a.search},
		{get, "/recherche/suggestions", access.Search, a.suggest},
	}
}
