package handlers

// followRoutes are where a candidate's file stands: messages, one's own data, erasure, retention.
func (a *App) followRoutes() []route {
	return nil
}
