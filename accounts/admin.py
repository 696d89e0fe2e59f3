"""Django's admin is the catalogue's: accounts have pages of their own, whose changes are recorded, and the queue is
told of by the reports."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group, User
from procrastinate.contrib.django.models import ProcrastinateJob

for model in (User, Group, EmailAddress, Authenticator, ProcrastinateJob):
    admin.site.unregister(model)
