package wording

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
)

// answers are the codes that the source of models and handlers can answer with.
type answers struct {
	missing  map[string]bool   // codes that Missing and Stale make
	refusals map[string]string // code: where
	fields   map[string]string
	unclear  []string // codes that are neither a literal nor a constant
}

// readAnswers collects what is passed to Refuse, to FieldProblem and to the
// helpers whose name ends in "field" (name, code, facts), in the whole module but the views.
func readAnswers(t *testing.T) answers {
	t.Helper()
	found := answers{missing: map[string]bool{}, refusals: map[string]string{}, fields: map[string]string{}}
	const root = "../.."
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); path != root && (strings.HasPrefix(name, ".") || name == "views" || name == "testdata") {
			return filepath.SkipDir
		}
		found.readDir(t, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (a *answers) readDir(t *testing.T, dir string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	set := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	constants := constantsOf(files)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			a.read(n, constants, set)
			return true
		})
	}
}

func (a *answers) read(n ast.Node, constants map[string]string, set *token.FileSet) {
	switch n := n.(type) {
	case *ast.CallExpr:
		switch name := nameOf(n.Fun); {
		case name == "Refuse" && len(n.Args) == 2:
			code := valueOf(n.Args[0], constants)
			if code == "" {
				a.unclear = append(a.unclear, set.Position(n.Pos()).String())
				return
			}
			a.refusals[code] = set.Position(n.Pos()).String()
		case name == "Missing" && len(n.Args) == 1: // its kind has a sentence; the code may have its own
			a.missing[valueOf(n.Args[0], constants)+".not_found"] = true
		case name == "Stale" && len(n.Args) == 2: // so has its kind
			a.missing[valueOf(n.Args[0], constants)+".stale"] = true
		case strings.HasSuffix(strings.ToLower(name), "field") && len(n.Args) == 3:
			if code := valueOf(n.Args[1], constants); code != "" {
				a.fields[code] = set.Position(n.Pos()).String()
			}
		}
	case *ast.CompositeLit:
		switch kind := n.Type.(type) {
		case *ast.ArrayType:
			if nameOf(kind.Elt) == "FieldProblem" {
				for _, e := range n.Elts {
					a.readCode(e, constants, set, a.fields)
				}
			}
		default:
			if nameOf(kind) == "FieldProblem" {
				a.readCode(n, constants, set, a.fields)
			}
			if nameOf(kind) == "Problem" && filepath.Base(set.Position(n.Pos()).Filename) != "problem.go" {
				a.readCode(n, constants, set, a.refusals)
			}
		}
	}
}

// readCode reads the Code of one FieldProblem{...} or Problem{...}.
func (a *answers) readCode(e ast.Expr, constants map[string]string, set *token.FileSet, into map[string]string) {
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return
	}
	for _, part := range literal.Elts {
		if pair, ok := part.(*ast.KeyValueExpr); ok && nameOf(pair.Key) == "Code" {
			if code := valueOf(pair.Value, constants); code != "" {
				into[code] = set.Position(e.Pos()).String()
			}
		}
	}
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func valueOf(e ast.Expr, constants map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.Ident:
		return constants[e.Name]
	case *ast.SelectorExpr: // a constant of the hub, named from a pillar
		return map[string]string{
			"CoachingTooShort": programme.CoachingTooShort, "TestTooShort": programme.TestTooShort,
			"MandatoryMissing": programme.MandatoryMissing}[e.Sel.Name]
	}
	return ""
}

func constantsOf(files []*ast.File) map[string]string {
	constants := map[string]string{}
	for _, file := range files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.CONST {
				continue
			}
			for _, s := range decl.Specs {
				spec := s.(*ast.ValueSpec)
				for i, v := range spec.Values {
					if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						constants[spec.Names[i].Name], _ = strconv.Unquote(lit.Value)
					}
				}
			}
		}
	}
	return constants
}

func TestEveryRefusalHasItsSentence(t *testing.T) {
	found := readAnswers(t)
	if len(found.refusals) < 20 || len(found.fields) < 10 {
		t.Fatalf("only %d refusals and %d field codes were found: the reader is broken", len(found.refusals), len(found.fields))
	}
	for _, where := range found.unclear {
		t.Errorf("%s: give Refuse a literal or a constant of its package, so that its sentence can be checked", where)
	}
	for code, where := range found.refusals {
		if _, ok := refusals[code]; !ok {
			t.Errorf("%s: %q has no sentence in refusals.go", where, code)
		}
	}
	for _, code := range RefusalCodes() {
		if _, ok := found.refusals[code]; !ok && !found.missing[code] {
			t.Errorf("no rule answers %q any more: its sentence is dead", code)
		}
	}
	unknown := fieldSentence(context.Background(), models.FieldProblem{Code: "no such tag"})
	for code, where := range found.fields {
		if fieldSentence(context.Background(), models.FieldProblem{Code: code}) == unknown {
			t.Errorf("%s: field code %q has no sentence in fields.go", where, code)
		}
	}
}

// full holds every fact that a sentence may ask for.
var full = models.Facts{
	"from": programme.Coaching, "to": programme.Test, "phase": programme.Coaching, "needed": programme.Test,
	"earliest": models.Date("2027-03-14"), "days_left": 12, "today": models.Date("2027-03-02"), "months": 3,
	"on": models.Date("2027-03-02"), "signed": models.Date("2027-03-05"), "since": models.Date("2027-02-01"),
	"starts": models.Date("2027-04-01"), "ends": models.Date("2028-03-31"), "ended": models.Date("2027-02-02"),
	"end": models.Date("2029-01-01"), "last": models.Date("2028-12-01"), "date": models.Date("2027-03-01"),
	"count": 7, "items": []string{"Prix", "Clients", "Concurrents", "Budget", "Statuts", "Canaux", "Trésorerie"},
	"asked": 4, "granted": 1, "limit": 3, "left": 2, "rule": programme.CoachingTooShort, "number": "SP-2027-0007",
	"list": "{prénom}", "known": "{prenom}", "param": 3, "line": 2, "name": "Zoë",
	"absent": "Karim", "by": "Léa", "first": models.Date("2026-11-25"), "until": models.Date("2026-11-30"),
	"column": "Date de sortie", "other": "Nom", "value": "30/02/2008", "wanted": 27, "rows": 50_000, "columns": 200,
	"at": models.InstantOf(models.Date("2026-12-01").At(9, 30)), "hours": 24,
	"ref": "JI-2026-0042", "cohort": "JI-LIEGE-2026-2", "opens": models.Date("2026-10-01"), "closes": models.Date("2026-12-31"),
	"type": ".heic", "size": 9 << 20, "held": 45 << 20, "reason": "Illisible.", "evidence": "Accord du CPAS", "step": programme.AtTest, "given": true,
}

var broken = regexp.MustCompile(`%!|\(MISSING\)|\(EXTRA|—| [;:?!]|'|  `)

func TestSentencesAreWhole(t *testing.T) {
	ctx := context.Background()
	money := models.Facts{"asked": models.Cents(100_000), "amount": models.Cents(150_000), "awarded": models.Cents(400_000),
		"cap": models.Cents(500_000), "left": models.Cents(100_000), "total": models.Cents(99_900), "gap": models.Cents(100),
		"tranche": models.Cents(50_000), "paid": models.Cents(20_000), "recovered": models.Cents(1_000), "ref": "JI-2026-0042-B1", "phase": programme.Launched}
	for _, code := range RefusalCodes() {
		f := full
		if strings.HasPrefix(code, "grant.") || code == "import.over_cap" || code == "import.warn_over_cap" || code == "import.warn_grant_without_test" {
			f = money
		}
		_, sentences := Problem(ctx, models.Refuse(code, f))
		if len(sentences) != 1 || broken.MatchString(sentences[0]) || !strings.HasSuffix(sentences[0], ".") {
			t.Errorf("%s: %q", code, sentences)
		}
		if _, bare := Problem(ctx, models.Refuse(code, nil)); strings.Contains(bare[0], "%!") {
			t.Errorf("%s without facts: %q", code, bare)
		}
	}
	for code := range fieldFaults {
		f := models.Facts{"max": models.Cents(100)}
		for k, v := range full {
			f[k] = v
		}
		if text := Field(ctx, "", models.FieldProblem{Code: code, Facts: f}); broken.MatchString(text) || !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", code, text)
		}
	}
}

func TestRefusalSentences(t *testing.T) {
	ctx := context.Background()
	but := func(code, key string, value any) *models.Problem {
		f := models.Facts{}
		for k, v := range full {
			f[k] = v
		}
		f[key] = value
		return models.Refuse(code, f)
	}
	for _, c := range []struct {
		p    *models.Problem
		want string
	}{
		{but("coaching.too_short", "x", 0), "La période de test peut commencer le 14~mars 2027~: il reste 12 jours d’accompagnement. Avant cette date, il faut une dérogation motivée d’une personne responsable."},
		{but("coaching.too_short", "days_left", 1), "La période de test peut commencer le 14~mars 2027~: il reste 1 jour d’accompagnement. Avant cette date, il faut une dérogation motivée d’une personne responsable."},
		{but("coaching.too_short", "to", programme.Launched), "Le lancement est possible à partir du 14~mars 2027~: il reste 12 jours d’accompagnement. Avant cette date, il faut une dérogation motivée d’une personne responsable."},
		{but("test.too_short", "today", models.Date("2027-03-14")), "Le lancement est possible à partir du 14~mars 2027~: il reste 12 jours de test. Choisissez ce jour ou un jour plus tardif."},
		{but("plan.mandatory_missing", "x", 0), "7 points obligatoires du plan d’affaires ne sont pas validés~: Prix, Clients, Concurrents, Budget, Statuts et 2 autres. Validez-les, ou demandez une dérogation motivée à une personne responsable."},
		{models.Refuse("plan.mandatory_missing", models.Facts{"count": 1, "items": []string{"100 % local"}}), "1 point obligatoire du plan d’affaires n’est pas validé~: 100 % local. Validez-le, ou demandez une dérogation motivée à une personne responsable."},
		{but("journey.transition", "to", programme.Accepted), "Un dossier à l’étape «~Accompagnement~» ne passe pas à l’étape «~Accepté~». Étapes possibles~: «~Test~», «~Lancé~», «~Sorti~»."},
		{but("journey.transition", "from", programme.Exited), "Un dossier à l’étape «~Sorti~» ne passe pas à l’étape «~Test~». Cette étape est la dernière."},
		{but("journey.transition", "from", programme.Launched), "Un dossier à l’étape «~Lancé~» ne passe pas à l’étape «~Test~». Étape possible~: «~Suivi~»."},
		{but("extension.over_limit", "x", 0), "Toutes les prolongations de cette étape font au plus 3 mois, dont 1 mois déjà accordés~: 4 mois demandés, c’est trop. Il reste au plus 2 mois."},
		{but("extension.over_limit", "left", 0), "Toutes les prolongations de cette étape font au plus 3 mois, et elles sont déjà accordées. Le dossier doit avancer ou sortir."},
		{but("extension.over_limit", "limit", 0), "Les conditions du programme ne permettent pas de prolonger cette étape."},
		{models.Refuse("grant.over_cap", models.Facts{"cap": models.Cents(500_000), "awarded": models.Cents(300_000), "left": models.Cents(200_000), "amount": models.Cents(200_001)}),
			"Le plafond de la bourse est de 5^000,00~€ par personne, toutes demandes réunies~: 3^000,00~€ déjà octroyés, il reste 2^000,00~€. Octroyez au plus ce montant^; aucune dérogation ne lève le plafond."},
		{models.Refuse("grant.over_cap", models.Facts{"cap": models.Cents(500_000), "awarded": models.Cents(500_000), "left": models.Cents(0)}),
			"Le plafond de la bourse est de 5^000,00~€ par personne, toutes demandes réunies, et il est atteint~: 5^000,00~€ déjà octroyés. Aucune dérogation ne le lève."},
		{models.Refuse("no.such_rule", nil), "Une règle du programme l’empêche (no.such_rule)."},
	} {
		title, sentences := Problem(ctx, c.p)
		if shown(title) != "Ce n’est pas possible pour l’instant" || len(sentences) != 1 || shown(sentences[0]) != c.want {
			t.Errorf("%s: %q %q\nwant %q", c.p.Code, title, shown(strings.Join(sentences, " | ")), c.want)
		}
	}
}

func TestProblemTellsEverything(t *testing.T) {
	ctx := context.Background()
	several := models.Gather(nil, models.Refuse("status.missing", nil), models.Refuse("suspension.none", nil))
	if _, sentences := Problem(ctx, several); len(sentences) != 2 || !strings.Contains(sentences[0], "statut provisoire") || !strings.Contains(sentences[1], "reprise") {
		t.Errorf("several reasons: %q", sentences)
	}
	field := models.FieldProblem{Field: "date", Code: "required"}
	if title, sentences := Problem(ctx, models.Fields(field)); title != "1 réponse est à revoir" || sentences != nil {
		t.Errorf("a field: %q %q", title, sentences)
	}
	mixed := models.Gather([]models.FieldProblem{field}, models.Refuse("status.missing", nil))
	if title, sentences := Problem(ctx, mixed); title != "2 réponses sont à revoir" || len(sentences) != 1 {
		t.Errorf("a field and a rule: %q %q", title, sentences)
	}
	var told []string
	for _, p := range []*models.Problem{models.Missing("project"), models.Denied("grant.award"), models.Stale("meeting", nil),
		{Kind: models.Unavailable, Code: "busy"}, {Kind: models.TooMany, Code: "slow.down"}, {Kind: models.Invalid, Code: "body.broken"}} {
		title, sentences := Problem(ctx, p)
		if title == "" || len(sentences) != 1 || strings.Contains(sentences[0], p.Code) || slices.Contains(told, sentences[0]) {
			t.Errorf("%s: %q %q", p.Code, title, sentences)
		}
		told = append(told, sentences[0])
	}
}

func TestField(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		label string
		code  string
		facts models.Facts
		want  string
	}{
		{"", "required", nil, "Ce champ est obligatoire."},
		{"Nom", "required", nil, "Nom~: ce champ est obligatoire."},
		{"Début", "before_phase", models.Facts{"date": models.Date("2026-03-01")}, "Début~: l’étape actuelle a commencé le 1er~mars 2026~: indiquez ce jour ou un jour plus tardif."},
		{"", "max", models.Facts{"param": "1"}, "C’est trop long~: écrivez au plus 1 caractère."},
		{"", "max", models.Facts{"param": "4000"}, "C’est trop long~: écrivez au plus 4^000 caractères."},
		{"", "max", models.Facts{"param": "12", "kind": "number"}, "Indiquez au plus 12."},
		{"", "max", models.Facts{"param": "2", "kind": "list"}, "Choisissez au plus 2 réponses."},
		{"", "min", models.Facts{"param": "12"}, "C’est trop court~: écrivez au moins 12 caractères."},
		{"", "min", models.Facts{"param": "1", "kind": "list"}, "Choisissez au moins 1 réponse."},
		{"", "min", models.Facts{"param": 3, "kind": "number"}, "Indiquez au moins 3."},
		{"", "len", models.Facts{"param": int64(4)}, "Il faut exactement 4 caractères."},
		{"", "gte", models.Facts{"param": 1}, "Indiquez au moins 1."},
		{"", "lte", models.Facts{"param": 120}, "Indiquez au plus 120."},
		{"", "gt", models.Facts{"param": "0"}, "Indiquez plus que 0."},
		{"", "lt", models.Facts{"param": "10"}, "Indiquez moins que 10."},
		{"", "future", nil, "Cette date est dans le futur~: indiquez aujourd’hui ou un jour passé."},
		{"", "email", nil, "Indiquez une adresse e-mail complète, comme nom@exemple.be."},
		{"Email", "no such tag", nil, "Email~: cette réponse ne peut pas être prise telle quelle~: vérifiez-la."},
	} {
		if got := shown(Field(ctx, c.label, models.FieldProblem{Field: "f", Code: c.code, Facts: c.facts})); got != c.want {
			t.Errorf("%s: %q, want %q", c.code, got, c.want)
		}
	}
}

func TestLabels(t *testing.T) {
	ctx := context.Background()
	labels := map[string]map[string]string{"phase": {}, "exit": {}, "status": {}, "gate": {}, "rule": {}}
	for _, p := range programme.AllPhases() {
		labels["phase"][string(p)] = PhaseLabel(ctx, p)
	}
	for _, r := range programme.AllExitReasons() {
		labels["exit"][string(r)] = ExitReasonLabel(ctx, r)
	}
	for _, s := range append(programme.AllStatusStates(), programme.StatusNone) {
		labels["status"][string(s)] = StatusLabel(ctx, s)
	}
	for _, g := range programme.AllGateModes() {
		labels["gate"][string(g)] = GateLabel(ctx, g)
	}
	for _, c := range []string{programme.CoachingTooShort, programme.TestTooShort, programme.MandatoryMissing} {
		labels["rule"][c] = RuleLabel(ctx, c)
	}
	for kind, list := range labels {
		seen := map[string]bool{}
		for code, label := range list {
			if label == "" || label == code || seen[label] {
				t.Errorf("%s %q is labelled %q", kind, code, label)
			}
			seen[label] = true
		}
	}
	if PhaseLabel(ctx, programme.Waitlisted) != "En liste d’attente" {
		t.Errorf("waitlisted: %q", PhaseLabel(ctx, programme.Waitlisted))
	}
}
