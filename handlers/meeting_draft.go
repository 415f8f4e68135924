package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/logbook"
	views "eclosion/views/coaching"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// draftPage is what a form that was sent is a draft of.
func draftPage(c echo.Context, key string) logbook.Page {
	page := logbook.Page{Key: key, Ref: c.Param("ref"), Meeting: c.FormValue("rencontre")}
	for _, ref := range append([]string{c.FormValue("dossier")}, web.Posted(c)["holders"]...) {
		if page.Ref == "" {
			page.Ref = ref
		}
	}
	return page
}

// keepDraft keeps the form of a meeting while somebody types.
func (a *App) keepDraft(c echo.Context) error {
	ctx := c.Request().Context()
	key := draftKey(c.Param("cle"))
	if key == "" {
		return models.Missing("meeting_draft")
	}
	err := sameAccount(c)
	version := 0
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			version, err = logbook.Keep(tx, draftPage(c, key), web.Posted(c), web.Version(c))
			return err
		})
	}
	if p, isProblem := models.ProblemOf(err); isProblem {
		_, sentences := wording.Problem(ctx, p)
		said := strings.Join(sentences, " ")
		if p.Code == "meeting_draft.stale" {
			said = wording.T(ctx, "Ce brouillon a été modifié dans une autre fenêtre ou sur un autre appareil. Ce que vous tapez ici est gardé sur cet appareil ; rechargez la page pour voir l'autre version.")
		}
		return c.JSON(statusOf(p), kept{Said: said, Wrong: map[string]string{}})
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, kept{Version: strconv.Itoa(version), Saved: wording.T(ctx, "Brouillon enregistré à %s", wording.Clock(a.Clock.Now())), Wrong: map[string]string{}})
}

// keepPosted keeps what a form said that could not be logged, as well as it can, and reports whether it is: the page that
// is shown has it, too.
func (a *App) keepPosted(c echo.Context) bool {
	key := draftKey(web.Key(c))
	if key == "" {
		return false
	}
	err := a.write(c, func(tx *db.Tx) error {
		d, _, err := logbook.DraftOf(tx, key)
		if err == nil {
			_, err = logbook.Keep(tx, draftPage(c, key), web.Posted(c), d.Version)
		}
		return err
	})
	if _, isProblem := models.ProblemOf(err); err != nil && !isProblem {
		a.Log.Warn("a draft was not kept", "error", err.Error())
	}
	return err == nil
}

// startMeeting notes that the meeting of the form begins now, and comes back to it.
func (a *App) startMeeting(c echo.Context, ref string) error {
	key := draftKey(web.Key(c))
	if key == "" {
		return &models.Problem{Kind: models.Invalid, Code: "form.unreadable"}
	}
	values := web.Posted(c)
	now := a.Clock.Now().In(models.Brussels)
	values["meeting_on"], values["starts_at"], values["minutes"] = []string{string(models.DateOf(now))}, []string{now.Format("15:04")}, []string{views.Timer}
	delete(values, "minutes_other")
	err := a.write(c, func(tx *db.Tx) error {
		d, _, err := logbook.DraftOf(tx, key)
		if err != nil {
			return err
		}
		page := draftPage(c, key)
		page.Ref = ref
		return logbook.Start(tx, page, values, d.Version)
	})
	if err != nil {
		return a.refuseMeeting(c, err, func(status int, form ui.Form) error { return a.showEntry(c, status, form, nil) })
	}
	to := "/rencontres/nouvelle?cle=" + key
	if ref != "" {
		to = "/projets/" + ref + "/rencontres/nouvelle?cle=" + key
	}
	return web.SeeOther(c, to, "")
}

// drafts lists what the actor has begun and not logged.
func (a *App) drafts(c echo.Context) error {
	var page views.Drafts
	err := a.read(c, func(tx *db.Tx) (err error) {
		page.Now = tx.Now()
		page.List, err = logbook.Drafts(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Brouillons de rencontres"), func(f layout.Frame) templ.Component {
		return views.DraftsPage(f, page)
	})
}

// dropDraft throws a draft away, or takes it back.
func (a *App) dropDraft(c echo.Context) error {
	drop := c.FormValue("retablir") == ""
	err := a.write(c, func(tx *db.Tx) error { return logbook.Drop(tx, draftKey(c.Param("cle")), drop) })
	if err != nil {
		return err
	}
	notice := wording.T(c.Request().Context(), "Brouillon repris.")
	if drop {
		notice = wording.T(c.Request().Context(), "Brouillon supprimé. Vous pouvez encore le reprendre, plus bas.")
	}
	return web.SeeOther(c, "/rencontres/brouillons", notice)
}

// person is a dossier that a script proposes.
type person struct {
	Ref   string `json:"ref"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

// findPeople proposes the dossiers that a typed name may mean, those met last first.
func (a *App) findPeople(c echo.Context) error {
	text := c.QueryParam("q")
	if len([]rune(text)) > peopleTyped {
		return c.JSON(http.StatusOK, []person{})
	}
	list := []person{}
	err := a.read(c, func(tx *db.Tx) error {
		found, err := coaching.Named(tx, text, peopleShown)
		for _, h := range found {
			list = append(list, person{Ref: h.Ref, Name: h.Name, Title: h.Title})
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

// logHref is where one logs a meeting from the page that is shown: on its dossier, when it is one's own to log on.
func logHref(c echo.Context) string {
	if ref := c.Param("ref"); ref != "" && strings.HasPrefix(c.Path(), "/projets/:ref") {
		return "/rencontres/nouvelle?projet=" + ref
	}
	return "/rencontres/nouvelle"
}
