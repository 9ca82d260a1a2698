"""More of both rounds, so that every screen has something to show: all of it illustrative, stated by nobody."""

from __future__ import annotations

from tulga.demonstration.story import Challenge, Recommendation, Session, both
from tulga.kit.i18n import I18nText

# One more working session of each meeting, so that the story of the others stays as short as it is told.
SESSION_2018 = Session(
    both("Шүүх, мэдээлэл, хамтын ажиллагаа", "Courts, data and cooperation"), "labour", ("police", "shelter", "border")
)
SESSION_NOW = Session(
    both("Хохирогчид үзүүлэх үйлчилгээ", "Services for victims"), "shelter", ("family", "labour", "partner")
)


def _told(
    drafter: str,
    by: str,
    challenge: tuple[str, str],
    title: tuple[str, str],
    text: tuple[str, str],
    to: tuple[str, ...],
    reaches: str,
    reasons: str = "",
    changed: tuple[str, str] | None = None,
) -> Recommendation:
    return Recommendation(
        title=both(*title),
        text=both(*text),
        drafter=drafter,
        addressees=to,
        challenges=(Challenge(by, both(*challenge)),),
        reaches=reaches,
        reasons=reasons,
        changed=both(*changed) if changed else I18nText(),
    )


BREADTH_2018 = (
    _told(
        "police",
        "NPA",
        ("Мөрдөгч хохирогчийг хэд хэдэн удаа байцаадаг.", "Investigators question a victim several times over."),
        ("Нэг удаагийн байцаалт", "One interview"),
        (
            "Хохирогчийг нэг удаа, дүрс бичлэгтэй байцаах журам гаргах.",
            "Lay down that a victim is interviewed once, and that the interview is recorded.",
        ),
        ("NPA", "MLSW"),
        "implemented",
    ),
    _told(
        "shelter",
        "MGEC",
        ("Шүүх хуралд хохирогч яллагдагчтай нүүр тулдаг.", "In court a victim faces the accused."),
        ("Хамгаалагдсан танхим", "A protected room"),
        (
            "Шүүх бүрд хохирогчийн мэдүүлэг өгөх тусгай өрөө гаргах.",
            "Set apart a room in every court from which a victim can testify.",
        ),
        ("SSIA", "NPA"),
        "released",
    ),
    _told(
        "border",
        "GABP",
        ("Боомтын ажилтан жил бүр солигддог.", "Staff at the ports change every year."),
        ("Ээлж солиход сургалт", "Training at every rotation"),
        (
            "Боомтын ээлж солигдох бүрд хоёр өдрийн сургалт явуулах.",
            "Hold a training of two days at every rotation of the ports' staff.",
        ),
        ("GABP", "NPA"),
        "released",
    ),
    _told(
        "labour",
        "MLSW",
        (
            "Хувийн зуучлагчид гэрээгүй ажилчин илгээдэг.",
            "Private brokers send workers abroad without a contract.",
        ),
        ("Зуучлагчийн бүртгэл", "A register of brokers"),
        (
            "Гадаадад ажилчин илгээдэг зуучлагчийн нээлттэй бүртгэл хөтлөх.",
            "Keep an open register of the brokers who send workers abroad.",
        ),
        ("MLSW", "SSIA"),
        "released",
    ),
    _told(
        "police",
        "OPG",
        ("Прокурор, цагдаагийн тоо зөрдөг.", "The prosecutors' and the police's numbers differ."),
        ("Нэг тоо", "One count"),
        (
            "Гэмт хэргийн тоог сар бүр нэг маягтаар нэгтгэх.",
            "Count offences once a month on one and the same form.",
        ),
        ("NPA", "SSIA"),
        "released",
    ),
    _told(
        "border",
        "IAM",
        ("Цагаачлалын бүртгэлд эргэлзээтэй урилга олон.", "Many doubtful invitations pass the immigration register."),
        ("Урилгыг хамтран шалгах", "Checking invitations together"),
        (
            "Эргэлзээтэй урилгыг цагдаа, цагаачлал, хилийн байгууллага хамтран шалгах.",
            "Have police, immigration and border protection check doubtful invitations together.",
        ),
        ("GABP", "NPA"),
        "released",
    ),
    _told(
        "labour",
        "MLSW",
        ("Аймагт хөдөлмөрийн байцаагч ганц байдаг.", "An aimag has a single labour inspector."),
        ("Хөдөлмөрийн байцаагч нэмэх", "More labour inspectors"),
        (
            "Уул уурхайн аймаг бүрд хоёр байцаагч нэмж ажиллуулах.",
            "Employ two more inspectors in every mining aimag.",
        ),
        ("SSIA", "MLSW"),
        "released",
        "Төсвийн боломжоор.",
        ("Уул уурхайн аймаг бүрд нэг байцаагч нэмж ажиллуулах.", "Employ one more inspector in every mining aimag."),
    ),
    _told(
        "shelter",
        "TALITA",
        ("Хохирогч эмчид өөрөө мөнгө төлдөг.", "A victim pays the doctor herself."),
        ("Эмчилгээний зардал", "The cost of treatment"),
        (
            "Хохирогчийн эмчилгээний зардлыг эрүүл мэндийн даатгалаас хариуцах.",
            "Let health insurance bear the cost of a victim's treatment.",
        ),
        ("MLSW", "SSIA"),
        "released",
    ),
    _told(
        "labour",
        "UMN",
        ("Жолооч нарын зогсоолд гэрэл, камер байхгүй.", "Lorry parks have neither light nor camera."),
        ("Зогсоолын гэрэл", "Light in lorry parks"),
        ("Улсын замын зогсоол бүрийг гэрэлтүүлэх.", "Light every lorry park on State roads."),
        ("SSIA",),
        "superseded",
    ),
    _told(
        "police",
        "DRN",
        ("Сумын цагдаад тусгай сургалт хүрдэггүй.", "Special training does not reach the soums' police."),
        ("Сумын цагдааг сургах", "Training the soums' police"),
        ("Сум бүрийн цагдааг жилд нэг удаа сургах.", "Train the police of every soum once a year."),
        ("NPA",),
        "deferred",
        "Санхүүжилт тодорхой болтол.",
    ),
    _told(
        "shelter",
        "ECPAT",
        ("Зочид буудал насанд хүрээгүйг шалгадаггүй.", "Hotels do not ask how old their guests are."),
        ("Зочид буудлын лиценз", "Licences of hotels"),
        (
            "Шаардлага зөрчсөн зочид буудлын лицензийг шууд хүчингүй болгох.",
            "Withdraw at once the licence of a hotel that breaks the rules.",
        ),
        ("SSIA",),
        "declined",
        "Хуульд ийм арга хэмжээ байхгүй.",
    ),
    _told(
        "border",
        "GABP",
        ("Боомт дээр хүлээх өрөө байхгүй.", "The ports have no room to wait in."),
        ("Боомтод байр барих", "Building houses at the ports"),
        ("Боомт бүрд хохирогч байрлуулах байшин барих.", "Build a house for victims at every port."),
        ("GABP", "MLSW"),
        "declined",
        "Хамгаалах байрны сүлжээг өргөжүүлэхийг илүүд үзэв.",
    ),
)
BREADTH_NOW = (
    _told(
        "shelter",
        "MGEC",
        ("Эрэгтэй хохирогчид зориулсан байр алга.", "There is no shelter for men."),
        ("Эрэгтэй хохирогчийн байр", "A shelter for men"),
        ("Эрэгтэй хохирогчид зориулсан нэг байр ажиллуулах.", "Run one shelter for men."),
        ("MLSW", "NAFYCD"),
        "released",
    ),
    _told(
        "family",
        "NAFYCD",
        ("Хүүхэд хуульчгүй байцаагддаг.", "Children are questioned without a lawyer."),
        ("Хүүхдийн хуульч", "A lawyer for every child"),
        (
            "Хүүхэд хохирогч бүрийг эхний цагаас хуульчаар хангах.",
            "Give every child victim a lawyer from the first hour.",
        ),
        ("NAFYCD", "NPA"),
        "released",
    ),
    _told(
        "labour",
        "MLSW",
        ("Хохирогч байрнаас гараад ажилгүй үлддэг.", "Victims leave the shelter without work."),
        ("Ажилд зуучлах", "Finding work"),
        (
            "Байрнаас гарсан хүнийг хоёр сарын дотор ажилд зуучлах.",
            "Find work within two months for everybody who leaves a shelter.",
        ),
        ("MLSW", "NAFYCD"),
        "released",
    ),
    _told(
        "shelter",
        "TALITA",
        ("Сэтгэл зүйч нийслэлд л байдаг.", "There are psychologists in the capital only."),
        ("Алсын сэтгэл зүйч", "A psychologist from afar"),
        (
            "Аймгийн хохирогчид утас, дүрсээр сэтгэл зүйчийн тусламж үзүүлэх.",
            "Offer victims in the aimags a psychologist by telephone and video.",
        ),
        ("NAFYCD", "MLSW"),
        "released",
    ),
    _told(
        "labour",
        "UMN",
        ("Зогсоолд гэрэл тавьсан ч харуул алга.", "Lorry parks are lit by now, and nobody watches them."),
        ("Зогсоолын харуул, гэрэл", "Light and watch in lorry parks"),
        (
            "Улсын замын зогсоол бүрийг гэрэлтүүлж, шөнийн харуултай болгох.",
            "Light every lorry park on State roads, and have it watched at night.",
        ),
        ("SSIA", "NPA"),
        "replaces",
    ),
    _told(
        "partner",
        "IOM",
        ("Буцаж ирсэн иргэний цаашдыг хэн ч мэддэггүй.", "Nobody knows what becomes of those who return."),
        ("Буцаж ирсний дараа", "After the return"),
        (
            "Гадаадаас буцаж ирсэн хохирогчийг нэг жилийн турш дэмжиж, үр дүнг тооцох.",
            "Support victims who return from abroad for a year, and see what came of it.",
        ),
        ("MLSW", "GABP"),
        "released",
        "Эхний жил гурван аймагт.",
        (
            "Гурван аймагт буцаж ирсэн хохирогчийг нэг жилийн турш дэмжиж, үр дүнг тооцох.",
            "Support victims who return to three aimags for a year, and see what came of it.",
        ),
    ),
    _told(
        "family",
        "NAFYCD",
        ("Утасны зөвлөгч шөнө ганцаараа ажилладаг.", "At night one counsellor answers the telephone alone."),
        ("Шөнийн хоёр зөвлөгч", "Two counsellors at night"),
        ("Тусламжийн утсанд шөнө хоёр зөвлөгч ажиллуулах.", "Have two counsellors answer the helpline at night."),
        ("NAFYCD",),
        "endorsed",
    ),
    _told(
        "shelter",
        "MGEC",
        ("Байрны хаяг баримт бичигт ил гардаг.", "Papers give a shelter's address away."),
        ("Хаягийн нууцлал", "Keeping addresses secret"),
        ("Албан бичигт хамгаалах байрны хаягийг бичихгүй байх.", "Write no shelter's address into any official paper."),
        ("NPA", "MLSW"),
        "endorsed",
    ),
    _told(
        "partner",
        "ECPAT",
        ("Хохирогчийн нөхөн төлбөр хэдэн жил болдог.", "Compensation takes a victim years."),
        ("Нөхөн төлбөрийн сан", "A fund for compensation"),
        (
            "Гэмт хэргийн орлогоос нөхөн төлбөрийн сан байгуулах.",
            "Found a compensation fund out of the proceeds of crime.",
        ),
        ("MLSW",),
        "declined",
        "Төсвийн хуульд нийцэхгүй.",
    ),
    _told(
        "labour",
        "MLSW",
        ("Халамжийн ажилтан хохирогчийг танихгүй.", "Social workers do not recognise a victim."),
        ("Халамжийн ажилтны гарын авлага", "A handbook for social workers"),
        (
            "Халамжийн ажилтанд зориулсан таних гарын авлага гаргах.",
            "Write a handbook with which social workers recognise victims.",
        ),
        ("MLSW",),
        "withdrawn",
        "Өөр зөвлөмжид орсон.",
    ),
    _told(
        "family",
        "NAFYCD",
        ("Дотуур байрны хүүхдийг хэн ч асуудаггүй.", "Nobody asks children in dormitories."),
        ("Дотуур байрны ярилцлага", "Talks in dormitories"),
        (
            "Сургуулийн дотуур байранд улирал бүр нууцлалтай ярилцлага хийх.",
            "Hold confidential talks in school dormitories every quarter.",
        ),
        ("NAFYCD",),
        "submitted",
    ),
    _told(
        "shelter",
        "TALITA",
        ("Байрны ажилтны цалин гурван сар хоцордог.", "Shelter staff are paid three months late."),
        ("Байрны ажилтны цалин", "Pay of shelter staff"),
        ("Хамгаалах байрны ажилтны цалинг сар бүр олгох.", "Pay the staff of shelters every month."),
        ("MLSW",),
        "on_paper",
    ),
    _told(
        "partner",
        "IOM",
        ("Гадаадад байгаа иргэн хаана хандахаа мэддэггүй.", "Citizens abroad do not know where to turn."),
        ("Элчин сайдын яамны санамж", "A leaflet of the embassies"),
        ("Элчин сайдын яам бүрд тусламжийн санамж бичгийг байршуулах.", "Display a leaflet on help in every embassy."),
        ("MLSW",),
        "consolidated",
    ),
    _told(
        "labour",
        "MLSW",
        ("Ажлын зарын сайтыг хэн ч шалгадаггүй.", "Nobody looks through the sites with job offers."),
        ("Зарын сайтын шалгалт", "Looking through job sites"),
        (
            "Ажлын зарын сайтыг сар бүр хянаж, сэжигтэй зарыг мэдээлэх.",
            "Look through job sites every month and report doubtful offers.",
        ),
        ("SSIA",),
        "adopted",
    ),
    _told(
        "family",
        "NAFYCD",
        (
            "Спорт дугуйланд хүүхэд илгээх гэрээ хяналтгүй.",
            "Contracts that send young athletes abroad are not looked at.",
        ),
        ("Залуу тамирчны гэрээ", "Contracts of young athletes"),
        (
            "Насанд хүрээгүй тамирчныг гадаадад илгээх гэрээг бүртгэж байх.",
            "Register every contract that sends a minor athlete abroad.",
        ),
        ("NAFYCD",),
        "draft",
    ),
)

# What an addressee promises for each recommendation in force, step by step: "%s" is the recommendation's title.
PLAN = (both("Төлөвлөгөө гаргаж батлуулах: %s", "Draw up a plan and have it approved: %s"), "Policy division")
TRAINING = (both("Гүйцэтгэх ажилтнаа сургах: %s", "Train those who carry it out: %s"), "Training division")
# How far each promise of this year is, in turn: its state, and how many days are left until its day.
STATES = (
    ("signed", 12),
    ("signed", 25),
    ("done", 3),
    ("verified", 30),
    ("named", 60),
    ("signed", 38),
    ("signed", 80),
    ("verified", 45),
)
# The same of the trainings of 2018, for which a new day was asked: half of them have let that pass as well.
STATES_SINCE_2018 = (
    ("signed", -12),
    ("signed", -38),
    ("done", -3),
    ("signed", 25),
    ("signed", -2),
    ("signed", -20),
    ("signed", 40),
    ("done", -8),
    ("signed", 18),
    ("verified", -30),
    ("signed", -38),
    ("signed", -6),
    ("signed", -16),
    ("signed", -20),
    ("signed", -12),
)
# An addressee that has not answered yet.
STILL_SILENT = ("NPA", "A lawyer for every child")
REPORT = "Done; the papers are kept at the division."
VERDICT = "Read the papers and asked two of those concerned."
EVIDENCE = "https://www.example.org/annual-report"
MORE_TIME = "Сургах багш нар солигдсон; хичээлийг шинээр бэлтгэж байна."
