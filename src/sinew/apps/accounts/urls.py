"""Addresses of one's own account; signing in and up is allauth's, under /accounts/."""

from django.urls import path

from sinew.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("arrive/", views.arrive, name="arrive"),
    path("welcome/passkey/", views.offer_passkey, name="offer_passkey"),
    path("settings/", views.settings, name="settings"),
    path("settings/credential/", views.credential, name="credential"),
    path("settings/second-factor/", views.second_factor_needed, name="second_factor_needed"),
    path("settings/sign-ins/<int:sign_in_id>/end/", views.end_sign_in, name="end_sign_in"),
    path("settings/sign-ins/end-others/", views.end_other_sign_ins, name="end_other_sign_ins"),
]
