from django.core.management.base import BaseCommand

from indicators.catalogue_store import store_catalogue, store_regions


class Command(BaseCommand):
    help = (
        "Write the indicator catalogue and the gazetteer from their files into the database; safe to repeat."
    )

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{store_regions()} regions, {store_catalogue()} indicators")
