package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/handover"
	"eclosion/models/journey"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/timeline"
	"eclosion/views/layout"
	"eclosion/views/project"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// dossier is the page of one project. Until it is accepted, its page is the application's.
func (a *App) dossier(c echo.Context) error {
	var application bool
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.ProjectRead)
		if err == nil {
			application = p.Phase.IsApplication()
		}
		return err
	})
	if err != nil {
		return err
	}
	if application {
		return c.Redirect(http.StatusSeeOther, "/candidatures/"+c.Param("ref"))
	}
	return a.showDossier(c, http.StatusOK, project.Dossier{Show: c.QueryParam("acte")})
}

// showDossier shows a dossier's page around what it was given: nothing, or the
// form of an act that was refused.
func (a *App) showDossier(c echo.Context, status int, page project.Dossier) error {
	err := a.read(c, func(tx *db.Tx) (err error) {
		if page.Overview, err = journey.LookAt(tx, c.Param("ref")); err != nil {
			return err
		}
		if page.Documents, err = a.documentsMissingFirst(c, tx, page.Project); err != nil {
			return err
		}
		if page.MayFollow && page.Enterprise != nil {
			if page.Question, err = campaign.OfProject(tx, page.Project.ID); err != nil {
				return err
			}
		}
		if page.Offers, err = notice.Offers(tx, page.Project); err != nil {
			return err
		}
		if page.Story, err = storyOf(c, tx, page.Project); err != nil {
			return err
		}
		if page.Fund, err = fundAsks(tx, page.Project); err != nil {
			return err
		}
		page.Head, err = a.dossierHead(c, tx, page.Project)
		return err
	})
	if err != nil {
		return err
	}
	title := page.Project.Title
	if title == "" {
		title = page.Project.Ref
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return project.Page(f, page) })
}

// storyOf reads a page of the dossier's timeline; the filters stand in the address.
func storyOf(c echo.Context, tx *db.Tx, p *programme.Project) (project.Story, error) {
	s := project.Story{Ref: p.Ref, Kinds: timeline.Kinds(tx, p), Internal: timeline.ReadsInternal(tx, p)}
	if c.Request().Method == http.MethodGet {
		s.Filter = timeline.Filter{Kind: timeline.Kind(c.QueryParam("genre")), View: timeline.View(c.QueryParam("vue")), After: c.QueryParam("apres")}
	}
	var err error
	s.Entries, s.Next, err = timeline.Of(tx, p, s.Filter)
	return s, err
}

// act binds the form of one act, runs its verb, and goes back to the dossier; a
// refusal shows the dossier again with the form as it was sent.
func (a *App) act(c echo.Context, act string, form any, verb func(tx *db.Tx, ref string, version int) error, done func(context.Context) string) error {
	ref, version := c.Param("ref"), web.Version(c)
	err := web.Bind(c, form)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return verb(tx, ref, version) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			page := project.Dossier{Open: act, Form: form}
			if p, ok := models.ProblemOf(err); ok {
				page.Lift = programme.Derogable(p)
			}
			return a.showDossier(c, status, page)
		})
	}
	return web.SeeOther(c, "/projets/"+ref, done(c.Request().Context()))
}

type agreementForm struct {
	Number   string `form:"number" validate:"max=60"`
	SignedOn string `form:"signed_on"`
	StartsOn string `form:"starts_on"`
	EndsOn   string `form:"ends_on"`
}

func (a *App) recordAgreement(kind journey.AgreementKind, act string) echo.HandlerFunc {
	return func(c echo.Context) error {
		var f agreementForm
		return a.act(c, act, &f, func(tx *db.Tx, ref string, version int) error {
			return journey.RecordAgreement(tx, ref, version, journey.AgreementDraft{Kind: kind, Number: f.Number,
				SignedOn: models.Date(f.SignedOn), StartsOn: models.Date(f.StartsOn), EndsOn: models.Date(f.EndsOn)})
		}, func(ctx context.Context) string {
			return wording.T(ctx, "%s enregistrée.", wording.AgreementLabel(ctx, kind))
		})
	}
}

type endForm struct {
	EndedOn string `form:"ended_on"`
	Reason  string `form:"reason" validate:"max=1000"`
}

func (a *App) endAgreement(kind journey.AgreementKind, act string) echo.HandlerFunc {
	return func(c echo.Context) error {
		var f endForm
		return a.act(c, act, &f, func(tx *db.Tx, ref string, version int) error {
			return journey.EndAgreement(tx, ref, version, kind, models.Date(f.EndedOn), f.Reason)
		}, func(ctx context.Context) string { return wording.T(ctx, "La fin de la convention est enregistrée.") })
	}
}

type coachingForm struct {
	Date    string   `form:"date"`
	Coaches []string `form:"coaches" validate:"max=20"`
}

func (a *App) startCoaching(c echo.Context) error {
	var f coachingForm
	return a.act(c, project.ActCoaching, &f, func(tx *db.Tx, ref string, version int) error {
		return journey.StartCoaching(tx, ref, version, models.Date(f.Date), f.Coaches)
	}, func(ctx context.Context) string { return wording.T(ctx, "L'accompagnement commence.") })
}

type dayForm struct {
	Date string `form:"date"`
}

func (a *App) startTest(c echo.Context) error {
	var f dayForm
	var warning *models.Problem
	return a.act(c, project.ActTest, &f, func(tx *db.Tx, ref string, version int) (err error) {
		warning, err = journey.StartTest(tx, ref, version, models.Date(f.Date))
		return err
	}, func(ctx context.Context) string {
		if warning != nil {
			return wording.T(ctx, "La période de test commence. Des points obligatoires du plan d'affaires restent à valider.")
		}
		return wording.T(ctx, "La période de test commence.")
	})
}

type suspendForm struct {
	Date   string `form:"date"`
	Reason string `form:"reason" validate:"max=1000"`
}

func (a *App) suspend(c echo.Context) error {
	var f suspendForm
	return a.act(c, project.ActSuspend, &f, func(tx *db.Tx, ref string, version int) error {
		return journey.Suspend(tx, ref, version, models.Date(f.Date), f.Reason)
	}, func(ctx context.Context) string {
		return wording.T(ctx, "Le parcours est suspendu : son compte s'arrête.")
	})
}

func (a *App) resume(c echo.Context) error {
	var f dayForm
	return a.act(c, project.ActResume, &f, func(tx *db.Tx, ref string, version int) error {
		return journey.Resume(tx, ref, version, models.Date(f.Date))
	}, func(ctx context.Context) string {
		return wording.T(ctx, "La reprise est enregistrée : l'échéance a reculé d'autant de jours.")
	})
}

type extendForm struct {
	Months string `form:"months" validate:"omitempty,number,max=4"`
	Reason string `form:"reason" validate:"max=1000"`
}

func (a *App) extend(c echo.Context) error {
	var f extendForm
	return a.act(c, project.ActExtend, &f, func(tx *db.Tx, ref string, version int) error {
		months, _ := strconv.Atoi(f.Months) // nothing typed is 0, which the rule refuses
		return journey.Extend(tx, ref, version, months, f.Reason)
	}, func(ctx context.Context) string { return wording.T(ctx, "L'étape est prolongée.") })
}

type derogationForm struct {
	Rule   string `form:"rule" validate:"required,max=60"`
	Reason string `form:"reason" validate:"max=1000"`
}

func (a *App) derogate(c echo.Context) error {
	var f derogationForm
	return a.act(c, project.ActDerogate, &f, func(tx *db.Tx, ref string, version int) error {
		return journey.Derogate(tx, ref, version, f.Rule, f.Reason)
	}, func(ctx context.Context) string { return wording.T(ctx, "La dérogation est accordée.") })
}

type launchForm struct {
	Date      string `form:"date"`
	Name      string `form:"enterprise_name" validate:"max=200"`
	Number    string `form:"enterprise_number" validate:"max=30"`
	LegalForm string `form:"legal_form" validate:"max=60"`
	Jobs      string `form:"jobs" validate:"omitempty,number,max=6"`
}

// typedJobs reads a number of paid jobs; nothing typed is not known.
func typedJobs(text string) *int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	return &n
}

func (a *App) launch(c echo.Context) error {
	var f launchForm
	return a.act(c, project.ActLaunch, &f, func(tx *db.Tx, ref string, version int) error {
		return journey.Launch(tx, ref, version, programme.Launch{Date: models.Date(f.Date), Name: f.Name, Number: f.Number, LegalForm: f.LegalForm, Jobs: typedJobs(f.Jobs)})
	}, func(ctx context.Context) string { return wording.T(ctx, "L'entreprise est lancée. Bravo !") })
}

type exitForm struct {
	Date   string `form:"date"`
	Reason string `form:"reason"`
	Note   string `form:"note" validate:"max=1000"`
	Study  string `form:"study_completed" validate:"omitempty,oneof=oui non"`
}

func (a *App) exit(c echo.Context) error {
	var f exitForm
	return a.act(c, project.ActExit, &f, func(tx *db.Tx, ref string, version int) error {
		d := journey.ExitDraft{Date: models.Date(f.Date), Reason: programme.ExitReason(f.Reason), Note: f.Note}
		if f.Study != "" {
			done := f.Study == "oui"
			d.StudyCompleted = &done
		}
		return journey.Exit(tx, ref, version, d)
	}, func(ctx context.Context) string { return wording.T(ctx, "La sortie du parcours est enregistrée.") })
}

type followUpForm struct {
	Months     string `form:"months_after"`
	State      string `form:"state"`
	ObservedOn string `form:"observed_on"`
	Jobs       string `form:"jobs" validate:"omitempty,number,max=6"`
	Note       string `form:"note" validate:"max=1000"`
}

func (a *App) followUp(c echo.Context) error {
	var f followUpForm
	return a.act(c, project.ActFollowUp, &f, func(tx *db.Tx, ref string, version int) error {
		months, _ := strconv.Atoi(f.Months) // anything else than the choices is refused by the rule
		return journey.FollowUp(tx, ref, version, journey.Check{MonthsAfter: months, State: journey.EnterpriseState(f.State),
			ObservedOn: models.Date(f.ObservedOn), Jobs: typedJobs(f.Jobs), Note: f.Note})
	}, func(ctx context.Context) string { return wording.T(ctx, "Les nouvelles de l'entreprise sont notées.") })
}

type assignForm struct {
	Coaches []string `form:"coaches" validate:"max=20"`
}

func (a *App) assignCoach(c echo.Context) error {
	var f assignForm
	return a.act(c, project.ActAssign, &f, func(tx *db.Tx, ref string, version int) error {
		var chosen []string
		for _, id := range f.Coaches {
			if id != "" { // the empty first choice of the list
				chosen = append(chosen, id)
			}
		}
		return journey.AssignCoaches(tx, ref, version, chosen)
	}, func(ctx context.Context) string { return wording.T(ctx, "L'accompagnement est confié.") })
}

type unassignForm struct {
	Coach string `form:"coach" validate:"max=60"`
}

func (a *App) unassignCoach(c echo.Context) error {
	var f unassignForm
	return a.act(c, project.ActUnassign, &f, func(tx *db.Tx, ref string, version int) error {
		return journey.UnassignCoach(tx, ref, version, f.Coach)
	}, func(ctx context.Context) string { return wording.T(ctx, "L'accompagnement est retiré.") })
}

// history shows every change of a dossier: who, when, from, to, why.
func (a *App) history(c echo.Context) error {
	var page project.History
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.HistoryRead)
		if err != nil {
			return err
		}
		if page.Changes, err = journey.Changes(tx, p.ID); err != nil {
			return err
		}
		if p.May(web.Actor(c), access.NoteRead) { // what the couveuse does inside its house is not the holder's
			if page.Audit, err = journey.Audit(tx, p.ID); err != nil {
				return err
			}
		}
		page.MayCorrect = p.May(web.Actor(c), access.FactCorrect) && !p.Phase.IsApplication()
		if page.Notes, err = handover.NotesOf(tx, p); err != nil {
			return err
		}
		page.Head, err = a.dossierHead(c, tx, p)
		return err
	})
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Historique de %s", c.Param("ref"))
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return project.HistoryPage(f, page) })
}
