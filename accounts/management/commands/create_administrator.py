import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import services
from accounts.forms import PersonForm
from reports.access import Role
from trail import circumstances


class Command(BaseCommand):
    help = "Make the first administrator, who then makes the other accounts on the page of people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's name")

    def handle(self, username: str, name: str, **options: Any) -> None:
        """Asks for the password on the terminal, else takes the first line of the standard input."""
        form = PersonForm({"username": username, "full_name": name})
        if not form.is_valid():
            raise CommandError(" ".join(e for errors in form.errors.values() for e in errors))
        password = self.ask()
        try:
            validate_password(password, get_user_model()(username=username))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with circumstances.command("create_administrator"), transaction.atomic():
            person, _text = services.create_person(**form.cleaned_data, password=password, by=None)
            services.set_role(person=person, role=Role.ADMINISTRATOR, region=None, by=None)
        self.stdout.write(f"已建立管理员 {username}。")

    def ask(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        first, again = getpass.getpass("密码："), getpass.getpass("再输入一次：")
        if first != again:
            raise CommandError("两次输入不一致，没有建立账号；请再运行一次。")
        return first
