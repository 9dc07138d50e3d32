"""Addresses of the pages about the service itself."""

from django.urls import path
from django.views.i18n import set_language

from sinew.apps.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("language/", set_language, name="choose_language"),
    path("theme/", views.choose_theme, name="choose_theme"),
    path("healthz", views.healthz, name="healthz"),
]
