// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.PutAllException;
import dev.tophash.check.Required;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.MapDump;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import dev.tophash.offheap.values.PointerFields;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A map of any Go type, with keys and elems in Go's memory form: the low-level face.
 *
 * <p>A caller writes key and elem into two staging values and calls {@link #assign}, {@link #find} or {@link #delete}:
 *
 * <pre>{@code
 * OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[struct { s string; n int32 }]int8"), -1, config);
 * map.key().clear().setString(0, "abc").setInt(16, 7);
 * map.elem().clear().setByte(0, 5);
 * map.assign();
 * }</pre>
 *
 * <p>Which walk runs is decided by the key's type as in Go: eight and four bytes, bytes, strings, anything else. This
 * class is what conformance runs and the lab use.
 *
 * <p><b>Threads.</b> One thread at a time, readers too: the staging values are shared.
 */
public final class OffHeapTypedMap implements OffHeapMap
{
    private final MapSkin table;
    private final Staging key;
    private final Staging elem;
    private final long aside;
    private long place;

    OffHeapTypedMap(final Opening opening)
    {
        this.table = TypedTables.table(opening);
        this.key = new Staging(table.heap, table.type.key());
        this.elem = new Staging(table.heap, table.type.elem());
        table.heap.staging().shrinkBy(() ->
        {
            key.shrink();
            elem.shrink();
        });
        this.aside = table.heap.region().space(table.type.elem().size() + Long.BYTES);
        if (hasInterfaces(table.keyPointers) || hasInterfaces(table.elemPointers))
        {
            table.heap.dynamicTypes().prepare();
        }
    }

    private static boolean hasInterfaces(final PointerFields pointers)
    {
        return pointers != null && pointers.hasInterfaces();
    }

    /**
     * Makes an empty map.
     *
     * @param type   key and elem.
     * @param hint   expected entries; negative or absurd hints count as 0, as in Go.
     * @param config settings.
     * @return a new map; close it.
     * @throws IllegalArgumentException           if the settings have a reservation or a file beside a memory, or what
     *                                            such a map would ignore: a missing value, a view, dependent lookups.
     * @throws IllegalStateException              if the memory of the settings is closed.
     * @throws dev.tophash.OffHeapMemoryException if budget or addresses do not allow it.
     * @throws IllegalCallerException             if native access is denied on Linux and no file is allowed.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public static OffHeapTypedMap create(final MapType type, final long hint, final MapConfig config)
    {
        Required.argument(type, "type");
        RefusedSettings.requireForTyped(type, Required.argument(config, "config"));
        return OpenMaps.construct(Opening.fresh(type, hint, config), OffHeapTypedMap::new);
    }

    /**
     * Makes a map over a private copy of an image.
     *
     * @param image  a verified or unverified image; it is verified first.
     * @param config settings; version, hash words and base come from the image, so others are refused.
     * @return a new map; close it.
     * @throws IllegalStateException              if the image is a live view of an open map.
     * @throws IllegalArgumentException           if the image was hashed with AES, or the settings have what the map
     *                                            would ignore: a memory, a missing value, a view, dependent lookups, or
     *                                            hash words, a version or a base that are not the image's.
     * @throws dev.tophash.MapCorruptionException with the first finding of the verifier.
     * @throws dev.tophash.OffHeapMemoryException if budget or addresses do not allow it.
     * @throws IllegalCallerException             if native access is denied on Linux and no file is allowed.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public static OffHeapTypedMap attach(final MapImage image, final MapConfig config)
    {
        Required.argument(image, "image");
        RefusedSettings.requireForTyped(image.type(), Required.argument(config, "config"));
        return OpenMaps.construct(Opening.adopt(image, config), OffHeapTypedMap::new);
    }

    @Override
    public String name()
    {
        return table.name();
    }

    /**
     * Puts all entries of another map of the same type. Each is put whole or not at all. Overwrites the staged key and
     * the staged elem.
     *
     * @param entries a map of the same type, not this one.
     * @throws dev.tophash.MapClosedException if this map is closed.
     * @throws IllegalArgumentException       if the other map has another type or is this one; nothing is put.
     * @throws dev.tophash.PutAllException    if an entry is refused or the other map is closed; it says how many were
     *                                        put.
     */
    public void putAll(final OffHeapTypedMap entries)
    {
        Required.argument(entries, "entries");
        table.heap.requireOpen();
        if (entries.table.equals(table) || !type().equals(entries.type()))
        {
            throw new IllegalArgumentException((entries.table.equals(table) ? "this map itself" :
                "map of another type") + ": type=" + entries.type() + ", expected=" + type());
        }
        final ValueParts keyParts = new ValueParts(type().key());
        final ValueParts elemParts = new ValueParts(type().elem());
        long doneCount = 0;
        try (TypedCursor cursor = entries.cursorAtFirst())
        {
            for (; cursor.next(); doneCount++)
            {
                key.copyFrom(entries.table.heap, cursor.keyPlace(), keyParts);
                elem.copyFrom(entries.table.heap, cursor.elemPlace(), elemParts);
                assign();
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw new PutAllException(doneCount, table.failure(e));
        }
    }

    /** A cursor that takes nothing from the map's randomness. */
    @MustBeClosed
    private TypedCursor cursorAtFirst()
    {
        return cursor(0, 0);
    }

    /**
     * Whether two maps have the same type and entries of the same content: each key is found in the other map and has
     * the same bytes there, padding of structs included. A NaN is never found. O(n); overwrites the staged key of the
     * other map.
     *
     * @param other anything.
     * @return true if so; a closed map is equal to itself only.
     */
    @Override
    public boolean equals(final Object other)
    {
        if (this == other)
        {
            return true;
        }
        if (!(other instanceof final OffHeapTypedMap entries) || isClosed() || entries.isClosed() ||
            !type().equals(entries.type()) || sizeLong() != entries.sizeLong())
        {
            return false;
        }
        final ValueParts keyParts = new ValueParts(type().key());
        final ValueParts elemParts = new ValueParts(type().elem());
        try (TypedCursor cursor = cursorAtFirst())
        {
            while (cursor.next())
            {
                entries.key.copyFrom(table.heap, cursor.keyPlace(), keyParts);
                if (!entries.holds(table.heap, cursor, keyParts, elemParts))
                {
                    return false;
                }
            }
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /** Whether the staged key is here, with the content of another map's entry. */
    private boolean holds(
        final Heap from, final TypedCursor entry, final ValueParts keyParts, final ValueParts elemParts)
    {
        final long found = table.find(travellingKey());
        if (found == Place.NOT_FOUND)
        {
            return false;
        }
        final long slot = Place.keyOffset(found, table.keySize);
        final long foundKey = table.type.indirectKey() ? table.offsetAt(slot) : slot;
        return keyParts.same(from, entry.keyPlace(), table.heap, foundKey) &&
            elemParts.same(from, entry.elemPlace(), table.heap, table.elemOffset(found));
    }

    /** As {@link #equals} compares; O(n). */
    @Override
    public int hashCode()
    {
        final ValueParts keyParts = new ValueParts(type().key());
        final ValueParts elemParts = new ValueParts(type().elem());
        int hash = 0;
        try (TypedCursor cursor = cursorAtFirst())
        {
            while (cursor.next())
            {
                hash += keyParts.hash(table.heap, cursor.keyPlace()) ^ elemParts.hash(table.heap, cursor.elemPlace());
            }
            return hash;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /** Class, name, size and at most 100 entries, as Go would print them; it never throws. */
    @Override
    @SuppressWarnings("MustBeClosed") // What makes the text closes the cursor.
    public String toString()
    {
        return MapText.of(getClass(), table, () -> cursor(0, 0), TypedCursor::next, (text, entry) ->
            text.append(MapDump.value(image(), table.type.key(), entry.keyPlace())).append('=')
                .append(MapDump.value(image(), table.type.elem(), entry.elemPlace())));
    }

    @Override
    @SuppressWarnings("exports")
    @MustBeClosed
    public OffHeapTypedMap copy()
    {
        try
        {
            final Opening opening = Opening.fresh(table.type, Cloning.hint(table), Cloning.config(table));
            final OffHeapTypedMap copy = OpenMaps.construct(opening, OffHeapTypedMap::new);
            Cloning.fill(table, copy.table);
            return copy;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /**
     * The staged key.
     *
     * @return a value to write.
     */
    public Staging key()
    {
        return key;
    }

    /**
     * The staged elem.
     *
     * @return a value to write.
     */
    public Staging elem()
    {
        return elem;
    }

    private long travellingKey()
    {
        return !table.keysTravelByValue() ? key.offset() :
            table.keySize == Long.BYTES ? Memory.getLong(table.memory, key.offset()) :
            Memory.getInt(table.memory, key.offset());
    }

    /**
     * Stores the staged elem under the staged key.
     *
     * @return true if the key was new.
     * @throws dev.tophash.OffHeapMemoryException if memory for it is not allowed; the map is unchanged.
     */
    public boolean assign()
    {
        try
        {
            if (table.elemPointers == null)
            {
                final long assigned = table.assign(travellingKey());
                place = Place.plain(assigned);
                Memory.copySlot(table.memory, elem.offset(), table.elemSlot(place), table.elemSize);
                return Place.isNew(assigned);
            }
            return assignBoxed(table.elemPointers);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /** The elem's boxes come first: after the key is in, nothing may fail. */
    private boolean assignBoxed(final PointerFields pointers)
    {
        pointers.prepare(table.heap, elem.offset(), aside);
        final long assigned;
        try
        {
            assigned = table.assign(travellingKey());
        }
        catch (final RuntimeException e)
        {
            pointers.discard(aside);
            throw e;
        }
        place = Place.plain(assigned);
        pointers.commit(aside, table.elemSlot(place));
        table.noteChores();
        return Place.isNew(assigned);
    }

    /**
     * Deletes the staged key.
     *
     * @return true if it was present.
     */
    public boolean delete()
    {
        try
        {
            final long found = table.beginDelete(travellingKey());
            if (found != Place.NOT_FOUND)
            {
                table.finishDelete(found);
            }
            return found != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /**
     * Looks the staged key up.
     *
     * @return true if it is present; then {@link #found} is its elem.
     */
    public boolean find()
    {
        try
        {
            place = table.count() == 0 ? Place.NOT_FOUND : table.find(travellingKey());
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /**
     * The elem that the last {@link #find} or {@link #assign} found.
     *
     * @return a value to read, valid until the map changes.
     * @throws IllegalStateException if nothing was found.
     */
    public GoValue found()
    {
        table.heap.requireOpen();
        if (place == Place.NOT_FOUND)
        {
            throw new IllegalStateException("nothing was found: map=" + table.heap.mapName());
        }
        return new GoValue(table.heap, table.type.elem(), table.elemOffset(place));
    }

    @Override
    public void clear()
    {
        table.clear();
    }

    @Override
    public void clear(final ClearStrategy strategy)
    {
        table.clear(strategy);
    }

    @Override
    public void reserve(final long count)
    {
        table.reserve(count);
    }

    @Override
    public void prepareSwap()
    {
        table.prepareSwap();
    }

    @Override
    public boolean advance(final long budgetNanos)
    {
        return table.advance(budgetNanos);
    }

    @Override
    public void trim()
    {
        table.trim();
    }

    /**
     * Opens a cursor at a random place.
     *
     * @return a cursor before its first entry; close it.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public TypedCursor cursor()
    {
        try
        {
            final TypedCursor cursor = new TypedCursor(table);
            cursor.openAtRandom();
            return cursor;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    /**
     * Opens a cursor at a given place: Go's two random numbers.
     *
     * @param startBucket bucket to start in, taken modulo the number of buckets.
     * @param slotOffset  slot to start at in every bucket, taken modulo 8.
     * @return a cursor before its first entry; close it.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public TypedCursor cursor(final long startBucket, final int slotOffset)
    {
        try
        {
            final TypedCursor cursor = new TypedCursor(table);
            cursor.open(startBucket, slotOffset);
            return cursor;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw table.failure(e);
        }
    }

    @Override
    public int size()
    {
        return table.size();
    }

    @Override
    public boolean isEmpty()
    {
        return table.isEmpty();
    }

    @Override
    public long sizeLong()
    {
        return table.sizeLong();
    }

    /**
     * Key and elem.
     *
     * @return the type.
     */
    public MapType type()
    {
        return table.type;
    }

    @Override
    public MapImage image()
    {
        return table.image();
    }

    @Override
    public ChainReport chains()
    {
        return table.chains();
    }

    @Override
    public MapStats stats()
    {
        return table.stats();
    }

    /** The engine behind this face. */
    MapSkin table()
    {
        return table;
    }

    @Override
    public void save(final Path file, final SaveProgress progress) throws IOException
    {
        table.save(file, progress);
    }

    @Override
    public boolean isClosed()
    {
        return table.isClosed();
    }

    @Override
    public void close()
    {
        table.close();
    }
}
