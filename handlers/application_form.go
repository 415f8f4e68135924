package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// draftForm is the body of a topic's page: each gives the draft that the verb checks.
// Lengths and choices are the verb's to judge; only dates are read here.
type draftForm interface{ draft() selection.Draft }

type identityForm struct {
	FirstName    string `form:"first_name"`
	LastName     string `form:"last_name"`
	BirthOn      string `form:"birth_on" validate:"omitempty,date"`
	Gender       string `form:"gender"`
	Email        string `form:"email"`
	Phone        string `form:"phone"`
	Street       string `form:"street"`
	Postcode     string `form:"postcode"`
	Municipality string `form:"municipality"`
}

func (f *identityForm) draft() selection.Draft {
	return selection.IdentityDraft{FirstName: f.FirstName, LastName: f.LastName, BirthOn: models.Date(f.BirthOn), Gender: f.Gender,
		Email: f.Email, Phone: f.Phone, Street: f.Street, Postcode: f.Postcode, Municipality: f.Municipality}
}

type situationForm struct {
	Situation string `form:"situation"`
	Since     string `form:"jobseeker_since" validate:"omitempty,date"`
	EndOn     string `form:"benefits_end_on" validate:"omitempty,date"`
	Schooling string `form:"schooling"`
	OwnVAT    string `form:"own_vat"`
}

func (f *situationForm) draft() selection.Draft {
	return selection.SituationDraft{Situation: selection.Situation(f.Situation), JobseekerSince: models.Date(f.Since),
		BenefitsEndOn: models.Date(f.EndOn), Schooling: selection.Schooling(f.Schooling), OwnVAT: f.OwnVAT == "oui"}
}

type projectForm struct {
	Title       string `form:"project_title"`
	Sector      string `form:"sector"`
	Description string `form:"project_description"`
	Clients     string `form:"clients"`
}

func (f *projectForm) draft() selection.Draft {
	return selection.ProjectDraft{Title: f.Title, Sector: f.Sector, Description: f.Description, Clients: f.Clients}
}

type motivationForm struct {
	Motivation string `form:"motivation"`
	Experience string `form:"experience"`
}

func (f *motivationForm) draft() selection.Draft {
	return selection.MotivationDraft{Motivation: f.Motivation, Experience: f.Experience}
}

type consentForm struct {
	Consent string `form:"consent"`
}

func (f *consentForm) draft() selection.Draft {
	return selection.ConsentDraft{Given: f.Consent == "oui"}
}

func (f *cohortForm) draft() selection.Draft { return selection.IntakeDraft{CohortRef: f.Cohort} }

func newDraftForm(t selection.Topic) draftForm {
	switch t {
	case selection.TopicIdentity:
		return &identityForm{}
	case selection.TopicSituation:
		return &situationForm{}
	case selection.TopicProject:
		return &projectForm{}
	case selection.TopicMotivation:
		return &motivationForm{}
	case selection.TopicConsent:
		return &consentForm{}
	}
	return &cohortForm{}
}

// versionOf is the version that a topic's form is guarded by: the identity is the person's.
func versionOf(app *selection.Application, t selection.Topic) string {
	if t == selection.TopicIdentity {
		return strconv.Itoa(app.Person.Version)
	}
	return strconv.Itoa(app.Version)
}

func (a *App) topicPage(t selection.Topic) echo.HandlerFunc {
	return func(c echo.Context) error {
		return a.showTopic(c, http.StatusOK, t, nil, backOf(c.QueryParam("retour")))
	}
}

// backOf knows the one page that a topic's page leads back to.
func backOf(s string) string {
	if s == "verifier" {
		return s
	}
	return ""
}

// showTopic shows a topic as it is stored, or as it was refused.
func (a *App) showTopic(c echo.Context, status int, t selection.Topic, refused *ui.Form, back string) error {
	page := candidature.Topic{Topic: t, Back: back, Conflict: status == http.StatusConflict}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if page.App, err = selection.Load(tx, c.Param("ref"), access.ApplicationEdit); err != nil {
			return err
		}
		if t == selection.TopicIntake {
			page.Open, err = programme.OpenCohorts(tx, tx.Today())
		}
		return err
	})
	if err != nil {
		return err
	}
	if !page.App.Editable() && refused == nil {
		return web.SeeOther(c, candidature.Path(page.App.Project.Ref), "")
	}
	if refused != nil {
		page.Form = *refused
	} else {
		page.Form.Values = candidature.Values(page.App, t)
	}
	if refused == nil || page.Conflict { // what is shown beside the typed text is what it replaces
		page.Form.Version = versionOf(page.App, t)
	}
	return a.page(c, status, wording.TopicLabel(c.Request().Context(), t), func(f layout.Frame) templ.Component {
		return candidature.TopicPage(f, page)
	})
}

func (a *App) saveTopic(t selection.Topic) echo.HandlerFunc {
	return func(c echo.Context) error {
		f := newDraftForm(t)
		err := web.Bind(c, f)
		if err == nil {
			err = a.write(c, func(tx *db.Tx) error {
				return selection.Save(tx, c.Param("ref"), web.Version(c), f.draft())
			})
		}
		back := backOf(c.FormValue("retour"))
		if err != nil {
			return a.again(c, err, func(status int, form ui.Form) error { return a.showTopic(c, status, t, &form, back) })
		}
		return web.SeeOther(c, after(c.Param("ref"), t, c.FormValue("suite"), back), a.savedNotice(c))
	}
}

func (a *App) savedNotice(c echo.Context) string {
	ctx := c.Request().Context()
	at := wording.Clock(a.Clock.Now())
	if c.FormValue("suite") == "quitter" {
		return wording.T(ctx, "Enregistré à %s. Revenez quand vous voulez : vos réponses vous attendent.", at)
	}
	return wording.T(ctx, "Enregistré à %s.", at)
}

// after is where saving a topic leads: out, back to the check, or to the next topic.
func after(ref string, t selection.Topic, wish, back string) string {
	if wish == "quitter" {
		return "/candidatures"
	}
	topics := selection.Topics()
	next := slices.Index(topics, t) + 1
	if back != "" || next == len(topics) {
		return candidature.Path(url.PathEscape(ref)) + "/verifier"
	}
	return candidature.TopicPath(url.PathEscape(ref), topics[next])
}
