from __future__ import annotations

from django.urls import path

from tulga.plan.views import amending, files, parts, reading, writing

urlpatterns = [
    path("", reading.PlanList.as_view(), name="plan_list"),
    path("new/", writing.PlanCreate.as_view(), name="plan_create"),
    # Editions.
    path("editions/<int:pk>/", reading.EditionDetail.as_view(), name="plan_edition"),
    path("editions/<int:pk>/tree/", reading.PlanTree.as_view(), name="plan_tree"),
    path("editions/<int:pk>/compare/", reading.EditionComparison.as_view(), name="edition_comparison"),
    path("editions/<int:pk>/file.<str:format>", files.EditionFile.as_view(), name="plan_file"),
    path("editions/<int:pk>/document/", files.EditionDocument.as_view(), name="edition_document"),
    path("editions/<int:pk>/edit/", writing.EditionEdit.as_view(), name="edition_edit"),
    path("editions/<int:pk>/put-in-force/", amending.EditionPutInForce.as_view(), name="edition_put_in_force"),
    path("editions/<int:pk>/set-aside/", amending.EditionSetAside.as_view(), name="edition_set_aside"),
    path("editions/<int:pk>/expire/", amending.EditionExpire.as_view(), name="edition_expire"),
    path("editions/<int:pk>/next/", amending.NextPlanBegin.as_view(), name="edition_next_plan"),
    path("editions/<int:pk>/groups/new/", writing.ItemCreate.as_view(), name="item_create"),
    path("editions/<int:pk>/activities/new/", writing.ActivityCreate.as_view(), name="activity_create"),
    # Groups.
    path("items/<int:pk>/", reading.ItemDetail.as_view(), name="item_detail"),
    path("items/<int:pk>/edit/", writing.ItemEdit.as_view(), name="item_edit"),
    path("items/<int:pk>/remove/", writing.ItemRemove.as_view(), name="item_remove"),
    # Activities, and what each edition says of them.
    path("activities/choices/", reading.ActivityChoices.as_view(), name="activity_choices"),
    path("activities/<int:pk>/status/", writing.ReportStatus.as_view(), name="report_status"),
    path("entries/<int:pk>/", reading.EntryDetail.as_view(), name="entry_detail"),
    path("entries/<int:pk>/edit/", writing.EntryEdit.as_view(), name="entry_edit"),
    path("entries/<int:pk>/remove/", writing.EntryRemove.as_view(), name="entry_remove"),
    path("entries/<int:pk>/milestones/new/", parts.MilestoneCreate.as_view(), name="entry_milestone_create"),
    path("entries/<int:pk>/budget/new/", parts.BudgetLineCreate.as_view(), name="entry_budget_create"),
    path("entries/<int:pk>/indicators/new/", parts.IndicatorCreate.as_view(), name="entry_indicator_create"),
    path("milestones/<int:pk>/edit/", parts.MilestoneEdit.as_view(), name="milestone_edit"),
    path("milestones/<int:pk>/remove/", parts.MilestoneRemove.as_view(), name="milestone_remove"),
    path("budget/<int:pk>/edit/", parts.BudgetLineEdit.as_view(), name="budget_edit"),
    path("budget/<int:pk>/remove/", parts.BudgetLineRemove.as_view(), name="budget_remove"),
    path("indicators/<int:pk>/edit/", parts.IndicatorEdit.as_view(), name="indicator_edit"),
    path("indicators/<int:pk>/remove/", parts.IndicatorRemove.as_view(), name="indicator_remove"),
    path("agencies/<str:code>/", reading.PlanOfAgency.as_view(), name="agency_plan"),
    # Plans, by their codes: last, because a code may be almost anything.
    path("<slug:code>/", reading.PlanDetail.as_view(), name="plan_detail"),
    path("<slug:code>/edit/", writing.PlanEdit.as_view(), name="plan_edit"),
    path("<slug:code>/editions/", reading.EditionList.as_view(), name="plan_editions"),
    path("<slug:code>/amend/", amending.AmendmentBegin.as_view(), name="plan_amend"),
]
