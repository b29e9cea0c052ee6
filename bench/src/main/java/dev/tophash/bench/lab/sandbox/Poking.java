// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptSide;
import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.BucketNames;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
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
    private final Map<BucketName, Long> lastNames = new HashMap<>();

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
                final BucketName name = new BucketName(BucketName.Kind.OWN, place.number());
                final Long now = new BucketNames(view()).own().get(name);
                final Long known = now == null ? lastNames.get(name) : now;
                if (known == null)
                {
                    throw new IllegalArgumentException("no such bucket: label=" + place.text());
                }
                yield known;
            }
            case BEYOND ->
            {
                inArray(new Place(Place.Kind.MAIN, 0), view().bucketsAddress(), total(), "the map has no array yet");
                yield view().bucketsAddress() + total() * BmapDescriptor.bucketSize(type) + place.number();
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
        if (array == 0)
        {
            throw new IllegalArgumentException(without + ": label=" + place.text());
        }
        if (place.number() >= buckets)
        {
            throw new IllegalArgumentException("no such bucket: label=" + place.text() + ", buckets=" + buckets);
        }
        return array + place.number() * BmapDescriptor.bucketSize(type);
    }

    /** Where the bucket is in the copy; a fault, as in Go, if it leads out of it. */
    long bucketOffset(final Place place)
    {
        final long address = address(place);
        final long offset = view().offsetOf(address, BmapDescriptor.bucketSize(type));
        if (offset == MapImage.NOWHERE)
        {
            throw GoFailure.fault(address);
        }
        return offset;
    }

    private long value(final SandboxOp.Operand operand)
    {
        return operand.place() == null ? operand.number() : address(operand.place());
    }

    /** What a field should be, as {@code poke} would name it. */
    String text(final MapField field, final SandboxOp.Operand operand)
    {
        return text(field, value(operand));
    }

    /** What a field is. */
    String text(final MapField field)
    {
        final long block = block(field);
        final long address = block + field.offset();
        return text(field, switch (field.size())
        {
            case 1 -> image.getByte(address);
            case 2 -> image.getShort(address);
            case 4 -> image.getInt(address);
            default -> image.getLong(address);
        });
    }

    private String text(final MapField field, final long value)
    {
        if (field.pointer())
        {
            return value == 0 ? "nil" : nameOf(value);
        }
        final int unused = Long.SIZE - field.size() * Byte.SIZE;
        return Long.toString(value << unused >>> unused);
    }

    private long block(final MapField field)
    {
        final long block = field.inExtra() ? view().extraAddress() : image.header();
        if (block == 0)
        {
            throw new IllegalArgumentException("the map has no extra: field=" + field.word());
        }
        return block;
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
        final MapField field = poke.field();
        put(block(field) + field.offset(), field.size(), value(poke.operand()));
    }

    void poke(final SandboxOp.PokeBytes poke)
    {
        put(address(poke.place()) + poke.offset(), poke.size(), value(poke.operand()));
    }

    /** A value in a box is written where the slot's pointer leads. */
    void poke(final SandboxOp.PokeValue poke)
    {
        final ScriptSide side = poke.key() ? map.type().key() : map.type().elem();
        final long bucket = address(poke.place());
        final long slot = poke.key() ? BmapDescriptor.keyOffset(bucket, poke.slot(), type.keySlotSize()) :
            BmapDescriptor.elemOffset(bucket, poke.slot(), type.keySlotSize(), type.elemSlotSize());
        final boolean boxed = poke.key() ? type.indirectKey() : type.indirectElem();
        side.write(poke.number(), map.valueAt(side, boxed ? image.getLong(slot) : slot));
    }

    // ------------------------------------------------------------------------------------------------ zero

    void zero(final SandboxOp.ZeroArray zero)
    {
        final long bucketSize = BmapDescriptor.bucketSize(type);
        final long array = view().bucketsAddress();
        switch (zero.range())
        {
            case MAIN -> zeroAsFarAsItGoes(array, main(), bucketSize);
            case SPARE -> zeroSpare(array);
            case ALL -> zeroAsFarAsItGoes(array, all(view().b()), bucketSize);
            case OLD ->
            {
                if (view().oldbucketsAddress() == 0)
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
        return b > BucketCount.MAX_B ? Long.MAX_VALUE : view().totalBuckets(b);
    }

    private void zeroSpare(final long array)
    {
        final long spare = total() - main();
        if (spare <= 0)
        {
            throw new IllegalArgumentException("the array has no spare buckets: B=" + view().b());
        }
        zeroAsFarAsItGoes(array + main() * BmapDescriptor.bucketSize(type), spare, BmapDescriptor.bucketSize(type));
    }

    /** Like Go's memclr: what can be written is, then comes the fault. */
    private void zeroAsFarAsItGoes(final long address, final long count, final long size)
    {
        final long offset = view().offsetOf(address);
        final long room = offset == MapImage.NOWHERE ? 0 : view().size() - offset;
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
            image.zero(view().bucketsAddress() + i * BmapDescriptor.bucketSize(type) + zero.from(), zero.size());
        }
    }

    void zero(final SandboxOp.ZeroPlace zero)
    {
        image.zero(address(zero.place()) + zero.from(), zero.size());
    }
}
