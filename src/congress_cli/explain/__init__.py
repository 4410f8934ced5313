"""Why a verdict is what it is: from the sentence of the directive to the line of the registry.

A section of a proof is one file here, with one public function that yields its steps.
"""

from congress_cli.explain.judged import Judged, judged
from congress_cli.explain.proof import prove

__all__ = ["Judged", "judged", "prove"]
