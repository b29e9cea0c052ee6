// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import dev.tophash.check.Required;

/**
 * What the key and elem type of a map determine in every layout: slot sizes, and how keys are treated (layout
 * section 2).  The shape of a bucket follows from it, see
 * {@link dev.tophash.layout.classic.BmapDescriptor#bucketSize(MapType)}.
 *
 * <p>A key or elem of more than 128 bytes is <em>indirect</em>: its slot holds the address of a separate box.
 */
public final class MapType
{
    /** A key or elem type above this size is stored indirectly: the slot holds its address. */
    public static final int MAX_SLOT_SIZE = 128;

    /** How keys are hashed, compared and stored; each has its own copy of the walk. */
    public enum KeyKind
    {
        /** 8 bytes of plain memory without pointers; Go's {@code fast64}. */
        LONG,
        /** 4 bytes of plain memory without pointers; Go's {@code fast32}. */
        INT,
        /** Plain memory without pointers of any other size from 1 on; above 128 bytes indirect. */
        BYTES,
        /** A string, or a one-field struct or one-elem array of it, which Go treats alike; Go's {@code faststr}. */
        STRING,
        /** All else, walked by type: floats, padding, strings within structs, interfaces, pointers, size 0. */
        TYPED
    }

    private final GoType key;
    private final GoType elem;
    private final int keySlotSize;
    private final int elemSlotSize;
    private final KeyKind keyKind;
    private final boolean indirectElem;

    private MapType(final GoType key, final GoType elem)
    {
        this.key = key;
        this.elem = elem;
        keySlotSize = key.size() <= MAX_SLOT_SIZE ? key.size() : Long.BYTES;
        elemSlotSize = elem.size() <= MAX_SLOT_SIZE ? elem.size() : Long.BYTES;
        keyKind = kindOf(key);
        indirectElem = elem.size() > MAX_SLOT_SIZE;
    }

    /**
     * The map type {@code map[key]elem}.
     *
     * @param key  type of the keys.
     * @param elem type of the elems.
     * @return the type.
     */
    public static MapType of(final GoType key, final GoType elem)
    {
        return new MapType(Required.argument(key, "key"), Required.argument(elem, "elem"));
    }

    /**
     * Reads {@code map[K]V}, the inverse of {@link #toString}.
     *
     * @param text for example {@code "map[string][40]byte"}; see {@link GoType#parse}.
     * @return the type.
     * @throws IllegalArgumentException if it cannot be read.
     */
    public static MapType parse(final String text)
    {
        return GoTypeParser.parseMap(text);
    }

    /**
     * The type of the keys.
     *
     * @return their type.
     */
    public GoType key()
    {
        return key;
    }

    /**
     * The type of the elems.
     *
     * @return their type.
     */
    public GoType elem()
    {
        return elem;
    }

    /**
     * Bytes of a key slot.
     *
     * @return 0..128.
     */
    public int keySlotSize()
    {
        return keySlotSize;
    }

    /**
     * Bytes of an elem slot.
     *
     * @return 0..128.
     */
    public int elemSlotSize()
    {
        return elemSlotSize;
    }

    /**
     * Whether neither slot contains pointers (an indirect slot is one).  Decides whether overflow lists exist, whether
     * old buckets are wiped, and with the version the size of the spare area.
     *
     * @return true if buckets hold no pointers besides the overflow word.
     */
    public boolean pointerFree()
    {
        return !(indirectKey() || indirectElem() || key.hasPointers() || elem.hasPointers());
    }

    /**
     * Whether a key slot holds the address of the key.
     *
     * @return true for keys of more than 128 bytes.
     */
    public boolean indirectKey()
    {
        return key.size() > MAX_SLOT_SIZE;
    }

    /**
     * Whether an elem slot holds the address of the elem.
     *
     * @return true for elems of more than 128 bytes.
     */
    public boolean indirectElem()
    {
        return indirectElem;
    }

    /**
     * Whether every key equals itself; see {@link GoType#reflexive}.
     *
     * @return the property of the key type.
     */
    public boolean reflexiveKey()
    {
        return key.reflexive();
    }

    /**
     * Whether assigning to an existing key rewrites the key; see {@link GoType#needKeyUpdate}.
     *
     * @return the property of the key type.
     */
    public boolean needKeyUpdate()
    {
        return key.needKeyUpdate();
    }

    /**
     * Whether hashing a key can panic; see {@link GoType#hashMightPanic}.
     *
     * @return the property of the key type.
     */
    public boolean hashMightPanic()
    {
        return key.hashMightPanic();
    }

    /**
     * Whether a key contains pointers, so that a delete wipes its slot.
     *
     * @return the property of the key type, whether or not keys are indirect.
     */
    public boolean keyHasPointers()
    {
        return key.hasPointers();
    }

    /**
     * How keys are hashed, compared and stored.
     *
     * @return the kind.
     */
    public KeyKind keyKind()
    {
        return keyKind;
    }

    /**
     * Whether Go uses its string variant, whose delete zeroes only the address word of the key and keeps the length
     * word (layout section 15).
     *
     * @return true for string keys with elems of at most 128 bytes.
     */
    public boolean fastString()
    {
        return keyKind == KeyKind.STRING && !indirectElem();
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final MapType that && key.equals(that.key) && elem.equals(that.elem);
    }

    @Override
    public int hashCode()
    {
        return 31 * key.hashCode() + elem.hashCode();
    }

    /** Go syntax, {@code "map[string]int64"}. */
    @Override
    public String toString()
    {
        return "map[" + key + "]" + elem;
    }

    private static KeyKind kindOf(final GoType key)
    {
        if (key.plainMemory() && !key.hasPointers() && key.size() > 0)
        {
            return key.size() == Long.BYTES ? KeyKind.LONG : key.size() == Integer.BYTES ? KeyKind.INT : KeyKind.BYTES;
        }
        GoType type = key;
        while (type.length() == 1 && (type.kind() == GoType.Kind.ARRAY || !type.fieldBlank(0)))
        {
            type = type.kind() == GoType.Kind.ARRAY ? type.elem() : type.fieldType(0);
        }
        return type.kind() == GoType.Kind.STRING ? KeyKind.STRING : KeyKind.TYPED;
    }
}
