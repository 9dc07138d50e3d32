"""Addresses of the conversation."""

from django.urls import path

from sinew.apps.conversation.views import answering, attachments, member, practice

app_name = "conversation"
urlpatterns = [
    path("care-team/messages/", member.thread, name="thread"),
    path("care-team/messages/list/", member.thread_list, name="thread_list"),
    path("practice/messages/", practice.threads, name="threads"),
    path("practice/messages/list/", practice.threads_list, name="threads_list"),
    path("practice/messages/replies/", answering.replies, name="replies"),
    path("practice/messages/replies/<int:reply_id>/", answering.reply, name="reply"),
    path("practice/messages/replies/<int:reply_id>/remove/", answering.remove_reply, name="remove_reply"),
    path("practice/messages/hours/", answering.hours, name="hours"),
    path("practice/messages/absences/", answering.add_absence, name="add_absence"),
    path(
        "practice/messages/absences/<int:absence_id>/remove/", answering.remove_absence, name="remove_absence"
    ),
    path("practice/members/<uuid:member_id>/messages/", practice.member_thread, name="member_thread"),
    path(
        "practice/members/<uuid:member_id>/messages/list/",
        practice.member_thread_list,
        name="member_thread_list",
    ),
    path("practice/members/<uuid:member_id>/messages/settle/", practice.settle_thread, name="settle"),
    path("practice/members/<uuid:member_id>/messages/alarms/<int:alarm_id>/", practice.deal, name="deal"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("attachments/<uuid:attachment_id>/photo/", attachments.photo, name="photo"),
]
