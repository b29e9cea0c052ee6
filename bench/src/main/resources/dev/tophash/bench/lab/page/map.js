// SPDX-License-Identifier: Apache-2.0
/*
 * Draws one moment of a map: its header, its array as a strip, its buckets with arrows, and marks the way of a key
 * through them. What is drawn, and what is marked, was decided before: a frame is data (see FrameJson.java), and nothing here
 * reads a meaning out of the bytes but their position.
 *
 *     const view = TophashMap.create(host, {texts, onInspect});
 *     view.show(frame);
 *
 * Every byte is a cell that can be hovered and focused; onInspect is told what it is. One cell of a picture is in the
 * tab order, and the arrow keys lead from cell to cell, so that the keyboard gets everywhere without a hundred tabs.
 */
const TophashMap = (() =>
{
    "use strict";

    const {SLOTS, make, makeSvg, classes, byteAt, within, overlaps, partsOf, topKind, Meaning} = TophashBytes;
    /** Longer keys do not fit across a slot and are written upright. */
    const SHORT_KEY = 5;

    // -------------------------------------------------------------------------------------------- the picture

    class View
    {
        constructor(host, {texts, onInspect = () => {}, mode = "slots"})
        {
            this.meaning = new Meaning(texts);
            this.onInspect = onInspect;
            this.shown = mode;
            this.followed = -1;
            this.cells = new Map();
            this.root = make("div", {class: "m-picture"});
            this.root.addEventListener("keydown", (event) => this.onKey(event));
            this.root.addEventListener("focusin", (event) => this.onCell(event.target));
            this.root.addEventListener("mouseover", (event) => this.onCell(event.target));
            this.root.addEventListener("click", (event) => this.onCell(event.target));
            host.append(this.root);
            new ResizeObserver(() => this.drawArrows()).observe(this.root);
        }

        text(key, values)
        {
            return this.meaning.text(key, values);
        }

        /** Draws a frame; the focus stays on the cell of the same name. */
        show(frame)
        {
            this.frame = frame;
            this.parts = partsOf(frame.type);
            const focused = document.activeElement && this.root.contains(document.activeElement) ?
                document.activeElement.dataset.cell : null;
            const entered = focused || this.entry;
            this.cells.clear();
            this.root.replaceChildren(this.header(), this.strip(), this.buckets());
            this.follow(this.followed);
            this.enter(entered, focused !== null);
            this.drawArrows();
        }

        mode(name)
        {
            this.shown = name;
            if (this.frame)
            {
                this.show(this.frame);
            }
        }

        // ---------------------------------------------------------------------------------------- header

        header()
        {
            const frame = this.frame;
            const section = make("section", {class: "m-words", "aria-label": this.text("map.header")},
                make("h4", {text: this.text("map.header")}));
            section.append(this.words(this.text("map.header"), frame.header));
            if (frame.extra)
            {
                section.append(this.words("extra", frame.extra));
            }
            return section;
        }

        words(place, words)
        {
            return this.shown === "bytes" ? this.wordBytes(place, words) : this.wordFields(place, words);
        }

        wordFields(place, words)
        {
            const row = make("div", {class: "m-row m-fields", role: "row"});
            for (const field of words.fields)
            {
                const was = field.was === undefined ? null :
                    make("span", {class: "m-was", text: this.text("map.was.short", {was: field.was})});
                row.append(this.cell(`${place} ${field.name}`,
                    {class: classes("m-field", field.was !== undefined && "m-changed", field.wrong && "m-wrong")},
                    () => this.meaning.ofField(place, words, field),
                    make("span", {class: "m-name", text: field.name}),
                    make("span", {class: "m-value", text: field.text}), was));
            }
            return make("div", {class: "m-grid", role: "grid", "aria-label": place}, row);
        }

        /** Fields share rows of eight bytes, as they do in memory. */
        wordBytes(place, words)
        {
            const grid = make("div", {class: "m-grid m-hex", role: "grid", "aria-label": place});
            for (let start = 0; start < words.hex.length / 2; start += SLOTS)
            {
                const fields = words.fields.filter((field) => start <= field.at && field.at < start + SLOTS);
                const row = make("div", {class: "m-row m-bytes", role: "row"},
                    make("span", {class: "m-label", text: fields.map((field) => field.name).join(" ")}));
                for (const field of fields)
                {
                    for (let i = field.at; i < field.at + field.size; i++)
                    {
                        row.append(this.cell(`${place} ${i}`,
                            {class: classes("m-byte", field.was !== undefined && "m-changed",
                                field.wrong && "m-wrong", i === field.at && "m-first")},
                            () => this.meaning.ofField(place, words, field, i), words.hex.substr(2 * i, 2)));
                    }
                }
                grid.append(row);
            }
            return grid;
        }

        // ---------------------------------------------------------------------------------------- the array as a strip

        strip()
        {
            const strip = this.frame.strip;
            const section = make("section", {class: "m-strip", "aria-label": this.text("map.strip")},
                make("h4", {text: this.text("map.strip")}));
            for (const kind of ["main", "spare", "outside", "old", "own"])
            {
                const cells = strip.cells.filter((cell) => cell.kind === kind);
                if (cells.length > 0)
                {
                    section.append(this.stretch(kind, cells));
                }
            }
            if (strip.hidden > 0)
            {
                section.append(make("p", {class: "m-more", text: this.text("map.more", {n: strip.hidden})}));
            }
            if (strip.cells.some((cell) => cell.zeroed))
            {
                section.append(make("p", {class: "m-key"}, make("span", {class: "m-zeroed-key"}),
                    this.text("map.zeroed.key")));
            }
            return section;
        }

        stretch(kind, cells)
        {
            const label = this.text(`map.stretch.${kind}`, {n: cells.length, b: Math.log2(this.frame.strip.main)});
            const row = make("div", {class: "m-row m-cells", role: "row"});
            cells.forEach((cell) => row.append(this.stripCell(cell)));
            return make("div", {class: `m-stretch m-${kind}`, role: "grid", "aria-label": label},
                make("span", {class: "m-stretch-name", text: label}), row);
        }

        stripCell(cell)
        {
            const next = this.frame.extra && this.frame.extra.fields.some(
                (field) => field.name === "nextOverflow" && field.text === cell.name);
            const paint = cell.zeroed ? make("span", {class: "m-zeroed", style:
                `left:${100 * cell.zeroed[0] / this.frame.type.bucketSize}%;` +
                `right:${100 - 100 * cell.zeroed[1] / this.frame.type.bucketSize}%`}) : null;
            return this.cell(`strip ${cell.name}`,
                {class: classes("m-cell", cell.changed && "m-changed", cell.sentinel && "m-sentinel",
                    cell.moved && "m-moved", next && "m-next", cell.next && "m-linked")},
                () => this.meaning.ofCell(cell, this.frame.type),
                make("span", {class: "m-fill", style: `height:${100 * cell.live / SLOTS}%`}), paint,
                make("span", {class: "m-live", text: cell.live === 0 ? "" : String(cell.live)}));
        }

        // ---------------------------------------------------------------------------------------- buckets

        buckets()
        {
            this.boxes = new Map();
            // Where no chain has a second bucket, two chains stand side by side.
            const single = this.frame.columns === 1;
            const chains = make("div", {class: "m-chains", style: `--columns:${single ? 2 : this.frame.columns}`});
            const ordered = [...this.frame.buckets].sort((x, y) => x.row - y.row || x.column - y.column);
            for (const bucket of ordered)
            {
                const box = this.bucket(bucket, single);
                this.boxes.set(bucket.id, box);
                chains.append(box);
            }
            this.arrows = makeSvg("svg", {class: "m-arrows", "aria-hidden": "true"});
            chains.append(this.arrows);
            this.chains = chains;
            return make("section", {class: "m-buckets", "aria-label": this.text("map.buckets")},
                ordered.length > 0 ? make("h4", {text: this.text("map.buckets")}) : null, chains);
        }

        bucket(bucket, single)
        {
            const [row, column] = single ? [bucket.row >> 1, bucket.row & 1] : [bucket.row, bucket.column];
            const box = make("div", {class: classes("m-bucket", bucket.lost && "m-lost", bucket.free && "m-free",
                bucket.kind === "outside" && "m-outside", bucket.shared && "m-shared"),
                style: `grid-row:${row + 1};grid-column:${column + 1}`},
                make("h5", {}, make("b", {text: bucket.name}), ` ${bucket.kindText}`));
            box.append(this.shown === "bytes" ? this.bucketBytes(bucket) : this.bucketSlots(bucket));
            if (bucket.notes.length > 0)
            {
                const notes = make("ul", {class: "m-notes"});
                bucket.notes.forEach((note) => notes.append(
                    make("li", {class: note.bad ? "m-bad" : "m-fine", "data-about": note.about, text: note.text})));
                box.append(notes);
            }
            return box;
        }

        bucketSlots(bucket)
        {
            const grid = make("div", {class: "m-grid m-slots", role: "grid", "aria-label": bucket.name});
            const numbers = make("div", {class: "m-numbers", "aria-hidden": "true"});
            for (let i = 0; i < SLOTS; i++)
            {
                numbers.append(make("span", {text: String(i)}));
            }
            grid.append(numbers);
            for (const kind of ["tophash", "key", "elem"])
            {
                const row = make("div", {class: classes("m-row", this.upright(bucket, kind) && "m-upright"),
                    role: "row"});
                this.parts.filter((part) => part.kind === kind)
                    .forEach((part) => row.append(this.partCell(bucket, part)));
                grid.append(row);
            }
            const overflow = this.parts[this.parts.length - 1];
            grid.append(make("div", {class: "m-row", role: "row"}, this.partCell(bucket, overflow)));
            return grid;
        }

        upright(bucket, kind)
        {
            const values = kind === "key" ? bucket.keys : kind === "elem" ? bucket.elems : [];
            return values.some((value) => value.length > SHORT_KEY);
        }

        partCell(bucket, part)
        {
            return this.cell(`${bucket.id} ${part.kind} ${part.slot}`,
                {class: this.partClass(bucket, part), "data-bucket": bucket.name},
                () => this.meaning.ofPart(bucket, part), this.partText(bucket, part));
        }

        partText(bucket, part)
        {
            if (part.kind === "tophash")
            {
                return bucket.hex.substr(2 * part.at, 2);
            }
            if (part.kind === "overflow")
            {
                return this.text(`map.next.${bucket.next.link}`, {name: bucket.next.name});
            }
            const value = (part.kind === "key" ? bucket.keys : bucket.elems)[part.slot];
            return value === "" && byteAt(bucket.hex, part.slot) >= 5 ? "0" : value;
        }

        partClass(bucket, part)
        {
            const slot = bucket.slots[part.slot] || {};
            return classes("m-part", `m-is-${part.kind}`, part.kind === "overflow" ?
                `m-link-${bucket.next.link}` : `m-top-${topKind(byteAt(bucket.hex, part.slot))}`,
            slot.ghost && "m-ghost", slot.wrong && "m-wrong",
            overlaps(bucket.changed, part.at, part.at + part.size) && "m-changed");
        }

        /** All bytes of a bucket in rows of eight, as a dump would print them. */
        bucketBytes(bucket)
        {
            const grid = make("div", {class: "m-grid m-hex", role: "grid", "aria-label": bucket.name});
            const size = this.frame.type.bucketSize;
            for (let start = 0; start < size; start += SLOTS)
            {
                const row = make("div", {class: "m-row m-bytes", role: "row"},
                    make("span", {class: "m-label", text: this.rowName(start)}));
                for (let byte = start; byte < Math.min(size, start + SLOTS); byte++)
                {
                    row.append(this.byteCell(bucket, byte));
                }
                grid.append(row);
            }
            return grid;
        }

        rowName(start)
        {
            const part = this.partAt(start);
            return part.kind === "tophash" || part.kind === "overflow" ? part.kind : `${part.kind}[${part.slot}]`;
        }

        /** Bytes between the last value and the overflow word, if there are any, count as the last value's. */
        partAt(byte)
        {
            return this.parts.findLast((part) => part.at <= byte);
        }

        byteCell(bucket, byte)
        {
            const part = this.partAt(byte);
            const slot = bucket.slots[part.slot] || {};
            return this.cell(`${bucket.id} byte ${byte}`,
                {class: classes("m-byte", `m-is-${part.kind}`,
                    part.slot >= 0 && `m-top-${topKind(byteAt(bucket.hex, part.slot))}`,
                    within(bucket.changed, byte) && "m-changed", slot.ghost && "m-ghost", slot.wrong && "m-wrong")},
                () => this.meaning.ofPart(bucket, part, byte), bucket.hex.substr(2 * byte, 2));
        }

        // ---------------------------------------------------------------------------------------- cells, keys, focus

        /** A cell that can be focused and hovered; what it is, is worked out when somebody asks. */
        cell(name, attributes, info, ...children)
        {
            const element = make("span", {...attributes, "data-cell": name, role: "gridcell", tabindex: "-1"},
                ...children);
            this.cells.set(name, {element, info});
            return element;
        }

        onCell(target)
        {
            const element = target.closest ? target.closest("[data-cell]") : null;
            if (element === null || !this.root.contains(element))
            {
                return;
            }
            const info = this.cells.get(element.dataset.cell).info();
            element.setAttribute("aria-label", [info.place, info.name, info.hex, info.means, ...info.marks].join(" "));
            if (document.activeElement === element)
            {
                this.enter(element.dataset.cell, false);
            }
            this.onInspect(info);
        }

        /** Makes a cell the one that the tab key leads to. */
        enter(name, focus)
        {
            const known = this.cells.get(name) || this.cells.values().next().value;
            this.root.querySelectorAll("[tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
            known.element.setAttribute("tabindex", "0");
            this.entry = known.element.dataset.cell;
            if (focus)
            {
                known.element.focus({preventScroll: true});
            }
        }

        onKey(event)
        {
            const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
            const cell = event.target.closest("[data-cell]");
            if (cell === null || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey)
            {
                return;
            }
            event.preventDefault();
            event.stopPropagation();
            const target = this.neighbour(cell, ...steps[event.key]);
            if (target)
            {
                target.focus();
            }
        }

        neighbour(cell, down, right)
        {
            const rows = [...this.root.querySelectorAll(".m-row")];
            const row = rows.findIndex((one) => one.contains(cell));
            const cells = (index) => [...rows[index].querySelectorAll("[data-cell]")];
            const column = cells(row).indexOf(cell);
            if (right !== 0)
            {
                return cells(row)[column + right];
            }
            const target = row + down;
            return target < 0 || target >= rows.length ? null :
                cells(target)[Math.min(column, cells(target).length - 1)];
        }

        /** Lights the cells that words of the glossary are about. */
        light(words)
        {
            for (const {element, info} of this.cells.values())
            {
                element.classList.toggle("m-lit", words.length > 0 &&
                    info().words.some((word) => words.includes(word)));
            }
        }

        // ---------------------------------------------------------------------------------------- a key's way

        /** Marks what a lookup of a key looks at: the slots that fit, and the last one. */
        follow(index)
        {
            this.followed = index;
            this.root.querySelectorAll(".m-way, .m-way-end").forEach((one) =>
                one.classList.remove("m-way", "m-way-end"));
            const way = index < 0 ? undefined : this.frame.ways[index];
            if (way === undefined)
            {
                return;
            }
            for (const visit of way.visits)
            {
                for (const slot of visit.fits)
                {
                    this.mark(visit.id, "tophash", slot, "m-way");
                    this.mark(visit.id, "key", slot, slot === visit.equal ? "m-way-end" : "m-way");
                }
                if (visit !== way.visits[way.visits.length - 1])
                {
                    this.mark(visit.id, "overflow", -1, "m-way");
                }
            }
        }

        mark(id, kind, slot, name)
        {
            const cell = this.cells.get(`${id} ${kind} ${slot}`);
            if (cell)
            {
                cell.element.classList.add(name);
            }
        }

        // ---------------------------------------------------------------------------------------- arrows

        /** Arrows lie over the boxes, wherever the width of the window has put these. */
        drawArrows()
        {
            if (!this.frame || !this.chains.isConnected)
            {
                return;
            }
            const area = this.chains.getBoundingClientRect();
            this.arrows.replaceChildren();
            this.arrows.setAttribute("viewBox", `0 0 ${area.width} ${area.height}`);
            for (const bucket of this.frame.buckets)
            {
                const from = this.boxes.get(bucket.id);
                const to = this.boxNamed(bucket.next.name);
                if ((bucket.next.link === "NEXT" || bucket.next.link === "LOOP") && to)
                {
                    this.arrow(area, from, to, bucket.next.link === "LOOP" ? "m-loop" : "m-link");
                }
                if (bucket.cut && this.boxNamed(bucket.cut) && !to)
                {
                    this.arrow(area, from, this.boxNamed(bucket.cut), bucket.cutClean ? "m-cut m-clean" : "m-cut");
                }
            }
        }

        boxNamed(name)
        {
            const bucket = this.frame.buckets.find((one) => one.name === name);
            return bucket && this.boxes.get(bucket.id);
        }

        /** From the overflow word to the head of the next box, around what stands between them. */
        arrow(area, from, to, name)
        {
            const start = from.querySelector(".m-is-overflow").getBoundingClientRect();
            const source = from.querySelector(".m-grid").getBoundingClientRect();
            const target = to.querySelector(".m-grid").getBoundingClientRect();
            const x = source.right - area.left;
            const y = start.top - area.top + start.height / 2;
            const goal = target.top - area.top + 14;
            const beside = target.left > source.right;
            const path = beside ?
                `M${x} ${y} H${target.left - area.left - 18} V${goal} H${target.left - area.left - 2}` :
                from === to || target.left === source.left ?
                `M${x} ${y} H${x + 9} V${goal} H${x + 2}` :
                `M${x} ${y} H${x + 9} V${to.getBoundingClientRect().top - area.top - 9} ` +
                `H${target.left - area.left - 12} V${goal} ` +
                `H${target.left - area.left - 2}`;
            this.arrows.append(makeSvg("path", {d: path, class: name}));
            this.arrows.append(this.head(beside || !(from === to || target.left === source.left) ?
                target.left - area.left : x, goal, beside || target.left < source.left, name));
            if (name.startsWith("m-cut"))
            {
                this.arrows.append(makeSvg("path", {class: `${name} m-cross`,
                    d: `M${x + 2} ${y - 6} l12 12 m0 -12 l-12 12`}));
            }
        }

        head(x, y, rightwards, name)
        {
            const back = rightwards ? -7 : 7;
            return makeSvg("path", {class: `${name} m-head`, d: `M${x} ${y} l${back} -4 v8 z`});
        }
    }

    return {create: (host, options) => new View(host, options)};
})();
