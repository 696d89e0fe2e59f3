from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import services
from accounts.models import Password
from indicators.models import Region
from reports.models import Membership
from trail import circumstances

Role = Membership.Role
CAST = (
    ("admin", Role.ADMINISTRATOR, None),
    ("heshi", Role.REVIEWER, None),
    ("nanchang", Role.OFFICE, "360100"),
    ("lingdao", Role.LEADER, None),
    ("mulu", Role.EDITOR, None),
    ("shenji", Role.AUDITOR, None),
)


class Command(BaseCommand):
    help = "Make the demo accounts with random passwords, printed this once; never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="give existing demo accounts new passwords")

    @transaction.atomic
    def handle(self, reset: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式环境不建演示账号；请用 manage.py create_administrator。")
        with circumstances.command("demo_accounts"):
            made = [self.make(*entry, reset) for entry in CAST]
        if not any(made):
            self.stdout.write("演示账号已在首次启动时建好；忘了密码请运行 manage.py demo_accounts --reset。")

    def make(self, name: str, role: str, region: str | None, reset: bool) -> bool:
        """Whether a password was set and printed; it need not be changed, as nobody hands it over."""
        user = get_user_model().objects.filter(username=name).first()
        if user and not reset:
            return False
        password = services.make_password_text(user or get_user_model()(username=name))
        if user is None:
            user, _text = services.create_person(username=name, password=password, by=None)
        else:
            services.change_password(person=user, password=password)
        Password.objects.filter(user=user).update(must_change=False)
        home = Region.objects.filter(pk=region).first()
        services.set_role(person=user, role=role, region=home, by=None)
        where = f"（{home.name}）" if home else ""
        self.stdout.write(f"{name:10} {password}  {Role(role).label}{where}")
        return True
