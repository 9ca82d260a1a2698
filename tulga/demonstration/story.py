"""The demonstration's words. Only the meeting of 2018, its participants and the findings are stated by a source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tulga.kit.i18n import I18nText


def both(mn: str, en: str) -> I18nText:
    return I18nText(mn=mn, en=en)


BRIEF = "IOM Mongolia, “IOM, Partners Work to Coordinate Counter Trafficking Efforts in Mongolia”, January 2018"
CHAIRS_OFFICE = both(
    "Хууль зүй, дотоод хэргийн дэд сайд, Дэд зөвлөлийн дарга",
    "Vice Minister of Justice and Home Affairs, Head of the Sub-Council",
)

MEETING_2018 = {
    "title": both("Үндэсний хөтөлбөрийн хэрэгжилтийн зөвлөлдөх уулзалт", "Annual consultative meeting on the plan"),
    "venue": both("Улаанбаатар", "Ulaanbaatar"),
    "purpose": both(
        "Хүн худалдаалахтай тэмцэх үндэсний хөтөлбөрийг хэрэгжүүлэхэд тулгарч буй бэрхшээлийг хэлэлцэх",
        "To discuss the challenges facing implementation of the national action plan",
    ),
    "project": both(
        "ОУШХБ-ын төсөл, МГЭТ болон ЭКПАТ-тай хамтран; Европын холбооны EIDHR хамтран санхүүжүүлэв",
        "A project of IOM with MGEC and ECPAT, co-funded by the European Union (EIDHR)",
    ),
}
# How the report of 2018 names the bodies that took part: 22, the nine district centres counted once.
PARTICIPANTS_2018 = {
    "MFA": "Ministry of Foreign Affairs",
    "MOJHA": "Ministry of Justice and Home Affairs",
    "MLSW": "Ministry of Labour and Social Welfare",
    "SC": "Anti-Trafficking Sub-Council",
    "GABP": "Border Protection Agency",
    "IAM": "Immigration Agency",
    "NPA": "National Police Agency",
    "GIA": "National Intelligence Agency",
    "NAFYCD": "National Agency for Family, Youth and Child Development",
    "OPG": "State Prosecution Office",
    "LEA": "Law Enforcement Academy",
    "SSIA": "State Specialized Inspection Agency",
    "JGC": "Supreme Court Council",
    "NHRCM": "National Human Rights Commission of Mongolia",
    "CFDC": "Child and Family Development Centers from nine districts",
    "UMN": "Umnugobi province",
    "DRN": "Dornogobi province",
    "ECPAT": "ECPAT",
    "MGEC": "MGEC",
    "ILO": "ILO",
    "TAF": "Asia Foundation",
    "TALITA": "Talita Asia",
}
HOST, DONOR = "IOM", "EU"

MEETING_NOW = {
    "venue": both("Улаанбаатар", "Ulaanbaatar"),
    "purpose": both(
        "Өмнөх зөвлөмжийн биелэлтийг дүгнэж, шинэ бэрхшээлийг тодорхойлох", "To take stock and name what is new"
    ),
    "project": I18nText(),
}
PARTICIPANTS_NOW = ("MOJHA", "SC", "NPA", "GABP", "IAM", "SSIA", "MLSW", "NAFYCD", "OPG", "NHRCM", "UMN", "DRN", "MGEC")


def meeting_of(year: int) -> I18nText:
    return both(f"{year} оны зөвлөлдөх уулзалт", f"Consultative meeting of {year}")


def recommendations_of(year: int) -> I18nText:
    return both(f"{year} оны зөвлөмж", f"Recommendations of {year}")


@dataclass(frozen=True)
class Challenge:
    agency: str
    text: I18nText
    activity: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    title: I18nText
    scribe: str
    members: tuple[str, ...]
    still_told: tuple[Challenge, ...] = ()  # on the board, and not answered yet


SESSIONS_2018 = (
    Session(
        both("Хохирогчийг таних, хамгаалах", "Identifying and protecting victims"), "shelter", ("police", "family")
    ),
    Session(both("Хил, уул уурхай, тээвэр", "Border, mining and transport"), "inspection", ("border", "partner")),
)
SESSIONS_NOW = (
    Session(
        both("Хүүхэд, залуучуудын дунд урьдчилан сэргийлэх", "Prevention for children and youth"),
        "family",
        ("shelter",),
    ),
    Session(
        both("Мөрдөн шалгах, шүүх", "Investigation and trial"),
        "police",
        ("border", "partner"),
        still_told=(
            Challenge(
                "GABP",
                both(
                    "Боомт дээр казах, хятад хэлний орчуулагч шөнийн цагаар байдаггүй.",
                    "At night there is no interpreter of Kazakh or Chinese at the port.",
                ),
                places=("zamyn-uud-road",),
            ),
            Challenge(
                "NPA",
                I18nText(mn="Цахим нотлох баримтыг гадаадаас авахад хагас жил болдог."),
                activity="3.1",
            ),
            Challenge(
                "IAM",
                both(
                    "Визийн хугацаа дууссан хүнийг хохирогч байж болох эсэхийг асуулгүй албадан гаргадаг.",
                    "Whoever overstays a visa is expelled without being asked whether he or she may be a victim.",
                ),
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Commitment:
    """Of 2018 and kept in its year, or kept for so long that a new day was asked for before this year's meeting."""

    agency: str
    by: str
    text: I18nText
    owner: str
    state: str
    days: int = 0  # until the deadline, from the day of loading; negative where that has passed
    due_on: dt.date | None = None  # of what was kept in its year
    report: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Recommendation:
    title: I18nText
    text: I18nText
    drafter: str
    addressees: tuple[str, ...]
    challenges: tuple[Challenge, ...]
    reaches: str
    findings: tuple[int, ...] = ()
    activities: tuple[str, ...] = ()
    consolidated: I18nText = field(default_factory=I18nText)
    changed: I18nText = field(default_factory=I18nText)
    reasons: str = ""
    commitments: tuple[Commitment, ...] = ()


ROUND_2018 = (
    (  # session 1
        Recommendation(
            title=both("Хохирогчийг таних, холбон зуучлах журам", "A procedure to identify and refer victims"),
            text=I18nText(mn="Хохирогчийг таних, холбон зуучлах нэгдсэн журам баталж, ажилтнуудаа сургах."),
            consolidated=both(
                "Хохирогчийг таних, холбон зуучлах нэгдсэн журам батлах.",
                "Adopt one procedure to identify victims and refer them to services.",
            ),
            drafter="shelter",
            addressees=("NPA",),
            findings=(1,),
            activities=("2.1",),
            challenges=(
                Challenge(
                    "MGEC",
                    both(
                        "Байгууллага бүр өөр өөр хуудас бөглөдөг тул хохирогч олон дахин асуулгад өртдөг.",
                        "Every agency fills in its own form, so that a victim is questioned again and again.",
                    ),
                    activity="2.1",
                ),
            ),
            reaches="implemented",
            commitments=(
                Commitment(
                    "NPA",
                    "police",
                    both("Журмыг тушаалаар баталж, бүх хэлтэст мөрдүүлэх", "Adopt the procedure by order and apply it"),
                    "Prevention Department",
                    "verified",
                    due_on=dt.date(2018, 6, 29),
                    report="The procedure was adopted by order and sent to every division; the order is attached.",
                    verdict="Read the order; two divisions confirmed that they work by it.",
                ),
            ),
        ),
        Recommendation(
            title=both("Хамгаалах байрны санхүүжилт", "Money for shelters"),
            text=I18nText(en="Fund at least two shelters every year from the State budget."),
            consolidated=both(
                "Жил бүр хоёроос доошгүй хамгаалах байрыг улсын төсвөөс санхүүжүүлэх.",
                "Fund at least two shelters every year from the State budget.",
            ),
            drafter="family",
            addressees=("MLSW", "NAFYCD"),
            findings=(3,),
            activities=("2.2",),
            challenges=(
                Challenge(
                    "NAFYCD",
                    both(
                        "Хамгаалах байр төслийн мөнгөөр ажилладаг, төсөл дуусахад хаагддаг.",
                        "Shelters run on project money and close when the project ends.",
                    ),
                    activity="2.2",
                ),
            ),
            reaches="released",
            commitments=(
                Commitment(
                    "MLSW",
                    "labour",
                    both(
                        "Хоёр байрны зардлыг төсвийн төсөлд тусгах",
                        "Put the cost of two shelters into the draft budget",
                    ),
                    "Budget division",
                    "done",
                    days=21,
                    report="The draft budget carries the two shelters as a line of their own; the page is attached.",
                ),
                Commitment(
                    "NAFYCD",
                    "family",
                    both("Байрны стандартыг шинэчлэх", "Renew the standard for shelters"),
                    "Protection division",
                    "named",
                    days=40,
                ),
            ),
        ),
    ),
    (  # session 2
        Recommendation(
            title=both("Нүүрсний жолоочийн паспорт", "Passports of coal-truck drivers"),
            text=I18nText(
                en="Inspect, at every port where coal is carried, whether companies hold drivers' passports."
            ),
            consolidated=both(
                "Нүүрс тээвэрлэдэг боомт бүрд тээврийн компани жолоочийн паспортыг барьцаалж байгаа эсэхийг шалгах.",
                "Inspect, at every port where coal is carried, whether transport companies hold drivers' passports"
                " as collateral.",
            ),
            changed=both(
                "Нүүрс тээвэрлэдэг боомт бүрд тээврийн компани жолоочийн паспортыг барьцаалж байгаа эсэхийг шалгаж,"
                " зөрчсөнийг торгох.",
                "Inspect, at every port where coal is carried, whether transport companies hold drivers' passports"
                " as collateral, and fine those that do.",
            ),
            reasons="An inspection without a sanction changes little.",
            drafter="inspection",
            addressees=("SSIA", "GABP", "NPA"),
            findings=(10,),
            activities=("1.2",),
            challenges=(
                Challenge(
                    "SSIA",
                    both(
                        "Боомт дээр жолоочийн хувийн хэргийг нээж үзэх эрхийн бичиг байцаагчид алга.",
                        "Inspectors have no order to open a driver's file at the port.",
                    ),
                    activity="1.2",
                    places=("gashuunsukhait", "shiveekhuren"),
                ),
                Challenge(
                    "GABP",
                    both(
                        "Хил нэвтрүүлэх цэгт паспортоо авч яваагүй жолоочийг хэнд мэдэгдэх нь тодорхойгүй.",
                        "It is unclear whom to tell when a driver reaches the border without a passport.",
                    ),
                    places=("gashuunsukhait",),
                ),
            ),
            reaches="released",
            commitments=(
                Commitment(
                    "SSIA",
                    "inspection",
                    both(
                        "Дөрвөн боомтод улирал бүр хамтарсан хяналт хийх",
                        "Joint inspections at four ports every quarter",
                    ),
                    "Border inspection unit",
                    "signed",
                    days=-9,
                ),
                Commitment(
                    "GABP",
                    "border",
                    both(
                        "Паспортгүй жолоочийг мэдээлэх журам гаргах",
                        "Lay down whom to tell of a driver without a passport",
                    ),
                    "Border checkpoint division",
                    "verified",
                    due_on=dt.date(2018, 8, 31),
                    report="The instruction hangs at every checkpoint; a copy is attached.",
                    verdict="Seen at two checkpoints.",
                ),
                Commitment(
                    "NPA",
                    "police",
                    both(
                        "Паспорт барьцаалсан хэргийг бүртгэлд тусад нь гаргах",
                        "Count offences with held passports apart in the register",
                    ),
                    "Registration division",
                    "verified",
                    due_on=dt.date(2018, 9, 28),
                    report="The register has the new mark since August; a page of it is attached.",
                    verdict="Compared the mark with ten files.",
                ),
            ),
        ),
    ),
)

ROUND_NOW = (
    (
        Recommendation(
            title=both("Сургуулийн нийгмийн ажилтны сургалт", "Training for school social workers"),
            text=both(
                "Боомтын сумдын сургуулийн нийгмийн ажилтныг жил бүр сургах.",
                "Train the school social workers of border soums every year.",
            ),
            drafter="family",
            addressees=("NAFYCD",),
            challenges=(
                Challenge(
                    "UMN",
                    both(
                        "Сургуулийн нийгмийн ажилтан хаана хандахаа мэддэггүй.",
                        "School social workers do not know where to turn.",
                    ),
                ),
            ),
            reaches="submitted",
            activities=("1.1",),
        ),
        Recommendation(
            title=both("Зам дагуух сэрэмжлүүлэг", "Warnings along the road"),
            text=both(
                "Ачааны машины зогсоол бүрд тусламжийн утасны самбар байрлуулах.",
                "Put a board with the helplines at every lorry park.",
            ),
            drafter="shelter",
            addressees=("NAFYCD", "UMN"),
            challenges=(),
            reaches="consolidated",
            activities=("1.1",),
            findings=(11,),
        ),
        Recommendation(
            title=both("Хүүхдийн утасны хоёр хэл", "The child helpline in two languages"),
            text=I18nText(en="Answer the child helpline in Kazakh as well as in Mongolian."),
            drafter="shelter",
            addressees=("NAFYCD",),
            challenges=(),
            reaches="adopted",
        ),
    ),
    (
        Recommendation(
            title=both("Мөрдөгч, прокурорын хамтарсан баг", "Joint teams of investigators and prosecutors"),
            text=both(
                "Хүн худалдаалах хэрэг бүрд мөрдөгч, прокурорын хамтарсан баг байгуулах.",
                "Form a joint team of investigator and prosecutor for every trafficking case.",
            ),
            drafter="police",
            addressees=("NPA", "OPG"),
            challenges=(
                Challenge(
                    "OPG",
                    both(
                        "Хэрэг прокурорт очихдоо нотлох баримт дутуу байдаг.",
                        "Cases reach the prosecutor with evidence missing.",
                    ),
                    activity="3.1",
                ),
            ),
            reaches="deferred",
            reasons="The Prosecutor General's office asked for a month to comment.",
            findings=(4,),
            activities=("3.1",),
        ),
        Recommendation(
            title=both("Боомтын хамтарсан эргүүл", "Joint patrols at ports"),
            text=I18nText(mn="Гашуунсухайт, Замын-Үүд боомтод хамтарсан эргүүл гаргах."),
            drafter="border",
            addressees=("GABP", "NPA"),
            challenges=(),
            reaches="draft",
            activities=("3.2",),
        ),
    ),
)
