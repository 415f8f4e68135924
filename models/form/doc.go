// Package form holds the questions of a programme's application, in versions: topics,
// kinds of answer, options and the conditions under which a question is asked. It
// reads what was typed into the form that is kept, and says what is missing. Answers
// themselves belong to an application (package selection).
//
// The answers that rules and reports read are always asked: their questions are locked, their
// words and their order can be changed and nothing else.
package form
