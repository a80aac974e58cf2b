# SPDX-License-Identifier: EUPL-1.2
"""Static files under addresses that name their content, modules of scripts included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it brings no types
    """Hash the addresses inside `import` statements too, so that a page never mixes two versions of our scripts.

    Django's own switch for that would read the scripts of all packages, one of which imports what it does not bring.
    """

    # A module is named by its content and so by the names of what it imports: one pass for each step of a chain.
    max_post_process_passes = 12

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (
                (r"""(?P<matched>from "(?P<url>\.{1,2}/[^"]+\.js)";)""", 'from "%(url)s";'),
                (r"""(?P<matched>import\("(?P<url>\.{1,2}/[^"]+\.js)"\))""", 'import("%(url)s")'),
            ),
        ),
    )
