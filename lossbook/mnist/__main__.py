"""Run the experiment: ``python -m lossbook.mnist --help``."""

import sys

from lossbook.mnist.command import main

sys.exit(main())
