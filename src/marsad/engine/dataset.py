"""The coded data set: Parquet files by month of publication and country, and a manifest a block that says which files are its own.

    OUTPUT/plan.json                                  the input's blocks, and what coded them
    OUTPUT/manifests/<block>.json                     written last: a block is done when this is there
    OUTPUT/articles/month=2015-07/country=YE/<block>-<attempt>.parquet
    OUTPUT/claims/month=…/country=…/…                 one row a claim, flat, for analysis
    OUTPUT/groups/, OUTPUT/events/                    made by linking
    OUTPUT/report.json                                what the run did

Files that no manifest names are left-overs of attempts that were killed; readers pass them over and the next run removes them.
"""

from __future__ import annotations

import io
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import StopRun
from ..model import Article, Claim, Coded, Refused
from ..records import encode
from ..syndication.sketch import sketch
from .blocks import Block
from .storage import Folder, reaching

_PORTION = 500  # rows that wait as Python objects
_SHIFT = 24  # an article's number: its block's number and its place in the block

_STR, _F64, _I32 = pa.string(), pa.float64(), pa.int32()
ARTICLES = pa.schema(
    [
        ("number", pa.int64()), ("id", _STR), ("title", _STR), ("url", _STR), ("outlet", _STR), ("published_at", _STR), ("dateline", _STR),
        ("text", _STR), ("claims", _I32), ("error", _STR), ("record", pa.binary()), ("keys", pa.list_(pa.int64())), ("signature", pa.binary()),
    ]
)  # fmt: skip
CLAIMS = pa.schema(
    [
        ("article_number", pa.int64()), ("article", _STR), ("claim", _STR), ("event_type", _STR), ("stance", _STR), ("status", _STR),
        ("date_start", _STR), ("date_end", _STR), ("date_precision", _STR), ("place_name_ar", _STR), ("place_name_en", _STR),
        ("lat", _F64), ("lon", _F64), ("country", _STR), ("adm1", _STR), ("place_precision", _I32), ("actors", pa.list_(_STR)),
        ("recipients", pa.list_(_STR)), ("speakers", pa.list_(_STR)), ("killed", _F64), ("injured", _F64), ("evidence", _STR),
        ("outlet", _STR), ("published_at", _STR), ("confidence", _F64),
    ]
)  # fmt: skip


class Manifest(msgspec.Struct, frozen=True):
    """What one block gave: its files, its counts, and what of it was refused, with the reasons."""

    block: Block
    articles: int
    claims: int
    refused: int
    seconds: float
    files: list[str]
    reasons: list[str]
    input_bytes: int = 0


class Plan(msgspec.Struct, frozen=True):
    """The blocks of the input and what codes them (the lexicon's version, and the program's); a data set is of one plan."""

    coder: str
    input: str
    input_hash: str
    blocks: list[Block]
    marsad: str = ""


def number_of(block: Block, place: int) -> int:
    """The number of an article: the order of the input over all blocks."""
    return block.number << _SHIFT | place


def read_plan(folder: Folder) -> Plan | None:
    """The plan of a data set; None where there is no data set yet."""
    data = folder.read("plan.json")
    return msgspec.json.decode(data, type=Plan) if data is not None else None


def manifests(folder: Folder) -> dict[str, Manifest]:
    """The manifests of the blocks that are done, by block."""
    names = [n for n in folder.names("manifests") if n.endswith(".json")]
    found = (folder.read(name) for name in names)
    read = (msgspec.json.decode(data, type=Manifest) for data in found if data is not None)
    return {m.block.id: m for m in read}


def files_of(folder: Folder, table: str, *, whole: bool = True) -> list[str]:
    """The addresses of a table's files, in the order of the input; `whole` refuses a data set whose coding is not at its end."""
    plan, done = read_plan(folder), manifests(folder)
    if plan is None:
        raise StopRun(
            f"{folder.address}: is no coded data set: `marsad run --engine ray INPUT {folder.address}` makes one"
        )
    missing = [b for b in plan.blocks if b.id not in done]
    if whole and missing:
        raise StopRun(
            f"{folder.address}: {len(missing)} of {len(plan.blocks)} blocks are not coded yet: give the same `marsad run` again"
        )
    names = [n for b in plan.blocks if b.id in done for n in done[b.id].files if n.startswith(f"{table}/")]
    return [folder.path(name) for name in names]


def clear_leftovers(folder: Folder) -> int:
    """Remove the files of attempts that were killed; how many there were."""
    named = {name for m in manifests(folder).values() for name in m.files}
    left = [n for t in ("articles", "claims") for n in folder.names(t) if n not in named]
    left += [n for n in folder.names("manifests") if n.endswith(".part")]
    folder.remove(left)
    return len(left)


def write_block(
    folder: Folder, block: Block, coded: Iterable[tuple[Article | None, Coded | Refused]], started: float
) -> Manifest:
    """Write a block's files aside, then its manifest, by which they count. `started` is when the block was begun (`time.monotonic`)."""
    tables = {"articles": _Parts(ARTICLES), "claims": _Parts(CLAIMS)}
    counts: Counter[str] = Counter()
    reasons: list[str] = []
    for place, (article, record) in enumerate(coded):
        number = number_of(block, place)
        counts["articles"] += 1
        if isinstance(record, Refused):
            counts["refused"] += 1
            reasons.append(record.error)
        claims = record.claims if isinstance(record, Coded) else ()
        counts["claims"] += len(claims)
        month = _month(article)
        tables["articles"].add((month, _country(claims)), _article_row(number, article, record))
        for claim in claims:
            where = (claim.place.country if claim.place is not None else None) or "none"
            tables["claims"].add((month, where), _claim_row(number, article, claim))
    attempt = uuid.uuid4().hex[:8]
    files = []
    for table, parts in tables.items():
        for (month, country), data in parts.written():
            name = f"{table}/month={month}/country={country}/{block.id}-{attempt}.parquet"
            folder.put(name, data)
            files.append(name)
    seconds = round(time.monotonic() - started, 3)
    manifest = Manifest(block, counts["articles"], counts["claims"], counts["refused"], seconds, files, reasons)
    folder.put(f"manifests/{block.id}.json", msgspec.json.encode(manifest))
    return manifest


class _Parts:
    """The rows of a table by month and country. They become columns a portion at a time: as Python objects they take ten times the memory."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._held: dict[tuple[str, str], list[pa.Table]] = defaultdict(list)
        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._waiting = 0

    def add(self, key: tuple[str, str], row: dict[str, Any]) -> None:
        self._rows[key].append(row)
        self._waiting += 1
        if self._waiting >= _PORTION:
            self._turn()

    def _turn(self) -> None:
        for key, rows in self._rows.items():
            self._held[key].append(pa.Table.from_pylist(rows, schema=self._schema))
        self._rows.clear()
        self._waiting = 0

    def written(self) -> Iterator[tuple[tuple[str, str], bytes]]:
        """Each part as a Parquet file, in order."""
        self._turn()
        for key in sorted(self._held):
            out = io.BytesIO()
            pq.write_table(pa.concat_tables(self._held.pop(key)).combine_chunks(), out, compression="zstd")
            yield key, out.getvalue()


def _month(article: Article | None) -> str:
    text = (article.published_at or "")[:7] if article is not None else ""
    return text if len(text) == 7 and text[:4].isdigit() and text[4] == "-" and text[5:].isdigit() else "unknown"


def _country(claims: Iterable[Claim]) -> str:
    """The country that most of an article's claims lie in."""
    found = Counter(c.place.country for c in claims if c.place is not None and c.place.country)
    return min(found, key=lambda c: (-found[c], c)) if found else "none"


def _article_row(number: int, article: Article | None, record: Coded | Refused) -> dict[str, Any]:
    claims = len(record.claims) if isinstance(record, Coded) else 0
    row: dict[str, Any] = {"number": number, "id": record.id, "claims": claims, "record": encode(record)}
    row["error"] = record.error if isinstance(record, Refused) else None
    if article is not None:
        row.update({f: _plain(getattr(article, f)) for f in Article.__struct_fields__})
        if claims:  # origins are counted of reports that hold claims
            made = sketch(article.text)
            row["keys"], row["signature"] = list(dict.fromkeys(made.keys)), made.packed()
    return row


def _plain(text: str | None) -> str | None:
    """Text that Arrow can hold: a lone surrogate stands as its escape."""
    return text.encode("utf-8", "backslashreplace").decode() if text is not None else None


def _claim_row(number: int, article: Article | None, claim: Claim) -> dict[str, Any]:
    place, date = claim.place, claim.date
    best: dict[str, float | None] = {"killed": None, "injured": None}
    for figure in claim.figures:
        if figure.kind in best and best[figure.kind] is None:
            best[figure.kind] = figure.best
    return {
        "article_number": number, "article": article.id if article else None, "claim": claim.id, "event_type": claim.event_type,
        "stance": claim.stance, "status": claim.status, "date_start": date.start if date else None, "date_end": date.end if date else None,
        "date_precision": date.precision if date else None, "place_name_ar": place.name_ar if place else None,
        "place_name_en": place.name_en if place else None, "lat": place.lat if place else None, "lon": place.lon if place else None,
        "country": place.country if place else None, "adm1": place.adm1 if place else None, "place_precision": place.precision if place else None,
        "actors": [p.actor for p in claim.actors if p.actor], "recipients": [p.actor for p in claim.recipients if p.actor],
        "speakers": [_plain(a.name) for a in claim.attribution if a.role == "speaker"], **best, "evidence": _plain(claim.evidence.text),
        "outlet": _plain(article.outlet) if article else None, "published_at": article.published_at if article else None,
        "confidence": claim.confidence,
    }  # fmt: skip


def read_rows(addresses: Iterable[str], fs: Any, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of Parquet files, one file after the other."""
    for address in addresses:
        try:
            with reaching(address, "read"), fs.open(address, "rb") as stream:
                rows = pq.ParquetFile(stream).read(columns=columns).to_pylist()
        except FileNotFoundError as error:
            block = address.rpartition("/")[2].partition("-")[0]
            raise StopRun(
                f"{address}: is named by a manifest, but is not there: if it was removed, remove manifests/{block}.json too, and give "
                "the same `marsad run` again: it codes this block anew"
            ) from error
        yield from rows


def blocks_in_order(folder: Folder, columns: list[str]) -> Iterator[list[dict[str, Any]]]:
    """The rows of the table of articles, block by block in the order of the input; `columns` has `number` among them."""
    files_of(folder, "articles")  # refuses a data set that is not whole
    plan, done = read_plan(folder), manifests(folder)
    for block in plan.blocks if plan is not None else ():
        files = [folder.path(n) for n in done[block.id].files if n.startswith("articles/")]
        yield sorted(read_rows(files, folder.fs, columns), key=lambda row: int(row["number"]))


def report_of(row: dict[str, Any]) -> tuple[Article, Coded] | None:
    """An article's row as what linking reads, its text only where the row holds it; None where it was refused."""
    if row["error"] is not None:
        return None
    article = Article(
        row["id"], row.get("text", ""), row["title"], None, row["outlet"], row["published_at"], row.get("dateline")
    )
    return article, msgspec.json.decode(row["record"], type=Coded)
