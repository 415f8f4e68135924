package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime/multipart"
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
	"eclosion/models/documents"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/views/layout"
	views "eclosion/views/notice"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// registerFilter reads the filters of an address; what names nothing has no page.
func registerFilter(q url.Values) (f notice.Filter, err error) {
	f = notice.Filter{Kind: q.Get("genre"), Subject: q.Get("dossier"), Signed: q.Get("signe")}
	for name, to := range map[string]*int64{"site": &f.SiteID, "apres": &f.Before} {
		if text := q.Get(name); text != "" {
			if *to, err = strconv.ParseInt(text, 10, 64); err != nil || *to < 1 {
				return f, models.Missing("list")
			}
		}
	}
	if text := q.Get("annee"); text != "" {
		if f.Year, err = strconv.Atoi(text); err != nil || f.Year < 1900 || f.Year > 2199 {
			return f, models.Missing("list")
		}
	}
	if f.Kind != "" && !slices.Contains(wording.PaperKinds(), f.Kind) || !slices.Contains([]string{"", "oui", "non"}, f.Signed) {
		return f, models.Missing("list")
	}
	return f, nil
}

// yearsBack is how many years the register's filter offers.
const yearsBack = 10

// registerPage lists issued papers, those that the actor may read.
func (a *App) registerPage(c echo.Context) error {
	r := views.Register{Query: c.QueryParams()}
	var err error
	if r.Filter, err = registerFilter(r.Query); err != nil {
		return err
	}
	err = a.read(c, func(tx *db.Tx) (err error) {
		if r.Entries, r.Next, err = notice.Register(tx, r.Filter); err != nil {
			return err
		}
		for y := range yearsBack {
			r.Years = append(r.Years, tx.Today().Year()-y)
		}
		all, err := programme.Sites(tx)
		for _, s := range all {
			if access.CanOnSite(tx.Actor(), access.PaperRegister, s.ID) {
				r.Sites = append(r.Sites, s)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Registre des papiers"), func(f layout.Frame) templ.Component { return views.RegisterPage(f, r) })
}

func (a *App) verifyPage(c echo.Context) error {
	return a.showVerify(c, http.StatusOK, ui.Form{}, nil)
}

func (a *App) showVerify(c echo.Context, status int, form ui.Form, v *views.Verdict) error {
	return a.page(c, status, wording.T(c.Request().Context(), "Vérifier un fichier"), func(f layout.Frame) templ.Component { return views.VerifyPage(f, form, v) })
}

// verify says whether a file is, byte for byte, an issued paper or the signed copy of one. It is summed up as it arrives and not kept.
func (a *App) verify(c echo.Context) error {
	var v *views.Verdict
	done, err := a.uploads.take(c.Request().Context(), uploadWait)
	if err != nil {
		return err
	}
	defer done()
	a.allowTime(c)
	err = web.ReadMultipart(c, bodyLimit, func(part *multipart.Part) error {
		if part.FormName() != "fichier" || v != nil {
			return nil
		}
		sum := sha256.New()
		n, err := io.Copy(sum, io.LimitReader(part, views.MostPDF+1))
		switch {
		case err != nil:
			return cut(err)
		case n == 0:
			return models.Refuse("document.empty", nil)
		case n > views.MostPDF:
			return models.Refuse("notice.too_big", models.Facts{"limit": views.MostPDF >> 20})
		}
		v = &views.Verdict{Name: documents.DisplayName(part.FileName()), SHA256: hex.EncodeToString(sum.Sum(nil))}
		return nil
	})
	if err == nil && v == nil {
		err = models.Fields(models.FieldProblem{Field: "fichier", Code: "required"})
	}
	if err == nil {
		err = a.read(c, func(tx *db.Tx) (err error) {
			v.Entry, v.Copy, v.Found, err = notice.ByHash(tx, v.SHA256)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showVerify(c, status, form, nil) })
	}
	return a.showVerify(c, http.StatusOK, ui.Form{}, v)
}
