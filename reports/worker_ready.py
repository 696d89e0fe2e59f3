"""What every place for reports is forked from: importing it sets Django up, and loads once what each of them needs.

Signals that ask for the end go to the worker, which lets running jobs end; were its places to hear them as well, a
job would be cut off.
"""

import gc
import signal

import django

for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
django.setup()

from reports import processing, promises  # noqa: E402, F401
from reports.extraction import extract  # noqa: E402

extract("样本市知识产权局2020年工作总结\n全市专利授权1件，同比增长1%。\n")
gc.collect()
gc.freeze()
