// Package campaign asks enterprises what became of them: 6, 12, 36 and 60 months after their creation a question opens, a mail brings a secret link
// to a form of one page, two reminders follow, and the couveuse calls who did not answer. An answer is a look at the enterprise
// (models/journey), so that dossier, history and reports agree; the question only says how far one has come.
//
// Of a link only the hash is kept. It opens one question, shows the enterprise's name and the holder's first name, and nothing else of the dossier.
package campaign
