# SPDX-License-Identifier: EUPL-1.2
"""What somebody has to pass after their password or sign-in service, before they are signed in."""

from typing import Final

from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sozialplanung.accounts import sessions
from sozialplanung.accounts.factors.selectors import has_factor, is_needed
from sozialplanung.accounts.models import User

KEY: Final = "second_factor"


class SecondFactorStage(LoginStage):  # type: ignore[misc]  # brings no types
    """Ask for the second factor, or let somebody set one up who needs one; until then they are not signed in."""

    key = KEY
    urlname = "accounts:second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return where to go first, if anywhere."""
        # What was set up for an earlier sign-in in this browser proves nothing for this one.
        self.request.session.pop(sessions.SETTING_UP, None)
        if (self.login.signal_kwargs or {}).get("strength"):
            return None, True
        if has_factor(self.login.user):
            return redirect("accounts:second_factor"), True
        if is_needed(self.login.user):
            return redirect("accounts:factors"), True
        return None, True

    def passed(self, strength: str) -> HttpResponse:
        """Sign in, and note what was proved."""
        self.login.signal_kwargs = {**(self.login.signal_kwargs or {}), "strength": strength}
        answer: HttpResponse = self.exit()
        return answer


def waiting_stage(request: HttpRequest) -> SecondFactorStage | None:
    """Return the stage at which somebody waits in this browser, None where nobody does."""
    stage: SecondFactorStage | None = LoginStageController.enter(request, KEY)
    return stage if stage is not None and _is_there(stage) else None


def _is_there(stage: SecondFactorStage) -> bool:
    # Deactivated between the two steps.
    return isinstance(stage.login.user, User) and stage.login.user.is_active
