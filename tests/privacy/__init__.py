"""Nobody learns anything from what they may not see: the proof."""
