"""Words of three syllables or more that a man may meet, and words that no text may use.

A long word is either one that a child of 9 knows, or it stands among the hard words with what it means and why it
stays. A text with another long word fails, until somebody has thought about it.
"""

from __future__ import annotations

_EVERYDAY = """
ability accident activity affected alcohol already ambulance another answering anything anyway anywhere appearing
appetite appointment area article bananas behaviour calendar carrying characters collapses completely condition
confusion continue corrected dangerous dangerously deleted department dieting different diseases divided dizziness
drowsiness earlier easier easily electric electrical elsewhere emergencies emergency energy evening every everyday
everyone everything everywhere examine example exercise expected families family fingertips general headaches heavier
history holidays hospital illnesses improving infected infection infections information injection injections injury
interest internet library medical medicine medicines memory messenger mosquitoes multiple narrowing natural naturally
nobody october operation ordinary oxygen personality position possible potatoes privacy protection recorded
recover recovering recovers regular related relying remedies several sideways something sometimes suddenly
summary swallowing together tomorrow treatable treated unable uneven unsteadiness unsteady unusual unusually updated
usually vegetables vegetarian visibly vitamin vitamins vomiting whatever worsening tiredness threatens wholegrain
worrying
"""
#: Long words that a child of 9 to 11 hears every day.
EVERYDAY = frozenset(_EVERYDAY.split())

_DISEASE = "the name of a disease, with what it is in plain words beside it"
_MEDICINE = "the name of a medicine, as it stands on the box"
_BODY = "a part of the body that has no easier name"
_CARE = "what this help is called when he asks for it"
_SITE = "about the site, on pages of their own"
_BLOOD = "the name of what a blood test or a label says"
_POISON = "the name of a harmful thing, as it stands on the label"
_GROUP = "a word for a few things that would make a long list"

#: What each hard word means, in plain words, and why it stays.
HARD_WORDS: dict[str, tuple[str, str]] = {
    "abnormal": ("not as it should be", _GROUP),
    "accessibility": ("how well the site works for all", _SITE),
    "accurate": ("right", _SITE),
    "allergies": ("what makes the body itch, swell or choke", "emergency teams ask for them by this word"),
    "amiloride": ("a water tablet", _MEDICINE),
    "anaemia": ("thin blood that carries too little air", _DISEASE),
    "aneurysm": ("a bulge in an artery", _DISEASE),
    "angina": ("heart pain", _DISEASE),
    "antibiotic": ("a medicine against germs", _MEDICINE),
    "antibiotics": ("medicines against germs", _MEDICINE),
    "anxiety": ("worry that does not go", _DISEASE),
    "arsenic": ("a poison", _POISON),
    "arteries": ("pipes that bring blood", _BODY),
    "artery": ("a pipe that brings blood", _BODY),
    "arthritis": ("sore, swollen joints", _DISEASE),
    "ataxia": ("clumsy moves", _DISEASE),
    "botulism": ("food poison that makes muscles limp", _DISEASE),
    "breathlessness": ("being short of breath", _GROUP),
    "calcium": ("a salt in blood and bones", _BLOOD),
    "canisters": ("small metal cans", "what laughing gas is sold in"),
    "catalogues": ("lists", _SITE),
    "certified": ("checked and given a paper that says so", "the law's word for a medical device"),
    "chemical": ("a man-made liquid, powder or gas", _POISON),
    "chemicals": ("man-made liquids, powders and gases", _POISON),
    "chiari": ("the name of a doctor", _DISEASE),
    "cholesterol": ("fat in the blood", _BLOOD),
    "circulation": ("how blood goes round", _GROUP),
    "clinicians": ("doctors, nurses and others who treat", "the disclaimer must name all of them"),
    "clumsiness": ("clumsy moves", _GROUP),
    "coeliac": ("a gut that cannot take wheat", _DISEASE),
    "community": ("of the place where you live", "the name of a kind of clinic"),
    "compartment": ("a tight sleeve of muscle", _DISEASE),
    "constipation": ("hard stools, or none for days", _DISEASE),
    "cortisol": ("a hormone that the body cannot do without", _BLOOD),
    "cosmetic": ("for looks", "tells which botox is meant"),
    "dehydration": ("too little water in the body", _DISEASE),
    "diabetes": ("too much sugar in the blood", _DISEASE),
    "diabetic": ("from too much sugar in the blood", _DISEASE),
    "diagnosis": ("the name of what is wrong", "the site must say that it gives none"),
    "dialysis": ("a machine that does the work of the kidneys", _CARE),
    "diarrhoea": ("the runs", _DISEASE),
    "dietitian": ("a person who knows about food", _CARE),
    "discoloured": ("changed colour", _GROUP),
    "emphysema": ("a lung disease", _DISEASE),
    "encrypted": ("locked", _SITE),
    "enterovirus": ("a germ", _DISEASE),
    "epilepsy": ("fits that come back", _DISEASE),
    "eplerenone": ("a water tablet", _MEDICINE),
    "equina": ("nerves at the end of the spine", _DISEASE),
    "erections": ("a hard penis", _BODY),
    "estimates": ("good guesses", _SITE),
    "exposure": ("contact", "the title of an advice that says it in plain words"),
    "fatigue": ("being very tired", _DISEASE),
    "femoral": ("of the thigh", _DISEASE),
    "fortified": ("with vitamins put in", "what the label of a food says"),
    "fragility": ("bones that break with a small bump", _DISEASE),
    "functional": ("the nerves work, but the signals go wrong", _DISEASE),
    "genitals": ("penis and balls", _BODY),
    "healthdirect": ("a phone line", "a name"),
    "hernia": ("a bulge in the belly wall", _DISEASE),
    "huisartsen": ("doctors, in Dutch", "a name"),
    "immunotherapy": ("treatment that wakes the body's defence", _MEDICINE),
    "inclusion": ("little lumps in muscle", _DISEASE),
    "inflammation": ("a hot, swollen, sore part", _DISEASE),
    "inflammatory": ("hot, swollen and sore", _DISEASE),
    "inhalers": ("sprays to breathe in", _MEDICINE),
    "inherited": ("passed on in the family", _GROUP),
    "inhibitor": ("a tablet for the heart or for cancer", _MEDICINE),
    "injecting": ("putting in with a needle", _GROUP),
    "insulin": ("a medicine for high blood sugar", _MEDICINE),
    "insurance": ("what pays the doctor", "the name of a card"),
    "intensive": ("where very ill people are looked after", _CARE),
    "ireland": ("a country", "a name"),
    "kennedy": ("the name of a doctor", _DISEASE),
    "liquorice": ("a black sweet", "a food that has no other name"),
    "magnesium": ("a salt in the blood", _BLOOD),
    "manipulation": ("a hard pull or twist by hand", _CARE),
    "metformin": ("a tablet for high blood sugar", _MEDICINE),
    "micrograms": ("a very small weight", "the unit of vitamin D on every box"),
    "mindfulness": ("calmly thinking of this moment alone", _CARE),
    "mineral": ("a salt that the body needs", _BLOOD),
    "minerals": ("salts that the body needs", _BLOOD),
    "multifocal": ("in many places", _DISEASE),
    "myasthenia": ("muscles that tire fast", _DISEASE),
    "myositis": ("sore, weak muscle", _DISEASE),
    "neuropathy": ("harmed nerves", _DISEASE),
    "osteoporosis": ("thin bones", _DISEASE),
    "outpatient": ("for those who go home the same day", _CARE),
    "overactive": ("doing too much", _GROUP),
    "overload": ("too much of it", _DISEASE),
    "overshoot": ("go too far", _GROUP),
    "pacemaker": ("a small box that keeps the heart in time", _CARE),
    "paracetamol": ("a tablet for pain", _MEDICINE),
    "paralyse": ("make a part of the body stop moving", _DISEASE),
    "paralysed": ("not able to move", _DISEASE),
    "paralysis": ("not being able to move", _DISEASE),
    "parkinson": ("the name of a doctor", _DISEASE),
    "percentage": ("how many in a hundred", "the page that says why there are none"),
    "percentages": ("how many in a hundred", "the page that says why there are none"),
    "pesticides": ("poisons against insects and weeds", _POISON),
    "pharmacist": ("the person who gives out medicines", _CARE),
    "pharmacy": ("the shop for medicines", _CARE),
    "physiotherapist": ("a person who trains weak muscles", _CARE),
    "physiotherapy": ("training for weak muscles", _CARE),
    "polyclinic": ("a clinic with many kinds of doctors", "a name in that country"),
    "potassium": ("a salt in the blood", _BLOOD),
    "reference": ("to look something up", _SITE),
    "referral": ("being sent to a specialist", _CARE),
    "rehydration": ("getting water back", "the name of the sachets in the shop"),
    "relaxation": ("calming down", _CARE),
    "releases": ("sets of facts", _SITE),
    "reliability": ("how far to trust it", _SITE),
    "rhabdomyolysis": ("muscle that breaks down", _DISEASE),
    "rheumatoid": ("of sore, swollen joints", _DISEASE),
    "sarcopenia": ("muscle that shrinks with age", _DISEASE),
    "sciatica": ("pain from the back down a leg", _DISEASE),
    "sclerosis": ("hard patches", _DISEASE),
    "sodium": ("salt in the blood", _BLOOD),
    "specialist": ("a doctor for one part of the body", _CARE),
    "spironolactone": ("a water tablet", _MEDICINE),
    "squatting": ("sitting on the heels", _GROUP),
    "stenosis": ("a narrow place", _DISEASE),
    "stimulation": ("waking up with small currents", _CARE),
    "substitutes": ("things used in place of salt", "what the label in the shop says"),
    "supervised": ("with someone who watches", _CARE),
    "surgery": ("an operation, or the place where a GP works", _CARE),
    "testosterone": ("the male hormone", _BLOOD),
    "therapy": ("treatment", _CARE),
    "uncontrolled": ("not held in check", _GROUP),
    "underactive": ("doing too little", _GROUP),
    "unrefreshed": ("as tired as before", _GROUP),
    "unstable": ("that may go wrong at any time", _GROUP),
    "urgency": ("having to rush", _GROUP),
    "vaccination": ("a jab against a disease", _CARE),
    "warfarin": ("a blood thinner", _MEDICINE),
}

#: Doctors' words for which everybody has an easier one.
DOCTORS_WORDS = {
    "acute": "sudden",
    "adverse": "bad",
    "aetiology": "cause",
    "ambulate": "walk",
    "approximately": "about",
    "bilateral": "both",
    "chronic": "long-lasting",
    "commence": "start",
    "comorbidity": "other illness",
    "consult": "ask",
    "contraindicated": "not safe with",
    "distal": "far from the middle",
    "dyspnoea": "short of breath",
    "exacerbate": "make worse",
    "gait": "way of walking",
    "haemorrhage": "bleeding",
    "idiopathic": "of unknown cause",
    "individuals": "people",
    "lesion": "damage",
    "lower limb": "leg",
    "micturition": "passing urine",
    "myocardial": "of the heart",
    "nausea": "feeling sick",
    "numerous": "many",
    "oedema": "swelling",
    "onset": "start",
    "palpitations": "a racing heart",
    "paraesthesia": "tingling",
    "persist": "last",
    "physician": "doctor",
    "presenting": "having",
    "prognosis": "what is to come",
    "proximal": "near the middle",
    "pyrexia": "fever",
    "symptom": "sign",
    "syncope": "a faint",
    "unilateral": "one side",
    "utilise": "use",
}

#: Words that put a man down, or speak of him as a case.
UNKIND = (
    *(
        "addict",
        "alcoholic",
        "cripple",
        "crippled",
        "crazy",
        "demented",
        "failure to",
        "your fault",
        "handicapped",
        "insane",
    ),
    *("invalid", "junkie", "lame", "lazy", "mad", "non-compliant", "obese", "senile", "silly", "stupid", "sufferer"),
    *("suffers", "suffering", "the elderly", "victim", "complains", "complained", "admits", "admitted to", "denies"),
)
