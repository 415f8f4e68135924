// Package outbox holds the messages that wait to be sent: each is written in the
// transaction of its cause, so that what did not happen is never told, and what did
// is told once. A worker (handlers/jobs) sends them; views/mail words them. No
// sentence stands here: a message is a kind and the facts that its words need.
package outbox
