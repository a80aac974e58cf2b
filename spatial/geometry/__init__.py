# SPDX-License-Identifier: EUPL-1.2
"""Pure geometry of areas: object arrays of shapely polygons in, frozen dataclasses out.

Unless a function says otherwise, geometries are in EPSG:4326, longitude first, shape (n,), in the
frozen order of the boundary version; lengths are metres and areas square metres.

=================  ================================================================================
`projections`      ``to_longitude_latitude(geometries, crs, expected)``, ``to_metric``,
                   ``from_metric``, ``metric_crs``, ``propose_systems``, ``fitting_crs``, ``share_within``
`validation`       ``check_coverage(keys, geometries, tolerances) -> CoverageReport``
`stacks`           ``find_stacks(geometries)``: rows of totals, the same outline twice, areas in others
`repair`           ``propose_repairs(geometries)``, ``apply_repairs(geometries, proposals)``
`simplify`         ``simplify_coverage(geometries, Detail.MAP) -> DetailedCoverage``
`precision`        ``quantise(geometries, decimals) -> Quantised``
`encode`           ``encode_collection(keys, names, geometries) -> EncodedGeometry``
`neighbours`       ``contiguity(geometries, gap_m) -> Contiguity``
`hierarchy`        ``assign_parents(children, parents, by_key=…) -> ParentAssignment``,
                   ``parents_by_prefix``, ``parents_by_overlap``, ``label_points``
`parentage`        ``propose_by_key``, ``propose_by_column``, ``propose_by_ground``
                   each return a ``HierarchyProposal``
`succession`       ``find_succession(old, new, noise) -> Succession``
`overlay`          ``overlay(first, second) -> Overlay``
`dissolve`         ``dissolve(geometries, groups)``, ``dissolve_all(geometries)``
`crs`              ``ALLOWED``, ``System``, ``parsed(text)``, ``allowed_name(text)``
`systems`          ``identified(definition)``, ``title(definition)``
`network`          street networks: see `spatial.geometry.network`
`problems`         ``Problem``, ``Place``, ``SpatialError``
=================  ================================================================================
"""
