// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

/**
 * A place that a script names, as the pictures name it.
 *
 * @param kind   how it is named.
 * @param number which one, or a distance.
 */
record Place(Kind kind, long number)
{
    /** The names. */
    enum Kind
    {
        /** No place at all. */
        NIL("nil"),
        /** M5: bucket 5 of the array, spare ones included. */
        MAIN("M"),
        /** O2: bucket 2 of the old array. */
        OLD("O"),
        /** H3: a bucket of its own. */
        HEAP("H"),
        /** Bytes past the end of the array: +144. */
        BEYOND("+"),
        /** Bytes from the start of the copy: @4096. */
        AT("@");

        private final String sign;

        Kind(final String sign)
        {
            this.sign = sign;
        }
    }

    /** Reads a name; null if it is none. */
    static Place parse(final String word)
    {
        if (Kind.NIL.sign.equals(word))
        {
            return new Place(Kind.NIL, 0);
        }
        for (final Kind kind : Kind.values())
        {
            if (word.startsWith(kind.sign) && word.substring(kind.sign.length()).matches("[0-9]{1,18}"))
            {
                return new Place(kind, Long.parseLong(word.substring(kind.sign.length())));
            }
        }
        return null;
    }

    /** The name. */
    String text()
    {
        return kind == Kind.NIL ? kind.sign : kind.sign + number;
    }
}
