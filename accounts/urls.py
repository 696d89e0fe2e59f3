"""The addresses of people and of one's own session."""

from django.urls import path

from accounts.views import entrance, people

app_name = "accounts"
urlpatterns = [
    path("session/", entrance.session, name="session"),
    path("people/", people.person_list, name="person-list"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/addresses/unlock/", people.address_unlock, name="address-unlock"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/role/", people.person_role, name="person-role"),
    path("people/<int:pk>/password/", people.person_password, name="person-password"),
    path("people/<int:pk>/disable/", people.person_disable, name="person-disable"),
    path("people/<int:pk>/enable/", people.person_enable, name="person-enable"),
    path("people/<int:pk>/unlock/", people.person_unlock, name="person-unlock"),
    path("people/<int:pk>/second-factor/", people.person_second_factor, name="person-second-factor"),
]
