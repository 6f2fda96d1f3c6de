"""The exercises of chapter 1, information theory."""
