package handlers

import "eclosion/models/access"

// followRoutes are where a candidate's file stands: messages, one's own data, erasure, retention.
func (a *App) followRoutes() []route {
	list := []route{
		{get, "/compte/donnees", access.OwnData, a.ownData},
		{get, "/compte/donnees/archive.zip", access.OwnData, a.ownArchive},
		{post, "/compte/donnees/effacement", access.OwnData, a.askErasure},
		{post, "/compte/donnees/effacement/retrait", access.OwnData, a.withdrawErasure},
		{get, "/effacements", access.ErasureDecide, a.erasures},
		{get, "/effacements/:id", access.ErasureDecide, a.erasure},
		{post, "/effacements/:id", access.ErasureDecide, a.decideErasure},
		{get, "/reglages/conservation", access.RetentionManage, a.retention},
		{post, "/reglages/conservation", access.RetentionManage, a.anonymise},
	}
	for _, where := range []string{"/candidatures", "/projets"} { // one thread, before the acceptance and after
		path := where + "/:ref/messages"
		list = append(list, route{get, path, access.MessageRead, a.messages}, route{post, path, access.MessageWrite, a.writeMessage},
			route{post, path + "/:id/retrait", access.MessageWrite, a.withdrawMessage})
	}
	return list
}
