"""Roads that the council loaded, at which speeds, and minutes by road for pages that show them."""
