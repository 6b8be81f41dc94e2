"""What researchers may ask the service: counts of at least ten people, never a person."""
