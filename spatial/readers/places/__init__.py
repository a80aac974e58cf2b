# SPDX-License-Identifier: EUPL-1.2
"""Readers of files of places: points, lines, areas, and tables with coordinates or addresses.

`reading.sketch_places` tells what is in a file, `reading.read_places` reads it as a person said, `checking.checked`
tells row by row what is wrong and where every place lies.
"""
