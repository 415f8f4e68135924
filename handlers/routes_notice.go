package handlers

import "eclosion/models/access"

// Addresses that take files.
const (
	verifyPath = "/papiers/verifier"
	copyPath   = "/papiers/:file/copie"
)

// noticeRoutes issue agreements, amendments and grant letters, and keep the register of issued papers.
func (a *App) noticeRoutes() []route {
	return []route{
		{get, "/projets/:ref/papiers", access.PaperRead, a.papersPage},
		{post, "/projets/:ref/papiers", access.NoticeIssue, a.issueNotice},
		{get, "/projets/:ref/papiers/projet", access.NoticeIssue, a.noticeDraft},
		{get, "/projets/:ref/papiers/projet.pdf", access.NoticeIssue, a.noticeDraftPDF},
		{get, "/papiers", access.PaperRegister, a.registerPage},
		{get, verifyPath, access.PaperRegister, a.verifyPage},
		{post, verifyPath, access.PaperRegister, a.verify},
		{post, "/papiers/:file/signatures", access.PaperSign, a.signPaper},
		{post, copyPath, access.PaperSign, a.attachCopy},
		{get, "/papiers/:file/copies/:numero", access.PaperRead, a.signedCopy},
	}
}
