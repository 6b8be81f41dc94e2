"""The measures, a noun each: functions that can be used alone, and the `MEASURE` that a report runs."""
