"""The words rules share, written ``<name>`` in a pattern. All lower case; every group is non-capturing."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "data": r"(?:data|information|pii|records?|logs?|recordings?|content|backups?|copies|profiles?|accounts?|details"
    r"|footage|transcripts?|messages|e-?mails|cookies?|identifiers?|history|files?)",
    "personal": r"(?:personal(?:ly)?[- ](?:identifiable |identifying )?(?:data|information|details)"
    r"|your (?:\w+ ){0,3}(?:data|information|details))",
    "keep": r"(?:(?:stays?|remains?) (?:on file|in our (?:books|files|records|systems?|archives?|database)|with us"
    r"|stored)|retain(?:s|ed|ing)?|retention|keep(?:s|ing)?|kept|stor(?:e|es|ed|ing)|hold(?:s|ing)?|held"
    r"|preserv(?:e|ed|ing)|maintain(?:s|ed)?|archiv(?:e|ed|ing)|sav(?:e|ed))",
    "erase": r"(?:delet(?:e|es|ed|ing|ion)|eras(?:e|es|ed|ing|ure)|purg(?:e|es|ed|ing)|remov(?:e|es|ed|ing|al)"
    r"|destroy(?:s|ed|ing)?|destruction|anonymi[sz](?:e|es|ed|ing|ation)|de-?identif(?:y|ies|ied|ication)"
    r"|wip(?:e|ed)|overwritten|dispos(?:e|ed) of|shredded)",
    "request": r"(?:requests?|inquir(?:y|ies)|enquir(?:y|ies)|demands?|questions?)",
    "answer": r"(?:hear from us|get back|dealt with|respond(?:s|ed|ing)?|repl(?:y|ies)|answer(?:s|ed)?|process(?:ed)?"
    r"|compl(?:y|ied)|fulfil(?:l|led)?|honou?r(?:ed)?|act(?:ion(?:ed)?)? (?:up)?on|address(?:ed)?"
    r"|complete[sd]?|acknowledge[sd]?|resolve[sd]?|provide[sd]?|deliver(?:ed)?|handle[sd]?|investigate[sd]?"
    r"|honou?r|confirm|get back to|inform you|notify you|take action|response|responses|turnaround|implement(?:ed)?"
    r"|effect(?:ed)?|decide|review(?:ed)?|send you|give you|come back to|reach a decision)",
    "aux": r"(?:will|shall|must|may|might|can|could|would|do|does|are|is|have|has|need to|intend to|aim to"
    r"|strive to|try to|endeavou?r to)",
    "tell": r"(?:notif(?:y|ies|ied|ication)|inform(?:s|ed)?|report(?:s|ed)?|alert(?:s|ed)?|tell|advis(?:e|ed)"
    r"|communicat(?:e|ed)|disclos(?:e|ed)|let you know|contact|give(?:n)? notice|provide(?: \w+)? notice)",
    "breach": r"(?:breach(?:es)?|security incidents?|data incidents?|unauthori[sz]ed (?:access|disclosure|acquisition"
    r"|use)|compromis(?:e|ed)|data leaks?)",
    "child": r"(?:child(?:ren)?|minors?|kids|teen(?:ager)?s?|under(?: the)? (?:age|\d\d)|(?:below|under) \d\d"
    r"|young(?:er)? (?:people|persons?|than)|parent(?:s|al)?|guardians?|minimum age)",
    "person": r"(?:you|parents?|guardians?|subscribers?|clients?|patients?|guests?|account holders?|applicants?"
    r"|candidates?|players?|employees|individuals?|users?|consumers?|residents?|customers?|data subjects?"
    r"|visitors?|members?|people|persons?|anyone|california consumers|eu residents)",
    "third": r"(?:third[- ]part(?:y|ies)|any (?:other )?(?:individual|company|organi[sz]ation|person|entity)|others"
    r"|other (?:recipients|companies|organi[sz]ations|parties|businesses|entities)|advertisers?|data brokers?"
    r"|anyone(?: else)?|outside parties|(?:any )?other part(?:y|ies)|unaffiliated (?:companies|parties)"
    r"|marketers)",
    "marketing": r"(?:(?:direct |e-?mail |our |any |sms |text |electronic )*marketing|promotional|promotions?"
    r"|newsletters?|advertising (?:e-?mails?|messages|communications|materials)|commercial (?:e-?mails?"
    r"|messages|communications)|special offers|mailing lists?|mailings?|sms messages|text messages"
    r"|push notifications)",
    "policy": r"(?:(?:this|our|the|its|new|revised|updated|amended|modified) (?:\w+ )?(?:privacy )?(?:policy|notice"
    r"|statement|page|version|terms)|privacy (?:policy|notice|statement)|(?:this|the) (?:policy|notice"
    r"|statement)|these (?:terms|policies))",
    "change": r"(?:chang(?:e|es|ed|ing)|updat(?:e|es|ed|ing)|amend(?:s|ed|ing|ments?)?|modif(?:y|ies|ied|ications?"
    r"|ying)|revis(?:e|es|ed|ions?|ing)|alter(?:ations?)?|replace)",
    "collect": r"(?:collect(?:s|ed|ing)?|gather(?:s|ed|ing)?|obtain(?:s|ed|ing)?|captur(?:e|es|ed)|record(?:s|ed)?"
    r"|log(?:s|ged)?|receiv(?:e|es|ed)|ask(?:s|ed)? (?:you )?for|acquire[sd]?|request|store[sd]?|track(?:s"
    r"|ed)?|process(?:es|ed)?)",
    "share": r"(?:shar(?:e|es|ed|ing)|disclos(?:e|es|ed|ing|ures?)|transfer(?:s|red|ring)?|provid(?:e|es|ed|ing)"
    r"|transmit(?:s|ted)?|releas(?:e|es|ed)|giv(?:e|es|en)|mak(?:e|es) available|made available|pass(?:es"
    r"|ed)?(?: on)?|send|sent|hand(?:ed)? over|exchange[sd]?|distribut(?:e|es|ed)|communicat(?:e|es|ed)"
    r"|entrust(?:ed)?)",
    "sell": r"(?:sell(?:s|ing)?|sold|sale|rent(?:s|ed|ing)?|leas(?:e|es|ed|ing)|trad(?:e|es|ed|ing)|barter"
    r"|licen[sc]e|monetiz\w+)",
    "consent": r"(?:consent|permission|authori[sz]ation|opt-?in)",
    "browser": r"(?:(?:web |internet |your |mobile )*(?:browsers?|device|phone|settings|preferences))",
    "authority": r"(?:supervisory authorit(?:y|ies)|data protection (?:authorit(?:y|ies)|commissioner|agency|office"
    r"|regulator|ombudsman)|(?:information|privacy) commissioner\w*|regulators?|attorneys? general"
    r"|(?:privacy|data) (?:authorit(?:y|ies)|regulator)|ombuds\w+|\bico\b|\bcnil\b|\bdpc\b|\boaic\b"
    r"|competent authorit(?:y|ies)|consumer protection agency|\bftc\b)",
    "adm": r"(?:automated (?:\w+ ){0,2}(?:decisions?|processing|processes|means)|automated[- ]decision|profiling"
    r"|solely automated|algorithmic|automatic decision|decisions? (?:based )?solely)",
    "right_verbs": r"(?:access|review|see|view|obtain|receive|get|request|ask|correct|rectif|update|amend|change|modify"
    r"|edit|complete|delet|eras|remove|restrict|limit|block|suspend|object|oppos|port|transfer|export"
    r"|download|move|know|confirm|terminate|close|deactivate|cancel|be informed|be forgotten|cop(?:y|ies)"
    r"|opt[- ]?out|non-?discrimination|withdraw|information|access)",
    "object": r"(?:data|information|details|accounts?|profile|content|processing|records?|copy|copies|settings"
    r"|preferences|history|sale|sharing)",
    "period": r"(?:\d|one|two|three|four|five|six|seven|ten|twelve|thirty)",
}
