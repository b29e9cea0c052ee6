// SPDX-License-Identifier: Apache-2.0
/*
 * A lesson as one reads it: the problem, the picture with its slider, why, the right way, and the proof folded. A player
 * keeps the place; whoever makes it is told where it is (onMove), what a byte is (inspect), and what to say aloud (say).
 */
const TophashLesson = (() =>
{
    "use strict";

    const {make} = TophashBytes;
    const {data, texts, chosen, text, rich, plain} = TophashLab;

    // -------------------------------------------------------------------------------------------- questions

    /** A question with an answer on each button; the first one that is chosen counts. */
    function askAbout(id, number, question, onAnswer)
    {
        const box = make("section", {class: "ask"}, make("h3", {text: number + plain(question.question)}));
        const buttons = make("div", {class: "options", role: "group", "aria-label": plain(question.question)});
        const verdict = make("p", {class: "verdict", role: "status"});
        question.options.forEach((option, index) => buttons.append(
            make("button", {type: "button", text: option, onclick: () => choose(index)})));
        const reveal = make("button", {type: "button", class: "reveal", text: text("page.quiz.show"),
            onclick: () => choose(-1)});
        box.append(buttons, reveal, verdict);

        function choose(index)
        {
            chosen.guesses.set(id, index);
            show(index);
            onAnswer();
        }

        function show(index)
        {
            [...buttons.children].forEach((button, i) =>
            {
                button.disabled = true;
                button.classList.toggle("right", i === question.right);
                button.classList.toggle("missed", i === index && index !== question.right);
                button.setAttribute("aria-pressed", String(i === index));
            });
            reveal.hidden = true;
            const said = index < 0 ? "" : index === question.right ? `${text("page.correct")} ` :
                `${text("page.wrong", {right: question.options[question.right].replace(/[.。]$/, "")})} `;
            verdict.innerHTML = said + question.why;
            box.classList.add(index === question.right ? "was-right" : "was-shown");
        }

        if (chosen.guesses.has(id))
        {
            show(chosen.guesses.get(id));
        }
        return box;
    }

    // -------------------------------------------------------------------------------------------- a lesson

    /**
     * The slider goes through the story of the lesson: its cases but for variants, which do the same with other keys.
     * A variant has its place in the proof, and a slider of its own when one goes there.
     */
    class Player
    {
        constructor(lesson, {inspect, say, onMove})
        {
            this.lesson = lesson;
            this.say = say;
            this.onMove = onMove;
            this.step = 0;
            this.from = 0;
            this.to = 0;
            this.followed = lesson.follow === undefined ? -1 : lesson.follow;
            this.words = make("div", {class: "words"});
            this.answers = make("div", {class: "answers"});
            this.way = make("div", {class: "way"});
            this.changes = make("div", {class: "changes"});
            this.element = make("article", {class: "lesson"}, ...this.head());
            if (lesson.frames.length > 0)
            {
                const picture = make("div", {class: "picture"});
                this.view = TophashMap.create(picture, {texts, onInspect: inspect, mode: chosen.mode});
                this.element.append(legend(), this.controls(), this.contents(), make("div", {class: "stage"},
                    this.words, picture, make("div", {class: "asked"}, this.way, this.answers)));
            }
            this.element.append(...this.tail());
        }

        head()
        {
            const lesson = this.lesson;
            const word = lesson.hazard ? make("b", {class: lesson.harmless ? "harmless" : "danger",
                text: lesson.hazard}) : "";
            return [make("h1", {}, lesson.number ? make("span", {class: "number", text: lesson.number}) : "",
                lesson.title), make("p", {class: "lead"}, word, word ? " " : "", rich("span", lesson.problem))];
        }

        // ---------------------------------------------------------------------------------------- controls

        controls()
        {
            this.slider = make("input", {type: "range", step: "1",
                "aria-label": text("page.slider"), oninput: () => this.go(Number(this.slider.value) - 1)});
            this.backward = make("button", {type: "button", "aria-label": text("page.back"), text: "◀",
                onclick: () => this.go(this.step - 1)});
            this.forward = make("button", {type: "button", "aria-label": text("page.forward"), text: "▶",
                onclick: () => this.go(this.step + 1)});
            this.place = make("span", {class: "place"});
            this.ticks = make("div", {class: "ticks", "aria-hidden": "true"});
            return make("div", {class: "controls"}, this.backward,
                make("div", {class: "track"}, this.slider, this.ticks), this.forward, this.place, this.modes());
        }

        modes()
        {
            const group = make("div", {class: "modes", role: "group", "aria-label": text("page.mode")});
            for (const mode of ["slots", "bytes"])
            {
                group.append(make("button", {type: "button", "data-mode": mode, "aria-pressed":
                    String(chosen.mode === mode), text: text(`page.mode.${mode}`), onclick: () =>
                {
                    chosen.mode = mode;
                    group.querySelectorAll("button").forEach((one) =>
                        one.setAttribute("aria-pressed", String(one.dataset.mode === mode)));
                    this.view.mode(mode);
                }}));
            }
            return group;
        }

        /** A link to each step, by its title. */
        contents()
        {
            this.steps = make("ol", {class: "steps"});
            return make("details", {class: "step-list"}, make("summary", {text: text("page.steps")}), this.steps);
        }

        /** Lays slider and contents out for the story, or for the variant, that a step belongs to. */
        range(step)
        {
            const [from, to] = rangeOf(this.lesson, step);
            if (from === this.from && to === this.to)
            {
                return;
            }
            this.from = from;
            this.to = to;
            this.slider.min = String(from + 1);
            this.slider.max = String(to);
            this.ticks.replaceChildren();
            this.steps.replaceChildren();
            for (let index = from; index < to; index++)
            {
                const title = plain(this.title(index));
                this.ticks.append(make("span", {class: this.lesson.frames[index].moment === "before" ? "start" : "",
                    title, onclick: () => this.go(index)}));
                this.steps.append(make("li", {value: index + 1},
                    make("a", {href: `#${this.lesson.id}/${index + 1}`, text: title})));
            }
        }

        /** A step of the story, or of the variant, that is shown. */
        go(step)
        {
            this.jump(Math.max(this.from, Math.min(this.to - 1, step)));
        }

        /** Any step of the lesson. */
        jump(step)
        {
            const target = Number.isInteger(step) ? Math.max(0, Math.min(this.lesson.frames.length - 1, step)) : 0;
            this.range(target);
            this.show(target);
            this.onMove(`#${this.lesson.id}/${target + 1}`);
        }

        // ---------------------------------------------------------------------------------------- one picture

        title(index)
        {
            const frame = this.lesson.frames[index];
            return frame.moment === "before" ? text("page.step.before", {title: frame.title}) : frame.title;
        }

        show(step)
        {
            this.step = step;
            const frame = this.lesson.frames[step];
            const where = text("page.step", {n: step - this.from + 1, all: this.to - this.from});
            this.slider.value = String(step + 1);
            this.slider.setAttribute("aria-valuetext", `${where}: ${plain(this.title(step))}`);
            this.backward.disabled = step === this.from;
            this.forward.disabled = step === this.to - 1;
            [...this.ticks.children].forEach((tick, i) => tick.classList.toggle("here", i === step - this.from));
            [...this.steps.children].forEach((one, i) =>
                one.firstChild.toggleAttribute("aria-current", i === step - this.from));
            this.place.textContent = `${step - this.from + 1} / ${this.to - this.from}`;
            this.words.replaceChildren(...this.told(step));
            this.view.show(frame.frame);
            this.showWay(frame.frame);
            this.showAnswers(frame, step);
            this.showChanges(frame);
            this.say(`${where}: ${plain(this.title(step))}`);
        }

        told(step)
        {
            const frame = this.lesson.frames[step];
            const parts = this.lesson.parts || [];
            const part = parts.length > 1 ? make("p", {class: "part", text: caseName(parts[frame.part])}) : "";
            return [part, rich("h2", this.title(step)), frame.text ? rich("p", frame.text) : ""];
        }

        // ---------------------------------------------------------------------------------------- a key's way

        showWay(frame)
        {
            this.way.replaceChildren();
            if (frame.ways.length === 0)
            {
                this.view.follow(-1);
                return;
            }
            const index = this.followed < frame.ways.length ? this.followed : -1;
            const buttons = make("div", {class: "keys", role: "group", "aria-label": text("page.follow")},
                make("b", {text: `${text("page.follow")}: `}));
            frame.ways.forEach((way, i) => buttons.append(make("button", {type: "button",
                "aria-pressed": String(i === index), "aria-label": text("page.follow.key", {key: way.key}),
                text: way.key, onclick: () =>
                {
                    this.followed = i === index ? -1 : i;
                    this.showWay(frame);
                }})));
            this.way.append(buttons);
            this.view.follow(index);
            if (index >= 0)
            {
                this.way.append(TophashWay.tell(frame, frame.ways[index], texts));
            }
        }

        // ---------------------------------------------------------------------------------------- answers

        showAnswers(frame, step)
        {
            this.answers.replaceChildren();
            if (frame.go === undefined)
            {
                return;
            }
            const id = `${this.lesson.id}/${step}`;
            const asked = frame.ask.map((question, i) => `${id}/${i}`);
            const open = chosen.always || chosen.revealed.has(id) || asked.every((one) => chosen.guesses.has(one));
            if (!chosen.always)
            {
                const box = make("section", {class: "predict"}, make("h3", {text: text("page.predict")}),
                    open ? "" : make("p", {class: "hint", text: text("page.predict.hint")}));
                frame.ask.forEach((question, i) => box.append(askAbout(asked[i], "", question, () =>
                {
                    if (asked.every((one) => chosen.guesses.has(one)))
                    {
                        this.showAnswers(frame, step);
                    }
                })));
                this.answers.append(box);
            }
            this.answers.append(open ? answerTable(frame) : make("button", {type: "button", class: "show",
                text: text("page.show"), onclick: () =>
                {
                    chosen.revealed.add(id);
                    this.showAnswers(frame, step);
                }}), this.alwaysBox(frame, step));
        }

        alwaysBox(frame, step)
        {
            const box = make("input", {type: "checkbox", onchange: () =>
            {
                chosen.always = box.checked;
                this.showAnswers(frame, step);
            }});
            box.checked = chosen.always;
            return make("label", {class: "always"}, box, ` ${text("page.show.always")}`);
        }

        // ---------------------------------------------------------------------------------------- proof

        /** Which bytes the step changed, word by word where they have two owners. */
        showChanges(frame)
        {
            this.changes.replaceChildren();
            if (frame.changes === undefined || frame.changes.length + frame.ledgers.length === 0)
            {
                return;
            }
            this.changes.append(make("h3", {text: text("page.changes")}));
            if (frame.changes.length > 0)
            {
                this.changes.append(make("pre", {text: frame.changes.join("\n")}));
            }
            for (const ledger of frame.ledgers)
            {
                const lines = make("pre", {class: "ledger"});
                ledger.lines.forEach((line) => lines.append(
                    make(line.written ? "b" : "span", {text: `${line.text}\n`})));
                this.changes.append(make("h4", {text: ledger.head}), lines);
            }
        }

        /** Why, the right way, and the proof folded: bytes, what was printed, the same with other keys. */
        tail()
        {
            const lesson = this.lesson;
            const rest = [];
            for (const part of lesson.parts || [])
            {
                part.charts.forEach((one) => rest.push(chart(one)));
            }
            if (lesson.why)
            {
                rest.push(make("h2", {text: text("page.why")}), rich("p", lesson.why, {class: "why"}));
            }
            if (lesson.right)
            {
                rest.push(make("section", {class: "right-way"}, make("h2", {text: text("page.right")}),
                    rich("p", lesson.right)));
            }
            if (lesson.parts)
            {
                rest.push(this.proof());
            }
            rest.push(neighbours(lesson));
            return rest;
        }

        proof()
        {
            const lesson = this.lesson;
            const proof = make("details", {class: "proof"}, make("summary", {text: text("page.proof")}),
                lesson.more ? rich("p", lesson.more) : "", this.changes);
            if (lesson.rightLines.length > 0)
            {
                proof.append(make("h3", {text: text("page.right")}),
                    make("pre", {text: lesson.rightLines.join("\n")}));
            }
            lesson.parts.forEach((part, index) => proof.append(
                make("h3", {text: text(part.variant ? "page.variant" : "page.output", {name: caseName(part)})}),
                part.variant ? make("p", {}, make("a", {class: "variant",
                    href: `#${lesson.id}/${lesson.frames.findIndex((frame) => frame.part === index) + 1}`,
                    text: text("page.variant.open")})) : "",
                make("p", {text: part.caption}), make("pre", {text: part.lines.join("\n")})));
            return proof;
        }
    }

    /** The first step and the one after the last of the story, or of the variant, that a step belongs to. */
    function rangeOf(lesson, step)
    {
        const group = (index) =>
        {
            const part = lesson.frames[index].part;
            return part !== undefined && lesson.parts[part].variant ? part : -1;
        };
        let from = step;
        let to = step + 1;
        while (from > 0 && group(from - 1) === group(step))
        {
            from--;
        }
        while (to < lesson.frames.length && group(to) === group(step))
        {
            to++;
        }
        return [from, to];
    }

    /** The case in words; the end of its name tells the cases of a lesson apart. */
    function caseName(part)
    {
        return texts[`page.case.${part.name.split("/").pop()}`] || part.name;
    }

    function neighbours(lesson)
    {
        const index = data.lessons.indexOf(lesson);
        const link = (other, label, rel) => other ? make("a", {href: `#${other.id}`, rel},
            make("small", {text: label}), make("span", {text: other.title})) : make("span", {});
        return make("nav", {class: "neighbours", "aria-label": text("page.lessons")},
            link(data.lessons[index - 1], `← ${text("page.previous")}`, "prev"),
            make("a", {href: "#", text: text("page.contents")}),
            link(data.lessons[index + 1], `${text("page.next")} →`, "next"));
    }

    function answerTable(frame)
    {
        const verdict = frame.verifier.length === 0 ? [text("page.clean")] : frame.verifier.map((finding) =>
            make("div", {}, make("b", {class: "bad", text: finding.code}),
                ` × ${finding.count}: ${texts[`code.${finding.code}`]} (`,
                make("small", {text: finding.where}), ")"));
        const row = (name, ...cells) => make("tr", {}, make("th", {scope: "row", text: name}),
            make("td", {}, ...cells));
        return make("table", {class: "answer"}, make("tbody", {}, frame.go === "-" ? "" : row(text("page.go"), frame.go),
            row(text("page.product"), frame.product), row(text("page.verifier"), ...verdict)));
    }

    function chart(one)
    {
        const largest = Math.max(...one.series.flatMap((series) => series.values), 1e-9);
        const table = make("table", {class: "chart"}, make("caption", {text: one.title}));
        one.labels.forEach((label, i) => one.series.forEach((series, j) => table.append(make("tr", {},
            make("th", {scope: "row", text: j === 0 ? label : ""}), make("td", {text: series.name}),
            make("td", {class: "bars"}, make("span", {class: `bar bar-${j}`, style:
                `width:${70 * series.values[i] / largest}%`}), ` ${series.values[i].toFixed(2)} ${one.unit}`)))));
        return make("figure", {}, table);
    }

    function legend()
    {
        const sign = (name, value) => make("li", {}, make("span", {class: `m-part ${name}`, text: value}),
            ` ${text(`page.legend.${name.replace(/^m-(top-)?/, "")}`)}`);
        return make("details", {class: "legend"}, make("summary", {text: text("page.legend")}),
            make("p", {text: text("page.legend.text")}),
            make("ul", {}, sign("m-top-live", "c9"), sign("m-top-one", "01"), sign("m-top-rest", "00"),
                sign("m-top-moved", "02"), sign("m-ghost", "c9"), sign("m-changed", "c9"), sign("m-way", "c9"),
                sign("m-zeroed", "")),
            make("p", {text: text("page.keys")}));
    }

    return {Player, askAbout, answerTable};
})();
