/* Looks again every few seconds how publishing goes, until it has ended. Without it there is a link to do the same. */
'use strict';
{
    const EVERY = 3000;

    const look = async () => {
        let fresh = null;
        try {
            const response = await fetch(location.href, {cache: 'no-store'});
            const text = response.ok ? await response.text() : '';
            fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('run');
        } catch {
            // The site is away for a moment: look again later.
            setTimeout(look, EVERY);
            return;
        }
        // Signed out meanwhile: the link on the page leads to the sign-in.
        if (!fresh) {
            return;
        }
        // What screen readers listen to stays in the page and only gets new words.
        const status = document.querySelector('#run [role=status]');
        const [, ...rest] = fresh.children;
        if (status.textContent !== fresh.firstElementChild.textContent) {
            status.innerHTML = fresh.firstElementChild.innerHTML;
        }
        if (fresh.dataset.ended === 'yes') {
            while (status.nextSibling) {
                status.nextSibling.remove();
            }
            status.after(...rest);
            document.getElementById('run').dataset.ended = 'yes';
        } else {
            setTimeout(look, EVERY);
        }
    };

    setTimeout(look, EVERY);
}
