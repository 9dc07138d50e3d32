"""Addresses of notes, tasks, minutes and the report on monitoring."""

from django.urls import path

from sinew.apps.charting.views import member, minutes, monitoring, notes, tasks

app_name = "charting"
urlpatterns = [
    path("care-team/notes/", member.my_notes, name="my_notes"),
    path("care-team/notes/<uuid:note_id>/", member.my_note, name="my_note"),
    path("care-team/notes/<uuid:note_id>/note.pdf", member.my_note_pdf, name="my_note_pdf"),
    path("practice/members/<uuid:member_id>/notes/", notes.notes, name="notes"),
    path("practice/members/<uuid:member_id>/notes/new/", notes.begin, name="begin_note"),
    path("practice/notes/<uuid:note_id>/", notes.note, name="note"),
    path("practice/notes/<uuid:note_id>/save/", notes.save, name="save_note"),
    path("practice/notes/<uuid:note_id>/up-to-date/", notes.update_objective, name="update_objective"),
    path("practice/notes/<uuid:note_id>/sign/", notes.sign, name="sign_note"),
    path("practice/notes/<uuid:note_id>/discard/", notes.discard, name="discard_note"),
    path("practice/notes/<uuid:note_id>/add/", notes.add, name="add_to_note"),
    path("practice/notes/<uuid:note_id>/co-sign/", notes.co_sign, name="co_sign_note"),
    path("practice/notes/<uuid:note_id>/share/", notes.share, name="share_note"),
    path("practice/notes/<uuid:note_id>/note.pdf", notes.note_pdf, name="note_pdf"),
    path("practice/tasks/", tasks.tasks, name="tasks"),
    path("practice/tasks/new/", tasks.add, name="add_task"),
    path("practice/tasks/<uuid:task_id>/done/", tasks.finish, name="finish_task"),
    path("practice/tasks/<uuid:task_id>/reopen/", tasks.reopen, name="reopen_task"),
    path("practice/tasks/<uuid:task_id>/assign/", tasks.assign, name="assign_task"),
    path("practice/members/<uuid:member_id>/minutes/", minutes.minutes, name="minutes"),
    path("practice/members/<uuid:member_id>/minutes/new/", minutes.add, name="add_minutes"),
    path("practice/members/<uuid:member_id>/clock/start/", minutes.start_timer, name="start_timer"),
    path("practice/members/<uuid:member_id>/clock/stop/", minutes.stop_timer, name="stop_timer"),
    path("practice/minutes/<uuid:entry_id>/take-back/", minutes.take_back, name="take_back_minutes"),
    path("practice/monitoring/", monitoring.caseload, name="monitoring"),
    path("practice/monitoring/monitoring.csv", monitoring.caseload_as_csv, name="monitoring_csv"),
    path("practice/members/<uuid:member_id>/monitoring/", monitoring.member, name="monitoring_member"),
    path(
        "practice/members/<uuid:member_id>/monitoring/monitoring.csv",
        monitoring.member_as_csv,
        name="monitoring_member_csv",
    ),
    path(
        "practice/members/<uuid:member_id>/monitoring/monitoring.pdf",
        monitoring.member_as_pdf,
        name="monitoring_member_pdf",
    ),
]
