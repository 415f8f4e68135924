package handlers

import (
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/layout"
	views "eclosion/views/notice"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// issuedPaper prints an issued paper again, byte for byte; without ".pdf" it shows the paper's page.
func (a *App) issuedPaper(c echo.Context) error {
	number, isPDF := strings.CutSuffix(c.Param("file"), ".pdf")
	if !isPDF {
		return a.showIssued(c, http.StatusOK, nil, nil)
	}
	var p reporting.Issued
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p, err = reporting.LoadIssued(tx, number); err == nil && len(p.PDF) == 0 { // its words were erased
			err = models.Missing("paper")
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.PDF(c, p.Number+".pdf", p.PDF)
}

// showIssued shows an issued paper, after a refusal with the form as it was sent.
func (a *App) showIssued(c echo.Context, status int, signs, scan *ui.Form) error {
	ctx := c.Request().Context()
	s := views.Shown{}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if s.Paper, err = notice.Load(tx, c.Param("file")); err != nil {
			return err
		}
		s.Today, s.Staff = tx.Today(), access.Can(tx.Actor(), access.PaperRegister)
		if s.ProjectID == 0 {
			return nil
		}
		p, err := programme.LoadByID(tx, s.ProjectID, access.PaperRead)
		if err == nil {
			s.Own = p.Standing.Own
			if !p.Phase.IsApplication() { // before, the dossier has no such page
				s.ProjectRef = p.Ref
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	s.Form = s.NewForm(web.NewKey())
	if signs != nil {
		s.Form = *signs
		if status == http.StatusConflict {
			s.Form.Version = strconv.Itoa(s.Version())
		}
	}
	if scan != nil {
		s.Scan = *scan
	}
	title := s.Title
	if title == "" {
		title = wording.PaperKindLabel(ctx, s.Kind)
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.PaperPage(f, s) })
}

type signForm struct {
	HouseName  string `form:"house_name"`
	HouseRole  string `form:"house_role"`
	HouseOn    string `form:"house_on"`
	HolderName string `form:"holder_name"`
	HolderOn   string `form:"holder_on"`
}

// signPaper records who signed a paper.
func (a *App) signPaper(c echo.Context) error {
	var f signForm
	number := c.Param("file")
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return notice.Sign(tx, number, web.Version(c), []notice.SignOff{{Side: notice.House, Name: f.HouseName, Role: f.HouseRole, On: models.Date(f.HouseOn)},
				{Side: notice.Holder, Name: f.HolderName, On: models.Date(f.HolderOn)}})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showIssued(c, status, &form, nil) })
	}
	return web.SeeOther(c, views.PaperPath(number, "")+"#signatures", wording.T(c.Request().Context(), "Les signatures sont enregistrées."))
}

// attachCopy keeps the scanned copy of a signed paper.
func (a *App) attachCopy(c echo.Context) error {
	number := c.Param("file")
	if err := a.read(c, func(tx *db.Tx) error { return notice.MayAttach(tx, number) }); err != nil {
		return err
	}
	known, err := a.receiveCopy(c, number)
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showIssued(c, status, nil, &form) })
	}
	said := wording.T(c.Request().Context(), "La copie signée est jointe.")
	if known {
		said = wording.T(c.Request().Context(), "Ce fichier est déjà la copie jointe : il n'est pas ajouté deux fois.")
	}
	return web.SeeOther(c, views.PaperPath(number, "")+"#copies", said)
}

func (a *App) receiveCopy(c echo.Context, number string) (known bool, err error) {
	ctx := c.Request().Context()
	done, err := a.uploads.take(ctx, uploadWait)
	if err != nil {
		return false, err
	}
	defer done()
	a.allowTime(c)
	var given *documents.File
	err = web.ReadMultipart(c, bodyLimit, func(part *multipart.Part) error {
		if part.FormName() != "copie" || given != nil {
			return nil
		}
		data, err := io.ReadAll(io.LimitReader(part, documents.MaxFile+1))
		if err != nil {
			return cut(err)
		}
		f, err := a.check(ctx, part.FileName(), data)
		given = &f
		return err
	})
	switch {
	case err != nil:
		return false, err
	case given == nil:
		return false, models.Fields(models.FieldProblem{Field: "copie", Code: "required"})
	case !strings.HasPrefix(given.MediaType, "image/") && given.MediaType != documents.PDF:
		return false, models.Refuse("document.type", models.Facts{"type": given.MediaType})
	}
	seen := a.scan(ctx, *given)
	err = a.write(c, func(tx *db.Tx) (err error) {
		known, err = notice.Attach(tx, number, *given, seen)
		return err
	})
	return known, err
}

// signedCopy sends a signed copy, to be kept and not to be shown. One that no scanner has seen yet is looked
// at now, where there is a scanner.
func (a *App) signedCopy(c echo.Context) error {
	n, err := strconv.Atoi(c.Param("numero"))
	if err != nil || n < 1 {
		return models.Missing("document")
	}
	var s notice.Scan
	var content []byte
	err = a.read(c, func(tx *db.Tx) (err error) {
		s, content, err = notice.Copy(tx, c.Param("file"), n)
		return err
	})
	if err != nil {
		return err
	}
	if a.Scanner != nil && s.Seen != documents.Clean {
		clean, err := a.Scanner.Scan(c.Request().Context(), content)
		switch {
		case err != nil:
			return models.Refuse("document.unscanned", models.Facts{"name": s.Name})
		case !clean:
			return models.Refuse("document.infected", models.Facts{"name": s.Name})
		}
	}
	return web.Attachment(c, s.Name, s.MediaType, content)
}
