"""Meeting papers from YAML: a public site to read, and papers to send, to show and to keep.

The road goes one way. Every arrow is a function from values to values; only the ends touch the disk.

    meetings/ templates/
      │ workspace.scan        a folder → Snapshot: names, sizes, times; bytes when asked for
      │ archive.archive       paths → Archive: which boards there are, and which meetings
      ▼
    parse.meeting             bytes → Parsed: the model, where each part stands, what is wrong
      │   source              bytes → plain values with places; pictures: is it a picture; drawings: and nothing else
      ▼
    agenda.agenda             Meeting → Agenda: numbers, times, titles, addresses that follow
      │ voting                a vote, voters → how it fell; an election, voters → who is elected
      │ record                Agenda → who was there and could vote, how votes fell, what came of items
      │ outcomes              Agenda → how elections ended and votes failed, in a few words
      ▼
    rules, voting_rules       Agenda, cards → Diagnostics
      ▼
    edition.published         Meeting → Meeting: the only place that withholds
      │ names                 who is not named, or not any longer (spelt, whose: where names are; roles: what is none)
      │ withdrawal            what is withheld now and has been public, or was sent
      ▼
    deck.deck                 Agenda → slides with numbers and anchors
      │ cards.card            Agenda → MeetingCard: what pages about many meetings see
      ▼
    plan.plan                 cards, digests → Jobs, each with its key
      │ issue                 what was sent, and what is new since → issues of the papers;  minutes: of the minutes
      ▼
    render                    Job → bytes;  html: values → HTML (prose: Markdown);  opendata: values → JSON
      │ papers                Job → a paper: which slides, letters and attachments it is made of
      │   printed             what each of them must say;  proof: that nothing of it was lost, in plain_text
      ▼
    pdf.typeset               papers → PDF
      │   typesetter          the engine;  sheet: a slide fitted to its page;  letter: text on A4
      │   enclosures          attachments joined: foreign (pages), tags (their trees), marks (their streams)
      │   provenance          what a paper was made from;  office: office files as PDF, where asked for
      │   marking             what is new, marked in any HTML
      ▼
    output.commit             bytes → output/: what is new, then pages, then deletions
      │ passage               old and new pages → steps, at each of which every link leads somewhere

`pipeline` is the whole road; `shelf` reads what changed and remembers the rest; `cache` is the memory, and `turn` lets
one build at a time at it; `crew` are the processes that typeset; `request` says whether there is anything to do;
`engine`, what the output depends on besides the sources; `watch` builds again; `schema` is the format for editors;
`cli`, words in and exit code out, with a module for each command in `commands/`, the `options` that they share,
`terminal`, what they say there, and `usage`, their help; `manual` makes pages of it all, and `sarif` puts what is wrong
into forms that other tools read.

Beside the road: `history` asks git what the sources were, `disclosure` says what becomes public that was not so then,
and `preview` puts that into words, before anyone merges; `field_names` is what fields are called there.

`editing` changes YAML files and keeps all else in them; `starting` is what new ones begin with, `moving` an item that
goes to another meeting; `secretariat` writes what comes of that.

Letters: `invitation` makes a meeting into one, with a calendar request (`headers`: its header lines); `recipients` says
who gets it, `delivery` sends it and writes down who has, and `calendars` is the record of what calendars were told,
beside the dispatch.

The desk: `serve` shows what is written, each page made as it is looked at, from an edition that is opened
(`pipeline.Opened`); `loopback` says whose a request is. `form` makes the schema into a form and says what a save comes
to, with the words of `form_words`; `writing` serves that. `cms` makes the same schema into the configuration of a CMS,
for editing without a checkout.

What was sent lies beside its meeting: `dispatch` is its record, `changes` compares what papers printed with what they
print, word by word, `withdrawal` says which of it holds what is withheld now, `continued` the same of an item that came
up again in another meeting, `issue` which issue (utgave) that makes of them (`minutes` of minutes, which are kept as
they are published), and `pipeline.keep` puts them there. `committed` sees to it that a withdrawal is written down, and
asks git's history whether anything of it is gone.

Whether a paper is unaltered is told by its bytes alone; how another differs from it, by `objects`, which reads any PDF
as plain values, and `compared`, which holds two of them against each other.

`signing` signs papers and says who signed one, `stamping` asks an authority for the time and says what a time stamp
says; neither has a say in whether a paper is what was sent.

`failures` is the boundary for what fails (a file, a process, a library that is missing): each becomes one line, in
`cli` for every command, in `serve` and in a build that watches for each answer and each build.

`theme` says which of a folder's own templates take the place of those that come with the tool.

`conflicts` knows what an unfinished merge leaves in a file, `guises` what in a text reads otherwise than it is,
`prose` how a text in Markdown is printed and `unprinted` what of it is not, `privacy` what points at one person,
`attached` what a file says beside what one sees of it, `coverage` which signs the fonts of papers
have and `glyphs` which of the sources they lack,
`inspection` whether a file is what its name says; `published` is what becomes public, for the rules that ask
them, and `remnants` what is left of names in it.

`repository` says whether strangers can clone what is here; `withholding`, what of it the public edition withholds, and
problems without the words of it.

Types without behaviour: `diagnostics` (problems as values), `words` (what authors write), `slides` (the kinds of
slides), `model` (site, board, meeting, item); `walk` goes through any of them, leaf by leaf. `identity` and
`addresses` say what stays the same and where it lies.

What does not belong where: `html` and `pdf` open no file (`enclosures` streams attachments from where they lie);
`model` knows no template; `output` does not know what a meeting is; only `workspace`, `cache` and `output` touch the
disk; nothing reads the clock or the locale while it renders. Imports point up this list only; a test holds all of that.

To add a kind of slide: a class in `slides` and its name in the union there, `templates/slides/<kind>.html` and
`.css`, an example `tests/kinds/<kind>.yaml`, then `make schema`. To add a rule: a function with a docstring and its
words in `rules`. To add a language: its name in `words`, a catalogue in `templates/locale/`. To add a kind of page:
a job in `plan`, its context in `render`, a template in `templates/pages/`. To add a paper: when it is there in `plan`,
its parts in `papers`, what it must say in `printed`, a template in `templates/papers/`. To add a command: a module in
`commands` with what it says of itself (`HELP`), and its line in `cli`; its page in the manual follows.
"""
