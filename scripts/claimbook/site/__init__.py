"""Site: the Pelican plugin. Alone in importing Pelican, and only when Pelican runs.

`pelicanconf.py` puts this module into `PLUGINS` as an object, so that a failed import stops the build.
"""


def register() -> None:
    """Connect to Pelican's signals; called by Pelican when it starts."""
    from claimbook.site.plugin import connect

    connect()
