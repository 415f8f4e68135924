package handlers_test

var cohortMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /cohortes" /*                           */, "s 3 3 y y y 3 y y y"},
	{"GET /cohortes/COHORT" /*                    */, "s 3 3 y y 4 3 y 4 y"},
	{"GET /cohortes/COHORT/rapport" /*            */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/rapport.pdf" /*        */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/personnes?chiffre=applications", "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/rapport.xlsx" /*       */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/comparer" /*           */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/comparer.pdf" /*       */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/comparer.xlsx" /*      */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/nouvelle" /*                  */, "s 3 3 3 3 3 3 y y y"},
	{"POST /cohortes/nouvelle" /*                 */, "s 3 3 3 3 3 3 y y y"},
	{"GET /cohortes/COHORT/modifier" /*           */, "s 3 3 3 3 3 3 y 4 y"},
	{"POST /cohortes/COHORT/modifier" /*          */, "s 3 3 3 3 3 3 y 4 y"},
	{"GET /programmes/JI/plan.pdf" /*             */, "s 3 3 y y y 3 y y y"},
}
