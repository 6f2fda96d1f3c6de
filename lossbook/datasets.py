"""Moved: the course's side is a distribution of its own."""

raise ImportError("lossbook.datasets is lossbook_course.datasets now: pip install lossbook-course")
