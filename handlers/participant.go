package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
	"eclosion/views/layout"
	views "eclosion/views/participant"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// participantPage is what was asked of the person of a dossier.
func (a *App) participantPage(c echo.Context) error {
	p, err := a.participantOf(c, access.ParticipantRead)
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Fonds social européen : %s", c.Param("ref"))
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return views.Show(f, p) })
}

func (a *App) participantOf(c echo.Context, action access.Action) (p views.Page, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		if p.Record, err = participant.Load(tx, c.Param("ref"), action); err != nil {
			return err
		}
		p.Today, p.Own = tx.Today(), p.Record.Project.Standing.Own
		p.Writes = p.Record.Project.May(tx.Actor(), access.ParticipantRecord)
		p.Head, err = a.dossierHead(c, tx, p.Record.Project)
		return err
	})
	return p, err
}

// fundAsks says on a dossier what is to be asked of its person; nil for nothing, or for who does not ask.
func fundAsks(tx *db.Tx, p *programme.Project) (templ.Component, error) {
	if p.Standing.Own || !p.May(tx.Actor(), access.ParticipantRecord) {
		return nil, nil
	}
	r, err := participant.Of(tx, p)
	if err != nil {
		return nil, err
	}
	due := participant.DueOf(r, tx.Today())
	if len(due) == 0 {
		return nil, nil
	}
	return views.Asks(due), nil
}

// participantForm asks for one part: the entry, the exit, or what became of the person later.
func (a *App) participantForm(c echo.Context) error {
	return a.showParticipant(c, http.StatusOK, nil)
}

// showParticipant shows the form of a part; sent is what was typed after a refusal.
func (a *App) showParticipant(c echo.Context, status int, sent *ui.Form) error {
	ctx := c.Request().Context()
	p, err := a.participantOf(c, access.ParticipantRecord)
	if err != nil {
		return err
	}
	if p.Moment = views.MomentOf(c.Param("partie")); p.Moment == "" {
		return models.Missing("page")
	}
	r := p.Record
	if p.Moment == participant.EntryPart {
		e := r.Shown()
		p.Fixed = fixedAnswers(p)
		p.Form = ui.Form{Values: map[string][]string{}, Version: strconv.Itoa(r.Version)}
		for _, name := range participant.Fields() {
			p.Form.Values[name] = []string{e.Value(name)}
		}
		if sent != nil {
			p.Form = keepVersion(*sent, p.Form.Version, status)
		}
		return a.page(c, status, wording.T(ctx, "Données à l'entrée"), func(f layout.Frame) templ.Component { return views.EntryForm(f, p) })
	}
	if problem := askedNow(r, p); problem != nil {
		return problem
	}
	p.Form = ui.Form{Values: map[string][]string{"observed_on": {string(p.Today)}}, Version: "0"}
	if x := r.Result(p.Moment); x != nil {
		p.Form.Version = strconv.Itoa(x.Version)
		for _, name := range append([]string{"observed_on"}, x.Moment.Asked()...) {
			p.Form.Values[name] = []string{x.Value(name)}
		}
	}
	if sent != nil {
		p.Form = keepVersion(*sent, p.Form.Version, status)
	}
	return a.page(c, status, wording.ResultMoment(ctx, p.Moment), func(f layout.Frame) templ.Component { return views.ResultForm(f, p) })
}

// keepVersion lets a form go on from what is there now, once its author was told that somebody else had changed it.
func keepVersion(sent ui.Form, present string, status int) ui.Form {
	if status == http.StatusConflict {
		sent.Version = present
	}
	return sent
}

// fixedAnswers are those that the form does not ask: what the person has said once it is frozen; what the dossier knows
// of their birth and gender before.
func fixedAnswers(p views.Page) (names []string) {
	r := p.Record
	for _, name := range participant.Fields() {
		switch {
		case r.Frozen() && p.Own && r.Entry.Value(name) != "":
			names = append(names, name)
		case !r.Frozen() && (name == "birth_on" || name == "gender") && r.Proposed.Value(name) != "":
			names = append(names, name)
		}
	}
	return names
}

// askedNow says whether a moment is asked today at all.
func askedNow(r *participant.Record, p views.Page) error {
	left := r.Project.LeftOn
	if left == "" {
		return models.Refuse("participant.not_left", nil)
	}
	if w := r.Rules.Window(p.Moment, left); p.Today < w.From {
		return models.Refuse("participant.too_early", models.Facts{"date": w.From})
	}
	return nil
}

type participantForm struct {
	Labour        string `form:"labour"`
	JoblessSince  string `form:"jobless_since"`
	Schooling     string `form:"schooling"`
	BirthOn       string `form:"birth_on"`
	Gender        string `form:"gender"`
	Rural         string `form:"rural"`
	ThirdCountry  string `form:"third_country"`
	Foreign       string `form:"foreign_background"`
	Minority      string `form:"minority"`
	Disability    string `form:"disability"`
	Homeless      string `form:"homeless"`
	ObservedOn    string `form:"observed_on"`
	JobSearch     string `form:"job_search"`
	Training      string `form:"training"`
	Qualification string `form:"qualification"`
	Employment    string `form:"employment"`
	Improved      string `form:"improved"`
	Reason        string `form:"correction_reason"`
}

// entry and result take the answers as they were sent: what may be answered is the pillar's to say.
func (f participantForm) entry() participant.Entry {
	return participant.Entry{Labour: participant.Labour(f.Labour), JoblessSince: models.Date(f.JoblessSince), BirthOn: models.Date(f.BirthOn), Gender: f.Gender, Schooling: f.Schooling,
		Rural: participant.Answer(f.Rural), ThirdCountry: participant.Answer(f.ThirdCountry), Foreign: participant.Answer(f.Foreign), Minority: participant.Answer(f.Minority),
		Disability: participant.Answer(f.Disability), Homeless: participant.Answer(f.Homeless)}
}

func (f participantForm) result(m participant.Moment) participant.Result {
	x := participant.Result{Moment: m, ObservedOn: models.Date(f.ObservedOn), Employment: participant.Answer(f.Employment)}
	if m == participant.Later {
		x.Improved = participant.Answer(f.Improved)
	} else {
		x.JobSearch, x.Training, x.Qualification = participant.Answer(f.JobSearch), participant.Answer(f.Training), participant.Answer(f.Qualification)
	}
	return x
}

// saveParticipant keeps one part.
func (a *App) saveParticipant(c echo.Context) error {
	ctx, ref, moment := c.Request().Context(), c.Param("ref"), views.MomentOf(c.Param("partie"))
	if moment == "" {
		return models.Missing("page")
	}
	var f participantForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			if moment == participant.EntryPart {
				return participant.Save(tx, ref, web.Version(c), f.entry(), f.Reason)
			}
			return participant.SaveResult(tx, ref, web.Version(c), f.result(moment), f.Reason)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showParticipant(c, status, &form) })
	}
	return web.SeeOther(c, views.Path(ref), wording.T(ctx, "C'est enregistré."))
}
