"""Moved: the course's side is a distribution of its own."""

raise ImportError("lossbook.teaching is lossbook_course.teaching now: pip install lossbook-course")
