"""Who is at work, and in which round?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import NotFound
from annotator.operations import people as people_acts
from annotator.operations.people import CoderDraft
from annotator.project.acting import Acting

if TYPE_CHECKING:
    from annotator.model.people import Coder, Role, Round


class PeopleActs(Acting):
    """Coders and rounds."""

    def use_coder(self, name: str) -> Coder:
        """Go on as this coder, added where the project does not know the name yet.

        A pack is of one coder, and nobody else goes on in it.
        """
        try:
            self.coder = self.find_coder(name)
        except NotFound:
            if self.read_only or self.kind != "project":
                raise
            self.coder = self._join(name)
        return self.coder

    def add_coder(
        self,
        coder_id: str,
        *,
        name: str = "",
        role: Role = "coder",
        initials: str = "",
        color: str = "",
    ) -> Coder:
        """Somebody new; name, initials and colour are proposed where they are empty."""
        self._must_have("people")
        draft = CoderDraft(coder_id, name, initials, color, role)
        return people_acts.add_coder(self._history, self.coder, draft)

    def change_coder(
        self,
        coder: Coder,
        *,
        coder_id: str | None = None,
        name: str | None = None,
        role: Role | None = None,
        initials: str | None = None,
        color: str | None = None,
    ) -> Coder:
        """Change what is given; everybody may describe themselves, but not give themselves roles.

        At least one principal investigator stays.
        """
        itself = coder.id == self.coder.id and role in {None, coder.role} and self._may("code")
        if not itself:
            self._must_have("people")
        draft = CoderDraft(
            coder.coder_id if coder_id is None else coder_id,
            coder.name if name is None else name,
            coder.initials if initials is None else initials,
            coder.color if color is None else color,
            coder.role if role is None else role,
        )
        changed = people_acts.change_coder(self._history, self.coder, coder, draft)
        if changed.id == self.coder.id:
            self.coder = changed
        return changed

    def leave(self, coder: Coder) -> bool:
        """Take out a coder who has done nothing yet; False where they have, or are at work."""
        if coder.id == self.coder.id:
            return False
        self._must_have("people")
        return people_acts.leave(self._history, coder, acting=self.coder)

    def begin_round(self, name: str) -> Round:
        """The round called `name`, added where there is none; the one at work stays at work."""
        self._must_have("rounds")
        return people_acts.begin_round(self._history, self.coder, name)

    def use_round(self, name: str) -> Round:
        """Go on in the round called `name`: what is coded and shown from now on is in it."""
        self._must_have("code")
        return people_acts.use_round(self._history, self.coder, name)

    def _join(self, name: str) -> Coder:
        return people_acts.join(self._history, name, acting=self.coder)
