package wording

// reportRefusals are the sentences of that area's rules.
var reportRefusals = map[string]sentence{}

// reportLabels name the fields of that area's forms.
var reportLabels = labels{}
