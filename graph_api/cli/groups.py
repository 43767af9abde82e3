"""Groups of commands: ``empower`` itself, and families under one word such as ``empower case``."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

import click

from graph_api.cli import failures
from graph_api.cli.frame import BilingualHelp, Command, common_options, run_of
from graph_api.settings import Text


class Group(BilingualHelp, click.Group):
    """Lists its commands in their own order, and names the nearest of one that is not there."""

    @property
    @abstractmethod
    def listed(self) -> Mapping[str, Text]:
        """What the help says of each command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Give the names of the commands, in the order of the help."""
        return list(self.listed)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in self.listed and not args[0].startswith("-"):
            raise failures.no_such_command(run_of(ctx), args[0], self.listed)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        run = run_of(ctx)
        with formatter.section(run.say("Commands", "命令")):
            formatter.write_dl(
                [(name, text.say(run.language)) for name, text in self.listed.items()]
            )


class Family(Group):
    """Commands under one word, which alone shows their help."""

    def __init__(
        self, name: str, text: Text, examples: Sequence[str], commands: Sequence[Command]
    ) -> None:
        super().__init__(
            name,
            commands=commands,
            params=common_options(),
            invoke_without_command=True,
            callback=help_when_alone,
        )
        self.text = text
        self.examples = tuple(examples)
        self.members = {str(item.name): item for item in commands}

    @property
    def listed(self) -> Mapping[str, Text]:
        """What the help says of each command."""
        return {name: item.text for name, item in self.members.items()}


@click.pass_context
def help_when_alone(ctx: click.Context) -> None:
    """Show the help of a group that was called without a command."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
