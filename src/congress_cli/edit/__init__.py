"""Writing into the files of a registry.

A change is a `Changed` (`document.py` makes them); any number of them make a `draft`, which is read again by the reader
of the program; `write` puts all files of a draft in their places or none, and enters it in the journal.

    with writing(project):
        desk = desk_of(project, held=True)
        drawn = draft(desk, [fact_change(desk, "MAU-01", "congress.closed", "2020-08-10")])
        write(drawn, "record", "2020-08-11T09:00:00+07:00")
"""
