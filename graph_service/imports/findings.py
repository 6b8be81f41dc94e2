"""What is wrong with single rows, in words: where, which value, why, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A kind of fault: its code, why it is one, and the remedy."""

    code: str
    reason: str
    remedy: str


class Finding(NamedTuple):
    """One fault in one row. `value` never holds a number that must not be imported."""

    file: str
    line: int
    table: str
    column: str
    value: str
    code: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", {self.column}" if self.column else "")
        value = f" {self.value!r}" if self.value else ""
        return f"{where}:{value} {self.reason}. {self.remedy}."


RAGGED = Fault(
    "ragged",
    "the row has {0} cells and the heading {1}",
    "Put quotation marks around cells that hold the separator, or remove what is too much",
)
EMPTY = Fault("empty", "this cell has to be filled in", "Fill it in")
CLEARED = Fault("cleared", "this cell says which row is which and cannot be cleared", "Fill it in")
TOO_LONG = Fault("too-long", "the text has more than {0} characters", "Shorten it")
CONTROL = Fault("control-character", "the text holds a control character or a line break", "Remove it")
DAMAGED = Fault(
    "damaged-character", "a character was lost when this file was saved (\ufffd)", "Write it again and save as UTF-8"
)
NOT_A_DATE = Fault("not-a-date", "this is no date", "Write 2019, 2019-07 or 2019-07-15")
NOT_AN_END = Fault(
    "not-a-date",
    "this is no date",
    "Write 2019, 2019-07 or 2019-07-15, leave it empty when it goes on, or write `unknown`",
)
NOT_A_YEAR = Fault("not-a-year", "this is no year between 1500 and 2200", "Write four digits")
NOT_A_CHOICE = Fault("not-a-choice", "this is none of the words this column takes", "Write one of: {0}")
NOT_YES_OR_NO = Fault("not-yes-or-no", "this is neither yes nor no", "Write yes or no (是 or 否), or leave it empty")
NOT_A_FUNCTION = Fault("not-a-function", "this is none of the functions of a job", "Write one of: {0}")
NOT_A_LEVEL = Fault(
    "not-a-level", "this is no level", "Write a number from 1 (assistant) to 6 (executive), or its name"
)
NOT_AN_EMAIL = Fault("not-an-email", "this is no e-mail address", "Write one address, such as name@example.org")
NOT_A_PHONE = Fault("not-a-phone", "this is no telephone number", "Write digits, blanks, + - ( ) and nothing else")
ENDS_BEFORE = Fault("ends-before-it-begins", "it ends before it begins", "Correct one of the two dates")
SAME_PERSON = Fault("same-person", "the two are one person", "Correct one of the two")
ROUNDED = Fault(
    "rounded-number",
    "the spreadsheet has rounded a long number here",
    "Format the column as text and type the number again",
)
IDENTITY_NUMBER = Fault(
    "identity-number",
    "this is a resident identity number, which is never imported",
    "Remove it, or the whole column, and import the row again",
)
CARD_NUMBER = Fault(
    "bank-card-number",
    "this is a bank card number, which is never imported",
    "Remove it, or the whole column, and import the row again",
)
TAKEN_OUT = Fault(
    "number-taken-out", "a number that is never imported stood here", "Empty the cell or write what belongs there"
)
CONTRADICTS = Fault(
    "contradicts", "the same {0} stands on line {1} of {2} with another {3}", "Keep one of the two rows"
)
UNKNOWN_REF = Fault("unknown", "there is no such row in {0}", "Add it there, or correct it here")
REFUSED_REF = Fault("refused", "that row of {0} was refused ({1}, line {2})", "Correct it and import both again")
AMBIGUOUS = Fault("ambiguous", "this can mean {0}", "Write the key or code of the one that is meant")
UNKNOWN_INDUSTRY = Fault(
    "unknown-industry",
    "this is no industry that is known",
    "Write a GB/T 4754 code (I65), a division's name, or an ISIC section with its name; or add it to industries",
)
CIRCULAR = Fault("circular", "it is part of itself", "Correct the code of what it is part of")
