package wording

// trialRefusals are the sentences of that area's rules.
var trialRefusals = map[string]sentence{}

// trialLabels name the fields of that area's forms.
var trialLabels = labels{}
