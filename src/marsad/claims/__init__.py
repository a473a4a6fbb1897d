"""From mentions to claims: candidates, participants, place, date, figures, attribution, stance and status."""
