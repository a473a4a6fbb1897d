"""A page an event to print or hand on: what is reported, by whom, in which words, with the evidence; PDF where the name says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import jinja2
from msgspec.structs import asdict

from ..errors import StopRun
from .happening import Happening
from .run import Job

MOST = 500  # events in one document: more is a data set, not a dossier
STATUS_AR = {
    "corroborated": "أكدته مصادر مستقلة",
    "single_origin": "من مصدر واحد",
    "disputed": "متنازع عليه",
    "denied_only": "نفي فقط",
    "planned": "معلن أو متوقع",
    "happened_as_planned": "وقع بعد الإعلان عنه",
}


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """The document; the first 500 events of a wider filter would be no honest answer, so that it is refused."""
    some = [_dossier(h, job) for h in islice(found, MOST + 1)]
    if len(some) > MOST:
        raise StopRun(f"more than {MOST} events pass: narrow the filter, or name the event with --event")
    if not some:
        raise StopRun("no event passes: check --event and the filters")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("marsad.export", "."), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["number"] = lambda value: "–" if value is None else f"{value:g}"
    title = some[0]["title_ar"] if len(some) == 1 else f"مرصد: {len(some)}"
    page = environment.get_template("dossier.html").render(
        title=title, dossiers=some, made=job.made, protection=job.protection
    )
    if out.name.removesuffix(".part").lower().endswith(".pdf"):
        _pdf(page, out)
    else:
        out.write_text(page, encoding="utf-8")


def _pdf(page: str, out: Path) -> None:
    try:
        import weasyprint
    except ModuleNotFoundError as error:
        raise StopRun('PDF needs the extra: pip install "marsad[pdf]"; a browser prints the .html as well') from error

    def nothing_from_outside(url: str, *_: Any, **__: Any) -> Any:
        raise ValueError(f"a dossier loads nothing: {url}")

    weasyprint.HTML(string=page, url_fetcher=nothing_from_outside).write_pdf(out)


def _dossier(h: Happening, job: Job) -> dict[str, Any]:
    e, labels = h.event, job.labels
    doers, recipients = h.sides()
    claims = [
        {"claim": r.claim, "id": r.id, "published_at": r.published_at, "outlet_label": labels.outlet(r.outlet, "ar"),
         "agency_label": labels.outlet(r.agency, "ar")}
        for r in sorted(h.claims, key=lambda r: (r.published_at or "9", r.article_id, r.claim.id))
    ]  # fmt: skip
    return {
        "event": e, "title_ar": labels.title(e, "ar"), "title_en": labels.title(e), "link": job.link(e.id),
        "status": STATUS_AR.get(e.status, e.status),
        "place_ar": labels.place(e, "ar") or "غير معروف", "place_en": labels.place(e), "doers": [labels.actor(a, "ar") for a in doers],
        "recipients": [labels.actor(a, "ar") for a in recipients], "figures": h.figures("as_reported"), "claims": claims,
        "relations": h.record.relations,
        "articles": [{**asdict(a), "outlet_label": labels.outlet(a.outlet, "ar")} for a in h.articles.values()],
    }  # fmt: skip
