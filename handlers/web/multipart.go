package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// maxFields bounds how many parts a form with files may have.
const maxFields = 1000

// IsMultipart reports whether the body is a form that can carry files.
func IsMultipart(c echo.Context) bool {
	return strings.HasPrefix(c.Request().Header.Get(echo.HeaderContentType), echo.MIMEMultipartForm)
}

// ReadMultipart parses a form that carries files: what was typed is then where Bind, Posted and the
// others look for it, at most `most` bytes of it; each file that was chosen is given to take as it arrives. After
// take has failed what was typed is still read, for the form to come back with it; the first failure is given.
func ReadMultipart(c echo.Context, most int64, take func(*multipart.Part) error) error {
	r := c.Request()
	body, err := r.MultipartReader()
	if err != nil {
		return unreadable()
	}
	values := url.Values{}
	var failed error
	for n := 0; ; n++ {
		part, err := body.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			r.PostForm, r.Form = values, values
			r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm) // what it is from here on
			return failed
		case err != nil:
			return broken(err)
		case n == maxFields:
			return unreadable()
		}
		name := part.FormName()
		if part.FileName() != "" {
			if failed == nil {
				failed = take(part)
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, most+1))
		if err != nil {
			return broken(err)
		}
		if most -= int64(len(text)); most < 0 {
			return echo.ErrStatusRequestEntityTooLarge
		}
		if _, isFile := part.Header["Content-Type"]; isFile && len(text) == 0 {
			continue // a field in which no file was chosen
		}
		if !utf8.Valid(text) || strings.ContainsRune(string(text), 0) || !utf8.ValidString(name) {
			return unreadable()
		}
		values.Add(name, string(text))
	}
}

func broken(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return echo.ErrStatusRequestEntityTooLarge
	}
	return unreadable()
}

// WantsJSON reports whether a script asks, and shows the answer on the page that is open.
func WantsJSON(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON)
}

// SetNotice leaves a sentence for the next page, where a script is told where to go.
func SetNotice(c echo.Context, text string) {
	if text != "" {
		setNotice(c, text)
	}
}
