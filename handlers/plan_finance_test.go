package handlers_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/finance"
)

// figures are a filled form: 600 pieces at 50 €, a rent, a machine and a loan.
func figures() url.Values {
	in := finance.New("2027-01-15")
	in.Opening, in.PayDays = 1000_00, 30
	in.Sales = []finance.Sale{{Label: "Création", Price: 50_00, Quantity: [3]int64{600, 800, 1000}, VAT: 2100, CostUnit: 10_00, CostRate: 500, CostVAT: 2100, Days: 30}}
	in.Fixed = []finance.Cost{{Label: "Loyer", Amount: [3]models.Cents{6000_00, 6000_00, 6000_00}, VAT: 2100}}
	in.Resources = []finance.Resource{{Kind: finance.Loan, Label: "Microcrédit", Amount: 6000_00, Month: 1, Rate: 600, Months: 24}}
	in.Remuneration = [3]models.Cents{12_000_00, 12_000_00, 12_000_00}
	values := url.Values{}
	for name, text := range in.Values() {
		values.Set(name, text)
	}
	return values
}

func TestTheFiguresOfAPlan(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		d := k.planDesk()
		page := "/projets/" + d.p.Ref + "/plan/finances"
		d.holder.get(page).wants(http.StatusOK).has("Aucune vente n'est prévue", "Enregistrer et recalculer")
		values := figures()
		values.Set("version", "0")
		values.Set("sale-1-price", "1.234,5")
		d.holder.post(page+"/calcul", values).wants(http.StatusOK).has("740\u202f700,00\u00a0€").lacks("<html")
		if n := k.count(`SELECT count(*) FROM finance_plans`); n != 0 {
			t.Fatal("trying has stored something")
		}
		d.holder.post(page, values).wants(http.StatusSeeOther)
		d.holder.get(page).wants(http.StatusOK).has("740\u202f700,00\u00a0€", "Enregistré le 23/11/2026 à 09:00 par Zoé", "chiffre d'affaires − coûts variables", "Les ventes de la première année couvrent les charges")

		// The coach works on the same figures; who typed over older ones is told and loses nothing.
		values.Set("sale-1-price", "50")
		values.Set("version", "1")
		d.coach.post(page, values).wants(http.StatusSeeOther)
		values.Set("sale-1-label", "Mon libellé")
		again := d.holder.post(page, values).wants(http.StatusConflict).has("Une autre version est enregistrée", "par Carla")
		if v := again.value("version"); v != "2" || again.value("sale-1-label") != "Mon libellé" {
			t.Errorf("after a conflict: version %q, label %q", v, again.value("sale-1-label"))
		}
		values.Set("version", "2")
		for field, text := range map[string]string{"sale-1-q1": "-4", "opening": "beaucoup", "start": "2027-02-30", "sale-1-vat": "300", "invest-4-amount": "5"} {
			values.Set(field, text)
		}
		wrong := d.holder.post(page, values).wants(http.StatusUnprocessableEntity).has("Ventes, quantité année 1, ligne 1", "Ventes, TVA sur le prix (%), ligne 1", "Solde bancaire de départ", "Premier mois", "Investissements, investissement, ligne 4",
			"Les résultats s'affichent dès que tous les chiffres peuvent être lus.")
		if wrong.value("sale-1-q1") != "-4" || wrong.value("invest-4-amount") != "5" || !strings.Contains(wrong.body, `href="#f-sale-1-q1"`) {
			t.Error("what was typed, or the way to it, is lost")
		}
		d.holder.get(page+"?version=1").wants(http.StatusOK).has("Vous regardez la version 1", "740\u202f700,00\u00a0€")
		for _, v := range []string{"0", "9", "x"} {
			d.holder.get(page + "?version=" + v).wants(http.StatusNotFound)
		}
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase = 'launched', phase_ends_on = NULL WHERE id = ?`, d.p.ID)
			return err
		})
		d.holder.get(page).wants(http.StatusOK).has("30\u202f000,00\u00a0€").lacks("Enregistrer et recalculer")
		d.holder.post(page, values).wants(http.StatusUnprocessableEntity)
		if n := k.count(`SELECT version FROM finance_plans`); n != 2 {
			t.Errorf("version %d", n)
		}
	})
}

// sendsWorkbook hands a file in on the page of the figures.
func (b *browser) sendsWorkbook(page string, content []byte) reply {
	b.k.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	file, err := w.CreateFormFile("classeur", "finances.xlsx")
	if err == nil {
		_, err = file.Write(content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		b.k.t.Fatal(err)
	}
	return b.send(page+"/import", w.FormDataContentType(), &body, false)
}

func TestFiguresTravelAsAWorkbook(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		d := k.planDesk()
		page := "/projets/" + d.p.Ref + "/plan/finances"
		values := figures()
		values.Set("version", "0")
		d.holder.post(page, values).wants(http.StatusSeeOther)
		down := d.coach.get(page + ".xlsx").wants(http.StatusOK)
		if kind := down.header.Get("Content-Type"); !strings.Contains(kind, "spreadsheetml") || !strings.HasPrefix(down.body, "PK") {
			t.Fatalf("a workbook of type %q", kind)
		}
		d.holder.sendsWorkbook(page, []byte(down.body)).wants(http.StatusOK).has("les mêmes chiffres que cette page")
		book, err := excelize.OpenReader(strings.NewReader(down.body))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(book.SetCellValue(finance.DataSheet, finance.Sales.At(1, "price"), 61.5), book.SetCellValue(finance.DataSheet, finance.FixedCosts.At(1, "label"), "<b>Bail</b>")); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		seen := d.holder.sendsWorkbook(page, out.Bytes()).wants(http.StatusOK).has("2 changements lus dans le classeur", "« 50 » devient « 61,50 »", "<b>Bail</b>", "36\u202f900,00\u00a0€").lacks("<b>Bail</b>")
		if n := k.count(`SELECT version FROM finance_plans`); n != 1 || seen.value("version") != "1" || seen.value("sale-1-price") != "61,50" {
			t.Errorf("before it is saved: version %d, the form has %q and %q", n, seen.value("version"), seen.value("sale-1-price"))
		}
		if err := book.SetCellValue(finance.DataSheet, finance.Sales.At(1, "price"), -1); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		d.holder.sendsWorkbook(page, out.Bytes()).wants(http.StatusUnprocessableEntity).has("Ventes, prix par unité (€), ligne 1", "Indiquez un montant")
		d.holder.sendsWorkbook(page, []byte("rien")).wants(http.StatusUnprocessableEntity).has("n'est pas un classeur Excel téléchargé")
		d.holder.sendsWorkbook(page, make([]byte, 4<<20)).wants(http.StatusUnprocessableEntity).has("n'est pas un classeur Excel téléchargé")
		d.holder.post(page+"/import", form("classeur", "x")).wants(http.StatusBadRequest)
		if n := k.count(`SELECT count(*) FROM finance_versions`); n != 1 {
			t.Errorf("%d versions", n)
		}
	})
}
