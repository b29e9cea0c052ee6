// SPDX-License-Identifier: Apache-2.0
/* Checks of the lab's page, run on the page itself: each returns a list of what is wrong. */

/** Texts that were not there: keys, and placeholders that nobody filled. */
function untold()
{
    const told = document.querySelector("main").textContent + document.querySelector("#inspector").textContent;
    const keys = /\b(?:(?:map|way)\.(?!clear|before)[a-z]|(?:page|code|ask|step|pic|ui)\.)[a-zA-Z]+|undefined|\{\w+\}/g;
    const wrong = told.match(keys);
    return [...new Set(wrong || [])];
}

/** A page that has to be scrolled sideways. */
function wide()
{
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [`${location.hash}: ${width} pixels`] : [];
}

/** Slots whose content does not fit. */
function cramped()
{
    return [...document.querySelectorAll(".m-part")].filter((cell) => cell.scrollWidth > cell.clientWidth + 2)
        .map((cell) => `${location.hash}: ${cell.textContent}`);
}

/**
 * Opens each lesson, moves the slider through its pictures, goes by address to those of its variants, and hovers a byte
 * of each kind.
 */
async function walk(done, most = Infinity)
{
    const data = JSON.parse(document.getElementById("data").textContent);
    const wrong = [];
    const note = (what) => wrong.push(`${location.hash}: ${what}`);
    const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
    for (const lesson of data.lessons.slice(0, most))
    {
        location.hash = `#${lesson.id}`;
        await settled();
        if (!document.querySelector("h1").textContent.endsWith(lesson.title))
        {
            note("another title");
        }
        for (let step = 1; step <= lesson.frames.length; step++)
        {
            const slider = document.querySelector(".controls input[type=range]");
            if (step > Number(slider.max))
            {
                location.hash = `#${lesson.id}/${step}`;
                await settled();
            }
            else
            {
                slider.value = String(step);
                slider.dispatchEvent(new Event("input"));
            }
            if (!document.querySelector(".stage h2").textContent.endsWith(plainText(lesson.frames[step - 1].title)))
            {
                note(`another picture than ${step}`);
            }
            if (location.hash !== `#${lesson.id}/${step}`)
            {
                note(`not ${step}`);
            }
            for (const kind of ["count", "tophash 0", "key 0", "elem 0", "overflow -1"])
            {
                const cell = document.querySelector(`[data-cell$="${kind}"]`);
                if (cell)
                {
                    cell.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
                    if (document.querySelector("#inspector h2") === null)
                    {
                        note(`nothing about ${kind}`);
                    }
                }
            }
            wrong.push(...untold(), ...wide(), ...cramped());
        }
        wrong.push(...untold(), ...wide());
        if (lesson.parts && lesson.frames.length > 0)
        {
            wrong.push(...formless().map((one) => `${lesson.id}: ${one}`));
        }
    }
    done(wrong);
}

function plainText(html)
{
    const element = document.createElement("span");
    element.innerHTML = html;
    return element.textContent;
}

/** What is wrong with a lesson that is about to be printed: each picture of its story has a title and a map. */
function unprintable()
{
    const sheets = [...document.querySelectorAll(".printed .sheet")];
    const slider = document.querySelector(".controls input[type=range]");
    const wanted = Number(slider.max) - Number(slider.min) + 1;
    return [...(sheets.length === wanted ? [] : [`${sheets.length} sheets of ${wanted}`]),
        ...sheets.filter((sheet) => sheet.querySelectorAll(".m-cell").length === 0).map(() => "no picture"),
        ...sheets.filter((sheet) => (sheet.querySelector("h2") || sheet).textContent.trim() === "" ||
            sheet.querySelector("h2") === null).map(() => "no title")];
}

/** A lesson has its parts in this order, and the proof folded. */
function formless()
{
    const order = [".lead", ".controls", ".stage", ".why", ".right-way", "details.proof", ".neighbours"];
    const found = order.map((one) => document.querySelector(`.lesson ${one}`));
    const wrong = order.filter((one, i) => found[i] === null).map((one) => `no ${one}`);
    for (let i = 1; i < found.length && wrong.length === 0; i++)
    {
        if (!(found[i - 1].compareDocumentPosition(found[i]) & Node.DOCUMENT_POSITION_FOLLOWING))
        {
            wrong.push(`${order[i]} before ${order[i - 1]}`);
        }
    }
    if (wrong.length === 0 && found[5].open)
    {
        wrong.push("the proof is not folded");
    }
    return wrong;
}

/** What can be operated but has no name that a screen reader could say. */
function nameless()
{
    return [...document.querySelectorAll("a, button, input, [role=grid], [role=group], summary, aside, nav")]
        .filter((one) => one.offsetParent !== null && !one.matches(".top nav"))
        .filter((one) => (one.getAttribute("aria-label") || one.textContent || "").trim() === "" &&
            !(one.labels && one.labels.length > 0))
        .map((one) => one.outerHTML.slice(0, 80));
}

// ---------------------------------------------------------------------------------------------------- contrast

function rgb(colour)
{
    const parts = colour.match(/[\d.]+/g).map(Number);
    return {parts: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
}

function luminance(parts)
{
    const [r, g, b] = parts.map((value) => value / 255)
        .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(ink, ground)
{
    const [light, dark] = [luminance(ink), luminance(ground)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
}

/** The colours behind an element: of the nearest that has any; a hatching has two. */
function grounds(element)
{
    for (let one = element; one !== null; one = one.parentElement)
    {
        const style = getComputedStyle(one);
        const hatched = style.backgroundImage.match(/rgba?\([^)]*\)/g);
        if (hatched)
        {
            return hatched.map((colour) => rgb(colour).parts);
        }
        const ground = rgb(style.backgroundColor);
        if (ground.alpha === 1)
        {
            return [ground.parts];
        }
    }
    return [matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255]];
}

/** Texts that are too pale. A disabled button may be: nobody has to read it to go on. */
function contrasts(least)
{
    return [...document.querySelectorAll("body *")].filter((one) => one.offsetParent !== null &&
        [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== "") &&
        !one.closest("button:disabled")).flatMap((one) =>
    {
        const ink = rgb(getComputedStyle(one).color).parts;
        const worst = Math.min(...grounds(one).map((ground) => ratio(ink, ground)));
        return worst < least ?
            [`${one.className || one.tagName} "${one.textContent.slice(0, 20)}" ${worst.toFixed(2)}`] : [];
    });
}
