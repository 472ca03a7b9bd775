"""The queue's tables: Procrastinate's own schema, made and upgraded by the library's own steps."""

from pathlib import Path

from scheduler.state.fleet.cluster_state import ClusterState


def upgrade_queue(state: ClusterState) -> None:
    """Make the queue's tables, or bring them to the version of the installed library.

    Raises:
        ImportError: the library is an extra, and not installed.
    """
    from procrastinate import schema

    folder = Path(schema.SchemaManager.get_migrations_path())
    steps = sorted(path.name for path in folder.glob("*.sql"))
    whole = schema.SchemaManager.get_schema()
    state.upgrade_queue(whole, steps, lambda name: (folder / name).read_text("utf-8"))
