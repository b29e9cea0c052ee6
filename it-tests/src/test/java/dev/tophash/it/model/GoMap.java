// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * A map of any Go key type with int64 elems, spelled as Go code is: the cases carried over read like their originals.
 *
 * @param map the map.
 */
record GoMap(OffHeapTypedMap map) implements AutoCloseable
{
    static final double NAN = Double.NaN;

    /** {@code make(map[K]int64, hint)}, with secret randomness as in production. */
    static GoMap make(final String keyType, final long hint)
    {
        return make(keyType, hint, MapConfig.defaults().withReservation(1L << 30));
    }

    static GoMap make(final String keyType, final long hint, final MapConfig config)
    {
        return new GoMap(OffHeapTypedMap.create(MapType.parse("map[" + keyType + "]int64"), hint, config));
    }

    /** {@code m[k] = elem} for a key written by the caller; true if it is new. */
    boolean put(final Consumer<Staging> key, final long elem)
    {
        key.accept(map.key().clear());
        map.elem().clear().setLong(0, elem);
        return map.assign();
    }

    /** {@code m[k]}: 0 if absent. */
    long get(final Consumer<Staging> key)
    {
        return contains(key) ? map.found().getLong(0) : 0;
    }

    boolean contains(final Consumer<Staging> key)
    {
        key.accept(map.key().clear());
        return map.find();
    }

    boolean delete(final Consumer<Staging> key)
    {
        key.accept(map.key().clear());
        return map.delete();
    }

    boolean put(final double key, final long elem)
    {
        return put(staging -> staging.setDouble(0, key), elem);
    }

    long get(final double key)
    {
        return get(staging -> staging.setDouble(0, key));
    }

    /** {@code m[k] += summand}. */
    void add(final double key, final long summand)
    {
        put(key, get(key) + summand);
    }

    boolean contains(final double key)
    {
        return contains(staging -> staging.setDouble(0, key));
    }

    boolean delete(final double key)
    {
        return delete(staging -> staging.setDouble(0, key));
    }

    boolean put(final long key, final long elem)
    {
        return put(staging -> staging.setLong(0, key), elem);
    }

    long get(final long key)
    {
        return get(staging -> staging.setLong(0, key));
    }

    boolean contains(final long key)
    {
        return contains(staging -> staging.setLong(0, key));
    }

    boolean delete(final long key)
    {
        return delete(staging -> staging.setLong(0, key));
    }

    long size()
    {
        return map.sizeLong();
    }

    MapImage image()
    {
        return map.image();
    }

    /** {@code for k, v := range m}. */
    void range(final ObjLongConsumer<GoValue> body)
    {
        try (TypedCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                body.accept(cursor.key(), cursor.elem().getLong(0));
            }
        }
    }

    /** The map is as healthy as the verifier can tell. */
    void check()
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        assertTrue(report.clean(), report::toString);
        assertEquals(size(), report.entryCount());
    }

    @Override
    public void close()
    {
        map.close();
    }
}
