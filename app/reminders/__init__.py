"""A daily digest for each person, by e-mail or GOV.UK Notify: initials and a link."""
