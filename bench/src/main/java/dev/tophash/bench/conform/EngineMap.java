// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Our engine in a replay.
 */
public final class EngineMap implements ReplayMap
{
    private static final long RESERVATION = 1L << 30;

    private final Function<MapConfig, OffHeapTypedMap> maker;
    private final ScriptedSeeds seeds;
    private MapConfig config;
    private OffHeapTypedMap map;
    private Writer key;
    private Writer elem;
    private boolean touched;

    /** The maker is null if the map cannot be made a second time. */
    private EngineMap(
        final OffHeapTypedMap map, final MapConfig config, final ScriptedSeeds seeds,
        final Function<MapConfig, OffHeapTypedMap> maker)
    {
        this.maker = maker;
        this.seeds = seeds;
        this.config = config;
        this.touched = maker == null;
        use(map);
    }

    private void use(final OffHeapTypedMap newMap)
    {
        map = newMap;
        key = new Writer(newMap.key());
        elem = new Writer(newMap.elem());
    }

    /**
     * Makes maps of our engine.
     *
     * @param settings what every map is made with, apart from version, hash words and reservation.
     * @return a factory.
     */
    public static ReplayMaps maps(final MapConfig settings)
    {
        final MapConfig small = settings.withReservation(RESERVATION);
        return new ReplayMaps()
        {
            @Override
            public ReplayMap create(
                final ScriptType type, final long hint, final GoVersion version, final HashKeys keys)
            {
                final ScriptedSeeds seeds = new ScriptedSeeds(small.testHooks().random());
                final long base = small.goProfile().baseAddress();
                final MapConfig config = small.withGoProfile(new MapConfig.GoProfile(version, false, true, base))
                    .withUnsafeRandomnessForTests(seeds, keys);
                final Function<MapConfig, OffHeapTypedMap> maker =
                    changed -> OffHeapTypedMap.create(type.mapType(), hint, changed);
                return new EngineMap(maker.apply(config), config, seeds, maker);
            }

            @Override
            public ReplayMap load(
                final String file, final ScriptType type, final GoVersion version, final HashKeys keys)
            {
                final ScriptedSeeds seeds = new ScriptedSeeds(small.testHooks().random());
                final MapConfig config = small.withGoProfile(new MapConfig.GoProfile(version, false, true, 0))
                    .withUnsafeRandomnessForTests(seeds, small.testHooks().keys());
                final OffHeapTypedMap map = attach(file, config);
                seeds.keep(map.image().hash0());
                return new EngineMap(map, config, seeds, changed -> attach(file, changed));
            }
        };
    }

    private static OffHeapTypedMap attach(final String file, final MapConfig config)
    {
        try (Arena arena = Arena.ofConfined())
        {
            return OffHeapTypedMap.attach(GoImage.read(Path.of(file), arena), config);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Asks a map that is already there.
     *
     * @param map the map; closed with this.
     * @return the same as scripts see it.
     */
    public static EngineMap of(final OffHeapTypedMap map)
    {
        return new EngineMap(map, null, null, null);
    }

    /**
     * The map itself.
     *
     * @return the map; closed with this.
     */
    public OffHeapTypedMap map()
    {
        return map;
    }

    @Override
    public ValueWriter key()
    {
        return key;
    }

    @Override
    public ValueWriter elem()
    {
        return elem;
    }

    @Override
    public void assign()
    {
        touched = true;
        map.assign();
    }

    @Override
    public void delete()
    {
        touched = true;
        map.delete();
    }

    @Override
    public boolean find()
    {
        return map.find();
    }

    @Override
    public ValueReader found()
    {
        return new Reader(map.found());
    }

    @Override
    public void clear()
    {
        touched = true;
        map.clear();
    }

    @Override
    public ReplayMap copyOf()
    {
        return new EngineMap(map.copy(), config, seeds, null);
    }

    @Override
    public ReplayCursor cursor(final long start, final int offset)
    {
        touched = true;
        return new Cursor(map, map.cursor(start, offset));
    }

    @Override
    public ReplayCursor cursor()
    {
        touched = true;
        return new Cursor(map, map.cursor());
    }

    /** The engine draws it when a map is made, so an untouched one is made again. */
    @Override
    public void pin(final int seed)
    {
        requireUntouched("hash0");
        seeds.keep(seed);
        makeAgain(config);
    }

    @Override
    public long drawnSeedCount()
    {
        return seeds.drawnCount();
    }

    private void requireUntouched(final String what)
    {
        if (touched)
        {
            throw new IllegalStateException(what + " must be chosen before anything else");
        }
    }

    private void makeAgain(final MapConfig changed)
    {
        map.close();
        config = changed;
        use(maker.apply(changed));
    }

    /** The engine decides it when a map is made, so an untouched one is made again. */
    @Override
    public void generic(final boolean generic)
    {
        if (generic == config.goProfile().genericWalk())
        {
            return;
        }
        requireUntouched("mode");
        final MapConfig.GoProfile profile = config.goProfile();
        makeAgain(config.withGoProfile(new MapConfig.GoProfile(
            profile.version(), generic, profile.keepFreedBoxes(), profile.baseAddress())));
    }

    @Override
    public AddressSpace memory()
    {
        return new Memory(map.image());
    }

    @Override
    public void close()
    {
        map.close();
    }

    /** Addresses of an image. */
    private record Memory(MapImage image) implements AddressSpace
    {
        private long offset(final long address, final long size)
        {
            final long offset = image.offsetOf(address, size);
            if (offset == MapImage.NOWHERE)
            {
                throw new IndexOutOfBoundsException(
                    "not in the map's memory: address=0x" + Long.toHexString(address) + ", size=" + size);
            }
            return offset;
        }

        @Override
        public long headerAddress()
        {
            return image.addressOf(image.headerOffset());
        }

        @Override
        public long getLong(final long address)
        {
            return image.longAt(offset(address, Long.BYTES));
        }

        @Override
        public byte[] getBytes(final long address, final int size)
        {
            final long offset = offset(address, size);
            final byte[] bytes = new byte[size];
            int i = 0;
            for (; i <= size - Long.BYTES; i += Long.BYTES)
            {
                Bytes.putLong(bytes, i, image.longAt(offset + i));
            }
            for (; i < size; i++)
            {
                bytes[i] = (byte)image.byteAt(offset + i);
            }
            return bytes;
        }
    }

    /** A staged value. */
    private record Writer(Staging staging) implements ValueWriter
    {
        @Override
        public void clear()
        {
            staging.clear();
        }

        @Override
        public void setByte(final int offset, final byte value)
        {
            staging.setByte(offset, value);
        }

        @Override
        public void setShort(final int offset, final short value)
        {
            staging.setShort(offset, value);
        }

        @Override
        public void setInt(final int offset, final int value)
        {
            staging.setInt(offset, value);
        }

        @Override
        public void setLong(final int offset, final long value)
        {
            staging.setLong(offset, value);
        }

        @Override
        public void setString(final int offset, final String value)
        {
            staging.setString(offset, value);
        }

        @Override
        public void setAny(final int offset, final Object value)
        {
            staging.setAny(offset, value);
        }
    }

    /** A value in the map. */
    private record Reader(GoValue value) implements ValueReader
    {
        @Override
        public byte getByte(final int offset)
        {
            return value.getByte(offset);
        }

        @Override
        public short getShort(final int offset)
        {
            return value.getShort(offset);
        }

        @Override
        public int getInt(final int offset)
        {
            return value.getInt(offset);
        }

        @Override
        public long getLong(final int offset)
        {
            return value.getLong(offset);
        }

        @Override
        public String getString(final int offset)
        {
            return value.getString(offset);
        }

        @Override
        public Object getAny(final int offset)
        {
            return value.getAny(offset);
        }
    }

    /** An open cursor. */
    private record Cursor(OffHeapTypedMap map, TypedCursor cursor) implements ReplayCursor
    {
        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public ValueReader key()
        {
            return new Reader(cursor.key());
        }

        @Override
        public ValueReader elem()
        {
            return new Reader(cursor.elem());
        }

        @Override
        public long bucket()
        {
            return cursor.bucket();
        }

        @Override
        public int slotIndex()
        {
            return cursor.slotIndex();
        }

        @Override
        public boolean wrapped()
        {
            return cursor.wrapped();
        }

        @Override
        public int b()
        {
            return cursor.b();
        }

        @Override
        public long checkBucket()
        {
            return cursor.checkBucket();
        }

        @Override
        public long bucketAddress()
        {
            final long offset = cursor.bucketOffset();
            return offset == 0 ? 0 : map.image().addressOf(offset);
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
