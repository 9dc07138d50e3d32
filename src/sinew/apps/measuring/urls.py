"""Addresses of measuring in a visit."""

from django.urls import path

from sinew.apps.measuring import views

app_name = "measuring"
urlpatterns = [
    path("visits/<uuid:visit_id>/measuring/", views.setup, name="setup"),
    path("visits/<uuid:visit_id>/measurements/", views.mark, name="mark"),
    path("visits/<uuid:visit_id>/sets/", views.save_set, name="save_set"),
    path(
        "practice/measurements/<uuid:measurement_id>/strike/",
        views.strike_measurement,
        name="strike_measurement",
    ),
    path("practice/measurements/<uuid:measurement_id>/test-result/", views.use, name="use"),
    path("practice/visit-sets/<uuid:set_id>/strike/", views.strike_set, name="strike_set"),
]
