"""Run the experiment: ``python -m lossbook_course.mnist --help``."""

import sys

from lossbook_course.mnist.command import main

sys.exit(main())
