package mail

func publicLetters() letters { return letters{} }
