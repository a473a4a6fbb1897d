"""The trie of phrases: what is shared to save memory is found as before."""

from __future__ import annotations

from marsad.text.phrases import Entry, Phrases


def test_sharing_alike_stretches_changes_no_hit() -> None:
    trie = Phrases()
    for verb in ("اطلق", "اطلقت", "اطلقوا"):
        entry = Entry("trigger", verb)
        for noun in ("النار", "قذيفه", "قذيفه هاون"):
            trie.add(f"{verb} {noun}", entry)
    words = "اطلقت القوات النار ثم اطلقوا قذيفه هاون واطلق النار".split()
    before = trie.scan(words, 0, len(words))
    trie.share()
    assert trie.scan(words, 0, len(words)) == before
    assert [(h.first, h.last, h.data) for h in before] == [(4, 6, "اطلقوا"), (7, 8, "اطلق")]
    leaves = trie.root["اطلق"]
    assert leaves["النار"] is leaves["قذيفه"]["هاون"]
