package handlers

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/finance"
	"eclosion/models/programme"
	planview "eclosion/views/plan"
	"eclosion/views/sheet"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

const importPath = "/projets/:ref/plan/finances/import"

// financeWorkbook gives the figures as a workbook that computes. It is written after the database was left.
func (a *App) financeWorkbook(c echo.Context) error {
	var stored finance.Stored
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.PlanRead)
		if err != nil {
			return err
		}
		stored, err = finance.Load(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	content, _, err := sheet.Finance(c.Request().Context(), stored.Inputs, c.Param("ref"))
	if err != nil {
		return err
	}
	return web.Attachment(c, c.Param("ref")+"-finances.xlsx", documents.XLSX, content)
}

// importFinance reads a workbook and shows the form filled with it and what would change. Nothing is stored: that is what
// the form's button does, with the same checks as ever.
func (a *App) importFinance(c echo.Context) error {
	if err := a.mayEditFinance(c); err != nil {
		return err
	}
	texts, err := a.readWorkbook(c)
	if err != nil {
		p, ok := models.ProblemOf(err)
		if !ok || p.Kind != models.Refused && p.Kind != models.Invalid {
			return err
		}
		return a.showFinance(c, statusOf(err), func(page *planview.Finance) { page.Import.Problems = a.refilled(c, p).Problems })
	}
	ctx := c.Request().Context()
	in, faults := finance.Parse(func(name string) string { return texts[name] })
	if len(faults) == 0 {
		texts = in.Values() // "5" and "5,00" are the same
	}
	typed := ui.Form{Values: map[string][]string{}}
	for name, text := range texts {
		typed.Values[name] = []string{text}
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
		typed.Problems = a.refilled(c, models.Fields(faults...)).Problems
	}
	return a.showFinance(c, status, func(page *planview.Finance) {
		page.Imported = imported(ctx, *page, texts)
		if len(page.Imported) == 0 && len(faults) == 0 {
			page.Import.Problems = []ui.Problem{{Text: wording.T(ctx, "Ce classeur contient les mêmes chiffres que cette page : il n'y a rien à reprendre.")}}
			return
		}
		typed.Version = page.Form.Version
		page.Form, page.Old = typed, 0
	})
}

// imported says what a workbook would change, cell by cell.
func imported(ctx context.Context, page planview.Finance, texts map[string]string) []string {
	stored, labels := page.Stored.Inputs.Values(), page.Labels(ctx)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if stored[name] != texts[name] {
			list = append(list, wording.T(ctx, "%s : « %s » devient « %s »", labels[name], stored[name], texts[name]))
		}
	}
	return list
}

// readWorkbook takes the file of the form, of which there is one.
func (a *App) readWorkbook(c echo.Context) (map[string]string, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, finance.MaxWorkbook+64<<10)
	body, err := r.MultipartReader()
	if err != nil {
		return nil, &models.Problem{Kind: models.Invalid, Code: "form.unreadable"}
	}
	for {
		part, err := body.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, models.Fields(models.FieldProblem{Field: "classeur", Code: "required"})
		}
		if err != nil {
			return nil, tooLarge(err)
		}
		if part.FormName() != "classeur" || part.FileName() == "" {
			continue
		}
		content, err := io.ReadAll(io.LimitReader(part, finance.MaxWorkbook+1))
		if err != nil {
			return nil, tooLarge(err)
		}
		return finance.ReadWorkbook(content)
	}
}

// tooLarge says of a file that is cut by the limit that it is no workbook of ours.
func tooLarge(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return models.Refuse("finance.workbook", nil)
	}
	return cut(err)
}
