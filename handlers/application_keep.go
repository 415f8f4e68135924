package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/form"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/wording"
)

// kept is what the script of a topic's page is told about a change that it sent.
type kept struct {
	Version string            `json:"version"`
	Saved   string            `json:"saved"` // "Enregistré à 14:32"
	Wrong   map[string]string `json:"wrong"` // by field, what could not be kept
	Said    string            `json:"said"`  // to say beside the form; "" for nothing
}

// keepTopic keeps the answers of a topic while somebody types.
func (a *App) keepTopic(c echo.Context) error {
	t, ok := candidature.TopicOf(c.Param("partie"))
	if !ok || t == form.Intake || t == form.Documents {
		return models.Missing("topic")
	}
	ctx := c.Request().Context()
	var done selection.Kept
	err := a.write(c, func(tx *db.Tx) (err error) {
		done, err = selection.Keep(tx, c.Param("ref"), c.FormValue("version"), t, web.Posted(c))
		return err
	})
	if p, isProblem := models.ProblemOf(err); isProblem {
		_, sentences := wording.Problem(ctx, p)
		said := strings.Join(sentences, " ")
		if p.Kind == models.Conflict {
			said = wording.T(ctx, "Un autre appareil ou une autre fenêtre a enregistré d'autres réponses entre-temps. Les vôtres sont gardées ici : enregistrez pour comparer et choisir.")
		}
		return c.JSON(statusOf(err), kept{Said: said, Wrong: map[string]string{}})
	}
	if err != nil {
		return err
	}
	answer := kept{Version: done.Seen, Saved: wording.T(ctx, "Enregistré à %s", wording.Clock(a.Clock.Now())), Wrong: map[string]string{}}
	for _, f := range done.Wrong {
		answer.Wrong[f.Field] = wording.Field(ctx, "", f)
	}
	if n := len(done.Wrong); n > 0 {
		answer.Said = wording.N(ctx, "%s réponse est à revoir avant d'être enregistrée ; elle est gardée sur cet appareil. Le reste est enregistré.",
			"%s réponses sont à revoir avant d'être enregistrées ; elles sont gardées sur cet appareil. Le reste est enregistré.", n, wording.Count(n))
	}
	return c.JSON(http.StatusOK, answer)
}
