package handlers

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/export"
	"eclosion/views/sheet"
)

// A sheetRoute is a list that can be taken along: its own address, with .csv or .xlsx behind it. The page of the list says so
// by itself to whom the action is open; what narrows the list narrows its file.
type sheetRoute struct {
	path   string
	action access.Action
	lay    func(c echo.Context, tx *db.Tx) (sheetFile, error)
}

// sheetFile is a list about to be written: within the transaction that its rows are read in.
type sheetFile struct {
	name string // of the file, without its end
	list sheet.List
}

// sheetRoutes are the two files of each list.
func (a *App) sheetRoutes(list []sheetRoute) (routes []route) {
	for _, s := range list {
		for _, f := range []sheet.Format{sheet.AsCSV, sheet.AsXLSX} {
			routes = append(routes, route{get, s.path + "." + string(f), s.action, a.sendSheet(f, s.lay)})
		}
	}
	return routes
}

// sheetOf is where the list on a page can be taken along from, up to the dot of its end; "" for nowhere.
func (a *App) sheetOf(c echo.Context) (path, query string) {
	action, known := a.sheetActions[c.Path()]
	if !known || !access.Can(web.Actor(c), action) {
		return "", ""
	}
	q := url.Values{}
	for name, values := range c.QueryParams() {
		if name != "apres" {
			q[name] = values
		}
	}
	if query = q.Encode(); query != "" {
		query = "?" + query
	}
	return c.Request().URL.Path, query
}

const (
	sheetPlaces = 2 // lists that are written at once
	sheetWait   = 20 * time.Second
)

// sendSheet writes a list into a file of its own on one snapshot, and sends it when it is whole: a failure has its page, a list
// that changes meanwhile stays what it was, and a slow line holds no transaction. What was taken is written down.
func (a *App) sendSheet(f sheet.Format, lay func(echo.Context, *db.Tx) (sheetFile, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		done, err := a.sheets.take(c.Request().Context(), sheetWait)
		if err != nil {
			return &models.Problem{Kind: models.TooMany, Code: "export.busy"}
		}
		defer done()
		spool, err := newSpool()
		if err != nil {
			return err
		}
		defer spool.drop()
		var name string
		var rows int
		err = a.read(c, func(tx *db.Tx) error {
			s, err := lay(c, tx)
			if err != nil {
				return err
			}
			name = s.name + "." + string(f)
			s.list.Rows = counted(c.Request().Context(), s.list.Rows, &rows)
			return s.list.Write(spool, f)
		})
		if errors.Is(err, sheet.ErrRows) {
			return models.Refuse("export.too_many_rows", models.Facts{"most": sheet.MostRows - 1})
		}
		if err != nil {
			return err
		}
		if c.Request().Method == http.MethodGet {
			err = a.write(c, func(tx *db.Tx) error {
				return export.Taken(tx, c.Request().URL.Path, c.QueryParams(), rows)
			})
			if err != nil {
				return err
			}
		}
		return spool.send(c, name, f.MediaType())
	}
}

// counted counts rows as they pass, and stops when nobody waits for them any more.
func counted(ctx context.Context, rows func(func(...any) error) error, n *int) func(func(...any) error) error {
	return func(put func(...any) error) error {
		*n = 0
		return rows(func(cells ...any) error {
			*n++
			if *n%1000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			return put(cells...)
		})
	}
}

// spool is a file without a name that an answer is written into before it is sent.
type spool struct {
	file *os.File
	*bufio.Writer
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "eclosion-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // it lives while it is open; where that cannot be, drop removes it
	return &spool{f, bufio.NewWriterSize(f, 64<<10)}, nil
}

func (s *spool) drop() {
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}

// send answers with what was written.
func (s *spool) send(c echo.Context, name, mediaType string) error {
	if err := s.Flush(); err != nil {
		return err
	}
	size, err := s.file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = s.file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, mediaType)
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	h.Set(echo.HeaderContentLength, strconv.FormatInt(size, 10))
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(c.Response(), s.file)
	return err
}
