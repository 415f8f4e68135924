package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	gofpdf "github.com/jung-kurt/gofpdf"

	"eclosion/views/chart"
	"eclosion/views/wording"
)

// Meta says what a paper is. Texts are already worded, in French.
type Meta struct {
	House     string // the couveuse's name, in the title block and as author
	HouseLine string // its address or site, one line; may be empty
	Title     string
	Subtitle  string // whom or what period it is about; may be empty
	Subject   string // for the document's properties; the title when empty
	Reference string // the dossier's or cohort's reference; may be empty
	Date      string // the date as it is printed
	Created   time.Time
	// Number makes an issued paper: it is printed with Digest, the SHA-256 of
	// what the paper attests. Without it the paper is marked as a draft.
	Number string
	Digest string
	// Plain leaves out draft mark and number: attendance sheets, blank checklists.
	Plain     bool
	Landscape bool
	Letter    bool // no title on the page: the receiver's address follows the head
}

// ErrNoDate refuses a paper without creation date: it would take the clock's
// and never print again byte for byte.
var ErrNoDate = errors.New("pdf: Meta.Created is not set")

// turn lets one paper at a time be laid out in this process: four at once
// multiplied the slowest pages' time by fifteen.
var turn = make(chan struct{}, 1)

// Write lays a paper out and writes it to w. Nothing is written when it fails.
// It waits its turn and gives up with the context's error, also between two
// pages. A panic of the library or of build comes back as an error.
func Write(ctx context.Context, w io.Writer, meta Meta, build func(*Doc)) error {
	out, err := render(ctx, meta, build)
	if err != nil {
		return err
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("pdf: write: %w", err)
	}
	return nil
}

func render(ctx context.Context, meta Meta, build func(*Doc)) (out []byte, err error) {
	if meta.Created.IsZero() {
		return nil, ErrNoDate
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("pdf: waiting: %w", ctx.Err())
	}
	defer func() {
		switch p := recover().(type) {
		case nil:
		case abandoned:
			out, err = nil, fmt.Errorf("pdf: %w", p.cause)
		default:
			out, err = nil, fmt.Errorf("pdf: laying out %q: %v", meta.Title, p)
		}
	}()
	d := newDoc(ctx, meta)
	d.titleBlock()
	build(d)
	return d.finish()
}

// abandoned carries the end of the context out of the layout.
type abandoned struct{ cause error }

// Doc is a paper being laid out. Blocks follow each other down the page; a
// block that does not fit begins a new page. Lengths are millimetres, sizes of
// type are points.
type Doc struct {
	ctx  context.Context
	meta Meta
	f    *gofpdf.Fpdf

	width, height            float64 // of the page
	left, right, top, bottom float64 // edges of the body
	y                        float64 // where the next block begins
	fresh                    bool    // nothing stands on this page yet
	flush                    bool    // the next heading needs no white above it
	waiting                  []lead  // what announces the next block
	outline                  int     // depth of the last bookmark, -1 before the first

	state pen
	used  [faces]*[1 << 10]uint64 // runes drawn, one bit each
	icons map[iconKey]string      // content of the icons drawn so far
	buf   []byte
}

func newDoc(ctx context.Context, meta Meta) *Doc {
	m := regular.metrics()
	for _, s := range []*string{&meta.House, &meta.HouseLine, &meta.Title, &meta.Subtitle, &meta.Subject,
		&meta.Reference, &meta.Date, &meta.Number, &meta.Digest} {
		*s = oneLine(clean(*s, m))
	}
	if meta.Subject == "" {
		meta.Subject = meta.Title
	}
	orientation := "P"
	d := &Doc{ctx: ctx, meta: meta, width: 210, height: 297, outline: -1, icons: map[iconKey]string{}}
	if meta.Landscape {
		orientation, d.width, d.height = "L", 297, 210
	}
	d.left, d.right, d.top, d.bottom = 20, d.width-20, 24, d.height-22
	f := gofpdf.New(orientation, "mm", "A4", "")
	d.f = f
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.SetCreationDate(meta.Created)
	f.SetModificationDate(meta.Created)
	f.SetTitle(meta.Title, true)
	f.SetAuthor(meta.House, true)
	f.SetSubject(meta.Subject, true)
	f.SetCreator("Éclosion", true)
	f.SetProducer("Éclosion", true)
	f.SetLineCapStyle("butt")
	f.SetLineJoinStyle("round")
	d.newPage()
	return d
}

// Width is the width of the body in millimetres.
func (d *Doc) Width() float64 { return d.right - d.left }

func (d *Doc) newPage() {
	if err := d.ctx.Err(); err != nil {
		panic(abandoned{err})
	}
	d.f.AddPage()
	d.state = pen{}
	d.y, d.fresh, d.flush = d.top, true, true
}

// open makes sure that height more millimetres fit on the page, headings and their notes that
// wait for their first block included, and draws these. Every block
// begins with it. The height counts at most as a whole page.
func (d *Doc) open(height float64) {
	headings := 0.0
	for i, h := range d.waiting {
		headings += h.height(d, d.flush && i == 0)
	}
	if !d.fresh && d.y+headings+height > d.bottom {
		d.newPage()
	}
	waiting := d.waiting
	d.waiting = nil
	for _, h := range waiting {
		h.draw(d)
	}
	d.stand()
}

// stand notes that something was set on the page.
func (d *Doc) stand() { d.fresh, d.flush = false, false }

// room is what is left of the page.
func (d *Doc) room() float64 { return d.bottom - d.y }

// PageBreak begins a new page unless the page is still empty.
func (d *Doc) PageBreak() {
	if len(d.waiting) > 0 {
		d.open(0)
	}
	if !d.fresh {
		d.newPage()
	}
}

// Space leaves white between blocks; none at the top of a page.
func (d *Doc) Space(height float64) {
	if !d.fresh {
		d.y += height
	}
}

// KeepTogether moves to a new page unless height more millimetres fit on this one.
func (d *Doc) KeepTogether(height float64) {
	if len(d.waiting) == 0 && !d.fresh && d.y+height > d.bottom {
		d.newPage()
	}
}

func (d *Doc) finish() ([]byte, error) {
	if len(d.waiting) > 0 {
		d.open(0)
	}
	total := d.f.PageCount()
	for page := 1; page <= total; page++ {
		d.f.SetPage(page)
		d.state = pen{}
		d.frame(page, total)
	}
	d.registerRunes()
	var out bytes.Buffer
	if err := d.f.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return withLanguage(out.Bytes())
}

// frame draws what repeats: running header from the second page on, the draft
// mark, the footer with "page x / y". It is drawn last, when the total is known.
func (d *Doc) frame(page, total int) {
	const small = 8
	if page > 1 {
		x := d.left
		if d.meta.House != "" {
			d.shapes(chart.EggSign(0, 0, 100), x-0.5, 10.2, 5.0/100)
			x += 6
		}
		room := d.Width() * 0.62
		d.text(x, 14, d.ellipsis(joined(d.meta.House, d.meta.Title), regular, small, room), regular, small, chart.Ink2)
		if d.draft() {
			d.draftPill(d.right, 10.6)
		} else {
			d.textEnd(d.right, 14, d.meta.Reference, regular, small, chart.Ink2)
		}
		d.line(d.left, 17, d.right, 17, chart.Rule, 0.2)
	}
	y := d.height - 11
	d.line(d.left, y-4.5, d.right, y-4.5, chart.Rule, 0.2)
	label := wording.T(d.ctx, "page %d / %d", page, total)
	d.textEnd(d.right, y, label, regular, small, chart.Ink2)
	note := joined(d.meta.Reference, d.meta.Date)
	if d.issued() {
		note = joined(d.issueNumber(), note)
		if d.meta.Digest != "" && len(d.meta.Digest) > 16 {
			note = joined(note, "SHA-256"+string(nbsp)+d.meta.Digest[:16]+"…")
		}
	}
	if d.draft() {
		note = joined(wording.T(d.ctx, "Projet : ce document n'a pas encore été émis"), note)
	}
	d.text(d.left, y, d.ellipsis(note, regular, small, d.Width()-30), regular, small, chart.Ink2)
}

func (d *Doc) issued() bool { return !d.meta.Plain && d.meta.Number != "" }
func (d *Doc) draft() bool  { return !d.meta.Plain && d.meta.Number == "" }

func (d *Doc) issueNumber() string { return wording.T(d.ctx, "N° %s", d.meta.Number) }

// joined puts a middle dot between the parts that are there.
func joined(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += p
	}
	return out
}

// withLanguage tells screen readers which language is spoken and viewers to
// show the title instead of the file's name. The library cannot; its catalogue is the
// last object before the cross-references, so only their offset moves.
func withLanguage(out []byte) ([]byte, error) {
	const mark, more = "/Type /Catalog\n", "/Lang (fr-BE)\n/ViewerPreferences <</DisplayDocTitle true>>\n"
	at := bytes.LastIndex(out, []byte(mark))
	start := bytes.LastIndex(out, []byte("startxref\n"))
	if at < 0 || start < at {
		return nil, errors.New("pdf: the document has no catalogue")
	}
	tail := out[start+len("startxref\n"):]
	digits, rest, _ := bytes.Cut(tail, []byte("\n"))
	offset, err := strconv.Atoi(string(digits))
	if err != nil {
		return nil, fmt.Errorf("pdf: cross-references: %w", err)
	}
	at += len(mark)
	whole := make([]byte, 0, len(out)+len(more)+8)
	whole = append(append(append(whole, out[:at]...), more...), out[at:start]...)
	whole = append(whole, "startxref\n"...)
	whole = strconv.AppendInt(whole, int64(offset+len(more)), 10)
	whole = append(append(whole, '\n'), rest...)
	return whole, nil
}
