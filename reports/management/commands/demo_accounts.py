import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from indicators.models import Region
from reports.models import Membership

Role = Membership.Role
CAST = (
    ("admin", Role.ADMINISTRATOR, None),
    ("heshi", Role.REVIEWER, None),
    ("nanchang", Role.OFFICE, "360100"),
    ("lingdao", Role.LEADER, None),
)


class Command(BaseCommand):
    help = "Make the demo accounts with random passwords, printed this once; never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="give existing demo accounts new passwords")

    @transaction.atomic
    def handle(self, reset: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式环境不建演示账号；请用 manage.py createsuperuser。")
        made = [self.make(*entry, reset) for entry in CAST]
        if not any(made):
            self.stdout.write("演示账号已在首次启动时建好；忘了密码请运行 manage.py demo_accounts --reset。")

    def make(self, name: str, role: str, region: str | None, reset: bool) -> bool:
        """Whether a password was set and printed."""
        user, is_new = get_user_model().objects.get_or_create(
            username=name,
            defaults={"is_staff": role == Role.ADMINISTRATOR, "is_superuser": role == Role.ADMINISTRATOR},
        )
        if not (is_new or reset):
            return False
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        user.set_password(password)
        user.save()
        Membership.objects.update_or_create(
            user=user, defaults={"role": role, "region": Region.objects.filter(pk=region).first()}
        )
        where = f"({Region.objects.get(pk=region).name})" if region else ""
        self.stdout.write(f"{name:10} {password}  {Role(role).label}{where}")
        return True
