package main

// Calls that are refused, each for a reason that was paid for once.

import (
	"go/ast"
	"slices"
	"strings"
)

var refusedGorm = map[string]string{
	"Save":        "it writes every column, also those that another request has just changed: name the columns",
	"AutoMigrate": "on SQLite it rebuilds tables and fires cascades: write a migration",
	"Preload":     "it costs 2.6 to 2.8 times a join scanned by hand: write the question",
	"Offset":      "page by key: an offset is 27 times dearer at the end of the list",
}

// takesSQL are the methods whose first argument goes into the statement as it is.
var takesSQL = []string{"Where", "Or", "Not", "Having", "Order", "Group", "Joins", "Raw", "Exec", "Select", "Table"}

func checkCalls(s *source) (findings []string) {
	for _, f := range s.files {
		if s.isTest(f) {
			continue
		}
		known := imports(f)
		store := isStore(s.room, s.base(f))
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, _ := sel.X.(*ast.Ident)
			from := ""
			if x != nil {
				from = known[x.Name]
			}
			method := sel.Sel.Name
			switch {
			case from == "fmt" && strings.HasPrefix(method, "Print"):
				findings = append(findings, s.at(n, "fmt.%s: write to the stream that was given", method))
			case matches("handlers/...", s.room) && from == "" && method == "Bind":
				findings = append(findings, s.at(n, "Bind mixes path, query and body: bind the body only, into a form of its own"))
			case store && from == "":
				findings = append(findings, s.storeCall(call, method)...)
			}
			return true
		})
	}
	return findings
}

func (s *source) storeCall(call *ast.CallExpr, method string) []string {
	if why := refusedGorm[method]; why != "" {
		return []string{s.at(call, "%s: %s", method, why)}
	}
	if len(call.Args) == 0 {
		return nil
	}
	first := call.Args[0]
	if method == "Updates" && isStruct(first) {
		return []string{s.at(call, "Updates with a struct drops zero values: give a map of columns")}
	}
	if slices.Contains(takesSQL, method) && s.assembled(first) {
		return []string{s.at(call, "%s takes a constant statement; values go in as parameters", method)}
	}
	return nil
}

func isStruct(e ast.Expr) bool {
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = u.X
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return false
	}
	_, isMap := lit.Type.(*ast.MapType)
	return !isMap
}

// assembled tells a statement that is put together at run time: joined, formatted, or (the dangerous
// habit) handed through as a parameter of type string.
func (s *source) assembled(e ast.Expr) bool {
	if tv, ok := s.info.Types[e]; ok && tv.Value != nil {
		return false
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		return ok && strings.HasPrefix(sel.Sel.Name, "Sprint")
	case *ast.Ident:
		// models/db offers helpers that hand a statement on; their callers are checked.
		return !matches("models/db/...", s.room) && s.isParameter(e)
	}
	return false
}

func (s *source) isParameter(ident *ast.Ident) bool {
	used := s.info.Uses[ident]
	for _, f := range s.files {
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			for _, field := range fn.Type.Params.List {
				typ, plain := field.Type.(*ast.Ident)
				for _, param := range field.Names {
					if plain && typ.Name == "string" && used != nil && s.info.Defs[param] == used {
						return true
					}
				}
			}
		}
	}
	return false
}
