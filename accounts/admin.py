"""Django's admin is the catalogue's: accounts have pages of their own, whose changes are recorded."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group, User

for model in (User, Group, EmailAddress, Authenticator):
    admin.site.unregister(model)
