"""The fixed words of the field: levels, spheres, classes, directions, elements, kinds, flows.

Every enum member carries its English and Chinese label and its meaning; YAML, GraphQL and Cypher
use the same words (docs/reference/format.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Self

from graph_api.errors import Language

ActorId = NewType("ActorId", str)
RelationId = NewType("RelationId", str)

ID_PATTERN = r"[^\W_][\w.-]{0,79}"
"""Actor and relation ids: a letter or digit of any script, then letters, digits, ``_ . -``."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text in English and Chinese; a missing language falls back to the other.

    Examples
    --------
    >>> Label(zh="街道办事处").text("en")
    '街道办事处'

    """

    en: str | None = None
    zh: str | None = None

    def text(self, language: Language = "en", default: str = "") -> str:
        """Give the text in ``language``, else in the other one, else ``default``."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second or default

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


class Word(StrEnum):
    """A word with a label in both languages and a meaning."""

    label: Label
    meaning: str

    def __new__(cls, value: str, en: str, zh: str, meaning: str) -> Self:
        """Make a member: its value, its label in both languages, and what it means."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Label(en, zh)
        member.meaning = meaning
        return member


class Level(Word):
    """How large a body an actor is, lowest first."""

    INDIVIDUAL = "individual", "individual", "个人", "One person, or persons taken one by one."
    GROUP = "group", "group", "群体", "Persons with something in common, without a body of rules."
    ORGANISATION = "organisation", "organisation", "组织", "A body with rules, staff or a seat."
    STATE = "state", "state", "国家", "Government above the street, or an institution of state."

    @property
    def rank(self) -> int:
        """Give 0 for individual up to 3 for state."""
        return list(Level).index(self)


class Sphere(Word):
    """Which of the three spheres an actor belongs to by law."""

    STATE = "state", "state", "国家", "Public power."
    MARKET = "market", "market", "市场", "Firms and other bodies that work for profit."
    SOCIETY = "society", "society", "社会", "Residents and the bodies they form for themselves."


class RelationClass(Word):
    """What a relation does to the actor it reaches; only empowerment carries a path."""

    EMPOWERMENT = "empowerment", "empowerment", "充权", "It unlocks what the other actor can do."
    BURDEN = "burden", "burden", "负担", "It hands on tasks without what is needed to do them."
    CONTROL = "control", "control", "控制", "It directs or limits the other actor."
    EXCLUSION = "exclusion", "exclusion", "排斥", "It shuts out or harms the other actor."
    TENSION = "tension", "tension", "张力", "Conflict between the two actors."


class Direction(Word):
    """Which way empowerment flows between levels."""

    DOWNWARD = "downward", "downward", "向下", "From a higher level, or more of the state, down."
    REVERSE = "reverse", "reverse", "反向", "From a lower level, or less of the state, up."
    LATERAL = "lateral", "lateral", "横向", "Between equals."
    SELF = "self", "self", "自我", "Of an actor by itself, or of members by their own body."


class Status(Word):
    """Whether a relation is written, lived or only proposed."""

    LAW = "law", "law", "法定", "It stands in a law or rule."
    PRACTICE = "practice", "practice", "实践", "It is what happens."
    PROPOSED = "proposed", "proposed", "拟议", "It exists only as a proposal."


class Basis(Word):
    """Where a number comes from."""

    TEXT = "text", "text", "文本", "A source prints the number."
    PROPOSAL = "proposal", "proposal", "建议值", "We propose it from the words of a source."
    SURVEY = "survey", "survey", "调查", "A survey measured it."
    EXPERT = "expert", "expert", "专家", "An expert judged it."
    RECORD = "record", "record", "记录", "An administrative record holds it."


class Element(Word):
    """The eight elements of individual empowerment (essay 4, L213)."""

    SELF_ESTEEM = "self_esteem", "self-esteem", "自尊", "Holding oneself to be of worth."
    SELF_EFFICACY = (
        "self_efficacy",
        "self-efficacy",
        "自我效能",
        "Trusting oneself to bring something about.",
    )
    KNOWLEDGE_AND_SKILLS = (
        "knowledge_and_skills",
        "knowledge and skills",
        "知识与技能",
        "Knowing what is needed to take part, and how.",
    )
    POLITICAL_AWARENESS = (
        "political_awareness",
        "political awareness",
        "政治意识",
        "Seeing public affairs as one's own.",
    )
    SOCIAL_PARTICIPATION = (
        "social_participation",
        "social participation",
        "社会参与",
        "Taking part in the life of the community.",
    )
    POLITICAL_PARTICIPATION = (
        "political_participation",
        "political participation",
        "政治参与",
        "Taking part in public decisions.",
    )
    POLITICAL_POWER_AND_RESPONSIBILITY = (
        "political_power_and_responsibility",
        "political power and responsibility",
        "政治权力和责任",
        "Having a say that counts, and answering for it.",
    )
    RESOURCES = "resources", "resources", "资源", "Money, time, rooms, ties that can be used."


class Band(Word):
    """A word for a strength; shown beside every number."""

    ABSENT = "absent", "absent", "无", "Exactly 0: known to be absent."
    NEAR_ABSENT = "near_absent", "near absent", "近乎无", "Above 0, up to and including 0.12."
    WEAK = "weak", "weak", "弱", "Above 0.12, below 0.40."
    MEDIUM = "medium", "medium", "中", "From 0.40, below 0.60."
    STRONG = "strong", "strong", "强", "From 0.60 to 1."
    UNKNOWN = "unknown", "unknown", "未知", "Nobody has said."

    @classmethod
    def of(cls, strength: float | None) -> Band:
        """Give the word for a strength or score in [0, 1]; None is unknown.

        Examples
        --------
        >>> Band.of(0.12), Band.of(0.6)
        (<Band.NEAR_ABSENT: 'near_absent'>, <Band.STRONG: 'strong'>)

        """
        if strength is None:
            return cls.UNKNOWN
        if strength == 0:
            return cls.ABSENT
        for limit, band in ((0.12, cls.NEAR_ABSENT), (0.40, cls.WEAK), (0.60, cls.MEDIUM)):
            if strength < limit or (band is cls.NEAR_ABSENT and strength == limit):
                return band
        return cls.STRONG


@dataclass(frozen=True, slots=True)
class ActorKind:
    """What sort of actor, with the defaults that follow from it."""

    label: Label
    level: Level
    sphere: Sphere
    stateness: float


def _kind(en: str, zh: str, level: Level, sphere: Sphere, stateness: float) -> ActorKind:
    return ActorKind(Label(en, zh), level, sphere, stateness)


_STATE, _MARKET, _SOCIETY = Sphere.STATE, Sphere.MARKET, Sphere.SOCIETY
_ONE, _GROUP, _BODY, _TOP = Level.INDIVIDUAL, Level.GROUP, Level.ORGANISATION, Level.STATE

KINDS: Mapping[str, ActorKind] = {
    "government": _kind("government", "政府", _TOP, _STATE, 1),
    "institution": _kind("institution", "制度", _TOP, _STATE, 1),
    "street_office": _kind("street office", "街道办事处", _BODY, _STATE, 1),
    "department": _kind("line department", "职能部门", _BODY, _STATE, 1),
    "cadre": _kind("cadres", "干部", _GROUP, _STATE, 1),
    "staff": _kind("staff", "工作人员", _GROUP, _STATE, 1),
    "official": _kind("official", "官员", _ONE, _STATE, 1),
    "residents_committee": _kind("residents' committee", "居委会", _BODY, _SOCIETY, 0.5),
    "community_organisation": _kind("community organisation", "社区组织", _BODY, _SOCIETY, 0),
    "owners_committee": _kind("owners' committee", "业主委员会", _BODY, _SOCIETY, 0),
    "association": _kind("association", "协会", _BODY, _SOCIETY, 0),
    "university": _kind("university", "高校", _BODY, _SOCIETY, 0),
    "media": _kind("medium or platform", "媒体或平台", _BODY, _SOCIETY, 0),
    "channel": _kind("channel of opinion", "意见渠道", _BODY, _SOCIETY, 0),
    "intermediary": _kind("intermediary", "中介", _BODY, _SOCIETY, 0),
    "resource": _kind("common resource", "公共资源", _BODY, _SOCIETY, 0),
    "residents_assembly": _kind("residents' assembly", "居民大会", _GROUP, _SOCIETY, 0),
    "interest_group": _kind("interest group", "利益群体", _GROUP, _SOCIETY, 0),
    "self_organisation": _kind("self-organised group", "自组织", _GROUP, _SOCIETY, 0),
    "mutual_aid_group": _kind("mutual-aid group", "互助组织", _GROUP, _SOCIETY, 0),
    "leisure_group": _kind("leisure group", "文体团体", _GROUP, _SOCIETY, 0),
    "building_group": _kind("building group", "楼组", _GROUP, _SOCIETY, 0),
    "civil_society": _kind("civil society", "公民社会", _GROUP, _SOCIETY, 0),
    "peer_group": _kind("peer group", "同质群体", _GROUP, _SOCIETY, 0),
    "household": _kind("households", "家庭户", _GROUP, _SOCIETY, 0),
    "poor_household": _kind("poor households", "贫困户", _GROUP, _SOCIETY, 0),
    "informal_institution": _kind("informal institution", "非正式制度", _GROUP, _SOCIETY, 0),
    "rumour_source": _kind("source of rumours", "谣言来源", _GROUP, _SOCIETY, 0),
    "resident": _kind("residents", "居民", _ONE, _SOCIETY, 0),
    "owner": _kind("owners", "业主", _ONE, _SOCIETY, 0),
    "farmer": _kind("farmers", "农户", _ONE, _SOCIETY, 0),
    "migrant": _kind("migrant workers", "农民工", _ONE, _SOCIETY, 0),
    "property_firm": _kind("property firm", "物业公司", _BODY, _MARKET, 0),
    "developer": _kind("developer", "开发商", _BODY, _MARKET, 0),
    "enterprise": _kind("enterprise", "企业", _BODY, _MARKET, 0),
    "factory": _kind("factory", "工厂", _BODY, _MARKET, 0),
    "entrepreneur": _kind("entrepreneur", "创业者", _ONE, _MARKET, 0),
}
"""Built-in kinds of actors; a scenario may add its own under ``vocabulary.kinds``."""

CONVEYS: Mapping[str, Label] = {
    "authority": Label("authority", "权力"),
    "money": Label("money", "资金"),
    "people": Label("people", "人员"),
    "material": Label("material", "物资"),
    "information": Label("information", "信息"),
    "opinion": Label("opinion", "意见"),
    "supervision": Label("supervision", "监督"),
    "service": Label("service", "服务"),
    "skill": Label("skill", "技能"),
    "trust": Label("trust", "信任"),
    "sanction": Label("sanction", "惩戒"),
    "incentive": Label("incentive", "激励"),
    "labour": Label("labour", "劳动"),
    "employment": Label("employment", "就业"),
    "participation": Label("participation", "参与"),
    "representation": Label("representation", "代表"),
    "mobilisation": Label("mobilisation", "动员"),
    "task": Label("tasks", "任务"),
    "exclusion": Label("exclusion", "排斥"),
    "misinformation": Label("misinformation", "不实信息"),
    "degradation": Label("degradation", "损耗"),
    "push": Label("push", "推力"),
    "pull": Label("pull", "拉力"),
    "conflict": Label("conflict", "冲突"),
}
"""Built-in words for what flows along a relation; more under ``vocabulary.conveys``."""
