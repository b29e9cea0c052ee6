// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.save.SaveReader;
import dev.tophash.offheap.values.Heap;
import dev.tophash.offheap.values.PointerFields;
import dev.tophash.offheap.values.Utf8;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Inserts the entries of a save file into a new map, one after the other. The file decides nothing but keys and values:
 * the map has a seed of its own, so a file cannot make it slow by keys that collide. If anything is wrong with the
 * file, whoever made the map closes it.
 */
final class Loading
{
    private final Hmap map;
    private final SaveReader in;
    private final SavedValue keys;
    private final SavedValue values;
    private final LoadRoom room;
    private final boolean isText;
    private final long keyBlock;
    private final long valueBlock;
    private final long aside;
    private long longestKey;

    Loading(final Hmap map, final SaveReader in)
    {
        this.map = map;
        this.in = in;
        keys = new SavedValue(map.heap, map.type.key());
        values = new SavedValue(map.heap, map.type.elem());
        room = new LoadRoom(map.heap.region());
        isText = map instanceof StringKeyed;
        keyBlock = block(map.type.key().size());
        valueBlock = values.isOwning() ? block(map.type.elem().size()) : Heap.NIL;
        aside = values.isOwning() ? block(map.type.elem().size()) : Heap.NIL;
    }

    private long block(final int size)
    {
        return map.heap.region().space(size + (long)Long.BYTES);
    }

    private void giveBack(final long block, final int size)
    {
        if (block != Heap.NIL)
        {
            Memory.zero(map.memory, block, size);
            map.heap.region().recycle(block, size + (long)Long.BYTES);
        }
    }

    /** Least bytes of an entry in a file. */
    static long minEntrySize(final MapType type)
    {
        return new SavedValue(null, type.key()).minSize() + new SavedValue(null, type.elem()).minSize();
    }

    /** Fills a new map, whatever its class; closes it if that fails. */
    static void fill(final Object made, final SaveReader in, final SaveProgress progress) throws IOException
    {
        final Hmap map = made instanceof final OffHeapTypedMap typed ? typed.table() : (Hmap)made;
        boolean loaded = false;
        try
        {
            new Loading(map, in).load(progress, System::nanoTime);
            loaded = true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
        finally
        {
            if (!loaded)
            {
                map.close();
            }
        }
    }

    void load(final SaveProgress progress, final LongSupplier nanoTime) throws IOException
    {
        final long count = in.entryCount();
        final SaveClock clock = new SaveClock(progress, nanoTime, count);
        for (long done = 0; done < count; )
        {
            loadEntry();
            done++;
            if (clock.isDue(done))
            {
                clock.tell(done);
            }
        }
        in.requireEnd();
        room.close();
        giveBack(keyBlock, map.type.key().size());
        giveBack(valueBlock, map.type.elem().size());
        giveBack(aside, map.type.elem().size());
        makeRoomForKeys();
    }

    private void loadEntry() throws IOException
    {
        room.empty();
        keys.read(keyBlock, room, in);
        if (map.type.keyKind() == MapType.KeyKind.STRING)
        {
            checkText();
        }
        final PointerFields owned = values.isOwning() ? map.elemPointers : null;
        if (owned != null)
        {
            values.read(valueBlock, room, in);
            owned.prepare(map.heap, valueBlock, aside);
        }
        final long assigned = map.assign(travellingKey());
        if (!Place.isNew(assigned))
        {
            throw in.refuse("duplicate", "a key that is there already: entries=" + map.count());
        }
        final long place = Place.plain(assigned);
        if (owned != null)
        {
            owned.commit(aside, map.elemSlot(place));
            map.noteChores();
        }
        else
        {
            values.read(map.elemOffset(place), room, in);
        }
    }

    /** A map of strings has no key that is not UTF-8; a map of bytes has the same type and no such rule. */
    private void checkText()
    {
        final long length = Memory.getLong(map.memory, keyBlock + LENGTH_OFFSET);
        longestKey = Math.max(longestKey, length);
        if (isText && length > 0 &&
            Utf8.malformedAt(Memory.SOURCE, map.memory, map.offsetAt(keyBlock + ADDRESS_OFFSET), length) >= 0)
        {
            throw in.refuse("utf-8", "a key that is no text: length=" + length);
        }
    }

    /** A lookup takes no memory, so there has to be room for a key as long as any. */
    private void makeRoomForKeys()
    {
        if (map.keyStage() != null && map.type.keyKind() == MapType.KeyKind.STRING)
        {
            map.keyStage().makeRoomFor(longestKey);
        }
    }

    private long travellingKey()
    {
        if (!map.keysTravelByValue())
        {
            return keyBlock;
        }
        return map.keySize == Long.BYTES ? Memory.getLong(map.memory, keyBlock) : Memory.getInt(map.memory, keyBlock);
    }
}
