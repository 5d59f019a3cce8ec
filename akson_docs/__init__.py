"""Meeting papers from YAML: a public site to read, and papers to send, to show and to keep.

The road goes one way. Every arrow is a function from values to values; only the ends touch the disk.

    meetings/ templates/
      │ snapshots.scan        a folder → Snapshot: names, sizes, times; bytes when asked for
      │ layout.archive        paths → Archive: which boards there are, and which meetings
      ▼
    loader.meeting            bytes → Parsed: the model, where each part stands, what is wrong
      │   yaml_source         bytes → plain values with places; images: is it a picture; svg: and nothing else
      │   plain_svg           a drawing → the same with nothing left to work out (svg_cascade: style sheets;
      │                       svg_transforms: transforms;  svg_unlike: filters and words;
      │                       svg_cost, svg_sheet_cost: what asks too much)
      │   drawings            what of a drawing papers show otherwise
      │   complaints          what YAML cannot read, in an author's words;  refusals: what the format does not take
      │   meant               what a key or a row was meant to be;  mended: a line that YAML stops at
      │   pasted_text         what is printed otherwise than it looks; unpasted: made right;  stray_files: unnamed
      │   followers           what only follows from something else that is wrong, and is not told
      │   unrepeated          what is redacted in files, which no message repeats
      │   spreadsheet_csv     tables as spreadsheet programs save them
      │   case_papers         case papers: paper_pictures (which pictures one shows), word_text (a Word document as
      │                       Markdown, of what word_body takes over of it: word_files, word_styles, word_lists)
      ▼
    agenda.agenda             Meeting → Agenda: numbers, times, titles, names (people), addresses that follow
      │ joint                 boards that meet together → one with the people of all
      │ voting                a vote, voters → how it fell; an election, voters → who is elected
      │ record                Agenda → who was there and could vote, how votes fell, what came of items
      │ outcomes              Agenda → how elections ended and votes failed, in a few words
      │ dossier               Agenda → what it did with an item, for the item's own page
      │   recordings          where its recording is, and an item in it
      │   time_limits         how long what was decided can be contested
      │ registered            Agenda → what registers tell of it: what came of items, what is to be done, who voted how
      ▼
    registry                  Agenda, cards → Diagnostics
      │                       by subject: numbering, schedule, decisions, texts, attendance, minutes, personal_data,
      │                       sent, appearance, votes, results, kommuneloven, joint_meetings;  rule_inputs, vote_inputs:
      │                       what they are asked of
      ▼
    redaction.published       Meeting → Meeting: the only place that withholds
      │ redacted_files        the files that the public gets in the place of others, made where a meeting is read
      │ said_in_files         what is redacted in one meeting's file and said in another's
      │   blackout            a PDF and what goes from it → a new one: shown_pages (what is seen, and where its words
      │                       are), phrases (where words stand in a text), said_pages (and on pages), drawn_letters
      │                       (what is drawn, not what is said of it), unread_shapes (what may be letters, and no text),
      │                       burnt_boxes (what is covered), kept_words (what stays), picture_pdf (a file of pictures
      │                       and words), proof (that nothing is left); marked_file: the same pages for whoever marks
      │                       in them what goes (marking_process: apart from all else)
      │ readable_scans        the scans that all get with the words that are read in them (scans: by OCRmyPDF;
      │                       scan_failures: why not)
      │ pseudonyms            who is not named, or not any longer (spelt, whose: where names are; roles: what is none)
      │ withdrawal            what is withheld now and has been public, or was sent
      ▼
    deck.deck                 Agenda → slides with numbers and anchors
      │ cards.card            Agenda → MeetingCard: what pages about many meetings see
      │ timing                when it is, as calendars are told
      │ meeting_versions      Agenda, card → MeetingVersion: digests of it, and what was sent of it
      ▼
    plan.plan                 versions, digests → Jobs;  jobs: what is made, and the key that says all it is made from
      │ registers             versions → rows of all meetings, in parts that stay
      │ issue                 what was sent, and what is new since → issues of the papers;  minutes: of the minutes
      ▼
    pages                     Job → bytes;  templates: values → HTML (prose: Markdown);  opendata: values → JSON
      │                       (opendata_schema: what that looks like; data_forms: what the forms are called)
      │                       calendar_files: meetings → calendars;  feeds: what is new (news: what that is) → Atom,
      │                       and what search engines ask for (event_data: what they read in a meeting's page)
      │ item_page             what the page of an item is given
      │ register_files        a year of a register → CSV, JSON
      │ search_records        what is found by searching (search_words: by which words besides; page_texts: what pages
      │                       of attachments say);  indexing: of some meetings, as an index, which pagefind makes
      │                       what templates place: slide_forms (how densely a slide is set), drawings (where lines go),
      │                       changed (what was changed, in words), attendance_groups (who was there), vote_bar,
      │                       year_line, palette (colours), page_words (its words);  typography: what is made set well
      │ papers                Job → a paper: which slides, letters and attachments it is made of
      │   short_items         which items share a page
      │   agenda_filters      by what a long agenda is looked through
      │   transcript          the captions of a recording as text
      │   access_requests     the letter of who asks for access to what is withheld
      │   printed_text        what each of them must say;  completeness: that nothing of it was lost, in plain_text
      ▼
    compose.typeset           papers → PDF
      │   figures             pictures made ready, each one object of its paper, and proved
      │   drawing_process     the renderer of drawings, in a process of its own;  figure_places: is each picture there
      │   typesetter          the engine;  tagged_parts: what it tags besides;
      │                       slide_page: a slide fitted to its page;  a4_page: text on A4
      │                       handout: slides on a page of paper, with lines for notes
      │   enclosures          attachments joined: foreign_pdf (pages), structure_tree, content_stream, outline
      │                       mending: what only viewers open;  endless_pages: what nobody can draw to its end
      │                       accessibility: what keeps PDF/UA;  page_pictures: the
      │                       proof that pages look as viewers show them;  missing_appearances: fields and marks drawn
      │                       (field_appearances, mark_appearances: from what; appearance_drawings: what they share)
      │   provenance          what a paper was made from;  office: office files as PDF, where asked for
      │   highlight           what is new, marked in any HTML
      ▼
    output.commit             bytes → output/: what is new, then pages, then deletions
      │ output_steps          old and new pages → steps, at each of which every link leads somewhere

`actions` has a module for each thing that can be done (`building`, `checking`, `verifying`, `dispatching`,
`comparing`, `mailing`); `source_reader` reads the sources for all of them, `site_edition` is an edition that is read
and planned, `made_files` what of it is made of other files, `live_edition` one that is open, and `archive_facts` what
new files ask of the archive. `meeting_index` reads what changed and remembers the rest; `cache` is the memory, and
`lock` lets one build at a time at it; `workers` are the processes that typeset; `request` says whether there is
anything to do; `fingerprint`, what the output depends on besides the sources; `watch` builds again; `schema` is the
format for editors; `main`, words in and exit code out, with a module for each command in `commands/`, the `options`
that they share, `terminal`, what they say there, and `parser`, their help; `manual` makes pages of it all
(`manual_page`: one as a value; `guide`: those for secretaries; `search_index`: what it is searched by), and
`check_formats` puts what is wrong into forms that other tools read.

Beside the road: `history` asks git what the sources were, `comparison` says what becomes public that was not so then,
and `report` puts that into words, before anyone merges; `field_names` is what fields are called there.

`editing` changes YAML files and keeps all else in them; `starting` is what a new meeting begins with, `new_sites` the
same of a board and a site, `moving` an item that goes to another meeting; `meeting_files` writes what comes of that.
`demonstration` is a board that is made up, around today.

Letters: `invitation` makes a meeting into one, with a calendar request (`headers`: its header lines); `recipients` says
who gets it, `delivery` sends it and writes down who has, and `calendars` is the record of what calendars were told,
beside the dispatch.

Other forms: `published` is a meeting as it is given out, by its data and its files alone, and `exporting` makes of it
what others take: `einnsyn`, requests for eInnsyn; `noark`, a description for archives, in a `bag`. `importing` writes
boards and meetings of what is given out (`imported`: source files that are not written yet; `from_meeting_data`: of our
own data).

The desk: `desk` is what it shows, the sources as they were read last; `app` shows it, each page made as it is looked
at, from an edition that is opened (`live_edition.LiveEdition`); `loopback` lets in who started it, `peers` says whose
a connection is, and `kept_key` is what browsers keep unsaved text under. `form` makes the schema into a form, with the
words of `labels`; `saving` says what a save comes to, and `merging` puts two edits of one file together. `form_pages`
serves the forms, `form_saves` takes what they send, `room` says which files those are, and `saves` what can be taken
back; `redact_pages` shows a PDF to mark what is redacted in it, `redact_changes` says what that comes to in the file
that attaches it, and `trial_redactions` what readers would get; `running` is the server from its start to its end.
`cms` makes the same schema into the configuration of a CMS, for editing without a checkout.

What was sent lies beside its meeting: `dispatch` is its record, `changes` compares what papers printed with what they
print, word by word, `withdrawal` says which of it holds what is withheld now, `continued` the same of an item that came
up again in another meeting, `issue` which issue (utgave) that makes of them (`minutes` of minutes, which are kept as
they are published), and `dispatching.keep` puts them there. `recorded_withdrawals` sees to it that a withdrawal is
written down, and asks git's history whether anything of it is gone.

Whether a paper is unaltered is told by its bytes alone; how another differs from it, by `objects`, which reads any PDF
as plain values, and `pdf_differences`, which holds two of them against each other.

`digital_signatures` signs papers and says who signed one, `time_stamps` asks an authority for the time and says what a
time stamp says; neither has a say in whether a paper is what was sent.

`failures` is the boundary for what fails (a file, a process, a library that is missing): each becomes one line, in
`main` for every command, in `app` and in a build that watches for each answer and each build.

`catalogue` has what the tool says in each language, and which languages there are (`gettext_files` reads them); `theme`
says which of a folder's own templates take the place of those that come with the tool.

`conflicts` knows what an unfinished merge leaves in a file, `hidden_characters` what in a text reads otherwise than it
is, `markdown_setup` what of Markdown authors may use, `markdown_reader` the library that reads it so, `prose` how a
text in it is printed and `unprinted` what of it is not, `personal_numbers` what points at one person, also where its
digits are set apart, `file_leaks` what a file says that its readers may not be meant to have, `file_sketches` what is
known of that without its words, `said_elsewhere` where
it is said what is redacted in another (`file_contents`: every string in it with its place, by `pdf_contents`,
`zip_contents`, `markup_contents`, `html_contents`, `plain_contents` and `picture_contents`; `woven_text`: text without
tags; `covers`: text that is not seen), `font_coverage` which signs
the fonts of papers have and `glyphs` which of the sources they lack, `inspection` whether a file is what its name says;
`public_content` is what becomes public, for the rules that ask them, and `remnants` what is left of names in it.

`repository` says whether strangers can clone what is here; `withholding`, what of it the public edition withholds, and
problems without the words of it.

Types without behaviour: `diagnostics` (problems as values), `values` (what authors write), `slides` (the kinds of
slides), `documents` (site, board, meeting, item); `walk` goes through any of them, leaf by leaf. `numbers` and
`addresses` say what stays the same and where it lies.

What does not belong where: `templates` and `compose` open no file (`enclosures` streams attachments from where they
lie); `documents` knows no template; `output` does not know what a meeting is; only `snapshots`, `cache` and `output`
touch the disk; nothing reads the clock or the locale while it renders. Imports point up this list only; a test holds
all of that.

How to add a kind of slide, a rule, a language, a page, a paper or a command is in CONTRIBUTING.md.
"""
