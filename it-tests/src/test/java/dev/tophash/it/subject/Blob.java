// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a Java key. */
public final class Blob
{
    /** Bytes of the keys of fixed size in the tests of all pairs. */
    public static final int SIZE = 16;

    private final byte[] bytes;
    private final int hash;

    /** A copy of some bytes. */
    public Blob(final byte[] bytes)
    {
        this.bytes = bytes.clone();
        this.hash = Arrays.hashCode(bytes);
    }

    /** The bytes, not to be changed. */
    public byte[] bytes()
    {
        return bytes;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode()
    {
        return hash;
    }

    @Override
    public String toString()
    {
        return HexFormat.of().formatHex(bytes);
    }
}
