package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	views "eclosion/views/documents"
	"eclosion/views/wording"
)

// Bounds of what arrives in files.
const (
	uploadLimit  = documents.MaxTotal + 2<<20 // bytes of one request: what a dossier holds, and the form around it
	uploadTime   = 10 * time.Minute           // for a slow line
	uploadWait   = 15 * time.Second           // for a place
	uploadPlaces = 16                         // requests whose files are in memory: each holds one file at a time
	checkPlaces  = 2                          // files that are looked into at once: an image takes far more than its bytes
	filesAtOnce  = 20                         // of one request
)

// takesFiles reports whether the route takes files: the one exception to what forms may send.
func takesFiles(c echo.Context) bool {
	if c.Request().Method != http.MethodPost {
		return false
	}
	return slices.Contains([]string{"/candidatures/:ref/documents", "/projets/:ref/documents", importPath, verifyPath, copyPath}, c.Path()) ||
		web.IsMultipart(c) && slices.Contains([]string{"/rencontres", "/projets/:ref/rencontres", "/projets/:ref/rencontres/:id"}, c.Path())
}

// turns are the places for heavy work of which there are few.
type turns chan struct{}

// take waits for a place; done gives it back.
func (t turns) take(ctx context.Context, most time.Duration) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, &models.Problem{Kind: models.TooMany, Code: "document.busy"}
	}
}

// addDocuments takes the files of one form, one after the other as they arrive: what came before a
// cut is kept. A script asks for JSON, a browser without one gets the page.
func (a *App) addDocuments(c echo.Context) error {
	ref := c.Param("ref")
	err := a.read(c, func(tx *db.Tx) error { _, err := documents.MayAdd(tx, ref); return err })
	if err != nil {
		return err
	}
	done, err := a.uploads.take(c.Request().Context(), uploadWait)
	if err != nil {
		return err
	}
	defer done()
	a.allowTime(c)
	body, err := c.Request().MultipartReader()
	if err != nil {
		return &models.Problem{Kind: models.Invalid, Code: "form.unreadable"}
	}
	up := a.receive(c, ref, body)
	failed := slices.ContainsFunc(up.Files, func(s views.Sent) bool { return !s.OK })
	status := http.StatusOK
	if failed {
		status = http.StatusUnprocessableEntity
	}
	if strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON) {
		return c.JSON(status, map[string]any{"files": up.Files})
	}
	if failed {
		return a.showDocuments(c, status, func(b *views.Board) { b.Upload = up })
	}
	return web.SeeOther(c, documentsPath(c)+anchorOf(up.Category), up.Files[0].Text)
}

func anchorOf(category string) string {
	if category == "" {
		return ""
	}
	return "#piece-" + category
}

// allowTime lets a slow line finish: the server's own limits are those of small forms.
func (a *App) allowTime(c echo.Context) {
	rc, until := http.NewResponseController(c.Response()), a.Machine.Now().Add(uploadTime)
	if err := errors.Join(rc.SetReadDeadline(until), rc.SetWriteDeadline(until)); err != nil {
		a.Log.Warn("an upload keeps the server's time limits", "error", err.Error())
	}
}

// receive reads the parts of a form. There is always at least one result.
func (a *App) receive(c echo.Context, ref string, body *multipart.Reader) (up views.Upload) {
	ctx := c.Request().Context()
	say := func(name string, err error) { up.Files = append(up.Files, a.sent(ctx, name, err)) }
	for {
		part, err := body.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(up.Files) == 0:
			say("", models.Fields(models.FieldProblem{Field: "files", Code: "required"}))
			return up
		case errors.Is(err, io.EOF):
			return up
		case err != nil:
			say("", cut(err))
			return up
		}
		switch part.FormName() {
		case "category":
			text, err := io.ReadAll(io.LimitReader(part, 100))
			if err == nil && utf8.Valid(text) && !bytes.ContainsRune(text, 0) {
				up.Category = string(text)
			}
		case "files":
			if part.FileName() == "" { // a field in which nothing was chosen
				continue
			}
			if len(up.Files) == filesAtOnce {
				say(part.FileName(), models.Refuse("document.too_many_at_once", models.Facts{"limit": filesAtOnce}))
				return up
			}
			sent, goOn := a.receiveFile(ctx, c, ref, up.Category, part)
			up.Files = append(up.Files, sent)
			if !goOn {
				return up
			}
		}
	}
}

// receiveFile reads, looks into, scans and stores one file. goOn is false when nothing can follow it.
func (a *App) receiveFile(ctx context.Context, c echo.Context, ref, category string, part *multipart.Part) (sent views.Sent, goOn bool) {
	name := part.FileName()
	data, err := io.ReadAll(io.LimitReader(part, documents.MaxFile+1))
	if err != nil {
		return a.sent(ctx, name, cut(err)), false
	}
	f, err := a.check(ctx, name, data)
	if err != nil {
		return a.sent(ctx, name, err), true
	}
	scan := a.scan(ctx, f)
	var added documents.Added
	err = a.write(c, func(tx *db.Tx) (err error) {
		added, err = documents.Add(tx, ref, category, f, scan)
		return err
	})
	switch {
	case err != nil:
	case scan == documents.Infected:
		err = models.Refuse("document.infected", models.Facts{"name": f.Name})
	case added.Known:
		return views.Sent{Name: f.Name, OK: true, Text: wording.T(ctx, "Ce fichier est déjà au dossier : il n'est pas ajouté deux fois.")}, true
	}
	if err != nil {
		return a.sent(ctx, f.Name, err), true
	}
	return views.Sent{Name: f.Name, OK: true, Text: wording.T(ctx, "Ajouté à %s.", wording.Clock(a.Clock.Now()))}, true
}

// check looks into a file, a few at once.
func (a *App) check(ctx context.Context, name string, data []byte) (documents.File, error) {
	done, err := a.checks.take(ctx, time.Minute)
	if err != nil {
		return documents.File{}, err
	}
	defer done()
	return documents.Check(name, data)
}

// scan asks the scanner, where there is one. When it does not answer the document waits for it: a job asks again.
func (a *App) scan(ctx context.Context, f documents.File) documents.Scan {
	if a.Scanner == nil {
		return documents.Unscanned
	}
	clean, err := a.Scanner.Scan(ctx, f.Content())
	switch {
	case err != nil:
		a.Log.Warn("a document waits for its scan", "error", err.Error())
		return documents.Unscanned
	case clean:
		return documents.Clean
	}
	return documents.Infected
}

// cut names what broke off an upload.
func cut(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return models.Refuse("document.request_large", models.Facts{"limit": documents.MaxTotal})
	}
	return models.Refuse("document.cut", nil)
}

// sent words what became of a file that was not stored.
func (a *App) sent(ctx context.Context, name string, err error) views.Sent {
	s := views.Sent{Name: documents.DisplayName(name)}
	p, ok := models.ProblemOf(err)
	if !ok {
		a.Log.Error("a document was not stored", "error", err.Error())
		p = &models.Problem{Kind: models.Unavailable, Code: "http.failed"}
	}
	_, sentences := wording.Problem(ctx, p)
	for _, f := range p.Fields {
		sentences = append(sentences, wording.Field(ctx, wording.FieldLabel(ctx, f.Field), f))
	}
	s.Text = strings.Join(sentences, " ")
	s.Again = p.Code == "document.cut" || p.Kind == models.TooMany || p.Kind == models.Unavailable
	return s
}
