"""Addresses of consent and of one's own data."""

from django.urls import path

from sinew.apps.members import views

app_name = "members"
urlpatterns = [
    path("welcome/consent/", views.consent, name="consent"),
    path("intake/", views.intake, name="intake"),
    path("my-data/", views.my_data, name="my_data"),
    path("my-data/export/", views.export, name="export"),
    path("my-data/consents/<str:what>/withdraw/", views.withdraw, name="withdraw"),
    path("my-data/delete/", views.delete, name="delete"),
]
