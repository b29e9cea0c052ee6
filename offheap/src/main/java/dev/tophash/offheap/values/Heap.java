// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Location;
import dev.tophash.hash.AddressDecoder;
import dev.tophash.hash.TypeResolver;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.offheap.events.Events;
import dev.tophash.offheap.memory.BoxHeap;
import dev.tophash.offheap.memory.Grant;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Pins;
import dev.tophash.offheap.memory.Reclaimer;
import dev.tophash.offheap.memory.Region;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Where the values of a map live: a region and the parts that manage it. It owns the region, the pins of open cursors,
 * the reclaimer of retired memory, the boxes behind pointers and the descriptors of dynamic types.
 *
 * <p>It knows nothing of buckets. Keys, elems and their pointers need a heap and no map. A map copies what its walks
 * use at each step ({@link #memory}, {@link #base}) into fields of its own.
 *
 * <p><b>Offsets and addresses.</b> A pointer field holds an address, that is {@link #base} plus an offset; offset 0 is
 * nil. An address that leads out of the region decodes to an offset that the segment refuses.
 */
public final class Heap
{
    /** Offset that stands for a nil pointer. */
    public static final long NIL = 0;

    private static final long MAX_STRING_SIZE = Integer.MAX_VALUE - 8;

    private final Region region;
    private final MemorySegment memory;
    private final long base;
    private final String owner;
    private final long ownerOffset;

    /** Of a map; null for a heap without one. */
    private final MapType type;

    private final Pins pins;
    private final Reclaimer reclaimer;
    private final BoxHeap boxes;
    private final Grant grant;
    private final StagingRooms staging = new StagingRooms();
    private final DynamicTypes dynamicTypes;
    private volatile InternalError lost;
    private final AddressDecoder decoder = this::decode;
    private final TypeResolver types = this::typeAt;

    /** Steps of the writer, for readers beside it; null unless somebody watches. */
    private WriteSequence steps;

    /**
     * A heap without boxes.
     *
     * @param region         the memory; whoever owns the heap closes it.
     * @param owner          what a finding calls the place, for example "map at 64".
     * @param maxOpenCursors most pins at once.
     * @param recycling      false to never reuse a box.
     */
    public Heap(final Region region, final String owner, final int maxOpenCursors, final boolean recycling)
    {
        this(region, owner, 0, maxOpenCursors, recycling, null);
    }

    /**
     * The heap of a map, which a finding calls by the place of its header.
     *
     * @param region         the memory; whoever owns the heap closes it.
     * @param headerOffset   where the map's header stands.
     * @param maxOpenCursors most pins at once.
     * @param recycling      false to never reuse a box.
     * @param type           of the map; there are boxes if keys or elems have pointers.
     */
    public Heap(
        final Region region, final long headerOffset, final int maxOpenCursors, final boolean recycling,
        final MapType type)
    {
        this(region, null, headerOffset, maxOpenCursors, recycling, type);
    }

    private Heap(
        final Region region, final String owner, final long ownerOffset, final int maxOpenCursors,
        final boolean recycling, final MapType type)
    {
        this.region = region;
        this.type = type;
        this.owner = owner;
        this.ownerOffset = ownerOffset;
        memory = region.memory();
        base = region.base();
        pins = new Pins(region.name(), maxOpenCursors);
        reclaimer = new Reclaimer(region);
        grant = region.grant();
        boxes = type != null && type.pointerFree() ? BoxHeap.none() :
            new BoxHeap(region, reclaimer, pins, grant, recycling);
        relieveBy(() -> false, () -> false);
        dynamicTypes = new DynamicTypes(region);
    }

    /** The region. */
    public Region region()
    {
        return region;
    }

    /** The region's bytes. */
    public MemorySegment memory()
    {
        return memory;
    }

    /** What addresses count from. */
    public long base()
    {
        return base;
    }

    /** What the operation at hand may take. */
    public Grant grant()
    {
        return grant;
    }

    /** The rooms where keys and values are staged. */
    public StagingRooms staging()
    {
        return staging;
    }

    /**
     * Says what can be given up, before a refusal, once retired memory and freed boxes are used up, and what makes room
     * if addresses are still short.
     */
    public void relieveBy(final BooleanSupplier last, final BooleanSupplier room)
    {
        region.relieveBy(() -> reclaimer.step(pins.oldestEpoch()) || boxes.drain() || last.getAsBoolean(), room);
    }

    /** The open cursors. */
    public Pins pins()
    {
        return pins;
    }

    /** Where retired memory waits. */
    public Reclaimer reclaimer()
    {
        return reclaimer;
    }

    /** The memory behind pointers. */
    public BoxHeap boxes()
    {
        return boxes;
    }

    /** The descriptors of the types that interfaces hold. */
    public DynamicTypes dynamicTypes()
    {
        return dynamicTypes;
    }

    // ---------------------------------------------------------------- pointers

    /** The offset that a pointer field leads to. */
    public long offsetAt(final long field)
    {
        final long address = Memory.getLong(memory, field);
        return address == 0 ? NIL : address - base;
    }

    /** Decodes a pointer of this heap that was copied, byte by byte, into a field of another heap. */
    public long offsetAt(final Heap where, final long field)
    {
        final long address = Memory.getLong(where.memory, field);
        return address == 0 ? NIL : address - base;
    }

    /** Makes a pointer field lead to an offset. */
    public void putAddress(final long field, final long offset)
    {
        Memory.putLong(memory, field, offset == NIL ? 0 : base + offset);
    }

    /** Decodes addresses for the functions that hash and compare Go values. */
    public AddressDecoder decoder()
    {
        return decoder;
    }

    /** Finds the types behind interfaces for the functions that hash and compare Go values. */
    public TypeResolver types()
    {
        return types;
    }

    private long decode(final long address, final long size)
    {
        final long offset = address - base;
        return region.covers(offset, size) ? offset : AddressDecoder.OUTSIDE;
    }

    /** The type behind an interface's type word. Go's kind tells which of the supported types it is. */
    private GoType typeAt(final long address)
    {
        final long offset = decode(address, TypeDescriptor.SIZE);
        return offset == AddressDecoder.OUTSIDE ? null :
            DynamicTypes.ofKind(Memory.getUnsignedByte(memory, offset + TypeDescriptor.KIND_OFFSET));
    }

    /** This heap's own descriptor of a dynamic type of another heap, made when it is first needed. */
    long typeDescriptor(final Heap from, final long type)
    {
        return this == from ? type :
            dynamicTypes.descriptor(Memory.getUnsignedByte(from.memory, type + TypeDescriptor.KIND_OFFSET));
    }

    // ---------------------------------------------------------------- strings

    /**
     * Refuses a string that leaves the part of the region that was ever handed out. The gigabytes of addresses behind
     * that part would read as zero.
     */
    public void checkExtent(final long offset, final long length)
    {
        if (length > MAX_STRING_SIZE || (offset == NIL ? length != 0 : !region.covers(offset, length)))
        {
            throw corrupt(Check.P02, offset, "a string inside the region", length);
        }
    }

    /** A Java string of UTF-8 bytes of the region. */
    public String readString(final long offset, final long length)
    {
        checkExtent(offset, length);
        final byte[] bytes = new byte[(int)length];
        Memory.getBytes(memory, offset, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- steps

    /** What readers beside the writer go by; null if there are none. */
    public WriteSequence steps()
    {
        return steps;
    }

    /** Whether there are readers beside the writer; asks for no class that only they load, so that it is inlined. */
    public boolean hasSteps()
    {
        return steps != null;
    }

    /** Has the writer count its steps from now on. */
    public void watch()
    {
        steps = new WriteSequence();
    }

    // ---------------------------------------------------------------- errors

    /** Says what is wrong with the bytes at an offset. */
    public MapCorruptionException corrupt(
        final Check check, final long offset, final String expected, final long actual)
    {
        return new MapCorruptionException(
            new Finding(check, offset, Location.named(owner()), expected, Long.toString(actual)));
    }

    /** What messages call the map: its name or, if it has none, its type. */
    public String mapName()
    {
        return region.name().isEmpty() && type != null ? type.toString() : region.name();
    }

    /** Not kept: few maps are ever damaged. */
    private String owner()
    {
        return owner == null ? "map at " + ownerOffset : owner;
    }

    /**
     * Turns what the segment throws into what the product promises. This is the only place that does it. Whatever else
     * is thrown is returned as it is.
     *
     * @param e what a map's operation met: a RuntimeException or an InternalError.
     * @return what it is to throw.
     */
    public RuntimeException failure(final Throwable e)
    {
        if (e instanceof final InternalError error)
        {
            return poison(error);
        }
        final RuntimeException thrown = (RuntimeException)e;
        if (e instanceof final OffHeapMemoryException refused && !(e.getCause() instanceof OffHeapMemoryException))
        {
            return refusal(refused);
        }
        if (e instanceof IllegalStateException && !(e instanceof MapClosedException) && region.isClosed())
        {
            return closed(e);
        }
        if (e instanceof WrongThreadException && !memory.isAccessibleBy(Thread.currentThread()))
        {
            return new WrongThreadException(
                "map of a confined memory belongs to another thread: map=" + mapName() + ", thread=" +
                    Thread.currentThread().getName());
        }
        if (Memory.isOutside(thrown))
        {
            final long offset = Memory.outsideOffset(thrown);
            return new MapCorruptionException(
                new Finding(
                    Check.P01, offset, Location.named(owner()), "a pointer into the region", "offset " + offset), e);
        }
        return thrown;
    }

    /** Says what holds memory that could be had, and who sets the limit. */
    private OffHeapMemoryException refusal(final OffHeapMemoryException refused)
    {
        final long pending = reclaimer.pendingBytes() + boxes.waitingBytes();
        if (Events.wantRefusal())
        {
            Events.refused(region.name(), refused.getMessage(), refused.needBytes(), refused.limitBytes(), pending,
                pins.openCount());
        }
        return new OffHeapMemoryException(refused, "pendingBytes=" + pending + ", openCursors=" + pins.openCount() +
            ", setter=" + setter(region, refused.limitBytes()));
    }

    /**
     * What sets a limit: of bytes, which in a common memory is the memory's own or a cap below it, or of addresses.
     *
     * @param region what has refused.
     * @param limit  most bytes.
     * @return the method to call.
     */
    public static String setter(final Region region, final long limit)
    {
        if (limit == region.budgetBytes())
        {
            return region.isAlone() ? "MapBuilder.budget" : "MapBuilder.budget or MapMemory.of";
        }
        return region.isAlone() ? "MapBuilder.reservation" : "MapMemory.of";
    }

    /**
     * A page of the map's file cannot be had: it was cut off, or its disk failed. What is lost is not known, and a
     * write may have stopped half-way, so the map is closed, and says why from now on.
     */
    private RuntimeException poison(final InternalError error)
    {
        if (!region.fileBacked())
        {
            throw error;
        }
        lost = error;
        try
        {
            region.close();
        }
        catch (final InternalError again)
        {
            // Its pages can't be made zero either; nobody gets them.
            error.addSuppressed(again);
        }
        return closed(error);
    }

    private MapClosedException closed(final Throwable e)
    {
        return lost == null ? new MapClosedException("map=" + mapName(), e) : new MapClosedException(
            "a page of its temporary file could not be read or written: map=" + mapName(), lost);
    }

    /** Throws if the map is closed. */
    public void requireOpen()
    {
        if (region.isClosed())
        {
            throw lost == null ? new MapClosedException("map=" + mapName()) : closed(lost);
        }
    }
}
