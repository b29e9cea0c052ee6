// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;

/** Every kind of key and elem that a clear has to get right: how number {@code i} becomes a key and back. */
enum ClearSubject
{
    LONG("map[int64]int64"),
    INT("map[int32]int32"),
    BYTES("map[[24]uint8][40]uint8"),
    INDIRECT_KEY("map[[200]uint8]int64"),
    INDIRECT_ELEM("map[int64][200]uint8"),
    STRING("map[string]int64"),
    STRING_TO_STRING("map[string]string"),
    STRUCT("map[struct { s string; n int32 }]int8"),
    FLOAT("map[float64]int64"),
    NAN("map[float64]int64"),
    INTERFACE("map[interface {}]interface {}");

    private static final long NAN_BITS = 0x7ff8_0000_0000_0000L;

    private final String typeText;

    ClearSubject(final String typeText)
    {
        this.typeText = typeText;
    }

    MapType type()
    {
        return MapType.parse(typeText);
    }

    /** Whether key {@code i} equals itself, so that it can be found. */
    boolean isFindable(final int i)
    {
        return NAN != this || 3 != i % 4;
    }

    private static String text(final int i)
    {
        return 0 == i % 7 ? "a longer key, of more than thirty-two bytes: " + i : "key " + i;
    }

    void stage(final OffHeapTypedMap map, final int i)
    {
        final Staging key = map.key().clear();
        switch (this)
        {
            case LONG, INDIRECT_ELEM -> key.setLong(0, i);
            case INT -> key.setInt(0, i);
            case BYTES -> key.setLong(0, i).setLong(16, ~(long)i);
            case INDIRECT_KEY -> key.setLong(0, i).setLong(192, ~(long)i);
            case STRING, STRING_TO_STRING -> key.setString(0, text(i));
            case STRUCT -> key.setString(0, "s" + i % 10).setInt(16, i);
            case FLOAT -> key.setDouble(0, i);
            case NAN -> key.setDouble(0, isFindable(i) ? i : Double.longBitsToDouble(NAN_BITS | i));
            case INTERFACE -> key.setAny(0, dynamic(i));
        }
    }

    private static Object dynamic(final int i)
    {
        return switch (i % 3)
        {
            case 0 -> (Object)(long)i;
            case 1 -> (double)i;
            default -> text(i);
        };
    }

    /** The number of a key. */
    int number(final GoValue key)
    {
        return switch (this)
        {
            case LONG, INDIRECT_ELEM, BYTES, INDIRECT_KEY -> (int)key.getLong(0);
            case INT -> key.getInt(0);
            case STRING, STRING_TO_STRING -> number(key.getString(0));
            case STRUCT -> key.getInt(16);
            case FLOAT, NAN ->
                Double.isNaN(key.getDouble(0)) ? (int)(key.getLong(0) & 0xffff_ffffL) : (int)key.getDouble(0);
            case INTERFACE -> key.getAny(0) instanceof String s ? number(s) : ((Number)key.getAny(0)).intValue();
        };
    }

    private static int number(final String text)
    {
        return Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
    }

    void stageElem(final OffHeapTypedMap map, final int value)
    {
        final Staging elem = map.elem().clear();
        switch (this)
        {
            case LONG, INDIRECT_KEY, STRING, FLOAT, NAN -> elem.setLong(0, value);
            case INT -> elem.setInt(0, value);
            case BYTES -> elem.setLong(0, value).setLong(32, value);
            case INDIRECT_ELEM -> elem.setLong(0, value).setLong(192, value);
            case STRING_TO_STRING -> elem.setString(0, "value " + value);
            case STRUCT -> elem.setByte(0, (byte)value);
            case INTERFACE -> elem.setAny(0, 0 == value % 2 ? (Object)(long)value : "value " + value);
        }
    }

    /** The number of an elem. */
    int value(final GoValue elem)
    {
        return switch (this)
        {
            case LONG, INDIRECT_KEY, STRING, FLOAT, NAN, BYTES -> (int)elem.getLong(0);
            case INT -> elem.getInt(0);
            case INDIRECT_ELEM -> (int)elem.getLong(192);
            case STRING_TO_STRING -> number(elem.getString(0));
            case STRUCT -> elem.getByte(0);
            case INTERFACE -> elem.getAny(0) instanceof String s ? number(s) : ((Number)elem.getAny(0)).intValue();
        };
    }

    /** What an elem reads as: one byte wide for some. */
    int cut(final int value)
    {
        return STRUCT == this ? (byte)value : value;
    }

    boolean put(final OffHeapTypedMap map, final int i, final int value)
    {
        stage(map, i);
        stageElem(map, value);
        return map.assign();
    }

    boolean delete(final OffHeapTypedMap map, final int i)
    {
        stage(map, i);
        return map.delete();
    }

    boolean find(final OffHeapTypedMap map, final int i)
    {
        stage(map, i);
        return map.find();
    }
}
