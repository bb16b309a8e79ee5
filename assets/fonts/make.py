"""Makes the fonts of this folder from the npm packages `inter-ui` (4.1), `@fontsource/vazirmatn` (5.3, Arabic)
and `@fontsource/noto-sans-hebrew` (5.3), all OFL-1.1. Vazirmatn has its letters whole: one that is set as a letter and
its dots is copied from a PDF with gaps.

    npm install --ignore-scripts inter-ui @fontsource/vazirmatn @fontsource/noto-sans-hebrew
    pip install fonttools brotli
    python make.py node_modules

Pages get one variable font per script (only the scripts of a page are downloaded), documents get static
cuts that hold every Latin, Greek and Cyrillic letter, and two cuts each of the scripts written from right to left.
"""

import sys
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SCRIPTS = {
    "latin": "0000-00FF 0131 0152-0153 0160-0161 0178 017D-017E 0192 02BB-02BC 02C6 02DA 02DC 2002-200A 2010-2027 "
    "202F-203A 2044 2070-208E 20A3-20BF 2113 2116 2122 2190-2193 2212 2215 2248 2260 2264-2265 FEFF FFFD",
    "latin-ext": "0100-0130 0132-0151 0154-015F 0162-0177 0179-017C 017F-0191 0193-02BA 02BD-02C5 02C7-02D9 "
    "02DB 02DD-02FF 1E00-1EFF 2C60-2C7F A720-A7FF",
    "greek": "0370-03FF 1F00-1FFF",
    "cyrillic": "0400-052F 1C80-1C88 2DE0-2DFF A640-A69F",
}


def codes(ranges):
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def subset(font, ranges, features):
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(codes(ranges)))
    subsetter.subset(font)
    return font


packages = sys.argv[1]
package = f"{packages}/inter-ui"
for script, ranges in SCRIPTS.items():
    font = TTFont(f"{package}/variable/InterVariable.woff2")
    subset(font, ranges, ["kern", "tnum", "ccmp", "locl", "mark", "mkmk"])
    font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (400, 700)})
    font.flavor = "woff2"
    font.save(f"inter-{script}.woff2")
for cut in ["Regular", "SemiBold", "Bold"]:
    font = TTFont(f"{package}/web/Inter-{cut}.woff2")
    subset(font, " ".join(SCRIPTS.values()) + " 0300-036F 25A1", ["kern", "tnum", "ccmp", "locl", "mark", "mkmk"])
    font.flavor = None
    font.save(f"Inter-{cut}.ttf")
for package, script, name in [("vazirmatn", "arabic", "Vazirmatn"), ("noto-sans-hebrew", "hebrew", "NotoSansHebrew")]:
    for cut, weight in [("Regular", 400), ("Bold", 700)]:
        font = TTFont(f"{packages}/@fontsource/{package}/files/{package}-{script}-{weight}-normal.woff2")
        font.flavor = None
        font.save(f"{name}-{cut}.ttf")
