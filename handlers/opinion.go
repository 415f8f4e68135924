package handlers

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/committee"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// committeeFile is a file as a member judges it; who only manages the committee
// reads it whole elsewhere.
func (a *App) committeeFile(c echo.Context) error {
	return a.showFile(c, http.StatusOK, "", ui.Form{})
}

// showFile shows a file to a member; form replaces the form of that name after a refusal.
func (a *App) showFile(c echo.Context, status int, sent string, form ui.Form) error {
	var p committee.FilePage
	err := a.read(c, func(tx *db.Tx) (err error) {
		p, err = filePage(tx, c.Param("ref"), c.Param("projet"))
		return err
	})
	if err != nil {
		return err
	}
	if !p.Committee.Seated {
		return c.Redirect(http.StatusSeeOther, candidature.Path(p.App.Project.Ref))
	}
	p.Form.Values, p.Conflict.Scope = p.Stored(), "conflit"
	switch sent {
	case "avis":
		p.Form, p.Stale = p.Named(c.Request().Context(), form), status == http.StatusConflict
	case "conflit":
		form.Scope = p.Conflict.Scope
		p.Conflict = form
	}
	if sent != "avis" || status == http.StatusConflict {
		p.Form.Version = strconv.Itoa(p.Own.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Avis sur %s", p.App.Project.Ref), func(f layout.Frame) templ.Component {
		return committee.JudgePage(f, p)
	})
}

// filePage gathers a file for a member: what it says, what they gave, and the files around it.
func filePage(tx *db.Tx, ref, project string) (p committee.FilePage, err error) {
	if p.Committee, p.App, err = selection.LoadFile(tx, ref, project); err != nil {
		return p, err
	}
	if p.Grid, err = selection.Criteria(tx, p.Committee); err != nil {
		return p, err
	}
	if p.Own, err = selection.OwnOpinion(tx, p.Committee, p.App.Project); err != nil {
		return p, err
	}
	if p.Peers, err = selection.PeerOpinions(tx, p.Committee, p.App.Project); err != nil {
		return p, err
	}
	files, err := selection.Files(tx, p.Committee)
	if err != nil {
		return p, err
	}
	p.Given, p.Due = committee.Given(files), committee.Due(files)
	files = slices.DeleteFunc(files, func(f selection.File) bool { return f.Conflict })
	i := slices.IndexFunc(files, func(f selection.File) bool { return f.Ref == p.App.Project.Ref })
	if i > 0 {
		p.Previous = files[i-1].Ref
	}
	if i >= 0 && i+1 < len(files) {
		p.Next = files[i+1].Ref
	}
	return p, nil
}

type opinionForm struct {
	Recommendation string `form:"recommendation"`
	Comment        string `form:"comment"`
	Action         string `form:"action" validate:"omitempty,oneof=brouillon"`
}

// draftOf reads an opinion with its marks: fields "score-1" and "note-1" by the criterion's position.
func draftOf(c echo.Context, f opinionForm) selection.OpinionDraft {
	d := selection.OpinionDraft{Recommendation: selection.Recommendation(f.Recommendation), Comment: f.Comment}
	byPosition := map[int]selection.Score{}
	for name, values := range web.Posted(c) {
		kind, number, _ := strings.Cut(name, "-")
		position, err := strconv.Atoi(number)
		if err != nil || kind != "score" && kind != "note" {
			continue
		}
		s := byPosition[position]
		s.Position = position
		if kind == "score" {
			s.Mark = selection.Mark(values[0])
		} else {
			s.Comment = strings.TrimSpace(strings.ReplaceAll(values[0], "\r\n", "\n"))
		}
		byPosition[position] = s
	}
	for _, s := range byPosition {
		d.Scores = append(d.Scores, s)
	}
	slices.SortFunc(d.Scores, func(a, b selection.Score) int { return cmp.Compare(a.Position, b.Position) })
	return d
}

// giveOpinion gives a member's opinion, or keeps it for later.
func (a *App) giveOpinion(c echo.Context) error {
	var f opinionForm
	err := web.Bind(c, &f)
	ref, project := c.Param("ref"), c.Param("projet")
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			if f.Action != "" {
				_, err := selection.SaveDraft(tx, ref, project, web.Version(c), draftOf(c, f))
				return err
			}
			return selection.GiveOpinion(tx, ref, project, web.Version(c), draftOf(c, f))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showFile(c, status, "avis", form) })
	}
	ctx := c.Request().Context()
	if f.Action != "" {
		return web.SeeOther(c, committee.FilePath(ref, project), wording.T(ctx, "Enregistré sur %s. Rendez votre avis quand il est complet.", project))
	}
	next, err := a.nextToJudge(c, ref, project)
	if err != nil {
		return err
	}
	return web.SeeOther(c, next, wording.T(ctx, "Avis rendu sur %s.", project))
}

// keepOpinion keeps what a member writes, while they write it.
func (a *App) keepOpinion(c echo.Context) error {
	var f opinionForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	ctx := c.Request().Context()
	var version int
	err := a.write(c, func(tx *db.Tx) (err error) {
		version, err = selection.SaveDraft(tx, c.Param("ref"), c.Param("projet"), web.Version(c), draftOf(c, f))
		return err
	})
	if p, isProblem := models.ProblemOf(err); isProblem {
		_, sentences := wording.Problem(ctx, p)
		for _, field := range p.Fields {
			sentences = append(sentences, wording.Field(ctx, "", field))
		}
		return c.JSON(statusOf(err), kept{Said: strings.Join(sentences, " "), Wrong: map[string]string{}})
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, kept{Version: strconv.Itoa(version), Saved: wording.T(ctx, "Enregistré à %s, pas encore rendu", wording.Clock(a.Clock.Now())), Wrong: map[string]string{}})
}

// nextToJudge is the next file on which the actor gave no opinion yet, after the one just judged; the committee
// when there is none.
func (a *App) nextToJudge(c echo.Context, ref, project string) (to string, err error) {
	to = committee.Path(ref)
	err = a.read(c, func(tx *db.Tx) error {
		k, err := selection.LoadCommittee(tx, ref)
		if err != nil {
			return err
		}
		files, err := selection.Files(tx, k)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(files, func(f selection.File) bool { return f.Ref == project })
		for _, f := range slices.Concat(files[i+1:], files[:i+1]) {
			if !f.Conflict && f.Own == "" && selection.Awaits(f.Phase) {
				to = committee.FilePath(ref, f.Ref)
				return nil
			}
		}
		return nil
	})
	return to, err
}

type conflictForm struct {
	Reason string `form:"conflict_reason"`
	Member string `form:"member" validate:"max=64"`
	File   string `form:"file" validate:"max=64"`
}

// declareConflict closes a file to the member who declares it.
func (a *App) declareConflict(c echo.Context) error {
	var f conflictForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return selection.DeclareConflict(tx, c.Param("ref"), c.Param("projet"), f.Reason)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showFile(c, status, "conflit", form) })
	}
	return web.SeeOther(c, committee.Path(c.Param("ref")), wording.T(c.Request().Context(), "Conflit d'intérêts déclaré sur %s : le dossier est fermé pour vous.", c.Param("projet")))
}
