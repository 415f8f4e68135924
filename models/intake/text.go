package intake

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxLine bounds a row in bytes: beyond, it is no table, or a quotation mark that nobody closed.
const maxLine = 1 << 20

var errLine = errors.New("a line without an end")

// liner gives a text line by line, whichever of CR, LF and CRLF ends them.
type liner struct {
	r          io.Reader
	buf        []byte
	start, end int
	done       bool
}

func newLiner(r io.Reader) *liner { return &liner{r: r, buf: make([]byte, 64<<10)} }

// next gives a line without its end, valid until the next; io.EOF after the last.
func (l *liner) next() ([]byte, error) {
	for searched := 0; ; {
		window := l.buf[l.start:l.end]
		if i := bytes.IndexAny(window[searched:], "\r\n"); i >= 0 {
			i += searched
			if window[i] == '\n' || i+1 < len(window) || l.done {
				skip := 1
				if window[i] == '\r' && i+1 < len(window) && window[i+1] == '\n' {
					skip = 2
				}
				l.start += i + skip
				return window[:i], nil
			}
			searched = i
		} else {
			searched = len(window)
		}
		if l.done {
			if len(window) == 0 {
				return nil, io.EOF
			}
			l.start = l.end
			return window, nil
		}
		if err := l.fill(); err != nil {
			return nil, err
		}
	}
}

func (l *liner) fill() error {
	if l.start > 0 {
		copy(l.buf, l.buf[l.start:l.end])
		l.start, l.end = 0, l.end-l.start
	}
	if l.end == len(l.buf) {
		if len(l.buf) >= maxLine {
			return errLine
		}
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	n, err := l.r.Read(l.buf[l.end:])
	l.end += n
	if errors.Is(err, io.EOF) {
		l.done = true
		return nil
	}
	return err
}

// tongue is the encoding of a text.
type tongue struct {
	western bool // Windows-1252; else UTF-8
	mixed   bool // some lines are in the other of the two
	open    func() io.Reader
}

// listen finds the encoding of a text: UTF-8 or UTF-16 by their mark, else the one that most lines with an accent are
// written in. Whether all of it is text is seen here, too, so that a film is refused before its rows are read.
func listen(f File) (tongue, error) {
	whole := func() io.Reader { return io.NewSectionReader(f.Content, 0, f.Size) }
	var mark [3]byte
	n, _ := f.Content.ReadAt(mark[:], 0)
	t := tongue{open: whole}
	marked := false
	switch head := mark[:min(n, int(f.Size))]; {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		t.open = func() io.Reader {
			return transform.NewReader(whole(), unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
		}
		marked = true
	case bytes.Equal(head, []byte("\xEF\xBB\xBF")):
		t.open = func() io.Reader { return io.NewSectionReader(f.Content, 3, f.Size-3) }
		marked = true
	}
	accents, foreign := 0, 0
	lines := newLiner(t.open())
	for {
		l, err := lines.next()
		switch {
		case errors.Is(err, io.EOF):
			t.mixed = foreign > 0 && (accents > 0 || marked)
			t.western = !marked && foreign > accents
			return t, nil
		case errors.Is(err, errLine), err == nil && bytes.IndexByte(l, 0) >= 0:
			return t, notATable()
		case err != nil:
			return t, err
		case ascii(l):
		case utf8.Valid(l):
			accents++
		default:
			foreign++
		}
	}
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decode gives a line in UTF-8. ok is false for one that was written in another encoding than most.
func (t tongue) decode(l []byte) (text []byte, ok bool) {
	switch {
	case ascii(l):
		return l, true
	case !t.western:
		if utf8.Valid(l) {
			return l, true
		}
		return bytes.ToValidUTF8(l, []byte("\uFFFD")), false
	}
	ok = !t.mixed || !utf8.Valid(l)
	text, err := charmap.Windows1252.NewDecoder().Bytes(l)
	return text, ok && err == nil
}
