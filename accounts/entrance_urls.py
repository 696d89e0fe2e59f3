"""The addresses of signing in, under the names that django-allauth looks for; of its pages only those in use."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from django.urls import path

from accounts.views import entrance, tokens

sign_in = entrance.SignIn.as_view()
urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("login/", sign_in, name="login"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("logout/", entrance.sign_out, name="logout"),
    path("account/", entrance.Account.as_view(), name="mfa_index"),
    path("account/password/", entrance.password, name="account_change_password"),
    path("account/tokens/", tokens.token_list, name="token-list"),
    path("account/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("account/again/", reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/", activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/off/", deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", entrance.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/file/", entrance.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("account/recovery-codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
