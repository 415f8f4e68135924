package mail

func sittingLetters() letters { return letters{} }
