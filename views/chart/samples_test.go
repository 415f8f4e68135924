package chart

import (
	"math"
	"strconv"
	"strings"
)

func euros(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) + "\u00a0€" }

// samples holds each chart empty, ordinary and hostile; every scene among them
// must draw.
func samples() map[string]Scene {
	long := strings.Repeat("Savonnerie artisanale et solidaire ", 9)
	many := make([]Bar, 200)
	lines := make([]Series, 200)
	for i := range many {
		many[i] = Bar{Label: "Projet " + strconv.Itoa(i) + " " + long[:i], Value: float64(i * i), Text: strconv.Itoa(i * i)}
		lines[i] = Series{Label: many[i].Label, Spans: []Span{{From: "2026-01-01", To: "2026-04-01", Phase: "coaching"}, {From: "2026-04-02", Phase: "test", Hatched: true}}}
	}
	axes := make([]Axis, 13)
	for i := range axes {
		axes[i] = Axis{Label: "Section " + strconv.Itoa(i+1), Value: float64(i) / 12, Before: float64(i) / 20, Text: strconv.Itoa(i*8) + "\u202f%"}
	}
	none := Frame{Title: "Rien", Empty: "Aucune donnée."}
	return map[string]Scene{
		"bars-empty": Bars{Frame: none}.Scene(),
		"bars-one":   Bars{Rows: []Bar{{Label: "Seul", Value: 0, Text: "0"}}}.Scene(),
		"bars": Bars{Frame: Frame{Title: "Sorties par motif"}, Rows: []Bar{
			{Label: "Emploi trouvé", Value: 7, Text: "7"}, {Label: "Formation", Value: 3, Text: "3", Hatched: true},
			{Label: "En test", Value: 5, Text: "5", Phase: "test"}, {Label: "Abandon", Value: 0, Text: "0"}}}.Scene(),
		"bars-hostile": Bars{Rows: []Bar{{Label: long + "\xff\x00<script>", Value: math.Inf(1), Text: long}, {Label: "", Value: math.NaN()},
			{Label: "négatif", Value: -4, Text: "−4"}, {Label: "énorme", Value: 1e300, Text: "1e300"}}}.Scene(),
		"bars-200": Bars{Rows: many}.Scene(),
		"months": Months{Frame: Frame{Title: "Événements par mois"}, First: "2026-01-01", Lines: []MonthLine{{Label: "Dépôts", Phase: "submitted", Counts: []int{19, 19, 0, 1}},
			{Label: "Lancements", Phase: "launched", Counts: []int{0, 0, 0, 0, 0, 2, 1}}}}.Scene(),
		"months-no":   Months{Frame: none}.Scene(),
		"months-ages": Months{First: "1950-01-01", Lines: []MonthLine{{Label: long, Phase: "test", Counts: make([]int, 1100)}, {Counts: []int{1e6, -3}}}}.Scene(),
		"funnel": Funnel{Frame: Frame{Title: "De la candidature au lancement"}, Stages: []Stage{
			{Label: "Candidatures", Count: 48, Text: "48", Phase: "submitted"},
			{Label: "Acceptées", Count: 24, Text: "24", Passed: "50\u202f%", Phase: "accepted"},
			{Label: "En accompagnement", Count: 20, Text: "20", Passed: "83,3\u202f%", Phase: "coaching"},
			{Label: "En test", Count: 11, Text: "11", Passed: "55\u202f%", Phase: "test"},
			{Label: "Lancées", Count: 2, Text: "2", Passed: "18,2\u202f%", Phase: "launched"}}}.Scene(),
		"funnel-zero": Funnel{Stages: []Stage{{Label: long, Text: "0"}, {Label: "b", Text: "0", Passed: "—"}}}.Scene(),
		"timeline": Timeline{Frame: Frame{Title: "Parcours"}, From: "2026-01-15", To: "2027-06-30", Today: "2026-11-23", TodayLabel: "aujourd’hui", Series: []Series{
			{Label: "Savonnerie L’Écume", Spans: []Span{{From: "2026-01-15", To: "2026-02-28", Phase: "review"}, {From: "2026-03-01", To: "2026-08-14", Phase: "coaching", Text: "Accompagnement"}, {From: "2026-08-15", To: "2026-11-23", Phase: "test", Text: "Test"}, {From: "2026-11-23", To: "2027-05-14", Phase: "test", Hatched: true}}},
			{Label: "Vélos de Sainte-Marguerite, atelier et café", Spans: []Span{{From: "2026-05-01", Phase: "coaching", Text: "Accompagnement"}}},
			{Label: "Traiteur", Spans: []Span{{From: "2026-02-01", To: "2026-07-01", Phase: "coaching"}, {From: "2026-07-02", To: "2026-07-20", Phase: "exited"}}}}}.Scene(),
		"timeline-wrong": Timeline{Frame: none, Series: []Series{{Label: "x", Spans: []Span{{From: "2026-05-01", To: "2026-01-01"}}}}}.Scene(),
		"timeline-200":   Timeline{Series: lines, To: "2027-01-01"}.Scene(),
		"timeline-ages":  Timeline{From: "1900-01-01", To: "2199-12-31", Series: lines[:2]}.Scene(),
		"stack": Stack{Frame: Frame{Title: "Bourses"}, Cap: 5000, CapText: "plafond\u00a0: 5\u202f000,00\u00a0€", Parts: []Part{
			{Label: "Payé", Value: 2000, Text: "2\u202f000,00\u00a0€"}, {Label: "Accordé, à payer", Value: 1250, Text: "1\u202f250,00\u00a0€", Hatched: true},
			{Label: "Demandé", Value: 700, Text: "700,00\u00a0€"}}}.Scene(),
		"stack-over":  Stack{Cap: 100, CapText: "plafond", Parts: []Part{{Label: long, Value: 300, Text: "300"}}}.Scene(),
		"stack-zero":  Stack{Frame: none, Parts: []Part{{Label: "a"}}}.Scene(),
		"survival":    Survival{Frame: Frame{Title: "Survie"}, Living: "En activité", Closed: "Fermées", Unsure: "Sans nouvelles", Rows: []Alive{{"1 an après", 9, 1, 1, "9 sur 11"}, {"2 ans après", 7, 2, 2, "7 sur 11"}, {"5 ans après", 0, 0, 0, "—"}}}.Scene(),
		"survival-no": Survival{Frame: none}.Scene(),
		"steps":       steps(0),
		"steps-320":   steps(320),
		"steps-no":    StepCurve{Frame: none}.Scene(),
		"steps-mad": StepCurve{Points: []StepPoint{{}, {At: 3, Share: math.NaN(), Low: -4, High: math.Inf(1), Lost: true}, {At: 2000, Share: 7}},
			Marks: []StepMark{{Label: long, Text: long}, {At: 1, Label: "1", Text: "9"}}, Band: long, Lost: long, AxisText: long, Format: euros}.Scene(),
		"radar": Radar{Frame: Frame{Title: "Plan d’affaires"}, Now: "aujourd’hui", Previous: "au 12 octobre", Axes: []Axis{
			{"Porteuse de projet", 1, 0.8, "100\u202f%"}, {"Marché", 0.6, 0.5, "60\u202f%"}, {"Offre et prix", 0.75, 0.4, "75\u202f%"},
			{"Plan financier", 0.2, 0.1, "20\u202f%"}, {"Statut et obligations", 0.5, 0.5, "50\u202f%"}, {"Communication", 0.35, 0.2, "35\u202f%"}}}.Scene(),
		"radar-13":  Radar{Axes: axes}.Scene(),
		"radar-two": Radar{Axes: []Axis{{Label: "a", Value: 0.5, Text: "50"}, {Label: long, Value: math.NaN()}}}.Scene(),
		"radar-no":  Radar{Frame: none}.Scene(),
		"curve":     LineChart{Frame: Frame{Title: "Trésorerie"}, Steps: []string{"01/27", "02/27", "03/27", "04/27"}, Format: euros, Lines: []ChartLine{{Label: "Solde", Values: []float64{3039, -422.75, 57.75, 3444}}}}.Scene(),
		"curve-two": LineChart{Frame: Frame{Title: "Seuil", Width: 330}, Steps: []string{"0", "20 000", "40 000"}, Format: euros, Mark: &LineMark{At: 1.4, Label: "Seuil de rentabilité"},
			Lines: []ChartLine{{Label: "Chiffre d’affaires", Values: []float64{0, 20000, 40000}}, {Label: "Charges", Values: []float64{21000, 26000, 31000}, Dashed: true}}}.Scene(),
		"curve-no":   LineChart{Frame: none}.Scene(),
		"curve-flat": LineChart{Steps: []string{"a", "b"}, Format: euros, Lines: []ChartLine{{Values: []float64{0, 0}}}}.Scene(),
		"curve-mad": LineChart{Steps: []string{long, long, "c"}, Format: euros, Mark: &LineMark{At: math.NaN(), Label: long},
			Lines: []ChartLine{{Label: long, Values: []float64{math.Inf(1), math.NaN(), -1e300, 5, 6}}, {}}}.Scene(),
		"durations": Durations{Frame: Frame{Title: "Durées"}, Months: []float64{2.2, 3, 3.4, 4, 4.1, 4.2, 5, 5, 5.6, 6, 6, 6, 6.4, 7.8, 9}, Min: 3, Max: 6,
			MinText: "minimum\u00a0: 3 mois", MaxText: "maximum\u00a0: 6 mois", AxisText: "mois d’accompagnement"}.Scene(),
		"durations-no":  Durations{Frame: none, Min: 3, Max: 6}.Scene(),
		"durations-mad": Durations{Months: []float64{1e9, math.NaN(), -3, math.Inf(1), 12}, Min: 6, Max: 12, MaxText: long}.Scene(),
	}
}

func steps(width float64) Scene {
	c := StepCurve{Frame: Frame{Title: "Survie", Width: width}, Band: "Intervalle de confiance à 95\u202f%", Lost: "Entreprises perdues de vue ou pas encore interrogées",
		AxisText: "Mois depuis la création ; en gras, entreprises encore suivies", Format: func(x float64) string { return strconv.Itoa(int(math.Round(100*x))) + "\u202f%" },
		Points: []StepPoint{{Share: 1, Low: 1, High: 1, Lost: true}, {At: 6, Share: 0.97, Low: 0.93, High: 0.99}, {At: 12, Share: 0.9, Low: 0.84, High: 0.94, Lost: true},
			{At: 21, Share: 0.88, Low: 0.81, High: 0.93}, {At: 36, Share: 0.608, Low: 0.52, High: 0.68}, {At: 44, Share: 0.608, Low: 0.52, High: 0.68, Lost: true}}}
	for i, at := range []int{0, 6, 12, 36, 60} {
		c.Marks = append(c.Marks, StepMark{At: at, Label: strconv.Itoa(at), Text: []string{"156", "148", "131", "90", "0"}[i], Share: []string{"100\u202f%", "97\u202f%", "90\u202f%", "61\u202f%", ""}[i]})
	}
	return c.Scene()
}
