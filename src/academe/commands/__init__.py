"""What `academe` does on the command line: one module for each group of commands."""

import warnings

# Pyramid 2.1 and deform 3 need pkg_resources; setup.cfg keeps the setuptools that still has it.
warnings.filterwarnings("ignore", "pkg_resources is deprecated", UserWarning)
