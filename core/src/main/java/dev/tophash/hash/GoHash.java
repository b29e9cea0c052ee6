// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import java.util.function.LongSupplier;

/**
 * The hash of a whole Go value by its type (layout sections 16.2 to 16.4).
 *
 * <p>Go has two ways to hash a struct, and they disagree.  The hash function that the compiler makes for a map's key
 * type takes runs of neighbouring plain fields as one piece of memory; the walk over type descriptors at run time,
 * which hashes what an interface holds, takes field by field.  So {@code struct{a, b int32; s string}} has one hash as
 * the key type of a map and another one inside an {@code interface{}} key.  {@link #hash} is the compiled form and
 * switches to {@link #dynamicHash} at every interface.
 *
 * <p>Padding and blank fields never count.  +0 and -0 have the same hash.  A NaN takes a random word, so that a map
 * full of NaNs does not become one chain.
 *
 * <p>Nothing is allocated.  Memory beyond the value itself (the bytes of strings, the contents of interfaces) is
 * reached through an {@link AddressDecoder}; an address that leads nowhere, and an interface that contains itself, end
 * in a {@link dev.tophash.MapCorruptionException}, never in a crash or an endless walk.
 */
public final class GoHash
{
    static final long C0 = 0x00756ea16a56a621L;
    static final long C1 = 0x0052ef6bbb8f63bfL;

    private GoHash()
    {
    }

    /**
     * The hash that a map with this key type computes.
     *
     * @param type      the key type.
     * @param source    how to read the memory.
     * @param memory    the memory.
     * @param offset    offset of the key.
     * @param seed      the map's hash0, zero-extended.
     * @param keys      the key words.
     * @param decoder   decodes the addresses of strings and interface contents; not used for other types.
     * @param types     knows the dynamic types of interfaces; not used for other types.
     * @param nanRandom gives the random word for a NaN: 32 bits before Go 1.22, 64 bits from there on; not used for
     *                  other values.
     * @param <M>       the memory.
     * @return the hash; the seed itself for a key of size 0.
     * @throws dev.tophash.MapCorruptionException if an address leads nowhere, a type word is not known, or an interface
     *                                            contains itself; finding P02.
     */
    public static <M> long hash(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long seed,
        final HashKeys keys,
        final AddressDecoder decoder,
        final TypeResolver types,
        final LongSupplier nanRandom)
    {
        if (type.plainMemory())
        {
            return type.size() == 0 ? seed : MemHash.hash(source, memory, offset, type.size(), seed, keys);
        }
        return compiled(type, source, memory, offset, seed, keys, decoder, types, nanRandom);
    }

    /**
     * The hash of a value as content of an interface, and as key of a map type made at run time by
     * {@code reflect.MapOf} (layout section 16.4).  Parameters and errors as for {@link #hash}; for an interface's own
     * content Go passes a changed seed, which {@link #hash} of the interface does by itself.
     *
     * @param type      the dynamic type.
     * @param source    how to read the memory.
     * @param memory    the memory.
     * @param offset    offset of the value.
     * @param seed      the seed.
     * @param keys      the key words.
     * @param decoder   decodes the addresses of strings and interface contents.
     * @param types     knows the dynamic types of interfaces.
     * @param nanRandom gives the random word for a NaN.
     * @param <M>       the memory.
     * @return the hash; {@code seed ^ k0} for plain memory of size 0.
     * @throws dev.tophash.MapCorruptionException as for {@link #hash}.
     */
    public static <M> long dynamicHash(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long seed,
        final HashKeys keys,
        final AddressDecoder decoder,
        final TypeResolver types,
        final LongSupplier nanRandom)
    {
        return dynamic(type, source, memory, offset, seed, keys, decoder, types, nanRandom, Indirect.BUDGET);
    }

    /** A type that is not plain memory, as the compiler hashes it. */
    private static <M> long compiled(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long seed,
        final HashKeys keys,
        final AddressDecoder decoder,
        final TypeResolver types,
        final LongSupplier nanRandom)
    {
        long hash = seed;
        if (type.kind() == GoType.Kind.ARRAY)
        {
            final GoType elem = type.elem();
            for (int i = 0; i < type.length(); i++)
            {
                final long at = offset + (long)i * elem.size();
                hash = compiled(elem, source, memory, at, hash, keys, decoder, types, nanRandom);
            }
            return hash;
        }
        if (type.kind() != GoType.Kind.STRUCT)
        {
            return primitive(type, source, memory, offset, seed, keys, decoder, types, nanRandom, Indirect.BUDGET);
        }
        for (int i = 0; i < type.length(); )
        {
            final long at = offset + type.fieldOffset(i);
            final int run = type.fieldRun(i);
            if (run > 0)
            {
                final int last = i + run - 1;
                final long end = offset + type.fieldOffset(last) + type.fieldType(last).size();
                hash = MemHash.hash(source, memory, at, end - at, hash, keys);
                i += run;
                continue;
            }
            if (!type.fieldBlank(i))
            {
                hash = compiled(type.fieldType(i), source, memory, at, hash, keys, decoder, types, nanRandom);
            }
            i++;
        }
        return hash;
    }

    private static <M> long dynamic(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long seed,
        final HashKeys keys,
        final AddressDecoder decoder,
        final TypeResolver types,
        final LongSupplier nanRandom,
        final long budget)
    {
        if (type.plainMemory())
        {
            return MemHash.hash(source, memory, offset, type.size(), seed, keys);
        }
        long hash = seed;
        if (type.kind() == GoType.Kind.ARRAY)
        {
            final GoType elem = type.elem();
            for (int i = 0; i < type.length(); i++)
            {
                final long at = offset + (long)i * elem.size();
                hash = dynamic(elem, source, memory, at, hash, keys, decoder, types, nanRandom, budget);
            }
            return hash;
        }
        if (type.kind() != GoType.Kind.STRUCT)
        {
            return primitive(type, source, memory, offset, seed, keys, decoder, types, nanRandom, budget);
        }
        for (int i = 0; i < type.length(); i++)
        {
            if (!type.fieldBlank(i))
            {
                final long at = offset + type.fieldOffset(i);
                hash = dynamic(
                    type.fieldType(i), source, memory, at, hash, keys, decoder, types, nanRandom, budget);
            }
        }
        return hash;
    }

    /** Strings, floats, complex numbers and interfaces: the same in both forms. */
    private static <M> long primitive(
        final GoType type,
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long seed,
        final HashKeys keys,
        final AddressDecoder decoder,
        final TypeResolver types,
        final LongSupplier nanRandom,
        final long budget)
    {
        switch (type.kind())
        {
            case STRING ->
            {
                return string(source, memory, offset, seed, keys, decoder);
            }
            case FLOAT32 ->
            {
                return float32(source.getInt(memory, offset), seed, keys, nanRandom);
            }
            case FLOAT64 ->
            {
                return float64(source.getLong(memory, offset), seed, keys, nanRandom);
            }
            case COMPLEX64 ->
            {
                final long real = float32(source.getInt(memory, offset), seed, keys, nanRandom);
                return float32(source.getInt(memory, offset + 4), real, keys, nanRandom);
            }
            case COMPLEX128 ->
            {
                final long real = float64(source.getLong(memory, offset), seed, keys, nanRandom);
                return float64(source.getLong(memory, offset + 8), real, keys, nanRandom);
            }
            case INTERFACE ->
            {
                final long typeWord = Indirect.typeWord(source, memory, offset);
                if (typeWord == 0)
                {
                    return seed;
                }
                final GoType content = Indirect.dynamicType(typeWord, offset, types);
                final long share = Indirect.share(budget, content, offset);
                final long at = Indirect.content(source, memory, offset, content, decoder);
                return C1 *
                    dynamic(content, source, memory, at, seed ^ C0, keys, decoder, types, nanRandom, share);
            }
            default -> throw new IllegalStateException("kind of a primitive type: kind=" + type.kind());
        }
    }

    /**
     * The hash of a string: of its bytes.
     *
     * @param source  how to read the memory.
     * @param memory  the memory.
     * @param offset  offset of the 16-byte {@link StringDescriptor string header}.
     * @param seed    the seed.
     * @param keys    the key words.
     * @param decoder decodes the address of the bytes; not called for the empty string.
     * @param <M>     the memory.
     * @return the hash.
     * @throws dev.tophash.MapCorruptionException if the bytes do not lie in the memory; finding P02.
     */
    public static <M> long string(
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long seed,
        final HashKeys keys,
        final AddressDecoder decoder)
    {
        final long length = Indirect.stringLength(source, memory, offset);
        final long bytes = Indirect.stringBytes(source, memory, offset, length, decoder);
        return MemHash.hash(source, memory, bytes, length, seed, keys);
    }

    private static long float32(final int bits, final long seed, final HashKeys keys, final LongSupplier nanRandom)
    {
        final float value = Float.intBitsToFloat(bits);
        if (value == 0)
        {
            return C1 * (C0 ^ seed);
        }
        return Float.isNaN(value) ?
            C1 * (C0 ^ seed ^ nanRandom.getAsLong()) : MemHash.hash32(bits, seed, keys.k0(), keys.k1());
    }

    private static long float64(final long bits, final long seed, final HashKeys keys, final LongSupplier nanRandom)
    {
        final double value = Double.longBitsToDouble(bits);
        if (value == 0)
        {
            return C1 * (C0 ^ seed);
        }
        return Double.isNaN(value) ?
            C1 * (C0 ^ seed ^ nanRandom.getAsLong()) : MemHash.hash64(bits, seed, keys.k0(), keys.k1());
    }
}
