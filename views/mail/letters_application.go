package mail

func applicationLetters() letters { return letters{} }
