package pdf

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eclosion/views/chart"
)

var created = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func paper() Meta {
	return Meta{
		House: "Couveuse Job’In Liège", HouseLine: "Quai Banning 6, 4000 Liège · info@couveuse.test",
		Title: "Rapport de progression", Subtitle: "Zoé Ünal, savonnerie « L’Écume »",
		Reference: "JI-2026-0042", Date: "23 novembre 2026", Created: created,
	}
}

// gallery shows every element of the kit with ordinary data.
func gallery(d *Doc) {
	d.Heading(1, "Chiffres clés")
	d.Figures(Figure{"24", "candidatures", "dont 3 à examiner"}, Figure{"5\u202f000,00\u00a0€", "bourse accordée", "plafond 5 000 €"},
		Figure{"60,8\u202f%", "taux d’acceptation", ""}, Figure{"12\u00a0h\u00a030", "d’accompagnement", "9 rencontres"})
	d.Paragraph("La période de test peut commencer le 14 mars 2027 : il reste 12 jours d’accompagnement. Le plan d’affaires est avancé et les rencontres ont été tenues au rythme prévu ; la prochaine étape est la signature de la convention d’hébergement à durée déterminée (≥ 6 mois).")
	d.Callout(Warning, "Deux éléments obligatoires ne sont pas validés", "Le plan de trésorerie et l’étude de marché restent à valider avant le passage en test.")
	d.Callout(Stop, "Plafond atteint", "")
	d.Callout(Good, "", "Convention signée le 3 septembre 2026.")
	d.Callout(Remark, "Remarque", "Les durées comptent les mois entamés.")
	d.Heading(2, "Dossier")
	d.Definitions(Def{"Porteuse de projet", "Zoé Ünal"}, Def{"Accompagnateur", "Łukasz Žák"}, Def{"Début de l’accompagnement", "1er septembre 2026"}, Def{"Numéro d’entreprise", ""})
	d.Heading(2, "Plan d’affaires")
	d.CheckItem(true, "Étude de marché", "Validé le 12 octobre 2026 par Ł. Žák")
	d.CheckItem(false, "Plan de trésorerie sur douze mois", "")
	d.Bullets("Un premier point.", "Un second point, plus long, qui doit se replier proprement sous sa première ligne et non sous sa puce, comme il sied à une liste.")
	d.Numbered("Objet de la convention.", "Durée et fin.")
	d.Quote("J’ai enfin osé présenter mes savons au marché de la Batte.")
	d.Heading(1, "Projets de la cohorte")
	d.Table(sampleTable(14))
	d.Heading(1, "Signatures")
	d.Signatures(Signature{Role: "Pour la couveuse", Name: "Aude Responsable", Mention: "Lu et approuvé"},
		Signature{Role: "La porteuse de projet", Name: "Zoé Ünal", Mention: "Lu et approuvé", Signed: "Signé le 03/09/2026 à 14:32"})
	d.Note("Définition : un projet est compté dans la cohorte de sa candidature, même s’il change de site.")
	d.BlankLines(2)
}

func sampleTable(n int) Table {
	t := Table{Empty: "Aucun projet dans cette cohorte.",
		Columns: []Column{{Title: "Référence", Width: 2}, {Title: "Projet", Width: 4}, {Title: "Phase", Width: 2.4},
			{Title: "Rencontres", Width: 1.6, Align: Right}, {Title: "Accordé", Width: 2, Align: Right}, {Title: "Complet", Width: 1.4, Align: Centre}},
		Foot: []Cell{{Text: "Total"}, {}, {}, {Text: "126"}, {Text: "12\u202f000,00\u00a0€"}, {}},
	}
	phases := []string{"draft", "submitted", "review", "waitlisted", "accepted", "coaching", "test", "launched", "exited", "declined", "followed_up"}
	for i := range n {
		p := phases[i%len(phases)]
		icon := Unchecked
		if i%3 == 0 {
			icon = Checked
		}
		name := fmt.Sprintf("Projet numéro %d", i+1)
		if i%5 == 2 {
			name += ", atelier de réparation de vélos et café associatif du quartier Sainte-Marguerite"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: fmt.Sprintf("JI-2026-%04d", i+1)}, {Text: name, Bold: i%5 == 0},
			{Text: p, Icon: Phase(p), Color: chart.PhaseToken(p)}, {Text: fmt.Sprint(i % 12)}, {Text: "1\u202f250,00\u00a0€"}, {Icon: icon}}})
	}
	return t
}

func bytesOf(t testing.TB, meta Meta, build func(*Doc)) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(context.Background(), &out, meta, build); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read checks the document with qpdf and gives its text as laid out.
func read(t *testing.T, doc []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, doc, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("PAPERS"); keep != "" { // to look at the pages
		_ = os.WriteFile(filepath.Join(keep, strings.ReplaceAll(t.Name(), "/", "_")+".pdf"), doc, 0o600)
	}
	if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
		t.Fatalf("qpdf: %v\n%s", err, out)
	}
	balanced(t, file)
	return textOf(t, doc)
}

// balanced checks that no page leaves a graphics state saved: what follows would
// be drawn in the wrong place, and qpdf does not look into pages.
func balanced(t *testing.T, file string) {
	t.Helper()
	plain, err := exec.Command("qpdf", "--qdf", "--object-streams=disable", file, "-").Output()
	if err != nil {
		t.Fatalf("qpdf: %v", err)
	}
	saved, restored := 0, 0
	for line := range bytes.Lines(plain) {
		switch {
		case bytes.HasPrefix(line, []byte("q ")):
			saved++
		case bytes.Equal(line, []byte("Q\n")), bytes.HasSuffix(line, []byte(" Q\n")):
			restored++
		}
	}
	if saved != restored {
		t.Errorf("%d states saved, %d restored", saved, restored)
	}
}

func textOf(t *testing.T, doc []byte) string {
	t.Helper()
	extract := exec.Command("pdftotext", "-layout", "-", "-")
	extract.Stdin = bytes.NewReader(doc)
	out, err := extract.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

func TestGallery(t *testing.T) {
	text := read(t, bytesOf(t, paper(), gallery))
	for _, want := range []string{"Couveuse Job’In Liège", "JI-2026-0042", "Projet", "Łukasz Žák", "page 1 /"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q in\n%s", want, text)
		}
	}
}
