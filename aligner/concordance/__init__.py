"""Key words in context: where a word is in aligned texts, with its counterparts in the other languages."""
