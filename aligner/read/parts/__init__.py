"""What several readers share: the bytes and characters of a file, language, XML, paragraphs and the main text."""
