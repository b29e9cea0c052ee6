// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.MapCorruptionException;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import java.lang.foreign.MemorySegment;
import java.util.ConcurrentModificationException;

/**
 * A live map of the product under which the bytes were broken: what a program would see whose map was reset by hand.
 *
 * <p>{@link OffHeapTypedMap#attach} refuses broken bytes, so it can never show this. Here the map is attached to a
 * healthy image of the same base, and then all its bytes are overwritten with those of the patient. What the product
 * keeps outside Go's bytes stays that of the healthy map. For questions it is a {@link #donor} with many overflow
 * buckets, since their number bounds each walk; for writes it is the map as it was before anybody broke it.
 */
final class BrokenProduct implements AutoCloseable
{
    private static final long PRODUCT_BYTES = 16 << 20;
    /** No chain of a lesson is longer, unless it is endless; and as many entries as B = 6 takes without growing. */
    private static final int DONOR_OVERFLOW = 50;
    private static final int DONOR_B = 6;
    private static final long DONOR_HINT = 300;
    private static final int SLOTS = 8;

    private final KeyForm form;
    private final OffHeapTypedMap map;
    private final MemorySegment bytes;

    private BrokenProduct(final KeyForm form, final MapImage healthy, final LabImage broken)
    {
        this.form = form;
        this.map = OffHeapTypedMap.attach(healthy, MapConfig.defaults().withReservation(PRODUCT_BYTES));
        this.bytes = writable(map.image().memory().address(), broken.view().size());
        overwrite(broken);
    }

    /** A map to ask questions. */
    static BrokenProduct toAsk(final LabMap map)
    {
        try (LabImage donor = donor(map))
        {
            return new BrokenProduct(map.form(), donor.view(), map.image());
        }
    }

    /** A map to write to; it must not have got another array since it was made. */
    static BrokenProduct toWrite(final LabMap map)
    {
        try (LabImage healthy = map.healthy().fork())
        {
            return new BrokenProduct(map.form(), healthy.view(), map.image());
        }
    }

    /** A view of native memory that the product shows read-only; this is the lab, and the map is its own. */
    @SuppressWarnings("restricted")
    private static MemorySegment writable(final long address, final long size)
    {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /** A healthy map with one long chain, in an image as large as the patient's. */
    private static LabImage donor(final LabMap map)
    {
        final LabMap.Setup setup = new LabMap.Setup(map.image().view().version(), LabMap.SEED);
        final KeyForm form = map.form();
        try (OffHeapTypedMap donor = OffHeapTypedMap.create(form.type(), DONOR_HINT, LabMap.config(setup.version())))
        {
            donor.unsafePinHash0(setup.seed());
            for (final long key : LabMap.colliding(setup, form, 0, DONOR_B, 1, SLOTS * (DONOR_OVERFLOW + 1)))
            {
                form.stage(donor.key(), key);
                donor.assign();
            }
            final LabImage copy = LabImage.copyOf(donor.image(), 0);
            final long room = map.image().view().size() - copy.view().size();
            copy.close();
            return LabImage.copyOf(donor.image(), room);
        }
    }

    private void overwrite(final LabImage broken)
    {
        MemorySegment.copy(broken.view().memory(), 0, bytes, 0, bytes.byteSize());
        // Writes what is there and makes the map read its header again.
        map.unsafePoke(OffHeapTypedMap.HeaderField.COUNT, broken.view().count());
    }

    OffHeapTypedMap map()
    {
        return map;
    }

    /** Asks for len, for each key and for a range; each ends with an answer or an exception of the product. */
    StepResult.Answer ask(final long... keys)
    {
        return ask(map, form, keys);
    }

    /** The same of any live map. */
    static StepResult.Answer ask(final OffHeapTypedMap map, final KeyForm form, final long... keys)
    {
        int found = 0;
        String lookup = null;
        for (final long key : keys)
        {
            try
            {
                form.stage(map.key(), key);
                found += map.find() ? 1 : 0;
            }
            catch (final MapCorruptionException | ConcurrentModificationException e)
            {
                lookup = null == lookup ? said(e) : lookup;
            }
        }
        int entries = 0;
        String range = null;
        try (TypedCursor cursor = map.cursor(0, 0))
        {
            while (cursor.next())
            {
                entries++;
            }
        }
        catch (final MapCorruptionException | ConcurrentModificationException e)
        {
            range = said(e);
        }
        return new StepResult.Answer(map.sizeLong(), keys.length, found, entries, null, lookup, range);
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
            return said(e);
        }
    }

    /** What an exception says, short. */
    static String said(final RuntimeException e)
    {
        return e instanceof MapCorruptionException corruption ?
            corruption.finding().check().code() + ' ' + corruption.finding().expected() : e.getMessage();
    }

    @Override
    public void close()
    {
        map.close();
    }
}
