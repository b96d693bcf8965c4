"""Styles of the DOCX dossier. Each weight and size is given twice: `w:b`, `w:sz` for Latin letters
and `w:bCs`, `w:szCs` for Arabic ones, as WordprocessingML asks (ISO/IEC 29500-1, 17.3.2)."""

from __future__ import annotations

from dataclasses import dataclass

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FONTS = (
    '<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{latin}" w:cs="Times New Roman"/>'
)
_SERIF, _CODE = "Times New Roman", "Courier New"
_INK, _SOFT, _ACCENT, _FILL, _LINE = "1B1F24", "4F5964", "1C4A5C", "F4F6F7", "C9D0D6"
_ARABIC_LARGER = 4  # half points: Arabic letters look smaller than Latin ones of one size
ROW_INDENT = 2950
"""Twips from the label's beginning to what stands beside it."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph's or (`character`) a run's style. `size` in half points; `before` and `after` in
    twips; `extra` are further properties of the paragraph, in their order of the schema: those
    that stand before `w:bidi`, then those that stand after `w:spacing`."""

    id: str
    name: str
    size: int = 0
    bold: bool = False
    color: str = ""
    before: int = 0
    after: int = 0
    early: str = ""
    late: str = ""
    character: bool = False
    font: str = ""
    base: str = "Normal"
    run: str = ""


def _heading(level: int, size: int, before: int) -> _Style:
    bottom = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="3" w:color="{_ACCENT}"/></w:pBdr>'
        if level == 1
        else ""
    )
    return _Style(
        f"Heading{level}", f"heading {level}", size, True, _ACCENT, before, 80,
        f"<w:keepNext/><w:keepLines/>{bottom}", f'<w:outlineLvl w:val="{level - 1}"/>',
    )  # fmt: skip


_HANGING = f'<w:ind w:left="{ROW_INDENT}" w:hanging="{ROW_INDENT}"/>'
_TAB = f'<w:tabs><w:tab w:val="left" w:pos="{ROW_INDENT}"/></w:tabs>'
_SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{_FILL}"/>'
_BOX = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{_SOFT}"/>'
    for side in ("top", "left", "bottom", "right")
)
_TOP_LINE = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{_LINE}"/></w:pBdr>'
_THICK = f'<w:pBdr><w:top w:val="single" w:sz="48" w:space="24" w:color="{_ACCENT}"/></w:pBdr>'

_STYLES = (
    _Style("Title", "Title", 52, True, _ACCENT, 600, 120, f"<w:keepNext/>{_THICK}"),
    _Style("Subtitle", "Subtitle", 28, after=360, color=_INK),
    # Of the title page: no headings of the text, so that renewed contents leave them out.
    _Style("TOCHeading", "TOC Heading", 26, True, _ACCENT, 320, 80, "<w:keepNext/><w:keepLines/>"),
    _heading(1, 32, 480),
    _heading(2, 26, 320),
    _heading(3, 24, 260),
    _heading(4, 22, 220),
    _heading(5, 22, 220),
    _heading(6, 22, 220),
    _Style("TOC1", "toc 1", 22, after=80, late='<w:ind w:left="560" w:hanging="560"/>',
           early='<w:tabs><w:tab w:val="left" w:pos="560"/></w:tabs>'),
    _Style("DossierGuide", "Dossier Guide", 20, after=80),
    _Style("DossierRow", "Dossier Row", 20, after=30, early=f"<w:keepLines/>{_TAB}", late=_HANGING),
    _Style("DossierFrameRow", "Dossier Evidence Row", 18, after=0, late=_HANGING,
           early=f"<w:keepLines/>{_SHADE}{_TAB}"),
    _Style("DossierTraits", "Dossier Traits", 20, color=_SOFT, after=60,
           early="<w:keepNext/><w:keepLines/>"),
    _Style("Quote", "Quote", 24, before=40, after=120, early=f"<w:keepNext/><w:keepLines/>{_SHADE}",
           late='<w:ind w:left="240" w:right="240"/>'),
    _Style("DossierDecision", "Dossier Decision", 20, before=60, after=120,
           early=f"<w:keepLines/><w:pBdr>{_BOX}</w:pBdr>",
           late='<w:ind w:left="120" w:right="120"/>'),
    _Style("DossierCell", "Dossier Cell", 18),
    _Style("DossierCommand", "Dossier Command", 20, before=60, after=120, early=_SHADE, font=_CODE),
    _Style("Footer", "footer", 18, color=_SOFT, late='<w:jc w:val="center"/>'),
    _Style("FootnoteText", "footnote text", 16),
    _Style("FootnoteReference", "footnote reference", character=True, bold=True,
           run='<w:vertAlign w:val="superscript"/>'),
    _Style("Hyperlink", "Hyperlink", character=True, color=_ACCENT),
    _Style("DossierLabel", "Dossier Label", character=True, color=_SOFT),
    _Style("DossierStrong", "Dossier Strong", character=True, bold=True),
    _Style("DossierCode", "Dossier Code", character=True, font=_CODE, size=15),
)  # fmt: skip


def styles_xml(rtl: bool) -> str:
    """The element `w:styles`, its paragraphs from the right where `rtl`."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f"{_FONTS.format(latin=_SERIF)}"
        f'<w:color w:val="{_INK}"/><w:sz w:val="22"/><w:szCs w:val="26"/>'
        '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    facing = "<w:pPr><w:bidi/></w:pPr>" if rtl else ""
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/>{facing}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
    )
    styles = "".join(_character(one) if one.character else _paragraph(one) for one in _STYLES)
    return f'<w:styles xmlns:w="{_NAMESPACE}">{defaults}{normal}{styles}{_tables()}</w:styles>'


def _paragraph(style: _Style) -> str:
    spacing = f'<w:spacing w:before="{style.before}" w:after="{style.after}"/>'
    return (
        f'<w:style w:type="paragraph"{_own(style)} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.base}"/><w:qFormat/>'
        f"<w:pPr>{style.early}{spacing}{style.late}</w:pPr>"
        f"<w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _character(style: _Style) -> str:
    return (
        f'<w:style w:type="character"{_own(style)} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
        f"<w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _own(style: _Style) -> str:
    """Word knows its own styles by their names; all others are marked."""
    return ' w:customStyle="1"' if style.id.startswith("Dossier") else ""


def _run_properties(style: _Style) -> str:
    fonts = _FONTS.format(latin=style.font) if style.font else ""
    weight = "<w:b/><w:bCs/>" if style.bold else ""
    color = f'<w:color w:val="{style.color}"/>' if style.color else ""
    size = (
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size + _ARABIC_LARGER}"/>'
        if style.size
        else ""
    )
    return f"{fonts}{weight}{color}{size}{style.run}"


def _tables() -> str:
    cell = '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"'
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        f'<w:name w:val="Normal Table"/><w:tblPr>{cell}</w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="DossierTable">'
        '<w:name w:val="Dossier Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"<w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders></w:tblPr></w:style>"
    )
