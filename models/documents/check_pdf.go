package documents

import (
	"archive/zip"
	"bytes"

	"eclosion/models"
)

// Where the marks of a PDF are looked for, in bytes.
const (
	pdfHead = 1024
	pdfTail = 2048
)

// foreign are the marks of other formats: a file that carries them at such a place is read as another thing by another program.
var foreign = [][]byte{[]byte("<html"), []byte("<!doctype"), []byte("<script"), []byte("<svg"), []byte("<body"), []byte("<?php")}

// archives are the marks of archives that their programs look for anywhere in a file.
var archives = [][]byte{[]byte("7z\xbc\xaf\x27\x1c"), []byte("Rar!\x1a\x07")}

// checkPDF refuses a PDF that is cut short, or that is another thing besides.
func checkPDF(data []byte) *models.Problem {
	if len(data) < 8 || (data[5] != '1' && data[5] != '2') || data[6] != '.' {
		return models.Refuse("document.damaged", nil)
	}
	tail := data[max(0, len(data)-pdfTail):]
	end := bytes.LastIndex(tail, []byte("%%EOF"))
	if end < 0 || !bytes.Contains(data, []byte("startxref")) {
		return models.Refuse("document.incomplete", nil)
	}
	after := bytes.Trim(tail[end+len("%%EOF"):], " \t\r\n\x00")
	head := bytes.ToLower(data[:min(len(data), pdfHead)])
	for _, mark := range foreign {
		if bytes.Contains(head, mark) {
			return models.Refuse("document.polyglot", nil)
		}
	}
	for _, mark := range archives {
		if bytes.Contains(data, mark) {
			return models.Refuse("document.polyglot", nil)
		}
	}
	if len(after) > 0 || isZip(data) || isTar(data) {
		return models.Refuse("document.polyglot", nil)
	}
	return nil
}

// isZip reports whether a program that unpacks archives finds one in the file, wherever it begins.
func isZip(data []byte) bool {
	_, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil
}

func isTar(data []byte) bool { return len(data) > 262 && string(data[257:262]) == "ustar" }
