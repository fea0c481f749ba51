"""Twenty rewrites of every document: each must give the facts of the document itself."""

import pytest
from composing import RENUMBERING, rewritten
from corpus import Source, sources
from facts import difference, facts_of, shown

SEEDS = range(20)


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name.removesuffix(".txt"))
def test_rewrites_give_the_same_facts(source: Source) -> None:
    originals = {numbering: facts_of(source, source.text, numbering=numbering) for numbering in (True, False)}
    failures = []
    for seed in SEEDS:
        text, names = rewritten(source, seed)
        numbering = not RENUMBERING & set(names)
        lost, gained = difference(originals[numbering], facts_of(source, text, numbering=numbering))
        if lost or gained:
            lines = [f"{source.name} seed {seed}: {', '.join(names)}", *shown(lost, "-"), *shown(gained, "+")]
            failures.append("\n".join(lines))
    assert not failures, f"{len(SEEDS) - len(failures)} of {len(SEEDS)} equal\n" + "\n".join(failures)
