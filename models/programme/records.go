package programme

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
)

// Couveuse is the incubator itself, as its papers name it.
type Couveuse struct {
	Name, Address, EnterpriseNumber, Email, Phone string
	Version                                       int
}

// Site is an antenna of the couveuse.
type Site struct {
	ID            int64
	Code          string // in references: LIEGE
	Name, Address string
	Active        bool
	Position      int
	Version       int
}

// Programme is Job'In, Job'In Design or another of the couveuse's offers.
type Programme struct {
	ID      int64
	Code    string // in references: JI
	Name    string
	Summary string // one sentence: for whom it is
	// Description is what visitors read: paragraphs, and lines that begin with a dash.
	Description string
	Active      bool
	Version     int
}

// Cohort is an intake: those who enter a programme on a site together.
type Cohort struct {
	ID, ProgrammeID, SiteID       int64
	Ref                           string // JI-LIEGE-2026-2
	Year, Number                  int
	Name                          string
	IntakeOpensOn, IntakeClosesOn models.Date
	StartsOn                      models.Date
	Capacity                      int // 0: no limit
	Imported                      bool
	CreatedAt                     models.Instant
	Version                       int

	ProgrammeCode, ProgrammeName, SiteName string
}

// TakesApplications reports whether the intake window is open on that day.
func (c Cohort) TakesApplications(today models.Date) bool {
	return !c.Imported && today >= c.IntakeOpensOn && today <= c.IntakeClosesOn
}

// Person is a human being, once, however many projects they bring.
type Person struct {
	ID                             int64
	LastName, FirstName            string
	BirthOn                        models.Date
	Gender                         string // "", F, M, X
	Email, Phone                   string
	Street, Postcode, Municipality string
	SortKey                        string
	SourceFile                     string // where it was imported from; "" if entered here
	SourceRow                      int
	CreatedAt                      models.Instant
	Version                        int
}

// FullName is the name as people say it: first name, last name.
func (p Person) FullName() string { return FullName(p.FirstName, p.LastName) }

// FullName joins a first and a last name; either may be missing.
func FullName(first, last string) string { return strings.TrimSpace(first + " " + last) }

// sortKey orders people by last name, whatever the accents.
func (p Person) sortKey() string { return models.Fold(p.LastName + " " + p.FirstName) }

// PhoneKey is what two ways of typing one telephone number have in common: its last nine digits.
func PhoneKey(phone string) string {
	var digits []rune
	for _, r := range phone {
		if r >= '0' && r <= '9' {
			digits = append(digits, r)
		}
	}
	return string(digits[max(0, len(digits)-9):])
}

// Project is one dossier, from the first draft to the years after the launch.
type Project struct {
	ID, ProgrammeID, SiteID, CohortID, PersonID int64
	TermsID, TemplateID                         int64 // 0 until coaching starts
	Ref                                         string
	Title, Sector                               string
	Phase                                       Phase
	PhaseStartedOn, PhaseEndsOn, SuspendedOn    models.Date
	SubmittedAt                                 models.Instant
	ExitReason                                  ExitReason
	StudyCompleted                              *bool // nil: not known yet
	EnteredOn, LeftOn, LastMeetingOn            models.Date
	NextMeetingAt                               models.Instant
	CarriedMeetings, CarriedMinutes             int // held before the product, known as a total
	ExternalRef, SourceFile                     string
	SourceRow                                   int
	CreatedAt, UpdatedAt                        models.Instant
	Version                                     int

	HolderFirstName, HolderLastName string // both "" when Masked
	Masked                          bool   // the actor judges it blind: nothing may say whose it is
	CohortRef, CohortName           string
	SiteName                        string
	ProgrammeCode, ProgrammeName    string

	// Standing is how the actor who loaded the dossier stands to it.
	Standing access.Standing
}

// Holder is the project holder's name.
func (p Project) Holder() string { return FullName(p.HolderFirstName, p.HolderLastName) }

// Imported reports whether the dossier came from a file of earlier years.
func (p Project) Imported() bool { return p.SourceFile != "" }

// May reports whether the actor may do the action on this dossier.
func (p Project) May(a access.Actor, action access.Action) bool {
	return access.May(a, action, p.Standing)
}

// Change is one row of a dossier's history. It is never edited.
type Change struct {
	ID          int64
	ProjectID   int64
	Seq         int
	FromPhase   Phase
	ToPhase     Phase
	EffectiveOn models.Date // as it counts today
	FirstOn     models.Date // as it was recorded: another day when it was corrected since
	Reason      string
	Detail      string // JSON facts
	ActorID     int64
	ActorName   string
	At          models.Instant
}

// Coach is a coach of a dossier.
type Coach struct {
	AccountID int64
	ProjectID int64
	PublicID  string
	Name      string
	FromOn    models.Date
	ToOn      models.Date // "" today
}
