package outbox

// PlanNews says that a coach has answered a business plan, at most once a day and dossier. plan: ref, what (returned,
// commented, answered, validated: the first of the day), section ("" for several).
const PlanNews Kind = "plan_news"
