package pdf

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/workshop"
)

func TestWorkshopSheet(t *testing.T) {
	start := models.InstantOf(models.Date("2026-12-03").At(9, 30))
	s := workshop.Session{ID: 2, HeldOn: "2026-12-03", StartsAt: start, Minutes: 150, Place: "rue de la Coquille 1", Speaker: "Me Dupont",
		Leaders: []workshop.Leader{{Name: "Amélie Simon"}}}
	w := workshop.Workshop{Title: "Fixer ses prix 🐣", SiteName: "Liège", Sessions: []workshop.Session{{ID: 1}, {ID: 3, CancelledAt: 1}, s}}
	var list []workshop.Place
	for i := range 40 {
		list = append(list, workshop.Place{Ref: fmt.Sprintf("JI-2026-%04d", i+1), FirstName: "Zoë", LastName: fmt.Sprintf("D'Hondt %d", i+1)})
	}
	list = append(list, workshop.Place{Ref: "JI-2026-0099", FirstName: "Łukasz", LastName: "\u202eשלום " + strings.Repeat("long ", 60), WalkIn: true})
	write := func() []byte {
		var b bytes.Buffer
		if err := WriteWorkshopSheet(context.Background(), &b, programme.Couveuse{Name: "Couveuse"}, w, s, list); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	file := write()
	if !bytes.Equal(file, write()) {
		t.Error("the same list prints otherwise")
	}
	text := textOf(t, file)
	for _, want := range []string{"Feuille de présence", "Fixer ses prix", "jeudi 3 décembre 2026, de 09:30 à 12:00 (2 h 30)", "2 sur 2", "D'Hondt 1 Zoë", "JI-2026-0040", "JI-2026-0099",
		"Sans inscription", "Animation", "Amélie Simon", "Me Dupont", "Signature", "45"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
	if strings.Contains(text, "46") {
		t.Error("there are more lines than were asked for")
	}
}
