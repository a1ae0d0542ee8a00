"""Work on translation memories of any size: merged, cleaned, split, counted and compared, a unit at a time.

``units``       a translation unit as its file has it, with what is asked of one: texts, dates, properties, a key
``reading``     TMX and alignment files as streams of units
``writing``     a stream of units as a TMX file
``store``       what must be remembered of the units before, on disk
``repeats``     each unit once; one translation for each source
``conditions``  which units are kept
``sound``       units against which a coverage check finds nothing
``editing``     language codes, authors, dates and properties; parts of a memory
``statistics``  what is in a memory
``leverage``    how much of a new text a memory translates
``renewal``     which units survive a new version of the source

A unit stays the element that its file has, so inline codes, notes, dates and properties pass through unchanged.
"""
