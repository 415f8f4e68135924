package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAPaperSaysWhatChangedSinceTheLastPrint(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		d := k.planDesk()
		plan, ids := "/projets/"+d.p.Ref+"/plan", k.firstItems("JI")
		read := func(b *browser, path string) string {
			t.Helper()
			return textOfPDF(t, b.get(path).wants(http.StatusOK).body)
		}
		if text := read(d.holder, plan+".pdf"); strings.Contains(text, "Dernière impression") || strings.Contains(text, "modifié") {
			t.Error("there is nothing to compare with")
		}
		first := d.holder.post(plan+"/impression", form("cle", "k1", "quoi", "liste")).wants(http.StatusSeeOther).location()
		if first != plan+".pdf?depuis=0" || d.holder.post(plan+"/impression", form("cle", "k1", "quoi", "liste")).location() != first || k.count(`SELECT count(*) FROM plan_prints`) != 1 {
			t.Errorf("the first print leads to %q", first)
		}
		if text := read(d.holder, first); strings.Contains(text, "Dernière impression") {
			t.Error("the first print compares with itself")
		}
		k.clock.Add(time.Hour)
		d.holder.post(plan+"/annonces", form("vu-"+ids[1], d.holder.get(plan).value("vu-"+ids[1]), "pret-"+ids[1], "oui")).wants(http.StatusSeeOther)
		d.holder.post(plan+"/sections/2", form("version", "0", "body", "## Le besoin\n\n- un\n- deux\n\nVoilà.")).wants(http.StatusSeeOther)
		second := d.coach.post(plan+"/impression", form("cle", "k2", "quoi", "complet")).wants(http.StatusSeeOther).location()
		if !strings.HasPrefix(second, plan+"/complet.pdf?depuis=") || k.count(`SELECT count(*) FROM plan_prints WHERE kind = 'whole'`) != 1 {
			t.Errorf("the second print leads to %q", second)
		}
		for _, want := range []string{"Dernière impression : le 23/11/2026 à 09:00, par Zoé", "2 points ou textes ont changé", "Compétences acquises et à acquérir (obligatoire) · modifié", "texte en version 1, du 23/11/2026 · modifié", "Le besoin", "Voilà."} {
			if text := read(d.coach, second); !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
				t.Errorf("the second print does not say %q:\n%s", want, text)
			}
		}
		if text := read(d.coach, plan+".pdf"); !strings.Contains(text, "par Carla") || strings.Contains(text, "· modifié") {
			t.Error("without a print that is named, a paper compares with the last")
		}
		d.holder.get(plan+"/complet").wants(http.StatusOK).has("Plan d'affaires complet", "Cette partie n'a pas encore de texte.", "Le besoin", "Imprimer le plan complet")
		for _, wrong := range []string{"x", "-1", "999"} {
			d.holder.get(plan + ".pdf?depuis=" + wrong).wants(http.StatusNotFound)
		}
		values := figures()
		values.Set("version", "0")
		d.holder.post(plan+"/finances", values).wants(http.StatusSeeOther)
		if text := read(d.holder, plan+"/complet.pdf"); !strings.Contains(text, "Seuil de rentabilité") || !strings.Contains(text, "Microcrédit") {
			t.Error("the whole plan has no figures")
		}
	})
}
