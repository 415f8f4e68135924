package wording

// coachingRefusals are the sentences of that area's rules.
var coachingRefusals = map[string]sentence{}

// coachingLabels name the fields of that area's forms.
var coachingLabels = labels{}
