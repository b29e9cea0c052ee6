// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.Staging;

/**
 * Elems of any size made from a number, so that every byte of an elem can be checked: the number itself, as far as it
 * fits, then bytes that follow from it.
 */
public final class ElemBytes implements TypedSubject.ElemCodec
{
    private final int size;

    /** Elems of this many bytes. */
    public ElemBytes(final int size)
    {
        this.size = size;
    }

    @Override
    public long mask()
    {
        return size >= Long.BYTES ? Long.MAX_VALUE : (1L << 8 * size) - 1;
    }

    private static byte at(final long elem, final int i)
    {
        return (byte)(i < Long.BYTES ? elem >>> 8 * i : elem * 31 + i * 7L);
    }

    /** The elem that stands for a number. */
    public byte[] bytes(final long elem)
    {
        final byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = at(elem, i);
        }
        return bytes;
    }

    /** The number that an elem stands for; all its bytes are checked. */
    public long number(final byte[] bytes)
    {
        long elem = 0;
        for (int i = 0; i < Math.min(Long.BYTES, size); i++)
        {
            elem |= (bytes[i] & 0xffL) << 8 * i;
        }
        for (int i = Long.BYTES; i < size; i++)
        {
            if (bytes[i] != at(elem, i))
            {
                throw new AssertionError("elem torn: number=" + elem + ", byte=" + i + ", size=" + size);
            }
        }
        return elem;
    }

    @Override
    public void write(final Staging staging, final long elem)
    {
        int i = 0;
        for (; i + Long.BYTES <= size; i += Long.BYTES)
        {
            staging.setLong(i, word(elem, i));
        }
        for (; i < size; i++)
        {
            staging.setByte(i, at(elem, i));
        }
    }

    private static long word(final long elem, final int from)
    {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++)
        {
            word |= (at(elem, from + i) & 0xffL) << 8 * i;
        }
        return word;
    }

    @Override
    public long read(final GoValue value)
    {
        if (size < Long.BYTES)
        {
            long elem = 0;
            for (int i = 0; i < size; i++)
            {
                elem |= (value.getByte(i) & 0xffL) << 8 * i;
            }
            return elem;
        }
        final long elem = value.getLong(0);
        int i = Long.BYTES;
        for (; i + Long.BYTES <= size; i += Long.BYTES)
        {
            check(value.getLong(i) == word(elem, i), elem, i);
        }
        for (; i < size; i++)
        {
            check(value.getByte(i) == at(elem, i), elem, i);
        }
        return elem;
    }

    private void check(final boolean right, final long elem, final int i)
    {
        if (!right)
        {
            throw new AssertionError("elem torn: number=" + elem + ", byte=" + i + ", size=" + size);
        }
    }
}
