// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;

import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.files.WholeFile;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.save.SaveWriter;
import dev.tophash.offheap.values.Heap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.function.LongSupplier;

/**
 * Writes the entries of a map to a file, in the order in which they lie: the chains of the old array that have not
 * moved yet, then those of the main array. It needs one block of 64 KiB and changes nothing.
 */
final class Saving
{
    private final MapSkin map;
    private final SaveProgress progress;
    private final LongSupplier nanoTime;
    private final SavedValue keys;
    private final SavedValue values;
    private final long count;
    private SaveWriter out;
    private SaveClock clock;
    private long doneCount;

    Saving(final MapSkin map, final SaveProgress progress, final LongSupplier nanoTime)
    {
        this.map = map;
        this.progress = progress;
        this.nanoTime = nanoTime;
        keys = new SavedValue(map.heap, map.type.key());
        values = new SavedValue(map.heap, map.type.elem());
        count = map.count();
    }

    void save(final Path file) throws IOException
    {
        map.checkHeader();
        if ((map.flags() & HASH_WRITING) != 0)
        {
            throw new ConcurrentModificationException("concurrent map save and map write");
        }
        final String type = map.type.toString();
        SaveWriter.requireName(type);
        WholeFile.at(file).secret().write(sink ->
        {
            out = new SaveWriter(sink, type, count);
            clock = new SaveClock(progress, nanoTime, count);
            writeEntries();
            out.end();
        });
    }

    private void writeEntries() throws IOException
    {
        for (long i = 0; map.growing() && i < map.oldBucketCount(); i++)
        {
            final long old = map.oldbucketsOffset() + i * map.bucketSize;
            if (!map.evacuated(old))
            {
                writeChain(old);
            }
        }
        for (long i = 0; map.bucketsOffset() != Heap.NIL && i <= map.mask(); i++)
        {
            writeChain(map.bucketsOffset() + i * map.bucketSize);
        }
        if (doneCount != count)
        {
            throw wrongCount();
        }
    }

    private RuntimeException wrongCount()
    {
        return map.corrupt(
            Check.C01, map.headerOffset + HmapDescriptor.COUNT_OFFSET, doneCount + " entries", count);
    }

    private void writeChain(final long head) throws IOException
    {
        long hops = map.chainLimit();
        for (long bucket = head; bucket != Heap.NIL; bucket = map.nextInChain(bucket, hops--))
        {
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                if (!TopHash.isEmpty(Memory.getUnsignedByte(map.memory, bucket + slot)))
                {
                    writeEntry(bucket, slot);
                }
            }
        }
    }

    private void writeEntry(final long bucket, final int slot) throws IOException
    {
        final long key = BmapDescriptor.keyOffset(bucket, slot, map.keySize);
        keys.write(map.type.indirectKey() ? map.offsetAt(key) : key, out);
        values.write(map.elemOffset(Place.of(bucket, slot)), out);
        doneCount++;
        if (clock.isDue(doneCount))
        {
            tell();
        }
    }

    private void tell()
    {
        map.beginFunction();
        try
        {
            clock.tell(doneCount);
        }
        finally
        {
            map.abandonFunction();
        }
    }
}
