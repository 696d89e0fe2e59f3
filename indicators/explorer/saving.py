"""Views under a name: kept, shared, taken away."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.explorer.address import Address
from indicators.explorer.errors import ExplorerError
from indicators.explorer.rights import shares_views
from indicators.models import SavedView
from indicators.pinned import LONGEST_QUERY

MOST_VIEWS = 200


@transaction.atomic
def save_view(*, by: AbstractUser, name: str, address: Address, shared: bool = False) -> SavedView:
    """The view under the name; one of the same name is replaced where it is the person's own. The view of one's eyes
    (``view=projector``) is not part of it. Raises ExplorerError."""
    name, query = name.strip(), address.having(view=None).query
    if not name:
        raise ExplorerError(_("没有名称，不能保存；请给这个视图起个名字。"))
    if not address.get("indicator"):
        raise ExplorerError(_("还没有选指标，没有可保存的视图；请先选一项指标。"))
    if len(name) > 80 or len(query) > LONGEST_QUERY:
        raise ExplorerError(_("名称或所选地区太多，保存不下；请缩短名称或减少地区。"))
    if shared and not shares_views(by):
        raise ExplorerError(_("只有局内人员可以共享视图；请不勾选共享，先存为自己的。"))
    own = SavedView.objects.filter(owner=by)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise ExplorerError(_("已存满 %(most)s 个视图；请先删去不用的。") % {"most": MOST_VIEWS})
    try:
        with transaction.atomic():
            view, _new = own.update_or_create(
                owner=by, name=name, defaults={"query": query, "is_shared": shared}
            )
    except IntegrityError as error:
        raise ExplorerError(_("同名的视图刚刚已被保存，请换一个名称或再试一次。")) from error
    return view


@transaction.atomic
def remove_view(*, by: AbstractUser, pk: int) -> str:
    """The name of the view that was taken away. Raises ExplorerError where it is not the person's own."""
    view = SavedView.objects.select_for_update().filter(owner=by, pk=pk).first()
    if view is None:
        raise ExplorerError(_("这个视图已不在，或不是您保存的；请刷新后再看。"))
    name = view.name
    view.delete()
    return name
