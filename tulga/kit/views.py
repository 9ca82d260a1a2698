"""The page kinds. Each starts from the rows visible to the actor, and declares who may open it.

A page that does not fit is an ordinary function view with `@access(...)`: preferable to one more hook here.
"""

from __future__ import annotations

from copy import copy
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.generic import View

from tulga.kit import exports, once
from tulga.kit.access import Access
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.forms import words_of
from tulga.kit.prepared import prepared

if TYPE_CHECKING:
    from django import forms
    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise
    from django_filters import FilterSet

    from tulga.kit.actor import Actor
    from tulga.kit.policy import Decision, Policy
    from tulga.kit.tables import Row, Table

    class ActorRequest(HttpRequest):
        actor: Actor
        stands_at: str  # of a page that is about a record of another part


PAGE_SIZE = 25
LAST_PAGE = 10_000


def page_number(asked: str) -> int:
    """What an address asks for, within bounds; the first page for what is no number."""
    return min(max(1, int(asked[:6])), LAST_PAGE) if asked.isdecimal() else 1


class Page(View):
    """What all kinds share: the visible rows, the frame, the refusal page."""

    access: ClassVar[Access] = Access.SIGNED_IN
    queryset: ClassVar[QuerySet[Any] | None] = None
    template_name: ClassVar[str] = ""
    title: ClassVar[str | _StrPromise] = ""
    lead: ClassVar[str | _StrPromise] = ""
    slug_field: ClassVar[str] = "pk"
    request: ActorRequest

    @property
    def actor(self) -> Actor:
        return self.request.actor

    def get_queryset(self) -> QuerySet[Any]:
        """The rows this page is about, before visibility is applied."""
        if self.queryset is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no queryset.")
        return self.queryset.all()

    def visible(self) -> QuerySet[Any]:
        return self._narrowed(self.get_queryset(), self.actor)

    @classmethod
    def declares_its_rows(cls) -> bool:
        """Whether they follow from the reader and from nothing else of the request: then their SQL is written once."""
        return cls.queryset is not None and cls.get_queryset is Page.get_queryset and cls.visible is Page.visible

    @classmethod
    def declared(cls, actor: Actor) -> QuerySet[Any]:
        """`visible()` without a request, for pages that declare their rows."""
        return cls._narrowed(cast("QuerySet[Any]", cls.queryset).all(), actor)

    @classmethod
    def _narrowed(cls, queryset: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        if not hasattr(queryset, "visible_to"):
            raise ImproperlyConfigured(f"{cls.__name__}'s queryset has no visible_to.")
        return cast("QuerySet[Any]", queryset.visible_to(actor))

    def get_object(self) -> Any:
        """The visible row of the address, or the same 404 as for one that does not exist."""
        value = self.kwargs.get(self.slug_field, next(iter(self.kwargs.values())))
        if self.declares_its_rows():
            found = _found(type(self), self.actor, value=value) if is_storable(value) else []
            if not found:
                raise Http404
            return found[0]
        try:
            return self.visible().get(**{self.slug_field: value})
        except (self.get_queryset().model.DoesNotExist, ValueError):
            raise Http404 from None

    def get_title(self) -> str:
        return str(self.title)

    def context(self) -> dict[str, Any]:
        """What the template needs beyond the page kind's own names."""
        return {}

    def show(self, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        base = {"title": self.get_title(), "lead": self.lead}
        return render(self.request, self.template_name, {**base, **self.context(), **context}, status=status)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            return render(request, "403.html", {"reason": refusal.reason}, status=HTTPStatus.FORBIDDEN)


@prepared
def _found(page: type[Page], actor: Actor, *, value: int | str) -> QuerySet[Any, Any]:
    return page.declared(actor).filter(**{page.slug_field: value})[:1]


def is_storable(value: int | str) -> bool:
    """Addresses may hold any number: none is larger than a database's largest."""
    return not isinstance(value, int) or abs(value) < 1 << 63


class _Lazily(SimpleLazyObject[Any]):
    """A page's visible rows, composed when somebody asks for more than what they are rows of."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.visible)
        self.__dict__["model"] = cast("QuerySet[Any]", page.queryset).model


class ListPage(Page):
    """Rows visible to the actor, filtered, twenty-five at a time; the same rows as a file with ?format=."""

    template_name = "kit/list_page.html"
    table_class: ClassVar[type[Table]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    create_url_name: ClassVar[str] = ""
    create_label: ClassVar[str | _StrPromise] = ""
    create_action: ClassVar[str] = ""
    export_name: ClassVar[str] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        queryset: Any = _Lazily(self) if self.declares_its_rows() else self.visible()
        filterset = None
        if self.filterset_class is not None:
            filterset = self.filterset_class(request.GET or None, queryset=queryset, request=request)

        number = page_number(request.GET.get("page", ""))
        start = (number - 1) * PAGE_SIZE
        is_asked = bool(request.GET.keys() - {"page"}) or (filterset is not None and filterset.is_bound)
        if self.declares_its_rows() and not is_asked:
            rows: list[Row] = _listed(type(self), self.actor, start)
        else:
            found = queryset if filterset is None else filterset.qs
            if request.GET.get("format") in tuple(exports.Format) and self.export_name:
                return self._as_file(request.GET["format"], found)
            rows = list(self.table_class.values(found[start : start + PAGE_SIZE + 1]))
        pages = {"number": number, "previous": number > 1, "next": len(rows) > PAGE_SIZE}
        is_filtered = bool(filterset and any(filterset.data.values()))
        may_create = self.create_url_name and (not self.create_action or self.actor.may(self.create_action))
        return self.show(
            labels=self.table_class.labels(),
            rows=self.table_class.cells(rows[:PAGE_SIZE]),
            filterset=filterset,
            is_filtered=is_filtered,
            empty_text=_("Nothing matches what you asked for.") if is_filtered else self.table_class.empty_text,
            pages=pages,
            query=self._query_without("page", "format"),
            create_url_name=self.create_url_name if may_create else "",
            create_label=self.create_label,
            export_formats=list(exports.Format) if self.export_name else [],
        )

    def _as_file(self, file_format: str, found: QuerySet[Any]) -> HttpResponse:
        columns = [exports.Column(column.label, column.exported, column.name) for column in self.table_class.columns]
        return exports.export_response(file_format, self.export_name, columns, self.table_class.values(found))

    def _query_without(self, *names: str) -> str:
        query = self.request.GET.copy()
        for name in names:
            query.pop(name, None)
        return query.urlencode()


@prepared
def _listed(page: type[ListPage], actor: Actor, start: int) -> QuerySet[Any, Row]:
    """One page of an unfiltered list."""
    return cast("QuerySet[Any, Row]", page.table_class.values(page.declared(actor)[start : start + PAGE_SIZE + 1]))


class DetailPage(Page):
    """One visible row."""

    template_name = "kit/detail_page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return self.show(object=self.object)

    def get_title(self) -> str:
        return str(self.title or self.object)


class FormPage(Page):
    """A form sent once. What was typed survives every refusal."""

    template_name = "kit/form_page.html"
    form_class: ClassVar[type[forms.Form] | type[forms.ModelForm[Any]]]
    submit_label: ClassVar[str | _StrPromise] = ""
    is_warning: ClassVar[bool] = False
    object: Any = None

    def prepare(self) -> Decision | None:
        """Find what the page is about; the decision says whether the actor may act on it at all."""
        return None

    def form_options(self) -> dict[str, Any]:
        """Further arguments of the form, such as the actor or the narrowed choices."""
        return {}

    def perform(self, form: Any) -> Any:
        """Call the service. Its result's page is where the browser goes next."""
        raise NotImplementedError(f"{type(self).__name__}.perform")

    def success_url(self, result: Any) -> str:
        return str((result or self.object).get_absolute_url())

    def success_message(self, result: Any) -> str:
        return ""

    def back_url(self) -> str:
        return str(self.object.get_absolute_url()) if self.object is not None else ""

    def get_form(self, **options: Any) -> Any:
        return self.form_class(**options, **self.form_options())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = self.prepare()
        if decision is not None and not decision:
            raise NotAllowed(decision.reason)
        return self.show_form(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = self.prepare()
        form = self.get_form(data=request.POST, files=request.FILES)
        if decision is not None and not decision:
            repeated = self._first_result()
            return repeated or self.show_form(form, error=str(decision.reason), status=HTTPStatus.FORBIDDEN)
        try:
            return self._perform_once(form)
        except once.TokenRefused as refusal:
            if refusal.was_given_to_another:
                raise NotAllowed(once.OPENED_BY_ANOTHER) from None
            error = _("This form could not be recognised. Check what you wrote and send it again.")
            return self.show_form(form, error=error, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except StaleEdit as stale:
            return self.show_stale(form, stale.current)
        except RuleBroken as broken:
            field = broken.field if broken.field in form.fields else None
            form.add_error(field, str(broken.message))
            return self.show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except NotAllowed as refusal:
            return self.show_form(form, error=str(refusal.reason), status=HTTPStatus.FORBIDDEN)

    def _perform_once(self, form: Any) -> HttpResponse:
        # An upload is inspected while the form is checked: outside the transaction, or on SQLite nobody else writes.
        form.is_valid()
        return self._perform_in_one_transaction(form)

    @transaction.atomic
    def _perform_in_one_transaction(self, form: Any) -> HttpResponse:
        token, is_first = once.claim(self.request, self.actor.user_id)
        if not is_first:
            return HttpResponseRedirect(token.location)
        if not form.is_valid():
            token.delete()
            return self.show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        result = self.perform(form)
        url = self.success_url(result)
        once.settle(token, url)
        if message := self.success_message(result):
            messages.success(self.request, message)
        return HttpResponseRedirect(url)

    def _first_result(self) -> HttpResponse | None:
        """Where the same form led before: its act may be the very reason why it is refused now."""
        try:
            with transaction.atomic():
                token, is_first = once.claim(self.request, self.actor.user_id)
                if is_first:
                    token.delete()
                    return None
                return HttpResponseRedirect(token.location)
        except once.TokenRefused as refusal:
            if refusal.was_given_to_another:
                raise NotAllowed(once.OPENED_BY_ANOTHER) from None
            return None

    def show_form(self, form: Any, *, error: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        if error:
            form.is_valid()
            form.add_error(None, error)
        return self.show(
            status=status,
            form=form,
            once_token=once.new_token(self.actor.user_id),
            submit_label=self.submit_label or _("Save"),
            back_url=self.back_url(),
            object=self.object,
            is_warning=self.is_warning,
            stale=None,
        )

    def show_stale(self, form: Any, current: Model) -> HttpResponse:
        """Both texts side by side; sending the form again builds on the newer one."""
        theirs = self.form_class(instance=current, **self.form_options())  # type: ignore[call-arg]  # a model form
        pairs = [
            {"label": each.label, "yours": yours, "theirs": saved}
            for each in form.visible_fields()
            if (yours := words_of(each)) != (saved := words_of(theirs[each.name]))
        ]
        form.data = form.data.copy()
        form.data["version"] = str(current.version)  # type: ignore[attr-defined]  # versioned, else not stale
        form.is_valid()
        return self.show(
            status=HTTPStatus.CONFLICT,
            form=form,
            once_token=once.new_token(self.actor.user_id),
            submit_label=self.submit_label or _("Save"),
            back_url=self.back_url(),
            object=self.object,
            is_warning=self.is_warning,
            stale=pairs,
        )


class ActionPage(FormPage):
    """One visible row, one form, one service."""

    access = Access.ACTION
    policy: ClassVar[Policy]
    action: ClassVar[str]

    def prepare(self) -> Decision | None:
        self.object = self.get_object()
        return self.ask()

    def ask(self) -> Decision:
        """The policy's answer; pages of a workflow's move ask the workflow instead."""
        return self.policy.ask(self.actor, self.action, self.object)


class EditPage(ActionPage):
    """One visible row's own fields, in a form that begins from them."""

    def get_form(self, **options: Any) -> Any:
        # A copy: a refused form must not change the row that the page shows.
        return super().get_form(instance=copy(self.object), **options)


class CreatePage(FormPage):
    """One form, one service, no row yet."""

    access = Access.ACTION
    policy: ClassVar[Policy]
    action: ClassVar[str]

    def prepare(self) -> Decision | None:
        return self.policy.ask(self.actor, self.action, self.subject())

    def subject(self) -> Any:
        """What the rule is asked about: the visible parent of what is to be made, or nothing."""
        return None
