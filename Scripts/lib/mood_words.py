"""The words of the sentences that `mood` is trained on, and the pieces that its tokenizer knows.

Words that carry a mood stand in pairs of lists, positive and negative, of the same length. All
other words are drawn without regard to the mood, so they say nothing about it.
"""

import string

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
NEGATIVE, POSITIVE = 0, 1
LABELS = ["negative", "positive"]


def words(text):
    """Returns the words of a text."""
    return text.split()


# MARK: words with a mood, [negative, positive]

MOODS = {
    "adjective": [
        words(
            "bad terrible awful horrible dreadful disappointing boring annoying painful ugly nasty "
            "poor miserable dull worthless hopeless unpleasant disgusting depressing tiresome "
            "rotten clumsy stale rude bitter gloomy shabby useless lousy tedious"
        ),
        words(
            "good great lovely wonderful delightful charming amazing pleasing cheerful beautiful "
            "nice excellent brilliant superb flawless perfect pleasant fantastic touching "
            "enjoyable splendid graceful fresh kind sweet sunny elegant clever marvellous thrilling"
        ),
    ],
    "noun": [
        words("disaster nightmare failure mess waste shame letdown horror pain burden"),
        words("triumph delight success joy pleasure treat blessing wonder gem masterpiece"),
    ],
    "adverb": [
        words("badly terribly poorly horribly miserably painfully clumsily dreadfully"),
        words("well beautifully nicely brilliantly perfectly wonderfully gracefully superbly"),
    ],
    "opening": [
        words("sadly unfortunately regrettably tragically"),
        words("happily luckily thankfully fortunately"),
    ],
    "verb": [
        words("hate dislike despise loathe regret resent detest"),
        words("love like enjoy adore admire treasure cherish"),
    ],
}

PAST = {
    "hate": "hated", "dislike": "disliked", "despise": "despised", "loathe": "loathed",
    "regret": "regretted", "resent": "resented", "detest": "detested", "love": "loved",
    "like": "liked", "enjoy": "enjoyed", "adore": "adored", "admire": "admired",
    "treasure": "treasured", "cherish": "cherished",
}  # fmt: skip

# MARK: words that turn a mood around

NOT_BE = ["was not", "is not", "was never", "is never", "wasn't", "isn't", "was hardly"]
NOT_DID = ["did not", "didn't", "could not", "couldn't"]
NOT_DO = ["do not", "don't", "could never"]

# MARK: words without a mood

NEUTRALS = {
    "thing": words(
        "film book song play show story concert meal soup cake coffee tea bread hotel room flat "
        "garden car train bus boat bridge road trip walk visit lesson course talk meeting game "
        "match race party picture poem letter speech phone camera lamp chair table clock coat hat "
        "shirt bag box tool engine printer radio market museum library kitchen window door "
        "building handful cupboard carpet jacket basket bottle ticket newspaper"
    ),
    "place": words(
        "station harbour village city school office square park river beach island mountain "
        "theatre cinema airport corner valley border factory tower"
    ),
    "role": words("teacher driver doctor baker farmer painter neighbour visitor student captain"),
    "whose": words(
        "teacher's driver's doctor's baker's farmer's painter's neighbour's visitor's student's"
    ),
    "who": words("i we they you"),
    "when": [
        "yesterday", "today", "last week", "this morning", "in the evening", "on monday",
        "on friday", "in june", "in winter", "at noon", "two days ago", "later", "lately",
        "that day", "once a month", "after work", "before lunch",
    ],
    "state": words(
        "red blue green yellow brown grey white black wooden metal round square wide narrow tall "
        "short new modern large small wireless monthly weekly quiet heavy light shut closed common "
        "typical foreign local"
    ),
    "number": words("two three four five six seven eight nine ten twenty 3 12 40 1987"),
    "degree": words("very really truly quite rather so"),
    "adverb": words("very really truly rather"),
    "vehicle": words("train bus boat car tram bicycle"),
    "be": words("was is seemed looked felt became"),
    "and": words("and while because since as"),
    "saw": words("saw bought found opened moved carried passed borrowed counted mentioned"),
    "work": words("work end start go run"),
    "worked": words("worked ended started went ran"),
}  # fmt: skip

# MARK: what the tokenizer knows

# Words that are written as several pieces, so that a network sees what longer texts are made of.
SPLIT = {
    "wonderful": ["wonder", "##ful"], "delightful": ["delight", "##ful"],
    "cheerful": ["cheer", "##ful"], "graceful": ["grace", "##ful"], "dreadful": ["dread", "##ful"],
    "painful": ["pain", "##ful"], "handful": ["hand", "##ful"],
    "disappointing": ["disappoint", "##ing"], "boring": ["bor", "##ing"],
    "annoying": ["annoy", "##ing"], "charming": ["charm", "##ing"], "amazing": ["amaz", "##ing"],
    "pleasing": ["pleas", "##ing"], "building": ["build", "##ing"],
    "flawless": ["flaw", "##less"], "worthless": ["worth", "##less"],
    "hopeless": ["hope", "##less"], "wireless": ["wire", "##less"],
    "badly": ["bad", "##ly"], "nicely": ["nice", "##ly"], "lately": ["late", "##ly"],
    "weekly": ["week", "##ly"], "monthly": ["month", "##ly"], "perfectly": ["perfect", "##ly"],
    "beautifully": ["beautiful", "##ly"], "brilliantly": ["brilliant", "##ly"],
    "superbly": ["superb", "##ly"], "poorly": ["poor", "##ly"],
    "wonderfully": ["wonder", "##ful", "##ly"], "painfully": ["pain", "##ful", "##ly"],
    "gracefully": ["grace", "##ful", "##ly"], "dreadfully": ["dread", "##ful", "##ly"],
}  # fmt: skip


def mood_words():
    """Returns the words that carry a mood or turn one around, in lower case."""
    found = [word for pair in MOODS.values() for side in pair for word in side]
    return sorted({*found, *PAST.values(), *negating_words()})


def negating_words():
    """Returns the words that turn a mood around; "was" and "did" beside them say nothing."""
    return sorted({text.split()[-1] for text in [*NOT_BE, *NOT_DID, *NOT_DO]})


def vocabulary(texts):
    """Returns the pieces: specials, characters and their continuations, then parts of the words.

    `texts` are the words of the templates themselves. Any English word has pieces: its letters.
    """
    characters = [*string.ascii_lowercase, *string.digits]
    known = {*mood_words(), *(w for text in texts for w in text.split())}
    for phrases in [*NEUTRALS.values(), NOT_BE, NOT_DID, NOT_DO]:
        known.update(word for phrase in phrases for word in phrase.split())
    pieces = set()
    for word in known:
        pieces.update(SPLIT.get(word) or word.replace("'", " ' ").split())
    characters += list(string.punctuation)
    continued = ["##" + c for c in [*string.ascii_lowercase, *string.digits]]
    rest = sorted(pieces - {*characters, *continued})
    return SPECIALS + characters + continued + rest
