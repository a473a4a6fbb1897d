"""KML 2.2: a placemark an event with its time, grey where it is disputed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from .happening import Happening
from .points import point, properties
from .run import Job

_KML = "http://www.opengis.net/kml/2.2"
_COLOURS = {"corroborated": "ff2030c0", "single_origin": "ff30a0e0", "disputed": "ff909090", "other": "ffb0b0b0"}


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """One document; an event without a place is left out, and counted."""
    with etree.xmlfile(str(out), encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("kml", nsmap={None: _KML}), xml.element("Document"):
            xml.write(_element("name", "Marsad"))
            for status, colour in _COLOURS.items():
                xml.write(_style(status, colour))
            for h in found:
                at = point(h, job, placeless=False)
                if at is not None:
                    xml.write(_placemark(h, at, job))


def _element(tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.Element(tag, attributes)
    # Control characters have no place in XML at all.
    made.text = "".join(c for c in text if c >= " " or c in "\n\t") if text is not None else None
    return made


def _style(status: str, colour: str) -> etree._Element:
    style = _element("Style", id=status)
    icon = etree.SubElement(style, "IconStyle")
    icon.append(_element("color", colour))
    return style


def _placemark(h: Happening, at: tuple[float, float], job: Job) -> etree._Element:
    e = h.event
    values = properties(h, job)
    mark = _element("Placemark", id=f"e{e.id}")
    mark.append(_element("name", job.labels.title(e)))
    mark.append(_element("description", f"{job.labels.title(e, 'ar')}\n{values.get('evidence') or ''}"))
    if e.date_start:
        span = etree.SubElement(mark, "TimeSpan")
        span.append(_element("begin", e.date_start))
        span.append(_element("end", e.date_end or e.date_start))
    mark.append(_element("styleUrl", f"#{e.status if e.status in _COLOURS else 'other'}"))
    data = etree.SubElement(mark, "ExtendedData")
    for name, value in values.items():
        if value not in (None, ""):
            item = etree.SubElement(data, "Data", name=name)
            item.append(_element("value", str(value)))
    where = etree.SubElement(mark, "Point")
    where.append(_element("coordinates", f"{at[0]},{at[1]}"))
    return mark
