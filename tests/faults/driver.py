"""A run as `marsad run` does it, with reports made up by number and a coder that is quick: what the fault tests kill."""

from __future__ import annotations

import datetime as dt
import resource
import signal
import sys
from collections.abc import Iterator

from marsad.errors import MarsadError
from marsad.ingest.types import Fetched
from marsad.model import Article, Claim, Coded, Participant, Span
from marsad.store import Store
from marsad.store.intake import Intake
from marsad.store.running import Workers, run

WHEN = dt.datetime(2021, 3, 4, 9, tzinfo=dt.UTC)


class QuickCoder:
    """Two claims for every report."""

    version = "quick-1"

    def code(self, article: Article) -> Coded:
        """The first two words of the text are claims."""
        claims = []
        for number, (start, end) in enumerate(((0, 5), (6, 11)), 1):
            span = Span(start, end, article.text[start:end])
            actor = Participant(start, end, span.text, "raiders")
            claims.append(
                Claim(
                    f"c{number:02d}",
                    "shelling",
                    "asserted",
                    "occurred",
                    span,
                    span,
                    (actor,),
                    (),
                    None,
                    (),
                    None,
                    (),
                    (),
                    0.5,
                )
            )
        return Coded(article.id, tuple(claims))


def reports(first: int, count: int) -> Iterator[Fetched]:
    """Report `n` is the same in every run."""
    for n in range(first, first + count):
        words = " ".join(f"كلمة{(n * 7919 + k * 104729) % 5000}" for k in range(120))
        article = Article(
            f"a{n}",
            f"قصفت قوات مجهولة البلدة {n}. {words}",
            f"خبر {n}",
            f"https://example.org/{n}",
            "nahar",
            "2021-03-04",
        )
        yield Fetched(
            article,
            None,
            f"<p>{article.text}</p>".encode(),
            "text/html",
            (("Content-Type", "text/html"),),
            article.url,
            WHEN,
        )


def main() -> int:
    """Run; an error of ours is one line and exit status 1."""
    first, count, size, fsize = map(int, sys.argv[1:])
    if fsize:  # a file may grow no further than this: what a full disk or a quota does
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fsize, fsize))
    try:
        with Store.open() as store:
            workers = Workers(QuickCoder, 1)
            run_id = store.begin_run("run", {}, QuickCoder.version)
            intake = Intake(store, QuickCoder.version, run_id=run_id)
            print("begun", flush=True)
            for done in run(intake, reports(first, count), workers, size):
                print(done, flush=True)
            store.end_run(run_id, "done", intake.tally.as_counts(), 0.0)
    except MarsadError as error:
        print(f"marsad: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
