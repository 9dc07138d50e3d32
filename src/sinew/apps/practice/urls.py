"""Addresses of the practitioner's and the operator's pages."""

from django.urls import path

from sinew.apps.practice import record_views, views

app_name = "practice"
urlpatterns = [
    path("practice/", views.caseload, name="caseload"),
    path("practice/outcomes/", views.outcomes, name="outcomes"),
    path("practice/members/<uuid:member_id>/", record_views.member, name="member"),
    path("practice/members/<uuid:member_id>/timeline/", record_views.timeline, name="timeline"),
    path("practice/members/<uuid:member_id>/plan.pdf", views.plan_pdf, name="plan_pdf"),
    path("practice/members/<uuid:member_id>/decisions/", views.decide, name="decide"),
    path("practice/members/<uuid:member_id>/decisions/<int:event_id>/undo/", views.undo, name="undo"),
    path(
        "practice/members/<uuid:member_id>/red-flags/<int:flag_id>/", views.resolve_flag, name="resolve_flag"
    ),
    path("operator/health/", views.health, name="health"),
]
