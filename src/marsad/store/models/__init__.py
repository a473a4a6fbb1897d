"""The tables, one file a subject. Whatever is stored is declared here; migrations follow."""

from .articles import (
    Article,
    ArticleVersion,
    Capture,
    LedgerLine,
    SyndicationGroup,
    SyndicationKey,
    SyndicationMember,
    SyndicationSignature,
)
from .base import Base
from .claims import Claim, ClaimActor, ClaimAttribution, ClaimBody, ClaimFigure
from .events import Event, EventFacet, EventFigure, EventMember, EventOrigin, EventRelation, LexiconCandidate
from .people import Audit, Judgement, SavedSearch, Session, Token, User
from .runs import Feed, Meta, Refusal, Run

__all__ = [
    "Article", "ArticleVersion", "Audit", "Base", "Capture", "Claim", "ClaimActor", "ClaimAttribution", "ClaimBody", "ClaimFigure", "Event",
    "EventFacet", "EventFigure", "EventMember", "EventOrigin", "EventRelation", "Feed", "Judgement", "LedgerLine", "LexiconCandidate", "Meta",
    "Refusal", "Run", "SavedSearch", "Session", "SyndicationGroup", "SyndicationKey", "SyndicationMember", "SyndicationSignature", "Token",
    "User",
]  # fmt: skip
