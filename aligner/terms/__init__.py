"""Terms and names of aligned texts, found by statistics of the texts themselves, with their translations."""
