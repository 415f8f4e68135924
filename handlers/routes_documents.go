package handlers

import (
	"eclosion/models/access"
	"eclosion/models/documents"
)

// documentRoutes are the pieces of a dossier, which stand under its application and, once it runs,
// under its project, and the categories and gates that a programme sets.
func (a *App) documentRoutes() []route {
	const read, add, review, set = access.DocumentRead, access.DocumentAdd, access.DocumentReview, access.SettingsManage
	var list []route
	for _, base := range []string{"/candidatures/:ref/documents", "/projets/:ref/documents"} {
		list = append(list,
			route{get, base, read, a.documentsPage},
			route{post, base, add, a.addDocuments},
			route{get, base + "/:id", read, a.documentFile},
			route{post, base + "/:id/retrait", add, a.documentAct(documents.Remove, removedNotice)},
			route{post, base + "/:id/remise", add, a.documentAct(documents.PutBack, putBackNotice)},
			route{post, base + "/:id/verdict", review, a.judgeDocument},
			route{post, base + "/demandes", review, a.askDocument},
			route{post, base + "/demandes/:demande/annulation", review, a.unaskDocument},
		)
	}
	const one = "/reglages/programmes/:code"
	return append(list,
		route{get, one + "/documents", set, a.categoriesPage},
		route{post, one + "/documents", set, a.layCategories},
		route{get, one + "/documents/nouvelle", set, a.categoryForm},
		route{post, one + "/documents/nouvelle", set, a.addCategory},
		route{get, one + "/documents/:piece", set, a.categoryForm},
		route{post, one + "/documents/:piece", set, a.saveCategory},
		route{post, one + "/documents/:piece/ordre", set, a.moveCategory},
		route{get, one + "/entree", set, a.gatesPage},
		route{get, one + "/entree/:gate", set, a.gateForm},
		route{post, one + "/entree/:gate", set, a.saveGate},
	)
}
