// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import java.util.Arrays;
import java.util.HexFormat;

/** A key of fixed size as a Java key. */
final class Blob
{
    private final byte[] bytes;
    private final int hash;

    Blob(final byte[] bytes)
    {
        this.bytes = bytes.clone();
        this.hash = Arrays.hashCode(bytes);
    }

    byte[] bytes()
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
