package outbox

// FollowQuestion asks an enterprise what became of it. Its link is made at the moment of sending and stands in no row.
const FollowQuestion Kind = "follow_question" // campaign: question (its id), months, enterprise, reminder (0, 1, 2), until; and link
