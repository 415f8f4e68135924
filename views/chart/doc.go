// Package chart turns typed figures into a scene: a flat list of shapes with
// colour tokens, drawn as SVG on a page (this package) and as vectors on paper
// (views/pdf). The figures, their words and their formats come from the caller:
// a chart is a pure function of them, so that page and paper cannot differ.
//
// It never queries, never words a sentence, and knows neither gofpdf nor HTTP.
//
// A chart must stay readable in grey print: every series has its hatch, its
// mark or its written value beside the hue.
package chart
