// SPDX-License-Identifier: Apache-2.0
/*
 * The way of a key, told: its hash bit by bit, the bucket that the low bits choose, the bytes that are compared, and
 * where the search ends.
 */
const TophashWay = (() =>
{
    "use strict";

    const {SLOTS, make, fill, byteAt, topKind} = TophashBytes;

    function bits(way)
    {
        const binary = BigInt(`0x${way.hash}`).toString(2).padStart(64, "0");
        const groups = [];
        for (let byte = 0; byte < 8; byte++)
        {
            const group = make("span", {class: "m-bits"});
            for (let i = 8 * byte; i < 8 * byte + 8; i++)
            {
                group.append(make("span", {class: byte === 0 ? "m-bit-top" : i >= 64 - way.b ? "m-bit-low" : "m-bit",
                    text: binary[i]}));
            }
            groups.push(group, " ");
        }
        return make("div", {class: "m-hash", role: "img", "aria-label": way.hash}, ...groups);
    }

    function visitRow(frame, way, visit, texts)
    {
        const bucket = frame.buckets.find((one) => one.id === visit.id);
        const row = make("div", {class: "m-visit"}, make("b", {text: visit.name}));
        for (let i = 0; bucket && i < SLOTS; i++)
        {
            const fits = visit.fits.includes(i);
            row.append(make("span", {class: `m-part m-top-${topKind(byteAt(bucket.hex, i))}` +
                (i === visit.equal ? " m-way-end" : fits ? " m-way" : ""), text: bucket.hex.substr(2 * i, 2)}));
        }
        const last = visit === way.visits[way.visits.length - 1];
        const lines = [visit.fits.length === 0 ? fill(texts["way.none"], {top: way.top}) :
            fill(texts["way.fits"], {top: way.top, slots: visit.fits.join(", "), keys: visit.fits.map((slot) =>
                bucket ? bucket.keys[slot] || "0" : "?").join(", ")})];
        if (!last)
        {
            const next = way.visits[way.visits.indexOf(visit) + 1];
            lines.push(fill(texts["way.next"], {name: next.name}));
        }
        return make("li", {}, row, make("span", {text: lines.join(" ")}));
    }

    /** The way of a key as a list of what is done, with the numbers of this very key. */
    function tell(frame, way, texts)
    {
        const last = way.visits[way.visits.length - 1];
        const values = {key: way.key, hash: way.hash, b: way.b, bucket: way.bucket, top: way.top, elem: way.elem || "",
            name: last ? last.name : "", slot: last ? last.equal : "",
            low: way.bucket.toString(2).padStart(way.b, "0"), head: (way.old ? "O" : "M") + way.bucket};
        const list = make("ol", {class: "m-way-list"},
            make("li", {}, make("span", {text: fill(texts["way.hash"], values)}), bits(way)),
            make("li", {text: fill(texts[way.old ? "way.bucket.old" : "way.bucket"], values)}),
            make("li", {text: fill(texts["way.top"], values)}));
        way.visits.forEach((visit) => list.append(visitRow(frame, way, visit, texts)));
        list.append(make("li", {class: way.end === "FOUND" ? "m-way-found" : "m-way-stop",
            text: fill(texts[`way.end.${way.end}`], values)}));
        return list;
    }

    return {tell};
})();
