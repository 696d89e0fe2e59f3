"""Gives the application's database role its rights, of the trail only to read and to add."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trail.errors import TrailError
from trail.grants import grant_to


class Command(BaseCommand):
    help = "Grant a database role what the application needs; run by the tables' owner after each migration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            grant_to(options["role"])
        except TrailError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['role']}: may use the product, and of the trail read and add.")
