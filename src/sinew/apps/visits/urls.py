"""Addresses of visits."""

from django.urls import path

from sinew.apps.visits import calendar_views, hours_views, room_views, views

app_name = "visits"
urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/calendar/", calendar_views.calendar, name="calendar"),
    path("visits/calendar/end/", calendar_views.end_calendar, name="end_calendar"),
    path("calendar/<str:token>.ics", calendar_views.feed, name="feed"),
    path("visits/new/", views.book, name="book"),
    path("visits/<uuid:visit_id>/", views.visit, name="visit"),
    path("visits/<uuid:visit_id>/room/", room_views.room, name="room"),
    path("visits/<uuid:visit_id>/room/pass/", room_views.room_pass, name="room_pass"),
    path("visits/<uuid:visit_id>/visit.ics", views.calendar_file, name="calendar_file"),
    path("visits/<uuid:visit_id>/move/", views.move, name="move"),
    path("visits/<uuid:visit_id>/cancel/", views.cancel, name="cancel"),
    path("practice/members/<uuid:member_id>/visits/new/", views.book_for, name="book_for"),
    path("practice/visits/", views.schedule, name="schedule"),
    path("practice/visits/hours/", hours_views.hours, name="hours"),
    path("practice/visits/time-off/", hours_views.time_off, name="time_off"),
    path("practice/visits/time-off/<int:pk>/remove/", hours_views.remove_time_off, name="remove_time_off"),
]
