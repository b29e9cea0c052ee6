// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptSide;
import dev.tophash.bench.lab.BucketNames;
import dev.tophash.bench.lab.GoFailure;
import dev.tophash.bench.lab.LabImage;
import dev.tophash.layout.BmapDescriptor;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;
import dev.tophash.offheap.image.MapImage;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes bytes that no map would write. Buckets have the names of the pictures; a bucket of its own that is on no chain
 * any more keeps the last name it had.
 */
final class Poking
{
    private static final int BMAP_SIZE = 8;

    private final SandboxMap map;
    private final LabImage image;
    private final MapType type;
    private final Map<String, Long> lastNames = new HashMap<>();

    Poking(final SandboxMap map)
    {
        this.map = map;
        this.image = map.image();
        this.type = map.type().mapType();
    }

    private MapImage view()
    {
        return image.view();
    }

    private long total()
    {
        return view().totalBuckets(view().b());
    }

    /** Learns the names of the buckets as they are now, before a step changes them. */
    void learn()
    {
        lastNames.putAll(new BucketNames(view()).own());
    }

    String nameOf(final long address)
    {
        return new BucketNames(view()).of(address);
    }

    private long address(final Place place)
    {
        return switch (place.kind())
        {
            case NIL -> 0;
            case MAIN -> inArray(place, view().bucketsAddress(), total(), "the map has no array yet");
            case OLD -> inArray(place, view().oldbucketsAddress(), view().totalBuckets(view().oldB()),
                "the map does not grow");
            case HEAP ->
            {
                final Long now = new BucketNames(view()).own().get(place.text());
                final Long known = null == now ? lastNames.get(place.text()) : now;
                if (null == known)
                {
                    throw new IllegalArgumentException("no such bucket: label=" + place.text());
                }
                yield known;
            }
            case BEYOND ->
            {
                inArray(new Place(Place.Kind.MAIN, 0), view().bucketsAddress(), total(), "the map has no array yet");
                yield view().bucketsAddress() + total() * type.bucketSize() + place.number();
            }
            case AT ->
            {
                if (place.number() >= view().size())
                {
                    throw new IllegalArgumentException(
                        "outside the copy: place=" + place.text() + ", size=" + view().size());
                }
                yield image.base() + place.number();
            }
        };
    }

    private long inArray(final Place place, final long array, final long buckets, final String without)
    {
        if (0 == array)
        {
            throw new IllegalArgumentException(without + ": label=" + place.text());
        }
        if (place.number() >= buckets)
        {
            throw new IllegalArgumentException("no such bucket: label=" + place.text() + ", buckets=" + buckets);
        }
        return array + place.number() * type.bucketSize();
    }

    /** Where the bucket is in the copy; a fault, as in Go, if it leads out of it. */
    long bucketOffset(final Place place)
    {
        final long address = address(place);
        final long offset = view().offsetOf(address, type.bucketSize());
        if (MapImage.NIL == offset)
        {
            throw GoFailure.fault(address);
        }
        return offset;
    }

    private long value(final SandboxOp.Operand operand)
    {
        return null == operand.place() ? operand.number() : address(operand.place());
    }

    private void put(final long address, final int size, final long value)
    {
        switch (size)
        {
            case 1 -> image.putByte(address, (int)value);
            case 2 -> image.putShort(address, (int)value);
            case 4 -> image.putInt(address, (int)value);
            default -> image.putLong(address, value);
        }
    }

    void poke(final SandboxOp.PokeField poke)
    {
        final SandboxOp.Field field = poke.field();
        final long block = field.inExtra() ? view().extraAddress() : image.header();
        if (0 == block)
        {
            throw new IllegalArgumentException("the map has no extra: field=" + field.word());
        }
        put(block + field.offset(), field.size(), value(poke.operand()));
    }

    void poke(final SandboxOp.PokeBytes poke)
    {
        put(address(poke.place()) + poke.offset(), poke.size(), value(poke.operand()));
    }

    /** A value in a box is written where the slot's pointer leads. */
    void poke(final SandboxOp.PokeValue poke)
    {
        final ScriptSide side = poke.key() ? map.type().key() : map.type().elem();
        final int first = poke.key() ? BmapDescriptor.KEYS_OFFSET : type.elemsOffset();
        final int slotSize = poke.key() ? type.keySlotSize() : type.elemSlotSize();
        final long slot = address(poke.place()) + first + (long)poke.slot() * slotSize;
        final boolean boxed = poke.key() ? type.indirectKey() : type.indirectElem();
        side.write(poke.number(), map.valueAt(side, boxed ? image.getLong(slot) : slot));
    }

    // ------------------------------------------------------------------------------------------------ zero

    void zero(final SandboxOp.ZeroArray zero)
    {
        final long bucketSize = type.bucketSize();
        final long array = view().bucketsAddress();
        switch (zero.range())
        {
            case MAIN -> zeroAsFarAsItGoes(array, main(), bucketSize);
            case SPARE -> zeroSpare(array);
            case ALL -> zeroAsFarAsItGoes(array, all(view().b()), bucketSize);
            case OLD ->
            {
                if (0 == view().oldbucketsAddress())
                {
                    throw new IllegalArgumentException("the map does not grow: oldbuckets=nil");
                }
                zeroAsFarAsItGoes(view().oldbucketsAddress(), all(view().oldB()), bucketSize);
            }
            case BMAP -> zeroAsFarAsItGoes(array, main(), BMAP_SIZE);
        }
    }

    /** Main buckets, of which a broken B can promise more than there is memory. */
    private long main()
    {
        return view().b() < Long.SIZE - 1 ? 1L << view().b() : Long.MAX_VALUE;
    }

    private long all(final int b)
    {
        return b > SizeClasses.MAX_B ? Long.MAX_VALUE : view().totalBuckets(b);
    }

    private void zeroSpare(final long array)
    {
        final long spare = total() - main();
        if (spare <= 0)
        {
            throw new IllegalArgumentException("the array has no spare buckets: B=" + view().b());
        }
        zeroAsFarAsItGoes(array + main() * type.bucketSize(), spare, type.bucketSize());
    }

    /** Like Go's memclr: what can be written is, then comes the fault. */
    private void zeroAsFarAsItGoes(final long address, final long count, final long size)
    {
        final long offset = view().offsetOf(address);
        final long room = MapImage.NIL == offset ? 0 : view().size() - offset;
        final boolean fits = count <= room / size;
        if (room > 0)
        {
            image.zero(address, fits ? count * size : room);
        }
        if (!fits)
        {
            throw GoFailure.fault(address + room);
        }
    }

    void zero(final SandboxOp.ZeroEach zero)
    {
        for (long i = 0; i < main(); i++)
        {
            image.zero(view().bucketsAddress() + i * type.bucketSize() + zero.from(), zero.size());
        }
    }

    void zero(final SandboxOp.ZeroPlace zero)
    {
        image.zero(address(zero.place()) + zero.from(), zero.size());
    }
}
