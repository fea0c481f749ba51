"""Compositions of rewrites, drawn by a seed."""

import random

import layouts
import orders
import rewrites
import wording
from corpus import Source
from lines import Rewrite

# In this order: what moves or words a figure comes before what dresses it.
BODY: tuple[Rewrite, ...] = (
    orders.swap_items,
    orders.swap_sentences,
    rewrites.units,
    wording.synonyms,
    wording.unit_words,
    wording.percents,
    wording.small_counts,
    rewrites.number_styles,
    rewrites.spaces,
    rewrites.punctuation,
)
LAYOUTS: tuple[Rewrite, ...] = (
    layouts.one_line_each,
    layouts.wrap_indented,
    layouts.wrap_apart,
    layouts.wrap_spaced,
)
RENUMBERING = {orders.swap_items.__name__}


def drawn(source: Source, seed: int) -> tuple[list[Rewrite], random.Random]:
    """The rewrites that ``seed`` draws for ``source``, and the generator that they are to be applied with."""
    rng = random.Random(f"{source.name}:{seed}")
    chosen = set(rng.sample(range(len(BODY)), rng.randint(3, 6)))
    steps = [rewrite for number, rewrite in enumerate(BODY) if number in chosen]
    steps.append(rng.choice(LAYOUTS))
    if rng.random() < 0.3:
        steps.append(layouts.carriage_returns)
    return steps, rng


def rewritten(source: Source, seed: int) -> tuple[str, list[str]]:
    """The text that ``seed`` makes of ``source``, and the names of the rewrites."""
    steps, rng = drawn(source, seed)
    text = source.paragraphs
    for step in steps:
        text = step(text, random.Random(rng.random()))
    return text, [step.__name__ for step in steps]
