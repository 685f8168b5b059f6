"""What is said in words: the texts that a plan sends, their fields, and how they read."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.prose.acronyms import Acronym as Acronym
    from commplan.prose.acronyms import unexpanded as unexpanded
    from commplan.prose.active import DEFAULT_LEXICONS as DEFAULT_LEXICONS
    from commplan.prose.active import active_lexicons as active_lexicons
    from commplan.prose.fields import FieldUse as FieldUse
    from commplan.prose.fields import field_uses as field_uses
    from commplan.prose.forms import Form as Form
    from commplan.prose.forms import forms_of as forms_of
    from commplan.prose.grading import Readability as Readability
    from commplan.prose.lengths import Length as Length
    from commplan.prose.lengths import length_in as length_in
    from commplan.prose.lexicon import Hit as Hit
    from commplan.prose.lexicon import Lexicon as Lexicon
    from commplan.prose.lexicon import Term as Term
    from commplan.prose.lexicon import word_count as word_count
    from commplan.prose.lexicon_files import is_builtin_lexicon as is_builtin_lexicon
    from commplan.prose.lexicon_files import lexicon_names as lexicon_names
    from commplan.prose.lexicon_files import load_lexicon as load_lexicon
    from commplan.prose.lexicon_files import read_lexicon as read_lexicon
    from commplan.prose.skeletons import skeleton_fields as skeleton_fields
    from commplan.prose.skeletons import skeleton_text as skeleton_text
    from commplan.prose.wordings import Part as Part
    from commplan.prose.wordings import Unread as Unread
    from commplan.prose.wordings import Wording as Wording
    from commplan.prose.wordings import replies as replies
    from commplan.prose.wordings import templates_with_text as templates_with_text
    from commplan.prose.wordings import wording as wording
else:
    __getattr__ = lazy(
        globals(),
        {
            "acronyms": "Acronym unexpanded",
            "active": "DEFAULT_LEXICONS active_lexicons",
            "fields": "FieldUse field_uses",
            "forms": "Form forms_of",
            "lengths": "Length length_in",
            "lexicon": "Hit Lexicon Term word_count",
            "lexicon_files": "is_builtin_lexicon lexicon_names load_lexicon read_lexicon",
            "grading": "Readability",
            "skeletons": "skeleton_fields skeleton_text",
            "wordings": "Part Unread Wording replies templates_with_text wording",
        },
    )
