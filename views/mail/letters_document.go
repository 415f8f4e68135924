package mail

func documentLetters() letters { return letters{} }
