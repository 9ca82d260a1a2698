"""A person for every role, named by office: nobody real."""

from __future__ import annotations

from dataclasses import dataclass

from tulga.accounts.choices import Role

PASSWORD = "tulga-hearth-2018"  # noqa: S105 - printed for everybody who tries the demonstration
DOMAIN = "demo.tulga.example"


@dataclass(frozen=True)
class Person:
    name: str
    office: str
    role: Role
    agency: str
    is_alternate: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


PEOPLE = (
    Person("secretariat", "Secretariat officer", Role.SECRETARIAT, "MOJHA"),
    Person("secretariat2", "Second secretariat officer", Role.SECRETARIAT, "MOJHA"),
    Person("chair", "Chair of the Sub-Council", Role.CHAIR, "SC"),
    Person("police", "Focal point of the police", Role.FOCAL_POINT, "NPA"),
    Person("police2", "Alternate focal point of the police", Role.FOCAL_POINT, "NPA", is_alternate=True),
    Person("police.head", "Head of the police", Role.AGENCY_HEAD, "NPA"),
    Person("border", "Focal point of border protection", Role.FOCAL_POINT, "GABP"),
    Person("border.head", "Head of border protection", Role.AGENCY_HEAD, "GABP"),
    Person("inspection", "Focal point of the inspection agency", Role.FOCAL_POINT, "SSIA"),
    Person("inspection.head", "Head of the inspection agency", Role.AGENCY_HEAD, "SSIA"),
    Person("labour", "Focal point of the labour ministry", Role.FOCAL_POINT, "MLSW"),
    Person("labour.head", "Head of the labour ministry's department", Role.AGENCY_HEAD, "MLSW"),
    Person("family", "Focal point of the family agency", Role.FOCAL_POINT, "NAFYCD"),
    Person("family.head", "Head of the family agency", Role.AGENCY_HEAD, "NAFYCD"),
    Person("rapporteur", "National rapporteur", Role.NATIONAL_RAPPORTEUR, "NHRCM"),
    Person("shelter", "Shelter social worker", Role.CASE_OFFICER, "MGEC"),
    Person("partner", "Programme officer", Role.PARTNER, "IOM"),
    Person("administrator", "System administrator", Role.ADMINISTRATOR, "MOJHA"),
)
# Who answers for an agency here; its head signs as `name.head`.
FOCAL_POINTS = {"NPA": "police", "GABP": "border", "SSIA": "inspection", "MLSW": "labour", "NAFYCD": "family"}
