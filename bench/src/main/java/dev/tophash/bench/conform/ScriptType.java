// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import java.util.List;

/**
 * One of the twenty-four map types of the script language.
 *
 * @param key     the key.
 * @param elem    the elem.
 * @param mapType what they determine.
 */
public record ScriptType(ScriptSide key, ScriptSide elem, MapType mapType)
{
    /** All of them. */
    public static final List<ScriptType> ALL = List.of(
        make("u64", "u64"), make("i64", "i64"), make("u32", "u32"), make("i32", "i32"), make("u16", "u32"),
        make("i64", "i8"), make("i8", "i64"), make("bool", "bool"), make("i64", "unit"), make("f64", "i64"),
        make("pt", "i64"), make("b24", "b40"), make("b200", "i64"), make("i64", "b200"), make("str", "i64"),
        make("str", "str"), make("lstr", "i64"), make("i64", "str"), make("mixed", "i8"), make("any", "i64"),
        make("i32", "unit"), make("str", "unit"), make("b24", "unit"), make("b200", "unit"));

    /**
     * Finds a type.
     *
     * @param key  word for the key.
     * @param elem word for the elem.
     * @return the type.
     * @throws IllegalArgumentException if the language has no such map type.
     */
    public static ScriptType of(final String key, final String elem)
    {
        for (final ScriptType type : ALL)
        {
            if (type.key.word().equals(key) && type.elem.word().equals(elem))
            {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown map type: type=" + key + '/' + elem);
    }

    /**
     * Finds a type by the name that records and images use.
     *
     * @param name both words with a slash between them.
     * @return the type.
     * @throws IllegalArgumentException if the language has no such map type.
     */
    public static ScriptType of(final String name)
    {
        final int slash = name.indexOf('/');
        return of(name.substring(0, Math.max(0, slash)), name.substring(slash + 1));
    }

    private static ScriptSide side(final String word)
    {
        return switch (word)
        {
            case "u64" -> new ScriptSide.OfInt(word, GoType.UINT64);
            case "i64" -> new ScriptSide.OfInt(word, GoType.INT64);
            case "u32" -> new ScriptSide.OfInt(word, GoType.UINT32);
            case "i32" -> new ScriptSide.OfInt(word, GoType.INT32);
            case "u16" -> new ScriptSide.OfInt(word, GoType.UINT16);
            case "i8" -> new ScriptSide.OfInt(word, GoType.INT8);
            case "bool" -> new ScriptSide.OfBool();
            case "unit" -> new ScriptSide.OfUnit();
            case "f64" -> new ScriptSide.OfFloat();
            case "pt" -> new ScriptSide.OfPoint();
            case "str" -> new PointerSides.OfText(word, "key-");
            case "lstr" -> new PointerSides.OfText(word, "x".repeat(35));
            case "mixed" -> new PointerSides.OfMixed();
            case "b24" -> new PointerSides.OfBytes(word, 24);
            case "b40" -> new PointerSides.OfBytes(word, 40);
            case "b200" -> new PointerSides.OfBytes(word, 200);
            default -> new PointerSides.OfAny();
        };
    }

    private static ScriptType make(final String key, final String elem)
    {
        final ScriptSide k = side(key);
        final ScriptSide e = side(elem);
        return new ScriptType(k, e, MapType.of(k.goType(), e.goType()));
    }

    /**
     * The name that records and images use.
     *
     * @return both words with a slash between them.
     */
    public String name()
    {
        return key.word() + '/' + elem.word();
    }

    /**
     * Rewrites a copy of a bucket so that it holds no address, as mapdump's {@code norm} does: the overflow word
     * becomes zero, a pointer word the first eight bytes that it points to.
     *
     * @param bucket the copy.
     * @param memory where its pointers lead.
     * @throws IndexOutOfBoundsException if one leads out of the memory.
     */
    public void normalise(final byte[] bucket, final AddressSpace memory)
    {
        Bytes.putLong(bucket, BmapDescriptor.overflowOffset(mapType), 0);
        final int keySize = mapType.keySlotSize();
        for (int i = 0; i < BmapDescriptor.SLOT_COUNT; i++)
        {
            key.normalise(bucket, (int)BmapDescriptor.keyOffset(0, i, keySize), memory);
            elem.normalise(bucket, (int)BmapDescriptor.elemOffset(0, i, keySize, mapType.elemSlotSize()), memory);
        }
    }
}
