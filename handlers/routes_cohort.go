package handlers

import "eclosion/models/access"

func (a *App) cohortRoutes() []route {
	return []route{
		{get, "/cohortes", access.CohortList, a.cohorts},
		{get, "/cohortes/:ref", access.CohortRead, a.cohortPage},
		{get, "/cohortes/:ref/rapport", access.CohortReport, a.cohortPage},
		{get, "/cohortes/:ref/rapport.pdf", access.CohortReport, a.cohortPDF},
		{get, "/cohortes/:ref/rapport.xlsx", access.CohortReport, a.cohortSheet},
		{get, "/cohortes/:ref/personnes", access.CohortReport, a.cohortPeople},
		{get, "/cohortes/:ref/comparer", access.CohortReport, a.compareCohorts},
		{get, "/cohortes/:ref/comparer.pdf", access.CohortReport, a.compareCohortsPDF},
		{get, "/cohortes/:ref/comparer.xlsx", access.CohortReport, a.compareCohortsSheet},
		{get, "/cohortes/nouvelle", access.CohortManage, a.newCohortForm},
		{post, "/cohortes/nouvelle", access.CohortManage, a.addCohort},
		{get, "/cohortes/:ref/modifier", access.CohortManage, a.cohortForm},
		{post, "/cohortes/:ref/modifier", access.CohortManage, a.saveCohort},
	}
}
