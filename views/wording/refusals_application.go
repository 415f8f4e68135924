package wording

// applicationRefusals are the sentences of that area's rules.
var applicationRefusals = map[string]sentence{}

// applicationLabels name the fields of that area's forms.
var applicationLabels = labels{}
