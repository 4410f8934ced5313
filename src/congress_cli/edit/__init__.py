"""The clerk's desk: whatever writes into the files of a registry.

A change is a `Changed` (`facts.py` makes them); any number of them make a `draft`, which is read again by the reader
of the program; `write` puts all files of a draft in their places or none, and enters it in the journal.

    desk = desk_of(project)
    drawn = draft(desk, [fact_change(desk, "MAU-01", "congress.closed", "2020-08-10")])
    write(drawn, "record", "2020-08-11T09:00:00+07:00")
"""
