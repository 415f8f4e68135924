package reporting

// mask hides small groups, and what concerns one dossier alone: the months, the list of
// dossiers, single durations. What is hidden is taken out of the value.
func (c *Cohort) mask() {
	c.Masked = true
	c.Figures.mask()
	c.Meetings.mask(c.Figures)
	c.Grants.mask(c.Figures, c.Projects)
	c.Coaching.mask(c.Figures.Get("stay.coaching.done"))
	c.Test.mask(c.Figures.Get("stay.test.done"))
	maskSections(c.Sections, c.Figures.Get("plan").Masked) // their points would tell how many projects
	c.Figures.hide()
	for i := range c.Meetings.Lines {
		l := &c.Meetings.Lines[i]
		l.Projects = c.Figures.Get(l.Projects.Code)
	}
	c.Months, c.Projects = nil, nil
}

// mask leaves of a spread what is a mean of many.
func (s *Spread) mask(done Figure) {
	kept := Spread{Phase: s.Phase, MinMonths: s.MinMonths, MaxMonths: s.MaxMonths, Masked: true}
	if !small(done.Count) {
		kept.Median, kept.Mean = s.Median, s.Mean
	}
	*s = kept
}

// maskSections hides the sections of few dossiers; one hidden section hides the others, whose sum would tell it.
func maskSections(list []Section, all bool) {
	for i := range list {
		all = all || small(list[i].Projects)
	}
	for i := range list {
		if all {
			list[i] = Section{ID: list[i].ID, Title: list[i].Title, Masked: true}
		}
	}
}
