package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/committee"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// listApplications is the couveuse's list; what it shows stands in the address.
func (a *App) listApplications(c echo.Context) error {
	if href, err := a.preferred(c, pilot.ApplicationsList); err != nil || href != "" {
		return seeView(c, href, err)
	}
	l := askedApplications(c)
	err := a.read(c, func(tx *db.Tx) error {
		err := choicesOf(tx, &l)
		if err != nil {
			return err
		}
		if l.Saved, err = savedBar(tx, pilot.ApplicationsList, c.QueryParams()); err != nil {
			return err
		}
		f, err := filterOf(l)
		if err != nil {
			return err
		}
		f.After = c.QueryParam("apres")
		if l.Counts, err = programme.CountByPhase(tx, access.ApplicationRead, f); err != nil || f.None(l.Counts) {
			return err
		}
		if l.Rows, l.Next, err = programme.List(tx, access.ApplicationRead, f); err != nil {
			return err
		}
		l.Unread, err = unreadOf(tx, l.Rows)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Candidatures"), func(f layout.Frame) templ.Component {
		return candidature.ListPage(f, l)
	})
}

// choicesOf fills what the list can be narrowed by.
func choicesOf(tx *db.Tx, l *candidature.List) (err error) {
	if l.Sites, err = programme.Sites(tx); err != nil || l.Reader {
		return err
	}
	if sites, all := access.SitesFor(tx.Actor(), access.ApplicationRead); !all {
		l.Sites = slices.DeleteFunc(l.Sites, func(s programme.Site) bool { return !slices.Contains(sites, s.ID) })
	}
	l.Cohorts, err = programme.Cohorts(tx)
	return err
}

// searchMax bounds a search, in characters.
const searchMax = 200

// filterOf reads the filters of the address; what names nothing is no filter of ours.
func filterOf(l candidature.List) (f programme.Filter, err error) {
	var wrong []models.FieldProblem
	f = programme.Filter{Phases: candidature.Awaiting(), Text: l.Text}
	if l.Phase != "" {
		f.Phases = []programme.Phase{programme.Phase(l.Phase)}
		if !slices.Contains(candidature.ListedPhases(), f.Phases[0]) {
			wrong = append(wrong, models.FieldProblem{Field: "phase", Code: "oneof"})
		}
	}
	if l.Site != "" {
		i := slices.IndexFunc(l.Sites, func(s programme.Site) bool { return s.Code == l.Site })
		if i < 0 {
			wrong = append(wrong, models.FieldProblem{Field: "site", Code: "oneof"})
		} else {
			f.SiteID = l.Sites[i].ID
		}
	}
	if l.Cohort != "" {
		i := slices.IndexFunc(l.Cohorts, func(c programme.Cohort) bool { return c.Ref == l.Cohort })
		if i < 0 {
			wrong = append(wrong, models.FieldProblem{Field: "cohort", Code: "oneof"})
		} else {
			f.CohortID = l.Cohorts[i].ID
		}
	}
	if utf8.RuneCountInString(l.Text) > searchMax {
		wrong = append(wrong, models.FieldProblem{Field: "q", Code: "max", Facts: models.Facts{"param": searchMax, "kind": "text"}})
	}
	if len(wrong) > 0 {
		return f, models.Fields(wrong...)
	}
	return f, nil
}

// readPage gathers a file for the couveuse or a committee.
func (a *App) readPage(c echo.Context, tx *db.Tx, app *selection.Application, sent string, form ui.Form) (func(layout.Frame) templ.Component, error) {
	actor, p := web.Actor(c), app.Project
	s, err := statusOfApplication(tx, app)
	if err != nil {
		return nil, err
	}
	r := candidature.Read{App: app, Today: tx.Today(), Decisions: s.Decisions, History: s.History,
		MayReview: p.May(actor, access.ApplicationReview), MayDecide: p.May(actor, access.ApplicationDecide),
		MayOpenProject: !p.Phase.IsApplication() && p.May(actor, access.ProjectRead),
		Review:         formOf("review", sent, form, p.Version), Return: formOf("return", sent, form, p.Version), Decide: formOf("decide", sent, form, p.Version)}
	if sent != "decide" {
		r.Decide.Values = map[string][]string{"decided_on": {string(tx.Today())}, "outcome": {c.QueryParam("decision")}}
	}
	if !app.Contacts { // a member of a committee judges without what others said
		r.Decisions, r.History = nil, nil
	}
	if r.Opinions, err = selection.Opinions(tx, p); err != nil {
		return nil, err
	}
	if r.Alike, err = selection.PerhapsKnown(tx, app); err != nil {
		return nil, err
	}
	list, err := selection.CommitteesOf(tx, p)
	if err != nil {
		return nil, err
	}
	if p.Standing.Seated && actor.Has(access.Jury) {
		r.OpinionHref, err = opinionHref(tx, list, p.Ref)
		if err != nil {
			return nil, err
		}
	}
	if r.MayDecide {
		r.Committees = list
		if r.Room, err = selection.RoomOf(tx, app.Cohort); err != nil {
			return nil, err
		}
	}
	if r.Letters, err = lettersDesk(tx, app, s.Decisions, formOf("letter", sent, form, p.Version)); err != nil {
		return nil, err
	}
	if r.Documents, err = a.documentsBrief(c, tx, p); err != nil {
		return nil, err
	}
	if r.Messages, err = messageDesk(tx, p); err != nil {
		return nil, err
	}
	return func(f layout.Frame) templ.Component { return candidature.ReadPage(f, r) }, nil
}

// opinionHref leads to the committee on which the actor can judge the file.
func opinionHref(tx *db.Tx, list []selection.Committee, ref string) (string, error) {
	for _, c := range list {
		seen, err := selection.LoadCommittee(tx, c.Ref)
		switch {
		case models.IsKind(err, models.NotFound):
		case err != nil:
			return "", err
		case seen.Seated:
			return committee.FilePath(c.Ref, ref), nil
		}
	}
	return "", nil
}

func (a *App) reviewApplication(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return selection.TakeUnderReview(tx, c.Param("ref"), web.Version(c)) })
	return a.staffDone(c, err, "review", wording.T(c.Request().Context(), "Examen commencé : le dossier peut aller au comité."))
}

type returnForm struct {
	Note string `form:"completion_note"`
}

func (a *App) returnApplication(c echo.Context) error {
	var f returnForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return selection.Return(tx, c.Param("ref"), f.Note, web.Version(c)) })
	}
	return a.staffDone(c, err, "return", wording.T(c.Request().Context(), "Dossier rendu : la personne lit votre demande sur sa page."))
}

type decisionForm struct {
	Outcome   string `form:"outcome"`
	Rank      string `form:"rank" validate:"omitempty,number,max=4"`
	DecidedOn string `form:"decided_on" validate:"omitempty,date"`
	Committee string `form:"committee" validate:"max=80"`
	Reasons   string `form:"reasons"`
	NextStep  string `form:"next_step"`
	Condition string `form:"conditions"`
}

func (f decisionForm) draft() selection.DecisionDraft {
	rank, _ := strconv.Atoi(f.Rank) // the tags let only digits through
	return selection.DecisionDraft{Outcome: selection.Outcome(f.Outcome), Rank: rank, DecidedOn: models.Date(f.DecidedOn),
		CommitteeRef: f.Committee, Reasons: f.Reasons, NextStep: f.NextStep, Conditions: f.Condition}
}

func (a *App) decideApplication(c echo.Context) error {
	var f decisionForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return selection.Decide(tx, c.Param("ref"), web.Key(c), web.Version(c), f.draft())
		})
	}
	return a.staffDone(c, err, "decide", wording.T(c.Request().Context(), "Décision enregistrée : la personne la lit, avec ses raisons, sur sa page."))
}

// staffDone answers one of the forms of a file's page.
func (a *App) staffDone(c echo.Context, err error, name, notice string) error {
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showApplication(c, status, name, form) })
	}
	return web.SeeOther(c, candidature.Path(c.Param("ref")), notice)
}

func (a *App) invitePage(c echo.Context) error {
	form := ui.Form{Key: web.NewKey()}
	if c.QueryParam("seance") != "" {
		guest, err := a.guestOf(c, c.QueryParam("seance"), c.QueryParam("inscription"))
		if err != nil {
			return err
		}
		form.Values = map[string][]string{"name": {guest.Name()}, "email": {guest.Email}}
	}
	return a.showInvite(c, http.StatusOK, candidature.Invitation{Form: form})
}

func (a *App) showInvite(c echo.Context, status int, p candidature.Invitation) error {
	p.Lists = access.Can(web.Actor(c), access.ApplicationList)
	return a.page(c, status, wording.T(c.Request().Context(), "Inviter un·e candidat·e"), func(f layout.Frame) templ.Component {
		return candidature.InvitePage(f, p)
	})
}

type inviteForm struct {
	Name  string `form:"name" validate:"required,max=120"`
	Email string `form:"email" validate:"required,max=254"`
}

// invite makes the account. Its link goes by mail; where no mail leaves it is shown, this once, as only its hash is kept.
func (a *App) invite(c echo.Context) error {
	var f inviteForm
	var token, again string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			if again, err = tx.Once(web.Key(c)); err != nil || again != "" {
				return err
			}
			_, token, err = accounts.Invite(tx, accounts.Draft{Email: f.Email, Name: f.Name, Grants: []access.Grant{{Role: access.Candidate}}})
			if err != nil {
				return err
			}
			return tx.Done(web.Key(c), "/candidatures/inviter")
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showInvite(c, status, candidature.Invitation{Form: form})
		})
	}
	if again != "" {
		return web.SeeOther(c, again, wording.T(c.Request().Context(), "Cette invitation est déjà créée. Si le lien est perdu, l'administration peut en faire un autre."))
	}
	if a.posts() {
		return web.SeeOther(c, "/candidatures/inviter", wording.T(c.Request().Context(), "L'invitation part par e-mail à %s.", f.Email))
	}
	return a.showInvite(c, http.StatusOK, candidature.Invitation{Name: f.Name, Email: f.Email, Link: a.BaseURL + "/lien/" + token})
}
