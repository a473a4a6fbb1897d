"""JSON-LD: events by schema.org, and by PROV-O which claim of which article each was drawn from, and by what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..store.rows import ArticleHead, ClaimRow
from .happening import Happening
from .run import Job

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "marsad": "urn:marsad:terms:",
    "prov:wasDerivedFrom": {"@type": "@id"},
    "prov:wasAttributedTo": {"@type": "@id"},
    "prov:wasGeneratedBy": {"@type": "@id"},
}


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """One graph, node by node; an article that holds claims of several events stands in it once."""
    told: set[str] = set()
    with out.open("w", encoding="utf-8") as file:
        file.write('{"@context": ' + json.dumps(CONTEXT) + ',\n"@graph": [')
        first = True
        for h in found:
            if h.record.relations:
                job.losses.note("the terms by which claims agree or contradict each other", h.event.id)
            for node in (*_nodes(h, job), *(_article(a, job) for a in h.articles.values() if a.id not in told)):
                file.write(("\n" if first else ",\n") + json.dumps(node, ensure_ascii=False))
                first = False
            told |= h.articles.keys()
        file.write("\n]}\n")


def _nodes(h: Happening, job: Job) -> Iterator[dict[str, Any]]:
    yield _event(h, job)
    for row in h.claims:
        yield _claim(row, h.event.id)
        for n, link in enumerate(row.claim.attribution):
            yield {
                "@id": f"urn:marsad:agent:{row.id}:{n}", "@type": ["prov:Agent"], "name": link.name, "marsad:role": link.role,
                "marsad:words": link.text,
            }  # fmt: skip


def _event(h: Happening, job: Job) -> dict[str, Any]:
    e, labels = h.event, job.labels
    doers, recipients = h.sides()
    place: dict[str, Any] = {"@type": "Place", "name": labels.place(e), "marsad:precision": e.place_precision}
    if e.place_name_ar:
        place["alternateName"] = {"@language": "ar", "@value": e.place_name_ar}
    if e.lat is not None and e.lon is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": e.lat, "longitude": e.lon}
    if e.country:
        place["address"] = {"@type": "PostalAddress", "addressCountry": e.country, "addressRegion": e.adm1}
    figures = [
        {
            "@type": "QuantitativeValue",
            "name": f"{f.kind}, {f.of}",
            "minValue": f.low,
            "value": f.best,
            "maxValue": f.high,
        }
        for f in h.figures("as_reported")
    ]
    values = {
        "@id": f"urn:marsad:event:{e.id}", "@type": ["Event", "prov:Entity"],
        "name": [{"@language": "ar", "@value": labels.title(e, "ar")}, {"@language": "en", "@value": labels.title(e)}],
        "additionalType": f"urn:marsad:type:{e.event_type}", "startDate": e.date_start, "endDate": e.date_end, "url": job.link(e.id) or None,
        "location": place if e.country or e.lat is not None else None, "marsad:status": e.status, "marsad:independentOrigins": e.origins,
        "marsad:actor": [labels.actor(a) for a in doers], "marsad:recipient": [labels.actor(a) for a in recipients],
        "marsad:figure": figures, "prov:wasDerivedFrom": [f"urn:marsad:claim:{row.id}" for row in h.claims],
    }  # fmt: skip
    return {k: v for k, v in values.items() if v not in (None, [])}


def _claim(row: ClaimRow, event_id: str) -> dict[str, Any]:
    c = row.claim
    values = {
        "@id": f"urn:marsad:claim:{row.id}", "@type": ["Claim", "prov:Entity"], "text": {"@language": "ar", "@value": c.evidence.text},
        "about": {"@id": f"urn:marsad:event:{event_id}"}, "marsad:stance": c.stance, "marsad:status": c.status, "marsad:start": c.evidence.start,
        "marsad:end": c.evidence.end, "marsad:confidence": c.confidence, "appearance": {"@id": f"urn:marsad:article:{row.article_id}"},
        "prov:wasDerivedFrom": f"urn:marsad:article:{row.article_id}", "prov:wasGeneratedBy": f"urn:marsad:coder:{row.coder_version}",
        "prov:wasAttributedTo": [f"urn:marsad:agent:{row.id}:{n}" for n in range(len(c.attribution))],
    }  # fmt: skip
    return {k: v for k, v in values.items() if v not in (None, [])}


def _article(a: ArticleHead, job: Job) -> dict[str, Any]:
    values = {
        "@id": f"urn:marsad:article:{a.id}", "@type": ["NewsArticle", "prov:Entity"], "headline": a.title, "url": a.url,
        "datePublished": a.published_at, "publisher": job.labels.outlet(a.outlet) or None, "inLanguage": "ar",
        "sourceOrganization": job.labels.outlet(a.agency) or None, "identifier": f"sha256:{a.sha256}" if a.sha256 else None,
    }  # fmt: skip
    return {k: v for k, v in values.items() if v is not None}
