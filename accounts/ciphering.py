"""How secrets of second factors are kept in the database: the one place to change for another cipher (SM4, say).

The key comes from SECRET_KEY. A secret that another key wrote cannot be read, and must never be taken for an empty
one, whose codes anybody could compute: it is refused, and an administrator takes the second factor away.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.errors import PeopleError

PURPOSE = b"zhiheng 2nd step"  # at most 16 bytes


def _cipher() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=PURPOSE).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode("ascii")


def decrypt(text: str) -> str:
    """The secret; raises PeopleError where another key wrote it."""
    try:
        return _cipher().decrypt(text.encode("ascii", "replace")).decode()
    except InvalidToken:
        raise PeopleError(_("第二重验证的密钥已失效，请联系管理员清除后重新设置。")) from None
