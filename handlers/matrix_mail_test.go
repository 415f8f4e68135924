package handlers_test

var mailMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /inscription" /*                        */, "y y y y y y y y y y"},
	{"POST /inscription" /*                       */, "y y y y y y y y y y"},
	{"GET /inscription/envoi" /*                  */, "y y y y y y y y y y"},
	{"GET /connexion/lien" /*                     */, "y y y y y y y y y y"},
	{"POST /connexion/lien" /*                    */, "y y y y y y y y y y"},
	{"GET /connexion/lien/envoi" /*               */, "y y y y y y y y y y"},
	{"GET /compte/courriels" /*                   */, "s y y y y y y y y y"},
	{"POST /compte/courriels" /*                  */, "s y y y y y y y y y"},
	{"GET /reglages/courriels" /*                 */, "s 3 3 3 3 3 3 3 3 y"},
}
