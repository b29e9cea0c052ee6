// SPDX-License-Identifier: Apache-2.0
/*
 * What the page holds: its data, its texts in one language, and what the reader has chosen so far.
 */
const TophashLab = (() =>
{
    "use strict";

    const {make, fill} = TophashBytes;
    const data = JSON.parse(document.getElementById("data").textContent);
    const texts = data.texts;

    /** What somebody has chosen; it outlives the change of a lesson, not the page. */
    const chosen = {mode: "slots", always: false, revealed: new Set(), guesses: new Map()};

    function text(key, values = {})
    {
        return fill(texts[key] === undefined ? key : texts[key], values);
    }

    /** An element whose content is one of our own texts, with the words of the glossary as links. */
    function rich(tag, html, attributes = {})
    {
        const element = make(tag, attributes);
        element.innerHTML = html;
        return element;
    }

    function plain(html)
    {
        return rich("span", html).textContent;
    }

    return {data, texts, chosen, text, rich, plain};
})();
