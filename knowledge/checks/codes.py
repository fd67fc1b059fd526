"""Every code a check can report, with what it demands. Codes are stable: they are never reused or renumbered.

K001 to K009 are found while a file is read, K010 to K099 in one row, K101 and above in the set as a whole.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    # Reading a file
    "K001": "Every value has the type its field needs.",
    "K002": "A file holds only fields that are known.",
    "K003": "Every field that is needed is there.",
    "K004": "Where only certain words are allowed, one of them is used.",
    "K005": "A name stands only once in one entry of a file.",
    "K006": "Every file of the knowledge is there and can be read.",
    "K007": "A field worked out from others says the same as they do.",
    # Any row
    "K010": "A key is a small letter and up to 39 small letters, digits and underscores; a region is two capitals.",
    "K011": "An option does not use none, not_sure, rest_not_sure or prefer_not_to_say as its key.",
    "K012": "The options of one page have different keys.",
    "K013": "No text is empty; an optional text that is not needed is left out.",
    "K014": "Words in curly brackets are only those that are filled in at that place.",
    "K015": "Nothing stands twice in one list.",
    "K016": "Every finding, cause, evidence row, rule, self-care picture and advice names at least one source.",
    "K017": "The address of a source starts with http:// or https://.",
    "K018": "Words for another man have the same words in curly brackets as the words they stand in for.",
    "K019": "Words for another man stand only beside the words they stand in for.",
    # Findings
    "K020": "A background is above 0 and below 1; only worked-out findings may have 0 or 1 itself.",
    "K021": "A demographic finding has a key like age_50_plus, with an age from 18 to 120.",
    "K022": "The kind derived and the keys unsure_red_flag and screening_incomplete go together.",
    # Causes
    "K030": "An evidence row has either a frequency word or a likelihood ratio, never both.",
    "K031": "A likelihood ratio is a number above 0.",
    "K032": "A cause has at most one evidence row for each finding.",
    # Questions
    "K040": "A scope page is single choice and its options carry no findings.",
    "K041": "Only options of scope pages end the check.",
    "K042": "On a single-choice page each option makes one finding present and those of all other options absent.",
    "K043": "On a page with several choices each option makes at least one finding present and none absent.",
    "K044": "A yes/no page has the options yes and no; yes makes its findings present, no makes the same ones absent.",
    "K045": "A page has at least one option, a single-choice page at least two.",
    "K046": "A page has at most 8 options.",
    "K047": "Scope and emergency pages are always asked: they have no ask_if.",
    "K048": "Only options of scope pages say that somebody answers for another man.",
    # Rules and self-care pictures
    "K050": "A rule or a self-care picture asks for at least one finding.",
    "K051": "No list inside all_of or ask_if is empty.",
    "K052": "A finding stands only once in each list inside all_of or ask_if.",
    "K053": "A red-flag rule never gives self_care.",
    "K054": "The review of a self-care picture reads like 7 days, and is at least 1 day.",
    # Vignettes
    "K060": "The age in a vignette is from 18 to 120.",
    "K061": "A vignette names a finding in only one of present, absent and unsure.",
    "K062": "The lowest urgency a vignette expects is not above the highest.",
    "K063": "A vignette expects at least one category and one cause.",
    # Regions
    "K070": "The emergency number to dial is digits only.",
    # Settings
    "K080": "The format of the settings is 1.",
    "K081": "The age bands start at 18, end at 120 and follow each other without a gap.",
    "K082": "The shares of the frequency words fall from obligate to excluded, all above 0 and none above 1.",
    "K083": "The prior weights fall from very_common to very_rare, all above 0 and none above 1.",
    "K084": "Every share and factor in the settings that lies between 0 and 1 is above 0 and not above 1.",
    "K085": "The smallest ratio is below 1, the largest above 1, and the other limits of ratios lie from 1 upwards.",
    "K086": "The fit thresholds fall from strong to weak, all above 0 and none above 1.",
    "K087": "The strength threshold strong is above moderate, and moderate above 0.",
    "K088": "Counts of what is shown and asked are at least 1.",
    "K089": "The least gain of a page and the gain weights are not negative.",
    "K090": "Time limits are at least 1 day, and within_days is not longer than routine.",
    "K091": "Answers are kept 1 to 168 hours, in a cookie of 500 to 4000 bytes.",
    "K092": "The language of the texts is a tag such as en, de or pt-BR.",
    # The set as a whole
    "K101": "No two rows of one file have the same key.",
    "K102": "Everything that is named exists.",
    "K103": "Every finding a man is asked about is made present by exactly one option; worked-out findings by none.",
    "K104": "Evidence, requires, vignettes and self-care pictures do not use worked-out findings.",
    "K105": "A self-care picture uses no finding of an emergency page.",
    "K106": "An emergency_now rule uses only findings of emergency and pattern pages, and ages.",
    "K107": "Pages stand in the order scope, emergency, pattern, detail.",
    "K108": "There is at least one emergency page.",
    "K109": "The condition of a page uses only ages and findings of earlier pages.",
    "K110": "The backgrounds of the options of a single-choice page add up to 1 in each age band, within 0.02.",
    "K111": "Both derived findings exist.",
    "K112": "Each derived finding alone leads to within_days or above, by a rule of its own.",
    "K113": "The region ZZ exists, for countries that are not listed.",
    "K114": "Every text the pages and the outcome cannot do without exists.",
    "K115": "Every urgency has at least one vignette that expects it as the lowest.",
    "K116": "The theme of a page has its heading: a text whose key is theme_ and the theme.",
}
