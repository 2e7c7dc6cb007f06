"""Makes lines of text that are hard on tokenizers, the same ones for the same seed."""

import random
import unicodedata
from pathlib import Path

# Words of several scripts, with what their writers write: accents, joiners, no spaces.
WORDS = (
    "the quick brown fox jumps over lazy dogs don't I'M we'll they've THE naïve café résumé Zürich "
    "straße İstanbul ﬁne ﬀ Ⅷ ½ ² № ™ mañana año coração não être œuvre façade über Ångström "
    "Đà Nẵng Việt Nam cộng hòa Привет мир Москва Україна Ελλάδα Καλημέρα ΣΊΣΥΦΟΣ שלום עולם שָׁלוֹם "
    "مرحبا بالعالم العَرَبِيَّة فارسی‌زبان नमस्ते दुनिया क्षत्रिय বাংলা தமிழ் ไทยภาษา ภาษาไทย "
    "你好世界 我爱北京天安门 漢字仮名交じり文 こんにちは カタカナ ﾊﾝｶｸ がぎぐ 안녕하세요 한국어 "
    "ქართული հայերեն አማርኛ မြန်မာ ខ្មែរ བོད་ ᏣᎳᎩ 😀 👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪🇫🇷 ❤️ ①② ㍿ ﷺ "
    "http://example.org/a?b=c&d=%20 user@example.com C++ x=1; foo_bar fooBar 3.14159 1,000,000 "
    "٣٤٥ ४५६ 12345678901234567890 -- ... … “quoted” ‘single’ «guillemets» 「括弧」 ``tick'' ▁under Ġbyte"
).split()

SPACES = [" "] * 12 + ["  ", "   ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2009", "\u2028", ""]
SPECIALS = (
    "[CLS] [SEP] [MASK] [PAD] [UNK] <s> </s> <pad> <unk> <mask> <|endoftext|> <|im_start|> "
    "<|begin_of_text|> <0x0A> <extra_id_0> <|startoftext|> [INST]"
).split()
# Blocks from which characters are drawn: assigned, unassigned and of the private use area.
BLOCKS = [
    (0x00, 0x20), (0x20, 0x7F), (0x7F, 0xA0), (0xA0, 0x250), (0x250, 0x370), (0x370, 0x590),
    (0x590, 0x900), (0x900, 0x1100), (0x1100, 0x1200), (0x1200, 0x2000), (0x2000, 0x2070),
    (0x2070, 0x2E80), (0x2E80, 0x3400), (0x3400, 0xA000), (0xA000, 0xAC00), (0xAC00, 0xD7B0),
    (0xD7B0, 0xD800), (0xE000, 0xF900), (0xF900, 0x10000), (0x10000, 0x11000), (0x11000, 0x12000),
    (0x16000, 0x17000), (0x1D000, 0x1E000), (0x1E000, 0x1F000), (0x1F000, 0x1FB00),
    (0x20000, 0x2FA20), (0xE0000, 0xE01F0), (0x30000, 0x110000),
]
MARKS = [chr(code) for code in range(0x300, 0x370)] + list("\u0651\u064b\u093c\u0e31\u3099\u309a\u20dd\ufe0f")
ZERO_WIDTH = list("\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad\u061c")


def corpus_files():
    """Returns text files that are on most machines, in several languages."""
    tutors = sorted(Path("/usr/share/vim").glob("vim*/tutor/tutor.*.utf-8"))
    licences = sorted(Path("/usr/share/common-licenses").glob("*"))
    return [path for path in tutors + licences if path.is_file()]


def corpus(seed=7, lines=20000):
    """Returns lines to train tokenizers on."""
    texts = []
    for path in corpus_files():
        texts += path.read_text(encoding="utf-8", errors="replace").splitlines()
    texts += [unicodedata.name(chr(code), "").lower() for code in range(0x3000)]
    source = random.Random(seed)
    texts += [" ".join(source.choices(WORDS, k=12)) for _ in range(lines // 4)]
    source.shuffle(texts)
    return [text for text in texts if text.strip()][:lines]


def lines(count, seed=1):
    """Returns lines of all kinds, from empty ones to words of more than a hundred characters."""
    source = random.Random(seed)
    texts = corpus(lines=4000)
    made = ["", " ", "\n", "   ", "a", "\u0301", "\ufeff", "\x00", "[MASK]", " [MASK] ", "<mask>"]
    kinds = [_words, _words, _words, _words, _characters, _block, _marked, _digits, _long, _specials]
    while len(made) < count:
        if source.random() < 0.25:
            made.append(source.choice(texts))
        else:
            made.append(source.choice(kinds)(source))
    return made[:count]


def _words(source):
    return "".join(
        source.choice(WORDS) + source.choice(SPACES) for _ in range(source.randint(1, 20))
    )


def _characters(source):
    return "".join(_character(source) for _ in range(source.randint(1, 30)))


def _character(source):
    first, last = source.choice(BLOCKS)
    code = source.randrange(first, last)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _block(source):
    first, last = source.choice(BLOCKS[:-1])
    codes = (source.randrange(first, last) for _ in range(source.randint(1, 20)))
    return "".join(chr(code) if not 0xD800 <= code < 0xE000 else " " for code in codes)


def _marked(source):
    text = ""
    for _ in range(source.randint(1, 12)):
        text += source.choice("aeiouAEn가ᄀ一あ 1\n") + "".join(
            source.choices(MARKS + ZERO_WIDTH, k=source.randint(0, 3))
        )
    return text


def _digits(source):
    return "".join(
        source.choice(["7", "42", "123", "1984", "3.5", "%", "$", " ", "  ", "x", "٣", "²", "\t"])
        for _ in range(source.randint(1, 20))
    )


def _long(source):
    unit = source.choice(["a", "ab", "supercali", "一", "é", "!", " ", "\n", "1", "👍🏽", "ก็", "\u0301"])
    return source.choice(["", "x "]) + unit * source.randint(20, 200) + source.choice(["", " y"])


def _specials(source):
    parts = source.choices(WORDS + SPECIALS * 6, k=source.randint(1, 10))
    return "".join(part + source.choice(SPACES) for part in parts)
