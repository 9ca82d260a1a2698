"""Words that carry a sentence and not its matter, in the languages that texts are compared in."""

from __future__ import annotations

from tulga.kit.search import fold

ENGLISH = """
a about above across after against all along also among an and any are as at be because been before being below between
both but by can could did do does during each either every few for from further had has have having he her his how i if
in including into is it its itself may might more most must neither no nor not of off on once one only onto or other
others our out over own per same shall she should so some such than that the their them themselves then there these they
this those through throughout to toward towards under until up upon us very via was we were what when where whether
which while who whom whose why will with within without would you your
"""
MONGOLIAN = """
ба болон бөгөөд буюу эсвэл мөн бас ч л нь юм бол болох болсон болно болгох байх байгаа байсан байна бий биш үгүй энэ
эдгээр тэр тэдгээр тус уг өөр өөрийн өөрөө бусад бүх бүгд бүр зарим аливаа ямар юу хэн хэрхэн гэх гэж гэсэн зэрэг тухай
талаар талаарх дагуу хүртэл хооронд хооронд дотор гадна дээр дээрх доор доорх өмнө дараа хойш үед тулд учир тул хэрэв
харин гэвч иймд түүний тэдний түүнд үүнд үүний мэт шиг төдийгүй байж байдаг авах хийх өгөх
"""
FUNCTION_WORDS = frozenset(map(fold, f"{ENGLISH} {MONGOLIAN}".split()))
