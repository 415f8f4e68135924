// Package jobs is the clock at the door: what the product does without being asked.
// It asks models and views; no rule and no sentence stands here.
package jobs
