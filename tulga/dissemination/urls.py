from __future__ import annotations

from django.urls import path, re_path

from tulga.dissemination.views import delivering, preparing, reading

urlpatterns = [
    path("releases/", reading.ReleaseList.as_view(), name="release_list"),
    path("releases/new/", preparing.ReleaseCreate.as_view(), name="release_create"),
    path("releases/reminders/", delivering.ReminderDaysEdit.as_view(), name="reminder_days"),
    path("releases/<int:pk>/", reading.ReleaseDetail.as_view(), name="release_detail"),
    path("releases/<int:pk>/edit/", preparing.ReleaseEdit.as_view(), name="release_edit"),
    path("releases/<int:pk>/marks/<int:position>/", preparing.ReleaseMark.as_view(), name="release_mark"),
    path(
        "releases/<int:pk>/marks/<int:position>/<slug:language>/", preparing.ReleasePart.as_view(), name="release_part"
    ),
    path("releases/<int:pk>/newer-words/", preparing.ReleaseTakeNewer.as_view(), name="release_take_newer"),
    path("releases/<int:pk>/approve/", preparing.ReleaseApprove.as_view(), name="release_approve"),
    path("releases/<int:pk>/withdraw/", preparing.ReleaseWithdraw.as_view(), name="release_withdraw"),
    path("releases/<int:pk>/revise/", preparing.ReleaseRevise.as_view(), name="release_revise"),
    path("releases/<int:pk>/deliveries/", delivering.ReleaseDeliveries.as_view(), name="release_deliveries"),
    re_path(
        r"^releases/(?P<pk>\d+)/letters\.(?P<ending>pdf|zip)$",
        delivering.ReleaseLetters.as_view(),
        name="release_letters",
    ),
    re_path(
        r"^deliveries/(?P<pk>\d+)/letter\.(?P<ending>pdf|docx)$",
        delivering.DeliveryLetter.as_view(),
        name="delivery_letter",
    ),
    path("deliveries/", delivering.DeliveryList.as_view(), name="delivery_list"),
    path("deliveries/<int:pk>/", delivering.DeliveryDetail.as_view(), name="delivery_detail"),
    path("deliveries/<int:pk>/acknowledge/", delivering.DeliveryAcknowledge.as_view(), name="delivery_acknowledge"),
    path("deliveries/<int:pk>/enter/", delivering.DeliveryEnter.as_view(), name="delivery_enter"),
    path("deliveries/<int:pk>/delay/", delivering.DeliveryDelay.as_view(), name="delivery_delay"),
    path("deliveries/<int:pk>/pass-on/", delivering.DeliveryPassOn.as_view(), name="delivery_pass_on"),
    path("deliveries/<int:pk>/hand-over/", delivering.DeliveryHandOver.as_view(), name="delivery_hand_over"),
    path("deliveries/<int:pk>/close/", delivering.DeliveryClose.as_view(), name="delivery_close"),
    path("deliveries/<int:pk>/scan/", delivering.DeliveryScan.as_view(), name="delivery_scan"),
]
