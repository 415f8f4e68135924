package handlers

import (
	"io"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/logbook"
	views "eclosion/views/coaching"
)

// Bounds of the form of a meeting.
const (
	meetingText  = 4 << 20 // bytes of what was typed: much more than is taken, so that a refusal can give it back
	peopleParts  = 10      // names typed into one field
	peopleShown  = 8       // dossiers that answer to a name
	peopleTyped  = 200     // characters of what is looked for
	maxKeyLength = 64
)

// readMeeting reads the form of a meeting, with its files. refused is why a file is not taken: what was typed is
// read all the same.
func (a *App) readMeeting(c echo.Context, f *meetingForm) (files []logbook.File, refused, err error) {
	if web.IsMultipart(c) {
		a.allowTime(c)
		release := func() {}
		defer func() { release() }()
		left := logbook.MaxBytes
		err = web.ReadMultipart(c, meetingText, func(part *multipart.Part) error {
			if len(files) == 0 {
				done, err := a.uploads.take(c.Request().Context(), uploadWait)
				if err != nil {
					return err
				}
				release = done
			}
			file, size, err := a.meetingFile(c, part, left)
			left -= size
			files = append(files, file)
			return err
		})
		if p, ok := models.ProblemOf(err); ok && p.Code != "form.unreadable" {
			refused, err = err, nil
		}
	}
	if err == nil {
		err = web.Bind(c, f)
	}
	return files, refused, err
}

// meetingFile reads, looks into and scans one file.
func (a *App) meetingFile(c echo.Context, part *multipart.Part, left int) (logbook.File, int, error) {
	ctx := c.Request().Context()
	data, err := io.ReadAll(io.LimitReader(part, int64(min(documents.MaxFile, left))+1))
	switch {
	case err != nil:
		return logbook.File{}, 0, cut(err)
	case len(data) > left:
		return logbook.File{}, 0, models.Refuse("document.request_large", models.Facts{"limit": logbook.MaxBytes})
	}
	f, err := a.check(ctx, part.FileName(), data)
	if err != nil {
		return logbook.File{}, 0, err
	}
	return logbook.File{File: f, Scan: a.scan(ctx, f)}, len(data), nil
}

// names splits what was typed into the field of people.
func names(typed string) []string {
	parts := strings.FieldsFunc(typed, func(r rune) bool { return r == ';' || r == ',' || r == '\n' })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// resolve turns names that were typed into dossiers: one that answers is taken, of several one must be chosen, and none is
// said. What is settled moves from the field to the boxes.
func resolve(c echo.Context, tx *db.Tx, f *meetingForm) (unclear []views.Unclear, faults formFaults, err error) {
	var left []string
	asked := 0
	for i, text := range names(f.Who) {
		if i == peopleParts || len([]rune(text)) > peopleTyped {
			faults.addField("qui", "max", models.Facts{"param": peopleTyped, "kind": "text"})
			left = append(left, text)
			continue
		}
		found, err := coaching.Named(tx, text, peopleShown)
		if err != nil {
			return nil, nil, err
		}
		if len(found) > 1 {
			asked++
		}
		answer := web.Posted(c)[choiceField(asked)]
		chosen := slices.IndexFunc(found, func(h coaching.Holder) bool { return slices.Contains(answer, h.Ref) })
		switch {
		case len(found) == 1:
			f.Holders = append(f.Holders, found[0].Ref)
			continue
		case chosen >= 0:
			f.Holders = append(f.Holders, found[chosen].Ref)
			continue
		case len(found) == 0:
			faults.addField("qui", "person_unknown", models.Facts{"text": text})
		default:
			unclear = append(unclear, views.Unclear{Field: choiceField(len(unclear) + 1), Text: text, Holders: found})
		}
		left = append(left, text)
	}
	for _, u := range unclear {
		faults.addField(u.Field, "person_several", models.Facts{"text": u.Text})
	}
	f.Holders = distinct(f.Holders)
	f.Who = strings.Join(left, " ; ")
	web.Posted(c)["qui"], web.Posted(c)["holders"] = []string{f.Who}, f.Holders
	return unclear, faults, nil
}

// choiceField names the choice of the nth unclear name.
func choiceField(n int) string { return "choix_" + strconv.Itoa(n) }

// distinct keeps the first of each, in order: the first dossier is the one that the meeting is logged on.
func distinct(list []string) (kept []string) {
	for _, s := range list {
		if s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// draftKey reads the key of a form from an address; "" for what is no key of ours.
func draftKey(s string) string {
	if len(s) > maxKeyLength || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return s
}
