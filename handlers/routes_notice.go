package handlers

// noticeRoutes issue agreements, amendments and grant letters, and keep the register of issued papers.
func (a *App) noticeRoutes() []route {
	return []route{}
}
