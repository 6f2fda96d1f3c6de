"""Speed of the losses beside the frameworks' own."""
