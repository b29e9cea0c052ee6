// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NOVERFLOW_OFFSET;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.util.Objects;

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
 * class is what conformance runs and the lab use; it can set header fields that no ordinary map lets anybody touch.
 *
 * <p><b>Threads.</b> One thread at a time, readers too: the staging values are shared.
 */
public final class OffHeapTypedMap implements AutoCloseable
{
    /** Header fields that a test may set. */
    public enum HeaderField
    {
        /** Number of entries. */
        COUNT,
        /** Flag bits. */
        FLAGS,
        /** Logarithm of the number of buckets. */
        B,
        /** Number of overflow buckets. */
        NOVERFLOW,
        /** Seed. */
        HASH0,
        /** Evacuation mark. */
        NEVACUATE
    }

    private final Hmap table;
    private final Staging key;
    private final Staging elem;
    private final long aside;
    private long place;

    private OffHeapTypedMap(final Opening opening)
    {
        this.table = table(opening);
        this.key = new Staging(table, table.type.key());
        this.elem = new Staging(table, table.type.elem());
        this.aside = table.region.space(table.type.elem().size() + Long.BYTES);
        if (hasInterfaces(table.keyPointers) || hasInterfaces(table.elemPointers))
        {
            table.dynamicTypes.prepare();
        }
    }

    private static boolean hasInterfaces(final PointerFields pointers)
    {
        return null != pointers && pointers.hasInterfaces();
    }

    private static Hmap table(final Opening opening)
    {
        return switch (opening.type().keyKind())
        {
            case LONG -> new LongTable(opening);
            case INT -> new IntTable(opening);
            case BYTES -> new BytesTable(opening);
            case STRING -> new StringTable(opening);
            case TYPED -> new TypedTable(opening);
        };
    }

    /**
     * Makes an empty map.
     *
     * @param type   key and elem.
     * @param hint   expected entries; negative or absurd hints count as 0, as in Go.
     * @param config settings.
     * @return a new map; close it.
     * @throws dev.tophash.OffHeapMemoryException if budget or addresses do not allow it.
     */
    public static OffHeapTypedMap create(final MapType type, final long hint, final MapConfig config)
    {
        return Opening.construct(Opening.fresh(type, hint, config), OffHeapTypedMap::new);
    }

    /**
     * Makes a map over a private copy of an image.
     *
     * @param image  a verified or unverified image; it is verified first.
     * @param config settings; version, hash words and base come from the image.
     * @return a new map; close it.
     * @throws IllegalStateException              if the image is a live view of an open map.
     * @throws dev.tophash.MapCorruptionException with the first finding of the verifier.
     */
    public static OffHeapTypedMap attach(final MapImage image, final MapConfig config)
    {
        return Opening.construct(Opening.adopt(image, config), OffHeapTypedMap::new);
    }

    /**
     * Go's {@code maps.Clone} (layout section 13).
     *
     * @return a new map; close it too.
     * @throws dev.tophash.OffHeapMemoryException if its memory is not allowed; this map is unchanged.
     */
    public OffHeapTypedMap copyOf()
    {
        try
        {
            final Opening opening = Opening.fresh(table.type, Cloning.hint(table), Cloning.config(table));
            final OffHeapTypedMap copy = Opening.construct(opening, OffHeapTypedMap::new);
            Cloning.copy(table, copy.table);
            return copy;
        }
        catch (final RuntimeException e)
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
            Long.BYTES == table.keySize ? Memory.getLong(table.memory, key.offset()) :
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
            if (null == table.elemPointers)
            {
                place = table.assign(travellingKey());
                Memory.copySlot(table.memory, elem.offset(), table.elemSlot(place), table.elemSize);
                return table.inserted;
            }
            return assignBoxed(table.elemPointers);
        }
        catch (final RuntimeException e)
        {
            throw table.failure(e);
        }
    }

    /** The elem's boxes come first: after the key is in, nothing may fail. */
    private boolean assignBoxed(final PointerFields pointers)
    {
        pointers.prepare(table, elem.offset(), aside);
        try
        {
            place = table.assign(travellingKey());
        }
        catch (final RuntimeException e)
        {
            pointers.discard(aside);
            throw e;
        }
        pointers.commit(aside, table.elemSlot(place));
        return table.inserted;
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
            if (Hmap.NOT_FOUND != found)
            {
                table.finishDelete(found);
            }
            return Hmap.NOT_FOUND != found;
        }
        catch (final RuntimeException e)
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
            place = 0 == table.count() ? Hmap.NOT_FOUND : table.find(travellingKey());
            return Hmap.NOT_FOUND != place;
        }
        catch (final RuntimeException e)
        {
            throw table.failure(e);
        }
    }

    /**
     * The elem that the last {@link #find} or {@link #assign} came to.
     *
     * @return a value to read, valid until the map changes.
     * @throws IllegalStateException if nothing was found.
     */
    public GoValue found()
    {
        table.requireOpen();
        if (Hmap.NOT_FOUND == place)
        {
            throw new IllegalStateException("nothing was found");
        }
        return new GoValue(table, table.elemOffset(place));
    }

    /** Removes all entries in the configured way; by default as Go's {@code clear} (layout section 12). */
    public void clear()
    {
        table.clear();
    }

    /**
     * Removes all entries in a given way.
     *
     * @param strategy what it costs, what remains in memory, and what happens to cursors.
     * @throws dev.tophash.OffHeapMemoryException if the strategy has to allocate and may not; the map is unchanged.
     */
    public void clear(final ClearStrategy strategy)
    {
        table.clear(strategy);
    }

    /**
     * Does chores that later writes would do: returns retired memory, cleans the array that a swap has put aside.
     *
     * @param budgetNanos time in nanoseconds, overrun by at most one slice; 0 only asks.
     * @return true if time ran out before the work; false if nothing more can be done now.
     */
    public boolean advance(final long budgetNanos)
    {
        return table.advance(budgetNanos);
    }

    /**
     * A hold for a helper thread that cleans what a {@link ClearStrategy#SWAP} has put aside.
     *
     * @return the same object each time; it may be used by any thread.
     */
    public Chores chores()
    {
        return table.chores();
    }

    /**
     * Opens a cursor at a random place.
     *
     * @return a cursor before its first entry; close it.
     */
    public TypedCursor cursor()
    {
        try
        {
            final TypedCursor cursor = new TypedCursor(table);
            cursor.openAtRandom();
            return cursor;
        }
        catch (final RuntimeException e)
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
    public TypedCursor cursor(final long startBucket, final int slotOffset)
    {
        try
        {
            final TypedCursor cursor = new TypedCursor(table);
            cursor.open(startBucket, slotOffset);
            return cursor;
        }
        catch (final RuntimeException e)
        {
            throw table.failure(e);
        }
    }

    /**
     * Number of entries.
     *
     * @return the header's count.
     */
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

    /**
     * A live view of the bytes.
     *
     * @return the view.
     */
    public MapImage image()
    {
        return table.image();
    }

    /**
     * What the map costs.
     *
     * @return a snapshot.
     */
    public MapStats stats()
    {
        return table.stats();
    }

    /**
     * Sets the seed of an empty map; only for tests.
     *
     * @param hash0 the seed.
     * @throws IllegalStateException if the map has entries.
     */
    public void unsafePinHash0(final int hash0)
    {
        table.requireOpen();
        if (0 != table.count())
        {
            throw new IllegalStateException("seed of a map with entries: count=" + table.count());
        }
        table.setHash0(hash0);
    }

    /**
     * Sets a header field to any value; only for tests and the lab. The map may be unusable afterwards; it cannot
     * crash.
     *
     * @param field which field.
     * @param value its new value, cut to the field's size.
     */
    public void unsafePoke(final HeaderField field, final long value)
    {
        table.requireOpen();
        switch (Objects.requireNonNull(field, "field"))
        {
            case COUNT -> table.setCount(value);
            case FLAGS ->
            {
                table.setFlags((int)value);
                table.settle();
            }
            case B -> Memory.putByte(table.memory, table.header + B_OFFSET, (byte)value);
            case NOVERFLOW -> Memory.putShort(table.memory, table.header + NOVERFLOW_OFFSET, (short)value);
            case HASH0 -> table.setHash0((int)value);
            case NEVACUATE -> Memory.putLong(table.memory, table.header + NEVACUATE_OFFSET, value);
        }
    }

    @Override
    public void close()
    {
        table.close();
    }

    private static final class LongTable extends LongKeyTable
    {
        LongTable(final Opening opening)
        {
            super(opening);
        }
    }

    private static final class IntTable extends IntKeyTable
    {
        IntTable(final Opening opening)
        {
            super(opening);
        }
    }

    private static final class BytesTable extends BytesKeyTable
    {
        BytesTable(final Opening opening)
        {
            super(opening);
        }
    }

    private static final class StringTable extends StringKeyTable
    {
        StringTable(final Opening opening)
        {
            super(opening);
        }
    }

    private static final class TypedTable extends TypedKeyTable
    {
        TypedTable(final Opening opening)
        {
            super(opening);
        }
    }
}
