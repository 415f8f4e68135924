package mail

func selectionLetters() letters { return letters{} }
