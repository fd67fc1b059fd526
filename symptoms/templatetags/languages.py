"""What templates say of the language they are in."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from symptoms import languages

register = template.Library()


@register.simple_tag
def language_attributes() -> SafeString:
    """`lang` of the page, and `dir` where its language is written from right to left."""
    attributes = format_html('lang="{}"', languages.language_tag())
    return attributes + mark_safe(' dir="rtl"') if languages.from_right() else attributes


@register.simple_block_tag(end_name="end_in_english")
def in_english(content: SafeString) -> SafeString:
    """A part that is written in English on every site, and says so where the page is in another language."""
    return content if languages.is_source() else format_html('<div lang="en-GB" dir="ltr">{}</div>', content)
