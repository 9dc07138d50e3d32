"""Addresses of the pages about the service itself."""

from django.urls import path

from sinew.apps.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("theme/", views.choose_theme, name="choose_theme"),
    path("healthz", views.healthz, name="healthz"),
]
