"""The DOCX dossier's package without its text: styles, settings, footer, properties, notes part.

python-docx makes the package; what it has no words for (footnotes, right-to-left styles) is put in
as parts and elements of WordprocessingML.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from riwaya.exports.base import ExportContext
from riwaya.exports.display import visible
from riwaya.exports.dossier_docx_styles import styles_xml
from riwaya.exports.dossier_docx_text import Shape, paragraph, words_run
from riwaya.exports.dossier_model import Cover
from riwaya.exports.dossier_model_words import Wording

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT, FOOTNOTES = "word/document.xml", "word/footnotes.xml"
FOOTNOTES_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:footnotes xmlns:w="{NAMESPACE}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)
FOOTNOTES_TAIL = "</w:footnotes>"
_NOT_OURS = ("/docProps/thumbnail.jpeg", "/customXml/item1.xml", "/word/stylesWithEffects.xml")
_A4_TWIPS = (11906, 16838)
_MARGIN_TWIPS = 1134  # 2 cm
_BOTTOM_TWIPS = 1474
_EARLIEST = datetime(1980, 1, 1)
"""What a zip archive can hold."""
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>riwaya</Application></Properties>"
)


def made_at(context: ExportContext) -> datetime:
    """The time of the export in UTC without a zone; 1980 where a zip could not hold it."""
    try:
        moment = datetime.fromisoformat(context.made)
    except ValueError:
        return _EARLIEST
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return max(moment.replace(microsecond=0), _EARLIEST)


def base_package(cover: Cover, wording: Wording, context: ExportContext) -> dict[str, bytes]:
    """All parts by name, those of the text and of the footnotes without any yet."""
    from docx import Document

    document = Document()
    _drop_what_is_not_ours(document.part)
    _set_properties(document.core_properties, cover, wording, context)
    _set_styles(document, wording)
    _set_settings(document.settings.element)
    _set_section(document.sections[0], wording)
    _set_footer(document.sections[0].footer, cover, wording)
    _add_footnotes_part(document.part)
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _drop_what_is_not_ours(part: Any) -> None:
    """A picture of an empty page, its bibliography and a second set of styles."""
    for rels in (part.package.rels, part.rels):
        for id_, rel in list(rels.items()):
            if str(rel.target_part.partname) in _NOT_OURS:
                del rels[id_]
    for rel in part.package.rels.values():
        if str(rel.target_part.partname) == "/docProps/app.xml":
            rel.target_part._blob = _APP.encode()


def _set_properties(
    properties: Any, cover: Cover, wording: Wording, context: ExportContext
) -> None:
    """Nothing of the machine or its user: the tool is the author."""
    made = made_at(context)
    tool = visible(context.tool)[:255]
    properties.author = properties.last_modified_by = tool
    properties.title, properties.subject = cover.title, cover.subtitle
    properties.comments = properties.keywords = properties.category = ""
    properties.language = "ar-SA" if wording.rtl else "en-US"
    properties.created = properties.modified = made
    properties.revision = 1


def _set_styles(document: Any, wording: Wording) -> None:
    from docx.oxml import parse_xml

    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in list(parse_xml(styles_xml(wording.rtl))):
        styles.append(child)


def _set_settings(settings: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    # footnotePr stands before compat in CT_Settings.
    settings.find(qn("w:compat")).addprevious(
        parse_xml(
            f'<w:footnotePr xmlns:w="{NAMESPACE}"><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
            "</w:footnotePr>"
        )
    )
    language = settings.find(qn("w:themeFontLang"))
    language.attrib.pop(qn("w:eastAsia"), None)
    language.set(qn("w:bidi"), "ar-SA")
    for name in ("w:savePreviewPicture", "w:rsids"):
        found = settings.find(qn(name))
        if found is not None:
            settings.remove(found)


def _set_section(section: Any, wording: Wording) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Twips

    section.page_width, section.page_height = map(Twips, _A4_TWIPS)
    section.left_margin = section.right_margin = Twips(_MARGIN_TWIPS)
    section.top_margin, section.bottom_margin = Twips(_MARGIN_TWIPS), Twips(_BOTTOM_TWIPS)
    section.footer_distance = Twips(_MARGIN_TWIPS // 2)
    if wording.rtl:
        # bidi stands after cols and before rtlGutter and docGrid in CT_SectPr.
        grid = section._sectPr.find(qn("w:docGrid"))
        bidi = OxmlElement("w:bidi")
        if grid is None:
            section._sectPr.append(bidi)
        else:
            grid.addprevious(bidi)


def _set_footer(footer: Any, cover: Cover, wording: Wording) -> None:
    """What the document is, and the number of the page."""
    from docx.oxml import parse_xml

    rtl = wording.rtl
    number = (
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        "<w:r><w:t> / </w:t></w:r>"
        '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    footer.is_linked_to_previous = False
    for child in list(footer._element):
        footer._element.remove(child)
    for content in (words_run(cover.subtitle, rtl), number):
        line = paragraph(Shape("Footer", rtl), content)
        named = line.replace("<w:p>", f'<w:p xmlns:w="{NAMESPACE}">', 1)
        footer._element.append(parse_xml(named))


def _add_footnotes_part(part: Any) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = (FOOTNOTES_HEAD + FOOTNOTES_TAIL).encode()
    notes = Part(PackURI(f"/{FOOTNOTES}"), CONTENT_TYPE.WML_FOOTNOTES, blob, part.package)
    part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
