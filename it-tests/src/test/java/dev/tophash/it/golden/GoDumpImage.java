// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import dev.tophash.bench.conform.DumpRecord;
import dev.tophash.bench.conform.DumpRecord.Block;
import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.conform.ValueWriter;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoType;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns what mapdump recorded of a real Go map into an image: every block at an address of our own, every pointer
 * relocated.
 *
 * <p>A record has no addresses: buckets have labels, and where a slot holds a pointer it has the first eight bytes
 * behind it. For a live slot the value behind it is found again among the keys of the script, by tophash, bucket and
 * those bytes; so strings, boxes and interfaces are whole, and the verifier hashes what Go hashed. What a dead slot
 * pointed to is not known and does not matter.
 */
final class GoDumpImage
{
    private static final long BASE = 0x200000000000L;
    private static final long HEADER = 0x100;
    private static final long EXTRA = 0x140;
    private static final long LISTS = 0x160;
    private static final long INT64_TYPE = 0x200;
    private static final long STRING_TYPE = 0x240;
    private static final long FIRST_FREE = 0x400;
    private static final int MAX_EXTRA_SIZE = 1 << 16;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ScriptType scriptType;
    private final MapType type;
    private final DumpRecord.State state;
    private final HashKeys keys;
    private final GoVersion version;
    private final Map<Integer, List<Candidate>> candidates;
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();
    private final Map<String, Long> chainIndexes = new HashMap<>();
    private final Set<ScriptNumber> used = new HashSet<>();
    private final MemorySegment memory;
    private long bump = FIRST_FREE;

    /** A key of the script with its hash. */
    private record Candidate(ScriptNumber number, long hash)
    {
    }

    /** The keys of a script with their hashes, by tophash; computed once for a seed. */
    static final class Keys
    {
        private final Set<ScriptNumber> numbers;
        private final Map<Long, Map<Integer, List<Candidate>>> byType = new HashMap<>();

        Keys(final Script script)
        {
            numbers = new LinkedHashSet<>();
            for (final Script.Line line : script.lines())
            {
                if (line.op() instanceof final ScriptOp.Assign assign)
                {
                    numbers.add(assign.key());
                }
                else if (line.op() instanceof final ScriptOp.Fill fill)
                {
                    for (long i = fill.from(); i < fill.to(); i += fill.step())
                    {
                        numbers.add(ScriptNumber.of(i));
                    }
                }
            }
        }

        private Map<Integer, List<Candidate>> of(final ScriptType type, final long seed, final HashKeys keys)
        {
            return byType.computeIfAbsent(seed ^ (long)type.name().hashCode() << 32, (key) ->
            {
                final Map<Integer, List<Candidate>> all = new HashMap<>();
                for (final ScriptNumber number : numbers)
                {
                    if (!number.needsFloat())
                    {
                        final long hash = type.key().hash(number, seed, keys);
                        all.computeIfAbsent(TopHash.of(hash), (top) -> new ArrayList<>())
                            .add(new Candidate(number, hash));
                    }
                }
                return all;
            });
        }
    }

    private GoDumpImage(
        final ScriptType scriptType,
        final DumpRecord.State state,
        final HashKeys keys,
        final GoVersion version,
        final Keys scriptKeys)
    {
        this.scriptType = scriptType;
        type = scriptType.mapType();
        this.state = state;
        this.keys = keys;
        this.version = version;
        candidates = type.keyHasPointers() || type.indirectKey() ?
            scriptKeys.of(scriptType, state.header().hash0(), keys) : Map.of();
        long blockCount = state.heap().size();
        blockCount += state.main() == null ? 0 : state.main().total();
        blockCount += state.old() == null ? 0 : state.old().total();
        final long boxSize = 512L * state.header().count();
        memory = Arena.ofAuto().allocate(
            blockCount * (BmapDescriptor.bucketSize(type) + 24) + boxSize + MAX_EXTRA_SIZE, 16);
    }

    /** The image of one record. */
    static MapImage of(
        final ScriptType type,
        final DumpRecord.State state,
        final HashKeys keys,
        final GoVersion version,
        final Keys scriptKeys)
    {
        return new GoDumpImage(type, state, keys, version, scriptKeys).build();
    }

    private MapImage build()
    {
        place(state.main());
        place(state.old());
        state.heap().forEach(this::placeHeap);
        follow(state.main(), "M");
        follow(state.old(), "O");
        blocks.forEach(this::fill);
        putHeader();
        putExtra();
        putType(INT64_TYPE, GoType.INT64);
        putType(STRING_TYPE, GoType.STRING);
        return new MapImage(memory.asSlice(0, bump), BASE, HEADER, type, keys, version);
    }

    private void place(final DumpRecord.Buckets array)
    {
        if (array != null)
        {
            final long start = allocate(array.total() * BmapDescriptor.bucketSize(type));
            long offset = start;
            for (final Block block : array.blocks())
            {
                offsets.put(block.id(), offset);
                blocks.put(block.id(), block);
                offset += BmapDescriptor.bucketSize(type);
            }
        }
    }

    private void placeHeap(final Block block)
    {
        offsets.put(block.id(), allocate(BmapDescriptor.bucketSize(type)));
        blocks.put(block.id(), block);
    }

    /** Tells every bucket of a chain which chain it is in. */
    private void follow(final DumpRecord.Buckets array, final String letter)
    {
        for (long i = 0; array != null && i < array.n(); i++)
        {
            String label = letter + i;
            while (!label.isEmpty() && chainIndexes.putIfAbsent(label, i) == null)
            {
                label = blocks.get(label).ovf();
            }
        }
    }

    private void fill(final String label, final Block block)
    {
        final long bucket = offsets.get(label);
        final byte[] bytes = HexFormat.of().parseHex(block.norm());
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, bucket, bytes.length);
        memory.set(LONG, bucket + BmapDescriptor.overflowOffset(type), address(block.ovf()));
        if (type.pointerFree() || !chainIndexes.containsKey(label))
        {
            return;
        }
        for (int slot = 0; slot < 8; slot++)
        {
            final int top = bytes[slot] & 0xff;
            if (top >= TopHash.MIN_TOP_HASH)
            {
                fillKey(label, top, bucket + 8 + (long)slot * type.keySlotSize());
                fillElem(BmapDescriptor.elemOffset(bucket, slot, type.keySlotSize(), type.elemSlotSize()));
            }
        }
    }

    private void fillKey(final String label, final int top, final long slot)
    {
        if (candidates.isEmpty())
        {
            return;
        }
        final boolean old = chainOf(label).startsWith("O");
        final long mask = (old ? state.old().n() : state.main().n()) - 1;
        for (final Candidate candidate : candidates.getOrDefault(top, List.of()))
        {
            if ((candidate.hash & mask) == chainIndexes.get(label) && used.add(candidate.number))
            {
                scriptType.key().write(candidate.number, new Writer(box(slot, type.indirectKey(), type.key())));
                return;
            }
        }
        throw new AssertionError("no key of the script fits: bucket=" + label + ", tophash=" + top);
    }

    private String chainOf(final String label)
    {
        if (!label.startsWith("H"))
        {
            return label;
        }
        for (final Map.Entry<String, Block> entry : blocks.entrySet())
        {
            if (entry.getValue().ovf().equals(label))
            {
                return chainOf(entry.getKey());
            }
        }
        throw new AssertionError("a heap bucket of no chain: label=" + label);
    }

    private void fillElem(final long slot)
    {
        final GoType elem = type.elem();
        final long firstBytes = type.elemSlotSize() < Long.BYTES ? 0 : memory.get(LONG, slot);
        if (type.indirectElem())
        {
            memory.set(LONG, box(slot, true, elem), firstBytes);
        }
        else if (elem.kind() == GoType.Kind.STRING)
        {
            final long length = memory.get(LONG, slot + StringDescriptor.LENGTH_OFFSET);
            final long content = allocate(Math.max(length, Long.BYTES));
            memory.set(LONG, content, firstBytes);
            memory.set(LONG, slot + StringDescriptor.ADDRESS_OFFSET, BASE + content);
        }
    }

    private long box(final long slot, final boolean indirect, final GoType valueType)
    {
        if (!indirect)
        {
            return slot;
        }
        final long box = allocate(valueType.size());
        memory.set(LONG, slot, BASE + box);
        return box;
    }

    private void putHeader()
    {
        final byte[] bytes = HexFormat.of().parseHex(state.header().hex());
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, HEADER, bytes.length);
        memory.set(LONG, HEADER + HmapDescriptor.BUCKETS_OFFSET, state.main() == null ? 0 : address("M0"));
        memory.set(LONG, HEADER + HmapDescriptor.OLDBUCKETS_OFFSET, state.old() == null ? 0 : address("O0"));
        memory.set(LONG, HEADER + HmapDescriptor.EXTRA_OFFSET, state.extra() == null ? 0 : BASE + EXTRA);
    }

    private void putExtra()
    {
        if (state.extra() != null)
        {
            memory.set(LONG, EXTRA + MapExtraDescriptor.OVERFLOW_OFFSET, list(state.extra().overflow(), LISTS));
            memory.set(LONG, EXTRA + MapExtraDescriptor.OLDOVERFLOW_OFFSET,
                list(state.extra().oldoverflow(), LISTS + SliceDescriptor.SIZE));
            memory.set(LONG, EXTRA + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, address(state.extra().nextOverflow()));
        }
    }

    private long list(final DumpRecord.OverflowList list, final long at)
    {
        if (list == null)
        {
            return 0;
        }
        final long data = allocate(list.capacity() * Long.BYTES);
        for (int i = 0; i < list.items().size(); i++)
        {
            memory.set(LONG, data + (long)i * Long.BYTES, address(list.items().get(i)));
        }
        memory.set(LONG, at + SliceDescriptor.DATA_OFFSET, list.capacity() == 0 ? 0 : BASE + data);
        memory.set(LONG, at + SliceDescriptor.LENGTH_OFFSET, list.length());
        memory.set(LONG, at + SliceDescriptor.CAPACITY_OFFSET, list.capacity());
        return BASE + at;
    }

    private void putType(final long at, final GoType basic)
    {
        memory.set(LONG, at + TypeDescriptor.SIZE_OFFSET, basic.size());
        memory.set(ValueLayout.JAVA_BYTE, at + TypeDescriptor.KIND_OFFSET, (byte)basic.goKindNumber());
    }

    private long address(final String label)
    {
        if (label.isEmpty())
        {
            return 0;
        }
        if (!offsets.containsKey(label))
        {
            throw new AssertionError("a label that names no block: label=" + label);
        }
        return BASE + offsets.get(label);
    }

    private long allocate(final long size)
    {
        final long offset = bump;
        bump = (offset + size + 15) & -16;
        return offset;
    }

    /** Writes a value of the script language at an offset. */
    private final class Writer implements ValueWriter
    {
        private final long at;

        Writer(final long at)
        {
            this.at = at;
        }

        @Override
        public void clear()
        {
            // Fresh memory is zero, and every writer sets all bytes that count.
        }

        @Override
        public void setByte(final int offset, final byte value)
        {
            memory.set(ValueLayout.JAVA_BYTE, at + offset, value);
        }

        @Override
        public void setShort(final int offset, final short value)
        {
            memory.set(SHORT, at + offset, value);
        }

        @Override
        public void setInt(final int offset, final int value)
        {
            memory.set(INT, at + offset, value);
        }

        @Override
        public void setLong(final int offset, final long value)
        {
            memory.set(LONG, at + offset, value);
        }

        @Override
        public void setString(final int offset, final String value)
        {
            final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            final long content = allocate(bytes.length);
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, content, bytes.length);
            memory.set(LONG, at + offset + StringDescriptor.ADDRESS_OFFSET, BASE + content);
            memory.set(LONG, at + offset + StringDescriptor.LENGTH_OFFSET, bytes.length);
        }

        @Override
        public void setAny(final int offset, final Object value)
        {
            final boolean string = value instanceof String;
            final long box = allocate(StringDescriptor.SIZE);
            memory.set(LONG, at + offset + InterfaceDescriptor.TYPE_OFFSET, BASE + (string ? STRING_TYPE : INT64_TYPE));
            memory.set(LONG, at + offset + InterfaceDescriptor.DATA_OFFSET, BASE + box);
            if (string)
            {
                new Writer(box).setString(0, (String)value);
            }
            else
            {
                memory.set(LONG, box, (Long)value);
            }
        }
    }
}
