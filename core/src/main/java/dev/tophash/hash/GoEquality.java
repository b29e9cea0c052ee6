// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;

/**
 * Go's {@code ==} on values in memory, by their type (layout section 7).
 *
 * <ul>
 * <li>plain memory: the bytes;
 * <li>floats and complex numbers: IEEE 754, so +0 equals -0 and NaN equals nothing, not even itself;
 * <li>strings: the content;
 * <li>interfaces: the same dynamic type, and equal contents;
 * <li>arrays: elem by elem; structs: field by field, without blank fields and padding.
 * </ul>
 *
 * <p>Nothing is allocated.  Addresses that lead nowhere end in a {@link dev.tophash.MapCorruptionException}, as in
 * {@link GoHash}.
 */
public final class GoEquality
{
    private GoEquality()
    {
    }

    /**
     * Whether two values of one type are equal.
     *
     * @param type    their type.
     * @param source  how to read the memory.
     * @param memory  the memory that holds both.
     * @param offsetA offset of one value.
     * @param offsetB offset of the other.
     * @param decoder decodes the addresses of strings and interface contents; not used for other types.
     * @param types   knows the dynamic types of interfaces; not used for other types.
     * @param <M>     the memory.
     * @return true if Go's {@code ==} says so.
     * @throws dev.tophash.MapCorruptionException if an address leads nowhere, a type word is not known, or an interface
     *                                            contains itself; finding P02.
     */
    public static <M> boolean equal(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offsetA,
        final long offsetB,
        final AddressDecoder decoder,
        final TypeResolver types)
    {
        return equal(type, source, memory, offsetA, offsetB, decoder, types, Indirect.BUDGET);
    }

    /**
     * Whether a value equals itself: false exactly if a NaN is among its parts that count.
     *
     * @param type    its type.
     * @param source  how to read the memory.
     * @param memory  the memory that holds it.
     * @param offset  offset of the value.
     * @param decoder decodes the addresses of strings and interface contents; not used for other types.
     * @param types   knows the dynamic types of interfaces; not used for other types.
     * @param <M>     the memory.
     * @return true if Go's {@code v == v} holds.
     * @throws dev.tophash.MapCorruptionException as for {@link #equal}; never for a type that is
     *                                            {@link GoType#reflexive reflexive}: nothing is read then.
     */
    public static <M> boolean reflexive(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final AddressDecoder decoder,
        final TypeResolver types)
    {
        return type.reflexive() || equal(type, source, memory, offset, offset, decoder, types);
    }

    /**
     * Whether two strings have the same bytes.
     *
     * @param source  how to read the memory.
     * @param memory  the memory that holds both headers and all bytes.
     * @param offsetA offset of one 16-byte {@link StringDescriptor string header}.
     * @param offsetB offset of the other.
     * @param decoder decodes the addresses of the bytes; not called for strings of different length, of length 0, or
     *                with the same address.
     * @param <M>     the memory.
     * @return true if the bytes are the same.
     * @throws dev.tophash.MapCorruptionException if the bytes of one do not lie in the memory; finding P02.
     */
    public static <M> boolean strings(
        final ByteSource<M> source,
        final M memory,
        final long offsetA,
        final long offsetB,
        final AddressDecoder decoder)
    {
        final long length = Indirect.stringLength(source, memory, offsetA);
        if (length != source.getLong(memory, offsetB + StringDescriptor.LENGTH_OFFSET))
        {
            return false;
        }
        final long addressA = source.getLong(memory, offsetA + StringDescriptor.ADDRESS_OFFSET);
        if (length == 0 || addressA == source.getLong(memory, offsetB + StringDescriptor.ADDRESS_OFFSET))
        {
            return true;
        }
        final long bytesA = Indirect.stringBytes(source, memory, offsetA, length, decoder);
        final long bytesB = Indirect.stringBytes(source, memory, offsetB, length, decoder);
        return bytes(source, memory, bytesA, bytesB, length);
    }

    /**
     * Whether two pieces of memory have the same bytes.
     *
     * @param source  how to read the memory.
     * @param memory  the memory that holds both.
     * @param offsetA offset of one piece.
     * @param offsetB offset of the other.
     * @param length  number of bytes; a negative one is taken for 0.
     * @param <M>     the memory.
     * @return true if the bytes are the same.
     */
    public static <M> boolean bytes(
        final ByteSource<M> source, final M memory, final long offsetA, final long offsetB, final long length)
    {
        final long words = length & -Long.BYTES; // no difference, which the smallest number has not
        long i = 0;
        for (; i < words; i += Long.BYTES)
        {
            if (source.getLong(memory, offsetA + i) != source.getLong(memory, offsetB + i))
            {
                return false;
            }
        }
        for (; i < length; i++)
        {
            if (source.getByte(memory, offsetA + i) != source.getByte(memory, offsetB + i))
            {
                return false;
            }
        }
        return true;
    }

    private static <M> boolean equal(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offsetA,
        final long offsetB,
        final AddressDecoder decoder,
        final TypeResolver types,
        final long budget)
    {
        if (type.plainMemory())
        {
            return bytes(source, memory, offsetA, offsetB, type.size());
        }
        return switch (type.kind())
        {
            case FLOAT32 -> float32(source, memory, offsetA, offsetB);
            case FLOAT64 -> float64(source, memory, offsetA, offsetB);
            case COMPLEX64 -> float32(source, memory, offsetA, offsetB) &&
                float32(source, memory, offsetA + 4, offsetB + 4);
            case COMPLEX128 -> float64(source, memory, offsetA, offsetB) &&
                float64(source, memory, offsetA + 8, offsetB + 8);
            case STRING -> strings(source, memory, offsetA, offsetB, decoder);
            case INTERFACE -> interfaces(source, memory, offsetA, offsetB, decoder, types, budget);
            default -> parts(type, source, memory, offsetA, offsetB, decoder, types, budget);
        };
    }

    private static <M> boolean float32(
        final ByteSource<M> source, final M memory, final long offsetA, final long offsetB)
    {
        return Float.intBitsToFloat(source.getInt(memory, offsetA)) ==
            Float.intBitsToFloat(source.getInt(memory, offsetB));
    }

    private static <M> boolean float64(
        final ByteSource<M> source, final M memory, final long offsetA, final long offsetB)
    {
        return Double.longBitsToDouble(source.getLong(memory, offsetA)) ==
            Double.longBitsToDouble(source.getLong(memory, offsetB));
    }

    private static <M> boolean interfaces(
        final ByteSource<M> source,
        final M memory,
        final long offsetA,
        final long offsetB,
        final AddressDecoder decoder,
        final TypeResolver types,
        final long budget)
    {
        final long typeWord = Indirect.typeWord(source, memory, offsetA);
        if (typeWord != Indirect.typeWord(source, memory, offsetB))
        {
            return false;
        }
        if (typeWord == 0)
        {
            return true;
        }
        final GoType type = Indirect.dynamicType(typeWord, offsetA, types);
        final long share = Indirect.share(budget, type, offsetA);
        final long contentA = Indirect.content(source, memory, offsetA, type, decoder);
        final long contentB = Indirect.content(source, memory, offsetB, type, decoder);
        return equal(type, source, memory, contentA, contentB, decoder, types, share);
    }

    /** Arrays and structs. */
    private static <M> boolean parts(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offsetA,
        final long offsetB,
        final AddressDecoder decoder,
        final TypeResolver types,
        final long budget)
    {
        final boolean array = type.kind() == GoType.Kind.ARRAY;
        for (int i = 0; i < type.length(); i++)
        {
            if (array || !type.fieldBlank(i))
            {
                final GoType part = array ? type.elem() : type.fieldType(i);
                final long at = array ? (long)i * part.size() : type.fieldOffset(i);
                if (!equal(part, source, memory, offsetA + at, offsetB + at, decoder, types, budget))
                {
                    return false;
                }
            }
        }
        return true;
    }
}
