"""Archives that could harm the program that reads them are refused before it does."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.sources import zip_safety
from riwaya.sources.zip_safety import check_zip
from tests.sources.file_kit import zip_of

PART = b'<?xml version="1.0" encoding="UTF-8"?><a>b</a>'
LAUGHS = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def refusal(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        check_zip(content, "report.docx")
    assert caught.value.where == "report.docx"
    assert caught.value.advice
    return caught.value.what


def test_a_sound_archive_gives_its_names() -> None:
    members = {
        "[Content_Types].xml": PART,
        "word/document.xml": PART,
        "word/media/a.bin": b"\0" * 9,
    }
    assert check_zip(zip_of(members), "a") == set(members)


@pytest.mark.parametrize(
    "name", ["../a.xml", "a/../../b.xml", "/etc/passwd", "C:/a.xml", "..\\a.xml", "\\\\host\\a"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert "leads out of its folder" in refusal(zip_of({"a.xml": PART, name: PART}))


def test_a_symbolic_link_is_refused() -> None:
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "symbolic link" in refusal(out.getvalue())


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(zip_of({"a.xml": PART}))
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    assert "encrypted" in refusal(bytes(content))


def test_an_archive_bomb_is_refused_without_holding_what_it_unpacks_to() -> None:
    bomb = zip_of({"a.xml": PART, "word/a.bin": b"\0" * 60_000_000})
    tracemalloc.start()
    assert "archive bomb" in refusal(bomb)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_sizes_that_are_stated_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_safety, "MAX_MEMBER_BYTES", 1_000)
    assert "a member of more than" in refusal(zip_of({"a.bin": b"\0" * 1_001}))
    monkeypatch.setattr(zip_safety, "MAX_TOTAL_BYTES", 1_500)
    assert "unpacks to more than" in refusal(zip_of({"a": b"\0" * 900, "b": b"\0" * 900}))


def test_a_member_larger_than_it_states_is_refused() -> None:
    content = bytearray(zip_of({"a.bin": b"\0" * 300_000}))
    central = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, central + 24, 10)
    assert "larger than it states" in refusal(bytes(content))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_safety, "MAX_MEMBERS", 3)
    assert "holds 4 members" in refusal(zip_of({str(n): b"" for n in range(4)}))


def test_members_that_overlap_are_refused() -> None:
    content = bytearray(zip_of({"a.xml": PART, "b.xml": PART}))
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, second + 42, 0)  # where it begins: where the first does
    assert "overlap" in refusal(bytes(content))


def test_two_members_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", PART)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", PART)
    assert "one name" in refusal(out.getvalue())


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels", "xl/drawing.vml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_declared_entities_are_refused_in_every_encoding(name: str, encoding: str) -> None:
    assert "entities" in refusal(zip_of({name: LAUGHS.format("").encode(encoding)}))


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32", "utf-32-le", "utf-32-be"])
def test_encodings_in_which_entities_could_hide_are_refused(encoding: str) -> None:
    part = LAUGHS.format(f' encoding="{encoding}"').encode(encoding)
    assert "not UTF-8 or UTF-16" in refusal(zip_of({"a.xml": part}))


def test_a_document_type_across_two_pieces_is_found() -> None:
    for shift in range(14):
        filler = b"<?xml version='1.0'?><!--" + b"x" * (65_536 - 40 + shift) + b"-->"
        assert "entities" in refusal(zip_of({"a.xml": filler + b"<!DOCTYPE a><a/>"}))


def test_an_old_office_file_and_what_is_no_archive() -> None:
    assert "password" in refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "no whole ZIP archive" in refusal(b"PK\x03\x04 and no more")
    assert "no whole ZIP archive" in refusal(b"")


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_damage_is_refused_or_harmless(data: st.DataObject) -> None:
    content = bytearray(zip_of({"a.xml": PART * 20, "b.xml": PART}))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    else:
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(InputError):
        assert check_zip(bytes(content), "a") == names_of(bytes(content))


def names_of(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return set(archive.namelist())
