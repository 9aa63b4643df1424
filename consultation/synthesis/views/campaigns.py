"""Campaigns for those who code: once for all members, then what each of them adds."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.contributions.models import Stance
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.moderation.campaigns.models import Campaign
from consultation.moderation.campaigns.queries import find_campaign
from consultation.synthesis import words
from consultation.synthesis.forms.coding import names_of
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.queries.campaigns import (
    added_words,
    campaigns_page,
    coder_of,
    common_text,
    counts_of,
    standing_coding,
    themes_given,
)
from consultation.synthesis.queries.codebook import tree_of
from consultation.synthesis.services.campaigns import (
    Given,
    close_own_words,
    code_campaign,
    reopen_own_words,
    take_back_campaign,
)
from consultation.synthesis.services.coding import ReadMeanwhileError
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of


@bp.get("/espace/<slug>/synthese/campagnes")
@strongly_signed_in
def campaigns(person: User, slug: str) -> ResponseReturnValue:
    """Every campaign, the greatest first: coded or not, and what is left to read of it."""
    desk = desk_of(person, slug)
    lines, following = campaigns_page(desk.consultation, request.args.get("apres", ""))
    return render_template(
        "synthesis/campaigns.html",
        consultation=desk.consultation, lines=lines, following=following,
    )  # fmt: skip


@bp.get("/espace/<slug>/synthese/campagnes/<key>")
@strongly_signed_in
def campaign(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One campaign: the common text, its counts, the themes of all its members."""
    desk = desk_of(person, slug)
    return _page(desk, _campaign_of(desk, key))


@bp.post("/espace/<slug>/synthese/campagnes/<key>")
@strongly_signed_in
def code_members(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Give the ticked themes to every member."""
    desk = coders_desk(person, slug)
    found = _campaign_of(desk, key)
    ticked = _ticked(request.form)
    seen = request.form.get("seen", "")
    try:
        code_campaign(desk.consultation, found, ticked, actor=person, seen=seen)
    except DomainError as error:
        return _again(desk, key, error, ticked)
    flash(_("La campagne est codée. Les textes qui la rejoindront hériteront de ces thèmes."))
    return redirect(url_for("synthesis.campaign", slug=slug, key=key), 303)


@bp.post("/espace/<slug>/synthese/campagnes/<key>/retrait")
@strongly_signed_in
def uncode_members(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take it back from every member."""
    desk = coders_desk(person, slug)
    found = _campaign_of(desk, key)
    try:
        take_back_campaign(
            desk.consultation, found, actor=person, seen=request.form.get("seen", "")
        )
    except DomainError as error:
        return _again(desk, key, error, None)
    flash(_("Le codage de la campagne est repris : ses textes n’en ont plus les thèmes."))
    return redirect(url_for("synthesis.campaign", slug=slug, key=key), 303)


@bp.get("/espace/<slug>/synthese/campagnes/<key>/mots")
@strongly_signed_in
def own_words(person: User, slug: str, key: str) -> ResponseReturnValue:
    """What members add to the common text, twenty at a time: to be read, or read already."""
    desk = desk_of(person, slug)
    return _words_page(desk, key)


@bp.post("/espace/<slug>/synthese/campagnes/<key>/mots")
@strongly_signed_in
def read_own_words(person: User, slug: str, key: str) -> ResponseReturnValue:
    """The ticked ones ask for no further theme; or are to be read again (`sens=relire`)."""
    desk = coders_desk(person, slug)
    _campaign_of(desk, key)
    ticked = request.form.getlist("c")[:100]
    again = request.form.get("sens") == "relire"
    try:
        count = (reopen_own_words if again else close_own_words)(
            desk.consultation, ticked, actor=person
        )
    except DomainError as error:
        return _words_page(desk, key, str(error)), int(error.status)
    if again:
        flash(_n("%(num)s texte est à relire.", "%(num)s textes sont à relire.", count))
    else:
        flash(_n("%(num)s texte est lu.", "%(num)s textes sont lus.", count))
    address = url_for("synthesis.own_words", slug=slug, key=key, etat="lus" if again else None)
    return redirect(address, 303)


def _campaign_of(desk: Desk, key: str) -> Campaign:
    found = find_campaign(desk.consultation, key)
    if found is None:
        abort(404)
    return found


def _ticked(form: MultiDict[str, str]) -> list[Given]:
    made = []
    for key in dict.fromkeys(form.getlist("give")):
        word = form.get(f"stance-{key}", "")
        made.append(Given(key, Stance(word) if word in set(Stance) else None))
    return made


def _again(
    desk: Desk, key: str, error: DomainError, ticked: list[Given] | None
) -> ResponseReturnValue:
    session.rollback()
    session.expire_all()
    found = _campaign_of(desk, key)
    is_conflict = isinstance(error, ReadMeanwhileError)
    return _page(desk, found, str(error), ticked, is_conflict=is_conflict), int(error.status)


def _page(
    desk: Desk, found: Campaign, error: str = "", ticked: list[Given] | None = None, *,
    is_conflict: bool = False,
) -> str:  # fmt: skip
    coding = standing_coding(found.key)
    given = themes_given(coding) if coding else []
    chosen = {each.theme: each.stance for each in ticked} if ticked is not None else None
    branches = tree_of(desk.consultation.id)
    return render_template(
        "synthesis/campaign.html",
        consultation=desk.consultation, is_coder=desk.is_coder, campaign=found,
        counts=counts_of(found), common=common_text(found), coding=coding, given=given,
        coder=coder_of(coding) if coding else "", names=names_of(branches), words=words,
        chosen={theme.key: stance for theme, stance in given} if chosen is None else chosen,
        error=error, is_conflict=is_conflict,
    )  # fmt: skip


def _words_page(desk: Desk, key: str, error: str = "") -> str:
    found = _campaign_of(desk, key)
    is_read = request.args.get("etat") == "lus"
    common = common_text(found)
    lines, following = added_words(
        found, common[1], ReadingState.CODED if is_read else ReadingState.TO_READ,
        request.args.get("apres", ""),
    )  # fmt: skip
    return render_template(
        "synthesis/own_words.html",
        consultation=desk.consultation, is_coder=desk.is_coder, campaign=found, common=common,
        counts=counts_of(found), coding=standing_coding(found.key), lines=lines,
        following=following, after=request.args.get("apres", ""), is_read=is_read, error=error,
    )  # fmt: skip
