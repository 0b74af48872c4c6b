#!/usr/bin/python3
"""The stylesheets of share/formats run by Python's lxml, to compare with bench_render's render_by.

Usage: formats.py BENCH_RENDER. Parse, transform and serialise, as render_by does; the native document itself is given,
so lxml has less to do. Prints the median of five runs of 500 documents each, in microseconds a document."""

import pathlib
import statistics
import subprocess
import sys
import time

from lxml import etree

FORMATS = pathlib.Path(__file__).parents[2] / "share" / "formats"
RUNS, DOCUMENTS = 5, 500

native = subprocess.run([sys.argv[1], "--native"], check=True, capture_output=True).stdout
for name in ("ubl", "opentrans", "cxml", "csv"):
    transform = etree.XSLT(etree.parse(str(FORMATS / f"{name}.xsl")))
    figures = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        for _ in range(DOCUMENTS):
            bytes(transform(etree.fromstring(native)))
        figures.append((time.perf_counter() - begun) / DOCUMENTS * 1e6)
    print(f"lxml {name}: {statistics.median(figures):.0f} us")
