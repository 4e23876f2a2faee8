"""Tonight's sheet and past nights in words."""

from __future__ import annotations

from app.nights.rules import Ready


def ready_says(ready: Ready) -> str:
    """What a home can take, in words."""
    many = f"{ready.places} {'place' if ready.places == 1 else 'places'}"
    ages = "; ".join(ready.ages)
    return f"{many}: {ages}" if ages else many


def there_says(ready: Ready) -> str:
    """Who lives there, by age alone."""
    if not ready.there:
        return "No other child is placed there"
    ages = ", ".join(str(age) for age in ready.there)
    return f"{len(ready.there)} placed there, aged {ages}"
