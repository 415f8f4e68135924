package sitting_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/pdf"
	views "eclosion/views/sitting"
)

// largePack is a committee of so many files, each with answers as long as the form takes them.
func largePack(files int) sitting.Pack {
	long := strings.Repeat("Un texte qui explique, chiffre et raconte, avec des clients déjà rencontrés. ", 52)
	p := sitting.Pack{Sitting: &sitting.Sitting{Committee: &selection.Committee{Ref: "CM-1", HeldOn: "2026-11-23"}}, Today: "2026-11-23",
		Couveuse: programme.Couveuse{Name: "Couveuse"}, Cohort: programme.Cohort{ProgrammeName: "Job'In", SiteName: "Liège"}}
	for i := range files {
		item := sitting.Item{File: selection.File{Ref: fmt.Sprintf("JI-2026-%04d", i+1), Title: "Épicerie 🥕 <b>" + fmt.Sprint(i+1), Holder: "Zoë D'Hondt"}, Place: i + 1}
		app := &selection.Application{Project: &programme.Project{Ref: item.Ref, Title: item.Title}, Form: form.Base(), Description: long, Clients: long, Motivation: long, Experience: long}
		p.Items = append(p.Items, item)
		p.Files = append(p.Files, sitting.PackFile{Item: item, App: app})
	}
	return p
}

func TestALargePack(t *testing.T) {
	ctx := context.Background()
	var first, again bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &again} {
		if err := pdf.WritePaper(ctx, out, views.PackPaper(ctx, largePack(40)), ""); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("the same pack is another file")
	}
	if n := bytes.Count(first.Bytes(), []byte("/Dest [")); n < 40*3 {
		t.Errorf("%d bookmarks", n)
	}
	if pages := bytes.Count(first.Bytes(), []byte("/Type /Page\n")); pages < 40*4 { // sixteen thousand characters a file
		t.Errorf("%d pages", pages)
	}
	if first.Len() > 4<<20 {
		t.Errorf("%d bytes", first.Len())
	}
}

func BenchmarkPack(b *testing.B) {
	ctx := context.Background()
	p := largePack(40)
	for b.Loop() {
		var out bytes.Buffer
		if err := pdf.WritePaper(ctx, &out, views.PackPaper(ctx, p), ""); err != nil {
			b.Fatal(err)
		}
	}
}
