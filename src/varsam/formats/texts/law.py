"""What each check of the law means, as one sentence. The place and the details are printed beside it."""

from __future__ import annotations

from collections.abc import Mapping

LAW: Mapping[str, tuple[str, str]] = {
    "check.LAW001": (
        "Statistik- eller annonskakor används utan samtycke.",
        "Cookies for statistics or advertising are used without consent.",
    ),
    "check.LAW002": (
        "Kakor sägs inte ha med personer att göra, fast de har det.",
        "Cookies are said to have nothing to do with people, though they have.",
    ),
    "check.LAW003": (
        "En egen rättslig grund åberopas för kundernas uppgifter.",
        "A legal basis of one's own is claimed for customers' data.",
    ),
    "check.LAW004": (
        "En begäran tas bara emot i en viss form, till exempel undertecknad.",
        "A request is heard only in a certain form, such as signed.",
    ),
    "check.LAW005": (
        "Ett företag talar som om det vore en myndighet.",
        "A private company speaks as if it were a public body.",
    ),
    "check.LAW006": (
        "Rätten till begränsning beskrivs som något ni kan neka som ni vill.",
        "The right to restriction is described as something you may refuse at will.",
    ),
    "check.LAW007": (
        "För överföringar utanför EU/EES nämns bara adekvat skyddsnivå.",
        "For transfers out of the EU/EEA only adequacy is named.",
    ),
    "check.LAW008": (
        "Flera bolag bestämmer tillsammans, utan att det sägs vem som svarar för vad.",
        "Several companies decide together, and nothing says who answers for what.",
    ),
    "check.LAW009": (
        "Ett ändamål vilar på intresseavvägning utan att intresset nämns.",
        "A purpose rests on legitimate interests, and the interest isn't named.",
    ),
    "check.LAW010": ("Ingen mottagare av uppgifterna nämns.", "Nobody who receives data is named."),
    "check.LAW011": ("Rätten att återkalla samtycke saknas.", "The right to withdraw consent is missing."),
    "check.LAW012": (
        "Det framgår inte vad som måste lämnas och vad som händer annars.",
        "Nothing says what must be given, and what happens otherwise.",
    ),
    "check.LAW013": (
        "Personer profileras utan att det förklaras.",
        "People are profiled, and it isn't explained.",
    ),
    "check.LAW014": (
        "Uppgifter hämtas från andra utan att källan nämns.",
        "Data comes from others, and the source isn't named.",
    ),
    "check.LAW015": (
        "Rätten att säga nej till direktmarknadsföring står inte för sig.",
        "The right to say no to direct marketing doesn't stand apart.",
    ),
    "check.LAW016": ("Policyn har varken version eller datum.", "The policy has neither version nor date."),
    "check.LAW017": ("Policyn saknar postadress.", "The policy has no postal address."),
    "check.LAW018": (
        "Policyn säger inget om dataskyddsombud.",
        "The policy says nothing of a data protection officer.",
    ),
    "check.LAW019": (
        "Reklam skickas elektroniskt utan samtycke.",
        "Marketing is sent electronically without consent.",
    ),
    "check.LAW020": (
        "Kontaktpersoner hos företag behandlas på ett avtal de inte är part i.",
        "Contact persons of companies are held on a contract to which they aren't party.",
    ),
    "check.LAW021": (
        "Det sökande skickar in saknas bland uppgifterna.",
        "What applicants send in is missing among the data.",
    ),
    "check.LAW022": (
        "Samtal spelas in utan att det sägs innan.",
        "Calls are recorded, and nobody is told before.",
    ),
    "check.LAW023": (
        "Känsliga uppgifter förnekas, fast rader kan innehålla vad som helst.",
        "Sensitive data is denied, though rows may hold anything.",
    ),
    "check.LAW024": (
        "Flera rättsliga grunder anges utan att det sägs vilken som gäller för vad.",
        "Several legal bases are named, and not which holds for what.",
    ),
    "check.LAW025": (
        "En behandling som alla sådana företag har saknas.",
        "An activity that every such company has is missing.",
    ),
    "check.LAW026": (
        "Dataportabilitet beskrivs utan direkt överföring.",
        "Portability is told without direct transmission.",
    ),
    "check.LAW027": (
        "Grunderna för radering är inte fullständiga.",
        "The grounds for erasure aren't complete.",
    ),
    "check.LAW028": ("Kakor kan bara nekas i webbläsaren.", "Cookies can be refused in the browser only."),
    "check.LAW029": (
        "Klagomålsrätten beskrivs utan kontaktväg eller domstolar.",
        "The right to complain is told without contact or courts.",
    ),
    "check.LAW030": (
        "Bilder av personer publiceras utan samtycke.",
        "Pictures of people are published without consent.",
    ),
    "check.LAW031": ("En rättighet nämns inte alls.", "A right isn't told at all."),
    "check.RET005": (
        "En tid för räkenskapsinformation saknar början.",
        "A time for accounting information has no beginning.",
    ),
    "check.RET006": (
        "En lagringstid publiceras utan det den räknas från.",
        "A time of storage is published without what it counts from.",
    ),
    "check.RET007": (
        "Samma sak står i två rader med olika grund eller tid.",
        "The same thing stands in two rows with different basis or time.",
    ),
    "check.RET008": (
        "En fast tid publiceras för uppgifter på samtycke.",
        "A fixed time is published for data on consent.",
    ),
    "check.RET009": (
        "En kopia sparas längre än sitt original.",
        "A copy is kept for longer than its original.",
    ),
    "check.TXT001": (
        "Personuppgift definieras snävare än i lagen.",
        "Personal data is defined more narrowly than in the law.",
    ),
    "check.TXT002": (
        "Ett löfte är utan undantag och behöver bevis.",
        "A promise allows no exception and needs proof.",
    ),
    "check.TXT003": (
        "Irrelevanta uppgifter sägs bli rättade, fast de ska raderas.",
        "Irrelevant data is said to be corrected, but it must go.",
    ),
    "check.TXT010": (
        "”30 dagar” skrivs där lagen säger en månad.",
        "“30 days” is written where the law says a month.",
    ),
    "check.TXT011": ("Tillgång sägs vara gratis en gång om året.", "Access is said to be free once a year."),
    "check.TXT012": ("Myndigheten kallas vid ett äldre namn.", "The authority is called by an older name."),
    "check.TXT013": (
        "Den upphävda personuppgiftslagen nämns.",
        "The repealed act on personal data is cited.",
    ),
    "check.TXT014": (
        "Kakregeln hänvisas till en upphävd lag.",
        "The cookie rule is cited from a repealed act.",
    ),
    "check.TXT015": (
        "Överföringar sägs vila på något som har upphävts.",
        "Transfers are said to rest on something that was annulled.",
    ),
    "check.LAW040": (
        "Ingen har på länge jämfört ett regelpaket med lagen.",
        "Nobody has compared a pack of law with the law for long.",
    ),
    "check.LAW041": (
        "Uppgifter går till ett land utan adekvat skyddsnivå.",
        "Data goes to a country without an adequacy decision.",
    ),
    "check.LAW042": (
        "Landets adekvata skyddsnivå gäller bara en del.",
        "The country's adequacy decision covers a part only.",
    ),
    "check.LAW043": (
        "En mottagares land går inte att läsa.",
        "A recipient's country can't be read.",
    ),
    "check.LAW044": (
        "Begäranden sägs besvaras senare än lagen tillåter.",
        "Requests are said to be answered later than the law allows.",
    ),
    "check.LAW045": (
        "Incidenter sägs anmälas senare än lagen kräver.",
        "Breaches are said to be notified later than the law demands.",
    ),
    "check.LAW046": (
        "Åldern för barns samtycke stämmer inte med lagen.",
        "The age of a child's consent isn't the law's.",
    ),
    "check.RET010": (
        "Räkenskapsinformation sparas kortare tid än lagen kräver.",
        "Accounting information is kept for less time than the law demands.",
    ),
    "check.SIL001": (
        "En tystad anmärkning hörs igen: tiden är slut.",
        "A silenced finding is heard again: its time is over.",
    ),
    "check.SIL002": (
        "En tystning har ingenting att tysta.",
        "A silence has nothing to silence.",
    ),
    "talk.silenced": ("Tystade anmärkningar: {count}", "Silenced findings: {count}"),
    "col.reason": ("skäl", "reason"),
}
