# SPDX-License-Identifier: EUPL-1.2
"""Street networks, pure: lines in metres become a graph, places join it, ways and isochrones are found on it.

=============  ====================================================================================
`graph`        ``build_graph(lines, tolerance_m) -> Graph``
`topology`     ``check_topology(graph, near_m) -> Topology``: parts, dead ends, near misses, duplicates
`profiles`     ``PROFILES``: foot, bicycle, wheelchair, car; ``Columns``: which column tells what
`carrying`     ``carry(graph, rows, columns, profile) -> Carried``: seconds of each edge, or why there are none
`snapping`     ``snap(graph, places, usable, bound_m) -> Snapped``
`search`       ``Costs``, ``metres(graph, costs)``, ``costs_to_nodes(graph, costs, snapped, limit)``
`isochrones`   ``reach(graph, costs, snapped, limit) -> Reach``, ``reached_lines``, ``reached_area``
`travel`       ``travel_table(graph, costs, origins, destinations, limit)``
=============  ====================================================================================

The formulas and limits stand in ``docs/methods/networks.md``.
"""
