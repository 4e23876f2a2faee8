"""The facts about a home that a need may require, forbid or wish for: a vocabulary with a version.

Ethnicity, religion and language are answered by what a home offers, and are wishes unless the need
says otherwise. To add a fact, add it here with its words, and raise the version.
"""

from collections.abc import Mapping
from enum import StrEnum

FACTS_VERSION = 1
"""Raised whenever a `Fact` is added, renamed or given another meaning; stored with each search."""


class Fact(StrEnum):
    """Something that is so, or is not so, about a home. What nobody recorded is neither."""

    DOG = "dog"
    CAT = "cat"
    OTHER_PETS = "other_pets"
    SMOKER = "smoker"
    STEP_FREE = "step_free"
    GROUND_FLOOR_BEDROOM = "ground_floor_bedroom"
    ADAPTED_BATHROOM = "adapted_bathroom"
    ENCLOSED_GARDEN = "enclosed_garden"
    RURAL = "rural"
    DRIVES = "drives"
    AT_HOME_IN_THE_DAY = "at_home_in_the_day"
    TWO_CARERS = "two_carers"
    FEMALE_CARER_ONLY = "female_carer_only"
    MALE_CARER_ONLY = "male_carer_only"
    NO_OTHER_CHILDREN = "no_other_children"
    SIGNS_BSL = "signs_bsl"
    MAKATON = "makaton"
    SPEAKS_WELSH = "speaks_welsh"
    SPEAKS_POLISH = "speaks_polish"
    SPEAKS_OTHER = "speaks_other"
    SUPPORTS_ENGLISH_LEARNER = "supports_english_learner"
    PLACE_OF_WORSHIP_NEAR = "place_of_worship_near"
    SAME_FAITH_SUPPORT = "same_faith_support"
    SAME_CULTURE_SUPPORT = "same_culture_support"
    DIET_KEPT = "diet_kept"
    THERAPEUTIC_TRAINING = "therapeutic_training"
    PARENT_AND_CHILD_TRAINED = "parent_and_child_trained"
    MEDICAL_TRAINING = "medical_training"
    SAFE_STORAGE = "safe_storage"
    EXPERIENCE_BABIES = "experience_babies"
    EXPERIENCE_TEENAGERS = "experience_teenagers"
    EXPERIENCE_SIBLINGS = "experience_siblings"
    EXPERIENCE_DISABILITY = "experience_disability"
    EXPERIENCE_AUTISM = "experience_autism"
    EXPERIENCE_ASYLUM = "experience_asylum"
    EXPERIENCE_SELF_HARM = "experience_self_harm"
    EXPERIENCE_EXPLOITATION = "experience_exploitation"
    EXPERIENCE_SUBSTANCES = "experience_substances"
    EXPERIENCE_EATING_DISORDER = "experience_eating_disorder"
    EXPERIENCE_MISSING = "experience_missing"
    EXPERIENCE_HARM_TO_OTHERS = "experience_harm_to_others"
    EXPERIENCE_SEXUAL_HARM = "experience_sexual_harm"
    EXPERIENCE_FIRE_SETTING = "experience_fire_setting"


FACT_WORDS: Mapping[Fact, str] = {
    Fact.DOG: "a dog lives there",
    Fact.CAT: "a cat lives there",
    Fact.OTHER_PETS: "other pets live there",
    Fact.SMOKER: "somebody there smokes or vapes",
    Fact.STEP_FREE: "step-free throughout",
    Fact.GROUND_FLOOR_BEDROOM: "a bedroom on the ground floor",
    Fact.ADAPTED_BATHROOM: "an adapted bathroom",
    Fact.ENCLOSED_GARDEN: "an enclosed garden",
    Fact.RURAL: "in open country",
    Fact.DRIVES: "a carer drives",
    Fact.AT_HOME_IN_THE_DAY: "a carer is at home in the day",
    Fact.TWO_CARERS: "two carers",
    Fact.FEMALE_CARER_ONLY: "only a woman cares",
    Fact.MALE_CARER_ONLY: "only a man cares",
    Fact.NO_OTHER_CHILDREN: "no other children in the family",
    Fact.SIGNS_BSL: "signs British Sign Language",
    Fact.MAKATON: "uses Makaton",
    Fact.SPEAKS_WELSH: "speaks Welsh",
    Fact.SPEAKS_POLISH: "speaks Polish",
    Fact.SPEAKS_OTHER: "speaks another language",
    Fact.SUPPORTS_ENGLISH_LEARNER: "supports a child learning English",
    Fact.PLACE_OF_WORSHIP_NEAR: "a place of worship within reach",
    Fact.SAME_FAITH_SUPPORT: "keeps the child's faith",
    Fact.SAME_CULTURE_SUPPORT: "shares or supports the child's culture",
    Fact.DIET_KEPT: "keeps the diet that the child needs",
    Fact.THERAPEUTIC_TRAINING: "trained in therapeutic care",
    Fact.PARENT_AND_CHILD_TRAINED: "trained for a parent and child",
    Fact.MEDICAL_TRAINING: "trained in the medical care needed",
    Fact.SAFE_STORAGE: "medicines and sharps locked away",
    Fact.EXPERIENCE_BABIES: "experience with babies",
    Fact.EXPERIENCE_TEENAGERS: "experience with teenagers",
    Fact.EXPERIENCE_SIBLINGS: "experience with brothers and sisters together",
    Fact.EXPERIENCE_DISABILITY: "experience of disability",
    Fact.EXPERIENCE_AUTISM: "experience of autism",
    Fact.EXPERIENCE_ASYLUM: "experience with children seeking asylum",
    Fact.EXPERIENCE_SELF_HARM: "experience of self-harm",
    Fact.EXPERIENCE_EXPLOITATION: "experience of exploitation",
    Fact.EXPERIENCE_SUBSTANCES: "experience of drug and alcohol use",
    Fact.EXPERIENCE_EATING_DISORDER: "experience of eating disorders",
    Fact.EXPERIENCE_MISSING: "experience with children who go missing",
    Fact.EXPERIENCE_HARM_TO_OTHERS: "experience with children who may hurt others",
    Fact.EXPERIENCE_SEXUAL_HARM: "experience with harmful sexual behaviour",
    Fact.EXPERIENCE_FIRE_SETTING: "experience with fire-setting",
}
"""Each fact in words that finish the sentence "Recorded about this home: ..."."""

STANDARD_FIELDS: Mapping[str, frozenset[Fact]] = {
    "specificCommunicationRequirements": frozenset(
        {
            Fact.SIGNS_BSL,
            Fact.MAKATON,
            Fact.SUPPORTS_ENGLISH_LEARNER,
            Fact.SPEAKS_WELSH,
            Fact.SPEAKS_POLISH,
            Fact.SPEAKS_OTHER,
        }
    ),
    "homeAdaptation": frozenset({Fact.STEP_FREE, Fact.GROUND_FLOOR_BEDROOM, Fact.ADAPTED_BATHROOM}),
    "culturalNeeds": frozenset(
        {
            Fact.PLACE_OF_WORSHIP_NEAR,
            Fact.SAME_FAITH_SUPPORT,
            Fact.SAME_CULTURE_SUPPORT,
            Fact.DIET_KEPT,
        }
    ),
    "livingCompanions": frozenset({Fact.NO_OTHER_CHILDREN}),
    "pets": frozenset({Fact.DOG, Fact.CAT, Fact.OTHER_PETS}),
    "additionalSupport": frozenset(
        {
            Fact.THERAPEUTIC_TRAINING,
            Fact.DRIVES,
            Fact.AT_HOME_IN_THE_DAY,
            Fact.TWO_CARERS,
        }
    ),
    "riskSelfHarm": frozenset({Fact.EXPERIENCE_SELF_HARM, Fact.SAFE_STORAGE}),
    "riskSexualExploitation": frozenset({Fact.EXPERIENCE_EXPLOITATION}),
    "riskCriminalExploitation": frozenset({Fact.EXPERIENCE_EXPLOITATION}),
    "riskDrugAlcohol": frozenset({Fact.EXPERIENCE_SUBSTANCES, Fact.SAFE_STORAGE}),
    "riskEatingDisorder": frozenset({Fact.EXPERIENCE_EATING_DISORDER}),
    "riskMissing": frozenset({Fact.EXPERIENCE_MISSING}),
    "riskToOthersPhysical": frozenset({Fact.EXPERIENCE_HARM_TO_OTHERS}),
    "riskToOthersSexual": frozenset({Fact.EXPERIENCE_SEXUAL_HARM}),
    "riskToOthersFire": frozenset({Fact.EXPERIENCE_FIRE_SETTING, Fact.SMOKER}),
    "riskToOthersAnimals": frozenset({Fact.DOG, Fact.CAT, Fact.OTHER_PETS}),
}
"""Fields of the Placements Data Standard (version 2), and the facts that answer each of them.

Saying that a field is answered by a fact asks nothing: which facts a child must, must not or would
like to have is for the people who write the referral.
"""
