"""Speed and memory of the losses beside the frameworks' own: ``make bench``."""
