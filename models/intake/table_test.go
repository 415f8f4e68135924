package intake

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"eclosion/models"
	"eclosion/models/programme"
)

var small = reference{
	sites:      map[string]programme.Site{"liege": {ID: 1, Name: "Liège"}, "namur": {ID: 2, Name: "Namur"}},
	programmes: map[string]programme.Programme{"jobin": {ID: 1, Name: "Job'In"}},
	today:      "2026-11-23",
}

func readAll(t *testing.T, content []byte) (list []record) {
	t.Helper()
	tab, err := readTable(Bytes("f", content))
	if err != nil {
		t.Fatal(err)
	}
	l, err := tab.layOut(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := newParser(tab, l, small)
	for _, row := range tab.lines[l.header+1:] {
		r, problems, _ := p.parse(row)
		if len(problems) > 0 {
			t.Fatalf("row %d: %v", row.number, problems)
		}
		list = append(list, r)
	}
	return list
}

func readOne(t *testing.T, content []byte) record {
	t.Helper()
	list := readAll(t, content)
	if len(list) != 1 {
		t.Fatalf("%d rows", len(list))
	}
	return list[0]
}

// The same rows, however they were saved.
func TestWaysToSaveATable(t *testing.T) {
	semicolons := file(change{}, change{colGrant: "3\u202f250,50 €", colTitle: "Œuvres d’été", colHours: "16,0"})
	want := readAll(t, semicolons)
	text := string(semicolons)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ";", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	quoted := strings.ReplaceAll(text, ";", `","`)
	quoted = `"` + strings.ReplaceAll(quoted, "\r\n", "\"\r\n\"") + `"`
	for name, content := range map[string]string{
		"with a mark": "\uFEFF" + text, "tabs": strings.ReplaceAll(text, ";", "\t"), "commas": quoted, "UTF-16": wide,
		"old line ends": strings.ReplaceAll(text, "\r\n", "\r"), "a last line end": text + "\r\n",
		"an empty end": text + "\r\n" + strings.Repeat(";", 26) + "\r\n\r\n",
		"shouting":     strings.Replace(text, "Étude du projet terminée", "ETUDE DU  PROJET TERMINEE ", 1),
		"other words":  strings.Replace(text, "N° dossier", "Numero de dossier", 1),
	} {
		if got := readAll(t, []byte(content)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, got, want)
		}
	}
	if want[0].minutes != 588 || want[1].grant != 325_050 || want[1].minutes != 960 {
		t.Errorf("read as %+v", want)
	}
}

func TestRowsAreThoseOfTheSpreadsheet(t *testing.T) {
	content := file(change{}, change{colTitle: "\"Vélos\net trottinettes\""}, change{}, change{})
	text := strings.Replace(string(content), "\r\nT-3", "\r\n\r\n\r\nT-3", 1)
	var rows []int
	for _, r := range readAll(t, []byte(text)) {
		rows = append(rows, r.row)
	}
	if fmt.Sprint(rows) != "[2 3 6 7]" {
		t.Errorf("rows %v", rows)
	}
}

func workbook(t *testing.T, fill func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f, "Sheet1")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	content := workbook(t, func(f *excelize.File, sheet string) {
		for i, c := range columns {
			cell, _ := excelize.CoordinatesToCellName(i+1, 1)
			_ = f.SetCellValue(sheet, cell, string(c.name))
			for _, row := range []int{2, 5} {
				cell, _ := excelize.CoordinatesToCellName(i+1, row)
				var v any = whole[c.name]
				switch c.name {
				case colRef:
					v = fmt.Sprintf("T-%d", row)
				case colEntered:
					v = time.Date(2020, 1, 10, 0, 0, 0, 0, time.UTC)
				case colGrant:
					v = 3250.5
				case colMeetings:
					v = 9
				case colHours:
					v = 9.8
				case colPostcode:
					v = 4000
				case colStudy:
					v = true
				}
				_ = f.SetCellValue(sheet, cell, v)
			}
		}
	})
	list := readAll(t, content)
	want := readOne(t, file(change{colRef: "T-5", colGrant: "3250,5"}))
	want.row = 5
	if len(list) != 2 || list[0].row != 2 || !reflect.DeepEqual(list[1], want) {
		t.Errorf("read %+v\nwant %+v", list, want)
	}
}

func TestWhatIsNoTable(t *testing.T) {
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(i*i*31 + i>>3)
	}
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing":           {nil, "import.empty"},
		"only a mark":       {[]byte("\xEF\xBB\xBF"), "import.empty"},
		"blank lines":       {[]byte("\r\n \r\n"), "import.empty"},
		"noise":             {noise, "import.not_a_table"},
		"a NUL":             {append(file(change{}), 0), "import.not_a_table"},
		"prose":             {[]byte("Il était une fois\nune couveuse"), "import.not_a_table"},
		"too large":         {bytes.Repeat([]byte("a"), MaxBytes+1), "import.too_large"},
		"too many rows":     {bytes.Repeat([]byte("a;b\n"), MaxRows+2), "import.too_many"},
		"too many columns":  {bytes.Repeat([]byte("a;"), maxColumns+1), "import.too_many"},
		"a broken workbook": {[]byte("PK\x03\x04 and then nothing"), "import.workbook"},
		"an empty workbook": {workbook(t, func(*excelize.File, string) {}), "import.empty"},
		"a column twice":    {bytes.Replace(file(change{}), []byte("Téléphone"), []byte("Nom"), 1), "import.header_twice"},
		"a column missing":  {bytes.Replace(file(change{}), []byte("Antenne"), []byte("Antennes"), 1), "import.headers_missing"},
		"only a header":     {file(), ""},
	} {
		tab, err := readTable(Bytes("f", c.content))
		if err == nil {
			_, err = tab.layOut(nil)
		}
		if c.want == "" && err == nil || models.IsCode(err, c.want) {
			continue
		}
		t.Errorf("%s: %v, want %s", name, err, c.want)
	}
	broken := workbook(t, func(f *excelize.File, sheet string) { _ = f.SetCellValue(sheet, "A1", "x") })
	for i := 0; i < len(broken); i += 97 { // whatever breaks in it, nothing falls over
		damaged := bytes.Clone(broken)
		damaged[i] ^= 0xFF
		if tab, err := readTable(Bytes("f", damaged)); err == nil && len(tab.lines) > 1 {
			t.Errorf("byte %d: %+v", i, tab)
		}
	}
}

func TestHours(t *testing.T) {
	for text, want := range map[string]int{"9,8": 588, "9.8": 588, "9,8 h": 588, "9h30": 570, "9 h": 540, "0": 0, "": 0, "0,5 heures": 30} {
		if got := readOne(t, file(change{colHours: text})).minutes; got != want {
			t.Errorf("%q: %d minutes, want %d", text, got, want)
		}
	}
}
