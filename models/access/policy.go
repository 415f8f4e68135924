package access

// Action is something that a route or a verb does. Every route names one.
type Action string

// Reach is how far a role carries an action.
type Reach uint8

// The reaches.
const (
	Nowhere        Reach = iota
	Own                  // one's own dossier
	Committee            // the files of an open committee on which one sits
	NamedCommittee       // the same, unless that committee judges blind
	Assigned             // the dossiers one works on today
	Site                 // the dossiers of the sites of one's role (for a coach also those that one works on)
	Anywhere             // no dossier is concerned, or all are
)

// The actions.
const (
	Public   Action = "public"    // no account needed
	SignedIn Action = "signed_in" // any account

	ApplicationStart  Action = "application.start"
	ApplicationList   Action = "application.list"
	ApplicationRead   Action = "application.read"
	ApplicationEdit   Action = "application.edit" // and submit, withdraw
	ApplicationReview Action = "application.review"
	ApplicationDecide Action = "application.decide"
	CandidateInvite   Action = "candidate.invite"

	CommitteeList   Action = "committee.list"
	CommitteeRead   Action = "committee.read"
	CommitteeManage Action = "committee.manage"
	OpinionGive     Action = "opinion.give"
	OpinionRead     Action = "opinion.read"

	ProjectList  Action = "project.list"
	ProjectRead  Action = "project.read"
	JourneyMove  Action = "journey.move" // agreements, phases, suspension, extension, derogation, launch, exit
	FollowUp     Action = "followup.record"
	CoachAssign  Action = "coach.assign"
	MeetingRead  Action = "meeting.read"
	MeetingLog   Action = "meeting.log"
	NoteRead     Action = "note.read"
	ActionTick   Action = "action.tick"
	PlanRead     Action = "plan.read"
	PlanClaim    Action = "plan.claim"
	PlanValidate Action = "plan.validate"
	GrantRead    Action = "grant.read"
	GrantAsk     Action = "grant.ask"
	GrantDecide  Action = "grant.decide" // award, refuse, reduce, pay, proofs, recover
	PaperRead    Action = "paper.read"   // progress report
	PaperIssue   Action = "paper.issue"
	HistoryRead  Action = "history.read"

	DocumentRead   Action = "document.read"
	DocumentAdd    Action = "document.add"
	DocumentReview Action = "document.review" // ask for a piece, accept or refuse one
	MessageRead    Action = "message.read"
	MessageWrite   Action = "message.write"
	InterviewBook  Action = "interview.book"
	OwnData        Action = "own.data" // take one's data along, ask for erasure

	InfoSessionManage Action = "infosession.manage"
	MailManage        Action = "mail.manage"
	RetentionManage   Action = "retention.manage"
	ErasureDecide     Action = "erasure.decide" // what a person asks to be erased

	Search Action = "search" // across everything that one may read anyway

	DayManage       Action = "day.manage"          // put off a line of one's day
	DossierHandover Action = "dossier.handover"    // to another coach, for good or between two dates
	DossierExport   Action = "dossier.export"      // the whole dossier as a file
	MinutesSign     Action = "minutes.acknowledge" // the holder has read the minutes of a meeting
	SlotManage      Action = "slot.manage"         // a coach's own weeks, absences and slots
	SlotBook        Action = "slot.book"
	WorkshopRead    Action = "workshop.read"
	WorkshopManage  Action = "workshop.manage"
	WorkshopEnrol   Action = "workshop.enrol"
	PlanWrite       Action = "plan.write"   // the holder's own texts
	PlanComment     Action = "plan.comment" // remarks on them, and answers
	FinanceEdit     Action = "finance.edit"
	ProgressWrite   Action = "progress.write"  // the coach's synthesis, up to its submission
	ProgressDecide  Action = "progress.decide" // approve, or return with a reason
	ProgressTell    Action = "progress.tell"   // the holder's own paragraph in a report

	CohortList   Action = "cohort.list"
	CohortRead   Action = "cohort.read"
	CohortManage Action = "cohort.manage"
	CohortReport Action = "cohort.report"
	YearReport   Action = "year.report"
	YearComment  Action = "year.comment" // a manager's words in an activity report

	PilotRead         Action = "pilot.read"         // all journeys at a glance, and what holds them up
	ViewSave          Action = "view.save"          // keep the filters of a list under a name
	ParticipantRead   Action = "participant.read"   // what the European Social Fund asks of a person
	ParticipantRecord Action = "participant.record" // at entry, on leaving, six months later
	ParticipantReport Action = "participant.report"
	CampaignManage    Action = "campaign.manage" // ask enterprises what became of them
	ImportRun         Action = "import.run"
	ListExport        Action = "list.export"  // what a list shows, as a sheet
	HouseExport       Action = "house.export" // everything that one may read, as an archive
	PersonMerge       Action = "person.merge" // two records of one person, and their undoing
	FactCorrect       Action = "fact.correct" // a past fact, recorded as a correction
	NoticeIssue       Action = "notice.issue" // agreements, amendments, grant letters
	PaperRegister     Action = "paper.register"
	PaperSign         Action = "paper.sign" // who signed a paper off, and its signed copy

	SettingsManage Action = "settings.manage" // programmes, terms, sites, templates, the couveuse
	AccountManage  Action = "account.manage"
)

// policy is THE table: action, role, reach. What is not written is not allowed.
// PRODUCT: candidates see their own dossier only; coaches work on the dossiers
// assigned to them and read those of their site; jury members see the files of
// their committee while it is open; managers see their sites; administrators
// configure, and do not by that read dossiers.
var policy = map[Action]map[Role]Reach{
	Public:   {},
	SignedIn: {},

	ApplicationStart:  {Candidate: Own},
	ApplicationList:   {Candidate: Own, Coach: Site, Jury: Committee, Manager: Site},
	ApplicationRead:   {Candidate: Own, Coach: Site, Jury: Committee, Manager: Site},
	ApplicationEdit:   {Candidate: Own},
	ApplicationReview: {Manager: Site},
	ApplicationDecide: {Manager: Site},
	CandidateInvite:   {Manager: Anywhere, Administrator: Anywhere},

	CommitteeList:   {Jury: Anywhere, Manager: Site},
	CommitteeRead:   {Manager: Site}, // and its members while it is open
	CommitteeManage: {Manager: Site},
	OpinionGive:     {Jury: Committee},
	OpinionRead:     {Manager: Site},

	ProjectList:  {Candidate: Own, Coach: Site, Manager: Site},
	ProjectRead:  {Candidate: Own, Coach: Site, Manager: Site},
	JourneyMove:  {Manager: Site},
	FollowUp:     {Coach: Assigned, Manager: Site},
	CoachAssign:  {Manager: Site},
	MeetingRead:  {Candidate: Own, Coach: Site, Manager: Site},
	MeetingLog:   {Coach: Assigned},
	NoteRead:     {Coach: Site, Manager: Site},
	ActionTick:   {Candidate: Own, Coach: Assigned},
	PlanRead:     {Candidate: Own, Coach: Site, Manager: Site},
	PlanClaim:    {Candidate: Own},
	PlanValidate: {Coach: Assigned},
	GrantRead:    {Candidate: Own, Coach: Site, Manager: Site},
	GrantAsk:     {Candidate: Own, Coach: Assigned},
	GrantDecide:  {Manager: Site},
	PaperRead:    {Candidate: Own, Coach: Site, Manager: Site},
	PaperIssue:   {Manager: Site},
	HistoryRead:  {Candidate: Own, Coach: Site, Manager: Site},

	DocumentRead:   {Candidate: Own, Coach: Site, Jury: NamedCommittee, Manager: Site}, // a paper says whose it is
	DocumentAdd:    {Candidate: Own, Coach: Assigned, Manager: Site},
	DocumentReview: {Coach: Assigned, Manager: Site},
	MessageRead:    {Candidate: Own, Coach: Site, Manager: Site},
	MessageWrite:   {Candidate: Own, Coach: Assigned, Manager: Site},
	InterviewBook:  {Candidate: Own},
	OwnData:        {Candidate: Own},

	InfoSessionManage: {Coach: Site, Manager: Site},
	MailManage:        {Administrator: Anywhere},
	RetentionManage:   {Administrator: Anywhere},
	ErasureDecide:     {Manager: Site, Administrator: Anywhere},

	Search: {Candidate: Own, Coach: Site, Jury: Committee, Manager: Site},

	DayManage:       {Coach: Anywhere},
	DossierHandover: {Coach: Assigned, Manager: Site},
	DossierExport:   {Coach: Assigned, Manager: Site},
	MinutesSign:     {Candidate: Own},
	SlotManage:      {Coach: Anywhere},
	SlotBook:        {Candidate: Own},
	WorkshopRead:    {Candidate: Own, Coach: Site, Manager: Site},
	WorkshopManage:  {Coach: Site, Manager: Site},
	WorkshopEnrol:   {Candidate: Own},
	PlanWrite:       {Candidate: Own},
	PlanComment:     {Candidate: Own, Coach: Assigned}, // both sides of a remark
	FinanceEdit:     {Candidate: Own, Coach: Assigned},
	ProgressWrite:   {Coach: Assigned},
	ProgressDecide:  {Manager: Site},
	ProgressTell:    {Candidate: Own},

	CohortList:   {Coach: Site, Manager: Site, Administrator: Anywhere},
	CohortRead:   {Coach: Site, Manager: Site, Administrator: Anywhere},
	CohortManage: {Manager: Site, Administrator: Anywhere},
	CohortReport: {Coach: Site, Manager: Site},
	YearReport:   {Manager: Site},
	YearComment:  {Manager: Site},

	PilotRead:         {Manager: Site},
	ViewSave:          {Coach: Anywhere, Manager: Anywhere},
	ParticipantRead:   {Candidate: Own, Coach: Assigned, Manager: Site},
	ParticipantRecord: {Candidate: Own, Coach: Assigned, Manager: Site},
	ParticipantReport: {Manager: Site},
	CampaignManage:    {Manager: Site},
	ImportRun:         {Administrator: Anywhere},
	ListExport:        {Coach: Site, Manager: Site},
	HouseExport:       {Manager: Site},
	PersonMerge:       {Manager: Site},
	FactCorrect:       {Manager: Site},
	NoticeIssue:       {Manager: Site},
	PaperRegister:     {Manager: Site},
	PaperSign:         {Manager: Site},

	SettingsManage: {Administrator: Anywhere},
	AccountManage:  {Administrator: Anywhere},
}
