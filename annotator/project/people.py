"""Who is at work, and in which round?"""

from __future__ import annotations

from annotator.model.people import Coder, Round
from annotator.operations import people as people_acts
from annotator.project.acting import Acting


class PeopleActs(Acting):
    """Coders and rounds."""

    def use_coder(self, name: str) -> Coder:
        """Go on as this coder, added where the project does not know the name yet."""
        self.coder = self.find_coder(name) if self.read_only else self._join(name)
        return self.coder

    def leave(self, coder: Coder) -> bool:
        """Take out a coder who has done nothing yet; False where they have, or are at work."""
        return coder.id != self.coder.id and people_acts.leave(
            self._history, coder, acting=self.coder
        )

    def begin_round(self, name: str) -> Round:
        """The round called `name`, added where there is none; the one at work stays at work."""
        return people_acts.begin_round(self._history, self.coder, name)

    def use_round(self, name: str) -> Round:
        """Go on in the round called `name`: what is coded and shown from now on is in it."""
        return people_acts.use_round(self._history, self.coder, name)

    def _join(self, name: str) -> Coder:
        return people_acts.join(self._history, name, acting=self.coder)
