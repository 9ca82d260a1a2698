from __future__ import annotations

from django.urls import path

from tulga.recommendations.views import (
    answering,
    challenges,
    committing,
    consolidating,
    deciding,
    delivering,
    drafting,
    objecting,
)

urlpatterns = [
    path("circles/<int:pk>/challenge/", challenges.ChallengeCreate.as_view(), name="challenge_create"),
    path("circles/<int:pk>/draft/", drafting.RecommendationDraft.as_view(), name="recommendation_draft"),
    path("challenges/", challenges.ChallengeList.as_view(), name="challenge_list"),
    path("challenges/<int:pk>/", challenges.ChallengeDetail.as_view(), name="challenge_detail"),
    # A recommendation's own page is the thread's.
    path("recommendations/", drafting.RecommendationList.as_view(), name="recommendation_list"),
    path("recommendations/<int:pk>/reword/", drafting.RecommendationReword.as_view(), name="recommendation_reword"),
    path("recommendations/<int:pk>/adopt/", drafting.RecommendationAdopt.as_view(), name="recommendation_adopt"),
    path(
        "recommendations/<int:pk>/consolidate/",
        drafting.RecommendationConsolidate.as_view(),
        name="recommendation_consolidate",
    ),
    path("recommendations/<int:pk>/take-up/", drafting.RecommendationTakeUp.as_view(), name="recommendation_take_up"),
    path(
        "recommendations/<int:pk>/wordings/<int:number>/translate/",
        drafting.RecommendationTranslate.as_view(),
        name="recommendation_translate",
    ),
    path("recommendations/<int:pk>/submit/", drafting.RecommendationSubmit.as_view(), name="recommendation_submit"),
    path("recommendations/<int:pk>/return/", deciding.RecommendationReturn.as_view(), name="recommendation_return"),
    path("recommendations/<int:pk>/decide/", deciding.RecommendationDecide.as_view(), name="recommendation_decide"),
    path(
        "recommendations/<int:pk>/withdraw/", drafting.RecommendationWithdraw.as_view(), name="recommendation_withdraw"
    ),
    path("recommendations/<int:pk>/compare/", consolidating.WordingCompare.as_view(), name="wording_compare"),
    path("recommendations/<int:pk>/commit/", committing.CommitmentCreate.as_view(), name="commitment_create"),
    path("recommendations/<int:pk>/object/", objecting.ObjectionCreate.as_view(), name="objection_create"),
    path("recommendations/<int:pk>/answers/", answering.AnswerList.as_view(), name="answer_list"),
    path("recommendations/<int:pk>/answers/enter/", answering.PaperAnswer.as_view(), name="answer_enter"),
    path(
        "recommendations/<int:pk>/undo-merge/",
        consolidating.RecommendationUndoMerge.as_view(),
        name="recommendation_undo_merge",
    ),
    path(
        "recommendations/<int:pk>/arrange/",
        consolidating.RecommendationArrange.as_view(),
        name="recommendation_arrange",
    ),
    path("recommendations/<int:pk>/split/", consolidating.RecommendationSplit.as_view(), name="recommendation_split"),
    path("consolidation/", consolidating.Consolidation.as_view(), name="consolidation"),
    path("consolidation/merge/", consolidating.Merge.as_view(), name="merge"),
    path("consolidation/tell-apart/", consolidating.TellApart.as_view(), name="tell_apart"),
    path("orders/", deciding.OrderList.as_view(), name="order_list"),
    path("orders/new/", deciding.OrderCreate.as_view(), name="order_create"),
    path("orders/<int:pk>/", deciding.OrderDetail.as_view(), name="order_detail"),
    path("orders/<int:pk>/print/", deciding.OrderPrint.as_view(), name="order_print"),
    path("orders/<int:pk>/register/", deciding.OrderRegister.as_view(), name="order_register"),
    path("orders/<int:pk>/scan/", deciding.OrderScan.as_view(), name="order_scan"),
    path("commitments/", committing.CommitmentList.as_view(), name="commitment_list"),
    path("commitments/<int:pk>/", committing.CommitmentDetail.as_view(), name="commitment_detail"),
    path("commitments/<int:pk>/sign/", committing.CommitmentSign.as_view(), name="commitment_sign"),
    path("commitments/<int:pk>/paper/", committing.CommitmentPaper.as_view(), name="commitment_paper"),
    path("commitments/<int:pk>/scan/", committing.CommitmentScan.as_view(), name="commitment_scan"),
    path("commitments/<int:pk>/withdraw/", committing.CommitmentWithdraw.as_view(), name="commitment_withdraw"),
    path("commitments/<int:pk>/report/", committing.CommitmentReport.as_view(), name="commitment_report"),
    path("commitments/<int:pk>/verify/", committing.CommitmentVerify.as_view(), name="commitment_verify"),
    path("commitments/<int:pk>/evidence/<int:report_pk>/", committing.Evidence.as_view(), name="evidence"),
    path("commitments/<int:pk>/edit/", delivering.EditCommitment.as_view(), name="commitment_edit"),
    path("commitments/<int:pk>/reassign/", delivering.ReassignCommitment.as_view(), name="commitment_reassign"),
    path("commitments/<int:pk>/progress/", delivering.ReportProgress.as_view(), name="commitment_progress"),
    path(
        "commitments/<int:pk>/progress/<int:line_pk>/",
        delivering.ProgressEvidence.as_view(),
        name="progress_evidence",
    ),
    path("commitments/<int:pk>/more-time/", delivering.AskForMoreTime.as_view(), name="commitment_more_time"),
    path(
        "commitments/<int:pk>/ask-to-withdraw/", delivering.AskToWithdraw.as_view(), name="commitment_ask_to_withdraw"
    ),
    path("commitments/<int:pk>/reply/", delivering.ReplyToVerdict.as_view(), name="commitment_reply"),
    path("changes/<int:pk>/answer/", delivering.AnswerChange.as_view(), name="change_answer"),
    path("changes/<int:pk>/take-back/", delivering.TakeBackChange.as_view(), name="change_take_back"),
    path("objections/", objecting.ObjectionList.as_view(), name="objection_list"),
    path("objections/<int:pk>/", objecting.ObjectionDetail.as_view(), name="objection_detail"),
    path("objections/<int:pk>/sign/", objecting.ObjectionSign.as_view(), name="objection_sign"),
    path("objections/<int:pk>/paper/", objecting.ObjectionPaper.as_view(), name="objection_paper"),
    path("objections/<int:pk>/scan/", objecting.ObjectionScan.as_view(), name="objection_scan"),
    path("objections/<int:pk>/withdraw/", objecting.ObjectionWithdraw.as_view(), name="objection_withdraw"),
    path("objections/<int:pk>/pass/", objecting.ObjectionPass.as_view(), name="objection_pass"),
    path("objections/<int:pk>/decide/", objecting.ObjectionDecide.as_view(), name="objection_decide"),
]
