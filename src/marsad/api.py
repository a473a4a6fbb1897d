"""Claims in a notebook or a script: code a text, have a frame, draw a timeline and a map. Nothing leaves the machine.

    >>> import marsad
    >>> claims = marsad.code(text, published="2019-02-16")
    >>> claims.to_polars()
    >>> claims.plot_timeline()
    >>> claims.map()

Frames and pictures are an extra: `pip install "marsad[notebook]"`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from .errors import SkipArticle, StopRun
from .model import Article, Claim, Coded, Refused
from .pipeline import ClaimCoder

if TYPE_CHECKING:
    import pandas
    import polars

    from .export.labels import Labels
    from .pictures import Picture

Language = Literal["ar", "en"]
Table = Literal["claims", "figures"]
Told = tuple[str, Claim]
"""A claim with the id of its article."""
_SHOWN = 20


class Claims(Sequence[Claim]):
    """Claims of one article or of many, in order; `refused` are the articles that could not be read, `warnings` what else to know."""

    def __init__(self, told: Iterable[Told], refused: Iterable[Refused] = (), warnings: Iterable[str] = ()) -> None:
        self.told = tuple(told)
        self.refused = tuple(refused)
        self.warnings = tuple(warnings)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Claims: ...
    def __getitem__(self, index: int | slice) -> Claim | Claims:
        """A claim, or those of a slice."""
        if isinstance(index, slice):
            return Claims(self.told[index], self.refused, self.warnings)
        return self.told[index][1]

    def __len__(self) -> int:
        """How many claims."""
        return len(self.told)

    def where(self, passes: Callable[[Claim], bool]) -> Claims:
        """The claims that pass: `claims.where(lambda c: c.stance == "denied")`."""
        return Claims((t for t in self.told if passes(t[1])), self.refused, self.warnings)

    def rows(self, table: Table = "claims") -> list[dict[str, Any]]:
        """A dictionary a claim, or (`table="figures"`) a figure; the keys are the columns of the frames."""
        return [*(_figures if table == "figures" else _claims)(self.told)]

    def to_polars(self, table: Table = "claims") -> polars.DataFrame:
        """A frame with a row a claim, or a figure; its columns are the same for any claims, and days are dates."""
        pl = _library("polars", "marsad[notebook]")
        kinds = {"text": pl.String, "day": pl.String, "int": pl.Int64, "real": pl.Float64, "list": pl.List(pl.String)}
        columns = COLUMNS[table]
        frame: polars.DataFrame = pl.DataFrame(self.rows(table), schema={n: kinds[k] for n, k in columns.items()})
        return frame.with_columns(pl.col(n).str.to_date() for n, k in columns.items() if k == "day")

    def to_pandas(self, table: Table = "claims") -> pandas.DataFrame:
        """The same frame in pandas."""
        pd = _library("pandas", "pandas")
        kinds = {"text": "string", "int": "Int64", "real": "Float64"}
        columns = COLUMNS[table]
        frame: pandas.DataFrame = pd.DataFrame(self.rows(table), columns=list(columns))
        frame = frame.astype({n: kinds[k] for n, k in columns.items() if k in kinds})
        return frame.assign(
            **{n: pd.to_datetime(frame[n], format="%Y-%m-%d") for n, k in columns.items() if k == "day"}
        )

    def plot_timeline(self, language: Language = "ar") -> Picture:
        """When what is claimed happened, by event type; a bar is as long as the days are uncertain, denials are drawn apart."""
        from .pictures import timeline

        return timeline(self.told, _labels(), language)

    def map(self, language: Language = "ar") -> Picture:
        """Where it happened, on outlines that come with Marsad: large where many claim it, faint where inexact, a ring where it is denied."""
        from .pictures import place_map

        return place_map(self.told, language)

    def __repr__(self) -> str:
        """How many there are, and of what."""
        refused = f", {len(self.refused)} articles refused" if self.refused else ""
        return f"<{len(self)} claims of {len({a for a, _ in self.told})} articles{refused}>"

    def _repr_html_(self) -> str:
        """The first of them as a table, right to left."""
        from .export.tables import chain
        from .render import figure_text

        labels = _labels()
        head = "".join(f"<th>{t}</th>" for t in ("الحدث", "الموقف", "المكان", "الزمان", "العدد", "بحسب", "النص"))
        body = []
        for _, c in self.told[:_SHOWN]:
            date = "" if c.date is None else " – ".join(dict.fromkeys((c.date.start, c.date.end)))
            cells = (
                labels.type(c.event_type, "ar"), {"denied": "نفي"}.get(c.stance, "إثبات"), c.place.name_ar if c.place else "", date,
                "، ".join(f"{f.text} ({figure_text(f.low, f.best, f.high)})" for f in c.figures),
                chain(c.attribution), c.evidence.text,
            )  # fmt: skip
            body.append("<tr>" + "".join(f"<td>{escape(' '.join(cell.split()))}</td>" for cell in cells) + "</tr>")
        more = f"<p>… {len(self) - _SHOWN}</p>" if len(self) > _SHOWN else ""
        return f'<div dir="rtl"><table><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>{more}</div>'


def code(
    text: str,
    published: str | None = None,
    *,
    outlet: str | None = None,
    title: str | None = None,
    coder: str | ClaimCoder = "default",
) -> Claims:
    """The claims of one report; `published` is its day, from which "yesterday" is reckoned. A text that cannot be read raises SkipArticle."""
    claims = code_all([Article("text", text, title=title, outlet=outlet, published_at=published)], coder)
    if claims.refused:
        raise SkipArticle(claims.refused[0].error)
    return claims


def code_all(articles: Iterable[Article | dict[str, Any] | Path], coder: str | ClaimCoder = "default") -> Claims:
    """The claims of many reports: articles, dictionaries with their fields, or paths of whatever `marsad code` reads. `coder` as in `coder_of`."""
    made = _coder(coder) if isinstance(coder, str) else coder
    told: list[Told] = []
    refused: list[Refused] = []
    warnings: list[str] = []
    for article in articles:
        for one in _given(article):
            record = made.code(one) if isinstance(one, Article) else one
            if isinstance(record, Coded):
                told.extend((record.id, claim) for claim in record.claims)
                warnings.extend(record.warnings)
            else:
                refused.append(record)
    return Claims(told, refused, warnings)


def stored(folder: Path | None = None, **filters: str | Sequence[str]) -> Claims:
    """The claims of your store that pass the filters of the pages: `marsad.stored(country="SY", from_="2021-03-01", type=["airstrike"])`."""
    from .store import Filters, Store

    told: list[Told] = []
    cursor: str | None = None
    asked = Filters.from_query({key.rstrip("_"): value for key, value in filters.items()})
    with Store.open(folder) as store:
        while True:
            page = store.claims(asked, cursor, 1000)
            told.extend((row.article_id, row.claim) for row in page.items)
            cursor = page.next
            if cursor is None:
                return Claims(told)


def _given(article: Article | dict[str, Any] | Path) -> Iterator[Article | Refused]:
    if isinstance(article, Article):
        yield article
    elif isinstance(article, Path):
        from .ingest.files import read_paths

        for item in read_paths((str(article),)):
            if item.article is not None:
                yield item.article
            elif item.refusal is not None:
                yield Refused(item.refusal.where, f"{item.refusal.where}: {item.refusal.what}: {item.refusal.remedy}")
    else:
        try:
            yield Article(**article)
        except TypeError as error:
            fields = ", ".join(Article.__struct_fields__)
            raise StopRun(
                f"this is no article ({error}): give a dictionary with {fields}; id and text must be there"
            ) from error


@lru_cache(4)
def _coder(name: str) -> ClaimCoder:
    from .coders import coder_of

    return coder_of(name)


@lru_cache(1)
def _labels() -> Labels:
    from .export.labels import Labels

    return Labels()


def _library(name: str, extra: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise StopRun(f'this needs {name}, which is not installed: pip install "{extra}"') from error


COLUMNS: dict[Table, dict[str, Literal["text", "day", "int", "real", "list"]]] = {
    "claims": {
        "article": "text", "claim": "text", "event_type": "text", "type_ar": "text", "type_en": "text", "stance": "text", "status": "text",
        "evidence": "text", "evidence_start": "int", "evidence_end": "int", "trigger": "text", "actors": "list", "actor_ids": "list",
        "recipients": "list", "recipient_ids": "list", "place": "text", "place_ar": "text", "place_en": "text", "place_precision": "int",
        "lat": "real", "lon": "real", "country": "text", "adm1": "text", "date_start": "day", "date_end": "day", "date_precision": "text",
        "chain": "text", "confidence": "real",
    },
    "figures": {
        "article": "text", "claim": "text", "event_type": "text", "stance": "text", "kind": "text", "of": "text", "low": "real", "best": "real",
        "high": "real", "given": "text",
    },
}  # fmt: skip


def _claims(told: Iterable[Told]) -> Iterator[dict[str, Any]]:
    from .export.tables import chain

    labels = _labels()
    for article, c in told:
        p, d = c.place, c.date
        yield dict(zip(COLUMNS["claims"], (
            article, c.id, c.event_type, labels.type(c.event_type, "ar"), labels.type(c.event_type), c.stance, c.status, c.evidence.text,
            c.evidence.start, c.evidence.end, c.trigger.text, [x.text for x in c.actors], _ids(c.actors), [x.text for x in c.recipients],
            _ids(c.recipients), *((p.text, p.name_ar, p.name_en, p.precision, p.lat, p.lon, p.country, p.adm1) if p else (None,) * 8),
            *((d.start, d.end, d.precision) if d else (None,) * 3), chain(c.attribution), c.confidence,
        ), strict=True))  # fmt: skip


def _ids(participants: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(p.actor for p in participants if p.actor))


def _figures(told: Iterable[Told]) -> Iterator[dict[str, Any]]:
    for article, c in told:
        for f in c.figures:
            row = (article, c.id, c.event_type, c.stance, f.kind, f.of, f.low, f.best, f.high, f.text)
            yield dict(zip(COLUMNS["figures"], row, strict=True))
