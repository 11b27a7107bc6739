"""Common given names in Sweden and where English is spoken: enough to tell a column of names, no register."""

from __future__ import annotations

import unicodedata

_NAMES = """
adam adele adrian agnes agneta ahmed aino aisha albert albin alejandro alex alexander alexandra alfred ali
alice alicia alma alva alvin amal amanda amelia amina amir ana anders andrea andreas andrew andrey angela
angelica anita anja ann ann-christin ann-marie ann-sofie anna anna-karin anneli annelie annie annika anthony
anton antonia antonio arne arthur arvid asa ashley asta astrid august aurora axel barbara barbro bengt
benjamin benny berit bernt bertil betty birger birgit birgitta bjorn bo boris brandon brenda brian britt
britt-marie britta bruce bruno camilla carin carina carl carl-johan carlos carmen carol carolina caroline
carolyn catharina catherine cecilia cecilie charles charlie charlotta charlotte chloe chris christel
christer christian christina christine christoffer christopher claes clara clas claudia conny cristina
cynthia dag dan daniel daniela daniella dave david dawn deborah dennis diana diane dick diego donald donna
doris dorothy douglas ebba eddie edgar edith edvin edward edwin egon eija eila einar elena eleonora elias
elif elin elina elis elisabet elisabeth elise elizabeth ella ellen ellie elliot elliott elmer elna elof elsa
elsie elvira emelie emil emilia emily emma emmanuel eric erica erik erika erland ernst eskil ester esther
ethan eva eva-lena evelina evelyn evert fabian fanny fatima felicia felix filip filippa folke frances frank
franz fred fredric fredrik freja frida fritz gabriel gabriella gary georg george gerald gerd gerda gert
gertrud gina gloria goran gosta grace greger greta grethe gudrun gun gunborg gunhild gunilla gunn gunnar
gunnel gunvor gustaf gustav hakan hanna hannah hannes hans harald harold harriet harry hassan hedvig heidi
helen helena helene helga helge helmut henning henrik henry herbert herman hilda hilding hillevi hilma
hjalmar hugo hussein ian ibrahim ida igor ilona ilse inga inga-lill ingalill ingeborg ingegerd ingela
ingemar inger ingmar ingrid ingvar irene irina iris isa isabel isabell isabella isabelle isak iva ivan ivar
jack jacob jacqueline jakob jakub james jan jane janet janice janne jari jasmine jason jean jeanette jeff
jeffrey jennie jennifer jenny jens jerry jesper jessica jill jim jimmy joakim joan joanna joel johan johanna
johannes john johnny jon jonas jonathan jonna jordan jorgen jose josef josefin josefina josefine joseph
josephine joshua joyce juan judith judy julia julian juliana julie justin kaarina kai kaj kalle karin karina
karl karl-ake karl-erik karl-gustav karl-johan karolina katarina kate katharina katherine kathleen kathy
katja katrin kelly kenneth kent kerstin kevin khalid kim kimberly kirsten kjell klara klas klaus knut konrad
krister kristian kristin kristina kristoffer krzysztof kurt lage laila larry lars lars-erik lars-goran laura
lauren leah leif leila lena lennart leo leon leonard lilian lill lillian lilly lily lina linda lindsay linn
linnea linus lisa lisbet lisbeth liselott liselotte lisen liv livia loke lotta louis louise lova lovisa
lucas lucia lucy ludvig ludwig luis lukas lukasz luna lydia madeleine magda magdalena magnus maj maj-britt
maja majken malgorzata malin malte marcel marco marcus margaret margareta margaretha margit margot mari
maria mariam mariana marianne marie marika marilyn marina mario marion marit marita marja mark markus
marlene marta marten martha martin martina mary maryam mathias mathilda matilda mats matteo matthew mattias
maud max maximilian megan mehmet melanie melissa melker melvin mia michael michaela michal michelle miguel
mikael mike mikko mila milla milo milton mimmi mina minna mira miranda miriam mohamad mohamed mohammad
mohammed mona monica monika morgan mustafa nadia nadja nancy natalia natalie natasha nathalie nathan nellie
nicholas nick nicklas nicole niklas niko nikolaus nils nina noa noah noel nora nour ola olaf ole oliver
olivia olle olof olov oscar oskar osman otto ove owe pablo pamela par patric patricia patrick patrik paul
paula pauline peder pedro peggy pehr pekka per per-erik per-olof pernilla peter petra petri petter philip
phillip pia piotr pontus priya rachel ragnar ragnhild rainer ralph ramona randy rasmus raymond rebecca
rebecka reidar reine renate ricardo richard rickard rikard rita robert robin roger roland rolf roman ronald
ronja ronny rosa rose roy ruben runar rune russell rut ruth ryan sabina sabrina saga sally sam samantha
samir samuel sandra sanna sara sarah saskia scott sean sebastian selma sergio sharon shirley signe sigrid
sigurd sigvard simon siri siv sixten sofia sofie sonja sonny sophia sophie soren staffan stanislaw stefan
stefanie stella stellan sten stephanie stephen steve steven stig stina sture sune susan susann susanna
susanne svante svea sven sven-erik sven-olof svetlana sylve sylvia tage tatiana ted teresa terese terry tess
theo theodor theres therese thomas thor thore thorsten tiffany tim timo timothy tina tindra tobias tom tomas
tommy tony torbjorn tord tore torgny torkel torsten tove tuva tyra tyrone ulf ulla ulla-britt ulrica ulrik
ulrika urban ursula uwe valborg valdemar valentina vanessa vera verner veronica veronika victor victoria
vidar vide viggo vigo viktor viktoria vilgot vilhelm ville vilma vincent viola virginia viveca viveka
vivianne wanda wendy werner wilhelm wille william willy wilma wolfgang yasmin ylva yngve yvonne zachary
zahra zlatan zoe zofia
"""


def folded(text: str) -> str:
    """Small letters without marks, as slugs and addresses are spelled: `Öström` is `ostrom`."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("ı", "i").replace("ø", "o").replace("ß", "ss")
    )
    return "".join(each for each in plain if not unicodedata.combining(each))


GIVEN_NAMES: frozenset[str] = frozenset(_NAMES.split())
"""Folded given names, double names by a hyphen."""
