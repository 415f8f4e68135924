package pdf

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/infosession"
	"eclosion/models/programme"
)

func TestAttendanceSheet(t *testing.T) {
	s := infosession.Session{HeldOn: "2026-12-03", StartsAt: models.InstantOf(models.Date("2026-12-03").At(18, 0)), Minutes: 90, SiteName: "Liège",
		Place: "rue de la Coquille 1", Partner: "Cepegra", Programmes: []infosession.Programme{{Name: "Job'In"}}}
	var list []infosession.Registration
	for i := range 40 {
		list = append(list, infosession.Registration{State: infosession.Confirmed, FirstName: "Zoë", LastName: fmt.Sprintf("D'Hondt %d", i+1)})
	}
	list = append(list, infosession.Registration{State: infosession.Waiting, FirstName: "Łukasz 🐣", LastName: "\u202eשלום " + strings.Repeat("long ", 60)},
		infosession.Registration{State: infosession.Left, FirstName: "Partie", LastName: "Absente"})
	house := programme.Couveuse{Name: "Couveuse", Address: "Liège"}
	write := func() []byte {
		var b bytes.Buffer
		if err := WriteAttendance(context.Background(), &b, house, s, list); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	file := write()
	if !bytes.Equal(file, write()) {
		t.Error("the same list prints otherwise")
	}
	text := textOf(t, file)
	for _, want := range []string{"Feuille de présence", "Job'In", "jeudi 3 décembre 2026 à 18:00, 1 h 30", "Cepegra", "D'Hondt 1 Zoë", "D'Hondt 40 Zoë", "Liste d’attente", "Sans inscription", "Signature", "46"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
	for _, not := range []string{"Absente", "Projet", "47"} {
		if strings.Contains(text, not) {
			t.Errorf("the sheet says %q", not)
		}
	}
}
