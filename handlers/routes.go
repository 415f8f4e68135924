package handlers

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/form"
	"eclosion/models/journey"
	"eclosion/static"
	"eclosion/views/candidature"
	"eclosion/views/grant"
	"eclosion/views/project"
)

// bodyLimit bounds what a form may send: 1 MiB.
const bodyLimit = 1 << 20

// route is one address: its method, its path, the action that it takes and who
// answers. A route without an action does not start.
type route struct {
	method, path string
	action       access.Action
	handler      echo.HandlerFunc
}

// routes is the whole map of the product, a function for each of its areas.
func (a *App) routes() []route {
	return slices.Concat(
		a.doorRoutes(), a.mailRoutes(), a.publicRoutes(),
		a.applicationRoutes(), a.formRoutes(), a.documentRoutes(), a.followRoutes(),
		a.committeeRoutes(), a.selectionRoutes(), a.sittingRoutes(),
		a.projectRoutes(), a.meetingRoutes(), a.minutesRoutes(), a.planRoutes(), a.trialRoutes(), a.progressRoutes(),
		a.dayRoutes(), a.handoverRoutes(), a.bookingRoutes(), a.workshopRoutes(), a.searchRoutes(),
		a.cohortRoutes(), a.reportRoutes(), a.pilotRoutes(), a.participantRoutes(), a.campaignRoutes(),
		a.importRoutes(), a.exportRoutes(), a.personRoutes(), a.noticeRoutes(), a.settingsRoutes(), a.accountRoutes(),
	)
}

const get, post = http.MethodGet, http.MethodPost

func (a *App) doorRoutes() []route {
	return []route{
		{get, "/", access.SignedIn, a.home},
		{get, "/connexion", access.Public, a.signInPage},
		{post, "/connexion", access.Public, a.signIn},
		{post, "/deconnexion", access.Public, a.signOut},
		{get, "/lien/:token", access.Public, a.linkPage},
		{post, "/lien/:token", access.Public, a.acceptLink},
	}
}

func (a *App) applicationRoutes() []route {
	list := []route{
		{get, "/candidatures", access.ApplicationList, a.applications},
		{get, "/candidatures/nouvelle", access.ApplicationStart, a.newApplication},
		{post, "/candidatures", access.ApplicationStart, a.startApplication},
		{get, "/candidatures/inviter", access.CandidateInvite, a.invitePage},
		{post, "/candidatures/inviter", access.CandidateInvite, a.invite},
		{get, "/candidatures/:ref", access.ApplicationRead, a.application},
		{get, "/candidatures/:ref/verifier", access.ApplicationEdit, a.checkApplication},
		{post, "/candidatures/:ref/depot", access.ApplicationEdit, a.submitApplication},
		{get, "/candidatures/:ref/confirmation", access.ApplicationEdit, a.confirmApplication},
		{post, "/candidatures/:ref/retrait", access.ApplicationEdit, a.withdrawApplication},
		{post, "/candidatures/:ref/examen", access.ApplicationReview, a.reviewApplication},
		{post, "/candidatures/:ref/retour", access.ApplicationReview, a.returnApplication},
		{post, "/candidatures/:ref/decision", access.ApplicationDecide, a.decideApplication},
	}
	for _, t := range form.Topics() {
		if t == form.Documents {
			continue // its page takes files
		}
		path := "/candidatures/:ref/" + candidature.Slug(t)
		list = append(list, route{get, path, access.ApplicationEdit, a.topicPage(t)}, route{post, path, access.ApplicationEdit, a.saveTopic(t)})
	}
	return list
}

func (a *App) committeeRoutes() []route {
	return []route{
		{get, "/comites", access.CommitteeList, a.committees},
		{get, "/comites/nouveau", access.CommitteeManage, a.newCommittee},
		{post, "/comites", access.CommitteeManage, a.createCommittee},
		{get, "/comites/:ref", access.CommitteeList, a.committee},
		{get, "/comites/:ref/modifier", access.CommitteeManage, a.editCommittee},
		{post, "/comites/:ref/modifier", access.CommitteeManage, a.changeCommittee},
		{post, "/comites/:ref/ouverture", access.CommitteeManage, a.openCommittee},
		{post, "/comites/:ref/cloture", access.CommitteeManage, a.closeCommittee},
		{post, "/comites/:ref/dossiers", access.CommitteeManage, a.refreshCommittee},
		{get, "/comites/:ref/dossiers/:projet", access.CommitteeList, a.committeeFile},
		{post, "/comites/:ref/dossiers/:projet", access.OpinionGive, a.giveOpinion},
	}
}

func (a *App) projectRoutes() []route {
	act := func(act string, action access.Action, h echo.HandlerFunc) route {
		return route{post, "/projets/:ref/" + act, action, h}
	}
	return []route{
		{get, "/projets", access.ProjectList, a.projects},
		{get, "/projets/:ref", access.ProjectRead, a.dossier},
		{get, "/projets/:ref/historique", access.HistoryRead, a.history},
		act(project.ActAgreement, access.JourneyMove, a.recordAgreement(journey.CoachingAgreement, project.ActAgreement)),
		act(project.ActStatus, access.JourneyMove, a.recordAgreement(journey.StatusAgreement, project.ActStatus)),
		act(project.ActEndStatus, access.JourneyMove, a.endAgreement(journey.StatusAgreement, project.ActEndStatus)),
		act(project.ActCoaching, access.JourneyMove, a.startCoaching),
		act(project.ActTest, access.JourneyMove, a.startTest),
		act(project.ActSuspend, access.JourneyMove, a.suspend),
		act(project.ActResume, access.JourneyMove, a.resume),
		act(project.ActExtend, access.JourneyMove, a.extend),
		act(project.ActDerogate, access.JourneyMove, a.derogate),
		act(project.ActLaunch, access.JourneyMove, a.launch),
		act(project.ActExit, access.JourneyMove, a.exit),
		act(project.ActFollowUp, access.FollowUp, a.followUp),
		act(project.ActAssign, access.CoachAssign, a.assignCoach),
		act(project.ActUnassign, access.CoachAssign, a.unassignCoach),
	}
}

func (a *App) trialRoutes() []route {
	const request = "/projets/:ref/bourse/:number"
	const tranche = request + "/tranches/:tranche/paiement"
	return []route{
		{get, "/projets/:ref/bourse", access.GrantRead, a.grantPage},
		{get, "/projets/:ref/bourse/nouvelle-demande", access.GrantAsk, a.grantAskPage},
		{post, "/projets/:ref/bourse/nouvelle-demande", access.GrantAsk, a.askGrant},
		{post, request + "/retrait", access.GrantAsk, a.withdrawGrant},
		{get, request + "/decision", access.GrantDecide, a.decideGrantPage},
		{post, request + "/octroi", access.GrantDecide, a.awardGrant},
		{post, request + "/refus", access.GrantDecide, a.refuseGrant},
		{get, tranche, access.GrantDecide, a.recordPage(grant.Payment)},
		{post, tranche, access.GrantDecide, a.record(grant.Payment)},
		{get, request + "/justificatif", access.GrantDecide, a.recordPage(grant.Proof)},
		{post, request + "/justificatif", access.GrantDecide, a.record(grant.Proof)},
		{get, request + "/reduction", access.GrantDecide, a.recordPage(grant.Reduction)},
		{post, request + "/reduction", access.GrantDecide, a.record(grant.Reduction)},
		{get, request + "/recuperation", access.GrantDecide, a.recordPage(grant.Recovery)},
		{post, request + "/recuperation", access.GrantDecide, a.record(grant.Recovery)},
	}
}

func (a *App) settingsRoutes() []route {
	const do, one, version = access.SettingsManage, "/reglages/programmes/:code", "/reglages/programmes/:code/plan/:number"
	return []route{
		{get, "/reglages", do, a.settingsIndex},
		{get, "/reglages/couveuse", do, a.couveuseForm},
		{post, "/reglages/couveuse", do, a.saveCouveuse},
		{get, "/reglages/sites/nouveau", do, a.newSiteForm},
		{post, "/reglages/sites/nouveau", do, a.addSite},
		{get, "/reglages/sites/:code", do, a.siteForm},
		{post, "/reglages/sites/:code", do, a.saveSite},
		{get, "/reglages/programmes/nouveau", do, a.newProgrammeForm},
		{post, "/reglages/programmes/nouveau", do, a.addProgramme},
		{get, one, do, a.programmePage},
		{get, one + "/modifier", do, a.programmeForm},
		{post, one + "/modifier", do, a.saveProgramme},
		{get, one + "/conditions/nouvelles", do, a.newTermsForm},
		{post, one + "/conditions/nouvelles", do, a.addTerms},
		{post, one + "/conditions/:from/retirer", do, a.dropTerms},
		{post, one + "/plan", do, a.startTemplate},
		{get, version, do, a.templatePage},
		{post, version + "/publier", do, a.publishTemplate},
		{post, version + "/abandonner", do, a.dropTemplate},
		{post, version + "/ordre", do, a.orderTemplate},
		{get, version + "/parties/nouvelle", do, a.sectionForm},
		{post, version + "/parties/nouvelle", do, a.saveSection},
		{get, version + "/parties/:section", do, a.sectionForm},
		{post, version + "/parties/:section", do, a.saveSection},
		{get, version + "/parties/:section/points/nouveau", do, a.itemForm},
		{post, version + "/parties/:section/points/nouveau", do, a.saveItem},
		{get, version + "/parties/:section/points/:item", do, a.itemForm},
		{post, version + "/parties/:section/points/:item", do, a.saveItem},
	}
}

func (a *App) accountRoutes() []route {
	const do = access.AccountManage
	return []route{
		{get, "/compte", access.SignedIn, a.ownAccount},
		{post, "/compte", access.SignedIn, a.renameOwn},
		{post, "/compte/mot-de-passe", access.SignedIn, a.changeOwnPassword},
		{post, "/compte/sessions", access.SignedIn, a.endOwnSessions},
		{get, "/comptes", do, a.accountList},
		{get, "/comptes/nouveau", do, a.accountInviteForm},
		{post, "/comptes/nouveau", do, a.inviteAccount},
		{get, "/comptes/:id", do, a.accountPage},
		{post, "/comptes/:id", do, a.saveAccount},
		{post, "/comptes/:id/invitation", do, a.newInvitation},
		{post, "/comptes/:id/reinitialisation", do, a.newReset},
		{post, "/comptes/:id/sessions", do, a.endSessionsOf},
		{post, "/comptes/:id/desactiver", do, a.disableAccount},
		{post, "/comptes/:id/activer", do, a.enableAccount},
	}
}

// Handler is the product's HTTP door.
func (a *App) Handler() http.Handler {
	a.tries = newTries(a.Machine, triesAllowed, triesWindow)
	a.asksOfAddress, a.asksOfPlace = newTries(a.Machine, asksOfAddress, asksWindow), newTries(a.Machine, asksOfPlace, asksWindow)
	a.uploads, a.checks, a.sheets = make(turns, uploadPlaces), make(turns, checkPlaces), make(turns, sheetPlaces)
	a.archives = make(turns, 1)
	a.sheetActions = map[string]access.Action{}
	for _, s := range a.sheetLists() {
		a.sheetActions[s.path] = s.action
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	// The proxy stands on the same machine and names whom it serves; anybody else's word for it is not taken.
	e.IPExtractor = echo.ExtractIPFromXFFHeader(echo.TrustLoopback(true), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false))
	e.HTTPErrorHandler = a.fail
	e.Use(middleware.RecoverWithConfig(middleware.RecoverConfig{DisableErrorHandler: true, DisablePrintStack: true, LogErrorFunc: a.logPanic}))
	e.Use(secured)
	e.Use(limited)
	e.Use(echo.WrapMiddleware(a.sessionsBesides))
	e.Use(a.identify)
	for _, r := range a.routes() {
		if r.action == "" {
			panic("route without an action: " + r.method + " " + r.path)
		}
		e.Add(r.method, r.path, a.guarded(r))
		if r.method == get { // what watches links and calendars asks for the head first
			e.HEAD(r.path, a.guarded(r))
		}
	}
	assets := echo.WrapHandler(static.Handler())
	e.GET(static.Prefix+"*", assets)
	e.HEAD(static.Prefix+"*", assets)
	a.addHealth(e)

	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.fail(echo.ErrForbidden, e.NewContext(r, w))
	}))
	return sameSite.Handler(e)
}

// sessionsBesides reads the session of pages; assets and health need none.
func (a *App) sessionsBesides(next http.Handler) http.Handler {
	loaded := a.Sessions.Load(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isPlumbing(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		loaded.ServeHTTP(w, r)
	})
}

func isPlumbing(path string) bool {
	return path == "/healthz" || path == "/readyz" || path == "/metrics" || len(path) > len(static.Prefix) && path[:len(static.Prefix)] == static.Prefix
}

// secured sets what every answer carries.
func secured(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if !isPlumbing(c.Request().URL.Path) {
			h.Set("Cache-Control", "private, no-store")
		}
		return next(c)
	}
}

// limited refuses bodies that no form of ours sends.
func limited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, limit := c.Request(), int64(bodyLimit)
		if takesFiles(c) {
			limit = uploadLimit
		}
		if takesImports(c) { // its own page says that a file is too large
			r.Body = http.MaxBytesReader(c.Response(), r.Body, importLimit)
			return next(c)
		}
		if r.ContentLength > limit {
			return echo.ErrStatusRequestEntityTooLarge
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		return next(c)
	}
}

// identify finds the actor of the session. An account that was disabled, demoted or
// signed out elsewhere is nobody, or less, from its very next request.
func (a *App) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if isPlumbing(c.Request().URL.Path) {
			return next(c)
		}
		ctx := c.Request().Context()
		id, stamp := a.Sessions.Account(ctx)
		if id == 0 {
			return next(c)
		}
		err := a.DB.Read(ctx, access.Actor{}, func(tx *db.Tx) error {
			account, ok, err := accounts.Current(tx, id, stamp)
			if ok {
				web.SetActor(c, account.Actor())
			}
			return err
		})
		if err != nil {
			return err
		}
		return next(c)
	}
}

// guarded asks the policy before the handler runs. Who is not signed in is sent
// to the sign-in page and comes back.
func (a *App) guarded(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !web.Readable(c) {
			return echo.ErrNotFound
		}
		actor := web.Actor(c)
		if !access.Can(actor, r.action) {
			if !actor.SignedIn() {
				return a.askSignIn(c)
			}
			return models.Denied(string(r.action))
		}
		if c.Request().Method == http.MethodPost && !takesFiles(c) && !takesImports(c) {
			if err := web.Read(c); err != nil {
				return err
			}
		}
		return r.handler(c)
	}
}

func (a *App) logPanic(c echo.Context, err error, stack []byte) error {
	a.Log.Error("panic", "route", c.Path(), "error", err.Error(), "stack", string(stack))
	return err
}

// Timeouts of the server: slow readers and writers do not hold a place for ever.
const (
	readTimeout  = 30 * time.Second
	writeTimeout = 120 * time.Second
	idleTimeout  = 120 * time.Second
)

// Server is the HTTP server around the door.
func (a *App) Server() *http.Server {
	return &http.Server{Handler: a.Handler(), ReadTimeout: readTimeout, ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10}
}
