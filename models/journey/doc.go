// Package journey moves dossiers through their phases: it gathers the facts that
// the pillars know, asks the hub's rules, and stores what they allow together
// with its history. It also answers what stands next for one dossier, and what
// waits for one person today.
//
// Every verb takes the dossier's reference and the version that the person had
// before their eyes: somebody else's change in between is a conflict. The operator
// works alone and names no version.
//
// Changes that leave the phase as it is (a suspension, an extension, a derogation,
// an agreement) stand in the same history, with equal phases and a "kind" in the detail.
package journey
