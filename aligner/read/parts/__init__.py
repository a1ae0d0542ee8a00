"""What several readers share: bytes, characters, language, XML, paragraphs and the main text."""
