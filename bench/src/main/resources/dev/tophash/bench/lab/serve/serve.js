// SPDX-License-Identifier: Apache-2.0
/*
 * The page of the live map. It keeps a script, one operation a line, and sends all of it with each action; the server
 * does what is new and answers with the state of the map. So the script is the session: the address carries it after
 * the #, and it can be saved and run by ./tophash lab script.
 */
(() =>
{
    "use strict";

    const {make} = TophashBytes;
    const data = JSON.parse(document.getElementById("data").textContent);
    const texts = data.texts;
    const START = ["map i64 i64 100", "crowd 5 12"];
    const STRATEGIES = ["three-step", "delete-each", "reallocate", "fit", "swap", "release", "wipe"];
    const CURSOR = "c";

    const session = newName();
    let script = [];
    let state = null;
    let watched = "12";
    let all = false;
    let busy = Promise.resolve();
    const typed = [];
    let recall = 0;

    function newName()
    {
        const bytes = crypto.getRandomValues(new Uint8Array(8));
        return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
    }

    function text(key, values = {})
    {
        return (texts[key] || key).replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);
    }

    // -------------------------------------------------------------------------------------------- the address

    /** The script as the part of an address after the #: lines separated by ;, spaces as +. */
    function fragment()
    {
        const lines = script.map((line) => encodeURIComponent(line).replace(/%20/g, "+"));
        return `#key=${encodeURIComponent(watched)}&script=${lines.join(";")}`;
    }

    let late = 0;

    /** Writes the script into the address; some browsers allow only so many changes in a while. */
    function remember()
    {
        clearTimeout(late);
        otherPage.href = otherPage.lang + fragment();
        try
        {
            history.replaceState(null, "", fragment());
        }
        catch (error)
        {
            late = setTimeout(remember, 1000);
        }
    }

    function readFragment()
    {
        const parts = new Map(location.hash.slice(1).split("&").map((part) =>
            [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
        try
        {
            if (parts.has("key"))
            {
                watched = decodeURIComponent(parts.get("key"));
            }
            if (parts.has("script"))
            {
                return parts.get("script").split(";").map((line) => decodeURIComponent(line.replace(/\+/g, " ")));
            }
        }
        catch (error)
        {
            say(text("link.broken"), true);
        }
        return START;
    }

    // -------------------------------------------------------------------------------------------- the server

    async function post(path, query, lines)
    {
        const response = await fetch(`${path}?${new URLSearchParams(query)}`, {
            method: "POST", headers: {"Content-Type": "text/plain; charset=utf-8"}, body: lines.join("\n")});
        const answer = await response.json();
        answer.status = response.status;
        return answer;
    }

    function asked()
    {
        const asks = {s: session, key: watched, lang: data.lang};
        return all ? {...asks, empty: "1"} : asks;
    }

    /** Does one thing after the other, so that each script begins with what was done before. */
    function soon(work)
    {
        busy = busy.then(work).catch((error) => say(text("server.gone", {error: String(error)}), true));
        return busy;
    }

    /** Does lines after those that were done. */
    function act(...lines)
    {
        return soon(() => send(script.concat(lines), false));
    }

    /** Does another script from its beginning. */
    function load(lines)
    {
        return soon(() => send(lines, true));
    }

    async function send(lines, fresh)
    {
        const answer = await post("run", asked(), lines);
        if (answer.lines === undefined)
        {
            say(refusal(answer), true);
            return;
        }
        if (fresh)
        {
            log.replaceChildren();
        }
        script = lines.slice(0, answer.lines);
        state = answer;
        answer.steps.forEach(report);
        const last = answer.steps.at(-1);
        if (answer.error)
        {
            say(refusal(answer), true);
        }
        else if (last)
        {
            say(told(last), Boolean(last.failure));
        }
        draw();
        remember();
    }

    async function look()
    {
        state = await post("run", asked(), script);
        if (state.lines === undefined)
        {
            say(refusal(state), true);
            return;
        }
        draw();
        remember();
    }

    // -------------------------------------------------------------------------------------------- what is said

    /** The same map in the other language. */
    const otherPage = make("a", {id: "other", lang: data.lang === "en" ? "zh" : "en", text: text("other")});
    const live = make("p", {class: "status", role: "status", "aria-live": "polite"});
    const log = make("ol", {class: "log", tabindex: "0", "aria-label": text("script")});

    /** What the language says of a line is one text, in English; on a page in another language it is quoted. */
    function refusal(answer)
    {
        return text("server.refused", {error: answer.error});
    }

    function say(what, bad)
    {
        live.textContent = what;
        live.classList.toggle("bad", Boolean(bad));
    }

    /** What a step did, in one line. */
    function told(step)
    {
        const parts = [];
        if (step.failure)
        {
            parts.push(step.failure);
        }
        if (step.note)
        {
            parts.push(step.note);
        }
        if (step.changedBytes > 0)
        {
            parts.push(text("changed", {count: step.changedBytes}));
        }
        if (step.go)
        {
            parts.push(`Go: ${step.go.text}${(step.go.entries || []).slice(0, 8).map((one) => ` ${one}`).join("")}`);
            if (step.product.outcome !== "none")
            {
                parts.push(`Tophash: ${step.product.text}`);
            }
        }
        if (step.findings)
        {
            const codes = Object.keys(step.findings);
            parts.push(codes.length === 0 ? text("clean") :
                codes.map((code) => `${code}, ${data.pictureTexts[`code.${code}`]}`).join("; "));
        }
        if (step.expectation)
        {
            parts.push(text(step.expectation.met ? "met" : "unmet", step.expectation));
        }
        return `${step.step}: ${parts.length === 0 ? text("nothing") : parts.join(" · ")}`;
    }

    function report(step)
    {
        const failed = step.failure || (step.expectation && !step.expectation.met);
        const head = told(step).slice(step.step.length + 2);
        log.append(make("li", {class: failed ? "failed" : "", title: (step.changes || []).join("\n")},
            step.step, " ", make("small", {text: head})));
        log.scrollTop = log.scrollHeight;
    }

    // -------------------------------------------------------------------------------------------- the picture

    const picture = make("div", {class: "picture", id: "picture"});
    const answers = make("tbody");
    const findings = make("ul", {class: "findings", id: "findings"});
    const inspector = make("aside", {id: "inspector", "aria-label": text("inspector")},
        make("p", {class: "hint", text: text("inspector.hint")}));
    let view = null;
    let follow = -1;

    function inspect(info)
    {
        inspector.replaceChildren(
            make("h2", {}, make("b", {text: `${info.place} ${info.name}`}), " ", make("small", {text: info.where})),
            make("code", {text: info.hex}), make("p", {text: info.means}),
            ...info.marks.map((mark) => make("p", {class: "mark", text: mark})),
            info.readers === "" ? "" : make("p", {class: "readers"},
                make("b", {text: `${text("readers")}: `}), info.readers));
    }

    function answer(one)
    {
        return make("td", {text: one.text},
            one.entries.length === 0 ? null : make("code", {text: one.entries.join(" ")}));
    }

    function draw()
    {
        const none = !state || !state.frame;
        buttons.undo.disabled = none;
        buttons.redo.disabled = none;
        if (none)
        {
            picture.replaceChildren();
            view = null;
            return;
        }
        answers.replaceChildren(...state.answers.map((one) =>
        {
            const row = make("tr", {class: one.same ? "" : "differs"},
                make("th", {scope: "row", text: text(`ask.${one.ask}`, {key: watched})}), answer(one.go));
            row.append(one.product.outcome === "none" ? make("td", {text: ""}) : answer(one.product));
            return row;
        }));
        const codes = Object.entries(state.findings);
        findings.replaceChildren(...codes.length === 0 ? [make("li", {class: "clean", text: text("clean")})] :
            codes.map(([code, count], index) => make("li", {title: data.lang === "en" ? state.firstFindings[index] || "" : ""},
                make("b", {text: code}), ` × ${count}  ${data.pictureTexts[`code.${code}`] || ""}`)));
        if (!view)
        {
            view = TophashMap.create(picture, {texts: data.pictureTexts, onInspect: inspect, mode: "slots"});
        }
        view.show(state.frame);
        view.follow(follow);
        buttons.way.textContent = text("way", {key: watched});
        const spare = state.frame.strip.main;
        buttons.rewind.textContent = text("rewind", {name: `M${spare}`});
        buttons.next.disabled = !state.iterators.includes(CURSOR);
        buttons.end.disabled = buttons.next.disabled;
    }

    // -------------------------------------------------------------------------------------------- the controls

    const buttons = {};

    function button(id, onclick, label = text(id))
    {
        buttons[id] = make("button", {type: "button", id: `do-${id}`, text: label, onclick});
        return buttons[id];
    }

    function field(id, value, label)
    {
        const input = make("input", {id, value, autocomplete: "off", spellcheck: "false"});
        return [make("label", {}, label, input), input];
    }

    function choice(id, values, label, chosen)
    {
        const select = make("select", {id},
            ...values.map((one) => make("option", {value: one, text: one, selected: one === chosen})));
        return [make("label", {}, label, select), select];
    }

    function group(title, ...rows)
    {
        return make("fieldset", {}, make("legend", {text: title}),
            ...rows.map((row) => make("div", {class: "row"}, ...row)));
    }

    /** Enter in a field does what the first button of its row does. */
    function onEnter(event)
    {
        const row = event.target.closest(".row");
        if (event.key === "Enter" && event.target.tagName === "INPUT" && row)
        {
            event.preventDefault();
            const first = row.querySelector("button");
            (first || row.nextElementSibling.querySelector("button")).click();
        }
    }

    function operations()
    {
        const [keyLabel, key] = field("key", watched, text("key"));
        const [elemLabel, elem] = field("elem", "7", text("value"));
        const [typeLabel, type] = choice("type", data.types, text("type"), "i64 i64");
        const [hintLabel, hint] = field("hint", "100", text("hint"));
        const [bucketLabel, bucket] = field("bucket", "5", text("bucket"));
        const [manyLabel, many] = field("many", "12", text("many"));
        const [countLabel, count] = field("count", "0", text("count"));
        const [wayLabel, way] = choice("strategy", STRATEGIES, text("strategy"));
        key.addEventListener("change", () =>
        {
            watched = key.value.trim() || "0";
            soon(look);
        });
        const panel = make("section", {class: "operations", "aria-label": text("operations"), onkeydown: onEnter},
            group(text("group.map"), [typeLabel, hintLabel], [button("new", () =>
                act(`map ${type.value} ${hint.value.trim()}`.trim()))]),
            group(text("group.entries"), [keyLabel, elemLabel],
                [button("put", () => act(`assign ${watched = key.value.trim()} ${elem.value.trim()}`)),
                    button("get", () => act(`get ${watched = key.value.trim()}`)),
                    button("delete", () => act(`delete ${watched = key.value.trim()}`))],
                [bucketLabel, manyLabel, button("crowd", () => act(`crowd ${bucket.value.trim()} ${many.value.trim()}`))],
                [button("grow", () => act("grow")), button("evacuate", () => act("evacuate"))]),
            group(text("group.cursor"), [button("open", () => act(`itnew ${CURSOR} ${bucket.value.trim()} 0`)),
                button("next", () => act(`itnext ${CURSOR}`)), button("end", () => act(`itend ${CURSOR}`)),
                button("range", () => act("iter"))]),
            group(text("group.break"), [button("zeroMain", () => act("zero main")),
                button("zeroAll", () => act("zero all"))],
            [countLabel, button("setCount", () => act(`poke count ${count.value.trim()}`)),
                button("rewind", () => act(`poke nextOverflow M${state.frame.strip.main}`), text("rewind", {name: ""}))]),
            group(text("group.clear"), [button("clear", () => act("clear"))],
                [wayLabel, button("clearBy", () => act(`clear ${way.value}`))]),
            group(text("group.time"), [button("undo", () => act("undo")), button("redo", () => act("redo")),
                button("verify", () => act("verify"))]));
        panel.querySelectorAll("fieldset")[3].classList.add("danger");
        return panel;
    }

    function command()
    {
        const input = make("input", {id: "line", autocomplete: "off", spellcheck: "false", placeholder: "show M5"});
        input.addEventListener("keydown", (event) =>
        {
            if (event.key === "Enter" && input.value.trim() !== "")
            {
                typed.push(input.value.trim());
                recall = typed.length;
                act(input.value.trim());
                input.value = "";
            }
            else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && typed.length > 0)
            {
                recall = Math.max(0, Math.min(typed.length, recall + (event.key === "ArrowUp" ? -1 : 1)));
                input.value = typed[recall] || "";
                event.preventDefault();
            }
        });
        return make("div", {class: "command"}, make("label", {for: "line", text: text("line")}), input);
    }

    // -------------------------------------------------------------------------------------------- script and link

    async function copyLink()
    {
        try
        {
            await navigator.clipboard.writeText(location.href);
            say(text("link.copied"));
        }
        catch (error)
        {
            say(text("link.here"));
        }
    }

    function save()
    {
        const link = make("a", {download: "map.txt",
            href: URL.createObjectURL(new Blob([`${script.join("\n")}\n`], {type: "text/plain"}))});
        link.click();
        URL.revokeObjectURL(link.href);
    }

    function tools()
    {
        const examples = make("select", {id: "example", "aria-label": text("example")},
            make("option", {value: "", text: text("example")}),
            ...data.examples.map((one) => make("option", {value: one.name, text: `${one.name}: ${one.title}`})));
        examples.addEventListener("change", () =>
        {
            const chosen = data.examples.find((one) => one.name === examples.value);
            if (chosen)
            {
                load(chosen.script.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter((line) => line));
                examples.value = "";
            }
        });
        const row = make("div", {class: "tools"}, button("link", copyLink), button("save", save),
            button("restart", () => load(START)), examples);
        if (data.go !== "")
        {
            row.append(button("real", () => soon(askGo), text("real", {go: data.go})));
        }
        return row;
    }

    const real = make("div", {id: "real", "aria-live": "polite"});

    async function askGo()
    {
        real.replaceChildren(make("p", {class: "hint", text: text("real.wait", {go: data.go})}));
        const answer = await post("go", {s: session, key: watched}, script);
        if (answer.error)
        {
            real.replaceChildren(make("p", {class: "bad", text: refusal(answer)}));
            return;
        }
        real.replaceChildren(make("table", {class: "answers"},
            make("caption", {text: text("real.caption", {go: answer.release})}),
            make("thead", {}, make("tr", {}, make("th", {text: text("question")}), make("th", {text: answer.release}),
                make("th", {text: text("walk")}))),
            make("tbody", {}, ...answer.answers.map((one) => make("tr", {},
                make("th", {scope: "row", text: text(`ask.${one.ask}`, {key: watched})}),
                make("td", {text: one.go}), make("td", {text: one.walk}))))));
    }

    // -------------------------------------------------------------------------------------------- exercises

    function exercises()
    {
        const box = make("div");
        const chooser = make("select", {id: "exercise", "aria-label": text("exercises")},
            make("option", {value: "", text: text("exercise.choose")}),
            ...data.exercises.map((one, index) => make("option", {value: one.id, text: `${index + 1}  ${one.title}`})));
        chooser.addEventListener("change", () =>
        {
            const chosen = data.exercises.find((one) => one.id === chooser.value);
            box.replaceChildren(...chosen ? exercise(chosen) : []);
            if (chosen)
            {
                load(chosen.opening.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter((line) => line));
            }
        });
        return make("details", {class: "exercise"}, make("summary", {text: text("exercises")}), chooser, box);
    }

    function exercise(one)
    {
        const answerText = make("textarea", {id: "answer", spellcheck: "false", "aria-label": text("exercise.answer")});
        const verdict = make("div", {class: "verdict", "aria-live": "polite"});
        let hints = 0;
        const opened = one.opening.split("\n").filter((line) => line.replace(/#.*/, "").trim()).length;
        const check = async () =>
        {
            const given = answerText.value.split(one.lines ? "\n" : /[\s,]+/).filter((line) => line.trim());
            const result = await post("check", {exercise: one.id, lang: data.lang}, given);
            verdict.className = `verdict ${result.right ? "right" : "wrong"}`;
            verdict.replaceChildren(...(result.why || [refusal(result)]).map((line) => make("p", {text: line})));
        };
        const mine = () =>
        {
            answerText.value = script.slice(opened).filter((line) => /^(poke|zero|assign)/.test(line)).join("\n");
        };
        return [make("h3", {text: one.title}), make("p", {text: one.task}), make("pre", {text: one.script}),
            make("p", {class: "hint", text: one.rules}), answerText,
            make("div", {class: "tools"},
                make("button", {type: "button", id: "check", text: text("exercise.check"), onclick: () => soon(check)}),
                one.lines ? make("button", {type: "button", text: text("exercise.mine"), onclick: mine}) : null,
                make("button", {type: "button", text: text("exercise.hint"), onclick: () =>
                {
                    verdict.className = "verdict";
                    verdict.replaceChildren(make("p", {text: one.hints[hints] || text("exercise.nohint")}));
                    hints = Math.min(hints + 1, one.hints.length);
                }}),
                make("button", {type: "button", text: text("exercise.solution"), onclick: () =>
                {
                    answerText.value = one.answer;
                }})), verdict];
    }

    // -------------------------------------------------------------------------------------------- the keyboard

    const KEYS = {u: "undo", r: "redo", p: "put", g: "get", d: "delete", n: "next", c: "clear", z: "zeroMain",
        v: "verify"};

    function onKey(event)
    {
        const target = event.target;
        if (event.ctrlKey || event.metaKey || event.altKey)
        {
            return;
        }
        if (["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName))
        {
            if (event.key === "Escape")
            {
                target.blur();
            }
            return;
        }
        if (event.key === "/")
        {
            event.preventDefault();
            document.getElementById("line").focus();
        }
        else if (event.key === "b")
        {
            buttons.bytes.click();
        }
        else if (KEYS[event.key] && !buttons[KEYS[event.key]].disabled)
        {
            buttons[KEYS[event.key]].click();
        }
    }

    function modes()
    {
        const bytes = button("bytes", () =>
        {
            const on = bytes.getAttribute("aria-pressed") !== "true";
            bytes.setAttribute("aria-pressed", String(on));
            if (view)
            {
                view.mode(on ? "bytes" : "slots");
            }
        });
        bytes.setAttribute("aria-pressed", "false");
        const empty = button("empty", () =>
        {
            all = !all;
            empty.setAttribute("aria-pressed", String(all));
            soon(look);
        });
        empty.setAttribute("aria-pressed", "false");
        const way = button("way", () =>
        {
            follow = follow < 0 ? 0 : -1;
            way.setAttribute("aria-pressed", String(follow === 0));
            if (view)
            {
                view.follow(follow);
            }
        });
        way.setAttribute("aria-pressed", "false");
        return make("div", {class: "tools"}, bytes, empty, way);
    }

    function shortcuts()
    {
        return make("p", {class: "hint shortcuts"}, `${text("keys")} `, ...Object.entries(KEYS).flatMap(([key, id]) =>
            [make("kbd", {text: key}), ` ${text(id)}  `]), make("kbd", {text: "b"}), ` ${text("bytes")}  `,
        make("kbd", {text: "/"}), ` ${text("line")}`);
    }

    const table = make("table", {class: "answers", id: "answers"},
        make("thead", {}, make("tr", {}, make("th", {scope: "col", text: text("question")}),
            make("th", {scope: "col", text: text("walk")}), make("th", {scope: "col", text: "Tophash"}))), answers);
    document.body.append(
        make("header", {class: "top"}, make("span", {class: "home", text: text("title")}), make("nav", {}, otherPage)),
        make("main", {}, make("p", {class: "hint", text: text("lead")}),
            make("div", {class: "bench"}, operations(),
                make("section", {"aria-label": text("map")}, command(), live, table, findings, real, modes(),
                    inspector, picture)),
            make("h2", {text: text("script")}), make("p", {class: "hint", text: text("script.hint")}), log, tools(),
            exercises(), shortcuts()));
    document.addEventListener("keydown", onKey);
    window.addEventListener("hashchange", () => load(readFragment()));
    const wanted = readFragment();
    document.getElementById("key").value = watched;
    load(wanted);
})();
