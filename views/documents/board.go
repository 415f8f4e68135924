// Package documents shows the pieces of a dossier: to who gives them, to who checks
// them, and what a programme asks for.
package documents

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Board is the pieces of one dossier, as one reader sees them.
type Board struct {
	Ref, Base string // Base is the address of what they belong to: /candidatures/REF or /projets/REF
	Phase     programme.Phase
	Today     models.Date
	Pieces    []documents.Piece
	Removed   []documents.Document // by the reader, who can put them back
	Held      int                  // bytes of the dossier's documents
	Account   int64                // of the reader
	// Staff reads with the couveuse's eyes, Scanning is set where a virus scanner is in use.
	Own, Staff, MayAdd, MayReview, Scanning bool
	Stops, Warns                            *models.Problem // what the gates of entry say of the next step

	Ask    ui.Form // by which a piece is asked
	Judge  ui.Form // of the document Judged, after a refusal
	Judged string
	Upload Upload  // what became of files that were sent without a script
	Next   ui.Link // where a draft goes on; "" elsewhere
}

// Upload is what became of the files of one form.
type Upload struct {
	Category string
	Files    []Sent
}

// Sent is one file that was sent. Text says what happened, or why not.
type Sent struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	OK    bool   `json:"ok"`
	Again bool   `json:"again"` // sending it again may help
}

func (u Upload) failed() (list []Sent) {
	return slices.DeleteFunc(slices.Clone(u.Files), func(s Sent) bool { return s.OK })
}

func (u Upload) stored() (list []Sent) {
	return slices.DeleteFunc(slices.Clone(u.Files), func(s Sent) bool { return !s.OK })
}

// Path is the address of a dossier's pieces.
func (b Board) Path() string { return b.Base + "/documents" }

func (b Board) of(d documents.Document, act string) string {
	return b.Path() + "/" + d.PublicID + "/" + act
}

// asked are the pieces that the dossier needs or that were asked for; others may be given.
func (b Board) asked() []documents.Piece {
	return slices.DeleteFunc(slices.Clone(b.Pieces), func(p documents.Piece) bool { return !p.Needed() && p.Request == nil })
}

func (b Board) others() []documents.Piece {
	return slices.DeleteFunc(slices.Clone(b.Pieces), func(p documents.Piece) bool { return p.Needed() || p.Request != nil })
}

// takes reports whether the reader may add to the piece: to one that the programme asks for today.
func (b Board) takes(p documents.Piece) bool { return b.MayAdd && p.Category.ID != 0 }

func (b Board) removable(d documents.Document) bool {
	return b.Own && d.Scan != documents.Infected && documents.CheckRemove(d, b.Account, b.Phase) == nil
}

func (b Board) opens(d documents.Document) bool { return documents.CheckOpen(d, b.Scanning) == nil }

// missing counts the pieces that are waited for.
func (b Board) missing() (n int) {
	for _, p := range b.Pieces {
		if p.Missing() {
			n++
		}
	}
	return n
}

// overview is one line on top: how much is still waited for.
func (b Board) overview(ctx context.Context) (text string, tone ui.Tone) {
	n := b.missing()
	if n == 0 {
		return wording.T(ctx, "Toutes les pièces demandées sont là."), ui.Good
	}
	return wording.N(ctx, "Il manque %s pièce.", "Il manque %s pièces.", n, wording.Count(n)), ui.Wait
}

// pieceState says in a word how a piece stands.
func (b Board) pieceState(ctx context.Context, p documents.Piece) (text string, tone ui.Tone) {
	replace := slices.ContainsFunc(p.Documents, func(d documents.Document) bool { return !d.Counts() })
	switch r := p.Request; {
	case r != nil && r.Overdue(b.Today):
		return wording.T(ctx, "En retard de %s", wording.Days(ctx, r.DueOn.DaysUntil(b.Today))), ui.Stop
	case r != nil:
		return wording.T(ctx, "Demandée pour le %s", wording.Date(r.DueOn)), ui.Wait
	case p.Accepted():
		return wording.T(ctx, "Acceptée"), ui.Good
	case p.Counts() && b.Staff:
		return wording.T(ctx, "À vérifier"), ui.Wait
	case p.Counts():
		return wording.T(ctx, "Ajoutée"), ui.Good
	case replace:
		return wording.T(ctx, "À remplacer"), ui.Stop
	case p.Gate != nil && p.Gate.Mode == programme.GateWarn:
		return wording.T(ctx, "Souhaitée"), ui.Info
	case p.AtSubmission():
		return wording.T(ctx, "À ajouter"), ui.Wait
	case p.Gate != nil:
		return wording.T(ctx, "À ajouter plus tard"), ui.Info
	}
	return wording.T(ctx, "Facultative"), ui.Plain
}

// documentState says in a word how a document stands.
func (b Board) documentState(ctx context.Context, d documents.Document) (text string, tone ui.Tone) {
	switch {
	case d.Scan == documents.Infected:
		return wording.T(ctx, "Virus : contenu supprimé"), ui.Stop
	case d.Review == documents.Refused:
		return wording.T(ctx, "Refusé"), ui.Stop
	case b.Scanning && d.Scan == documents.Unscanned:
		return wording.T(ctx, "Antivirus en attente"), ui.Wait
	case d.Review == documents.Accepted:
		return wording.T(ctx, "Accepté"), ui.Good
	case b.Staff:
		return wording.T(ctx, "À vérifier"), ui.Wait
	}
	return wording.T(ctx, "Reçu"), ui.Info
}

// why says when a piece is asked, where the programme's own hint does not.
func why(ctx context.Context, p documents.Piece) string {
	if p.Gate == nil {
		return ""
	}
	return wording.T(ctx, "Demandée pour cette situation : %s. %s.", wording.LowerFirst(wording.EntryGateLabel(ctx, p.Gate.Gate)), wording.StepLabel(ctx, p.Gate.Step))
}

// meta is what a document is: kind, size, who added it and when.
func (b Board) meta(ctx context.Context, d documents.Document) string {
	added := wording.T(ctx, "ajouté le %s", wording.Moment(d.AddedAt))
	if b.Staff && d.AddedByName != "" || b.Own && d.AddedBy != b.Account && d.AddedBy != 0 {
		added = wording.T(ctx, "ajouté le %s par %s", wording.Moment(d.AddedAt), b.author(ctx, d))
	}
	return wording.KindOfFile(ctx, d.MediaType) + ", " + wording.Bytes(ctx, d.Size) + ", " + added
}

// author is who added a document. A holder reads that it was the couveuse, not which of its people.
func (b Board) author(ctx context.Context, d documents.Document) string {
	if b.Own {
		return wording.T(ctx, "la couveuse")
	}
	return d.AddedByName
}

// accepted are the kinds of file as a file field names them: browsers of telephones then convert their photographs.
const accepted = ".pdf,.jpg,.jpeg,.png,.docx,.odt,.xlsx,application/pdf,image/jpeg,image/png"

// sentences are what the script says.
func (b Board) sentences(ctx context.Context) templ.OrderedAttributes {
	kv := func(name, text string) templ.KeyValue[string, any] { return templ.KV[string, any]("data-"+name, text) }
	return templ.OrderedAttributes{
		kv("most", strconv.Itoa(documents.MaxFile)),
		kv("large", wording.T(ctx, "Ce fichier dépasse %s. Réduisez-le, puis choisissez-le à nouveau.", wording.Bytes(ctx, documents.MaxFile))),
		kv("waiting", wording.T(ctx, "En attente")),
		kv("sending", wording.T(ctx, "Envoi : # %")),
		kv("checking", wording.T(ctx, "Vérification du fichier")),
		kv("cut", wording.T(ctx, "La connexion a été coupée. Rien n'est perdu : réessayez.")),
		kv("session", wording.T(ctx, "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis réessayez.")),
		kv("retry", wording.T(ctx, "Réessayer")),
	}
}

// options are the categories that a reviewer can ask for.
func (b Board) options() []ui.Option {
	var list []ui.Option
	for _, p := range b.Pieces {
		if p.Category.ID != 0 && p.Request == nil {
			list = append(list, ui.Option{Value: p.Category.Code, Label: wording.Typeset(p.Category.Label)})
		}
	}
	return list
}

// judgeForm is the form of one document: as it was refused, or as it stands.
func (b Board) judgeForm(d documents.Document) ui.Form {
	f := ui.Form{Version: strconv.Itoa(d.Version), Values: map[string][]string{"document_reason": {d.Reason}}}
	if b.Judged == d.PublicID {
		f.Values, f.Problems = b.Judge.Values, b.Judge.Problems
	}
	f.Scope = d.PublicID
	return f
}

// gates are the sentences of what the gates of entry say.
func gates(ctx context.Context, p *models.Problem) (list []string) {
	for _, r := range documents.Reasons(p) {
		_, sentences := wording.Problem(ctx, r)
		list = append(list, sentences...)
	}
	return list
}

// Rows are the pieces of an application on its check-your-answers page: each leads to its place.
func Rows(ctx context.Context, pieces []documents.Piece, path string, missing bool) []ui.SummaryRow {
	var list []ui.SummaryRow
	for _, p := range pieces {
		var names []string
		for _, d := range p.Documents {
			if d.Counts() {
				names = append(names, d.Name)
			}
		}
		row := ui.SummaryRow{Term: wording.Typeset(p.Category.Label), Value: strings.Join(names, "\n"), Missing: missing && p.AtSubmission() && !p.Counts()}
		if missing {
			row.Href = path + "?retour=verifier#" + anchor(p)
		}
		list = append(list, row)
	}
	return list
}

func anchor(p documents.Piece) string { return "piece-" + p.Category.Code }
