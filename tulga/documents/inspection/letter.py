"""A letter's template: a Word document with blanks between double braces, and nothing that computes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, ClassVar

from docx import Document
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from tulga.documents.inspection import Reason, Refused, office

MAX_PART = 1024 * 1024
SAMPLES = 3
MARKS_OF_THE_LOOP = {"index", "first", "last"}


class MoreThanBlanks(Exception):
    """A template wants something computed; `place` is what it wants."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class Blanks(ImmutableSandboxedEnvironment):
    """Fills names, repeats over a list and leaves out on a condition. No function, filter or sum exists in it."""

    _expressions: ClassVar = (nodes.Name, nodes.Getattr, nodes.Not, nodes.And, nodes.Or)
    _rest: ClassVar = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If)

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, **options)
        self.globals, self.filters, self.tests = {}, {}, {}
        self.used: set[str] = set()
        self.lists: set[str] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Whatever is compiled has come through here, so nothing else can ever run."""
        tree = super()._parse(source, name, filename)
        self._collect(tree, {})
        return tree

    def _collect(self, node: nodes.Node, repeated: dict[str, str]) -> None:
        if isinstance(node, nodes.For):
            self._collect_loop(node, repeated)
        elif isinstance(node, nodes.Name):
            self.used.add(repeated.get(node.name, node.name))
        elif isinstance(node, nodes.Getattr):
            self._collect_part(node, repeated)
        elif isinstance(node, (*self._rest, *self._expressions)):
            for child in node.iter_child_nodes():
                self._collect(child, repeated)
        else:
            raise MoreThanBlanks(type(node).__name__.lower())

    def _collect_loop(self, node: nodes.For, repeated: dict[str, str]) -> None:
        target, source = node.target, node.iter
        is_plain = isinstance(target, nodes.Name) and isinstance(source, nodes.Name)
        if not is_plain or repeated or node.test or node.recursive:  # a loop in a loop multiplies
            raise MoreThanBlanks("for")
        self.used.add(source.name)  # type: ignore[attr-defined]  # both are names
        self.lists.add(source.name)  # type: ignore[attr-defined]
        inside = {target.name: source.name}  # type: ignore[attr-defined]
        for child in node.body:
            self._collect(child, inside)
        for child in node.else_:
            self._collect(child, repeated)

    def _collect_part(self, node: nodes.Getattr, repeated: dict[str, str]) -> None:
        of = node.node
        if not isinstance(of, nodes.Name):
            raise MoreThanBlanks(node.attr)
        if of.name in repeated:
            self.used.add(f"{repeated[of.name]}.{node.attr}")
        elif not (of.name == "loop" and repeated and node.attr in MARKS_OF_THE_LOOP):
            raise MoreThanBlanks(f"{of.name}.{node.attr}")


class _Sampled(Blanks):
    """Gives every blank something to hold, so that a template can be tried before anybody needs it."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for blank in self.used:
            self.globals[blank] = [_Item()] * SAMPLES if blank in self.lists else "…"
        return tree


class _Item:
    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return "…"

    def __str__(self) -> str:
        return "…"


def inspect(path: Path, kind: str, output: Path | None) -> bool:
    """Raise Refused unless it is a harmless template; write the blanks it uses to `output`."""
    office.inspect(path, "docx", None)
    _measure(path)
    environment = _Sampled()
    try:
        filled = io.BytesIO()
        template = DocxTemplate(path)
        template.render({}, jinja_env=environment, autoescape=True)
        template.save(filled)
        Document(filled)
    except MoreThanBlanks as error:
        raise Refused(Reason.LETTER_COMPUTES, error.place) from error
    except TemplateError as error:
        raise Refused(Reason.LETTER_BROKEN, str(error.message or "")) from error
    except (LxmlError, OpcError, ValueError, KeyError) as error:
        raise Refused(Reason.LETTER_BROKEN) from error
    if output is not None:
        output.write_text(json.dumps(sorted(environment.used)))
    return True


def _measure(path: Path) -> None:
    """A letter is short; finding blanks takes longer the longer a part of it is."""
    with zipfile.ZipFile(path) as archive:
        if any(each.file_size > MAX_PART for each in archive.infolist() if each.filename.endswith(".xml")):
            raise Refused(Reason.TOO_DEMANDING)
