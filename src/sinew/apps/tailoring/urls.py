"""Addresses of the editor, of templates and of proposals."""

from django.urls import path

from sinew.apps.tailoring import views

app_name = "tailoring"
urlpatterns = [
    path("practice/members/<uuid:member_id>/tailor/", views.editor, name="editor"),
    path("practice/members/<uuid:member_id>/proposals/<int:proposal_id>/", views.decline, name="decline"),
    path("practice/lists/", views.templates, name="templates"),
    path("practice/lists/<uuid:template_id>/", views.retire, name="retire"),
]
