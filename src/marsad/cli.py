"""The command line: one verb a stage, each loaded only when it is called."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

import click

from .errors import MarsadError

COMMANDS = {
    "code": "marsad.coding:code",
    "explain": "marsad.coding:explain",
    "lexicon": "marsad.lexicons.cli:lexicon",
    "gazetteer": "marsad.gazetteer.cli:gazetteer",
    "ingest": "marsad.ingest.cli:ingest",
    "watch": "marsad.ingest.cli:watch",
    "run": "marsad.store.cli:run",
    "load": "marsad.engine.cli:load",
    "recode": "marsad.store.cli:recode",
    "search": "marsad.store.cli:search",
    "status": "marsad.store.cli:status",
    "verify": "marsad.evidence.cli:verify",
    "versions": "marsad.evidence.cli:versions",
    "timestamp": "marsad.evidence.cli:timestamp",
    "link": "marsad.link.cli:link",
    "event": "marsad.link.cli:event",
    "digest": "marsad.link.cli:digest",
    "same": "marsad.link.cli:same",
    "different": "marsad.link.cli:different",
    "split": "marsad.link.cli:split",
    "undo": "marsad.link.cli:undo",
    "eval": "marsad.evaluate.cli:evaluate",
    "diff": "marsad.evaluate.cli:diff",
    "export-gold": "marsad.review.cli:export_gold",
    "serve": "marsad.serve.cli:serve",
    "user": "marsad.serve.users:user",
    "token": "marsad.serve.tokens:token",
    "demo": "marsad.demo.cli:demo",
    "export": "marsad.export.cli:export",
    "import": "marsad.export.cli:import_",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used: `marsad --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command whose module is there, in the order of the data's way."""
        return [name for name, path in COMMANDS.items() if _exists(path)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, its module imported now."""
        path = COMMANDS.get(name)
        if path is None or not _exists(path):
            return None
        module, _, attribute = path.partition(":")
        command: Any = getattr(importlib.import_module(module), attribute)
        return command if isinstance(command, click.Command) else None


def _exists(path: str) -> bool:
    try:
        return importlib.util.find_spec(path.partition(":")[0]) is not None
    except ModuleNotFoundError:
        return False


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="marsad")
def cli() -> None:
    """Marsad reads Arabic conflict reporting and writes sourced claims. — مرصد"""


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and exit status 1, never a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except MarsadError as error:
        click.echo(f"marsad: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
