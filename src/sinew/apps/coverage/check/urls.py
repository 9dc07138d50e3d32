"""Addresses of the check, of what follows, and of the operators' page."""

from django.urls import path

from sinew.apps.coverage.check import enrolling, insurer_views, questions, views
from sinew.apps.coverage.sign_on import views as sign_on

urlpatterns = [
    path("qualify/", views.qualify, name="qualify"),
    path("qualify/with/<str:token>/", views.by_link, name="qualify_by_link"),
    path("qualify/next/", views.next_step, name="qualify_next"),
    path("qualify/code/", views.code, name="qualify_code"),
    path("qualify/detail/", views.detail, name="qualify_detail"),
    path("qualify/answer/", views.answer, name="qualify_answer"),
    path("qualify/insurer/", insurer_views.visitor, name="qualify_insurer"),
    path("qualify/sign-on/", sign_on.begin, name="sign_on"),
    path("qualify/sign-on/<uuid:sponsor_id>/", sign_on.done, name="sign_on_done"),
    path("qualify/ask/", questions.ask_somebody, name="qualify_ask"),
    path("qualify/waiting-list/", questions.waiting_list, name="waiting_list"),
    path("qualify/waiting-list/leave/<str:token>/", questions.leave_waiting_list, name="leave_waiting_list"),
    path("qualify/enroll/", enrolling.enroll, name="enroll"),
    path("qualify/enroll/now/", enrolling.enroll_now, name="enroll_now"),
    path("coverage/again/", insurer_views.again, name="coverage_again"),
    path("coverage/", enrolling.mine, name="mine"),
    path("operator/coverage/", questions.for_operators, name="operator_coverage"),
    path("operator/coverage/<uuid:question_id>/settle/", questions.settle, name="settle_question"),
]
