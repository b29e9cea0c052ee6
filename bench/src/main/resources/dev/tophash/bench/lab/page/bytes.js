// SPDX-License-Identifier: Apache-2.0
/*
 * What each byte of a map means: the parts of a bucket, the fields of the header, the cells of the strip, in words. And
 * the few small helpers that all scripts of the lab share.
 */
const TophashBytes = (() =>
{
    "use strict";

    const SLOTS = 8;
    const SVG = "http://www.w3.org/2000/svg";
    /** The words of the glossary that a header field is about. */
    const FIELD_WORDS = {
        count: ["count"], flags: ["hmap"], B: ["B"], noverflow: ["noverflow"], hash0: ["seed"], buckets: ["array"],
        oldbuckets: ["old", "growth"], nevacuate: ["evacuation"], extra: ["hmap"], overflow: ["list"],
        oldoverflow: ["list"], nextOverflow: ["nextOverflow", "spare"]};

    // -------------------------------------------------------------------------------------------- small helpers

    /** An element with attributes and children; "class" and "text" say what they say, on* are listeners. */
    function make(tag, attributes = {}, ...children)
    {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes))
        {
            if (name === "text")
            {
                element.textContent = value;
            }
            else if (name.startsWith("on"))
            {
                element.addEventListener(name.slice(2), value);
            }
            else if (value !== false && value !== undefined && value !== null)
            {
                element.setAttribute(name, value === true ? "" : value);
            }
        }
        element.append(...children.filter((child) => child !== null && child !== undefined));
        return element;
    }

    function makeSvg(tag, attributes)
    {
        const element = document.createElementNS(SVG, tag);
        Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
        return element;
    }

    /** A text with its placeholders filled. */
    function fill(text, values)
    {
        return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);
    }

    /** Names of classes; what is false, or not there, is left out. */
    function classes(...names)
    {
        return names.filter((name) => name).join(" ");
    }

    /** Some bytes as they are written in a dump. */
    function spaced(hex)
    {
        return (hex.match(/../g) || []).join(" ");
    }

    function byteAt(hex, index)
    {
        return parseInt(hex.substr(2 * index, 2), 16);
    }

    function within(ranges, index)
    {
        return ranges.some(([from, to]) => from <= index && index < to);
    }

    function overlaps(ranges, from, to)
    {
        return ranges.some(([start, end]) => start < to && from < end);
    }

    // -------------------------------------------------------------------------------------------- what a byte means

    /** The parts of a bucket in the order of its bytes: eight tophash bytes, keys, values, the overflow word. */
    function partsOf(type)
    {
        const parts = [];
        const add = (kind, slot, at, size) => parts.push({kind, slot, at, size});
        for (let i = 0; i < SLOTS; i++)
        {
            add("tophash", i, i, 1);
        }
        for (let i = 0; i < SLOTS; i++)
        {
            add("key", i, SLOTS + i * type.keySize, type.keySize);
        }
        for (let i = 0; i < SLOTS; i++)
        {
            add("elem", i, SLOTS + SLOTS * type.keySize + i * type.elemSize, type.elemSize);
        }
        add("overflow", -1, type.bucketSize - 8, 8);
        return parts;
    }

    function topKind(top)
    {
        return top === 0 ? "rest" : top === 1 ? "one" : top < 5 ? "moved" : "live";
    }

    const TOP_WORDS = {rest: ["tophash", "emptyRest"], one: ["tophash", "emptyOne", "tombstone"],
        moved: ["tophash", "evacuation"], live: ["tophash"]};
    const LINK_WORDS = {END: ["overflow", "chain"], NEXT: ["overflow", "chain"], LOOP: ["overflow", "loop"],
        SENTINEL: ["sentinel"], ASTRAY: ["overflow", "dangling"]};

    /** Says what the parts of a bucket are. */
    class Meaning
    {
        constructor(texts)
        {
            this.texts = texts;
        }

        text(key, values = {})
        {
            return fill(this.texts[key] || key, values);
        }

        /** What a part of a bucket is, or one byte of it. */
        ofPart(bucket, part, byte)
        {
            const hex = bucket.hex.substr(2 * part.at, 2 * part.size);
            const info = this[part.kind](bucket, part, hex);
            info.place = bucket.name;
            info.hex = byte === undefined ? spaced(hex) : bucket.hex.substr(2 * byte, 2);
            info.where = byte === undefined ? this.text("map.bytes", {from: part.at, to: part.at + part.size - 1}) :
                this.text("map.byte", {at: byte});
            info.marks = this.marksOf(bucket, part, byte);
            return info;
        }

        tophash(bucket, part, hex)
        {
            const kind = topKind(parseInt(hex, 16));
            return {name: `tophash[${part.slot}]`, words: TOP_WORDS[kind],
                means: this.text(`map.tophash.${kind}`, {slot: part.slot, hex}),
                readers: this.text("map.tophash.readers")};
        }

        key(bucket, part, hex)
        {
            return this.content(bucket, part, hex, "key", bucket.keys[part.slot]);
        }

        elem(bucket, part, hex)
        {
            return this.content(bucket, part, hex, "elem", bucket.elems[part.slot]);
        }

        content(bucket, part, hex, kind, value)
        {
            const live = byteAt(bucket.hex, part.slot) >= 5;
            const state = live ? "live" : value === "" ? "zero" : "stale";
            return {name: `${kind}[${part.slot}]`, words: ["slot"],
                means: this.text(`map.${kind}.${state}`, {slot: part.slot, value: value === "" ? "0" : value}),
                readers: this.text(`map.${kind}.readers`)};
        }

        overflow(bucket)
        {
            return {name: "overflow", words: LINK_WORDS[bucket.next.link],
                means: this.text(`map.overflow.${bucket.next.link}`, {name: bucket.next.name}),
                readers: this.text("map.overflow.readers")};
        }

        marksOf(bucket, part, byte)
        {
            const marks = [];
            const slot = bucket.slots[part.slot];
            if (slot && slot.ghost && part.kind !== "elem")
            {
                marks.push(this.text(`map.ghost.${slot.ghost}`));
            }
            if (slot && slot.wrong)
            {
                marks.push(this.text("map.wrong", {code: slot.wrong, text: this.texts[`code.${slot.wrong}`]}));
            }
            const changed = byte === undefined ? overlaps(bucket.changed, part.at, part.at + part.size) :
                within(bucket.changed, byte);
            if (changed)
            {
                marks.push(this.text("map.changed"));
            }
            if (part.kind === "overflow" && bucket.cut)
            {
                marks.push(this.text("map.cut", {name: bucket.cut}));
            }
            return marks;
        }

        /** What a field of the header or of extra is. */
        ofField(place, words, field, byte)
        {
            const hex = words.hex.substr(2 * field.at, 2 * field.size);
            const marks = [];
            if (field.was !== undefined)
            {
                marks.push(this.text("map.was", {was: field.was}));
            }
            if (field.wrong)
            {
                marks.push(this.text("map.field.wrong"));
            }
            return {place, name: field.name, words: FIELD_WORDS[field.name],
                hex: byte === undefined ? spaced(hex) : words.hex.substr(2 * byte, 2),
                where: byte === undefined ? this.text("map.bytes", {from: field.at, to: field.at + field.size - 1}) :
                    this.text("map.byte", {at: byte}),
                means: this.text(`map.field.${field.name}`, {value: field.text}),
                readers: this.text(`map.field.${field.name}.readers`), marks};
        }

        /** What a bucket is in the strip. */
        ofCell(cell, type)
        {
            const marks = [];
            if (cell.zeroed)
            {
                marks.push(this.text("map.cell.zeroed", {from: cell.zeroed[0], to: cell.zeroed[1] - 1}));
            }
            if (cell.sentinel)
            {
                marks.push(this.text("map.cell.sentinel"));
            }
            if (cell.handed)
            {
                marks.push(this.text("map.cell.handed"));
            }
            if (cell.moved)
            {
                marks.push(this.text("map.cell.moved"));
            }
            return {place: cell.name, name: this.text(`map.kind.${cell.kind}`), hex: "",
                where: this.text("map.cell.size", {size: type.bucketSize}),
                words: cell.sentinel ? ["sentinel", "spare"] : cell.kind === "main" ? ["array"] :
                    cell.kind === "spare" ? ["spare"] : cell.kind === "old" ? ["old"] : ["overflow"],
                means: this.text(cell.next ? "map.cell.next" : "map.cell", {live: cell.live, next: cell.next}),
                readers: "", marks};
        }
    }

    return {SLOTS, make, makeSvg, fill, classes, byteAt, within, overlaps, partsOf, topKind, Meaning};
})();
