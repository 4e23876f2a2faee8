"""The roles, by name. Plain data: rules and tables both stand on it."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is here to do. `accounts.permissions.ROLES` says what each may do."""

    SOCIAL_WORKER = "fostering_social_worker"
    TEAM_MANAGER = "team_manager"
    PLACEMENT_OFFICER = "placement_officer"
    PANEL_ADVISER = "panel_adviser"
    PANEL_MEMBER = "panel_member"
    DECISION_MAKER = "decision_maker"
    NOMINATED_OFFICER = "nominated_officer"
    SERVICE_MANAGER = "service_manager"
    DIRECTOR = "director_of_childrens_services"
    CHILD_SOCIAL_WORKER = "child_social_worker"
    REVIEWING_OFFICER = "independent_reviewing_officer"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"

    def words(self) -> str:
        """The role as people say it."""
        return _SAID.get(self, self.value.replace("_", " ").capitalize())


_SAID = {
    Role.CHILD_SOCIAL_WORKER: "Child’s social worker",
    Role.DIRECTOR: "Director of children’s services",
    Role.DECISION_MAKER: "Agency decision maker",
    Role.TEAM_MANAGER: "Fostering team manager",
}
