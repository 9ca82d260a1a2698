from __future__ import annotations

from django.urls import path, re_path

from tulga.meetings.views import answering, inviting, meetings, sessions

OF_INVITATION = "meetings/<slug:code>/invitations/<slug:agency>/"
SESSION = "meetings/<slug:code>/sessions/<int:number>/"

urlpatterns = [
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/new/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("meetings/<slug:code>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<slug:code>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<slug:code>/arrangements/", meetings.MeetingArrange.as_view(), name="meeting_arrange"),
    path("meetings/<slug:code>/copy/", meetings.MeetingCopy.as_view(), name="meeting_copy"),
    path("meetings/<slug:code>/hold/", meetings.MeetingHold.as_view(), name="meeting_hold"),
    path("meetings/<slug:code>/close/", meetings.MeetingClose.as_view(), name="meeting_close"),
    path("meetings/<slug:code>/reopen/", meetings.MeetingReopen.as_view(), name="meeting_reopen"),
    path("meetings/<slug:code>/calendar.ics", meetings.MeetingCalendar.as_view(), name="meeting_calendar"),
    path("meetings/<slug:code>/bodies/new/", meetings.ParticipationAdd.as_view(), name="participation_add"),
    path("meetings/<slug:code>/sessions/new/", meetings.SessionOpen.as_view(), name="session_open"),
    path("meetings/<slug:code>/invitations/", inviting.InvitedList.as_view(), name="invited_list"),
    path("meetings/<slug:code>/invitations/new/", inviting.InviteAgencies.as_view(), name="invited_add"),
    path("meetings/<slug:code>/invitations/send/", inviting.InvitationsSend.as_view(), name="invited_send"),
    re_path(
        r"^meetings/(?P<code>[-\w]+)/invitations/letters\.(?P<ending>pdf|zip)$",
        inviting.InvitationLetters.as_view(),
        name="invited_letters",
    ),
    re_path(
        r"^meetings/(?P<code>[-\w]+)/invitations/delegates\.(?P<ending>csv|xlsx|json)$",
        inviting.DelegatesExport.as_view(),
        name="invited_delegates",
    ),
    path(OF_INVITATION, inviting.InvitedDetail.as_view(), name="invited_detail"),
    path(f"{OF_INVITATION}edit/", inviting.InvitationEdit.as_view(), name="invited_edit"),
    path(f"{OF_INVITATION}withdraw/", inviting.InvitationWithdraw.as_view(), name="invited_withdraw"),
    path(f"{OF_INVITATION}again/", inviting.InvitationAgain.as_view(), name="invited_again"),
    path(f"{OF_INVITATION}answer/", answering.InvitationAnswer.as_view(), name="invited_answer"),
    path(f"{OF_INVITATION}enter/", answering.InvitationEnter.as_view(), name="invited_enter"),
    path(f"{OF_INVITATION}seats/ask/", answering.SeatsAsk.as_view(), name="invited_seats_ask"),
    path(f"{OF_INVITATION}seats/grant/", inviting.SeatsGrant.as_view(), name="invited_seats_grant"),
    path(f"{OF_INVITATION}seats/refuse/", inviting.SeatsRefuse.as_view(), name="invited_seats_refuse"),
    path(f"{OF_INVITATION}answers/<int:number>/scan/", inviting.AnswerScan.as_view(), name="invited_scan"),
    re_path(
        r"^meetings/(?P<code>[-\w]+)/invitations/(?P<agency>[-\w]+)/letter\.(?P<ending>pdf|docx)$",
        inviting.InvitationLetter.as_view(),
        name="invited_letter",
    ),
    path(SESSION, sessions.SessionDetail.as_view(), name="session_detail"),
    path(f"{SESSION}members/", meetings.SessionMembers.as_view(), name="session_members"),
    path(f"{SESSION}close/", sessions.SessionClose.as_view(), name="session_close"),
    path(f"{SESSION}open/", sessions.SessionOpenAgain.as_view(), name="session_open_again"),
    path(f"{SESSION}adopt/", sessions.SessionAdoptAll.as_view(), name="session_adopt_all"),
    path(f"{SESSION}changes/", sessions.SessionChanges.as_view(), name="session_changes"),
    path(f"{SESSION}challenges/new/", sessions.ChallengeAdd.as_view(), name="board_challenge_add"),
    path(f"{SESSION}challenges/move/", sessions.ChallengeMove.as_view(), name="board_challenge_move"),
    path(f"{SESSION}challenges/<int:pk>/", sessions.ChallengeOnBoard.as_view(), name="board_challenge"),
    path(f"{SESSION}challenges/<int:pk>/edit/", sessions.ChallengeOnBoardEdit.as_view(), name="board_challenge_edit"),
    path(f"{SESSION}drafts/new/", sessions.DraftAdd.as_view(), name="board_draft_add"),
    path(f"{SESSION}drafts/move/", sessions.DraftMove.as_view(), name="board_draft_move"),
    path(f"{SESSION}drafts/<int:pk>/", sessions.DraftOnBoard.as_view(), name="board_draft"),
    path(f"{SESSION}drafts/<int:pk>/edit/", sessions.DraftOnBoardEdit.as_view(), name="board_draft_edit"),
]
