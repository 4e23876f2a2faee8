"""What is overdue, due and waiting, from every room's clocks; who owns what is late, and why."""
