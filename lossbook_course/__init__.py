"""The course's side: what its pages and notebooks import beside the losses themselves.

``teaching`` shows figures and checks exercises, ``mnist`` is the case study of chapter 10, ``datasets`` holds the
digits.
"""
