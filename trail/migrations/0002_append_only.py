from django.db import migrations

from trail.schema import BACKWARD, FORWARD


class Migration(migrations.Migration):
    """The triggers that keep the trail's rows as they were written, and chain them."""

    dependencies = [("trail", "0001_events")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
