"""Whether the system can do its work: asked by load balancers and people."""

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

LEAST_FREE_SHARE = 0.1
WORKERS = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '30 seconds'"
WAITING = "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at is null"


@require_GET
@never_cache
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """200 where database, worker and disk are well, 503 with what is not."""
    try:
        with connection.cursor() as cursor:
            workers = cursor.execute(WORKERS).fetchone()[0]
            waiting = cursor.execute(WAITING).fetchone()[0]
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    disk = shutil.disk_usage(settings.MEDIA_ROOT)
    enough = disk.free / disk.total >= LEAST_FREE_SHARE
    state = {"database": "ok", "workers": workers, "jobs_waiting": waiting, "disk": "ok" if enough else "low"}
    well = workers > 0 and enough
    return JsonResponse({"status": "ok" if well else "degraded", **state}, status=200 if well else 503)
