/* Gives the menus with a search the name of the field they stand for, which the library that draws them leaves
   out, and keeps the numbers on folded rows true. */
'use strict';
{
    const nameOf = select => select.getAttribute('aria-label') ||
        (select.labels && select.labels.length ? select.labels[0].textContent.replace(/:\s*$/, '').trim() : '');

    const name = (part, words) => {
        if (words && part.getAttribute('aria-label') !== words) {
            part.removeAttribute('aria-labelledby');
            part.setAttribute('aria-label', words);
        }
    };

    const nameAll = () => {
        for (const select of document.querySelectorAll('select.admin-autocomplete')) {
            const drawn = select.nextElementSibling;
            if (drawn && drawn.classList.contains('select2')) {
                drawn.querySelectorAll('.select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field')
                    .forEach(part => name(part, nameOf(select)));
            }
        }
        // The opened menu stands at the end of the page, with a box to search in and the list that is found.
        document.querySelectorAll('.select2-dropdown .select2-search__field').forEach(part => name(part, 'Search'));
        document.querySelectorAll('.select2-results__options').forEach(part => name(part, 'Found'));
    };

    // The number on a folded row follows what is chosen in it.
    const countAll = () => document.querySelectorAll('.kb-behind').forEach(part => {
        const count = part.querySelector('select').selectedOptions.length;
        const words = `${count} source${count === 1 ? '' : 's'}`;
        const summary = part.querySelector('summary');
        if (summary.textContent.trim() !== words) {
            summary.textContent = words;
        }
    });

    // Menus are drawn and drawn anew at any time: when a row is added, when something is chosen.
    let waiting = false;
    const observer = new MutationObserver(() => {
        if (!waiting) {
            waiting = true;
            requestAnimationFrame(() => { waiting = false; nameAll(); countAll(); });
        }
    });
    window.addEventListener('load', () => {
        nameAll();
        observer.observe(document.body, {childList: true, subtree: true});
    });
}
