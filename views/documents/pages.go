package documents

import (
	"context"
	"strconv"

	"eclosion/models"
	"eclosion/models/documents"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// lead says what may be sent, to who may.
func (b Board) lead(ctx context.Context) string {
	if !b.MayAdd {
		return ""
	}
	return wording.T(ctx, "PDF, photo (JPEG ou PNG), DOCX, ODT ou XLSX, %s au plus par fichier. Une photo bien lisible suffit.", wording.Bytes(ctx, documents.MaxFile))
}

func scoped(f ui.Form, scope string) ui.Form {
	f.Scope = scope
	return f
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// AskedTask is a piece that the reader is waited for, on their home.
func AskedTask(ctx context.Context, r documents.Request, today models.Date) ui.Task {
	t := ui.Task{Label: wording.Typeset(r.Label), Href: "/candidatures/" + r.Ref + "/documents#piece-" + r.Category, Hint: r.Ref}
	if r.Note != "" {
		t.Hint = wording.T(ctx, "%s : %s", r.Ref, r.Note)
	}
	t.State, t.Tone = wording.T(ctx, "Pour le %s", wording.Date(r.DueOn)), ui.Wait
	if r.Overdue(today) {
		t.State, t.Tone = wording.T(ctx, "En retard de %s", wording.Days(ctx, r.DueOn.DaysUntil(today))), ui.Stop
	}
	return t
}
