"""Who changed what, under which act, and who looked: the trail."""
