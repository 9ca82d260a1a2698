"""What people corrected and answered, for the next file."""

from __future__ import annotations

from collections.abc import Iterable

from tulga.imports.models import Import, RememberedAnswer
from tulga.kit.imports.engine import Remembered, digest_of
from tulga.kit.imports.layouts import Understanding


def corrections_for(target: str) -> Remembered:
    """What was corrected in earlier files of a layout and shape."""

    def remembered(layout: str, shape: str) -> dict[str, str]:
        return _answers(target, layout=layout, shape=shape)

    return remembered


def answers_for(target: str) -> dict[str, str]:
    """What doubts of the target were answered with, whatever the file."""
    return _answers(target, layout="", shape="")


def remember(batch: Import, understanding: Understanding) -> None:
    """Keep what a person said about this file, as far as it holds for the next one too."""
    only_here = {each.name for each in understanding.questions if not each.is_remembered}
    # Also answers to what is asked no more, since it was answered.
    corrected = {name: answer for name, answer in batch.given.items() if name not in only_here}
    if understanding.shape:
        _keep(batch.target, understanding.layout, digest_of(understanding.shape), corrected.items())
    answered = batch.doubts.filter(is_remembered=True).exclude(answer="").values_list("name", "answer")
    _keep(batch.target, "", "", answered)


def _answers(target: str, **of: str) -> dict[str, str]:
    return dict(RememberedAnswer.objects.filter(target=target, **of).values_list("name", "answer"))


def _keep(target: str, layout: str, shape: str, said: Iterable[tuple[str, str]]) -> None:
    RememberedAnswer.objects.bulk_create(
        [
            RememberedAnswer(target=target, layout=layout, shape=shape, name=name, answer=answer)
            for name, answer in said
        ],
        update_conflicts=True,
        update_fields=["answer", "remembered_at"],
        unique_fields=["target", "layout", "shape", "name"],
    )
