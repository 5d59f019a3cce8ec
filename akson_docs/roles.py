"""Words that say what somebody is and not who: roles, bodies and parties in bokmål, nynorsk and English.

Where names are not published, what stands where a person does stays only when every word of it is one of these, or
one that the board itself uses so. In doubt it is a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence

from .spelt import letters, words


def _listed(text: str) -> list[str]:
    return re.findall(r"\w+", text)


ROLES = frozenset(
    letters(word)
    for word in _listed("""
    leder leiar lederen leiaren nestleder nestleiar nestlederen nestleiaren styreleder styreleiar møteleder møteleiar
    medlem medlemmer medlemer medlemmene varamedlem varamedlemmer varamedlemer vara varaer varaen
    observatør observatører observatørar gjest gjester gjestar sekretær sekretærer sekretærar sekretariat sekretariatet
    referent referenten administrasjon administrasjonen rådgiver rådgjevar seniorrådgiver seniorrådgjevar konsulent
    saksbehandler saksbehandlar saksordfører saksordførar prosjekteier prosjekteigar eier eigar
    ordfører ordførar ordføreren ordføraren varaordfører varaordførar gruppeleder gruppeleiar byråd byråden statsråd
    statssekretær fylkesordfører rådmann rådmannen kommunedirektør kommunedirektøren fylkesdirektør direktør direktøren
    assisterende fungerende konstituert midlertidig påtroppende avtroppende tidligere ny valgt oppnevnt
    revisor revisoren advokat advokaten jurist lege legen overlege sykepleier lærer lærar rektor rektoren professor
    tillitsvalgt tillitsvald hovedtillitsvalgt hovudtillitsvald verneombud hovedverneombud personvernombud
    elev elever elevar elevråd student studentar studenter ansatt ansatte tilsett tilsette innbygger innbyggjar
    foredragsholder foredragshaldar innleder innleiar innledere ekspert eksperter ekspertar
    representant representanter representantar utsending delegat leverandør leverandøren
    alle andre flere fleire ingen øvrige flertall flertallet fleirtal fleirtalet mindretall mindretallet mindretal
    enstemmig samrøystes styret rådet utvalget utvalet nemnda komiteen komitéen forvaltningen kommunen fylkeskommunen
    kommune fylkeskommune staten regjeringen møtet forsamlingen partiet partigruppa presidentskapet
    chair chairman chairwoman chairperson leader deputy vice member members alternate substitute substitutes observer
    observers guest guests secretary secretariat administration mayor director executive chief officer manager adviser
    advisor senior head minister auditor clerk lawyer doctor nurse teacher student students employee representative
    representatives expert speaker everyone others none majority minority board committee council municipality party
    """)
)
"""Usual roles and bodies, in the normal form."""
_LITTLE = frozenset(
    letters(word)
    for word in _listed("""
    og i for fra frå på ved av til med som den det de en ei et ein the of and for from at by a an m fl nr
    """)
)
"""Little words between them."""
_ENDINGS = re.compile(
    r"\w{2,}(?:"
    + "|".join(
        letters(word)
        for word in _listed("""
        leder leiar lederen leiaren sjef sjefen direktør direktøren ansvarlig ansvarleg rådgiver rådgjevar sekretær
        sekretæren koordinator koordinatoren eier eigar medarbeider medarbeidar forvalter forvaltar arkitekt utvikler
        ingeniør økonom ordfører ordførar medlem medlemmer representant representanten representanter konsulent
        ombud ombudet mester inspektør
        styre styret råd rådet utvalg utvalget utval utvalet nemnd nemnda komité komiteen direktorat direktoratet
        departement departementet avdeling avdelingen avdelinga etat etaten kontor kontoret sekretariatet
        administrasjonen kommune kommunen tilsyn tilsynet forening foreningen foreininga forbund forbundet
        gruppe gruppen gruppa seksjon seksjonen enhet enheten eininga partiet lista listen liste
        """)
    )
    + ")s?"
)
"""How compounds of roles and bodies end: prosjektleder, fagavdelingen."""
PARTIES = (
    "Arbeiderpartiet", "Arbeidarpartiet", "Ap", "A", "Høyre", "Høgre", "H", "Fremskrittspartiet", "Framstegspartiet",
    "FrP", "Senterpartiet", "Sp", "Sosialistisk Venstreparti", "SV", "Venstre", "V", "Kristelig Folkeparti",
    "Kristeleg Folkeparti", "KrF", "Miljøpartiet De Grønne", "Miljøpartiet Dei Grøne", "MDG", "Rødt", "Raudt", "R",
    "Pensjonistpartiet", "Industri- og Næringspartiet", "INP", "Konservativt", "Norgesdemokratene", "Partiet Sentrum",
    "Labour Party", "Conservative Party", "Progress Party", "Centre Party", "Liberal Party", "Green Party",
)  # fmt: skip
"""Parties that motions and votes name where the board does not list any."""


def is_role(word: str) -> bool:
    """Whether a word in the normal form says what somebody is."""
    bare = word[:-1] if word.endswith("s") else word
    return word in ROLES or bare in ROLES or _ENDINGS.fullmatch(word) is not None


def says_what(text: str, known: Collection[tuple[str, ...]]) -> bool:
    """Whether every word of a text says what somebody is; `known` are rows of words in the normal form that do so too.

    Little words and numbers may stand among them.
    """
    return all(known_words(words(text), known))


def known_words(said: Sequence[str], known: Collection[tuple[str, ...]]) -> tuple[bool, ...]:
    """For each word of some, whether it says what somebody is, by itself or as part of a known row."""
    rows = frozenset(known) | _parties()
    longest = max(map(len, rows), default=1)
    found = [word in _LITTLE or word.isdigit() or is_role(word) for word in said]
    for start in range(len(said)):
        for end in range(start + 1, min(start + longest, len(said)) + 1):
            if tuple(said[start:end]) in rows:
                found[start:end] = [True] * (end - start)
    return tuple(found)


@functools.cache
def _parties() -> frozenset[tuple[str, ...]]:
    return frozenset(map(words, PARTIES))
