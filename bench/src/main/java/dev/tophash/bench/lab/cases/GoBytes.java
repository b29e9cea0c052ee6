// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.layout.SliceDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The bytes of a map after each step, without addresses, in the lines that the Go program {@code corrupt -bytes}
 * writes of a real Go map: the proof that the lab is not a simulation. The format stands in that program; every line
 * starts with an at sign, and a bucket is written when it has changed since the last step.
 *
 * <p>Where a new seed was drawn and keys were put in since, the place of each key is chance in Go too; there only
 * the header is told.
 */
final class GoBytes
{
    private static final int SHOWN_LIST = 20;
    private static final int BEYOND = 64;

    private final LabMap map;
    private final Map<Long, String> names = new HashMap<>();
    private Map<String, String> last = Map.of();
    private final List<String> lines = new ArrayList<>();
    private MapImage image;

    GoBytes(final LabMap map)
    {
        this.map = map;
    }

    /** The lines of one step. */
    List<String> step(final String name)
    {
        image = map.image().view();
        names.clear();
        lines.clear();
        lines.add("@@ " + name);
        note(image.overflowListAddress());
        note(image.oldoverflowListAddress());
        final List<Long> buckets = new ArrayList<>(walk(image.bucketsAddress(), image.b()));
        buckets.addAll(walk(image.oldbucketsAddress(), image.oldB()));
        header();
        list("list", image.overflowListAddress());
        list("old-list", image.oldoverflowListAddress());
        if (map.reseeded() && image.count() != 0)
        {
            lines.add("@(the seed is chance: so is where keys lie)");
        }
        else
        {
            buckets(buckets);
        }
        return List.copyOf(lines);
    }

    private void header()
    {
        lines.add("@head len " + image.count() + " flags " + image.flags() + " B " + image.b() + " noverflow " +
            image.noverflow() + " hash0 " + (map.reseeded() ? "redrawn" : "pinned") + " nevacuate " +
            image.nevacuate() + " buckets " + place(image.bucketsAddress()) + " old " +
            place(image.oldbucketsAddress()) +
            (image.extraAddress() == 0 ? "" : " next " + place(image.nextOverflowAddress())));
    }

    private void buckets(final List<Long> addresses)
    {
        final Map<String, String> now = new LinkedHashMap<>();
        final String blank = blank();
        for (final long address : addresses)
        {
            final String name = place(address);
            final String text = text(address);
            now.put(name, text);
            if (!text.equals(last.getOrDefault(name, blank)))
            {
                lines.add('@' + name + ' ' + text);
            }
        }
        last = now;
    }

    private void note(final long list)
    {
        for (int i = 0; list != 0 && i < length(list); i++)
        {
            name(entry(list, i));
        }
    }

    private long length(final long list)
    {
        return map.image().getLong(list + SliceDescriptor.LENGTH_OFFSET);
    }

    private long entry(final long list, final long index)
    {
        return map.image().getLong(map.image().getLong(list + SliceDescriptor.DATA_OFFSET) + index * Long.BYTES);
    }

    private void name(final long address)
    {
        if (inArrays(address) == null)
        {
            names.putIfAbsent(address, "H" + names.size());
        }
    }

    private void list(final String what, final long list)
    {
        if (list == 0)
        {
            return;
        }
        final StringBuilder text = new StringBuilder("@" + what + ' ' + length(list) + '/' +
            map.image().getLong(list + SliceDescriptor.CAPACITY_OFFSET));
        for (int i = 0; i < length(list) && i <= SHOWN_LIST; i++)
        {
            text.append(' ').append(i == SHOWN_LIST ? "..." : place(entry(list, i)));
        }
        lines.add(text.toString());
    }

    /** The buckets of an array, then those that its chains lead to. */
    private Set<Long> walk(final long array, final int b)
    {
        final Set<Long> all = new LinkedHashSet<>();
        final long total = array == 0 ? 0 : image.totalBuckets(b);
        for (long i = 0; i < total; i++)
        {
            all.add(array + i * image.bucketSize());
        }
        for (long i = 0; i < total; i++)
        {
            long bucket = overflow(array + i * image.bucketSize());
            while (bucket != 0 && bucket != -1 && all.add(bucket))
            {
                name(bucket);
                bucket = overflow(bucket);
            }
        }
        return all;
    }

    private long overflow(final long bucket)
    {
        return map.image().getLong(bucket + image.overflowOffset());
    }

    private String place(final long address)
    {
        final String array = inArrays(address);
        return address == 0 ? "nil" : array != null ? array : names.getOrDefault(address, "elsewhere");
    }

    private String inArrays(final long address)
    {
        final String main = inArray(address, image.bucketsAddress(), image.totalBuckets(image.b()), 'M');
        return main != null ? main : image.growing() ?
            inArray(address, image.oldbucketsAddress(), image.totalBuckets(image.oldB()), 'O') : null;
    }

    private String inArray(final long address, final long array, final long total, final char letter)
    {
        final long distance = address - array;
        final long end = total * image.bucketSize();
        if (array == 0 || distance < 0)
        {
            return null;
        }
        if (distance < end)
        {
            return distance % image.bucketSize() == 0 ?
                letter + Long.toString(distance / image.bucketSize()) : null;
        }
        return letter == 'M' && map.showsBeyond() && distance < end + (long)BEYOND * image.bucketSize() ?
            "+" + (distance - end) : null;
    }

    // ------------------------------------------------------------------------------------------------ one bucket

    private boolean textKeys()
    {
        return map.form() == KeyForm.STRING;
    }

    private String blank()
    {
        final String key = textKeys() ? " -" : " " + "00".repeat(image.type().keySlotSize());
        return "0".repeat(16) + key.repeat(8) + (" " + "0".repeat(16)).repeat(8) + " ->nil";
    }

    private String text(final long address)
    {
        final StringBuilder text = new StringBuilder(hex(address, 8));
        final long offset = image.offsetOf(address);
        for (int i = 0; i < 8; i++)
        {
            final long key = image.addressOf(image.keySlotOffset(offset, i));
            text.append(' ').append(textKeys() ? string(key) : hex(key, image.type().keySlotSize()));
        }
        for (int i = 0; i < 8; i++)
        {
            text.append(' ').append(hex(image.addressOf(image.elemSlotOffset(offset, i)), 8));
        }
        final long next = overflow(address);
        return text + " ->" + (next == -1 ? "f".repeat(16) : place(next));
    }

    /** A string key as text; a deleted one has lost its pointer and kept its length. */
    private String string(final long address)
    {
        final long length = map.image().getLong(address + Long.BYTES);
        if (map.image().getLong(address) == 0)
        {
            return length == 0 ? "-" : "-" + length;
        }
        return map.image().getString(address);
    }

    private String hex(final long address, final int size)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++)
        {
            text.append(String.format(Locale.ROOT, "%02x", map.image().getByte(address + i)));
        }
        return text.toString();
    }
}
