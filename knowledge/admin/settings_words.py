"""What each setting means, in the words and the order of the settings page. docs/knowledge.md has the formulas."""

from __future__ import annotations

from typing import NamedTuple


class Explained(NamedTuple):
    """A setting: its dotted key, what it does, and an example."""

    key: str
    meaning: str
    example: str


class SettingGroup(NamedTuple):
    """Settings that are thought about together, with what they do and how they must fit to each other."""

    name: str
    heading: str
    about: str
    settings: tuple[Explained, ...]


_AGES = SettingGroup(
    "age_bands",
    "Age bands",
    "A man's age picks the band, and the band picks how common each cause and each finding is taken to be. The bands "
    "must follow each other without a gap, from 18 to 120 years: when you move the end of one band, move the start of "
    "the next. The names of the bands, such as 18\N{EN DASH}39, stay as they are.",
    (
        Explained("age_bands.a18_39", "The youngest men.", "18 to 39"),
        Explained("age_bands.a40_59", "Starts one year after the band before it ends.", "40 to 59"),
        Explained("age_bands.a60_74", "Starts one year after the band before it ends.", "60 to 74"),
        Explained("age_bands.a75_plus", "The oldest men.", "75 to 120"),
    ),
)

_FREQUENCY = SettingGroup(
    "frequency",
    "What the frequency words mean",
    "An evidence row says with a word how often men with a cause, and with weak legs, have a finding. Here each word "
    "gets its share. The shares must fall from obligate to excluded.",
    (
        Explained("frequency.obligate", "Every man with the cause has it.", "0.98 stands for 100%"),
        Explained("frequency.very_frequent", "Most men with the cause have it.", "0.9 stands for 80 to 99%"),
        Explained("frequency.frequent", "About half of them have it.", "0.55 stands for 30 to 79%"),
        Explained("frequency.occasional", "Some of them have it.", "0.15 stands for 5 to 29%"),
        Explained("frequency.very_rare", "Hardly any of them has it.", "0.025 stands for 1 to 4%"),
        Explained(
            "frequency.excluded",
            "None of them has it. Used for options of pages with one choice; for all other findings see “When a "
            "finding is excluded”.",
            "0.005 stands for 0%, and is not 0 because a man can have a second problem",
        ),
    ),
)

_PRIOR = SettingGroup(
    "prior",
    "How common the causes are",
    "Each cause says with a word how common it is among men with weak legs at each age. Here each word gets its "
    "weight. Only how the weights compare matters, not their sum. The five weights of the words must fall from very "
    "common to very rare.",
    (
        Explained("prior.very_common", "The main cause in 10 of 100 men or more.", "0.12"),
        Explained("prior.common", "The main cause in 3 to 10 of 100 men.", "0.05"),
        Explained("prior.uncommon", "The main cause in 0.5 to 3 of 100 men.", "0.012"),
        Explained("prior.rare", "The main cause in 5 to 50 of 10,000 men.", "0.002"),
        Explained("prior.very_rare", "The main cause in fewer than 5 of 10,000 men.", "0.0002"),
        Explained(
            "something_else_prior",
            "Weight of “something else”: what is not on the list of causes. No finding speaks for or against it. A "
            "larger number makes the check say more often that no cause on the list fits well.",
            "0.12 makes it start as a very common cause does",
        ),
        Explained(
            "requires_missing",
            "Some causes require a finding. When it is not present, the weight of the cause is multiplied by this.",
            "at 0.05 a common cause (0.05) without its required finding counts as 0.0025",
        ),
    ),
)

_VETO = SettingGroup(
    "soft_veto",
    "When a finding is excluded",
    "“Excluded” in the evidence never rules a cause out, because a man can have a second problem. It only makes the "
    "cause less likely. These two numbers say how much.",
    (
        Explained(
            "soft_veto.present",
            "Ratio for a finding on a page with several choices, or with yes and no, that is present though the cause "
            "excludes it.",
            "at 0.3 the odds of the cause fall to 3 tenths",
        ),
        Explained(
            "soft_veto.single_choice_floor",
            "For an option of a page with one choice the ratio is the share of “excluded” divided by the background, "
            "but never below this.",
            "at 0.05 the odds of the cause never fall below a twentieth by such an option",
        ),
    ),
)

_RATIO = SettingGroup(
    "ratio",
    "How far one finding may move a cause",
    "Each finding multiplies the odds of a cause by a ratio: above 1 it speaks for the cause, below 1 against it. "
    "These limits keep one answer from deciding everything. The least ratio lies below 1 and the greatest above 1, "
    "and the greatest ratio of an absent finding is not above the greatest ratio.",
    (
        Explained(
            "ratio.min",
            "No finding speaks more strongly against a cause than this.",
            "at 0.05 the odds fall to a twentieth at most",
        ),
        Explained("ratio.max", "No finding speaks more strongly for a cause than this.", "at 60 the odds grow 60-fold"),
        Explained(
            "ratio.max_absent",
            "No missing finding speaks more strongly for a cause than this.",
            "at 3 a “no” makes the odds three times as large at most",
        ),
        Explained(
            "risk_product_max",
            "Evidence rows with a likelihood ratio are facts about risk. Taken together, those of one cause multiply "
            "its odds by no more than this.",
            "at 20 three facts of 4, 3 and 2 count as 20, not as 24",
        ),
    ),
)

_OVERLAP = SettingGroup(
    "overlap",
    "Findings that overlap or come from elsewhere",
    "Findings of one cluster say much the same, and a man can have a finding for reasons that have nothing to do with "
    "the cause. These two numbers keep both from counting too much.",
    (
        Explained(
            "cluster_decay",
            "Inside a cluster the strongest finding counts in full, the next one this part of it, the third this part "
            "of that, and so on.",
            "0.5 gives the weights 1, 0.5, 0.25",
        ),
        Explained(
            "leak_of_background",
            "Part of a finding's background that is taken to come from elsewhere, beside the cause. Used for symptoms, "
            "signs and areas on pages with several choices or with yes and no.",
            "at 0.5 half the background",
        ),
    ),
)

_REPORT = SettingGroup(
    "report_sensitivity",
    "How far to trust a missing tick",
    "A man who has a finding does not always say so. The lower these numbers, the less a finding that is not there "
    "speaks against a cause.",
    (
        Explained(
            "report_sensitivity.absent",
            "For findings that were denied: a “no”, or “None of these”.",
            "0.95 if 95 of 100 men who have it would have said so",
        ),
        Explained(
            "report_sensitivity.unticked",
            "For findings left unticked beside a ticked one.",
            "0.8 if 8 of 10 men who have it would have ticked it",
        ),
    ),
)

_FIT = SettingGroup(
    "fit",
    "Words for how well a cause fits",
    "Pages show words and no percentages. A cause, or a group of causes, gets its word by its share. The three numbers "
    "must fall from strong to weak.",
    (
        Explained("fit.strong", "Least share of a strong fit.", "at 0.35 a cause with a share of 0.4 is a strong fit"),
        Explained(
            "fit.possible", "Least share of a possible fit.", "at 0.1 a cause with a share of 0.2 is a possible fit"
        ),
        Explained(
            "fit.weak",
            "Least share of a weak fit. A cause below it is not shown among the causes.",
            "at 0.02 a cause with a share of 0.01 is not shown",
        ),
    ),
)

_STRENGTH = SettingGroup(
    "strength",
    "Words for how much one finding counts",
    "The outcome says of each finding whether it is strong, moderate or slight evidence. The word follows from the "
    "natural logarithm of its ratio times its weight in the cluster, without the sign. Strong must be above moderate; "
    "below moderate it is slight.",
    (
        Explained("strength.strong", "From here on it is strong.", "at 2 a ratio of 8 (logarithm 2.08) is strong"),
        Explained(
            "strength.moderate", "From here on it is moderate.", "at 1 a ratio of 3 (logarithm 1.10) is moderate"
        ),
    ),
)

_SHOWN = SettingGroup(
    "shown",
    "How much a page shows",
    "The outcome keeps every cause that fits; the page shows the first of them.",
    (
        Explained("shown.causes", "Causes on the page of the outcome.", "8"),
        Explained("shown.categories", "Groups of causes on that page.", "4"),
        Explained("shown.serious_apart", "Causes in the box of serious ones.", "4"),
    ),
)

_SERIOUS = SettingGroup(
    "serious_apart",
    "The box of less likely but serious causes",
    "A cause stands in this box when it is urgent and likely enough by these two settings, or when a rule that fired "
    "suspects it. A cause that is shown as a strong or possible fit does not stand there again.",
    (
        Explained(
            "serious_apart.urgency_at_least",
            "The cause's own urgency must be this one or a higher one.",
            "same day also lets in causes whose urgency is emergency now",
        ),
        Explained(
            "serious_apart.share_at_least",
            "The cause's share must be at least this.",
            "at 0.002 a cause with a share of 0.001 is not shown there",
        ),
    ),
)

_INTERVIEW = SettingGroup(
    "interview",
    "How long the interview is",
    "Emergency pages, clinical pages with one choice, and pages that an open emergency or same-day rule needs are "
    "always asked, whatever stands here.",
    (
        Explained(
            "interview.max_pages",
            "Most pages of an interview, with those on scope and age.",
            "at 40 no further page is asked after the fortieth unless safety needs it",
        ),
        Explained(
            "interview.min_gain_bits",
            "A page is not worth asking when it is expected to tell less than this, in bits. Stored and checked, but "
            "the engine does not use it yet.",
            "0.03",
        ),
        Explained(
            "interview.category_gain_weight",
            "How much more it counts when a page tells about the group of causes at the top. Stored and checked, but "
            "the engine does not use it yet.",
            "2 counts it double",
        ),
        Explained(
            "interview.serious_gain_weight",
            "How much more it counts when a page tells about serious causes. Stored and checked, but the engine does "
            "not use it yet.",
            "2 counts it double",
        ),
    ),
)

_LIMITS = SettingGroup(
    "time_limit_days",
    "Days until he should be seen",
    "They give the day in the advice: {weekday} and {date} in the texts. “Within days” must not be longer than "
    "“routine”.",
    (
        Explained(
            "time_limit_days.within_days",
            "For outcomes of the urgency “within days”.",
            "at 7 a man who does the check on 1 March reads 8 March",
        ),
        Explained(
            "time_limit_days.routine",
            "For outcomes of the urgency “routine”.",
            "at 28 a man who does the check on 1 March reads 29 March",
        ),
    ),
)

_VISIT = SettingGroup(
    "visit",
    "The visit",
    "A man's answers are kept only in a cookie of his own browser.",
    (
        Explained(
            "visit.answers_hours",
            "Hours after the start of the check until the answers are no longer read and it starts again.",
            "at 24 a man who started at noon can go on until noon of the next day",
        ),
        Explained(
            "visit.cookie_bytes_max",
            "Most bytes of the cookie when every page is answered in the longest way. A draft that needs more cannot "
            "be published.",
            "3000",
        ),
    ),
)

_LANGUAGE = SettingGroup(
    "texts",
    "The language of the texts",
    "All texts of the knowledge are in one language. A site that speaks another one does not publish them.",
    (
        Explained(
            "language",
            "The language that the texts are written in, as a short tag. It translates nothing: change it with the "
            "texts.",
            "en for English, de for German, pt-BR for the Portuguese of Brazil",
        ),
    ),
)

GROUPS = (
    _AGES,
    _FREQUENCY,
    _PRIOR,
    _VETO,
    _RATIO,
    _OVERLAP,
    _REPORT,
    _FIT,
    _STRENGTH,
    _SHOWN,
    _SERIOUS,
    _INTERVIEW,
    _LIMITS,
    _VISIT,
    _LANGUAGE,
)
