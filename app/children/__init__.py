"""Children looked after: status, brothers and sisters, school, placements, referrals."""
