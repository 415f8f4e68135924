package handlers

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/intake"
	views "eclosion/views/intake"
	"eclosion/views/layout"
	"eclosion/views/sheet"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// importLimit bounds a request that hands in a file: the file, and the form around it.
const importLimit = intake.MaxBytes + 64<<10

// takesImports reports whether the route takes a file of earlier years: larger than any other.
func takesImports(c echo.Context) bool {
	return c.Request().Method == http.MethodPost && c.Path() == importsPath
}

// importList is where a file is handed in, and the history of those that were.
func (a *App) importList(c echo.Context) error {
	return a.showImports(c, http.StatusOK, ui.Form{})
}

func (a *App) showImports(c echo.Context, status int, form ui.Form) error {
	before, _ := strconv.ParseInt(c.QueryParam("avant"), 10, 64)
	v := views.History{Form: form, Paged: before > 0}
	err := a.read(c, func(tx *db.Tx) (err error) {
		v.List, v.More, err = intake.List(tx, before)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Imports"), func(f layout.Frame) templ.Component { return views.Imports(f, v) })
}

// receiveImport keeps the file for the worker; the page that follows shows how far it is.
func (a *App) receiveImport(c echo.Context) error {
	if r := c.Request(); r.ContentLength > importLimit {
		return a.showImports(c, http.StatusRequestEntityTooLarge, a.refilled(c, intake.TooLarge()))
	}
	done, err := a.uploads.take(c.Request().Context(), uploadWait)
	if err != nil {
		return err
	}
	defer done()
	a.allowTime(c)
	var id int64
	err = web.ReadMultipart(c, 4<<10, func(part *multipart.Part) (err error) {
		if id != 0 || part.FormName() != views.FileField {
			return nil
		}
		id, err = a.keepImport(c, part)
		return err
	})
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), errors.Is(err, echo.ErrStatusRequestEntityTooLarge):
		err = intake.TooLarge()
	case err == nil && id == 0:
		err = models.Fields(models.FieldProblem{Field: views.FileField, Code: "required"})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showImports(c, status, form) })
	}
	a.wakeImports()
	return web.SeeOther(c, importPathOf(id), "")
}

// keepImport spools a file to the disk, where it has no name, and from there into the database.
func (a *App) keepImport(c echo.Context, part *multipart.Part) (int64, error) {
	f, err := os.CreateTemp("", "eclosion-import-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	if err := os.Remove(f.Name()); err != nil {
		return 0, err
	}
	size, err := io.Copy(f, io.LimitReader(part, intake.MaxBytes+1))
	if err != nil {
		return 0, cut(err)
	}
	file := intake.File{Name: intake.CleanName(part.FileName()), Size: size, Content: f}
	return intake.Receive(c.Request().Context(), a.DB, web.Actor(c), file)
}

// wakeImports tells the worker that a file waits; without one, or when it works, nothing is lost: it looks by itself.
func (a *App) wakeImports() {
	if a.ImportWake != nil {
		a.ImportWake()
	}
}

func importPathOf(id int64) string { return importsPath + "/" + strconv.FormatInt(id, 10) }

func importID(c echo.Context) (int64, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, models.Missing("import")
	}
	return id, nil
}

// delivery loads the import of the address.
func (a *App) delivery(c echo.Context) (i intake.Delivery, err error) {
	id, err := importID(c)
	if err != nil {
		return i, err
	}
	err = a.read(c, func(tx *db.Tx) error { i, err = intake.Load(tx, id); return err })
	return i, err
}

// refreshSeconds is how often the page of a file at which the worker is looks again, by itself and without a script.
const refreshSeconds = "3"

func (a *App) importPage(c echo.Context) error { return a.showImport(c, http.StatusOK, ui.Form{}) }

func (a *App) showImport(c echo.Context, status int, form ui.Form) error {
	i, err := a.delivery(c)
	if err != nil {
		return err
	}
	v := views.One{Delivery: i, Form: form}
	if i.State.Works() && status == http.StatusOK {
		c.Response().Header().Set("Refresh", refreshSeconds)
		if a.ImportProgress != nil {
			v.Done, v.Total = a.ImportProgress(i.ID)
		}
	}
	return a.page(c, status, i.FileName, func(f layout.Frame) templ.Component { return views.Import(f, v) })
}

// importRows lists the rows with one outcome.
func (a *App) importRows(c echo.Context) error {
	i, err := a.delivery(c)
	if err != nil {
		return err
	}
	after, _ := strconv.Atoi(c.QueryParam("apres"))
	v := views.Rows{Delivery: i, Kind: c.QueryParam("issue"), Paged: after > 0}
	outcome, known := views.OutcomeOf(v.Kind)
	if !known {
		return models.Missing("import")
	}
	err = a.read(c, func(tx *db.Tx) (err error) {
		if outcome == "" {
			v.List, v.More, err = intake.WarnedRows(tx, i.ID, after)
		} else {
			v.List, v.More, err = intake.Rows(tx, i.ID, outcome, after)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, views.KindLabel(c.Request().Context(), v.Kind), func(f layout.Frame) templ.Component { return views.RowList(f, v) })
}

type applyForm struct {
	Skip bool `form:"ecarter"`
}

// applyImport takes the file as it was checked.
func (a *App) applyImport(c echo.Context) error {
	id, err := importID(c)
	if err != nil {
		return err
	}
	var f applyForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	err = a.write(c, func(tx *db.Tx) error { return intake.Apply(tx, id, web.Version(c), f.Skip) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showImport(c, status, form) })
	}
	a.wakeImports()
	return web.SeeOther(c, importPathOf(id), "")
}

// abandonImport gives the file up.
func (a *App) abandonImport(c echo.Context) error {
	id, err := importID(c)
	if err != nil {
		return err
	}
	err = a.write(c, func(tx *db.Tx) error { return intake.Abandon(tx, id, web.Version(c)) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showImport(c, status, form) })
	}
	return web.SeeOther(c, importsPath, wording.T(c.Request().Context(), "L'import est abandonné, et le fichier supprimé."))
}

// importRefused gives the refused rows back, to be corrected and handed in again.
func (a *App) importRefused(c echo.Context) error {
	i, err := a.delivery(c)
	if err != nil {
		return err
	}
	var rows []intake.Told
	if err := a.read(c, func(tx *db.Tx) (err error) { rows, err = intake.RefusedRows(tx, i.ID); return err }); err != nil {
		return err
	}
	if len(rows) == 0 {
		return models.Missing("import")
	}
	var header []string
	for _, column := range i.Columns.List {
		header = append(header, column.Header)
	}
	content, err := sheet.CSV(views.RefusedRows(c.Request().Context(), header, rows))
	if err != nil {
		return err
	}
	return web.Attachment(c, "lignes-refusees-"+strconv.FormatInt(i.ID, 10)+".csv", "text/csv; charset=utf-8", content)
}
