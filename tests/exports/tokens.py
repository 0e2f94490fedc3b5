"""Texts and the words the search makes of them: one table for the index (Python) and the page (script)."""

TEXTS: tuple[tuple[str, list[str]], ...] = (
    ("", []),
    ("… – “ ” ?!", []),
    ("The harbour master warned.", ["the", "harbour", "master", "warned"]),
    ("anti-war US/NATO 5G", ["anti", "war", "us", "nato", "5g"]),
    ("Lund's bridge, the mayors’ own; 'twas", ["lund", "bridge", "the", "mayors", "own", "twas"]),
    ("2,030 men, 10\u202f000 men; 2,03, 1,2", ["2030", "men", "10000", "men", "2", "03", "1", "2"]),
    ("2030’s 1990s", ["2030", "1990s"]),
    ("Łódź, Ørsted, Straße, Æsir, İzmir, ısı", ["lodz", "orsted", "strasse", "aesir", "izmir", "isi"]),
    ("Kassym-Jomart Toqaev", ["kassym", "jomart", "toqaev"]),
    ("Қасым-Жомарт Тоқаев, Ёлка й", ["қасым", "жомарт", "тоқаев", "елка", "и"]),
    ("O‘zbekiston Qur’an", ["ozbekiston", "quran"]),
    ("ΛΌΓΟΣ λόγος", ["λογοσ", "λογοσ"]),
    ("哈萨克斯坦 カザフ 2022年", ["哈", "萨", "克", "斯", "坦", "カ", "ザ", "フ", "2022", "年"]),
    ("शांति के लिए", ["शांति", "के", "लिए"]),
    ("سَلَام عليكم", ["سلام", "عليكم"]),
    ("fi ﬁnance ² ½ №5 snake_case", ["fi", "finance", "2", "1", "2", "no5", "snake", "case"]),
)
