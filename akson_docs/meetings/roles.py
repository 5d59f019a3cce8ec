"""Words that say what somebody is and not who: roles, bodies and parties in bokmål, nynorsk and English.

Where names are not published, what stands where a person does stays only when every word of it is one of these, or
one that the board itself uses so. In doubt it is a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence

from akson_docs.meetings.spelt import letters, words


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
    dr prof phd mag hr herr fru frk frøken mr mrs ms miss sir
    chair chairman chairwoman chairperson leader deputy vice member members alternate substitute substitutes observer
    observers guest guests secretary secretariat administration mayor director executive chief officer manager adviser
    advisor senior head minister auditor clerk lawyer doctor nurse teacher student students employee representative
    representatives expert speaker everyone others none majority minority board committee council municipality party
    programme project owner office lead coordinator
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
_BODIES = frozenset(
    letters(word)
    for word in _listed("""
    helse norge norges noreg norsk norske norwegian norway nasjonal nasjonalt nasjonale nasjonalforeningen statens
    universitet universitetet universitetssykehus universitetssjukehus høgskole høgskolen skole skolen sykehus sykehuset
    sjukehus sjukehuset direktoratet departementet stortinget regjeringen domstol domstolen politiet nav as asa hf rhf
    iks kf sa ba da oslo bergen trondheim stavanger tromsø kristiansand drammen fredrikstad sandnes bodø ålesund
    innlandet agder rogaland vestland nordland troms finnmark trøndelag østfold vestfold telemark buskerud akershus
    viken nord sør vest øst midt aust europa european union eu eøs nato ks microsoft teams google zoom windows office
    word excel powerpoint outlook digital digitale digitalt avtale avtalen lov loven forskrift forskriften plan planen
    prosjekt prosjektet program programmet sak saken vedtak møte innkalling protokoll vedlegg fase pulje
    university college hospital health national authority agency ministry department office hall town city county
    steering group project programme committee council meeting resolution item agenda minutes phase plan act law
    consulting consult consultants consultancy solutions systems technology technologies teknologi software
    surveillance efta partners start konsern holding northern southern
    western eastern central region regional bank fund service services digital
    """)
)
_OF_BODIES = re.compile(
    r"\w{3,}(?:"
    + "|".join(
        letters(word)
        for word in _listed("""
        sykehus sykehuset sjukehus sjukehuset universitet universitetet skole skolen skule skulen høgskole høgskolen
        bank banken verket vesenet foretak foretaket selskap selskapet institutt instituttet register registeret
        senter senteret nett nettet portalen systemet tjenesten tenesta loven lova forskriften forskrifta planen
        avtalen prosjekt prosjektet program programmet strategien rapporten meldingen fylke fylket hallen huset
        gata veien
        """)
    )
    + ")s?"
)
_COMMON = frozenset(
    letters(word)
    for word in _listed("""
    og i på fra frå etter for av til med ved om under over mellom mellon hos mot som når da då hvis dersom at den det de
    dei dette disse desse en et ei ein eit han hun ho vi me dere dykk jeg eg du men eller også samt både ifølge ifølgje
    deretter derfor difor videre vidare siden sidan mens medan før ingen ingen alle noen nokre hvem kven hva kva hvor
    kor hvorfor kvifor hvordan korleis ja nei ikke ikkje jf jfr per pr se sjå nå no så mer meir mindre første andre
    tredje januar februar mars april mai juni juli august september oktober november desember mandag tirsdag onsdag
    torsdag fredag lørdag søndag måndag tysdag laurdag sundag jul påske kilde kjelde tall tal orientering drøfting
    godkjenning beslutning behandling forslag status takk velkommen spørsmål sekretariatet styret
    the a an in on from after before by with for of to at and or but if when while who what where why how this that
    these those he she it we they you i not no yes per see more less first second third january february march may june
    july october december monday tuesday wednesday thursday friday saturday sunday source figures
    """)
)
"""Words that begin a sentence, and with that have a capital."""
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


def is_of_body(word: str) -> bool:
    """Whether a word in the normal form is one that names of bodies, places and papers are made of."""
    return word in _BODIES or word.removesuffix("s") in _BODIES or _OF_BODIES.fullmatch(word) is not None


def is_common(word: str) -> bool:
    """Whether a word in the normal form is one that sentences begin with."""
    return word in _COMMON


def says_what(text: str, known: Collection[tuple[str, ...]]) -> bool:
    """Whether every word of a text says what somebody is; `known` are rows of words in the normal form that do so too.

    Little words and numbers may stand among them.
    """
    return all(known_words(words(text), known))


def known_words(said: Sequence[str], known: Collection[tuple[str, ...]]) -> tuple[bool, ...]:
    """For each word of some, whether it says what somebody is, by itself or as part of a known row."""
    rows = frozenset(known) | parties()
    longest = max(map(len, rows), default=1)
    found = [word in _LITTLE or word.isdigit() or is_role(word) for word in said]
    for start in range(len(said)):
        for end in range(start + 1, min(start + longest, len(said)) + 1):
            if tuple(said[start:end]) in rows:
                found[start:end] = [True] * (end - start)
    return tuple(found)


@functools.cache
def parties() -> frozenset[tuple[str, ...]]:
    """The usual parties, in words of the normal form."""
    return frozenset(map(words, PARTIES))
