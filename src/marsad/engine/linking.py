"""Linking over a whole data set: equal to `link.Desk` over the same claims, event for event.

Blocks of kind of event and week come together by a shuffle; a claim goes to every week that its day may touch (the halo of
`link.blocking`), so that an event on the edge of a week comes out whole. Pairs are scored there, components are found over the pairs,
and each component is clustered and made into events in one place.
"""

from __future__ import annotations

import io
import sys
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..evidence.ledger import moment
from ..lexicons.vocabulary import Vocabulary, load_vocabulary
from ..link.blocking import BlockKey, keys_of, order_in_block, reach_of
from ..link.bodies import Bodies
from ..link.cluster import cluster
from ..link.core import Desk
from ..link.dispatches import Credits, Known
from ..link.events import event_of
from ..link.facts import Facts, facts_of
from ..link.figures import Rule
from ..link.linker import KEPT
from ..link.origins import Told
from ..link.rules import Rules, load_rules
from ..link.score import Scorer
from ..link.types import Event, Key, Report
from ..model import Article, Claim, Coded
from . import dataset
from .components import Components, Lookup, roots
from .shuffle import Rows, bucket, buckets_for, by_bucket, rows_of_files
from .stages import Stages
from .storage import Folder
from .syndicate import Groups, find_repeated, find_repeated_here, read_repeated, syndicate, syndicate_here

_ARROW: dict[str, Any] = {"batch_format": "pyarrow", "batch_size": None}
_CLAIM_BITS = 16
_CROWDED_MONTH = 200_000  # claims: above, a week's blocks of one kind would be more than a worker should hold
_DAYLESS = frozenset({"a0", "b0"})  # the weeks of day 0
_MONTHS = pa.schema([("month", pa.string()), ("claims", pa.int64())])
_FACTS = pa.schema([("bucket", pa.int32()), ("claim", pa.int64()), ("facts", pa.binary()), ("keys", pa.binary())])
_PAIRS = pa.schema([("claim", pa.int64()), ("other", pa.int64()), ("score", pa.float64())])
_PARTS = pa.schema(
    [("bucket", pa.int32()), ("component", pa.int64()), ("claim", pa.int64()), ("other", pa.int64()), ("score", pa.float64()), ("told", pa.binary())]
)  # fmt: skip
_WRITTEN = pa.schema([("file", pa.string()), ("events", pa.int64())])
EVENTS = pa.schema(
    [
        ("id", pa.string()), ("event_type", pa.string()), ("status", pa.string()), ("date_start", pa.string()), ("date_end", pa.string()),
        ("country", pa.string()), ("adm1", pa.string()), ("place_name_ar", pa.string()), ("place_name_en", pa.string()), ("lat", pa.float64()),
        ("lon", pa.float64()), ("independent_origins", pa.int32()), ("claims", pa.int32()), ("articles", pa.int32()), ("record", pa.binary()),
    ]
)  # fmt: skip


class _Header(msgspec.Struct, frozen=True):
    """What of an article its claims must know."""

    id: str
    title: str | None
    outlet: str | None
    published_at: str | None


class _Own(NamedTuple):
    """By what claims are linked: the tree of bodies, the rules, and the user's folder, which every machine must reach."""

    parents: dict[str, str]
    rules: Rules
    lexicon: Path | None


class _Sent(msgspec.Struct, frozen=True):
    """A claim as it travels: its article's header, itself, and the dispatch that the article carries."""

    article: _Header
    claim: Claim
    group: str | None
    agency: str | None


def link_dataset(
    ray: Any, output: str, rule: Rule = "as_reported", lexicon: Path | None = None, stages: Stages | None = None
) -> dict[str, Any]:
    """Find the shared texts of a data set, link its claims, write its events; what was done."""
    stages = stages or Stages()
    folder = Folder(output)
    files = dataset.files_of(folder, "articles")
    done = dataset.manifests(folder).values()
    articles = sum(m.articles for m in done)
    with stages("articles looked through for ids that came before") as count:
        repeated = find_repeated(ray, output, files, articles)
        count(articles)
    with stages("articles compared for shared text") as count:
        groups = syndicate(ray, output, files, articles)
        count(articles)
    own = _Own(dict(Bodies(load_vocabulary(lexicon)).parents), load_rules(lexicon), lexicon)
    with stages("pairs of claims scored") as count:
        months = _in_months(ray, output, files)
        claims = sum(months.values())
        buckets, parts = buckets_for(ray, claims * 3), parts_of(max(months.values(), default=0))
        blocked = rows_of_files(ray, output, files, _FACTS, lambda f, names: _blocked(f, names, own, buckets, parts))
        pairs = by_bucket(blocked, _PAIRS, lambda t: _scored(t, own), buckets)
        count(pairs.count())
    with stages("claims that hang together with others") as count:
        components = Components()
        for batch in pairs.map_batches(_near, **_ARROW).iter_batches(**_ARROW):
            components.join(batch.column("claim").to_numpy(), batch.column("other").to_numpy())
        joined = components.table()
        count(len(joined.numbers))
    with stages("claims made into events") as count:
        table, shared = ray.put(joined), ray.put(groups)
        told = rows_of_files(
            ray, output, files, _PARTS, lambda f, names: _told(f, names, ray.get(table), ray.get(shared), own, buckets)
        )
        edges = pairs.map_batches(lambda b: _edges(b, ray.get(table), buckets), **_ARROW)
        run = uuid.uuid4().hex[:8]
        written = by_bucket(told.union(edges), _WRITTEN, lambda t: _made(t, output, run, own, rule), buckets)
        made = [row for row in written.iter_rows() if row["events"]]
        count(claims)
    events = sum(row["events"] for row in made)
    return _publish(folder, claims, sorted(row["file"] for row in made), events, groups, repeated, rule, stages)


def link_here(
    output: str, rule: Rule = "as_reported", lexicon: Path | None = None, stages: Stages | None = None
) -> dict[str, Any]:
    """`link_dataset` in this process alone, with all claims in memory."""
    stages = stages or Stages()
    folder = Folder(output)
    files = dataset.files_of(folder, "articles")
    articles = sum(m.articles for m in dataset.manifests(folder).values())
    with stages("articles compared for shared text") as count:
        repeated = find_repeated_here(folder)
        groups = syndicate_here(folder)
        count(articles)
    vocabulary = load_vocabulary(lexicon)
    desk = Desk(Bodies(vocabulary), None, rule, load_rules(lexicon))
    named: dict[str, str] = {}
    agencies: dict[str, str] = {}
    reports, claims, credits = [], 0, Credits(vocabulary)
    with stages("claims made into events") as count:
        for number, report in _reports(folder, files, ("text", "dateline")):
            claims += len(report.coded.claims)
            reports.append(Report(msgspec.structs.replace(report.article, text=""), report.coded))
            if (agency := credits.of(report.article)) is not None:
                agencies[report.article.id] = agency
            if (name := groups.name_of(number)) is not None:
                named[report.article.id] = name
        desk.shared = Known(named, agencies)
        desk.add(reports)
        file, events = _write(folder, uuid.uuid4().hex[:8], 0, list(desk.events()))
        count(claims)
    return _publish(folder, claims, [file], events, groups, repeated, rule, stages)


def read_events(folder: Folder) -> Iterator[Event]:
    """The events of a data set; none where it was not linked yet."""
    said = folder.read_json("events.json") or {"files": []}
    for row in dataset.read_rows([folder.path(f) for f in said["files"]], folder.fs, ["record"]):
        yield msgspec.json.decode(row["record"], type=Event)


def _publish(
    folder: Folder, claims: int, files: list[str], events: int, groups: Groups, repeated: frozenset[int], rule: Rule, stages: Stages
) -> dict[str, Any]:  # fmt: skip
    said = {
        "claims": claims, "events": events, "articles_in_groups": len(groups), "articles_repeated": len(repeated), "files": files,
        "rule": rule, "ended_at": moment(), "stages": stages.done,
    }  # fmt: skip
    folder.put_json("events.json", said)
    folder.remove([n for n in folder.names("events") if n not in set(files)])
    return said


def _reports(folder: Folder, files: list[str], more: tuple[str, ...] = ()) -> Iterator[tuple[int, Report]]:
    """The articles that make claims, each text once; `more` columns come only where they are asked for."""
    columns = [*more, "number", "id", "title", "outlet", "published_at", "error", "record", "claims"]
    repeated = read_repeated(folder)
    for row in dataset.read_rows(files, folder.fs, columns):
        read = dataset.report_of(row) if row["claims"] and row["number"] not in repeated else None
        if read is not None:
            yield row["number"], Report(*read)


def _claim_number(article: int, n: int) -> int:
    return article << _CLAIM_BITS | n


def _in_months(ray: Any, output: str, files: list[str]) -> Counter[str]:
    """How many claims each month of publication holds."""
    counted = rows_of_files(ray, output, files, _MONTHS, _claims_by_month)
    months: Counter[str] = Counter()
    for row in counted.iter_rows():
        months[row["month"]] += row["claims"]
    return months


def _claims_by_month(folder: Folder, files: list[str]) -> Rows:
    repeated = read_repeated(folder)
    for file in files:
        rows = dataset.read_rows([file], folder.fs, ["number", "claims"])
        claims = sum(row["claims"] or 0 for row in rows if row["number"] not in repeated)
        yield {"month": file.rpartition("/month=")[2].partition("/")[0], "claims": claims}


def parts_of(claims: int) -> int:
    """Into how many parts the blocks of a week are divided where a month holds so many claims, lest one bucket outgrow a worker."""
    return claims // _CROWDED_MONTH + 1


def home_of(key: BlockKey, buckets: int, parts: int) -> int:
    """Where a block is handled: blocks of one kind and week together, so that a claim travels to few places; or in so many parts.

    Claims that tell no day, of articles that tell none, are all of one week: their blocks are handled each by itself.
    """
    if key[1] == "words" or key[-1] in _DAYLESS:
        return bucket("|".join(key), buckets)
    part = bucket("|".join(key), parts) if parts > 1 else 0
    return bucket(f"{key[0]}|{key[-1]}|{part}", buckets)


def _blocked(folder: Folder, files: list[str], own: _Own, buckets: int, parts: int) -> Rows:
    """Each claim's facts once for every bucket that holds blocks of it."""
    scorer = Scorer(own.parents, own.rules)
    generic = scorer.rules.generic.__contains__
    for number, report in _reports(folder, files):
        for n, facts in enumerate(facts_of(report.article, report.coded, generic)):
            homes: dict[int, list[BlockKey]] = defaultdict(list)
            for key in sorted(set(keys_of(facts, scorer.rules))):
                homes[home_of(key, buckets, parts)].append(key)
            packed = msgspec.msgpack.encode(facts)
            for home, keys in homes.items():
                yield {
                    "bucket": home,
                    "claim": _claim_number(number, n),
                    "facts": packed,
                    "keys": msgspec.msgpack.encode(keys),
                }


def _scored(table: pa.Table, own: _Own) -> Rows:
    """The scores of a bucket's pairs, each once, where they are worth keeping."""
    scorer = Scorer(own.parents, own.rules)
    claims = sorted(_opened(table), key=lambda claim: order_in_block(claim[1]))
    blocks: dict[BlockKey, list[int]] = defaultdict(list)
    for place, (_, _, keys) in enumerate(claims):
        for key in keys:
            blocks[key].append(place)
    reached: dict[BlockKey, int] = dict.fromkeys(blocks, 0)
    for number, facts, keys in claims:
        # Claims stand in one order in every block, so that a pair is met from the side of the earlier one alone: its partners are all that is kept.
        partners: set[int] = set()
        for key in keys:
            block, at = blocks[key], reached[key] + 1
            reached[key] = at
            partners.update(block[at : at + reach_of(key, len(block))])
        for other in sorted(partners):
            value = scorer.score(facts, claims[other][1], KEPT)
            if value > KEPT:
                pair = sorted((number, claims[other][0]))
                yield {"claim": pair[0], "other": pair[1], "score": value}


def _opened(table: pa.Table) -> Iterator[tuple[int, Facts, list[BlockKey]]]:
    """The claims of a bucket: number, facts, and the blocks that are handled there; words and keys that many share are held once."""
    same: dict[BlockKey, BlockKey] = {}
    for batch in table.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            facts = msgspec.msgpack.decode(row["facts"], type=Facts)
            facts.words = frozenset(map(sys.intern, facts.words))
            keys = msgspec.msgpack.decode(row["keys"], type=list[tuple[str, ...]])
            yield row["claim"], facts, [same.setdefault(key, key) for key in keys]


def _near(batch: pa.Table) -> pa.Table:
    """What hangs together by a bucket's pairs: each claim with the first of its set, so that little goes to the one process that joins them."""
    near = batch.filter(pc.greater(batch.column("score"), 0.0))
    claims, firsts = roots(near.column("claim").to_numpy(), near.column("other").to_numpy())
    return pa.table({"claim": claims, "other": firsts})


def _edges(batch: pa.Table, components: Lookup, buckets: int) -> pa.Table:
    """The pairs within a component, sent to where it is clustered."""
    found = components.of_all(batch.column("claim").to_numpy())
    inside = found == components.of_all(batch.column("other").to_numpy())
    different, at = np.unique(found[inside], return_inverse=True)
    homes = np.array([bucket(str(component), buckets) for component in different], np.int32)
    kept = batch.filter(pa.array(inside))
    columns = {"bucket": homes[at], "component": different[at], "told": pa.nulls(len(kept), pa.binary())}
    return (
        pa.table({**columns, **{n: kept.column(n) for n in ("claim", "other", "score")}})
        .select(_PARTS.names)
        .cast(_PARTS)
    )


def _told(folder: Folder, files: list[str], components: Lookup, groups: Groups, own: _Own, buckets: int) -> Rows:
    """Every claim, sent to where its component is clustered."""
    credits = Credits(_vocabulary(own.lexicon))
    for number, report in _reports(folder, files, ("text", "dateline")):
        a, agency = report.article, credits.of(report.article)
        header = _Header(a.id, a.title, a.outlet, a.published_at)
        group = groups.name_of(number)
        for n, claim in enumerate(report.coded.claims):
            component = components.of(_claim_number(number, n))
            yield {
                "bucket": bucket(str(component), buckets),
                "component": component,
                "claim": _claim_number(number, n),
                "told": msgspec.msgpack.encode(_Sent(header, claim, group, agency)),
            }


def _made(table: pa.Table, output: str, run: str, own: _Own, rule: Rule) -> Rows:
    """Cluster the components of a bucket, make their events, write them."""
    scorer = Scorer(own.parents, own.rules)
    bodies = _bodies(own.lexicon)
    components: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_pylist():
        components[row["component"]].append(row)
    events = [e for _, rows in sorted(components.items()) for e in _events_of(rows, scorer, rule, bodies)]
    part = table.column("bucket")[0].as_py() if table.num_rows else 0
    file, count = _write(Folder(output), run, part, events)
    yield {"file": file, "events": count}


@cache
def _bodies(lexicon: Path | None) -> Bodies:
    """Who belongs to whom, read once in a worker, which handles many buckets."""
    return Bodies(_vocabulary(lexicon))


@cache
def _vocabulary(lexicon: Path | None) -> Vocabulary:
    return load_vocabulary(lexicon)


def _events_of(rows: list[dict[str, Any]], scorer: Scorer, rule: Rule, bodies: Bodies) -> Iterator[Event]:
    generic = scorer.rules.generic.__contains__
    told: dict[Key, Told] = {}
    keys: dict[int, Key] = {}
    groups: dict[str, str] = {}
    agencies: dict[str, str] = {}
    for row in rows:
        if row["told"] is None:
            continue
        sent = msgspec.msgpack.decode(row["told"], type=_Sent)
        h = sent.article
        article = Article(h.id, "", h.title, None, h.outlet, h.published_at)
        (facts,) = facts_of(article, Coded(h.id, (sent.claim,)), generic)
        told[facts.key] = Told(article, sent.claim, facts)
        keys[row["claim"]] = facts.key
        if sent.group is not None:
            groups[h.id] = sent.group
        if sent.agency is not None:
            agencies[h.id] = sent.agency
    scores: dict[Key, dict[Key, float]] = {key: {} for key in told}
    for row in rows:
        if row["told"] is None:
            a, b = keys[row["claim"]], keys[row["other"]]
            scores[a][b] = scores[b][a] = row["score"]
    shared = Known(groups, agencies)
    for members in cluster(sorted(told), scores, [], set(), scorer.w["missing"]):
        yield event_of([told[key] for key in members], scorer, rule, shared, bodies)


def _write(folder: Folder, run: str, part: int, events: list[Event]) -> tuple[str, int]:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([_event_row(e) for e in events], schema=EVENTS), out, compression="zstd")
    name = f"events/{run}-{part:06d}-{uuid.uuid4().hex[:6]}.parquet"
    folder.put(name, out.getvalue())
    return name, len(events)


def _event_row(event: Event) -> dict[str, Any]:
    place, date = event.place, event.date
    return {
        "id": event.id, "event_type": event.event_type, "status": event.status, "date_start": date.start if date else None,
        "date_end": date.end if date else None, "country": place.country if place else None, "adm1": place.adm1 if place else None,
        "place_name_ar": place.name_ar if place else None, "place_name_en": place.name_en if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None, "independent_origins": event.independent_origins,
        "claims": len(event.members), "articles": len({m.article for m in event.members}), "record": msgspec.json.encode(event),
    }  # fmt: skip
