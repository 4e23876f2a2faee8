"""What gives a child away, what may be sent, taken back, answered, chosen: plain values in."""
