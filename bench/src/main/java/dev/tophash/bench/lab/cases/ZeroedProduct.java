// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.MapCorruptionException;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import java.lang.foreign.MemorySegment;
import java.util.ConcurrentModificationException;

/**
 * A live, empty map of the product whose array somebody zeroes behind its back, spare area and sentinel included. It
 * was opened while it was whole; an {@link OpenedProduct} would have refused such bytes.
 */
final class ZeroedProduct implements AutoCloseable
{
    private static final long PRODUCT_BYTES = 16 << 20;

    private final KeyForm form;
    private final OffHeapTypedMap map;

    /** Opens a whole map and overwrites its bytes with those of the patient; their headers are the same. */
    @SuppressWarnings("restricted") // The product shows its memory read-only; this is the lab, and the map is its own.
    ZeroedProduct(final LabMap zeroed)
    {
        this.form = zeroed.form();
        final LabImage broken = zeroed.image();
        try (LabImage whole = zeroed.healthy().fork())
        {
            map = OffHeapTypedMap.attach(whole.view(), MapConfig.defaults().withReservation(PRODUCT_BYTES));
        }
        final long size = broken.view().size();
        final MemorySegment bytes = MemorySegment.ofAddress(map.image().memory().address()).reinterpret(size);
        MemorySegment.copy(broken.view().memory(), 0, bytes, 0, size);
    }

    OffHeapTypedMap map()
    {
        return map;
    }

    /** Assigns; null if that went well, else what the product said. */
    String put(final long key, final long elem)
    {
        try
        {
            form.stage(map.key(), key);
            map.elem().setLong(0, elem);
            map.assign();
            return null;
        }
        catch (final MapCorruptionException | ConcurrentModificationException e)
        {
            return OpenedProduct.said(e);
        }
    }

    StepResult.Answer ask(final long... keys)
    {
        return OpenedProduct.ask(map, form, keys);
    }

    @Override
    public void close()
    {
        map.close();
    }
}
