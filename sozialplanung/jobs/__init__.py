# SPDX-License-Identifier: EUPL-1.2
"""Durable background jobs: rows, leases, heartbeats and a sweeper."""
