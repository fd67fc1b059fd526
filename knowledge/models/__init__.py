"""The editable draft of the knowledge base: one table per concept of `knowledge.content`."""

from knowledge.models.advice import Advice
from knowledge.models.causes import Cause, Evidence, ShowWith, Treatment
from knowledge.models.draft import DraftSnapshot, DraftState
from knowledge.models.findings import Finding
from knowledge.models.log import Change
from knowledge.models.questions import Option, OptionFinding, OptionState, Question, QuestionCondition
from knowledge.models.reference import Category, Region, Setting, Source, Text
from knowledge.models.releases import AccuracyReport, GateReport, LiveRelease, PublishRun, Release, ReleaseEvent
from knowledge.models.rules import PictureAdvice, PictureClause, Rule, RuleClause, SelfCarePicture
from knowledge.models.vignettes import Vignette, VignetteFinding, VignetteState

__all__ = [
    "AccuracyReport",
    "Advice",
    "Category",
    "Cause",
    "Change",
    "DraftSnapshot",
    "DraftState",
    "Evidence",
    "Finding",
    "GateReport",
    "LiveRelease",
    "Option",
    "OptionFinding",
    "OptionState",
    "PictureAdvice",
    "PictureClause",
    "PublishRun",
    "Question",
    "QuestionCondition",
    "Region",
    "Release",
    "ReleaseEvent",
    "Rule",
    "RuleClause",
    "SelfCarePicture",
    "Setting",
    "ShowWith",
    "Source",
    "Text",
    "Treatment",
    "Vignette",
    "VignetteFinding",
    "VignetteState",
]
