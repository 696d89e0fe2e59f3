"""Characters that must not pass, and characters that nobody sees. Every change is one for one."""

from __future__ import annotations

import re
from typing import Final

# Controls print nothing and break logs and databases: a space keeps the offsets. Tab and line feed stay.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# Half a surrogate pair and the non-characters can't be stored: the replacement character says so.
_UNSTORABLE: Final = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\U000e0000-\U000e007f]"
)
_LAYOUT_ONLY: Final = frozenset("\x0b\x0c\x85\u2028\u2029")


def clean(text: str) -> tuple[str, frozenset[str]]:
    """The same text, as long as before, without characters that can't be stored; and what to remark about it.

    Remarks: ``control_characters`` and ``replaced_characters`` where something was replaced,
    ``invisible_characters`` where zero-width or direction marks stand in the text (they are kept: a person must
    see that a figure holds them).
    """
    remarks: set[str] = set()
    found = set(_CONTROLS.findall(text))
    if found:
        if found - _LAYOUT_ONLY:
            remarks.add("control_characters")
        text = _CONTROLS.sub(" ", text)
    if _UNSTORABLE.search(text):
        remarks.add("replaced_characters")
        text = _UNSTORABLE.sub("\ufffd", text)
    elif "\ufffd" in text:
        remarks.add("replaced_characters")
    if _INVISIBLE.search(text):
        remarks.add("invisible_characters")
    return text, frozenset(remarks)


# What some PDF makers store in place of the character: the radicals of U+2F00 and the ones of U+2E80 that have one
# unmistakable twin. Never NFKC: it would also turn ① into a 1 that nobody wrote.
_RADICALS: Final = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工"
    "己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉"
    "瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行"
    "衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯"
    "鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
_SUPPLEMENT: Final = (
    "⺁⺅⺇⺋⺌⺎⺏⺒⺓⺕⺖⺗⺘⺙⺝⺟⺠⺡⺢⺣⺤⺨⺩⺬⺭⺮⺰⺲⺷⺸⺹⺼⺽⺾⻁⻂⻃⻄⻅⻆⻉⻋⻌⻍⻎⻏⻐⻑"
    "⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻲⻳"
)
_TWINS: Final = (
    "厂亻几㔾小兀尣巳幺彐忄心扌攵月母民氵氺灬爫犭王示礻竹纟罒羊羊耂月臼艹虎衤西西见角贝车辶辶辶阝钅長"
    "镸长门阝青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟龟"
)
_UNIFIED: Final = {0x2F00 + i: c for i, c in enumerate(_RADICALS)} | str.maketrans(_SUPPLEMENT, _TWINS)


def unify_radicals(text: str) -> str:
    """The text with Kangxi and supplementary radicals replaced by the characters that they look like, one for one."""
    return text.translate(_UNIFIED)
