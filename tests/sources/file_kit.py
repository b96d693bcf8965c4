"""Invented texts, and what the tests of file sources share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Item, Skipped, Source, Taken

TEXT = "قال رئيس لجنة الصيادين في المرفأ الصغير فارس الدوماني إن القوارب عادت مساء السبت."
OTHER = "ونفى المتحدث باسم مديرية الموانئ سليم العكاري صحة ذلك، وقال إن المرفأ ما زال مغلقاً."


def read(
    source: Source, content: bytes, name: str = "a", intake: Intake | None = None
) -> list[Item]:
    """All items that a source gives for a file's bytes."""
    return list(source(io.BytesIO(content), name, intake or Intake()))


def taken(items: list[Item]) -> list[Taken]:
    return [item for item in items if isinstance(item, Taken)]


def texts(items: list[Item]) -> list[str]:
    return [item.document.text for item in taken(items)]


def errors(items: list[Item]) -> list[str]:
    return [item.message for item in items if isinstance(item, RiwayaError)]


def skipped(items: list[Item]) -> list[str]:
    return [item.why for item in items if isinstance(item, Skipped)]


def only(items: list[Item]) -> Taken:
    """The one document that there must be."""
    (item,) = items
    assert isinstance(item, Taken), item
    return item


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive with these members, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_member(content: bytes, name: str, new: bytes) -> bytes:
    """The archive with the member of that name replaced, or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    return zip_of(members | {name: new})
