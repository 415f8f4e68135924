package demo

import "eclosion/models/db"

// keepViews gives the manager two views of their lists, as somebody has after a few weeks.
func (v *inventor) keepViews(tx *db.Tx) error {
	for _, view := range []struct{ id, list, name, filters string }{
		{"vue-liege", "pilotage", "Liège, bloqués", "bloques=1&site=LIEGE"}, {"vue-test", "projets", "En test, par échéance", "phase=test&tri=fin"},
	} {
		if _, err := tx.Exec(`INSERT INTO saved_views (public_id, account_id, list, name, filters, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
			view.id, v.chief.id, view.list, view.name, view.filters, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}
