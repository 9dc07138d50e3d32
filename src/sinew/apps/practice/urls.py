"""Addresses of the practitioner's and the operator's pages."""

from django.urls import path

from sinew.apps.practice import record_views, views
from sinew.apps.practice.queue import handing_over, reminders, workload
from sinew.apps.practice.queue import views as queue

app_name = "practice"
urlpatterns = [
    path("practice/", queue.caseload, name="caseload"),
    path("practice/workload/", workload.workload, name="workload"),
    path("practice/reminders/", reminders.remind, name="remind"),
    path("practice/cover/", handing_over.hand_over, name="hand_over"),
    path("practice/cover/<uuid:cover_id>/end/", handing_over.call_off, name="call_off"),
    path("practice/list/", queue.caseload_list, name="caseload_list"),
    path("practice/members/<uuid:member_id>/clear/", queue.clear, name="clear"),
    path("practice/members/<uuid:member_id>/read/", queue.read_news, name="read_news"),
    path("practice/members/<uuid:member_id>/aside/", queue.put_reasons_aside, name="put_aside"),
    path("practice/members/<uuid:member_id>/aside/end/", queue.take_reasons_up, name="take_up"),
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
