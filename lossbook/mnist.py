"""Moved: the course's side is a distribution of its own."""

raise ImportError("lossbook.mnist is lossbook_course.mnist now: pip install lossbook-course")
