"""Addresses of what everyone may read (articles, terms, exercises, search) and of its review."""

from django.urls import path

from sinew.apps.library import review_views, views

app_name = "library"
urlpatterns = [
    path("learn/", views.articles, name="articles"),
    path("learn/terms/", views.terms, name="terms"),
    path("learn/<slug:article_id>/", views.article, name="article"),
    path("library/", views.exercises, name="exercises"),
    path("library/<slug:exercise_id>/", views.exercise, name="exercise"),
    path("search/", views.search, name="search"),
    path("figures/<str:version>/<slug:exercise_id>.json", views.figure, name="figure"),
    path("review/", review_views.review, name="review"),
    path("review/<slug:kind>/<slug:item_id>/", review_views.review_item, name="review_item"),
    path("review/<slug:kind>/<slug:item_id>/sign-off/", review_views.sign_off, name="sign_off"),
    path(
        "review/<slug:kind>/<slug:item_id>/sign-offs/<int:review_id>/withdraw/",
        review_views.withdraw_sign_off,
        name="withdraw_sign_off",
    ),
]
