// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;

/** A map type whose keys and elems stand for numbers, whatever their Go types are. */
public interface NumberedType
{
    MapType type();

    /** Writes the key that stands for a number. */
    void stageKey(Staging key, long number);

    /** The number that a key stands for. */
    long keyOf(GoValue key);

    /** Writes the elem that stands for a number. */
    void stageElem(Staging elem, long number);

    /** The number that an elem stands for. */
    long elemOf(GoValue elem);

    /** What an elem reads as: narrow ones keep the low bits of their number. */
    default long readAs(final long number)
    {
        return number;
    }

    /** Whether the key of a number equals itself, so that it can be found. */
    default boolean isFindable(final long number)
    {
        return true;
    }

    /** Sets the elem of a key through the low-level face; returns whether the key was new. */
    default boolean put(final OffHeapTypedMap map, final long key, final long elem)
    {
        stageKey(map.key().clear(), key);
        stageElem(map.elem().clear(), elem);
        return map.assign();
    }

    /** Removes a key through the low-level face; returns whether it was there. */
    default boolean delete(final OffHeapTypedMap map, final long key)
    {
        stageKey(map.key().clear(), key);
        return map.delete();
    }

    /** Looks a key up through the low-level face. */
    default boolean find(final OffHeapTypedMap map, final long key)
    {
        stageKey(map.key().clear(), key);
        return map.find();
    }
}
