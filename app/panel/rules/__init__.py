"""The panel's rules, on plain values: quorum, independence, the central list, meetings."""
