// Package pdf lays papers out: A4 pages in Liberation Sans with a title block,
// running header and footer, headings, paragraphs, tables, tiles, signature
// boxes and charts. The concrete papers of this folder are written on this kit.
//
// It is the only room that knows gofpdf. The texts arrive worded by the caller;
// the kit words only its own few labels. It never queries and never asks the
// time: the date of a paper comes in Meta, and the same calls give the same
// bytes.
package pdf
