package handlers

import "eclosion/models/access"

// personRoutes merge two records of one person, and put past facts right.
func (a *App) personRoutes() []route {
	return []route{
		{get, "/personnes/doublons", access.PersonMerge, a.doubles},
		{get, "/projets/:ref/fusion", access.PersonMerge, a.mergePage},
		{post, "/projets/:ref/fusion", access.PersonMerge, a.mergePersons},
		{get, "/projets/:ref/corrections", access.FactCorrect, a.corrections},
		{post, "/projets/:ref/corrections", access.FactCorrect, a.correctFact},
		{get, "/personnes/fusions/:id", access.PersonMerge, a.mergeDone},
		{post, "/personnes/fusions/:id/annulation", access.PersonMerge, a.undoMerge},
	}
}
