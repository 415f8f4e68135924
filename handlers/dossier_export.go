package handlers

import (
	"bytes"
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/handover"
	"eclosion/models/privacy"
	views "eclosion/views/handover"
	"eclosion/views/layout"
	"eclosion/views/pdf"
	"eclosion/views/report"
	"eclosion/views/sheet"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// whole gathers a dossier to be taken out as a file; the address says whether with its private part.
func (a *App) whole(c echo.Context) (w handover.Whole, internal bool, err error) {
	internal = c.QueryParam("interne") == "1"
	err = a.read(c, func(tx *db.Tx) (err error) {
		w, err = handover.LoadWhole(tx, c.Param("ref"), internal)
		return err
	})
	return w, internal, err
}

// dossierPage is the whole dossier as a page, the same as its PDF.
func (a *App) dossierPage(c echo.Context) error {
	w, internal, err := a.whole(c)
	if err != nil {
		return err
	}
	ctx, here := c.Request().Context(), "/projets/"+w.Dossier.Ref
	suffix, other := "", ui.Link{Href: here + "/dossier?interne=1", Label: wording.T(ctx, "Version interne, avec les notes")}
	if internal {
		suffix, other = "?interne=1", ui.Link{Href: here + "/dossier", Label: wording.T(ctx, "Version sans les notes")}
	}
	around := report.Around{Links: []ui.Link{{Href: here + "/dossier.pdf" + suffix, Label: wording.T(ctx, "Imprimer (PDF)")},
		{Href: here + "/dossier.zip" + suffix, Label: wording.T(ctx, "Tout télécharger (ZIP)")}, other}}
	crumbs := []ui.Link{{Href: here, Label: w.Dossier.Ref}, {Label: wording.T(ctx, "Dossier complet")}}
	return a.page(c, http.StatusOK, wording.T(ctx, "Dossier complet de %s", w.Dossier.Ref), func(f layout.Frame) templ.Component {
		return report.Show(f, crumbs, views.Paper(ctx, w), around)
	})
}

func (a *App) dossierPDF(c echo.Context) error {
	w, internal, err := a.whole(c)
	if err != nil {
		return err
	}
	body, err := wholePDF(c.Request().Context(), w)
	if err != nil {
		return err
	}
	if err := a.exported(c, "pdf", internal); err != nil {
		return err
	}
	return web.PDF(c, wholeName(w)+".pdf", body)
}

// dossierZIP sends the dossier with all its documents and papers. It is gathered and drawn first, so that a failure has
// its page; the documents then leave one after the other, and one of them at a time is in memory.
func (a *App) dossierZIP(c echo.Context) error {
	w, internal, err := a.whole(c)
	if err != nil {
		return err
	}
	made, err := wholeFiles(c.Request().Context(), w)
	if err != nil {
		return err
	}
	if err := a.exported(c, "zip", internal); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/zip")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+wholeName(w)+`.zip"`)
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	err = handover.WriteArchive(c.Response(), w, made, func(e privacy.Entry) ([]byte, error) {
		var body []byte
		err := a.read(c, func(tx *db.Tx) (err error) {
			body, err = privacy.BytesFor(tx, e, access.DossierExport)
			return err
		})
		return body, err
	})
	if err != nil { // it has begun: cut it off, so that nobody takes half of it for all
		a.Log.Error("archive cut off", "project", w.Dossier.Ref, "error", err.Error())
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (a *App) exported(c echo.Context, as string, internal bool) error {
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return a.write(c, func(tx *db.Tx) error { return handover.Export(tx, c.Param("ref"), as, internal) })
}

// wholeName names the file; the private version cannot be taken for the other one.
func wholeName(w handover.Whole) string {
	name := w.Dossier.Ref + "-dossier-" + string(models.Instant(w.MadeAt).Date())
	if w.Internal != nil {
		name += "-INTERNE"
	}
	return name
}

func wholePDF(ctx context.Context, w handover.Whole) ([]byte, error) {
	var out bytes.Buffer
	err := pdf.WritePaper(ctx, &out, views.Paper(ctx, w), "")
	return out.Bytes(), err
}

// wholeFiles are what the archive holds beside data, documents and papers.
func wholeFiles(ctx context.Context, w handover.Whole) ([]handover.File, error) {
	body, err := wholePDF(ctx, w)
	if err != nil {
		return nil, err
	}
	meetings, err := sheet.CSV(views.Meetings(ctx, w))
	if err != nil {
		return nil, err
	}
	actions, err := sheet.CSV(views.Actions(ctx, w))
	name := "dossier.pdf"
	if w.Internal != nil {
		name = "dossier-INTERNE.pdf"
	}
	return []handover.File{{Name: name, Body: body}, {Name: "rencontres.csv", Body: meetings}, {Name: "actions.csv", Body: actions}}, err
}
