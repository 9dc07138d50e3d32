"""Addresses of what everyone may read: articles, terms, exercises, the search and the moving figures."""

from django.urls import path

from sinew.apps.library import views

app_name = "library"
urlpatterns = [
    path("learn/", views.articles, name="articles"),
    path("learn/terms/", views.terms, name="terms"),
    path("learn/<slug:article_id>/", views.article, name="article"),
    path("library/", views.exercises, name="exercises"),
    path("library/<slug:exercise_id>/", views.exercise, name="exercise"),
    path("search/", views.search, name="search"),
    path("figures/<str:version>/<slug:exercise_id>.json", views.figure, name="figure"),
]
