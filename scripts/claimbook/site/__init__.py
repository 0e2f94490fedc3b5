"""Site: the Pelican plugin. Alone in importing Pelican, and only when Pelican runs.

`pelicanconf.py` puts this module into `PLUGINS` as an object, so that a failed import stops the build.
"""


def register() -> None:
    """Connect to Pelican's signals; called by Pelican when it starts.

    Pelican goes on without a plugin that raises an exception; not so where it exits.
    """
    try:
        from claimbook.site.plugin import connect
    except ImportError as error:
        raise SystemExit(f"Claimbook cannot start: {error}") from error
    connect()
