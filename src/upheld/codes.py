"""The codes of the problems that ``upheld check`` reports: what each means and how it is mended.

The reference page docs/reference/check.md is written from this table; a test demands that every code used is in it.
"""

from __future__ import annotations

from typing import NamedTuple

from upheld.spans import Severity


class Code(NamedTuple):
    """A code. ``severity`` is what it usually is."""

    meaning: str
    mend: str
    severity: Severity = Severity.ERROR


WARNING, NOTE = Severity.WARNING, Severity.NOTE

ANY_FILE: dict[str, Code] = {
    "not-yaml": Code("The file is not YAML.", "Mend the syntax at that place."),
    "file-too-large": Code("A file of more than 16 MiB.", "Split it."),
    "too-deep": Code("Values nested deeper than 40 levels.", "Flatten them."),
    "duplicate-key": Code("A word stands twice in one place.", "Keep one."),
    "key-not-text": Code("A key that is no plain word.", "Use words as keys."),
    "yaml-alias": Code("An alias (`*name`) stands for another part.", "Write the part out."),
    "yaml-tag": Code("A YAML tag.", "Write a plain value."),
    "not-a-value": Code("A value that cannot be read.", "Quote it if it is text."),
    "not-a-number": Code("A number that is not finite.", "Write a finite number."),
    "unknown-word": Code("A word the file does not know.", "Mend the spelling; the message suggests the nearest word."),
    "missing": Code("A word that must be there is not.", "Add it."),
    "wrong-value": Code("A value of the wrong shape.", "See the file's JSON Schema."),
    "unreadable": Code("A file that `upheld.yaml` names cannot be read.", "Mend its name or its rights."),
}

SETTINGS: dict[str, Code] = {
    "no-deployment": Code("There is no `upheld.yaml`.", "Name the folder that has one."),
    "unknown-zone": Code("Not an IANA time zone.", "Write a name such as `Europe/Brussels`."),
    "not-a-name": Code("A system's name has signs other than small letters, digits, `-` and `_`.", "Rename it."),
    "not-a-mail-server": Code("`mail.smtp` is no mail server.", "Write `smtp://host:587` or `smtps://host:465`."),
    "secret-in-file": Code("A password stands in the file.", "Refer to it as `env:NAME` or `file:PATH`."),
    "unresolved-reference": Code("A secret that is referred to is not there.", "Set it, or mend the reference."),
    "unknown-law": Code("A law, or a law of a place, that is not known here.", "See `upheld law list`."),
    "unreachable": Code(
        "A database does not answer or does not let us in.", "Mend the URL; or check with `--offline`."
    ),
}

CHARTER: dict[str, Code] = {
    "not-a-date": Code("`effective` is no date.", "Write `2026-01-31`, or an instant with its offset."),
    "unknown-kind": Code("A kind of statement that does not exist.", "Use a kind of the charter's vocabulary."),
    "unknown-slot": Code("A slot that this kind of statement does not have.", "Use one that the message lists."),
    "not-a-period": Code("A period that is no ISO 8601 duration.", "Write `P3Y`, `P30D`, `P5BD` or `PT72H`."),
    "duplicate-id": Code("Two statements with one id.", "Give each its own."),
    "empty-span": Code("A statement ends before it begins.", "Read the policy again."),
    "unknown-capability": Code("`runs_as` names nothing this program can do.", "Use a capability that exists."),
    "runs-and-cannot": Code("A statement both runs and cannot.", "Keep one of the two."),
    "left-over": Code("A confirmed statement that nothing runs.", "Add `runs_as:`, or `cannot:` with the reason."),
    "waived-without-reason": Code("A statement is waived without a reason.", "Add `waived_because:`."),
    "no-anchor": Code("A period that runs has no start.", "Add the start that you take as `anchor_assumed:`."),
    "nothing-behind": Code("A promise that no system or setting can keep.", "Add what is missing, or say `cannot:`."),
    "unreviewed": Code("Statements that nobody has looked at; they do not run.", "Run `upheld review`.", WARNING),
    "policy-changed": Code(
        "The policy is not the text that the charter was read from.",
        "Restore it, or read the new text into a charter of its own.",
    ),
    "statement-moved": Code("A statement's sentence does not stand where it did.", "Read again, or mend its place."),
    "no-policy": Code("The policy file is absent (warning) or cannot be read.", "Put it beside the charter.", WARNING),
}

DATAMAP: dict[str, Code] = {
    "other-system": Code("The datamap is another system's.", "Make its `system` and `upheld.yaml` agree."),
    "not-a-tie": Code("Not a tie.", "See the table of ties."),
    "not-a-condition": Code("Not a condition.", "See the conditions."),
    "not-a-strategy": Code("Not a strategy.", "See the strategies."),
    "not-a-column": Code("Not `table.column`.", "Write both, with a dot between."),
    "not-an-anchor": Code("`until` is not a column plus a period.", "Write `paid_at + 7y`."),
    "not-an-identifier": Code("A kind of person or identifier is no plain name.", "Use `[a-z][a-z0-9_]*`."),
    "unknown-category": Code("A category of data that does not exist.", "Use one of the categories."),
    "column-twice": Code("A column is listed twice.", "Keep it under one category."),
    "of-and-with": Code("Rows are one person's and shared at once.", "Keep one, or slice the table."),
    "slices-and-ties": Code("A table with slices has ties of its own.", "Move them into the slices."),
    "slices-overlap": Code("Slices that may hold, or do hold, the same row.", "Make them exclude each other."),
    "declared-twice": Code("A table stands under `nobody` and `tables`.", "Keep one."),
    "keep-without-reason": Code("A `keep` gives neither a promise nor a law.", "Name a statement's id, or cite."),
    "keep-without-duty": Code("A `keep` names a statement that is no duty to keep.", "Confirm it as `retention.keep`."),
    "unknown-statement": Code("`promised` names a statement that no charter holds.", "Mend the id."),
    "unknown-person": Code("`is:` names no kind of person of this table.", "Name one that has this table."),
    "person-without-table": Code("No table says that its rows are a kind of person.", "Add `is:` to the table."),
    "unknown-role": Code("`whose` names no tie of the table.", "Name a role of `sees`, or a tie's column."),
    "leave-of-nobody": Code("`leave` of a cell that is nobody's who may leave.", "Say `whose` it is, or remove it."),
    "set-without-effect": Code("`set` of rows that are deleted or kept.", "Write `erase: anonymise`, or remove it."),
    "unproved-identifier": Code(
        "A tie matches a kind that no account proves.", "Add `proves`, if accounts hold it.", NOTE
    ),
    "tie-circle": Code("Ties lead back to where they began.", "Use a closure, or cut the circle."),
    "tie-to-undeclared": Code("A tie leads to a table that is not declared.", "Declare it."),
    "tie-to-nobody": Code("A tie leads to a table whose rows are nobody's.", "Give that table an owner."),
    "closure-alone": Code("A closure has no tie to begin from.", "Add the tie of the first row."),
}

SCHEMA: dict[str, Code] = {
    "undeclared-table": Code("A table of the database is not declared.", "Declare it, or list it under `nobody`."),
    "undeclared-column": Code("A column of a tied table is not declared.", "List it under `holds`."),
    "undeclared-key": Code("A key that is no number or UUID may say something.", "List it under `holds`."),
    "unknown-table": Code("The database has no such table.", "Mend the name."),
    "unknown-column": Code("The table has no such column.", "Mend the name."),
    "reachable-nobody": Code("A table about nobody points to people's rows.", "Declare its tie."),
    "no-key": Code("A table without a primary key.", "Add one, or name unique columns as `key`."),
    "key-not-unique": Code("`key` names columns that are not unique.", "Add a UNIQUE constraint."),
    "hop-without-reference": Code("A hop without a foreign key to follow.", "Add the arrow: `column -> table`."),
    "closure-not-self": Code(
        "A closure over a column that does not point to its own table.", "Name the one that does."
    ),
    "tie-width": Code("A tie joins different numbers of columns.", "Name as many as the key has."),
    "tie-type": Code("A tie joins types that the database does not compare.", "Tie columns of one type."),
    "null-on-not-null": Code("NULL for a NOT NULL column.", "Use `empty` or a constant."),
    "wrong-type": Code("A strategy or constant that the type cannot take.", "Choose another."),
    "too-long": Code("A hash or constant that does not fit.", "Widen the column, or shorten the value."),
    "not-unique": Code(
        "Two who leave would get the same value in a UNIQUE column.", "Use `{pseudo: each}`, `hash` or null."
    ),
    "generated-column": Code("A column that the database computes is set.", "Set what it is computed from."),
    "unanswered-cell": Code("A cell of an anonymised row that nothing is said about.", "Answer it under `set`."),
    "unanswered-leave": Code("A cell that would outlive a person in a row that stays.", "Answer it under `leave`."),
    "tie-not-cut": Code("An anonymised row would still lead to its person.", "Set the tie's column."),
    "unanswered-reference": Code("A foreign key from a row that stays into one that goes.", "Add `inbound`."),
    "silent-cascade": Code("ON DELETE would change rows that no plan counts.", "Add `inbound`, or tie the rows."),
    "inbound-composite": Code("`inbound` of a key over several columns.", "Tie the tables by all of them."),
    "inbound-without-effect": Code("`inbound` of a table that loses no rows.", "Remove it.", WARNING),
    "reference-circle": Code(
        "Foreign keys form a circle through rows that go.", "Break it at a column that may be NULL."
    ),
    "keep-without-date": Code("A period counts from a column that is no date.", "Name a date."),
    "pseudo-of-nobody": Code("`pseudo` in a column that points to no person.", "Use another strategy."),
    "no-pseudo-cell": Code("A pseudo-person lacks the cell that is asked for.", "Add it under `pseudo`."),
    "pseudo-incomplete": Code("A pseudo-person lacks a NOT NULL cell.", "Add it under `pseudo`."),
    "pseudo-unfit": Code("A cell of a pseudo-person that does not fit.", "Change it."),
    "pseudo-not-unique": Code("Pseudo-people would collide in a UNIQUE column.", "Put `{n}` into the cell."),
    "pseudo-unmarked": Code("Whoever left would count as a living owner.", "Make `pseudo_when` hold of pseudo-people."),
    "missing-index": Code("Rows are found by a column without an index.", "Create the index."),
    "email-case": Code("Addresses in mixed case would not be found.", "Index `lower(column)`, or state `stored`."),
    "full-scan": Code("A place that no index helps to search.", "Nothing, unless cases become slow.", WARNING),
    "no-plan": Code("No erasure can be planned with this datamap.", "Mend what the message names."),
}

LIVE: dict[str, Code] = {
    "slices-incomplete": Code("Rows that are in no slice.", "Add a slice for them, or `else:`."),
    "not-json": Code("A text read as JSON has a row that is none.", "Mend the rows, or make the column jsonb."),
    "not-lower": Code("Identifiers that are not in lower case, against `stored`.", "Lower them, or drop `stored`."),
    "check-refuses": Code("A CHECK refuses what a cell becomes.", "Use a value that it accepts."),
    "read-only": Code("The database can be read but not written.", "Use the primary, and a user that may write."),
    "missing-right": Code("Our user lacks a right that an erasure needs.", "Grant it."),
    "row-security": Code("A row-level policy hides rows from our user.", "Give it BYPASSRLS."),
    "other-schema": Code("The database has tables in another schema.", "Make it a system of its own.", WARNING),
    "reference-from-other-schema": Code(
        "A foreign key of another schema points to rows that go.", "Make that schema a system before this one."
    ),
}

GROUPS: dict[str, dict[str, Code]] = {
    "Every file": ANY_FILE,
    "upheld.yaml": SETTINGS,
    "charter.yaml": CHARTER,
    "datamap.yaml": DATAMAP,
    "A datamap and the schema of its database": SCHEMA,
    "A datamap and its live database": LIVE,
}

CODES: dict[str, Code] = {code: told for group in GROUPS.values() for code, told in group.items()}
