package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"eclosion/static"
)

// worthwhile is the size from which a page is sent compressed: below, one packet carries it anyhow.
const worthwhile = 1400

// squeezers holds compressors: a new one costs more memory than a page.
var squeezers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, 5)
	if err != nil {
		panic(err) // the level is the literal above
	}
	return w
}}

// padding is what blurs the length of a compressed page; see docs/decisions/0011.
var padding = strings.Repeat("-", 128)

// sendPage sends a page, compressed for browsers that take it. Only pages come here: papers, files and what
// must stream are sent as they are.
func sendPage(c echo.Context, status int, page []byte) error {
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	if len(page) < worthwhile || !static.TakesGzip(c.Request()) {
		return c.HTMLBlob(status, page)
	}
	out := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(out)
	out.Reset()
	w := squeezers.Get().(*gzip.Writer)
	defer squeezers.Put(w)
	w.Reset(out)
	w.Comment = padding[:rand.IntN(len(padding))] //nolint:gosec // noise in a length, no secret
	if _, err := w.Write(page); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	h.Set("Content-Encoding", "gzip")
	return c.HTMLBlob(status, out.Bytes())
}
