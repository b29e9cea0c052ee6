// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * The operations of the script language.
 */
public sealed interface ScriptOp
{
    /**
     * {@code map KEY ELEM [HINT]}.
     *
     * @param type key and elem.
     * @param hint size hint, -1 for a literal.
     */
    record NewMap(ScriptType type, long hint) implements ScriptOp
    {
    }

    /**
     * {@code load FILE}: go on with the map of an image.
     *
     * @param file path of the image.
     */
    record Load(String file) implements ScriptOp
    {
    }

    /**
     * {@code save FILE}: only Go writes the file, the replay does nothing.
     *
     * @param file path of the image.
     */
    record Save(String file) implements ScriptOp
    {
    }

    /**
     * {@code mode native|generic}.
     *
     * @param generic true for the run-time's generic functions.
     */
    record Mode(boolean generic) implements ScriptOp
    {
    }

    /**
     * {@code hash0 N}: pins the seed.
     *
     * @param seed the seed.
     */
    record Hash0(int seed) implements ScriptOp
    {
    }

    /**
     * {@code assign K V}.
     *
     * @param key  the key.
     * @param elem the elem.
     */
    record Assign(ScriptNumber key, ScriptNumber elem) implements ScriptOp
    {
    }

    /**
     * {@code fill A B [STEP]}: elems are 1000 + key.
     *
     * @param from first key.
     * @param to   first key that is not taken, compared unsigned.
     * @param step distance.
     */
    record Fill(long from, long to, long step) implements ScriptOp
    {
    }

    /**
     * {@code delete K}.
     *
     * @param key the key.
     */
    record Delete(ScriptNumber key) implements ScriptOp
    {
    }

    /**
     * {@code drop A B [STEP]}: deletes keys.
     *
     * @param from first key.
     * @param to   first key that is not taken, compared unsigned.
     * @param step distance.
     */
    record Drop(long from, long to, long step) implements ScriptOp
    {
    }

    /** {@code clear}. */
    record Clear() implements ScriptOp
    {
    }

    /** {@code rangedelete}: the loop that the compiler turns into clear where it may. */
    record RangeDelete() implements ScriptOp
    {
    }

    /** {@code eachdelete}: the same loop with an extra statement, which really iterates. */
    record EachDelete() implements ScriptOp
    {
    }

    /** {@code clone}: go on with a clone. */
    record CloneMap() implements ScriptOp
    {
    }

    /**
     * {@code get K}.
     *
     * @param key the key.
     */
    record Get(ScriptNumber key) implements ScriptOp
    {
    }

    /**
     * {@code iter START OFFSET}: a complete iteration.
     *
     * @param start  start bucket, taken modulo 2^B.
     * @param offset slot offset.
     */
    record Iterate(long start, int offset) implements ScriptOp
    {
    }

    /**
     * {@code itnew ID START OFFSET}: opens an iterator and takes its first entry.
     *
     * @param id     name of the iterator.
     * @param start  start bucket, taken modulo 2^B.
     * @param offset slot offset.
     */
    record IteratorNew(String id, long start, int offset) implements ScriptOp
    {
    }

    /**
     * {@code itnext ID [N]}: advances an iterator.
     *
     * @param id    name of the iterator.
     * @param times how often.
     */
    record IteratorNext(String id, int times) implements ScriptOp
    {
    }

    /** {@code dump [LABEL]}. */
    record Dump() implements ScriptOp
    {
    }

    /** An operation of a language that has more words, see {@link ScriptWords}. */
    non-sealed interface Extra extends ScriptOp
    {
    }
}
