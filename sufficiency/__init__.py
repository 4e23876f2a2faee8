"""The matching engine: plain data in, plain data out.

It knows nothing of the application, the database, the clock or the network, so that it can be
trusted, tested and used anywhere, a notebook included:

    period     the one definition of a stretch of days
    types      what the engine is told and what it answers
    room       places left, for lists; room for these children, for decisions
    criteria   one plain function for each gate and each preference: the definition
    match      rank the homes for a need; a home ruled out is shown with its reason
    arrays     the same gates over a whole register at once
    siblings   brothers and sisters searched for as a set
    together   everyone waiting placed at once, and what is in the way of those left over
    gap        what is missing, what would close it, and targets for recruitment
    distance   statutory miles, minutes by road as an estimate, points made coarse
    travel     minutes by road on loaded roads: exactly, from landmarks, from a factor by area
    explain    findings in plain words
    verify     checks any answer against the rules, apart from making it
    verify_joint  the same for a joint placement
    profile    local need counted as the published figures count it
    forecast   the years ahead: children and places, how sure, and how right it has been
"""
