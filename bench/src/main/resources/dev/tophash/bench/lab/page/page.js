// SPDX-License-Identifier: Apache-2.0
/*
 * The page of the lab: contents, lessons, words, quiz. The address says what is shown: #dangling/3 is the third picture
 * of a lesson, #words and #quiz are what they say, nothing is the contents. All data are in the page itself.
 */
(() =>
{
    "use strict";

    const {make} = TophashBytes;
    const {data, texts, chosen, text, rich, plain} = TophashLab;
    const {Player, askAbout, answerTable} = TophashLesson;
    const lessons = new Map(data.lessons.map((lesson) => [lesson.id, lesson]));
    const words = new Map(data.words.map((word) => [word.id, word]));

    // -------------------------------------------------------------------------------------------- the shell

    const main = make("main", {id: "main", tabindex: "-1"});
    const inspector = make("aside", {id: "inspector", "aria-label": text("page.inspector")});
    const live = make("p", {class: "unseen", role: "status", "aria-live": "polite"});
    const otherPage = make("a", {lang: data.lang === "en" ? "zh" : "en", text: text("page.other")});
    const top = make("header", {class: "top"},
        make("a", {class: "home", href: "#", text: text("page.title")}),
        make("nav", {}, make("a", {href: "#words", text: text("page.words")}),
            make("a", {href: "#exercises", text: text("page.exercises")}),
            make("a", {href: "#quiz", text: text("page.quiz")}), otherPage));
    document.body.append(top, main, inspector, live);

    /** The player of the lesson that is shown; null elsewhere. */
    let player = null;

    function say(sentence)
    {
        live.textContent = sentence;
    }

    // -------------------------------------------------------------------------------------------- what a byte is

    function hint()
    {
        inspector.replaceChildren(make("p", {class: "hint", text: text("page.inspector.hint")}));
    }

    /** Tells what a byte is, and lights the words of the text that are about it. */
    function inspect(info)
    {
        inspector.replaceChildren(
            make("h2", {}, make("b", {text: `${info.place} ${info.name}`}), " ",
                make("small", {text: info.where})),
            make("code", {text: info.hex}),
            make("p", {text: info.means}),
            ...info.marks.map((mark) => make("p", {class: "mark", text: mark})),
            info.readers === "" ? "" : make("p", {class: "readers"},
                make("b", {text: `${text("page.readers")}: `}), info.readers));
        lightWords(info.words);
    }

    /** A link to a word is #words/tophash. */
    function wordOf(link)
    {
        return link.hash.split("/")[1];
    }

    function lightWords(names)
    {
        document.querySelectorAll("a.word").forEach((word) =>
            word.classList.toggle("lit", names.includes(wordOf(word))));
    }

    /** A word of the glossary says what it means, and lights the bytes that it is about. */
    function explain(id)
    {
        const word = words.get(id);
        inspector.replaceChildren(make("h2", {}, make("b", {text: word.name})), rich("p", word.html));
        lightWords([id]);
        if (player)
        {
            player.view.light([id]);
        }
    }

    function onWord(event)
    {
        const link = event.target.closest ? event.target.closest("a.word") : null;
        if (link && words.has(wordOf(link)))
        {
            explain(wordOf(link));
            if (event.type === "click" && player)
            {
                event.preventDefault();
            }
        }
        else if (player && event.type === "mouseover")
        {
            player.view.light([]);
        }
    }

    // -------------------------------------------------------------------------------------------- contents

    function contents()
    {
        const page = make("article", {class: "contents"}, make("h1", {text: text("page.title")}),
            make("p", {class: "lead", text: text("page.intro")}));
        const start = make("ol", {class: "cards"});
        data.lessons.filter((lesson) => lesson.group === undefined).forEach((lesson) => start.append(entry(lesson)));
        page.append(make("h2", {text: text("page.start")}), start, make("h2", {text: text("page.lessons")}));
        const groups = new Map();
        data.lessons.filter((lesson) => lesson.group !== undefined).forEach((lesson) =>
            groups.set(lesson.group, [...groups.get(lesson.group) || [], lesson]));
        for (const [group, members] of groups)
        {
            const list = make("ul", {class: "lessons"});
            members.forEach((lesson) => list.append(entry(lesson)));
            page.append(make("h3", {text: text(`group.${group}`)}), list);
        }
        page.append(make("p", {}, make("a", {href: "#exercises", text: text("page.exercises")}), " · ",
            make("a", {href: "#quiz", text: text("page.quiz")}), " · ",
            make("a", {href: "#words", text: text("page.words")})), make("p", {text: text("page.live")}));
        return page;
    }

    function entry(lesson)
    {
        const number = lesson.number ? make("span", {class: "number", text: lesson.number}) : "";
        return make("li", {}, number, make("a", {href: `#${lesson.id}`, text: lesson.title}),
            make("span", {class: "problem", text: plain(lesson.problem)}));
    }

    // -------------------------------------------------------------------------------------------- words, quiz

    function wordsPage()
    {
        const list = make("dl", {});
        data.words.forEach((word) => list.append(make("dt", {id: `word-${word.id}`, text: word.name}),
            rich("dd", word.html)));
        const codes = make("dl", {class: "codes"});
        Object.keys(texts).filter((key) => key.startsWith("code.")).sort().forEach((key) =>
            codes.append(make("dt", {text: key.slice(5)}), make("dd", {text: texts[key]})));
        return make("article", {}, make("h1", {text: text("page.words")}),
            make("p", {text: text("page.words.intro")}), list, make("h2", {text: text("page.codes")}), codes);
    }

    function quizPage()
    {
        const page = make("article", {class: "quiz"}, make("h1", {text: text("page.quiz")}),
            make("p", {text: text("page.quiz.intro")}));
        const score = make("p", {class: "score", role: "status"});
        const ids = data.quiz.map((question, index) => `quiz ${index}`);
        const count = () =>
        {
            const asked = ids.filter((id) => chosen.guesses.has(id));
            const right = asked.filter((id) => chosen.guesses.get(id) === data.quiz[ids.indexOf(id)].right);
            score.textContent = asked.length === 0 ? "" :
                text("page.quiz.score", {right: right.length, asked: asked.length});
        };
        data.quiz.forEach((question, index) => page.append(askAbout(ids[index], `${index + 1}. `, question, count)));
        count();
        page.append(score);
        return page;
    }

    function exercisesPage()
    {
        const page = make("article", {class: "quiz"}, make("h1", {text: text("page.exercises")}),
            make("p", {text: text("page.exercises.intro")}));
        data.exercises.forEach((exercise, index) =>
        {
            page.append(make("h2", {text: `${index + 1}. ${exercise.title}`}),
                ...exercise.task.map((line) => rich("p", line)), make("pre", {text: exercise.script.join("\n")}),
                ...exercise.hints.map((hint, i) => make("details", {},
                    make("summary", {text: text("page.exercises.hint", {n: i + 1})}), rich("p", hint))),
                make("details", {}, make("summary", {text: text("page.exercises.answer")}),
                    make("pre", {text: exercise.answer.join("\n")}), rich("p", exercise.why)));
        });
        return page;
    }

    // -------------------------------------------------------------------------------------------- addresses

    function address()
    {
        const [name, rest] = decodeURIComponent(location.hash.slice(1)).split("/");
        return {name, rest};
    }

    let late = 0;

    /**
     * Writes where the reader is into the address. A step is no place to come back to: the back button leaves the
     * lesson. Some browsers allow only so many changes in a while; the address then follows a little later.
     */
    function remember(hash)
    {
        clearTimeout(late);
        otherPage.href = data.other + hash;
        try
        {
            if (location.hash !== hash)
            {
                history.replaceState(null, "", hash);
            }
        }
        catch (error)
        {
            late = setTimeout(() => remember(hash), 1000);
        }
    }

    function route()
    {
        const {name, rest} = address();
        if (player && player.lesson.id === name && player.view)
        {
            player.jump(Number(rest || 1) - 1);
            return;
        }
        clearTimeout(late);
        player = null;
        hint();
        otherPage.href = data.other + location.hash;
        if (lessons.has(name))
        {
            player = new Player(lessons.get(name), {inspect, say, onMove: remember});
            main.replaceChildren(player.element);
            document.title = `${player.lesson.title} · ${text("page.title")}`;
            if (player.lesson.frames.length > 0)
            {
                player.jump(Number(rest || 1) - 1);
            }
        }
        else
        {
            const pages = {words: wordsPage, quiz: quizPage, exercises: exercisesPage};
            main.replaceChildren(name in pages ? pages[name]() : contents());
            document.title = text("page.title");
        }
        document.body.classList.toggle("in-lesson", player !== null && player.view !== undefined);
        scrollToStart(name, rest);
    }

    function scrollToStart(name, rest)
    {
        const word = name === "words" && rest ? document.getElementById(`word-${rest}`) : null;
        if (word)
        {
            word.scrollIntoView({block: "center"});
        }
        else
        {
            window.scrollTo(0, 0);
            main.focus({preventScroll: true});
        }
    }

    // -------------------------------------------------------------------------------------------- keys, print

    function onKey(event)
    {
        if (!player || !player.view || event.altKey || event.ctrlKey || event.metaKey)
        {
            return;
        }
        if (event.key === "Escape")
        {
            player.slider.focus();
        }
        else if (!["INPUT", "SUMMARY"].includes(event.target.tagName))
        {
            const steps = {ArrowLeft: -1, ArrowRight: 1};
            if (event.key in steps)
            {
                event.preventDefault();
                player.go(player.step + steps[event.key]);
            }
        }
    }

    /** On paper there is no slider: all pictures of the lesson, each with its text, answers shown. */
    function printed()
    {
        const pages = make("div", {class: "printed"});
        document.body.classList.add("printing");
        document.body.append(pages);
        player.lesson.frames.slice(player.from, player.to).forEach((frame, index) =>
        {
            const step = player.from + index;
            const picture = make("div", {class: "picture"});
            const sheet = make("section", {class: "sheet"}, make("p", {class: "part",
                text: text("page.step", {n: index + 1, all: player.to - player.from})}),
            ...player.told(step), picture, frame.go === undefined ? "" : answerTable(frame));
            pages.append(sheet);
            TophashMap.create(picture, {texts}).show(frame.frame);
        });
        player.element.querySelector(".stage").after(pages);
    }

    function unprinted()
    {
        document.body.classList.remove("printing");
        document.querySelectorAll(".printed").forEach((one) => one.remove());
    }

    window.addEventListener("hashchange", route);
    document.addEventListener("keydown", onKey);
    main.addEventListener("mouseover", onWord);
    main.addEventListener("focusin", onWord);
    main.addEventListener("click", onWord);
    window.addEventListener("beforeprint", () => player && player.view && printed());
    window.addEventListener("afterprint", unprinted);
    route();
})();